"""What the box makes of faces in bad light, turned, covered or moving: the whole way from a frame to an emotion.

    python robustness.py table       each hardship on its own; a table, and robustness.svg
    python robustness.py sequences   single frames against evidence over time, on short shots of one face

Test crops stand 288 pixels large in 640×480 frames; the hardship is done to the frame, and everything after is the
box's: face network, points network, crop, emotion network (LiteRT with XNNPACK).
"""

import argparse
import math
from pathlib import Path

import cv2
import numpy as np
import torch

import emotion
import emotion_data as data
import looking
from template import TEMPLATE, similarity

FRAME = (480, 640)
SHOWN = 6  # frame pixels a crop pixel
CORNER = np.array([(FRAME[1] - SHOWN * data.SIDE) / 2, (FRAME[0] - SHOWN * data.SIDE) / 2])


def framed(crop):
    """float32 [480, 640]: the crop, enlarged; its edge goes on, and fades to grey."""
    face = cv2.resize(crop, None, fx=SHOWN, fy=SHOWN, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    side, (x, y) = SHOWN * data.SIDE, CORNER.astype(int)
    frame = cv2.copyMakeBorder(face, y, FRAME[0] - side - y, x, FRAME[1] - side - x, cv2.BORDER_REPLICATE)
    rows, columns = np.mgrid[0:FRAME[0], 0:FRAME[1]]
    beyond = np.maximum(np.maximum(x - columns, columns - x - side), np.maximum(y - rows, rows - y - side))
    return frame + np.clip(beyond / 60, 0, 1) * (crop.mean() - frame)


def turned(frame, degrees, size=1.0, shift=(0, 0)):
    matrix = cv2.getRotationMatrix2D((FRAME[1] / 2, FRAME[0] / 2), degrees, size)
    matrix[:, 2] += shift
    return cv2.warpAffine(frame, matrix, FRAME[::-1], flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def dark(frame, share, noise, random):
    """A share of the light, by way of a gamma of 1.5, with a sensor's noise in grey levels."""
    light = 255 * share * (np.clip(frame, 0, 255) / 255) ** 1.5
    return light + random.normal(0, noise, FRAME)


def from_a_side(frame, side):
    """Four times as much light on one side of the face as on the other."""
    x = np.clip((np.arange(FRAME[1]) - CORNER[0]) / (SHOWN * data.SIDE), 0, 1)
    return frame * 1.25 * 4.0 ** -(x if side < 0 else 1 - x)


def place(point):
    return CORNER + SHOWN * np.asarray(point)


def glasses(frame):
    """Sunglasses over the template's eyes."""
    frame = frame.copy()
    for eye in TEMPLATE[:2]:
        cv2.ellipse(frame, tuple(map(int, place(eye))), (7 * SHOWN, 5 * SHOWN), 0, 0, 360, 25.0, -1)
    cv2.line(frame, tuple(map(int, place(TEMPLATE[0]))), tuple(map(int, place(TEMPLATE[1]))), 25.0, SHOWN)
    return frame


def mask(frame):
    """A cloth from the bridge of the nose to below the chin."""
    frame = frame.copy()
    corners = [(8, 26), (24, 24), (40, 26), (38, 44), (24, 50), (10, 44)]
    cv2.fillPoly(frame, [np.array([place(corner) for corner in corners], np.int32)], 190.0)
    return frame


def hardships():
    """Name → what is done to a frame, given a random generator."""
    return {
        "none": lambda f, r: f,
        "a third of the light, some noise": lambda f, r: dark(f, 0.33, 4, r),
        "a tenth of the light, noise": lambda f, r: dark(f, 0.1, 4, r),
        "a twentieth, noise": lambda f, r: dark(f, 0.05, 4, r),
        "light from a side": lambda f, r: from_a_side(f, r.choice([-1, 1])),
        "unsharp by one pixel of the crop": lambda f, r: cv2.GaussianBlur(f, (0, 0), SHOWN),
        "unsharp by two": lambda f, r: cv2.GaussianBlur(f, (0, 0), 2 * SHOWN),
        "head leaning by 15°": lambda f, r: turned(f, r.choice([-15, 15])),
        "head leaning by 30°": lambda f, r: turned(f, r.choice([-30, 30])),
        "half as large": lambda f, r: turned(f, 0, 0.5),
        "sunglasses": lambda f, r: glasses(f),
        "mask": lambda f, r: mask(f),
    }


# Ideal crops that are off, past the face and points networks: from the crop's own pixels to the shown one's.
OFF = {"crop 15 % to a side": (1, 7.2, 0), "crop 15 % up or down": (1, 0, 7.2), "crop 15 % too large": (1.15, 0, 0),
       "crop 15 % too small": (0.85, 0, 0)}


def grey(frame):
    return np.clip(np.round(frame), 0, 255).astype(np.uint8)


def test_pictures(options):
    split = data.Split(options.data, options.split)
    index, labels = split.majority()
    keep = (labels < 7).nonzero()[:, 0][::options.every]
    return split.pictures[index[keep]].numpy(), labels[keep].numpy()


def read(eyes, network, frames):
    """Seven probabilities of the nearest face in each frame [n, 7], not-a-number where there is none."""
    scores, crops, which = np.full((len(frames), 7), np.nan), [], []
    for i, frame in enumerate(frames):
        faces = eyes.faces(frame, least=eyes.threshold)
        if faces:
            nearest = max(faces, key=lambda face: face["box"][2] * face["box"][3])
            crops.append(looking.crop(frame, similarity(nearest["points"])))
            which.append(i)
    if crops:
        scores[which] = looking.probabilities(network, np.stack(crops))
    return scores


def right(scores, labels):
    found = np.isfinite(scores[:, 0])
    return found.mean(), (scores[found].argmax(1) == labels[found]).mean() if found.any() else 0


def table(options):
    pictures, labels = test_pictures(options)
    eyes, network = looking.Eyes(options.faces, options.points), emotion.File(options.emotion)
    rows = []
    for name, hardship in hardships().items():
        random = np.random.default_rng(1)
        frames = (grey(hardship(framed(picture), random)) for picture in pictures)
        rows.append((name, *right(read(eyes, network, list(frames)), labels)))
        print(f"| {name} | {rows[-1][1] * 100:.1f} % | {rows[-1][2] * 100:.1f} % |", flush=True)
    for name, (size, across, down) in OFF.items():
        random, crops = np.random.default_rng(1), []
        for picture in pictures:
            sign = random.choice([-1, 1])
            middle = 24 - size * 24
            crops.append(looking.crop(picture, np.array([[size, 0, middle + sign * across], [0, size, middle + sign * down]])))
        scores = looking.probabilities(network, np.stack(crops))
        rows.append((name, *right(scores, labels)))
        print(f"| {name} | | {rows[-1][2] * 100:.1f} % |", flush=True)
    options.plot.write_text(bars(rows))
    print(f"{len(pictures)} pictures of {options.split}; {options.plot}")


def bars(rows):
    """An SVG: for each hardship the share of right answers among all pictures (dark) and among faces found (pale)."""
    height, left, width = 26, 260, 400
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + width + 60}" height="{height * len(rows) + 50}" '
             'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>',
             f'<text x="{left}" y="20">read rightly: of all pictures (dark), of the faces found (pale)</text>']
    for i, (name, found, share) in enumerate(rows):
        y = 34 + i * height
        parts.append(f'<text x="{left - 8}" y="{y + 14}" text-anchor="end">{name}</text>'
                     f'<rect x="{left}" y="{y}" width="{width * share:.1f}" height="18" fill="#e3c3ae"/>'
                     f'<rect x="{left}" y="{y}" width="{width * share * found:.1f}" height="18" fill="#b3541e"/>'
                     f'<text x="{left + width * share + 6:.1f}" y="{y + 14}">{share * 100:.0f} %</text>')
    return "\n".join(parts) + "\n</svg>\n"


