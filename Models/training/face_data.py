"""Pictures for the face detector: loading, splitting by person, and composing training scenes.

Coordinates are continuous: the pixel in column i covers [i, i + 1), so a picture's right edge is at x = width.
A face is a box (left, top, right, bottom) and five points in the order image-left eye, image-right eye, nose tip,
image-left mouth corner, image-right mouth corner.
"""

import csv
import hashlib
import math
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

cv2.setNumThreads(1)

WIDTH, HEIGHT = 160, 120  # what the network sees
PADDING = 128  # luma beside a letterboxed picture; 0 to the network, the same as its convolutions' own padding
MOST_FACES = 5  # room for faces in one scene
LONGEST_SIDE = 320  # pictures are kept at this size in memory
FLIPPED_POINTS = [1, 0, 2, 4, 3]

# Where the five points of a FER2013 crop (48 x 48) lie on average, and the box that the annotations of
# the face pictures have around such points (median over 2 660 upright faces, made symmetric).
CROP_POINTS = np.float32([[14.5, 18.5], [33.5, 18.5], [24, 28], [17, 36.5], [31, 36.5]])
CROP_BOX = np.float32([3.25, 0.9, 44.75, 50.4])


@dataclass
class Picture:
    """A grey picture with its half and quarter size, and the face in it, if any."""

    name: str
    levels: list[np.ndarray]
    box: np.ndarray | None = None
    points: np.ndarray | None = None
    others: np.ndarray = field(default_factory=lambda: np.zeros((0, 4), np.float32))  # faces nobody annotated

    @property
    def size(self) -> tuple[int, int]:
        return self.levels[0].shape[1], self.levels[0].shape[0]


@dataclass
class Scene:
    """One training picture. `ignored` marks regions where finding a face is neither right nor wrong."""

    luma: np.ndarray
    boxes: np.ndarray
    points: np.ndarray
    point_weights: np.ndarray
    ignored: np.ndarray


def held_out(key: str, one_in: int = 12) -> bool:
    """Whether a person (or background) belongs to validation: stable, and independent of the order of files."""
    return int(hashlib.md5(key.encode()).hexdigest(), 16) % one_in == 0


def pyramid(grey: np.ndarray) -> list[np.ndarray]:
    levels = [grey]
    for _ in range(2):
        height, width = levels[-1].shape
        levels.append(cv2.resize(levels[-1], ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA))
    return levels


def read_grey(path: Path, longest: int = LONGEST_SIDE) -> tuple[np.ndarray, float]:
    grey = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        raise SystemExit(f"{path}: not a picture that OpenCV reads")
    scale = min(1.0, longest / max(grey.shape))
    if scale < 1:
        size = (round(grey.shape[1] * scale), round(grey.shape[0] * scale))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    return grey, scale


def face_rows(data: Path, split: str) -> list[dict]:
    """Rows of faces.csv. `train` and `validation` divide the file's train split by person."""
    rows = []
    with open(data / "faces" / "faces.csv", newline="") as file:
        for row in csv.DictReader(file):
            person = row["image"].rsplit("_", 1)[0]
            own = row["split"] if row["split"] == "test" else ("validation" if held_out(person) else "train")
            if own == split:
                rows.append(row)
    return rows


def annotation(row: dict) -> tuple[np.ndarray, np.ndarray]:
    box = np.float32([row[key] for key in ("left", "top", "right", "bottom")])
    names = ("eye1", "eye2", "nose", "mouth1", "mouth2")
    return box, np.float32([[row[f"{name}_x"], row[f"{name}_y"]] for name in names])


def load_faces(data: Path, split: str) -> list[Picture]:
    pictures = []
    for row in face_rows(data, split):
        grey, scale = read_grey(data / "faces" / "images" / row["image"])
        box, points = annotation(row)
        pictures.append(Picture(row["image"], pyramid(grey), box * scale, points * scale))
    return pictures


