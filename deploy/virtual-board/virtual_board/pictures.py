"""Scenes, as cameras would deliver them."""
import pathlib
import struct
import subprocess
import zlib

SCENES = pathlib.Path(__file__).resolve().parents[3] / "Tests" / "Fixtures" / "scenes"
WIDTH, HEIGHT = 640, 480


def names():
    """Each scene is named after the emotion on its face."""
    return sorted(path.stem for path in SCENES.glob("*.png"))


def grey(scene):
    """A scene's 640 × 480 bytes of luma."""
    data = (SCENES / f"{scene}.png").read_bytes()
    place, packed = 8, b""
    while place < len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        chunk = data[place + 8:place + 8 + length]
        if kind == b"IHDR" and struct.unpack(">IIBBBBB", chunk) != (WIDTH, HEIGHT, 8, 0, 0, 0, 0):
            raise ValueError(f"{scene}: a scene is 640 × 480, 8 bits of grey, not interlaced")
        if kind == b"IDAT":
            packed += chunk
        place += 12 + length
    return _unfiltered(zlib.decompress(packed))


def _unfiltered(rows):
    """PNG's filters undone (PNG specification, section 9), one byte a pixel."""
    picture = bytearray()
    above = bytes(WIDTH)
    for start in range(0, len(rows), WIDTH + 1):
        kind, row = rows[start], bytearray(rows[start + 1:start + 1 + WIDTH])
        for x in range(WIDTH):
            left = row[x - 1] if x else 0
            up = above[x]
            if kind == 1:
                row[x] = row[x] + left & 255
            elif kind == 2:
                row[x] = row[x] + up & 255
            elif kind == 3:
                row[x] = row[x] + (left + up) // 2 & 255
            elif kind == 4:
                corner = above[x - 1] if x else 0
                guess = left + up - corner
                best = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))
                row[x] = row[x] + best[2] & 255
        picture += row
        above = row
    return bytes(picture)


def yuyv(scene):
    """A scene as an uncompressed USB camera delivers it."""
    luma = grey(scene)
    pixels = bytearray(b"\x80" * (2 * len(luma)))
    pixels[::2] = luma
    return bytes(pixels)


def mjpeg(scene):
    """A scene as a webcam delivers it: colour, with chroma halved across."""
    return _jpeg(bytes(value for value in grey(scene) for _ in range(3)))


def mjpeg_of_nobody():
    """A grey wall, as a webcam delivers it."""
    return _jpeg(b"\x70" * (WIDTH * HEIGHT * 3))


def _jpeg(colours):
    return subprocess.run(
        ["cjpeg", "-quality", "90", "-sample", "2x1"], input=b"P6 %d %d 255\n" % (WIDTH, HEIGHT) + colours,
        check=True, capture_output=True).stdout
