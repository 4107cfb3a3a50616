"""The face network beside OpenCV's cascades, on the same pictures: those of the test split, and harder ones made of them.

    python cascades.py [--split test]

Needs OpenCV before 5 (`pip install "opencv-python-headless<5"`) and Debian's opencv-data. All look at the pictures at
their full size, the network by way of its letterbox. The cascades' boxes are fitted to the annotations' on validation
(a shift and a factor each way); found is what overlaps an annotated face by half, as everywhere here.
"""

import argparse
import math
import re
from pathlib import Path

import cv2
import numpy as np
import torch

import face_data as data
from face_examination import File, run
from face_network import detections, overlap_of

ROOT = Path(__file__).resolve().parents[2]
CASCADES = Path("/usr/share/opencv4")
NAMES = {"Haar default": "haarcascades/haarcascade_frontalface_default.xml",
         "Haar alt2": "haarcascades/haarcascade_frontalface_alt2.xml",
         "LBP": "lbpcascades/lbpcascade_frontalface.xml",
         "LBP improved": "lbpcascades/lbpcascade_frontalface_improved.xml"}


class Network:
    def __init__(self, path):
        self.file = File(path)
        self.threshold = float(re.search(rb"threshold ([0-9.]+)", path.read_bytes()).group(1))

    def boxes(self, picture):
        small, scale = data.letterbox(picture)
        found = [part[0] for part in run(self.file, [small])]
        return [box / scale for box in detections(*found, self.threshold)[1]]


class Cascade:
    """Its boxes are squares; `fit` says what the annotations make of them: (shift x, y, factor x, y) in their sides."""

    def __init__(self, path):
        self.cascade, self.fit = cv2.CascadeClassifier(str(path)), np.array([0, 0, 1, 1])

    def squares(self, picture):
        least = round(0.12 * min(picture.shape))
        return self.cascade.detectMultiScale(picture, 1.1, 3, minSize=(least, least))

    def boxes(self, picture):
        found = []
        for x, y, side, _ in self.squares(picture):
            middle = np.array([x, y]) + side / 2 + side * self.fit[:2]
            half = side / 2 * self.fit[2:]
            found.append(np.concatenate([middle - half, middle + half]))
        return found

    def learn(self, pictures):
        rows = []
        for picture, boxes in pictures:
            for x, y, side, _ in self.squares(picture):
                middle, box = np.array([x, y]) + side / 2, boxes[0]
                own = (box[:2] + box[2:]) / 2
                if np.abs(own - middle).max() < 0.4 * side:
                    rows.append(np.concatenate([(own - middle) / side, (box[2:] - box[:2]) / side]))
        self.fit = np.median(rows, 0)


def faces(folder, split):
    """(picture, [box]) of the face pictures of a split, at full size."""
    for row in data.face_rows(folder, split):
        grey, _ = data.read_grey(folder / "faces" / "images" / row["image"], longest=10_000)
        yield grey, [data.annotation(row)[0]]


def backgrounds(folder, split):
    for name in data.background_names(folder, split):
        yield data.read_grey(folder / "backgrounds" / name, longest=10_000)[0], []


def grey(picture):
    return np.clip(np.round(picture), 0, 255).astype(np.uint8)


def dark(picture, share, random):
    return grey(255 * share * (picture / 255.0) ** 1.5 + random.normal(0, 4, picture.shape))


def moved(picture, boxes, matrix, size, border=cv2.BORDER_REPLICATE):
    own = matrix.astype(np.float64).copy()
    own[:, 2] += own[:, :2] @ [0.5, 0.5] - 0.5
    warped = cv2.warpAffine(picture, own, size, flags=cv2.INTER_LINEAR, borderMode=border)
    return warped, [data.transform_box(matrix, box) for box in boxes]


def leaning(picture, boxes, degrees):
    middle = (boxes[0][:2] + boxes[0][2:]) / 2
    matrix = data.SceneMaker.matrix(picture.shape[::-1], 1.0, degrees, False, middle)
    matrix[:, 2] += middle
    return moved(picture, boxes, matrix, picture.shape[::-1])


