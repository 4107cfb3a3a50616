"""Harder pictures made of those with faces and without: dark, noisy, leaning, partly outside, small, of several people.

    python composites.py --to DIR [--split test] [--every 1]

writes each set into a folder of its own, as `moodbox model evaluate face --data DIR/SET` reads it. They are made anew each time,
the same ones, from the pictures of a split; no file of them is kept with the project.
"""

import argparse
import csv
import re
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

import face_data as data

ROOT = Path(__file__).resolve().parents[2]


class Face(NamedTuple):
    """Box and five points, in pixels of the picture."""

    box: np.ndarray
    points: np.ndarray

    def moved(self, matrix):
        return Face(data.transform_box(matrix, self.box), data.transform(matrix, self.points))

    def placed(self, scale, x, y):
        return self.moved(np.float32([[scale, 0, x], [0, scale, y]]))


def faces(folder, split):
    """(picture, [face]) of the face pictures of a split, at full size."""
    for row in data.face_rows(folder, split):
        grey, _ = data.read_grey(folder / "faces" / "images" / row["image"], longest=10_000)
        yield grey, [Face(*data.annotation(row))]


def backgrounds(folder, split):
    for name in data.background_names(folder, split):
        yield data.read_grey(folder / "backgrounds" / name, longest=10_000)[0], []


def grey(picture):
    return np.clip(np.round(picture), 0, 255).astype(np.uint8)


def dark(picture, share, random):
    return grey(255 * share * (picture / 255.0) ** 1.5 + random.normal(0, 4, picture.shape))


def resized(picture, scale):
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=method)


