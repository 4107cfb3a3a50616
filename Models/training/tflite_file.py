"""Writes a quantised network as a .tflite file, through the TensorFlow Lite schema's own object classes.

`Graph` is a small builder: each method appends one operator and returns the name of its output tensor. Shapes and
layouts are the file's: activations [N, rows, columns, channels], convolution weights [outputs, rows, columns, inputs],
depthwise weights [1, rows, columns, channels]. The arithmetic that readers of the file must follow is in
https://ai.google.dev/edge/litert/models/quantization_spec
"""

from dataclasses import dataclass
from pathlib import Path

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

ACTIVATIONS = {None: schema.ActivationFunctionType.NONE, "relu": schema.ActivationFunctionType.RELU,
               "relu6": schema.ActivationFunctionType.RELU6}
# Lowest operator versions whose kernels take int8 (with a weight scale a channel).
VERSIONS = {"CONV_2D": 3, "DEPTHWISE_CONV_2D": 3, "ADD": 2, "MEAN": 2, "FULLY_CONNECTED": 4, "RESHAPE": 1,
            "MAX_POOL_2D": 2, "AVERAGE_POOL_2D": 2, "RESIZE_NEAREST_NEIGHBOR": 2}


@dataclass
class Tensor:
    shape: list
    scale: float
    zero_point: int


