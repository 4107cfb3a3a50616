"""FER2013's pictures with the ten FER+ annotators' votes, and what training does to them.

Everything is held in memory as 8-bit tensors, on PyTorch's default device; augmentation works on whole batches.
"""

import csv
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from template import similarity

SIDE = 48
SHEET_COLUMNS = 120
EMOTIONS = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral", "contempt"]
VOTE_COLUMNS = ["anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral", "contempt",
                "unknown", "not_a_face"]


class Split:
    """One split: `pictures` uint8 [N, 48, 48], `votes` int [N, 10] in the order of VOTE_COLUMNS, `original` FER2013
    labels (index in EMOTIONS, −1 where unknown) [N], `copies` bool [N]: the picture also stands in training."""

    def __init__(self, folder, name):
        folder = Path(folder) / "emotion"
        with open(folder / "labels.csv", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["split"] == name]
        sheet = np.asarray(Image.open(folder / f"{name}.png"))
        cells = sheet.reshape(-1, SIDE, SHEET_COLUMNS, SIDE).swapaxes(1, 2).reshape(-1, SIDE, SIDE)
        index = np.array([int(row["index"]) for row in rows])
        self.pictures = torch.from_numpy(np.ascontiguousarray(cells[index])).to(torch.get_default_device())
        self.votes = torch.tensor([[int(row[column]) for column in VOTE_COLUMNS] for row in rows])
        self.original = torch.tensor([EMOTIONS.index(row["fer2013_label"]) if row["fer2013_label"] else -1
                                      for row in rows])
        self.copies = torch.tensor([row["copy_of_a_training_image"] not in ("", "0") for row in rows])

    def kept_votes(self):
        """Votes with those of a single annotator dropped."""
        return torch.where(self.votes > 1, self.votes, 0)

    def majority(self):
        """(index of the pictures, label): the winner has more than half of the kept votes and is an emotion."""
        votes = self.kept_votes()
        most, label = votes.max(1)
        chosen = (2 * most > votes.sum(1)) & (label < len(EMOTIONS))
        return chosen.nonzero()[:, 0], label[chosen]

    def plurality(self):
        """(index of the pictures, label): the plain winner of all votes is an emotion; of equals, the first column
        as FER+ orders them."""
        order = [6, 3, 5, 4, 0, 1, 2, 7, 8, 9]
        label = torch.tensor(order)[self.votes[:, order].argmax(1)]
        chosen = label < len(EMOTIONS)
        return chosen.nonzero()[:, 0], label[chosen]

    def targets(self):
        """(index of the pictures, distribution over the eight emotions [n, 8]) for training: the kept votes;
        pictures that most annotators could not read, or that show no face, are left out."""
        votes = self.kept_votes().float()
        emotions = votes[:, :8].sum(1)
        chosen = (emotions > 0) & (emotions >= votes[:, 8:].sum(1)) & (votes[:, 9] < emotions)
        index = chosen.nonzero()[:, 0]
        return index, votes[index, :8] / emotions[index, None]


def standardise(pictures):
    """The network's input: each crop by its own mean and (population) deviation, clamped. [N, 1, 48, 48], 0…255 →"""
    mean = pictures.mean((2, 3), keepdim=True)
    deviation = pictures.std((2, 3), keepdim=True, correction=0).clamp_min(1)
    return ((pictures - mean) / deviation).clamp(-4, 4)


def quantised_input(pictures):
    """What the int8 network is given: scale 1/32, zero point 0. uint8 [N, 48, 48] → int8 [N, 48, 48, 1]"""
    x = standardise(pictures[:, None].float())
    return (x * 32).round().clamp(-128, 127).to(torch.int8).permute(0, 2, 3, 1).contiguous()


def aligning(points, template):
    """Matrices [N, 2, 3] that cut each picture as the box does, by the points found in it: from places in the cut to
    places in the picture, both in −1…1. Without points, or with implausible ones: the picture as it is."""
    matrices = torch.eye(2, 3).repeat(len(points), 1, 1)
    for i, found in enumerate(points):
        if np.isfinite(found).all():
            matrix = similarity(found, template)
            size, middle = np.hypot(matrix[0, 0], matrix[1, 0]), matrix @ np.array([SIDE / 2, SIDE / 2, 1])
            if 0.75 < size < 1.33 and matrix[0, 0] > 0.8 * size and np.abs(middle - SIDE / 2).max() < 8:
                matrices[i] = torch.from_numpy(np.column_stack([matrix[:, :2], middle * 2 / SIDE - 1]))
    return matrices


def augment(pictures, generator, cuts=None, strength=1.0):
    """One random view of each picture: uint8 [N, 48, 48] → standardised float [N, 1, 48, 48].

    Half of the pictures are first cut by `cuts` (see `aligning`), if given.

    Mirrored, rotated ±15°, scaled and shifted ±12 % (crops that are aligned by found landmarks sit a little off),
    lit from a side, brightened by a power, blurred, noisy, and with a patch erased.
    """
    n = len(pictures)

    def uniform(low, high, *shape):
        return torch.rand(n, *shape, generator=generator) * (high - low) + low

    x = pictures[:, None].float() / 255
    angle = uniform(-15, 15) * (torch.pi / 180) * strength
    size = 1 + uniform(-0.12, 0.12) * strength
    stretch = 1 + uniform(-0.05, 0.05) * strength
    mirror = torch.where(uniform(0, 1) < 0.5, -1.0, 1.0)
    shift = uniform(-0.24, 0.24, 2) * strength
    cosine, sine = torch.cos(angle) / size, torch.sin(angle) / size
    matrix = torch.stack([torch.stack([cosine * mirror * stretch, -sine * stretch, shift[:, 0]], 1),
                          torch.stack([sine * mirror / stretch, cosine / stretch, shift[:, 1]], 1)], 1)
    if cuts is not None:
        whole = torch.eye(2, 3).expand_as(cuts)
        cuts = torch.where((uniform(0, 1) < 0.5)[:, None, None], cuts, whole)
        turned = cuts[:, :, :2] @ matrix
        matrix = torch.cat([turned[:, :, :2], turned[:, :, 2:] + cuts[:, :, 2:]], 2)
    x = F.grid_sample(x, F.affine_grid(matrix, x.shape, align_corners=False), padding_mode="reflection",
                      align_corners=False)

    # Softer pictures, as enlarged or unsharp crops are.
    soft = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), 3, 1)
    amount = (uniform(-0.8, 1.0, 1, 1, 1) * strength).clamp_min(0)
    x = x + amount * (soft - x)

    # Light: a power, a ramp from a side, and noise.
    x = x.clamp(1e-3, 1) ** torch.exp(uniform(-0.5, 0.5, 1, 1, 1) * strength)
    ramp = torch.linspace(-1, 1, SIDE)
    direction = uniform(-0.35, 0.35, 2) * strength
    x = x * (1 + direction[:, 0, None, None, None] * ramp + direction[:, 1, None, None, None] * ramp[:, None])
    x = x + torch.randn(x.shape, generator=generator) * (uniform(-0.03, 0.03, 1, 1, 1) * strength).clamp_min(0)
    x = standardise(x * 255)

    # A patch replaced by one random level.
    position = torch.arange(SIDE)
    middle, half = uniform(0, SIDE, 2), uniform(3, 10, 2)
    inside = (position - middle[:, :, None]).abs() < half[:, :, None]
    patch = inside[:, 1, :, None] & inside[:, 0, None, :] & (uniform(0, 1) < 0.4 * strength)[:, None, None]
    return torch.where(patch[:, None], uniform(-1.5, 1.5, 1, 1, 1), x)
