"""The face network, what its outputs mean, and how it is taught.

Input: luma − 128 as [N, 1, 120, 160], scale 1/128. For the strides s = 8, 16, 32 (grids 15×20, 8×10, 4×5) each cell
gives a score logit, a box and five points:

    centre x = (column + 0.5 + b0) · s     width  = s · exp(b2)     point k: x = (column + 0.5 + p[2k]) · s
    centre y = (row    + 0.5 + b1) · s     height = s · exp(b3)              y = (row    + 0.5 + p[2k+1]) · s
"""

import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import quantisation as q

STRIDES = (8, 16, 32)
GRIDS = ((15, 20), (8, 10), (4, 5))


class Separable(nn.Sequential):
    """Depthwise 3×3, then pointwise 1×1, each with batch normalisation and ReLU."""

    def __init__(self, inputs, outputs, stride=1):
        super().__init__(q.Convolution(inputs, inputs, 3, stride, groups=inputs), q.Convolution(inputs, outputs, 1))


class Head(nn.Module):
    """Score, box and points of one stride. Whether there is a face, and where exactly, are seen in different features."""

    def __init__(self, channels):
        super().__init__()
        self.whether, self.where = Separable(channels, channels), Separable(channels, channels)
        self.score = q.Convolution(channels, 1, 1, activation=None, normalise=False)
        self.box = q.Convolution(channels, 4, 1, activation=None, normalise=False)
        self.points = q.Convolution(channels, 10, 1, activation=None, normalise=False)
        nn.init.constant_(self.score.convolution.bias, -math.log(99))  # begin with one cell in a hundred a face
        for output in (self.box, self.points):
            nn.init.normal_(output.convolution.weight, std=0.01)
            nn.init.zeros_(output.convolution.bias)
        self.box.convolution.bias.data[2:] = 1.0  # faces are about e strides wide

    def forward(self, x):
        whether, where = self.whether(x), self.where(x)
        return self.score(whether), self.box(where), self.points(where)


class FaceNetwork(nn.Module):
    """Plain convolutions while there are few channels, depthwise-separable ones after; a top-down merge; three heads.

    In the rich early layers a plain 3×3 convolution over 8 to 32 channels costs less than the memory traffic of its
    separable form, on the box as in training.
    """

    def __init__(self):
        super().__init__()
        self.input = q.Input(1 / 128, 0)
        self.stage8 = nn.Sequential(
            q.Convolution(1, 8, 3, 2), q.Convolution(8, 16, 3, 2), q.Convolution(16, 16), q.Convolution(16, 32, 3, 2),
            Separable(32, 64), Separable(64, 64), Separable(64, 64), Separable(64, 64))
        self.stage16 = nn.Sequential(
            Separable(64, 128, 2), Separable(128, 128), Separable(128, 128), Separable(128, 128))
        self.stage32 = nn.Sequential(Separable(128, 128, 2), Separable(128, 128), Separable(128, 128))
        self.side32 = q.Convolution(128, 64, 1)
        self.side16 = q.Convolution(128, 64, 1)
        # Row i of 15 takes row i // 2 of 8: nearest neighbour's floor(i · 8 / 15) says the same.
        self.enlarge32, self.enlarge16 = q.Enlarge(GRIDS[1]), q.Enlarge(GRIDS[0])
        self.sum16, self.sum8 = q.Addition(), q.Addition()
        self.merge16, self.merge8 = Separable(64, 64), Separable(64, 64)
        self.heads = nn.ModuleList([Head(64) for _ in STRIDES])

    def forward(self, x):
        """Nine tensors: score, box and points of stride 8, of stride 16, of stride 32."""
        at8 = self.stage8(self.input(x))
        at16 = self.stage16(at8)
        at32 = self.side32(self.stage32(at16))
        at16 = self.merge16(self.sum16(self.side16(at16), self.enlarge32(at32)))
        at8 = self.merge8(self.sum8(at8, self.enlarge16(at16)))
        return [output for head, level in zip(self.heads, (at8, at16, at32)) for output in head(level)]


def network_input(luma: np.ndarray) -> torch.Tensor:
    """uint8 [N, 120, 160] → the int8 input's real values [N, 1, 120, 160], in −1…1."""
    x = (torch.from_numpy(luma).float() - 128) / 128
    return x[:, None].contiguous(memory_format=torch.channels_last)


def cells() -> torch.Tensor:
    """Centre x, centre y and stride of all 400 cells, in the order of `joined`."""
    parts = []
    for stride, (rows, columns) in zip(STRIDES, GRIDS):
        y, x = torch.meshgrid(torch.arange(rows) + 0.5, torch.arange(columns) + 0.5, indexing="ij")
        parts.append(torch.stack([x * stride, y * stride, torch.full_like(x, stride)], -1).reshape(-1, 3))
    return torch.cat(parts)


