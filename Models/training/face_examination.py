"""How well a face network does: the pictures it is examined on, and the figures."""

import math
from pathlib import Path

import cv2
import numpy as np
import torch

import face_data as data
from face_network import detections, joined, network_input, overlap_of

LOWEST_SCORE = 0.02  # detections under this are not looked at
RIGHT = 0.5  # overlap from which a detection is right


@torch.no_grad()
def run(network, pictures: list[np.ndarray], batch: int = 64):
    """Logits, boxes and points of letterboxed pictures, as NumPy arrays."""
    network.eval()
    parts = []
    for begin in range(0, len(pictures), batch):
        outputs = joined(network(network_input(np.stack(pictures[begin:begin + batch]))))
        parts.append([output.numpy() for output in outputs])
    return [np.concatenate(columns) for columns in zip(*parts)]


class File:
    """A .tflite file in LiteRT; called as the network is: real values in, nine real tensors out."""

    def __init__(self, path: Path, every_tensor: bool = False):
        """With `every_tensor`, what is between the layers can be read too (LiteRT then runs without XNNPACK)."""
        from ai_edge_litert.interpreter import Interpreter, OpResolverType
        kernels = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES if every_tensor else OpResolverType.AUTO
        self.interpreter = Interpreter(str(path), num_threads=1, experimental_op_resolver_type=kernels,
                                       experimental_preserve_all_tensors=every_tensor)
        self.interpreter.allocate_tensors()
        self.input = self.interpreter.get_input_details()[0]
        self.outputs = self.interpreter.get_output_details()

    def eval(self):
        return self

    def integers(self, x) -> list[np.ndarray]:
        """The nine int8 tensors [1, rows, columns, channels] of one picture, largest grid first; score, box, points."""
        luma = np.round(x.permute(1, 2, 0).numpy() * 128).astype(np.int8)
        self.interpreter.set_tensor(self.input["index"], luma[None])
        self.interpreter.invoke()
        by_shape = sorted(self.outputs, key=lambda o: (-o["shape"][1], o["shape"][3]))
        self.quantisation = [output["quantization"] for output in by_shape]
        return [self.interpreter.get_tensor(output["index"]) for output in by_shape]

    def tensor(self, name: str):
        """Integers, scale and zero point of a named tensor, after `integers`."""
        details = next(t for t in self.interpreter.get_tensor_details() if t["name"] == name)
        return self.interpreter.get_tensor(details["index"]), *details["quantization"]

    def __call__(self, x):
        columns = zip(*[self.integers(one) for one in x])
        real = lambda parts, scale, zero: torch.from_numpy((np.concatenate(parts).astype(np.float32) - zero) * scale)
        return [real(parts, *given).permute(0, 3, 1, 2) for parts, given in zip(list(columns), self.quantisation)]