def shot(picture, length, random, onset=None):
    """Frames of one face: it wanders, light flickers, the sensor is noisy. With `onset`, another picture of whose face the
    expression comes over the first eight frames."""
    frames, walk = [], np.zeros(4)
    target, begin = framed(picture), None if onset is None else framed(onset)
    for index in range(length):
        walk = 0.8 * walk + random.normal(0, [1.5, 0.015, 4, 4])
        share = min(1, (index + 1) / 8)
        face = target if begin is None else begin + share * (target - begin)
        frame = turned(face, walk[0], math.exp(walk[1]), walk[2:])
        frame = 255 * (np.clip(frame, 0, 255) / 255) ** math.exp(random.normal(0.3, 0.25)) * random.uniform(0.5, 0.9)
        frame = cv2.GaussianBlur(frame, (0, 0), random.uniform(0.5, 1.3) * SHOWN)
        frames.append(grey(frame + random.normal(0, 7, FRAME)))
    return frames


def pooled(scores, floor=0.01):
    """What the first n frames say together, for each n: the box's logarithmic opinion pool (MoodEvidence)."""
    logs = np.log(np.maximum(np.nan_to_num(scores, nan=1), floor))
    return np.cumsum(logs, 0)


def sequences(options):
    pictures, labels = test_pictures(options)
    eyes, network = looking.Eyes(options.faces, options.points), emotion.File(options.emotion)
    length, random = 16, np.random.default_rng(2)
    neutral = [i for i, label in enumerate(labels) if label == 6]
    for kind in ("steady", "coming over a neutral face"):
        single, together = [], []
        for picture, label in zip(pictures, labels):
            onset = None if kind == "steady" else pictures[random.choice(neutral)]
            looks = [read(eyes, network, shot(picture, length, random, onset)) for _ in range(2)]
            single.append([look.argmax(1) for look in (np.nan_to_num(look, nan=0) for look in looks)])
            together.append([pooled(look).argmax(1) for look in looks])
        single, together = np.array(single), np.array(together)  # [pictures, 2 looks, frames]
        print(f"expression {kind}: {len(pictures)} faces, two looks of {length} frames each")
        for name, answers in (("the last frame alone", single), ("all frames so far", together)):
            changes = (answers[:, :, 1:] != answers[:, :, :-1]).mean()
            print(f"  {name}: changes its answer at {changes * 100:.1f} % of the frames")
            for frames in (1, 2, 4, 8, 16):
                now = answers[:, :, frames - 1]
                print(f"    after {frames:2d} frames: right {(now == labels[:, None]).mean() * 100:.1f} %, "
                      f"two looks disagree {(now[:, 0] != now[:, 1]).mean() * 100:.1f} %", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["table", "sequences"])
    parser.add_argument("--data", default=emotion.ROOT / "../shared/data", type=Path)
    parser.add_argument("--emotion", default=emotion.ROOT / "Models/emotion.tflite", type=Path)
    parser.add_argument("--faces", default=emotion.ROOT / "Models/face.tflite", type=Path)
    parser.add_argument("--points", default=emotion.ROOT / "Models/points.tflite", type=Path)
    parser.add_argument("--plot", default=Path(__file__).with_name("robustness.svg"), type=Path)
    parser.add_argument("--split", default="private-test")
    parser.add_argument("--every", type=int, default=5, help="take each n-th picture")
    given = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    {"table": table, "sequences": sequences}[given.command](given)
