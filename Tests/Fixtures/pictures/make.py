#!/usr/bin/env python3
"""Draws the pictures that PicturesTests read. Needs Pillow (13 wrote those that are here).

The drawing has 64 x 48 pixels: a ramp from dark (left) to light (right), a white square in the upper left corner and a
black one in the lower right, so that each of the eight orientations looks different.
"""
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageDraw

here = Path(__file__).parent
WIDTH, HEIGHT = 64, 48


def drawing():
    picture = Image.new("L", (WIDTH, HEIGHT))
    picture.putdata([60 + 2 * x for _ in range(HEIGHT) for x in range(WIDTH)])
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 15, 15), fill=255)
    draw.rectangle((WIDTH - 16, HEIGHT - 16, WIDTH - 1, HEIGHT - 1), fill=0)
    return picture


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width, height, depth, colour, interlaced, rows):
    """A PNG file whose rows are given as they are packed."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def adam7(picture):
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    for left, top, across, down in passes:
        for y in range(top, HEIGHT, down):
            yield bytes(picture.getpixel((x, y)) for x in range(left, WIDTH, across))


def exif(orientation, order):
    """EXIF data with the one tag; order is '<' (Intel) or '>' (Motorola)."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entry = struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"Exif\0\0" + mark + struct.pack(order + "IH", 8, 1) + entry + struct.pack(order + "I", 0)


grey = drawing()
colour = Image.merge("RGB", (grey, grey, grey))
ImageDraw.Draw(colour).rectangle((24, 16, 39, 31), fill=(200, 40, 90))

grey.save(here / "grey.png", optimize=True)
colour.save(here / "colour.png", optimize=True)
colour.quantize(64).save(here / "palette.png", optimize=True)
grey.point(lambda value: 255 if value >= 128 else 0).convert("1").save(here / "one-bit.png", optimize=True)
alpha = colour.convert("RGBA")
alpha.putalpha(Image.new("L", (WIDTH, HEIGHT), 255))
ImageDraw.Draw(alpha).rectangle((24, 16, 39, 31), fill=(0, 0, 0, 0))
alpha.save(here / "transparent.png", optimize=True)
rows = [b"".join(struct.pack(">H", 257 * grey.getpixel((x, y))) for x in range(WIDTH)) for y in range(HEIGHT)]
(here / "sixteen-bit.png").write_bytes(png(WIDTH, HEIGHT, 16, 0, 0, rows))
(here / "interlaced.png").write_bytes(png(WIDTH, HEIGHT, 8, 0, 1, adam7(grey)))
(here / "bomb.png").write_bytes(png(60_000, 60_000, 8, 0, 0, [bytes(1000)]))
whole = (here / "colour.png").read_bytes()
(here / "truncated.png").write_bytes(whole[: len(whole) // 2])

colour.save(here / "baseline.jpg", quality=90)
grey.save(here / "grey.jpg", quality=90)
colour.save(here / "progressive.jpg", quality=90, progressive=True)
colour.save(here / "restarts.jpg", quality=90, restart_marker_rows=1)
ink = Image.merge("CMYK", [band.point(lambda value: 255 - value) for band in colour.split()] + [Image.new("L", grey.size)])
ink.save(here / "ink.jpg", quality=95)
for orientation in range(1, 9):
    grey.save(here / f"orientation-{orientation}.jpg", quality=85, exif=exif(orientation, "<>"[orientation % 2]))
whole = (here / "baseline.jpg").read_bytes()
pixels = whole.index(b"\xff\xda")
(here / "truncated.jpg").write_bytes(whole[: pixels + (len(whole) - pixels) // 2])
(here / "endless.jpg").write_bytes(whole[:-2])
(here / "stray-bytes.jpg").write_bytes(whole[:-2] + b"\x12\x34" + whole[-2:])
(here / "headless.jpg").write_bytes(whole[:40])
(here / "text.jpg").write_bytes(b"This is a letter, not a picture.\n")
(here / "empty.jpg").write_bytes(b"")
(here / "picture.txt").write_bytes(whole)