def zoomed(grey: np.ndarray, box: np.ndarray, zoom: float) -> tuple[np.ndarray, np.ndarray]:
    """The letterboxed picture made smaller in the middle of grey, or larger about the face; and the mapping to it."""
    picture, scale = data.letterbox(grey)
    if zoom == 1:
        return picture, np.float32([[scale, 0, 0], [0, scale, 0]])
    full = scale * zoom
    size = (round(grey.shape[1] * full), round(grey.shape[0] * full))
    method = cv2.INTER_AREA if full < 1 else cv2.INTER_LINEAR
    resized = data.brightened(cv2.resize(grey, size, interpolation=method))
    frame = np.array([data.WIDTH, data.HEIGHT])
    if zoom < 1:
        corner = (frame - size) // 2
    else:
        middle = (box[:2] + box[2:]) / 2 * full
        corner = np.minimum(0, np.maximum(frame - size, np.round(frame / 2 - middle).astype(int)))
        corner = np.where(np.array(size) < frame, (frame - size) // 2, corner)
    canvas = np.full((data.HEIGHT, data.WIDTH), data.PADDING, np.uint8)
    left, top = np.maximum(corner, 0)
    part = resized[max(0, -corner[1]):, max(0, -corner[0]):][: data.HEIGHT - top, : data.WIDTH - left]
    canvas[top : top + part.shape[0], left : left + part.shape[1]] = part
    return canvas, np.float32([[full, 0, corner[0]], [0, full, corner[1]]])


class Examination:
    """Annotated faces, each with its picture as the network sees it."""

    def __init__(self):
        self.pictures, self.boxes, self.points = [], [], []

    @classmethod
    def of_faces(cls, folder: Path, split: str, zoom: float = 1):
        """The face pictures of a split: whole (zoom 1), or smaller or larger than that."""
        own = cls()
        for row in data.face_rows(folder, split):
            grey, _ = data.read_grey(folder / "faces" / "images" / row["image"], longest=10_000)
            box, points = data.annotation(row)
            picture, matrix = zoomed(grey, box, zoom)
            own.add(picture, data.transform_box(matrix, box), data.transform(matrix, points))
        return own

    @classmethod
    def of_pictures(cls, pictures):
        """Whole pictures with their faces, as `composites` makes them."""
        own = cls()
        for grey, faces in pictures:
            picture, scale = data.letterbox(grey)
            for face in faces:
                own.add(picture, *face.placed(scale, 0, 0))
        return own

    @classmethod
    def of_mean_faces(cls, folder: Path, split: str, background_split: str, count: int = 300):
        """640×480 frames, each with the mean of 150 FER2013 crops, 180 to 300 pixels large, soft-edged, on a background."""
        own, random = cls(), np.random.default_rng(7)
        crops = data.load_crops(folder, split)
        backgrounds = data.load_backgrounds(folder, background_split)
        columns, rows = np.meshgrid(np.linspace(-1, 1, 48), np.linspace(-1, 1, 48))
        mask = np.clip((1 - np.hypot(columns, rows)) / 0.15, 0, 1).astype(np.float32)
        for index in range(count):
            mean = crops[random.integers(0, len(crops), 150)].mean(0).astype(np.float32)
            side = int(random.integers(180, 301))
            left, top = int(random.integers(0, 641 - side)), int(random.integers(0, 481 - side))
            if index % 2:
                frame = np.full((480, 640), random.uniform(30, 220)) + np.linspace(-30, 30, 640)
            else:
                source = backgrounds[random.integers(len(backgrounds))].levels[0]
                frame = cv2.resize(source, (640, 480), interpolation=cv2.INTER_CUBIC)
            frame = np.clip(frame, 0, 255).astype(np.float32)
            alpha = cv2.resize(mask, (side, side), interpolation=cv2.INTER_LINEAR)
            face = cv2.resize(mean, (side, side), interpolation=cv2.INTER_CUBIC)
            part = frame[top : top + side, left : left + side]
            part += alpha * (face - part)
            picture, scale = data.letterbox(np.clip(np.round(frame), 0, 255).astype(np.uint8))
            matrix = np.float32([[side / 48, 0, left], [0, side / 48, top]]) * scale
            own.add(picture, data.transform_box(matrix, data.CROP_BOX), data.transform(matrix, data.CROP_POINTS))
        return own

    def add(self, picture, box, points):
        self.pictures.append(picture)
        self.boxes.append(box)
        self.points.append(points)

    def of(self, network) -> np.ndarray:
        """For each face the best score of a right box, its point error, its overlap; 0, NaN, 0 where there is none.

        The point error is the mean distance of the five points over the distance between the annotated eyes.
        """
        rows = []
        for logits, boxes, points, truth, where in zip(*run(network, self.pictures), self.boxes, self.points):
            scores, boxes, points = detections(logits, boxes, points, LOWEST_SCORE)
            right = next((k for k in range(len(scores)) if overlap_of(boxes[k], truth) >= RIGHT), None)
            if right is None:
                rows.append((0, math.nan, 0))
                continue
            error = np.linalg.norm(points[right] - where, axis=1).mean() / np.linalg.norm(where[1] - where[0])
            rows.append((scores[right], error, overlap_of(boxes[right], truth)))
        return np.array(rows)


def backgrounds(folder: Path, split: str, more_views: bool = False) -> list[np.ndarray]:
    """The letterboxed backgrounds of a split; with `more_views` also mirrored, and two enlarged corners of each."""
    pictures = []
    for name in data.background_names(folder, split):
        grey, _ = data.read_grey(folder / "backgrounds" / name, longest=10_000)
        pictures.append(data.letterbox(grey)[0])
        if more_views:
            height, width = grey.shape
            pictures.append(data.letterbox(np.ascontiguousarray(grey[:, ::-1]))[0])
            pictures += [zoomed(grey, np.float32(corner), 1.6)[0] for corner in ([0] * 4, [width, height] * 2)]
    return pictures


def alarms(network, pictures: list[np.ndarray]) -> np.ndarray:
    """The best score in each picture without a face."""
    return 1 / (1 + np.exp(-run(network, pictures)[0].max(1)))


def summary(faces: np.ndarray, threshold: float) -> str:
    found = faces[:, 0] >= threshold
    if not found.any():
        return f"found 0 of {len(faces)}"
    errors = faces[found, 1]
    return (f"found {found.mean() * 100:.2f} % of {len(faces)}, overlap {faces[found, 2].mean():.3f}, points off by "
            f"{errors.mean() * 100:.2f} % of the distance between the eyes (median {np.median(errors) * 100:.2f} %)")


def choose_threshold(faces: np.ndarray, alarm_scores: np.ndarray) -> float:
    """The score where the share of missed faces and twice the share of false alarms together are least."""
    candidates = np.linspace(0.2, 0.9, 141)
    cost = [(faces[:, 0] < t).mean() + 2 * (alarm_scores >= t).mean() for t in candidates]
    best = np.flatnonzero(np.array(cost) <= min(cost) + 1e-9)
    return float(candidates[best[len(best) // 2]])
