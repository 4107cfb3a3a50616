"""Pictures for the points network: faces cut out as the box cuts them, and what training does to them.

A *cut* is a square about a face that the detector found, turned with the face: SIDE pixels across, its middle that of
the detector's box, REACH times as wide as the box is (the geometric mean of its sides), upright on the detector's eyes
and mouth corners. Its matrix [2, 3] leads from places in the cut (pixels, 0 … SIDE) to places in the picture.
"""

import csv
import math
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F

import face_data
from template import similarity

SIDE = 64
REACH = 1.4
LARGEST = 128  # faces are kept at most this large in memory (geometric mean of the box's sides, pixels)
TYPICAL = 0.39  # distance between the eyes of a face seen from the front, in geometric means of its box's sides
DOUBT = 0.15
SAMPLES = 2  # training takes each cut pixel as the mean of 2 × 2 samples


@dataclass
class Face:
    levels: list[np.ndarray]
    box: np.ndarray  # left, top, right, bottom
    points: np.ndarray
    person: str


def place(box, points, grow=1.0, shift=(0, 0), degrees=0.0, mirror=False) -> np.ndarray:
    """The matrix of a face's cut; for training `grow`n, `shift`ed by parts of its side, turned on, mirrored."""
    turned = similarity(points)
    angle = math.atan2(turned[1, 0], turned[0, 0]) + math.radians(degrees)
    width, height = box[2] - box[0], box[3] - box[1]
    size = REACH * math.sqrt(width * height) * grow / SIDE
    turn = size * np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    middle = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]) + turn @ np.asarray(shift) * SIDE
    if mirror:
        turn = turn * np.array([-1, 1])
    return np.column_stack([turn, middle - turn @ [SIDE / 2, SIDE / 2]])


def inverse(matrix: np.ndarray) -> np.ndarray:
    back = np.linalg.inv(matrix[:, :2])
    return np.column_stack([back, -back @ matrix[:, 2]])


def cut(picture: np.ndarray, matrix: np.ndarray, samples: int = 4) -> np.ndarray:
    """uint8 [SIDE, SIDE]: each pixel the mean of samples × samples places in the square that it covers; beyond the
    picture, its nearest edge."""
    side = SIDE * samples
    sampling = np.array([[1 / samples, 0, 0.5 / samples], [0, 1 / samples, 0.5 / samples], [0, 0, 1]])
    total = matrix @ sampling - np.array([[0, 0, 0.5], [0, 0, 0.5]])
    fine = cv2.warpAffine(picture, total, (side, side), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                          borderMode=cv2.BORDER_REPLICATE)
    if samples == 1:
        return fine
    return np.clip(np.round(fine.reshape(SIDE, samples, SIDE, samples).mean((1, 3), dtype=np.float32)), 0, 255).astype(np.uint8)


def load(data: Path, split: str) -> list[Face]:
    """Faces of a split of `faces.csv` with what is around them."""
    faces = []
    for row in face_data.face_rows(data, split):
        grey, _ = face_data.read_grey(data / "faces" / "images" / row["image"], longest=10_000)
        box, points = face_data.annotation(row)
        size = math.sqrt(np.prod(box[2:] - box[:2]))
        middle = (box[:2] + box[2:]) / 2
        corner = np.maximum(np.floor(middle - 1.6 * size), 0).astype(int)
        end = np.ceil(middle + 1.6 * size).astype(int)
        grey = grey[corner[1]:end[1], corner[0]:end[0]]
        scale = min(1.0, LARGEST / size)
        if scale < 1:
            wanted = (round(grey.shape[1] * scale), round(grey.shape[0] * scale))
            grey = cv2.resize(grey, wanted, interpolation=cv2.INTER_AREA)
        corners = np.tile(corner, 2)
        faces.append(Face(face_data.pyramid(np.ascontiguousarray(grey)), (box - corners) * scale,
                          (points - corner) * scale, row["image"].rsplit("_", 1)[0]))
    return faces


def random_view(face: Face, random) -> tuple[np.ndarray, np.ndarray]:
    """A cut as a detector that errs would place it, and the points in it."""
    mirror = random.random() < 0.5
    matrix = place(face.box, face.points, math.exp(random.normal(0, 0.09)), random.normal(0, 0.045, 2),
                   float(np.clip(random.normal(0, 11), -35, 35)), mirror)
    matrix[:, :2] *= math.exp(random.normal(0, 0.04)), math.exp(random.normal(0, 0.04))
    points = face_data.transform(inverse(matrix), face.points)[face_data.FLIPPED_POINTS if mirror else slice(None)]
    size = math.sqrt(abs(np.linalg.det(matrix[:, :2]))) / SAMPLES  # picture pixels a sample
    level = min(int(max(0, math.log2(max(size, 1e-3) * random.uniform(0.7, 1.4)))), len(face.levels) - 1)
    if random.random() < 0.15:  # a far face: few pixels
        level = len(face.levels) - 1
    source = face.levels[level]
    if random.random() < 0.25:  # the picture ends near the face
        source = cropped(source, face, level, random)
        own = matrix.copy()
        own[:, 2] -= source[1]
        return cut(source[0], scaled(own, face.levels[0], face.levels[level]), SAMPLES), points
    return cut(source, scaled(matrix, face.levels[0], source), SAMPLES), points


def scaled(matrix, whole, level):
    """A matrix into a picture, for a smaller level of it."""
    return matrix * np.array([[level.shape[1] / whole.shape[1]], [level.shape[0] / whole.shape[0]]])