def joined(outputs):
    """Nine outputs → logits [N, 400], boxes [N, 400, 4] as corners, points [N, 400, 5, 2], in pixels of 160×120."""
    flat = [output.flatten(2).transpose(1, 2) for output in outputs]
    logits = torch.cat(flat[0::3], 1)[..., 0]
    place = cells()
    centre, stride = place[:, :2], place[:, 2:]
    box = torch.cat(flat[1::3], 1)
    middle = centre + box[..., :2] * stride
    half = stride * torch.exp(box[..., 2:].clamp(-4, 4)) / 2
    points = torch.cat(flat[2::3], 1).unflatten(2, (5, 2)) * stride[:, None] + centre[:, None]
    return logits, torch.cat([middle - half, middle + half], -1), points


def overlaps(a, b):
    """Intersection over union of boxes that broadcast against each other."""
    low, high = torch.maximum(a[..., :2], b[..., :2]), torch.minimum(a[..., 2:], b[..., 2:])
    shared = (high - low).clamp_min(0).prod(-1)
    area = lambda box: (box[..., 2:] - box[..., :2]).prod(-1)
    return shared / (area(a) + area(b) - shared).clamp_min(1e-6)


@torch.no_grad()
def assign(logits, boxes, truth, present):
    """Which face each cell answers for, or −1: SimOTA (Ge et al., YOLOX, 2021) on 400 cells.

    A face is answered by the k cells near its middle that cost least, k being the sum of the ten best overlaps.
    """
    place = cells()
    centre, stride = place[:, :2], place[:, 2]
    frame = torch.tensor([160.0, 120.0])
    middle = torch.minimum(((truth[..., :2] + truth[..., 2:]) / 2).clamp_min(0), frame)  # [N, G, 2]
    distance = (centre - middle[:, :, None]).abs()
    near = (distance < 1.5 * stride[:, None]).all(-1)
    slack = 0.5 * stride[:, None]
    inside = ((centre > truth[:, :, None, :2] - slack) & (centre < truth[:, :, None, 2:] + slack)).all(-1)
    possible = near & inside & present[..., None]  # [N, G, 400]
    overlap = overlaps(boxes[:, None], truth[:, :, None]) * possible
    cost = F.softplus(-logits)[:, None] - 3 * torch.log(overlap.clamp_min(1e-4))
    cost = torch.where(possible, cost, torch.inf)
    wanted = overlap.topk(10, -1).values.sum(-1).round().clamp(1, 10)
    rank = cost.argsort(-1).argsort(-1)
    taken = possible & (rank < wanted[..., None])
    cost = torch.where(taken, cost, torch.inf)
    best = cost.min(1)
    return torch.where(torch.isfinite(best.values), best.indices, -1)


def losses(outputs, truth, points, weights, ignored):
    """Score, box and point losses, each a mean over the cells that answer for a face.

    `truth` [N, G, 4], `points` [N, G, 5, 2]; `weights` [N, G] is the weight of the point loss, 0 where there is no
    face; `ignored` [N, I, 4] are regions whose cells learn no score.
    """
    logits, boxes, found = joined(outputs)
    owner = assign(logits, boxes, truth, weights > 0)
    positive = owner >= 0
    count = positive.sum().clamp_min(1)
    picture, cell = positive.nonzero(as_tuple=True)
    face = owner[positive]
    mine, wanted = boxes[picture, cell], truth[picture, face]
    overlap = overlaps(mine, wanted)
    # Distance-IoU (Zheng et al., 2020): pulls the middle even where boxes do not meet.
    outer = torch.maximum(mine[:, 2:], wanted[:, 2:]) - torch.minimum(mine[:, :2], wanted[:, :2])
    apart = ((mine[:, :2] + mine[:, 2:] - wanted[:, :2] - wanted[:, 2:]) / 2).square().sum(-1)
    box_loss = (1 - overlap + apart / outer.square().sum(-1)).sum() / count
    size = (wanted[:, 2:] - wanted[:, :2]).prod(-1).sqrt()
    error = (found[picture, cell] - points[picture, face]) / size[:, None, None]
    point_loss = F.smooth_l1_loss(error, torch.zeros_like(error), beta=0.02, reduction="none").mean((1, 2))
    point_loss = (point_loss * weights[picture, face]).sum() / count
    target = torch.zeros_like(logits)
    target[picture, cell] = 0.5 + 0.5 * overlap.detach()  # of two cells on one face, the better box scores higher
    centre = cells()[:, :2]
    hidden = ((centre > ignored[:, :, None, :2]) & (centre < ignored[:, :, None, 2:])).all(-1).any(1)
    score_loss = F.binary_cross_entropy_with_logits(logits, target, reduction="none")
    score_loss = (score_loss * (positive | ~hidden)).sum() / count
    return score_loss, box_loss, point_loss


def detections(logits, boxes, points, threshold, overlap_limit=0.4):
    """Faces of one picture, best first: scores, boxes, points (NumPy). Greedy non-maximum suppression: a box that
    overlaps a better one by more than `overlap_limit` goes."""
    scores = 1 / (1 + np.exp(-logits))
    order = np.argsort(-scores, kind="stable")
    order = order[scores[order] >= threshold]
    kept = []
    for index in order:
        if all(overlap_of(boxes[index], boxes[other]) <= overlap_limit for other in kept):
            kept.append(index)
    return scores[kept], boxes[kept], points[kept]


def overlap_of(a, b) -> float:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared)
