"""Turns a quantised .tflite network into an ONNX file of the same integers, so that ONNX Runtime can be timed beside it.

It knows the operators of the box's own networks and says which one it does not know. Weights, biases and scales are
taken over as they are; activations become unsigned, 128 more, which ONNX Runtime multiplies faster, and pictures channels
first, as ONNX wants them.
"""

from pathlib import Path

import numpy as np
from ai_edge_litert import schema_py_generated as schema
from onnx import TensorProto, helper, numpy_helper

RELU, NONE = schema.ActivationFunctionType.RELU, schema.ActivationFunctionType.NONE
NAMES = {value: name for name, value in vars(schema.BuiltinOperator).items() if not name.startswith("_")}


class Conversion:
    def __init__(self, path):
        model = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(Path(path).read_bytes(), 0))
        self.model, self.graph = model, model.subgraphs[0]
        self.nodes, self.constants = [], []

    def constant(self, name, values):
        self.constants.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def quantisation(self, index):
        """Names of a tensor's scale and zero point; one scale for a tensor, or one a channel for weights."""
        tensor = self.graph.tensors[index]
        scales = np.asarray(tensor.quantization.scale, np.float32)
        zero_points = np.asarray(tensor.quantization.zeroPoint, np.int64)
        is_constant = self.model.buffers[tensor.buffer].data is not None
        zero_points = zero_points.astype(np.int8) if is_constant else (zero_points + 128).astype(np.uint8)
        if len(scales) == 1:
            scales, zero_points = scales[0], zero_points[0]
        return [self.constant(f"scale{index}-{len(self.constants)}", scales),
                self.constant(f"zero{index}-{len(self.constants)}", zero_points)]

    def data(self, index, kind):
        tensor = self.graph.tensors[index]
        return np.frombuffer(bytes(self.model.buffers[tensor.buffer].data), kind).reshape(tensor.shape)

    def expect(self, activation, output):
        """A fused activation needs nothing where the output's zero point cuts off at zero by itself."""
        zero_point = self.graph.tensors[output].quantization.zeroPoint[0]
        if activation != NONE and not (activation == RELU and zero_point == -128):
            raise NotImplementedError(f"fused activation {activation} with zero point {zero_point}")

    def node(self, kind, inputs, output, domain="", **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))

    def convolution(self, operator, depthwise):
        options, output = operator.builtinOptions, operator.outputs[0]
        self.expect(options.fusedActivationFunction, output)
        weights = self.data(operator.inputs[1], np.int8)
        # Outputs × rows × columns × inputs, or 1 × rows × columns × outputs.
        weights = weights.transpose(3, 0, 1, 2) if depthwise else weights.transpose(0, 3, 1, 2)
        given, result = (self.graph.tensors[index].shape for index in (operator.inputs[0], output))
        pads = [0, 0, 0, 0]
        if options.padding == schema.Padding.SAME:
            for side, (stride, taps) in enumerate(((options.strideH, weights.shape[2]), (options.strideW, weights.shape[3]))):
                missing = max((result[1 + side] - 1) * stride + taps - given[1 + side], 0)
                pads[side], pads[2 + side] = missing // 2, missing - missing // 2
        self.quantised_convolution(
            operator, weights, pads=pads, strides=[options.strideH, options.strideW],
            group=weights.shape[0] if depthwise else 1)

    def fully_connected(self, operator):
        self.expect(operator.builtinOptions.fusedActivationFunction, operator.outputs[0])
        given = self.graph.tensors[operator.inputs[0]].shape
        rows, columns, channels = given[1:] if len(given) == 4 else (1, 1, given[-1])
        weights = self.data(operator.inputs[1], np.int8)
        # A flattened picture: a window as large as it.
        self.quantised_convolution(operator, weights.reshape(-1, rows, columns, channels).transpose(0, 3, 1, 2))

    def quantised_convolution(self, operator, weights, **attributes):
        output = operator.outputs[0]
        self.node("QLinearConv",
                  [f"t{operator.inputs[0]}", *self.quantisation(operator.inputs[0]),
                   self.constant(f"weights{output}", np.ascontiguousarray(weights)), *self.quantisation(operator.inputs[1]),
                   *self.quantisation(output), self.constant(f"bias{output}", self.data(operator.inputs[2], np.int32))],
                  f"t{output}", **attributes)

    def convert(self, operator):
        name = NAMES[max(self.model.operatorCodes[operator.opcodeIndex].builtinCode,
                         self.model.operatorCodes[operator.opcodeIndex].deprecatedBuiltinCode)]
        output = operator.outputs[0]
        first = f"t{operator.inputs[0]}"
        if name in ("CONV_2D", "DEPTHWISE_CONV_2D"):
            self.convolution(operator, name != "CONV_2D")
        elif name == "FULLY_CONNECTED":
            self.fully_connected(operator)
        elif name == "ADD":
            self.expect(operator.builtinOptions.fusedActivationFunction, output)
            operands = [operand for index in operator.inputs for operand in (f"t{index}", *self.quantisation(index))]
            self.node("QLinearAdd", [*operands, *self.quantisation(output)], f"t{output}", domain="com.microsoft")
        elif name == "MEAN":
            self.node("QLinearGlobalAveragePool",
                      [first, *self.quantisation(operator.inputs[0]), *self.quantisation(output)],
                      f"t{output}", domain="com.microsoft", channels_last=0)
        elif name == "RESIZE_NEAREST_NEIGHBOR":
            rows, columns = self.graph.tensors[output].shape[1:3]
            given = self.graph.tensors[operator.inputs[0]].shape
            sizes = self.constant(f"sizes{output}", np.array([given[0], given[3], rows, columns], np.int64))
            self.node("Resize", [first, "", "", sizes], f"t{output}", mode="nearest", nearest_mode="floor",
                      coordinate_transformation_mode="asymmetric")
        else:
            raise NotImplementedError(f"{name} is not among the operators that are converted")

    def bytes(self):
        given = self.graph.inputs[0]
        self.nodes.append(helper.make_node("Transpose", ["input"], [f"t{given}"], perm=[0, 3, 1, 2]))
        for operator in self.graph.operators:
            self.convert(operator)
        outputs = []
        for index in self.graph.outputs:
            shape = [int(extent) for extent in self.graph.tensors[index].shape]
            if len(shape) == 4:
                self.nodes.append(helper.make_node("Transpose", [f"t{index}"], [f"output{index}"], perm=[0, 2, 3, 1]))
            else:
                self.nodes.append(helper.make_node("Flatten", [f"t{index}"], [f"output{index}"]))
            outputs.append(helper.make_tensor_value_info(f"output{index}", TensorProto.UINT8, shape))
        shape = [int(extent) for extent in self.graph.tensors[given].shape]
        graph = helper.make_graph(
            self.nodes, "network", [helper.make_tensor_value_info("input", TensorProto.UINT8, shape)], outputs,
            self.constants)
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)])
        model.ir_version = 9
        return model.SerializeToString()


def converted(path):
    """The bytes of an ONNX file."""
    return Conversion(path).bytes()
