"""Networks that our engine must refuse, each with one thing wrong or beyond it."""

import numpy as np

from network_file import NetworkFile

# Operators of the schema that none of the networks here can be run with.
UNSUPPORTED = {"hard-swish": "HARD_SWISH", "transpose-convolution": "TRANSPOSE_CONV", "multiplication": "MUL"}


def convolution(kind=np.int8, input_scales=(0.05,), weight_scales=(0.01, 0.02), weight_points=None, axis=0,
                input_shape=(1, 4, 4, 3), weight_shape=(2, 3, 3, 3), bias_kind=np.int32, bias_count=2,
                output_shape=(1, 4, 4, 2), output_scale=0.1, version=None, computed_weights=False, second_run=False,
                **options):
    """CONV_2D, sound but for what the arguments change."""
    file = NetworkFile("refused")
    x = file.tensor("input", input_shape, kind, input_scales, [0] * len(input_scales), axis=3)
    points = [0] * len(weight_scales) if weight_points is None else weight_points
    data = None if computed_weights else np.ones(weight_shape, kind if kind == np.float32 else np.int8)
    w = file.tensor("weights", weight_shape, kind if kind == np.float32 else np.int8, weight_scales, points, data=data,
                    axis=axis)
    b = file.tensor("bias", [bias_count], bias_kind, [0.01], [0], data=np.zeros(bias_count, bias_kind))
    y = file.tensor("output", output_shape, kind, output_scale, 0)
    file.inputs = [x, w] if computed_weights else [x]
    file.outputs = [y]
    fields = {"padding": 0, "strideH": 1, "strideW": 1, **options}
    for _ in range(2 if second_run else 1):
        file.operator("CONV_2D", [x, w, b], [y], "Conv2DOptions", version=version, **fields)
    return file.bytes()


def unsupported(kind):
    file = NetworkFile("refused")
    x = file.tensor("input", [1, 4], scale=0.1, zero_point=0)
    y = file.tensor("output", [1, 4], scale=0.1, zero_point=0)
    file.inputs, file.outputs = [x], [y]
    file.operator(kind, [x], [y], version=1)
    return file.bytes()


def unary(kind, shape, result, options=None, input_scale=0.1, output_scale=0.1, zero_point=0, operands=(), version=None,
          **fields):
    """A sound one-input operator but for what the arguments change."""
    file = NetworkFile("refused")
    x = file.tensor("input", shape, scale=input_scale, zero_point=0)
    y = file.tensor("output", result, scale=output_scale, zero_point=zero_point)
    more = [file.tensor(f"operand{i}", np.shape(v), np.int32, data=np.array(v)) for i, v in enumerate(operands)]
    file.inputs, file.outputs = [x], [y]
    file.operator(kind, [x, *more], [y], options, version, **fields)
    return file.bytes()


def read_before_filled():
    file = NetworkFile("refused")
    x, y, z = (file.tensor(name, [4], scale=0.1, zero_point=0) for name in "xyz")
    file.inputs, file.outputs = [x], [z]
    file.operator("ADD", [x, y], [z], "AddOptions")
    return file.bytes()


def all_refused():
    """File names and networks; the tests know what is wrong with each."""
    yield "float-network", convolution(kind=np.float32)
    yield "int16-activations", convolution(kind=np.int16)
    yield "uint8-activations", convolution(kind=np.uint8)
    yield "activation-scales-by-channel", convolution(input_scales=(0.1, 0.2, 0.3))
    yield "weight-zero-points", convolution(weight_points=[1, 0])
    yield "weight-scales-along-the-wrong-dimension", convolution(
        weight_scales=(0.1, 0.2, 0.3), axis=1, weight_shape=(3, 3, 3, 3), bias_count=3, output_shape=(1, 4, 4, 3))
    yield "computed-weights", convolution(computed_weights=True)
    yield "grouped-convolution", convolution(weight_shape=(2, 3, 3, 1))
    yield "bias-of-int64", convolution(bias_kind=np.int64)
    yield "bias-of-another-length", convolution(bias_count=3)
    yield "wrong-output-shape", convolution(output_shape=(1, 4, 3, 2))
    yield "stride-zero", convolution(strideH=0)
    yield "unknown-padding", convolution(padding=7)
    yield "tanh-activation", convolution(fusedActivationFunction=4)
    yield "future-version", convolution(version=99)
    yield "filled-twice", convolution(second_run=True)
    yield "dynamic-shape", convolution(input_shape=(-1, 4, 4, 3))
    yield "huge-tensor", convolution(input_shape=(1, 60000, 60000, 3), output_shape=(1, 60000, 60000, 2))
    yield "huge-arena", convolution(input_shape=(1, 9000, 9000, 3), output_shape=(1, 9000, 9000, 2))
    yield "negative-scale", convolution(output_scale=-0.1)
    yield "not-a-number-scale", convolution(output_scale=float("nan"))
    yield "tiny-output-scale", convolution(output_scale=1e-30)
    for name, kind in UNSUPPORTED.items():
        yield name, unsupported(kind)
    yield "softmax-of-another-scale", unary("SOFTMAX", [1, 4], [1, 4], "SoftmaxOptions", beta=1.0)
    yield "rescaling-pool", unary("MAX_POOL_2D", [1, 4, 4, 1], [1, 2, 2, 1], "Pool2DOptions", output_scale=0.2,
                                  padding=1, strideH=2, strideW=2, filterHeight=2, filterWidth=2)
    yield "mean-over-the-outside", unary("MEAN", [2, 3, 4], [3], "ReducerOptions", operands=[[0, 2]])
    yield "mean-over-no-dimension", unary("MEAN", [2, 3], [2], "ReducerOptions", operands=[[5]])
    yield "negative-margins", unary("PAD", [2, 2], [1, 2], operands=[[[-1, 0], [0, 0]]])
    yield "reshape-to-more", unary("RESHAPE", [2, 2], [5], operands=[[5]])
    yield "missing-options", unary("SOFTMAX", [1, 4], [1, 4])
    yield "aligned-and-centred", unary("RESIZE_BILINEAR", [1, 2, 2, 1], [1, 4, 4, 1], "ResizeBilinearOptions",
                                       operands=[[4, 4]], alignCorners=True, halfPixelCenters=True)
    yield "read-before-filled", read_before_filled()
