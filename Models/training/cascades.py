"""The face network beside OpenCV's cascades, on the same pictures: those of the test split, and harder ones made of them.

    python cascades.py [--split test]

Needs OpenCV before 5 (`pip install "opencv-python-headless<5"`) and Debian's opencv-data. All look at the pictures at
their full size, the network by way of its letterbox. The cascades' boxes are fitted to the annotations' on validation
(a shift and a factor each way); found is what overlaps an annotated face by half, as everywhere here.
"""

import argparse
import re
from pathlib import Path

import cv2
import numpy as np
import torch

import composites
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
        for picture, faces in pictures:
            for x, y, side, _ in self.squares(picture):
                middle, box = np.array([x, y]) + side / 2, faces[0].box
                own = (box[:2] + box[2:]) / 2
                if np.abs(own - middle).max() < 0.4 * side:
                    rows.append(np.concatenate([(own - middle) / side, (box[2:] - box[:2]) / side]))
        self.fit = np.median(rows, 0)


def score(detector, pictures):
    """Share of faces found, or of pictures with a false alarm where there are no faces."""
    found = there = alarmed = 0
    for picture, faces in pictures:
        seen = detector.boxes(picture)
        found += sum(any(overlap_of(one, face.box) >= 0.5 for one in seen) for face in faces)
        there, alarmed = there + len(faces), alarmed + (len(seen) > 0)
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
    validation = list(composites.faces(options.data, "validation"))
    for detector in detectors.values():
        if isinstance(detector, Cascade):
            detector.learn(validation)
    print("| | of | " + " | ".join(detectors) + " |\n|---" * 1 + "|---" * (len(detectors) + 1) + "|")
    for name, pictures in composites.sets(options.data, options.split, options.every):
        scores = [score(detector, pictures) for detector in detectors.values()]
        print(f"| {name} | {scores[0][1]} | " + " | ".join(f"{share * 100:.1f} %" for share, _ in scores) + " |", flush=True)
