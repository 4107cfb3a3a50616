"""dlib's face recogniser as the beginning of a teacher: it has seen three million faces, FER2013 holds 28 561.

The weights (CC0) come with the package `face_recognition_models` from PyPI. The network is the residual one of
http://blog.dlib.net/2017/02/high-quality-face-recognition-with-deep.html (`anet_type` in dlib's example `dnn_face_recognition_ex.cpp`):
29 convolutions, 150×150 pixels.
"""

import importlib.util
import re
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from normalisation import renormalise

SIDE = 150
# What dlib subtracts from red, green and blue before it divides by 256; and what a standardised crop is turned back into.
COLOURS = np.array([122.782, 117.001, 104.298])
GREY, DEVIATION = 117, 55
TAGS = re.compile(rb"con_4|affine_")


def weights_file():
    found = importlib.util.find_spec("face_recognition_models")
    if found is None:
        raise SystemExit("the teacher begins with a face recogniser: pip install -r requirements.txt")
    return Path(found.submodule_search_locations[0]) / "models/dlib_face_recognition_resnet_model_v1.dat"


def parameters(contents):
    """The parameters of a network that dlib serialised, from the picture on: float32 [n], by turns those of a convolution
    (weights, then biases) and of the affine layer behind it (factors, then offsets)."""

    def integer(place):
        # dlib::serialize: how many bytes (the top bit is the sign), then these, the lowest first.
        size = contents[place] & 15
        return int.from_bytes(contents[place + 1:place + 1 + size], "little"), place + 1 + size

    place = 0
    while True:
        tag = TAGS.search(contents, place)
        if tag is None:
            return
        place = tag.end()
        version, place = integer(place)
        if version != 2:
            raise SystemExit(f"tensor of version {version}, where 2 was expected: another version of the recogniser's file")
        sizes = []
        for _ in range(4):
            size, place = integer(place)
            sizes.append(size)
        values = np.frombuffer(contents, "<f4", int(np.prod(sizes)), place)
        place += values.nbytes
        yield values


class Residual(nn.Module):
    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        self.stride = stride
        self.first = nn.Conv2d(inputs, outputs, 3, stride, padding=0 if stride > 1 else 1, bias=False)
        self.first_scale = nn.BatchNorm2d(outputs)
        self.second = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.second_scale = nn.BatchNorm2d(outputs)

    def forward(self, x):
        y = self.second_scale(self.second(F.relu(self.first_scale(self.first(x)))))
        if self.stride > 1:
            x = F.avg_pool2d(x, 2)
        # dlib adds what differs in size as if the smaller one went on with zeros.
        pad = lambda z: F.pad(z, (0, max(x.shape[3], y.shape[3]) - z.shape[3], 0, max(x.shape[2], y.shape[2]) - z.shape[2],
                                  0, max(x.shape[1], y.shape[1]) - z.shape[1]))
        return F.relu(pad(x) + pad(y))


class RecogniserNetwork(nn.Module):
    """Standardised crop [N, 1, 48, 48] → logits of the eight emotions [N, 8] and of FER2013's labels [N, 7] (`both`)."""

    def __init__(self, dropout=0.4):
        super().__init__()
        self.stem = nn.Conv2d(1, 32, 7, 2, bias=False)
        self.stem_scale = nn.BatchNorm2d(32)
        widths = [32] * 3 + [64] * 4 + [128] * 3 + [256] * 3 + [256]
        downs = [3, 7, 10, 13]
        self.levels = nn.ModuleList(
            Residual(before, width, 2 if i in downs else 1)
            for i, (before, width) in enumerate(zip([32] + widths, widths)))
        self.dropout = nn.Dropout(dropout)
        self.votes = nn.Linear(128 + 256 + 256, 8)
        self.original = nn.Linear(128 + 256 + 256, 7)
        for layer in self.beginning():
            layer.requires_grad_(False)

    def beginning(self):
        """The layers at 72×72 and 35×35: edges and corners of anything. They stay as dlib has them, which saves a third of the cost."""
        return [self.stem, self.stem_scale, *self.levels[:3]]

    def train(self, mode=True):
        super().train(mode)
        for layer in self.beginning():
            layer.eval()
        return self

    def both(self, x):
        with torch.no_grad():
            x = F.interpolate(x, size=(SIDE, SIDE), mode="bilinear", align_corners=False)
            x = F.relu(self.stem_scale(self.stem((x * DEVIATION / 256).contiguous(memory_format=torch.channels_last))))
            x = F.max_pool2d(x, 3, 2)
            for level in self.levels[:3]:
                x = level(x)
        features = []
        for i, level in enumerate(self.levels[3:], 3):
            x = level(x)
            if i in (9, 12, 13):
                features.append(x.float().mean((2, 3)))
        features = self.dropout(torch.cat(features, 1))
        return self.votes(features), self.original(features)

    @torch.no_grad()
    def recall(self, crops):
        """Takes dlib's weights, and learns from standardised crops [N, 1, 48, 48] how its layers are normalised."""
        layers = [(self.stem, self.stem_scale)]
        for level in self.levels:
            layers += [(level.first, level.first_scale), (level.second, level.second_scale)]
        given = parameters(weights_file().read_bytes())
        for convolution, scale in layers:
            weight, (gain, offset) = torch.tensor(next(given)), torch.tensor(next(given)).chunk(2)
            weight, bias = weight[:-len(gain)], weight[-len(gain):]
            if convolution is self.stem:
                # Grey is the same in all three colours.
                weight = weight.reshape(32, 3, 7, 7)
                bias = bias + (weight.sum((2, 3)) * torch.tensor((GREY - COLOURS) / 256).float()).sum(1)
                weight = weight.sum(1)
            convolution.weight.copy_(weight.reshape(convolution.weight.shape))
            scale.weight.copy_(gain)
            scale.bias.copy_(offset + gain * bias)
        renormalise(self, lambda: [self.both(part) for part in crops.split(256)])