def beyond_edge(picture, boxes):
    """The left 40 % of the face lie outside."""
    left = max(0, round(boxes[0][0] + 0.4 * (boxes[0][2] - boxes[0][0])))
    return np.ascontiguousarray(picture[:, left:]), [box - [left, 0, left, 0] for box in boxes]


def in_corner(picture, boxes, background, random):
    """A 640×480 frame of something else with the face, 20 to 30 % of the height, near a corner."""
    frame = cv2.resize(background, (640, 480), interpolation=cv2.INTER_AREA)
    box = boxes[0]
    scale = 480 * random.uniform(0.2, 0.3) / (box[3] - box[1])
    part = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    part, box = part[:400, :500], box * scale
    right, low = random.random() < 0.5, random.random() < 0.5
    x, y = (640 - part.shape[1]) * right, (480 - part.shape[0]) * low
    frame[y:y + part.shape[0], x:x + part.shape[1]] = part
    return frame, [box + [x, y, x, y]]


def together(pictures):
    """Four faces in one picture."""
    cells, boxes = [], []
    for index, (picture, own) in enumerate(pictures):
        scale = min(320 / picture.shape[1], 240 / picture.shape[0])
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[:240, :320]
        cell = np.full((240, 320), 90, np.uint8)
        cell[:small.shape[0], :small.shape[1]] = small
        corner = np.array([index % 2 * 320, index // 2 * 240])
        boxes.append(own[0] * scale + np.tile(corner, 2))
        cells.append(cell)
    return np.vstack([np.hstack(cells[:2]), np.hstack(cells[2:])]), boxes


def sets(folder, split, every):
    """Name → pictures with their faces' boxes."""
    random = np.random.default_rng(4)
    own, plain = list(faces(folder, split)), list(backgrounds(folder, split))
    yield "faces as they are", own
    own = own[::every]
    yield "a third of the light, noise", [(dark(p, 0.33, random), b) for p, b in own]
    yield "a tenth of the light, noise", [(dark(p, 0.1, random), b) for p, b in own]
    yield "strong noise", [(grey(p + random.normal(0, 20, p.shape)), b) for p, b in own]
    yield "head leaning by a further 15°", [leaning(p, b, random.choice([-15, 15])) for p, b in own]
    yield "head leaning by a further 30°", [leaning(p, b, random.choice([-30, 30])) for p, b in own]
    yield "40 % of the face beyond the edge", [beyond_edge(p, b) for p, b in own]
    yield "20 to 30 % of the height, in a corner", [
        in_corner(p, b, plain[random.integers(len(plain))][0], random) for p, b in own]
    yield "four in one picture", [together(own[i:i + 4]) for i in range(0, len(own) - 3, 4)]
    yield "false alarms: no face", plain
    yield "false alarms: no face, a tenth of the light", [(dark(p, 0.1, random), b) for p, b in plain]


def score(detector, pictures):
    """Share of faces found, or of pictures with a false alarm where there are no faces."""
    found = there = alarmed = 0
    for picture, boxes in pictures:
        seen = detector.boxes(picture)
        found += sum(any(overlap_of(one, box) >= 0.5 for one in seen) for box in boxes)
        there, alarmed = there + len(boxes), alarmed + (len(seen) > 0)
    return (found / there if there else alarmed / len(pictures)), there or len(pictures)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default=ROOT / "../shared/data", type=Path)
    parser.add_argument("--file", default=ROOT / "Models/face.tflite", type=Path)
    parser.add_argument("--split", default="test")
    parser.add_argument("--every", type=int, default=1, help="take each n-th picture for the harder ones")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    detectors = {"network": Network(options.file), **{name: Cascade(CASCADES / path) for name, path in NAMES.items()}}
    validation = list(faces(options.data, "validation"))
    for detector in detectors.values():
        if isinstance(detector, Cascade):
            detector.learn(validation)
    print("| | of | " + " | ".join(detectors) + " |\n|---" * 1 + "|---" * (len(detectors) + 1) + "|")
    for name, pictures in sets(options.data, options.split, options.every):
        scores = [score(detector, pictures) for detector in detectors.values()]
        print(f"| {name} | {scores[0][1]} | " + " | ".join(f"{share * 100:.1f} %" for share, _ in scores) + " |", flush=True)
