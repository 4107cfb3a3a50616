"""The box's way from a frame to an emotion, in Python on LiteRT: what the Swift code must agree with.

Frame (8-bit luma, 640×480) → face network on 160×120 → points network on 64×64 of the full resolution → 48×48 crop
aligned on eyes and mouth → emotion network → probabilities.
"""

import re
from pathlib import Path

import cv2
import numpy as np
import torch

import face_data
import points

STRIDES = (8, 16, 32)
SIDE = 48


class FaceFile:
    """face.tflite in LiteRT."""

    def __init__(self, path):
        from ai_edge_litert.interpreter import Interpreter
        self.interpreter = Interpreter(str(path), num_threads=1)
        self.interpreter.allocate_tensors()
        self.input = self.interpreter.get_input_details()[0]
        self.outputs = self.interpreter.get_output_details()

    def faces(self, frame, least=0.5, overlap=0.4):
        """Faces in `frame` (uint8 [rows, columns], 4:3), best first: dictionaries of score, box (x, y, width,
        height) and points [5, 2], in pixels of the frame."""
        factor = frame.shape[1] / 160
        small = face_data.brightened(cv2.resize(frame, (160, 120), interpolation=cv2.INTER_AREA))
        self.interpreter.set_tensor(self.input["index"], (small.astype(np.int16) - 128).astype(np.int8)[None, :, :, None])
        self.interpreter.invoke()
        tensors = {}
        for detail in self.outputs:
            scale, zero_point = detail["quantization"]
            values = (self.interpreter.get_tensor(detail["index"])[0].astype(np.float32) - zero_point) * scale
            tensors[values.shape] = values
        found = []
        for stride in STRIDES:
            rows, columns = -(-120 // stride), 160 // stride
            scores = 1 / (1 + np.exp(-tensors[(rows, columns, 1)][..., 0]))
            for row, column in zip(*np.nonzero(scores >= least)):
                box, points = tensors[(rows, columns, 4)][row, column], tensors[(rows, columns, 10)][row, column]
                origin = np.array([column + 0.5, row + 0.5])
                middle, size = (origin + box[:2]) * stride, stride * np.exp(box[2:])
                found.append({"score": float(scores[row, column]),
                              "box": np.concatenate([middle - size / 2, size]) * factor,
                              "points": (origin + points.reshape(5, 2)) * stride * factor})
        found.sort(key=lambda face: -face["score"])
        kept = []
        for face in found:
            if all(shared(face["box"], other["box"]) <= overlap for other in kept):
                kept.append(face)
        return kept


class Eyes:
    """The face network and the points network behind it."""

    def __init__(self, face_path, points_path):
        self.face, self.points = FaceFile(face_path), points.File(points_path)
        self.threshold = float(re.search(rb"threshold ([0-9.]+)", Path(face_path).read_bytes()).group(1))

    def faces(self, frame, least=0.5):
        """As `FaceFile.faces`, with finer points."""
        faces = self.face.faces(frame, least)
        for face in faces:
            x, y, width, height = face["box"]
            face["points"] = self.points.points(frame, [x, y, x + width, y + height], face["points"])
        return faces


def shared(a, b):
    """Intersection over union of two boxes (x, y, width, height)."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    both = max(width, 0) * max(height, 0)
    return both / (a[2] * a[3] + b[2] * b[3] - both)


def crop(frame, matrix):
    """48×48 crop; each crop pixel is the mean over the square of the frame that it covers (4×4 samples)."""
    samples = 4
    side = SIDE * samples
    # From sample index to crop coordinates to frame coordinates to frame index (centres at +0.5).
    sampling = np.array([[1 / samples, 0, 0.5 / samples], [0, 1 / samples, 0.5 / samples], [0, 0, 1]])
    total = matrix @ sampling - np.array([[0, 0, 0.5], [0, 0, 0.5]])
    fine = cv2.warpAffine(frame.astype(np.float32), total, (side, side),
                          flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)
    means = fine.reshape(SIDE, samples, SIDE, samples).mean((1, 3))
    return np.clip(np.round(means), 0, 255).astype(np.uint8)


def probabilities(emotion_file, pictures):
    """Seven probabilities each (contempt dropped, the rest renormalised): uint8 [N, 48, 48] → [N, 7]"""
    return emotion_file.logits(torch.from_numpy(np.ascontiguousarray(pictures)))[0][:, :7].softmax(1).numpy()