def leaning(picture, people, degrees):
    box = people[0].box
    middle = (box[:2] + box[2:]) / 2
    matrix = data.SceneMaker.matrix(picture.shape[::-1], 1.0, degrees, False, middle)
    matrix[:, 2] += middle
    own = matrix.astype(np.float64).copy()
    own[:, 2] += own[:, :2] @ [0.5, 0.5] - 0.5
    warped = cv2.warpAffine(picture, own, picture.shape[::-1], flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return warped, [face.moved(matrix) for face in people]


def beyond_edge(picture, people):
    """The left 40 % of the face lie outside."""
    box = people[0].box
    left = max(0, round(box[0] + 0.4 * (box[2] - box[0])))
    return np.ascontiguousarray(picture[:, left:]), [face.placed(1, -left, 0) for face in people]


def in_corner(picture, people, background, random):
    """A 640×480 frame of something else with the face, 20 to 30 % of the height, near a corner."""
    frame = cv2.resize(background, (640, 480), interpolation=cv2.INTER_AREA)
    box = people[0].box
    scale = 480 * random.uniform(0.2, 0.3) / (box[3] - box[1])
    part = resized(picture, scale)[:400, :500]
    right, low = random.random() < 0.5, random.random() < 0.5
    x, y = (640 - part.shape[1]) * right, (480 - part.shape[0]) * low
    frame[y:y + part.shape[0], x:x + part.shape[1]] = part
    return frame, [face.placed(scale, x, y) for face in people]


def together(pictures):
    """Four faces in one picture."""
    cells, people = [], []
    for index, (picture, own) in enumerate(pictures):
        scale = min(320 / picture.shape[1], 240 / picture.shape[0])
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[:240, :320]
        cell = np.full((240, 320), 90, np.uint8)
        cell[:small.shape[0], :small.shape[1]] = small
        people.append(own[0].placed(scale, index % 2 * 320, index // 2 * 240))
        cells.append(cell)
    return np.vstack([np.hstack(cells[:2]), np.hstack(cells[2:])]), people


def far_away(pictures, background, least, most, random):
    """A 1280×960 frame of something else with a head from each picture side by side, `least` to `most` of its height."""
    frame, people = cv2.resize(background, (1280, 960), interpolation=cv2.INTER_LINEAR), []
    for index, (picture, (face,)) in enumerate(pictures):
        scale = 960 * random.uniform(least, most) / (face.box[3] - face.box[1])
        room = np.tile((face.box[3] - face.box[1]) * 0.5, 2)
        left, top = np.maximum(face.box[:2] - room, 0).astype(int)
        right, bottom = (face.box[2:] + room).astype(int)
        head = resized(picture[top:bottom, left:right], scale)[:, :420]
        x, y = 427 * index + int(random.integers(0, 421 - head.shape[1])), int(random.integers(0, 961 - head.shape[0]))
        frame[y:y + head.shape[0], x:x + head.shape[1]] = head
        people.append(face.placed(scale, x - left * scale, y - top * scale))
    return frame, people


def sets(folder, split, every=1):
    """Name → pictures with their faces; of all but the first and the ones without faces, each n-th."""
    random = np.random.default_rng(4)
    own, plain = list(faces(folder, split)), list(backgrounds(folder, split))
    yield "faces as they are", own
    own = own[::every]
    yield "a third of the light, noise", [(dark(p, 0.33, random), f) for p, f in own]
    yield "a tenth of the light, noise", [(dark(p, 0.1, random), f) for p, f in own]
    yield "strong noise", [(grey(p + random.normal(0, 20, p.shape)), f) for p, f in own]
    yield "head leaning by a further 15°", [leaning(p, f, random.choice([-15, 15])) for p, f in own]
    yield "head leaning by a further 30°", [leaning(p, f, random.choice([-30, 30])) for p, f in own]
    yield "40 % of the face beyond the edge", [beyond_edge(p, f) for p, f in own]
    yield "20 to 30 % of the height, in a corner", [
        in_corner(p, f, plain[random.integers(len(plain))][0], random) for p, f in own]
    yield "four in one picture", [together(own[i:i + 4]) for i in range(0, len(own) - 3, 4)]
    yield "false alarms: no face", plain
    yield "false alarms: no face, a tenth of the light", [(dark(p, 0.1, random), f) for p, f in plain]


def far_sets(folder, split, every=1):
    """The same for small faces, which the box finds by looking at parts of the picture as well."""
    random = np.random.default_rng(5)
    own, plain = list(faces(folder, split))[::every], list(backgrounds(folder, split))
    for least, most in ((6, 10), (10, 15), (15, 20)):
        yield f"three people, {least} to {most} % of the height", [
            far_away(own[i:i + 3], plain[random.integers(len(plain))][0], least / 100, most / 100, random)
            for i in range(0, len(own) - 2, 3)]


def write(folder, split, pictures):
    """A folder as `moodbox model evaluate face` reads it."""
    (folder / "faces/images").mkdir(parents=True, exist_ok=True)
    (folder / "backgrounds").mkdir(exist_ok=True)
    with open(folder / "faces/faces.csv", "w", newline="") as faces_file, \
            open(folder / "backgrounds/split.csv", "w", newline="") as split_file:
        face_rows, background_rows = csv.writer(faces_file), csv.writer(split_file)
        places = [f"{point}_{axis}" for point in ("eye1", "eye2", "nose", "mouth1", "mouth2") for axis in "xy"]
        face_rows.writerow(["image", "split", "left", "top", "right", "bottom", *places])
        background_rows.writerow(["image", "split"])
        for index, (picture, people) in enumerate(pictures):
            name = f"{index:04d}.png"
            cv2.imwrite(str(folder / ("faces/images" if people else "backgrounds") / name), picture)
            for face in people:
                face_rows.writerow([name, split, *(f"{number:.1f}" for number in (*face.box, *face.points.ravel()))])
            if not people:
                background_rows.writerow([name, split])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default=ROOT / "../shared/data", type=Path)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--split", default="test")
    parser.add_argument("--every", type=int, default=1, help="take each n-th picture for the harder ones")
    options = parser.parse_args()
    for make in (sets, far_sets):
        for name, pictures in make(options.data, options.split, options.every):
            folder = options.to / re.sub(r"[^0-9a-z]+", "-", name).strip("-")
            write(folder, options.split, pictures)
            print(folder, flush=True)
