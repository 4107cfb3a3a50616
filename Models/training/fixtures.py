"""Draws the seven scenes that the tests look at: Tests/Fixtures/scenes/{angry … neutral}.png, 640×480, 8-bit grey.

    python fixtures.py draw      makes the scenes
    python fixtures.py check     finds, aligns and reads the face in each scene with the project's own networks

Each face is the mean of eight aligned pictures of different people and of their mirror images: nobody's face. Head,
neck, shoulders and room are drawn.
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

SIDE = data.SIDE
MEMBERS = 8
ENLARGED = 6  # samples a crop pixel in the composite
# Votes that a candidate needs for its emotion, and how many candidates the network may choose: few people look afraid
# or disgusted to most annotators, and those who do are little alike.
VOTES_NEEDED = {"angry": 7, "disgust": 4, "fear": 4, "happy": 9, "sad": 6, "surprise": 8, "neutral": 9}
CANDIDATES = {"angry": 250, "disgust": 120, "fear": 500, "happy": 250, "sad": 250, "surprise": 250, "neutral": 250}

ROWS, COLUMNS = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
OVAL = ((COLUMNS - 23.5) / 17) ** 2 + ((ROWS - 26) / 20) ** 2 < 1


def normalised(picture):
    """By mean and deviation inside the oval: light and contrast of the room fall away."""
    picture = picture.astype(np.float32)
    inside = picture[OVAL]
    return (picture - inside.mean()) / max(inside.std(), 1e-3)


def aligned(reference, picture):
    """(correlation, matrix from reference to picture), or None where nothing modest aligns them."""
    matrix = np.eye(2, 3, dtype=np.float32)
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-3)
    try:
        correlation, matrix = cv2.findTransformECC(reference, picture, matrix, cv2.MOTION_AFFINE, criteria,
                                                   OVAL.astype(np.uint8) * 255, 5)
    except cv2.error:  # it did not converge
        return None
    stretch = np.linalg.svd(matrix[:, :2].astype(np.float64))[1]
    middle = matrix @ np.array([23.5, 23.5, 1]) - 23.5
    if stretch[0] > 1.3 or stretch[1] < 0.75 or stretch[0] / stretch[1] > 1.2 or np.abs(middle).max() > 6:
        return None
    return correlation, matrix


def warped(picture, matrix, enlarged=1):
    sampling = np.array([[1 / enlarged, 0, 0.5 / enlarged - 0.5], [0, 1 / enlarged, 0.5 / enlarged - 0.5], [0, 0, 1]])
    side = SIDE * enlarged
    return cv2.warpAffine(picture, (matrix @ sampling).astype(np.float32), (side, side),
                          flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)


def symmetric(picture):
    return (picture + picture[:, ::-1]) / 2


def best_fit(reference, picture):
    """(correlation, matrix, picture) of the picture or its mirror image, whichever fits better; None if neither."""
    fits = []
    for view in (picture, np.ascontiguousarray(picture[:, ::-1])):
        fit = aligned(reference, view)
        if fit:
            fits.append((*fit, view))
    return max(fits, key=lambda fit: fit[0]) if fits else None


def composites(pictures, wanted):
    """Up to `wanted` different mean faces of MEMBERS mutually alike pictures, the most alike first:
    (face float [SIDE·ENLARGED]², likeness, indices of the members)."""
    pictures = [normalised(picture) for picture in pictures]
    reference = symmetric(np.mean(pictures, 0)).astype(np.float32)
    fits = {i: fit for i, picture in enumerate(pictures) if (fit := best_fit(reference, picture))}
    index = list(fits)
    flat = np.stack([normalised(cv2.GaussianBlur(warped(fits[i][2], fits[i][1]), (0, 0), 1.0))[OVAL] for i in index])
    alike = flat @ flat.T / flat.shape[1]
    # The data hold many copies of one picture: those that correlate this much are one person, and count once.
    alone = []
    for i in range(len(index)):
        if all(alike[i, j] < 0.9 for j in alone):
            alone.append(i)
    near = alike[np.ix_(alone, alone)]
    order = np.argsort(-near, axis=1)[:, :MEMBERS]
    likeness = np.take_along_axis(near, order, 1).mean(1)
    made = []
    for seed in np.argsort(-likeness):
        members = [index[alone[i]] for i in order[seed]]
        if all(len(set(members) & set(others)) <= MEMBERS // 2 for _, _, others in made):
            made.append((mean_face(pictures, fits, members), likeness[seed], members))
        if len(made) == wanted:
            break
    return made


def mean_face(pictures, fits, members):
    """Aligns the members to their own mean, a few times over."""
    fits = {i: fits[i] for i in members}

    def mean(enlarged=1):
        return symmetric(np.mean([warped(fits[i][2], fits[i][1], enlarged) for i in members], 0))

    for _ in range(4):
        reference = normalised(mean())
        fits = {i: best_fit(reference, pictures[i]) or fits[i] for i in members}
    return mean(ENLARGED)


def sharpened(face):
    return face + 0.8 * (face - cv2.GaussianBlur(face, (0, 0), 1.5 * ENLARGED))


# Where each face sits: frame pixels a crop pixel, middle of the crop (x, y), degrees it leans, which side the light is.
PLACES = {"angry": (5.2, 320, 225, 0, 0.5), "disgust": (5.0, 260, 215, -4, -0.4), "fear": (4.8, 380, 230, 3, 0.3),
          "happy": (5.4, 310, 230, 5, -0.5), "sad": (5.0, 350, 220, -3, 0.4), "surprise": (4.6, 285, 210, 2, -0.3),
          "neutral": (4.9, 330, 215, 0, 0.2)}
FRAME = (480, 640)
SKIN, CONTRAST = 138, 44  # grey level of the face's mean, grey levels a unit of its deviation


def soft_ellipse(u, v, middle, radii, edge):
    """1 inside, 0 outside, falling over `edge` crop pixels."""
    distance = (np.sqrt(((u - middle[0]) / radii[0]) ** 2 + ((v - middle[1]) / radii[1]) ** 2) - 1) * min(radii)
    return np.clip(0.5 - distance / edge, 0, 1)


def room(light):
    """A wall lit from one side, a skirting board, the soft edge of a shelf: float [480, 640]."""
    y, x = np.mgrid[0:FRAME[0], 0:FRAME[1]] / np.array([[[FRAME[0]]], [[FRAME[1]]]])
    wall = 128 + 38 * light * (2 * x - 1) - 26 * y
    wall += 34 * np.exp(-(((x - 0.5 - 0.42 * np.sign(light)) / 0.22) ** 2 + ((y - 0.12) / 0.3) ** 2))
    shelf = np.clip((0.26 - y) * 60, 0, 1) * np.clip((y - 0.235) * 60, 0, 1)
    shelf *= np.clip((0.3 - x if light > 0 else x - 0.7) * 40, 0, 1)
    floor = np.clip((y - 0.88) * 80, 0, 1)
    return wall * (1 - 0.45 * shelf) * (1 - 0.3 * floor)


def scene(face, place):
    """uint8 [480, 640]: the face on a drawn head before a drawn wall."""
    size, x, y, lean, light = place
    angle = np.deg2rad(lean)
    turn = size * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = np.concatenate([turn, (np.array([x, y]) - turn @ [SIDE / 2, SIDE / 2])[:, None]], 1)
    rows, columns = np.mgrid[0:FRAME[0], 0:FRAME[1]] + 0.5
    back = np.linalg.inv(turn)
    u = back[0, 0] * (columns - matrix[0, 2]) + back[0, 1] * (rows - matrix[1, 2])
    v = back[1, 0] * (columns - matrix[0, 2]) + back[1, 1] * (rows - matrix[1, 2])

    # Only what lies inside the oval is face; around it goes the same skin without features.
    side = SIDE * ENLARGED
    fine_v, fine_u = (np.mgrid[0:side, 0:side] + 0.5) / ENLARGED
    inside = soft_ellipse(fine_u, fine_v, (24, 26.5), (16, 20), 2)
    broad = (0, 0), 7 * ENLARGED
    plain = cv2.GaussianBlur(face * inside, *broad) / np.maximum(cv2.GaussianBlur(inside, *broad), 1e-3)
    place_in = (u * ENLARGED - 0.5).astype(np.float32), (v * ENLARGED - 0.5).astype(np.float32)

    def drawn(values):
        return SKIN + CONTRAST * cv2.remap(values.astype(np.float32), *place_in, cv2.INTER_CUBIC,
                                           borderMode=cv2.BORDER_REPLICATE)

    skin = drawn(plain)
    picture = room(light)

    def paint(mask, level):
        nonlocal picture
        picture = picture * (1 - mask) + level * mask

    shading = 1 + 0.1 * light * (u - 24) / 20
    paint(soft_ellipse(u, v, (24, 17), (22, 24), 2), 46 + 10 * shading)            # hair
    paint(soft_ellipse(u, v, (24, 92), (46, 38), 1.5), 74 * shading + 0.1 * v)     # shoulders
    paint(soft_ellipse(u, v, (24, 49), (9.5, 13), 1.5), skin * 0.72)               # neck
    for ear in (5.2, 42.8):
        paint(soft_ellipse(u, v, (ear, 25), (2.6, 5), 1), skin * 0.85)
    rim = soft_ellipse(u, v, (24, 26), (17.5, 23), 9)
    paint(soft_ellipse(u, v, (24, 26), (19, 23.5), 1), skin * (0.8 + 0.2 * rim) * shading)
    paint(soft_ellipse(u, v, (24, 26.5), (15.5, 20), 5), drawn(face) * shading)
    return np.clip(np.round(cv2.GaussianBlur(picture, (0, 0), 0.7)), 0, 255).astype(np.uint8)


def candidates(split, emotion_file, name):
    """Training pictures that many annotators called `name` and that the network reads so too, the surest first."""
    column = data.EMOTIONS.index(name)
    index = (split.votes[:, column] >= VOTES_NEEDED[name]).nonzero()[:, 0]
    index = index[torch.randperm(len(index), generator=torch.Generator().manual_seed(1))[:1200]]
    sure = emotion_file.logits(split.pictures[index])[0].softmax(1)[:, column]
    return split.pictures[index[sure.argsort(descending=True)[:CANDIDATES[name]]]].numpy()


def readings(emotion_file, picture, matrix):
    """Probabilities [27, 7] of the crop and of crops a little beside it: shifted ±1.5 crop pixels, 8 % nearer, farther."""
    crops = []
    for x in (-1.5, 0, 1.5):
        for y in (-1.5, 0, 1.5):
            for size in (0.92, 1, 1.08):
                beside = np.array([[size, 0, 24 * (1 - size) + x], [0, size, 24 * (1 - size) + y], [0, 0, 1]])
                crops.append(looking.crop(picture, matrix @ beside))
    return looking.probabilities(emotion_file, np.stack(crops))


def draw(options):
    split = data.Split(options.data, "training")
    eyes, emotion_file = looking.Eyes(options.faces, options.points), emotion.File(options.emotion)
    options.scenes.mkdir(parents=True, exist_ok=True)
    for name in data.EMOTIONS[:7]:
        best = None
        # Of several mean faces, the one that is read most surely wherever the crop is taken; of nearly equal ones,
        # the one whose members are most alike.
        for face, likeness, members in composites(candidates(split, emotion_file, name), options.choices):
            picture = scene(sharpened(face), PLACES[name])
            found = eyes.faces(picture)
            if len(found) != 1:
                continue
            around = readings(emotion_file, picture, similarity(found[0]["points"]))
            sure = around[:, data.EMOTIONS.index(name)].mean()
            if best is None or sure > best[0] + 0.02:
                best = (sure, likeness, picture)
        path = options.scenes / f"{name}.png"
        cv2.imwrite(str(path), best[2], [cv2.IMWRITE_PNG_COMPRESSION, 9])
        print(f"{name}: read with {best[0]:.2f}, likeness of the members {best[1]:.2f}, {path.stat().st_size} bytes",
              flush=True)


def check(options):
    eyes, emotion_file = looking.Eyes(options.faces, options.points), emotion.File(options.emotion)
    wrong = 0
    for name in data.EMOTIONS[:7]:
        frame = cv2.imread(str(options.scenes / f"{name}.png"), cv2.IMREAD_GRAYSCALE)
        found = eyes.faces(frame)
        if not found:
            print(f"{name}: no face")
            wrong += 1
            continue
        matrix = similarity(found[0]["points"])
        scores = looking.probabilities(emotion_file, looking.crop(frame, matrix)[None])[0]
        beside = readings(emotion_file, frame, matrix)[:, data.EMOTIONS.index(name)]
        read = data.EMOTIONS[scores.argmax()]
        wrong += read != name
        box = " ".join(f"{n:.0f}" for n in found[0]["box"])
        print(f"{name}: {len(found)} face(s), score {found[0]['score']:.2f}, box {box}; {read} {scores.max():.2f}; "
              f"beside it {beside.min():.2f}…{beside.max():.2f}")
    raise SystemExit(wrong > 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["draw", "check"])
    parser.add_argument("--data", default=emotion.ROOT / "../shared/data", type=Path)
    parser.add_argument("--emotion", default=emotion.ROOT / "Models/emotion.tflite", type=Path)
    parser.add_argument("--faces", default=emotion.ROOT / "Models/face.tflite", type=Path)
    parser.add_argument("--points", default=emotion.ROOT / "Models/points.tflite", type=Path)
    parser.add_argument("--scenes", default=emotion.ROOT / "Tests/Fixtures/scenes", type=Path)
    parser.add_argument("--choices", type=int, default=40, help="mean faces to choose from, each emotion")
    given = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    {"draw": draw, "check": check}[given.command](given)