def background_names(data: Path, split: str) -> list[str]:
    with open(data / "backgrounds" / "split.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    names = []
    for row in rows:
        own = row["split"] if row["split"] == "test" else ("validation" if held_out(row["image"]) else "train")
        if own == split:
            names.append(row["image"])
    return names


def load_backgrounds(data: Path, split: str, excluded: set[str] = frozenset()) -> list[Picture]:
    names = [name for name in background_names(data, split) if name not in excluded]
    return [Picture(name, pyramid(read_grey(data / "backgrounds" / name)[0])) for name in names]


def load_crops(data: Path, split: str) -> np.ndarray:
    """FER2013 crops [n, 48, 48] of one split that no FER+ annotator called 'not a face'."""
    sheet = cv2.imread(str(data / "emotion" / f"{split}.png"), cv2.IMREAD_GRAYSCALE)
    rows, columns = sheet.shape[0] // 48, sheet.shape[1] // 48
    crops = sheet.reshape(rows, 48, columns, 48).swapaxes(1, 2).reshape(-1, 48, 48)
    with open(data / "emotion" / "labels.csv", newline="") as file:
        keep = [int(r["index"]) for r in csv.DictReader(file) if r["split"] == split and int(r["not_a_face"]) == 0]
    return crops[keep]


def transform(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    return points @ matrix[:, :2].T + matrix[:, 2]


def transform_box(matrix: np.ndarray, box: np.ndarray) -> np.ndarray:
    """The box around the ellipse that fills `box`: turning a head does not make it larger as turning a square would."""
    centre = transform(matrix, (box[:2] + box[2:]) / 2)
    half = np.sqrt((matrix[:, :2] ** 2) @ (((box[2:] - box[:2]) / 2) ** 2))
    return np.concatenate([centre - half, centre + half]).astype(np.float32)


def warp(picture: Picture, matrix: np.ndarray, sharper: bool, border: int = cv2.BORDER_REPLICATE) -> np.ndarray:
    """The picture under `matrix` (picture → scene), taken from the pyramid level that fits the scale."""
    scale = math.sqrt(abs(np.linalg.det(matrix[:, :2])))
    limit = 0.45 if sharper else 0.75  # a scale under the limit goes to the next smaller level
    level = 0
    while scale * 2**level < limit and level + 1 < len(picture.levels):
        level += 1
    source = picture.levels[level]
    width, height = picture.size
    own = matrix.astype(np.float64).copy()
    own[:, 0] *= width / source.shape[1]
    own[:, 1] *= height / source.shape[0]
    own[:, 2] += own[:, :2] @ [0.5, 0.5] - 0.5  # continuous coordinates → OpenCV's pixel centres
    return cv2.warpAffine(source, own, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=border)


def footprint(picture_size: tuple[int, int], matrix: np.ndarray) -> np.ndarray:
    width, height = picture_size
    corners = transform(matrix, np.float32([[0, 0], [width, 0], [width, height], [0, height]]))
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.fillConvexPoly(mask, np.round(corners * 16 - 8).astype(np.int32), 1, shift=4)
    return mask.astype(bool)


class SceneMaker:
    """Composes scenes: whole pictures at all scales, mosaics, faces pasted on backgrounds, blurry FER2013 crops,
    and scenes without a face."""

    def __init__(self, faces: list[Picture], backgrounds: list[Picture], crops: np.ndarray, seed: int):
        self.faces, self.backgrounds, self.crops = faces, backgrounds, crops
        self.background_weights = np.full(len(backgrounds), 1 / len(backgrounds))
        self.random = np.random.default_rng(seed)
        self.order: list[int] = []

    def batch(self, count: int) -> list[Scene]:
        return [self.scene() for _ in range(count)]

    def scene(self) -> Scene:
        random = self.random
        self.canvas = self.backdrop()
        self.owner = np.zeros((HEIGHT, WIDTH), np.int16)  # 0: backdrop, k: the k-th thing placed
        self.placed: list[tuple[np.ndarray, np.ndarray, float]] = []
        self.unknown: list[np.ndarray] = []
        kind = random.random()
        if kind < 0.50:
            self.place_face((0, 0, WIDTH, HEIGHT), self.face_height(), random.random() < 0.25)
        elif kind < 0.68:
            self.mosaic()
        elif kind < 0.83:
            for _ in range(1 if random.random() < 0.6 else random.integers(2, 4)):
                self.place_crop()
        # else: a scene without a face
        self.occlude()
        return self.finish()

    # What faces stand in front of

    def backdrop(self) -> np.ndarray:
        random = self.random
        kind = random.random()
        if kind < 0.68:
            canvas = self.background()
            if random.random() < 0.25:  # two places in one picture
                other, split = self.background(), random.integers(30, 130)
                canvas = np.hstack([canvas[:, :split], other[:, split:]])
            return canvas
        if kind < 0.80:
            return np.full((HEIGHT, WIDTH), PADDING, np.uint8)
        if kind < 0.84:
            return np.full((HEIGHT, WIDTH), random.integers(0, 256), np.uint8)
        return self.synthetic()

    def background(self) -> np.ndarray:
        random = self.random
        picture = self.backgrounds[random.choice(len(self.backgrounds), p=self.background_weights)]
        width, height = picture.size
        cover = max(WIDTH / width, HEIGHT / height)
        scale = cover * math.exp(random.uniform(-0.1, 0.9))
        matrix = self.matrix((width, height), scale, random.normal(0, 8), random.random() < 0.5)
        slack = np.abs([scale * width - WIDTH, scale * height - HEIGHT]) / 2
        matrix[:, 2] += np.float32([WIDTH / 2, HEIGHT / 2]) + random.uniform(-1, 1, 2) * slack
        return warp(picture, matrix, random.random() < 0.5, cv2.BORDER_REFLECT)

    def synthetic(self) -> np.ndarray:
        """Ramps, soft blobs and stripes."""
        random = self.random
        columns, rows = np.meshgrid(np.linspace(-1, 1, WIDTH), np.linspace(-1, 1, HEIGHT))
        canvas = random.uniform(20, 235) + random.normal(0, 40) * columns + random.normal(0, 40) * rows
        if random.random() < 0.6:
            coarse = random.normal(0, random.uniform(5, 60), (random.integers(2, 12), random.integers(2, 16)))
            canvas += cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
        if random.random() < 0.3:
            angle, period = random.uniform(0, math.pi), random.uniform(0.05, 0.6)
            canvas += random.uniform(5, 60) * np.sin((columns * math.cos(angle) + rows * math.sin(angle)) / period * 6)
        if random.random() < 0.5:
            canvas += random.normal(0, random.uniform(1, 12), canvas.shape)
        return np.clip(canvas, 0, 255).astype(np.uint8)

    # Faces

    def face_height(self) -> float:
        """Box height in pixels of the scene: 15 % to 110 % of it, evenly by octave."""
        return math.exp(self.random.uniform(math.log(16), math.log(132)))

    def next_face(self) -> Picture:
        if not self.order:
            self.order = list(self.random.permutation(len(self.faces)))
        return self.faces[self.order.pop()]

    @staticmethod
    def matrix(size: tuple[int, int], scale, degrees: float, flip: bool, about=None) -> np.ndarray:
        """Turns, scales and mirrors a picture so that `about` (its middle by default) comes to the origin."""
        angle = math.radians(degrees)
        turn = np.float32([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        linear = turn * np.float32(scale) * (np.float32([-1, 1]) if flip else 1)
        about = np.float32(size) / 2 if about is None else about
        return np.column_stack([linear, -linear @ about]).astype(np.float32)

    def angle(self) -> float:
        return float(np.clip(self.random.normal(0, 16), -45, 45))

    def place_face(self, cell: tuple[int, int, int, int], height: float, on_backdrop: bool) -> None:
        """Puts a whole picture so that its face has `height` and lies in `cell` (left, top, right, bottom)."""
        random, picture = self.random, self.next_face()
        box = picture.box
        scale = height / (box[3] - box[1])
        flip = random.random() < 0.5
        stretch = scale * np.exp(np.float32([random.normal(0, 0.04), 0]))
        middle = (box[:2] + box[2:]) / 2
        matrix = self.matrix(picture.size, stretch, self.angle(), flip, middle)
        left, top, right, bottom = cell
        face = transform_box(matrix, box)[2:]  # half its size
        half = np.minimum(face * random.uniform(-0.1, 0.9), [(right - left) / 2, (bottom - top) / 2])
        place = [random.uniform(left + half[0], right - half[0]), random.uniform(top + half[1], bottom - half[1])]
        if random.random() < 0.15:  # partly beyond an edge
            axis, beyond = random.integers(2), random.uniform(0.1, 0.52)
            inwards = face[axis] * (1 - 2 * beyond)
            place[axis] = cell[axis] + inwards if random.random() < 0.5 else cell[axis + 2] - inwards
        matrix[:, 2] += place
        warped = warp(picture, matrix, random.random() < 0.5)
        mask = footprint(picture.size, matrix)
        if not on_backdrop and random.random() < 0.35:
            mask[:] = True  # the picture's edge goes on to the frame's
        window = np.zeros_like(mask)
        window[top:bottom, left:right] = True
        mask &= window
        if on_backdrop and random.random() < 0.6:  # only head and shoulders
            head = transform_box(matrix, box)
            grow = random.uniform(0.15, 0.9, 4) * (head[3] - head[1])
            near = np.zeros_like(mask)
            l, t, r, b = np.clip(head + grow * [-1, -1, 1, 1], 0, [WIDTH, HEIGHT, WIDTH, HEIGHT]).astype(int)
            near[t:b, l:r] = True
            mask &= near
        self.paste(warped, mask, transform_box(matrix, box), self.placed_points(matrix, picture.points, flip), 1.0)
        self.unknown += [transform_box(matrix, other) for other in picture.others]

    @staticmethod
    def placed_points(matrix: np.ndarray, points: np.ndarray, flip: bool) -> np.ndarray:
        return transform(matrix, points)[FLIPPED_POINTS if flip else slice(None)]

    def paste(self, pixels: np.ndarray, mask: np.ndarray, box, points, weight: float) -> None:
        self.placed.append((box, points, weight))
        np.copyto(self.canvas, pixels, where=mask)
        self.owner[mask] = len(self.placed)

    def mosaic(self) -> None:
        random = self.random
        x, y = int(random.uniform(0.33, 0.67) * WIDTH), int(random.uniform(0.33, 0.67) * HEIGHT)
        kind = random.random()
        if kind < 0.45:
            cells = [(0, 0, x, HEIGHT), (x, 0, WIDTH, HEIGHT)]
        elif kind < 0.6:
            cells = [(0, 0, x, HEIGHT), (x, 0, WIDTH, y), (x, y, WIDTH, HEIGHT)]
        else:
            cells = [(0, 0, x, y), (x, 0, WIDTH, y), (0, y, x, HEIGHT), (x, y, WIDTH, HEIGHT)]
        for cell in cells:
            if random.random() < 0.15:
                continue  # the backdrop shows
            room = min(cell[3] - cell[1], 1.2 * (cell[2] - cell[0]))
            self.place_face(cell, room * random.uniform(0.3, 1.0), random.random() < 0.15)

    def place_crop(self) -> None:
        """A FER2013 crop, or the mean of several, with a soft edge: a blurry face of few pixels."""
        random = self.random
        count = 1 if random.random() < 0.5 else int(2 ** random.uniform(1, 7))
        crop = self.crops[random.integers(0, len(self.crops), count)].mean(0)
        if count > 4:
            crop = (crop - crop.mean()) * random.uniform(1, 1.6) + crop.mean()
        flip, scale = random.random() < 0.5, math.exp(random.uniform(math.log(18), math.log(125))) / 49.5
        matrix = self.matrix((48, 48), scale, self.angle() * 0.7, flip)
        half = 24 * scale * random.uniform(0.5, 1)
        centre = [random.uniform(min(half, s / 2), max(s - half, s / 2)) for s in (WIDTH, HEIGHT)]
        matrix[:, 2] += np.float32(centre)
        picture = Picture("", pyramid(np.clip(crop, 0, 255).astype(np.uint8)))
        warped = warp(picture, matrix, True)
        mask = np.zeros((48, 48), np.float32)
        axes = (random.uniform(18, 24), random.uniform(21, 25))
        if random.random() < 0.7:
            cv2.ellipse(mask, ((24, 24), (2 * axes[0], 2 * axes[1]), 0), 1, -1)
        else:
            mask[1:47, 1:47] = 1
        mask = cv2.GaussianBlur(mask, (0, 0), random.uniform(0.3, 3.5))
        own = matrix.astype(np.float64).copy()
        own[:, 2] += own[:, :2] @ [0.5, 0.5] - 0.5
        alpha = cv2.warpAffine(mask, own, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR)
        mixed = self.canvas + alpha * (warped.astype(np.float32) - self.canvas)
        inside = footprint((48, 48), matrix)
        inside |= alpha > 0.01
        box = transform_box(matrix, CROP_BOX)
        self.paste(np.round(mixed).astype(np.uint8), inside, box, self.placed_points(matrix, CROP_POINTS, flip), 0.1)

    def occlude(self) -> None:
        """A patch of something else over a part of a face (at most about a third), and now and then elsewhere."""
        random = self.random
        for box, _, _ in self.placed:
            if random.random() > 0.15:
                continue
            size = (box[2:] - box[:2]) * random.uniform(0.15, 0.6, 2)
            middle = box[:2] + (box[2:] - box[:2]) * random.uniform(0, 1, 2)
            left, top = np.clip(middle - size / 2, 0, [WIDTH, HEIGHT]).astype(int)
            right, bottom = np.clip(middle + size / 2, 0, [WIDTH, HEIGHT]).astype(int)
            source = self.background() if random.random() < 0.6 else np.full_like(self.canvas, random.integers(0, 256))
            self.canvas[top:bottom, left:right] = source[top:bottom, left:right]

    def finish(self) -> Scene:
        boxes = np.zeros((MOST_FACES, 4), np.float32)
        points = np.zeros((MOST_FACES, 5, 2), np.float32)
        weights = np.zeros(MOST_FACES, np.float32)  # 0 where there is no face
        ignored, count = list(self.unknown), 0
        for index, (box, where, weight) in enumerate(self.placed):
            l, t, r, b = np.clip(np.round(box), 0, [WIDTH, HEIGHT, WIDTH, HEIGHT]).astype(int)
            seen = (self.owner[t:b, l:r] == index + 1).sum() / max(1.0, np.prod(box[2:] - box[:2]))
            if seen >= 0.45 and box[3] - box[1] >= 12 and count < MOST_FACES:
                boxes[count], points[count], weights[count] = box, where, weight
                count += 1
            elif seen >= 0.12:
                ignored.append(box)
        masks = np.zeros((MOST_FACES, 4), np.float32)
        for index, box in enumerate(ignored[:MOST_FACES]):
            masks[index] = box
        return Scene(self.light(self.canvas), boxes, points, weights, masks)

    # Light and camera

    def light(self, luma: np.ndarray) -> np.ndarray:
        random = self.random
        if random.random() < 0.1:
            return brightened(luma)
        picture = luma.astype(np.float32)
        if random.random() < 0.35:
            sigma = random.uniform(0.3, 1.6)
            picture = cv2.GaussianBlur(picture, (0, 0), sigma)
        if random.random() < 0.06:
            small = random.uniform(0.35, 0.7)
            size = (int(WIDTH * small), int(HEIGHT * small))
            picture = cv2.resize(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), (WIDTH, HEIGHT))
        if random.random() < 0.5:
            table = 255 * (np.arange(256) / 255) ** math.exp(random.normal(0, 0.45))
            picture = np.interp(picture, np.arange(256), table).astype(np.float32)
        if random.random() < 0.6:
            picture = (picture - 128) * math.exp(random.normal(-0.15, 0.35)) + 128 + random.normal(0, 22)
        if random.random() < 0.3:  # a lamp at one side
            columns, rows = np.meshgrid(np.linspace(-1, 1, WIDTH), np.linspace(-1, 1, HEIGHT), sparse=True)
            angle, strength = random.uniform(0, 2 * math.pi), random.uniform(0.1, 0.7)
            picture *= 1 + strength * (math.cos(angle) * columns + math.sin(angle) * rows).astype(np.float32)
        if random.random() < 0.4:
            picture += random.normal(0, random.uniform(1, 10), picture.shape).astype(np.float32)
        picture = np.clip(np.round(picture), 0, 255).astype(np.uint8)
        if random.random() < 0.15:
            quality = [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(25, 90))]
            picture = cv2.imdecode(cv2.imencode(".jpg", picture, quality)[1], cv2.IMREAD_GRAYSCALE)
        return brightened(self.dark(picture) if random.random() < 0.2 else picture)

    def dark(self, luma: np.ndarray) -> np.ndarray:
        """What a camera sees in a half to a fortieth of the light: few levels, and noise."""
        share = math.exp(self.random.uniform(math.log(0.025), math.log(0.5)))
        noise = self.random.normal(0, math.exp(self.random.uniform(math.log(0.3), math.log(4))), luma.shape)
        picture = 255 * share * (luma / 255) ** self.random.uniform(1, 1.6) + noise
        return np.clip(np.round(picture), 0, 255).astype(np.uint8)


def brightened(picture: np.ndarray) -> np.ndarray:
    """A dark picture made brighter, so that the brightest hundredth begins at 80, at most eightfold."""
    bright = np.sort(picture, axis=None)[-(-99 * picture.size // 100) - 1]
    gain = min(np.float32(80) / np.float32(max(bright, 1)), np.float32(8))
    return picture if gain <= 1 else np.minimum(np.round(picture * gain), 255).astype(np.uint8)


def letterbox(grey: np.ndarray) -> tuple[np.ndarray, float]:
    """The whole picture at the network's size, brightened if dark, at the top left, grey beside it; and the scale used.

    Scale is min(160 / width, 120 / height). Shrinking averages over the area that each pixel covers; growing is
    bilinear with half-pixel centres.
    """
    height, width = grey.shape
    scale = min(WIDTH / width, HEIGHT / height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    canvas = np.full((HEIGHT, WIDTH), PADDING, np.uint8)
    canvas[: size[1], : size[0]] = brightened(cv2.resize(grey, size, interpolation=method))
    return canvas, scale
