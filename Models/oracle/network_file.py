"""Writes small quantised networks as .tflite files, through the schema's own object classes.

Nothing is computed or checked here: what a random network says, valid or not, is what the file says.
"""

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

TYPES = {np.dtype(np.int8): schema.TensorType.INT8, np.dtype(np.uint8): schema.TensorType.UINT8,
         np.dtype(np.int32): schema.TensorType.INT32, np.dtype(np.int64): schema.TensorType.INT64,
         np.dtype(np.int16): schema.TensorType.INT16, np.dtype(np.float32): schema.TensorType.FLOAT32}
# Lowest operator versions whose kernels take int8 (with a weight scale a channel, where there are weights).
VERSIONS = {"CONV_2D": 3, "DEPTHWISE_CONV_2D": 3, "FULLY_CONNECTED": 4, "ADD": 2, "AVERAGE_POOL_2D": 2,
            "MAX_POOL_2D": 2, "MEAN": 2, "PAD": 2, "RESHAPE": 1, "SOFTMAX": 2, "LOGISTIC": 2, "CONCATENATION": 2,
            "QUANTIZE": 1, "DEQUANTIZE": 2, "RESIZE_NEAREST_NEIGHBOR": 2, "RESIZE_BILINEAR": 2}


class NetworkFile:
    """One network under construction; tensors are known by their indices."""

    def __init__(self, description):
        self.description = description
        self.buffers = [schema.BufferT()]  # buffer 0 is empty by convention: it belongs to activations
        self.tensors, self.operators, self.codes = [], [], []
        self.inputs, self.outputs = [], []

    def tensor(self, name, shape, kind=np.int8, scale=None, zero_point=None, data=None, axis=0):
        """Adds a tensor; `scale` and `zero_point` are numbers or lists; `data` makes it a constant."""
        tensor = schema.TensorT()
        tensor.name, tensor.shape, tensor.type = name, [int(n) for n in shape], TYPES[np.dtype(kind)]
        if data is not None:
            buffer = schema.BufferT()
            buffer.data = np.frombuffer(np.ascontiguousarray(data, kind).tobytes(), np.uint8)
            tensor.buffer = len(self.buffers)
            self.buffers.append(buffer)
        if scale is not None:
            tensor.quantization = schema.QuantizationParametersT()
            tensor.quantization.scale = np.atleast_1d(np.asarray(scale, np.float32))
            tensor.quantization.zeroPoint = np.atleast_1d(np.asarray(zero_point, np.int64))
            tensor.quantization.quantizedDimension = axis
        self.tensors.append(tensor)
        return len(self.tensors) - 1

    def operator(self, kind, inputs, outputs, options=None, version=None, **fields):
        """Appends an operator; `options` is the name of its options table and `fields` what stands in it."""
        code = (kind, version or VERSIONS[kind])
        if code not in self.codes:
            self.codes.append(code)
        operator = schema.OperatorT()
        operator.opcodeIndex = self.codes.index(code)
        operator.inputs, operator.outputs = inputs, outputs
        if options:
            operator.builtinOptionsType = getattr(schema.BuiltinOptions, options)
            operator.builtinOptions = getattr(schema, options + "T")()
            for name, value in fields.items():
                if not hasattr(operator.builtinOptions, name):
                    raise ValueError(f"{options} has no field {name}")
                setattr(operator.builtinOptions, name, value)
        self.operators.append(operator)

    def bytes(self):
        """The finished file."""
        subgraph = schema.SubGraphT()
        subgraph.name = "main"
        subgraph.tensors, subgraph.operators = self.tensors, self.operators
        subgraph.inputs, subgraph.outputs = self.inputs, self.outputs
        model = schema.ModelT()
        model.version, model.description = 3, self.description
        model.buffers, model.subgraphs, model.operatorCodes = self.buffers, [subgraph], []
        for kind, version in self.codes:
            code = schema.OperatorCodeT()
            code.builtinCode = code.deprecatedBuiltinCode = getattr(schema.BuiltinOperator, kind)
            code.version = version
            model.operatorCodes.append(code)
        builder = flatbuffers.Builder(1 << 12)
        builder.Finish(model.Pack(builder), b"TFL3")
        return bytes(builder.Output())