class Graph:
    """One network under construction."""

    def __init__(self, description):
        self.description = description
        self.buffers = [schema.BufferT()]  # buffer 0 is empty by convention: it belongs to activations
        self.tensors, self.operators, self.codes = [], [], []
        self.index, self.activations = {}, {}
        self.inputs, self.outputs = [], []

    # Tensors

    def input(self, name, shape, scale, zero_point):
        self._activation(name, shape, scale, zero_point)
        self.inputs.append(name)
        return name

    def output(self, name):
        self.outputs.append(name)

    def rename(self, old, new):
        position = self.index.pop(old)
        self.tensors[position].name = new
        self.index[new], self.activations[new] = position, self.activations.pop(old)

    # Operators

    def convolution(self, name, x, weights, weight_scales, bias, stride, activation, scale, zero_point,
                    depthwise=False):
        """SAME padding; `weights` int8 in the file's layout, `bias` in real numbers."""
        given = self.activations[x]
        rows, columns = (-(-given.shape[1] // stride), -(-given.shape[2] // stride))
        channels = weights.shape[3] if depthwise else weights.shape[0]
        options = schema.DepthwiseConv2DOptionsT() if depthwise else schema.Conv2DOptionsT()
        options.padding = schema.Padding.SAME
        options.strideH = options.strideW = stride
        options.fusedActivationFunction = ACTIVATIONS[activation]
        if depthwise:
            options.depthMultiplier = 1
        operands = [x, self._weights(f"{name}/weights", weights, weight_scales, 3 if depthwise else 0),
                    self._bias(f"{name}/bias", bias, given.scale, weight_scales)]
        self._activation(name, [given.shape[0], rows, columns, channels], scale, zero_point)
        return self._operator("DEPTHWISE_CONV_2D" if depthwise else "CONV_2D", operands, name, options)

    def dense(self, name, x, weights, weight_scale, bias, activation, scale, zero_point):
        """`weights` int8 [outputs, inputs] with one scale."""
        given = self.activations[x]
        options = schema.FullyConnectedOptionsT()
        options.fusedActivationFunction = ACTIVATIONS[activation]
        scales = np.atleast_1d(weight_scale)
        operands = [x, self._weights(f"{name}/weights", weights, scales, 0),
                    self._bias(f"{name}/bias", bias, given.scale, scales)]
        self._activation(name, [given.shape[0], weights.shape[0]], scale, zero_point)
        return self._operator("FULLY_CONNECTED", operands, name, options)

    def addition(self, name, a, b, activation, scale, zero_point):
        options = schema.AddOptionsT()
        options.fusedActivationFunction = ACTIVATIONS[activation]
        self._activation(name, self.activations[a].shape, scale, zero_point)
        return self._operator("ADD", [a, b], name, options)

    def mean(self, name, x, scale, zero_point):
        """Over rows and columns: [N, rows, columns, channels] → [N, channels]."""
        given = self.activations[x]
        axes = self._constant(f"{name}/axes", np.array([1, 2], np.int32))
        self._activation(name, [given.shape[0], given.shape[3]], scale, zero_point)
        return self._operator("MEAN", [x, axes], name, schema.ReducerOptionsT())

    def max_pool(self, name, x, size=2):
        given = self.activations[x]
        options = schema.Pool2DOptionsT()
        options.padding = schema.Padding.VALID
        options.strideH = options.strideW = options.filterHeight = options.filterWidth = size
        shape = [given.shape[0], given.shape[1] // size, given.shape[2] // size, given.shape[3]]
        self._activation(name, shape, given.scale, given.zero_point)
        return self._operator("MAX_POOL_2D", [x], name, options)

    def enlarge(self, name, x, size):
        """Nearest neighbour to `size` (rows, columns)."""
        given = self.activations[x]
        shape = [given.shape[0], *size, given.shape[3]]
        size = self._constant(f"{name}/size", np.array(size, np.int32))
        self._activation(name, shape, given.scale, given.zero_point)
        return self._operator("RESIZE_NEAREST_NEIGHBOR", [x, size], name, schema.ResizeNearestNeighborOptionsT())

    # The file

    def write(self, path):
        """Writes the file; returns its size in bytes."""
        subgraph = schema.SubGraphT()
        subgraph.name = "main"
        subgraph.tensors, subgraph.operators = self.tensors, self.operators
        subgraph.inputs = [self.index[name] for name in self.inputs]
        subgraph.outputs = [self.index[name] for name in self.outputs]
        model = schema.ModelT()
        model.version = 3
        model.description = self.description
        model.buffers, model.subgraphs = self.buffers, [subgraph]
        model.operatorCodes = []
        for kind in self.codes:
            code = schema.OperatorCodeT()
            code.builtinCode = code.deprecatedBuiltinCode = getattr(schema.BuiltinOperator, kind)
            code.version = VERSIONS[kind]
            model.operatorCodes.append(code)
        builder = flatbuffers.Builder(1 << 20)
        builder.Finish(model.Pack(builder), b"TFL3")
        Path(path).write_bytes(builder.Output())
        return len(builder.Output())

    def _tensor(self, name, shape, kind, data=None, scales=None, zero_points=None, axis=0):
        if name in self.index:
            raise ValueError(f"two tensors are named {name}")
        tensor = schema.TensorT()
        tensor.name, tensor.shape, tensor.type = name, [int(n) for n in shape], kind
        if data is not None:
            buffer = schema.BufferT()
            buffer.data = np.frombuffer(np.ascontiguousarray(data).tobytes(), np.uint8)
            tensor.buffer = len(self.buffers)
            self.buffers.append(buffer)
        if scales is not None:
            tensor.quantization = schema.QuantizationParametersT()
            tensor.quantization.scale = np.asarray(scales, np.float32)
            tensor.quantization.zeroPoint = np.asarray(zero_points, np.int64)
            tensor.quantization.quantizedDimension = axis
        self.index[name] = len(self.tensors)
        self.tensors.append(tensor)
        return name

    def _activation(self, name, shape, scale, zero_point):
        self._tensor(name, shape, schema.TensorType.INT8, scales=[scale], zero_points=[zero_point])
        self.activations[name] = Tensor(list(shape), float(np.float32(scale)), int(zero_point))

    def _constant(self, name, values):
        return self._tensor(name, values.shape, schema.TensorType.INT32, data=values)

    def _weights(self, name, weights, scales, axis):
        if weights.dtype != np.int8 or (weights == -128).any():
            raise ValueError(f"{name}: weights must be int8 in -127…127")
        return self._tensor(name, weights.shape, schema.TensorType.INT8, weights, scales, np.zeros(len(scales)), axis)

    def _bias(self, name, bias, input_scale, weight_scales):
        scales = np.float32(input_scale) * np.asarray(weight_scales, np.float32)
        values = np.round(np.asarray(bias, np.float64) / scales.astype(np.float64))
        values = np.clip(values, -2**31, 2**31 - 1).astype(np.int32)
        return self._tensor(name, values.shape, schema.TensorType.INT32, values, scales, np.zeros(len(scales)))

    def _operator(self, kind, operands, result, options):
        if kind not in self.codes:
            self.codes.append(kind)
        operator = schema.OperatorT()
        operator.opcodeIndex = self.codes.index(kind)
        operator.inputs = [self.index[name] for name in operands]
        operator.outputs = [self.index[result]]
        name = type(options).__name__.removesuffix("T")
        operator.builtinOptionsType = getattr(schema.BuiltinOptions, name)
        operator.builtinOptions = options
        self.operators.append(operator)
        return result


def constants(path):
    """The numbers that a file holds, as they are meant: {name: float32 array}, with the scales multiplied."""
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(Path(path).read_bytes(), 0))
    kinds = {schema.TensorType.INT8: np.int8, schema.TensorType.INT32: np.int32}
    values = {}
    for tensor in model.subgraphs[0].tensors:
        data, quantisation = model.buffers[tensor.buffer].data, tensor.quantization
        if data is None or quantisation is None or quantisation.scale is None:
            continue
        numbers = np.frombuffer(bytes(data), kinds[tensor.type]).reshape(tensor.shape)
        shape = [1] * numbers.ndim
        shape[quantisation.quantizedDimension] = -1
        values[tensor.name.decode()] = numbers * np.asarray(quantisation.scale, np.float32).reshape(shape)
    return values
