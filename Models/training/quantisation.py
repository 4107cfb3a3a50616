"""Layers that train in floating point and end as the integers of TensorFlow Lite's 8-bit specification.

A network built from these layers goes through four states:

1. float: batch normalisation, no rounding; train it as any other.
2. folded: `fold(network)` puts each batch normalisation into the weights before it.
3. calibrated: `calibrate(network, batches)` watches every activation and settles its scale and zero point.
4. quantised: from then on every weight and activation is rounded as the integer kernels round it, with straight-through
   gradients, so the network can be evaluated, or trained a little further (quantisation-aware training).

Weights are symmetric with one scale an output channel (one scale a tensor in `Dense`), activations asymmetric with one
scale a tensor, biases 32-bit with the scale input × weight. `graph_of` turns the result into a file.

Pictures and activations are NCHW here, as PyTorch has them, and NHWC in the file. Padding is TensorFlow's SAME: the
output has ceil(input / stride) rows, and what does not divide evenly is padded after, not before.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

from tflite_file import Graph, constants


class Range(nn.Module):
    """Scale and zero point of one activation tensor (int8, per tensor).

    `state` is "float" (values pass), "watching" (values pass and are remembered) or "quantised" (values are rounded).
    """

    SAMPLES_A_BATCH = 20_000

    def __init__(self, scale=None, zero_point=0):
        """With a scale, the range is fixed: calibration leaves it alone (a contract, such as the network's input)."""
        super().__init__()
        self.fixed = scale is not None
        self.register_buffer("scale", torch.tensor(float(scale or 1)))
        self.register_buffer("zero_point", torch.tensor(int(zero_point), dtype=torch.int32))
        self.state = "float"
        self.seen = []

    def forward(self, x):
        if self.state == "quantised":
            return torch.fake_quantize_per_tensor_affine(x.float(), self.scale, self.zero_point, -128, 127)
        if self.state == "watching" and not self.fixed:
            values = x.detach().float().flatten()
            step = max(1, values.numel() // self.SAMPLES_A_BATCH)
            self.seen.append(torch.cat([values[::step], values.amin()[None], values.amax()[None]]))
        return x

    def settle(self):
        """Chooses the range whose rounding and clipping together lose least (mean squared error) on what was seen."""
        if self.fixed:
            return
        values = torch.cat(self.seen)
        self.seen = []
        # Zero must be exactly representable: padding is zero, and so is what ReLU cuts off.
        low, high = min(values.min().item(), 0.0), max(values.max().item(), 0.0)
        best = None
        for share in torch.linspace(0.4, 1.0, 31).tolist():
            scale = max((high - low) * share / 255, 1e-8)
            zero_point = max(-128, min(127, round(-128 - low * share / scale)))
            rounded = torch.fake_quantize_per_tensor_affine(values, scale, zero_point, -128, 127)
            loss = (rounded - values).square().mean().item()
            if best is None or loss < best[0]:
                best = (loss, scale, zero_point)
        self.scale.fill_(best[1])
        self.zero_point.fill_(best[2])


def weight_scales(weight, per_channel):
    """Symmetric scales for weights in −127…127 (−128 stays unused, so that products of pairs fit 16 bits)."""
    largest = weight.detach().abs().flatten(1).amax(1) if per_channel else weight.detach().abs().amax()
    return largest.clamp_min(1e-8) / 127


def same_padding(size, kernel, stride):
    """TensorFlow's SAME padding for one axis: (before, after)."""
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


class Convolution(nn.Module):
    """Convolution (plain, or depthwise when `groups` equals `inputs`), batch normalisation, activation, rounding."""

    def __init__(self, inputs, outputs, kernel=3, stride=1, groups=1, activation="relu", normalise=True):
        super().__init__()
        if groups not in (1, inputs):
            raise ValueError("groups must be 1 or the number of input channels: the file has no other convolutions")
        self.kernel, self.stride, self.groups, self.activation = kernel, stride, groups, activation
        self.convolution = nn.Conv2d(inputs, outputs, kernel, stride, groups=groups, bias=not normalise)
        self.norm = nn.BatchNorm2d(outputs) if normalise else None
        self.range = Range()

    @property
    def depthwise(self):
        return self.groups > 1

    def forward(self, x):
        rows = same_padding(x.shape[2], self.kernel, self.stride)
        columns = same_padding(x.shape[3], self.kernel, self.stride)
        if rows[0] == rows[1] and columns[0] == columns[1]:
            padding = (rows[0], columns[0])
        else:
            padding = 0
            x = F.pad(x, (*columns, *rows))
        weight = self.convolution.weight
        if self.range.state == "quantised":
            scales = weight_scales(weight, True)
            zeros = torch.zeros_like(scales, dtype=torch.int32)
            weight = torch.fake_quantize_per_channel_affine(weight, scales, zeros, 0, -127, 127)
        y = F.conv2d(x, weight, self.convolution.bias, self.stride, padding, groups=self.groups)
        if self.norm is not None:
            y = self.norm(y)
        return self.range(activate(y, self.activation))

    def fold(self):
        """Puts the batch normalisation's running statistics into weight and bias."""
        if self.norm is None:
            return
        gain = self.norm.weight / torch.sqrt(self.norm.running_var + self.norm.eps)
        bias = self.norm.bias - self.norm.running_mean * gain
        self.convolution.weight.data = (self.convolution.weight * gain[:, None, None, None]).detach()
        self.convolution.bias = nn.Parameter(bias.detach())
        self.norm = None


class Addition(nn.Module):
    """Sum of two tensors of one shape, then activation and rounding."""

    def __init__(self, activation=None):
        super().__init__()
        self.activation = activation
        self.range = Range()

    def forward(self, a, b):
        return self.range(activate(a + b, self.activation))


class Block(nn.Module):
    """Two 3×3 convolutions and a way around them."""

    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        self.first = Convolution(inputs, outputs, stride=stride)
        self.second = Convolution(outputs, outputs, activation=None)
        self.around = (Convolution(inputs, outputs, kernel=1, stride=stride, activation=None)
                       if stride > 1 or inputs != outputs else nn.Identity())
        self.sum = Addition("relu")

    def forward(self, x):
        return self.sum(self.second(self.first(x)), self.around(x))


class Mean(nn.Module):
    """Mean over rows and columns: [N, C, H, W] → [N, C]."""

    def __init__(self):
        super().__init__()
        self.range = Range()

    def forward(self, x):
        return self.range(x.mean((2, 3)))


class Enlarge(nn.Module):
    """To `size` (rows, columns) by nearest neighbour: row i takes row floor(i · given rows / rows), as in TensorFlow
    Lite without aligned corners and half-pixel centres. The values keep their scale."""

    def __init__(self, size):
        super().__init__()
        self.size = tuple(size)

    def forward(self, x):
        return F.interpolate(x, size=self.size, mode="nearest")


class MaxPool(nn.Module):
    """Largest value of each 2 × 2 square; the values keep their scale."""

    def forward(self, x):
        return F.max_pool2d(x, 2)


class Dense(nn.Module):
    """Fully connected layer with one weight scale: [N, inputs] → [N, outputs].

    Channels with rows and columns are taken row by row, pixel by pixel, as they lie in the file.
    """

    def __init__(self, inputs, outputs, activation=None):
        super().__init__()
        self.activation = activation
        self.linear = nn.Linear(inputs, outputs)
        self.range = Range()

    def forward(self, x):
        x = x.permute(0, 2, 3, 1).flatten(1) if x.ndim == 4 else x
        weight = self.linear.weight
        if self.range.state == "quantised":
            weight = torch.fake_quantize_per_tensor_affine(
                weight, weight_scales(weight, False), torch.zeros((), dtype=torch.int32), -127, 127)
        return self.range(activate(F.linear(x, weight, self.linear.bias), self.activation))


class Input(nn.Module):
    """The network's input, with the scale and zero point that its contract fixes."""

    def __init__(self, scale, zero_point):
        super().__init__()
        self.range = Range(scale, zero_point)

    def forward(self, x):
        return self.range(x)


def activate(x, activation):
    if activation is None:
        return x
    return {"relu": F.relu, "relu6": F.relu6}[activation](x)


@torch.no_grad()
def unfold(network, path):
    """Gives every convolution the weights and bias that the file at `path` holds under its name, and returns all numbers of
    the file. Batch normalisations are folded into them: `renormalise` makes them whole."""
    values = {name: torch.from_numpy(numbers) for name, numbers in constants(path).items()}
    for name, layer in network.named_modules():
        if isinstance(layer, Convolution):
            name = name.replace(".", "/")
            order = (3, 0, 1, 2) if layer.depthwise else (0, 3, 1, 2)
            layer.convolution.weight.copy_(values[f"{name}/weights"].permute(order))
            (layer.norm or layer.convolution).bias.copy_(values[f"{name}/bias"])
    return values


def fold(network):
    """Folds every batch normalisation; the network computes the same as before (in evaluation mode)."""
    for module in network.modules():
        if isinstance(module, Convolution):
            module.fold()
    return network


def set_state(network, state):
    for module in network.modules():
        if isinstance(module, Range):
            module.state = state


@torch.no_grad()
def calibrate(network, batches):
    """Settles every activation's scale on the given batches, and leaves the network quantised.

    A channel that is zero throughout has depthwise weights of any size, since its normalisation divided by next to nothing:
    they become as large as the layer's others are. Sums times a factor above one half would keep the box from its fast
    loops, and a single stray value would fill the channel."""
    network.eval()
    set_state(network, "watching")
    for batch in batches:
        network(batch)
    for module in network.modules():
        if isinstance(module, Range):
            module.settle()
    set_state(network, "quantised")
    depthwise = [module for module in network.modules() if isinstance(module, Convolution) and module.depthwise]
    largest = {}

    def watch(module, given):
        seen = given[0].abs().amax((0, 2, 3))
        largest[module] = torch.maximum(largest.get(module, seen), seen)

    hooks = [module.register_forward_pre_hook(watch) for module in depthwise]
    for batch in batches:
        network(batch)
    for hook in hooks:
        hook.remove()
    for module, seen in largest.items():
        size = module.convolution.weight.abs().amax((1, 2, 3))
        module.convolution.weight[seen == 0] *= (size.median() / size)[seen == 0, None, None, None]
    return network


def integers(weight, scales):
    """Weights as int8, rounded exactly as the fake rounding in the layers does (round half to even)."""
    scales = scales.reshape([-1] + [1] * (weight.ndim - 1)) if scales.ndim else scales
    return torch.round(weight.detach() * (1 / scales)).clamp(-127, 127).to(torch.int8)


@torch.no_grad()
def graph_of(network, example, output_names, description):
    """The quantised network as a `tflite_file.Graph`.

    Runs the network once on `example` [1, C, H, W] and notes which layer made which tensor from which: every tensor
    operation in `forward` must therefore be one of the layers above (dropout and identity aside). `output_names`
    name the tensors that the network returns, in order.
    """
    graph = Graph(description)
    kinds = (Input, Convolution, Addition, Mean, Dense, Enlarge, MaxPool)
    names, alive, hooks = {}, [], []

    def note(name):
        def hook(module, given, result):
            alive.append(result)  # so that no two tensors share an identity
            operands = [] if isinstance(module, Input) else [names[id(x)] for x in given]
            names[id(result)] = append(graph, name, module, operands, result)
        return hook

    for name, module in network.named_modules():
        if isinstance(module, kinds):
            hooks.append(module.register_forward_hook(note(name.replace(".", "/"))))
    network.eval()
    results = network(example)
    for hook in hooks:
        hook.remove()
    results = list(results) if isinstance(results, (list, tuple)) else [results]
    for result, name in zip(results, output_names, strict=True):
        made = names[id(result)]
        graph.rename(made, name)
        graph.output(name)
    return graph


def append(graph, name, module, operands, result):
    """Appends one layer to the graph; returns its output's name."""
    if isinstance(module, Enlarge):
        return graph.enlarge(name, *operands, module.size)
    if isinstance(module, MaxPool):
        return graph.max_pool(name, *operands)
    scale, zero_point = module.range.scale.item(), module.range.zero_point.item()
    if isinstance(module, Input):
        n, channels, rows, columns = result.shape
        return graph.input(name, [n, rows, columns, channels], scale, zero_point)
    if isinstance(module, Addition):
        return graph.addition(name, *operands, module.activation, scale, zero_point)
    if isinstance(module, Mean):
        return graph.mean(name, *operands, scale, zero_point)
    if isinstance(module, Dense):
        scales = weight_scales(module.linear.weight, False)
        return graph.dense(name, *operands, integers(module.linear.weight, scales).numpy(), scales.numpy(),
                           module.linear.bias.numpy(), module.activation, scale, zero_point)
    weight, bias = module.convolution.weight, module.convolution.bias
    scales = weight_scales(weight, True)
    layout = (1, 2, 3, 0) if module.depthwise else (0, 2, 3, 1)  # [outputs, inputs, rows, columns] → the file's
    return graph.convolution(name, *operands, integers(weight, scales).permute(layout).contiguous().numpy(),
                             scales.numpy(), bias.numpy(), module.stride, module.activation, scale, zero_point,
                             module.depthwise)