def cropped(source, face, level, random):
    """(part of a level, its corner in the whole picture's pixels): what a frame's edge leaves of a face."""
    factor = np.array([source.shape[1] / face.levels[0].shape[1], source.shape[0] / face.levels[0].shape[0]])
    size = face.box[2:] - face.box[:2]
    margin = random.uniform(-0.2, 0.25, 4) * np.tile(size, 2)
    corner = np.maximum(((face.box[:2] - margin[:2]) * factor).astype(int), 0)
    end = np.maximum(((face.box[2:] + margin[2:]) * factor).astype(int), corner + 4)
    return np.ascontiguousarray(source[corner[1]:end[1], corner[0]:end[0]]), corner / factor


def light(x: torch.Tensor, points: torch.Tensor, random: torch.Generator) -> torch.Tensor:
    """Light, camera and things in front of faces: uint8 [N, SIDE, SIDE], points [N, 5, 2] → 0…255 [N, 1, SIDE, SIDE]."""
    n = len(x)

    def uniform(low, high, *shape):
        return torch.rand(n, *shape, generator=random) * (high - low) + low

    def sometimes(share):
        return (uniform(0, 1) < share)[:, None, None, None]

    x = x[:, None].float() / 255
    x = torch.where(sometimes(0.45), hidden(x, points, uniform, random), x)
    soft = F.avg_pool2d(F.pad(x, (2, 2, 2, 2), mode="replicate"), 3, 1)
    softer = F.avg_pool2d(soft, 3, 1)
    amount = uniform(-1, 2, 1, 1, 1).clamp_min(0)
    soft = soft[:, :, 1:-1, 1:-1]
    x = torch.where(amount < 1, x + amount * (soft - x), soft + (amount - 1) * (softer - soft))
    x = x.clamp(1e-3, 1) ** torch.exp(torch.randn(n, 1, 1, 1, generator=random) * 0.45)
    ramp = torch.linspace(-1, 1, SIDE)
    direction = uniform(-0.7, 0.7, 2) * (uniform(0, 1) < 0.5)[:, None]
    x = x * (1 + direction[:, 0, None, None, None] * ramp + direction[:, 1, None, None, None] * ramp[:, None]).clamp_min(0.05)
    x = x * uniform(0.2, 1.1, 1, 1, 1)
    noise = torch.where(sometimes(0.4), uniform(0.002, 0.06, 1, 1, 1) * x.mean((1, 2, 3), keepdim=True).sqrt(), 0.0)
    x = x + torch.randn(x.shape, generator=random) * noise
    return (x.clamp(0, 1) * 255).round()


def hidden(x, points, uniform, random):
    """Glasses, masks, hands: a turned rectangle of one level, or of another picture's pixels, over eyes, mouth or anywhere."""
    n = len(x)
    across = (points[:, 1] - points[:, 0])
    eyes = across.norm(dim=1).clamp_min(6)
    kind = uniform(0, 1)
    anywhere = uniform(0, SIDE, 2)
    middle = torch.where((kind < 0.25)[:, None], points[:, :2].mean(1),
                         torch.where((kind < 0.5)[:, None], points[:, 3:].mean(1), anywhere))
    half = torch.stack([torch.where(kind < 0.5, eyes * uniform(0.6, 1.3), uniform(3, 14)),
                        torch.where(kind < 0.5, eyes * uniform(0.15, 0.6), uniform(3, 14))], 1)
    angle = torch.where(kind < 0.5, torch.atan2(across[:, 1], across[:, 0]), uniform(-3, 3))
    position = torch.arange(SIDE) + 0.5
    u, v = position[None, None] - middle[:, 0, None, None], position[None, :, None] - middle[:, 1, None, None]
    cosine, sine = torch.cos(angle)[:, None, None], torch.sin(angle)[:, None, None]
    inside = ((u * cosine + v * sine).abs() < half[:, 0, None, None]) & ((v * cosine - u * sine).abs() < half[:, 1, None, None])
    over = torch.where((uniform(0, 1) < 0.6)[:, None, None, None], uniform(0, 1, 1, 1, 1).expand_as(x),
                       x[torch.randperm(n, generator=random)])
    return torch.where(inside[:, None], over, x)


class TrainingSet:
    """Draws views of faces; a person with many pictures counts as the root of their number."""

    def __init__(self, data: Path):
        self.faces = load(data, "train")
        counts = {}
        for face in self.faces:
            counts[face.person] = counts.get(face.person, 0) + 1
        self.shares = np.array([counts[face.person] ** -0.5 for face in self.faces])
        self.weights = self.shares / self.shares.sum()

    def believe(self, errors: np.ndarray) -> str:
        """Leaves out faces whose points are off from where a trained network sees them by more than DOUBT, in lengths
        of TYPICAL eyes: many frames of talking people are annotated beside the face."""
        doubted = errors > DOUBT
        self.weights = self.shares * ~doubted
        self.weights /= self.weights.sum()
        return f"{doubted.sum()} of {len(errors)} faces left out"

    def batch(self, count: int, random: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        """(cuts 0…255 [N, 1, SIDE, SIDE], points in cut pixels [N, 5, 2])"""
        views = [random_view(self.faces[i], random) for i in random.choice(len(self.faces), count, p=self.weights)]
        points = torch.from_numpy(np.stack([points for _, points in views])).float()
        generator = torch.Generator().manual_seed(int(random.integers(2**62)))
        return light(torch.from_numpy(np.stack([luma for luma, _ in views])), points, generator), points
