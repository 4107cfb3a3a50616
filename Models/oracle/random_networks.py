"""Random quantised networks: one operator, or a graph of several, from a seeded generator.

Shapes are small and odd on purpose; zero points stand at both ends of int8 as often as between; scales are chosen so
that some outputs saturate, some are nearly constant and most are spread.
"""

from dataclasses import dataclass

import numpy as np

from network_file import NetworkFile

ACTIVATIONS = [0, 1, 2, 3]  # NONE, RELU, RELU_N1_TO_1, RELU6
SAME, VALID = 0, 1


@dataclass
class Activation:
    """A tensor that an operator has filled."""
    index: int
    shape: list
    scale: float
    zero_point: int
    kind: type = np.int8

    @property
    def quantisation(self):
        return self.scale, self.zero_point


class RandomNetwork:
    """A network under construction; each operator method takes activations and returns its output."""

    def __init__(self, rng, description):
        self.rng, self.file = rng, NetworkFile(description)
        self.names = 0

    # Choices

    def choose(self, *options):
        return options[self.rng.integers(len(options))]

    def between(self, low, high):
        return int(self.rng.integers(low, high + 1))

    def extent(self):
        return self.choose(1, 2, 3, 5, 7, 8, 9, 12, 16, 17)

    def channels(self):
        return self.choose(1, 2, 3, 4, 5, 7, 8, 13, 16, 17, 24, 31, 32, 33)

    def zero_point(self):
        return self.choose(-128, 127, 0, self.between(-128, 127), self.between(-128, 127))

    def scale(self, middle=0.05):
        return float(np.float32(middle * np.exp(self.rng.uniform(-1.5, 1.5))))

    def picture(self):
        return [self.choose(1, 1, 1, 2), self.extent(), self.extent(), self.channels()]

    # Tensors

    def tensor(self, shape, scale=None, zero_point=None, kind=np.int8, **more):
        self.names += 1
        return self.file.tensor(f"t{self.names}", shape, kind, scale, zero_point, **more)

    def activation(self, shape, scale=None, zero_point=None, kind=np.int8):
        scale = self.scale() if scale is None else scale
        zero_point = self.zero_point() if zero_point is None else zero_point
        quantisation = {} if kind == np.float32 else {"scale": scale, "zero_point": zero_point}
        return Activation(self.tensor(shape, kind=kind, **quantisation), list(shape), scale, zero_point, kind)

    def input(self, shape=None, **more):
        given = self.activation(self.picture() if shape is None else shape, **more)
        self.file.inputs.append(given.index)
        return given

    def integers(self, values, kind=np.int32):
        return self.tensor(np.shape(values), kind=kind, data=np.array(values))

    # Operators with weights

    def weights(self, shape, axis, per_channel):
        data = self.rng.integers(-127, 128, shape).astype(np.int8)
        if self.rng.random() < 0.1:
            data[:] = self.choose(-127, 127)
        count = shape[axis] if per_channel else 1
        scales = [self.scale(0.01) for _ in range(count)]
        return self.tensor(shape, scales, [0] * count, data=data, axis=axis), scales

    def bias(self, given, scales, channels, reach, optional=True):
        # LiteRT refuses convolutions without a bias, and XNNPACK crashes on depthwise ones.
        if optional and self.rng.random() < 0.15:
            return []
        data = self.rng.normal(0, reach, channels).astype(np.int32)
        bias_scales = [given.scale * s for s in scales]
        return [self.tensor([channels], bias_scales, [0] * len(scales), kind=np.int32, data=data)]

    def spread(self, given, scales, terms):
        """An output scale under which sums of `terms` products fill int8, or fail to, by chance."""
        spread = given.scale * float(np.mean(scales)) * 74 * 74 * np.sqrt(terms)
        return float(np.float32(spread / 50 * np.exp(self.rng.uniform(-2, 2))))

    def sliding(self, given, size, dilations):
        """Padding, stride and dilation, such that the window fits; and the output's rows and columns."""
        while True:
            padding = self.choose(SAME, VALID)
            strides = [self.choose(1, 1, 2, 3), self.choose(1, 1, 2, 3)]
            factors = [1, 1]
            if dilations and strides == [1, 1] and self.rng.random() < 0.4:
                factors = [self.choose(1, 2, 3), self.choose(1, 2, 3)]
            reach = [(n - 1) * d + 1 for n, d in zip(size, factors)]
            if padding == SAME:
                return padding, strides, factors, [-(-n // s) for n, s in zip(given.shape[1:3], strides)]
            if all(n >= r for n, r in zip(given.shape[1:3], reach)):
                return padding, strides, factors, [(n - r) // s + 1 for n, r, s in zip(given.shape[1:3], reach, strides)]
            size[:] = [min(n, m) for n, m in zip(size, given.shape[1:3])]

    def window(self):
        return [self.choose(1, 1, 2, 3, 3, 5), self.choose(1, 1, 2, 3, 3, 5)]

    def convolution(self, given):
        size, channels = self.window(), self.channels()
        padding, strides, factors, sides = self.sliding(given, size, dilations=True)
        weights, scales = self.weights([channels, *size, given.shape[3]], 0, self.rng.random() < 0.8)
        terms = size[0] * size[1] * given.shape[3]
        bias = self.bias(given, scales, channels, 4000 * np.sqrt(terms), optional=False)
        result = self.activation([given.shape[0], *sides, channels], scale=self.spread(given, scales, terms))
        self.file.operator("CONV_2D", [given.index, weights, *bias], [result.index], "Conv2DOptions", padding=padding,
                           strideH=strides[0], strideW=strides[1], dilationHFactor=factors[0],
                           dilationWFactor=factors[1], fusedActivationFunction=self.choose(*ACTIVATIONS))
        return result

    def depthwise_convolution(self, given):
        size, multiplier = self.window(), self.choose(1, 1, 1, 2, 3)
        padding, strides, factors, sides = self.sliding(given, size, dilations=True)
        channels = given.shape[3] * multiplier
        # LiteRT's kernel for depthwise convolution takes strides that differ only without XNNPACK; all are tried here.
        weights, scales = self.weights([1, *size, channels], 3, self.rng.random() < 0.8)
        terms = size[0] * size[1]
        bias = self.bias(given, scales, channels, 4000 * np.sqrt(terms), optional=False)
        result = self.activation([given.shape[0], *sides, channels], scale=self.spread(given, scales, terms))
        self.file.operator("DEPTHWISE_CONV_2D", [given.index, weights, *bias], [result.index], "DepthwiseConv2DOptions",
                           padding=padding, strideH=strides[0], strideW=strides[1], depthMultiplier=multiplier,
                           dilationHFactor=factors[0], dilationWFactor=factors[1],
                           fusedActivationFunction=self.choose(*ACTIVATIONS))
        return result

    def fully_connected(self, given):
        keeps = len(given.shape) > 1 and self.rng.random() < 0.3
        inputs = given.shape[-1] if keeps else self.choose(given.shape[-1], int(np.prod(given.shape[1:])) or 1)
        outputs = self.channels()
        rows = int(np.prod(given.shape)) // inputs
        weights, scales = self.weights([outputs, inputs], 0, self.rng.random() < 0.3)
        bias = self.bias(given, scales, outputs, 4000 * np.sqrt(inputs))
        shape = [*given.shape[:-1], outputs] if keeps else [rows, outputs]
        result = self.activation(shape, scale=self.spread(given, scales, inputs))
        self.file.operator("FULLY_CONNECTED", [given.index, weights, *(bias or [-1])], [result.index], "FullyConnectedOptions",
                           version=5, keepNumDims=keeps, fusedActivationFunction=self.choose(*ACTIVATIONS))
        return result

    # Operators without weights

    def addition(self, left, right):
        shape = list(np.broadcast_shapes(left.shape, right.shape))
        scale = float(np.float32(max(left.scale, right.scale) * np.exp(self.rng.uniform(-1.5, 1.5))))
        result = self.activation(shape, scale=scale)
        self.file.operator("ADD", [left.index, right.index], [result.index], "AddOptions",
                           fusedActivationFunction=self.choose(*ACTIVATIONS))
        return result

    def _pooling(self, kind, given):
        size = self.window()
        padding, strides, _, sides = self.sliding(given, size, dilations=False)
        result = self.activation([given.shape[0], *sides, given.shape[3]], *given.quantisation)
        self.file.operator(kind, [given.index], [result.index], "Pool2DOptions", padding=padding, strideH=strides[0],
                           strideW=strides[1], filterHeight=size[0], filterWidth=size[1],
                           fusedActivationFunction=self.choose(*ACTIVATIONS))
        return result

    def average_pooling(self, given):
        return self._pooling("AVERAGE_POOL_2D", given)

    def maximum_pooling(self, given):
        return self._pooling("MAX_POOL_2D", given)

    def mean(self, given):
        rank = len(given.shape)
        first = self.between(0, rank - 1)
        axes = list(range(first, self.between(first, rank - 1) + 1))
        if rank == 4 and self.rng.random() < 0.5:
            axes = self.choose([1, 2], [2, 1], [-3, -2])
        keeps = self.rng.random() < 0.5
        reduced = {axis % rank for axis in axes}
        shape = [1 if i in reduced else n for i, n in enumerate(given.shape) if keeps or i not in reduced]
        result = self.activation(shape, scale=self.scale(given.scale * 0.5))
        self.file.operator("MEAN", [given.index, self.integers(axes)], [result.index], "ReducerOptions", keepDims=keeps)
        return result

    def padding(self, given):
        margins = [[self.choose(0, 0, 1, 2, 3), self.choose(0, 0, 1, 2, 3)] for _ in given.shape]
        shape = [n + sum(m) for n, m in zip(given.shape, margins)]
        result = self.activation(shape, *given.quantisation)
        self.file.operator("PAD", [given.index, self.integers(margins, self.choose(np.int32, np.int64))],
                           [result.index], "PadOptions")
        return result

    def reshape(self, given):
        count = int(np.prod(given.shape))
        rows = self.choose(*[n for n in range(1, count + 1) if count % n == 0])
        shape = self.choose([count], [rows, count // rows], [1, rows, 1, count // rows])
        result = self.activation(shape, *given.quantisation)
        self.file.operator("RESHAPE", [given.index, self.integers(shape)], [result.index], "ReshapeOptions",
                           newShape=shape)
        return result

    def softmax(self, given):
        result = self.activation(given.shape, 1 / 256, -128)
        self.file.operator("SOFTMAX", [given.index], [result.index], "SoftmaxOptions", beta=self.choose(1.0, 1.0, 0.5, 2.5))
        return result

    def logistic(self, given):
        result = self.activation(given.shape, 1 / 256, -128)
        self.file.operator("LOGISTIC", [given.index], [result.index])
        return result

    def concatenation(self, *given):
        axis = self.between(0, len(given[0].shape) - 1)
        shape = list(given[0].shape)
        shape[axis] *= len(given)
        result = self.activation(shape, *given[0].quantisation)
        self.file.operator("CONCATENATION", [part.index for part in given], [result.index], "ConcatenationOptions",
                           axis=self.choose(axis, axis - len(shape)))
        return result

    def quantisation(self, given):
        kind = np.int8 if given.kind != np.int8 else self.choose(np.int8, np.uint8)
        zero_point = self.zero_point() + (128 if kind == np.uint8 else 0)
        result = self.activation(given.shape, zero_point=zero_point, kind=kind)
        self.file.operator("QUANTIZE", [given.index], [result.index], "QuantizeOptions")
        return result

    def dequantisation(self, given):
        result = self.activation(given.shape, kind=np.float32)
        self.file.operator("DEQUANTIZE", [given.index], [result.index], "DequantizeOptions")
        return result

    def _resizing(self, kind, options, given, size):
        aligned = self.rng.random() < 0.4
        centred = not aligned and self.rng.random() < 0.5
        result = self.activation([given.shape[0], *size, given.shape[3]], *given.quantisation)
        self.file.operator(kind, [given.index, self.integers(size)], [result.index], options, alignCorners=aligned,
                           halfPixelCenters=centred, version=3)
        return result

    def nearest_resizing(self, given):
        return self._resizing("RESIZE_NEAREST_NEIGHBOR", "ResizeNearestNeighborOptions", given,
                              [self.between(1, 40), self.between(1, 40)])

    def bilinear_resizing(self, given):
        # LiteRT's kernel reads beyond the picture where a side grows so much that its rounded scale overshoots.
        return self._resizing("RESIZE_BILINEAR", "ResizeBilinearOptions", given,
                              [self.between(1, min(40, 6 * n + 6)) for n in given.shape[1:3]])

    def finish(self, *results):
        self.file.outputs = [result.index for result in results]
        return self.file.bytes()


# Operators by the names their golden files carry.
SINGLE = {
    "convolution": lambda n: n.convolution(n.input()),
    "depthwise-convolution": lambda n: n.depthwise_convolution(n.input()),
    "fully-connected": lambda n: n.fully_connected(n.input()),
    "addition": lambda n: _addition(n),
    "average-pooling": lambda n: n.average_pooling(n.input()),
    "maximum-pooling": lambda n: n.maximum_pooling(n.input()),
    "mean": lambda n: n.mean(n.input()),
    "padding": lambda n: n.padding(n.input()),
    "reshape": lambda n: n.reshape(n.input()),
    "softmax": lambda n: n.softmax(n.input()),
    "logistic": lambda n: n.logistic(n.input()),
    "concatenation": lambda n: _concatenation(n),
    "quantisation-of-float32": lambda n: n.quantisation(n.input(kind=np.float32)),
    "quantisation-of-int8": lambda n: n.quantisation(n.input()),
    "quantisation-of-uint8": lambda n: n.quantisation(n.input(kind=np.uint8, zero_point=n.zero_point() + 128)),
    "dequantisation": lambda n: n.dequantisation(n.input()),
    "nearest-resizing": lambda n: n.nearest_resizing(n.input()),
    "bilinear-resizing": lambda n: n.bilinear_resizing(n.input()),
}


def _addition(network):
    left = network.input()
    shape = list(left.shape)
    if network.rng.random() < 0.4:  # something to repeat
        shape = [network.choose(n, 1) for n in shape]
        shape = shape[network.choose(0, 0, 1, 2):]
    return network.addition(left, network.input(shape))


def _concatenation(network):
    first = network.input()
    others = [network.input(first.shape, scale=first.scale, zero_point=first.zero_point)
              for _ in range(network.between(0, 3))]
    return network.concatenation(first, *others)


def single(kind, rng):
    """A network of one operator."""
    network = RandomNetwork(rng, kind)
    return network.finish(SINGLE[kind](network))


def graph(rng):
    """A network of several operators: pictures, sums of branches, then a head; one or two outputs."""
    network = RandomNetwork(rng, "graph")
    x = network.input([1, network.between(4, 20), network.between(4, 20), network.channels()])
    seen = []
    for _ in range(network.between(2, 9)):
        twins = [y for y in seen if y.shape == x.shape]
        kind = network.choose("convolution", "convolution", "depthwise_convolution", "depthwise_convolution", "sum",
                              "maximum_pooling", "average_pooling", "padding", "nearest_resizing", "constant")
        seen.append(x)
        if kind == "sum":
            if twins:
                x = network.addition(x, network.choose(*twins))
        elif kind == "constant":  # an addition whose other term is in the file
            shape = [1, 1, 1, x.shape[3]]
            data = network.rng.integers(-128, 128, shape).astype(np.int8)
            scale = network.scale(x.scale)
            zero_point = network.zero_point()
            index = network.tensor(shape, scale, zero_point, data=data)
            x = network.addition(x, Activation(index, shape, scale, zero_point))
        elif int(np.prod(x.shape)) < 20_000:
            x = getattr(network, kind)(x)
    results = [x] if network.rng.random() < 0.7 else [x, network.choose(*seen[1:], x)]
    if len({r.index for r in results}) < len(results):
        results = [x]
    if network.rng.random() < 0.5:
        flat = network.choose(network.reshape, network.mean)(x)
        head = network.fully_connected(flat if flat.shape else network.reshape(flat))
        results[0] = network.choose(network.softmax, network.logistic, network.dequantisation)(head)
    return network.finish(*results)
