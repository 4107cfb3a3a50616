"""Where the face and points networks find eyes, nose and mouth in the emotion pictures, and what aligning them on that costs.

    python alignment.py find       points of every picture into runs/points-<split>.npy; prints the template
    python alignment.py evaluate   scores emotion.tflite on crops of the private test that are cut as the box cuts them
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch

import emotion
import emotion_data as data
import looking
from template import similarity

# A crop is shown to the face network this large, in the middle of its 160×120 input.
SHOWN = 96


def canvas(picture):
    """(uint8 [120, 160] with the crop in the middle of grey 128, x and y of the crop, its enlargement)"""
    x, y = (160 - SHOWN) // 2, (120 - SHOWN) // 2
    frame = np.full((120, 160), 128, np.uint8)
    frame[y:y + SHOWN, x:x + SHOWN] = cv2.resize(picture, (SHOWN, SHOWN), interpolation=cv2.INTER_CUBIC)
    return frame, x, y, SHOWN / data.SIDE


def points_of(eyes, pictures):
    """Five points of each picture in crop pixels, float32 [N, 5, 2]; not-a-number where no face is found."""
    points = np.full((len(pictures), 5, 2), np.nan, np.float32)
    for i, picture in enumerate(pictures):
        frame, x, y, enlargement = canvas(picture)
        found = eyes.face.faces(frame, least=0.3)
        if found:
            left, top, width, height = (found[0]["box"] - [x, y, 0, 0]) / enlargement
            coarse = (found[0]["points"] - [x, y]) / enlargement
            points[i] = eyes.points.points(picture, [left, top, left + width, top + height], coarse)
    return points


def template_of(points):
    """Median points, made symmetric about the middle of the crop."""
    median = np.nanmedian(points, 0)
    mirrored = np.stack([data.SIDE - median[[1, 0, 2, 4, 3], 0], median[[1, 0, 2, 4, 3], 1]], 1)
    return (median + mirrored) / 2


def aligned(pictures, points):
    """The crops as the box would cut them, where a face was found: (uint8 [n, 48, 48], which)."""
    found = np.nonzero(np.isfinite(points[:, 0, 0]))[0]
    crops = [looking.crop(pictures[i], similarity(points[i])) for i in found]
    return torch.from_numpy(np.stack(crops)), torch.from_numpy(found)


def find(options):
    eyes = looking.Eyes(options.faces, options.points)
    options.runs.mkdir(parents=True, exist_ok=True)
    for name in ("public-test", "private-test", "training"):
        points = points_of(eyes, data.Split(options.data, name).pictures.numpy())
        np.save(options.runs / f"points-{name}.npy", points)
        print(f"{name}: a face in {np.isfinite(points[:, 0, 0]).mean() * 100:.1f} % of {len(points)}; template "
              + " ".join(f"({x:.1f}, {y:.1f})" for x, y in template_of(points)), flush=True)


def evaluate(options):
    split = data.Split(options.data, options.split)
    index, labels = split.majority()
    points = np.load(options.runs / f"points-{options.split}.npy")[index.numpy()]
    network = emotion.File(options.emotion)
    pictures, found = aligned(split.pictures[index].numpy(), points)
    given = network.logits(split.pictures[index][found])[0].argmax(1) == labels[found]
    cut = network.logits(pictures)[0].argmax(1) == labels[found]
    print(f"a face in {len(found)} of {len(index)}; of these right: as given {given.float().mean() * 100:.2f} %, "
          f"aligned {cut.float().mean() * 100:.2f} %")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["find", "evaluate"])
    parser.add_argument("--data", default=emotion.ROOT / "../shared/data", type=Path)
    parser.add_argument("--runs", default=emotion.ROOT / "Models/training/runs", type=Path)
    parser.add_argument("--emotion", default=emotion.ROOT / "Models/emotion.tflite", type=Path)
    parser.add_argument("--faces", default=emotion.ROOT / "Models/face.tflite", type=Path)
    parser.add_argument("--points", default=emotion.ROOT / "Models/points.tflite", type=Path)
    parser.add_argument("--split", default="private-test")
    given = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    {"find": find, "evaluate": evaluate}[given.command](given)
