"""
Draws the twenty digits in digits/, with Pillow 13 and NumPy, which know nothing of ohem: several pens, sizes, places,
slants, colours, depths and formats. To draw them again: python draw.py digits
"""

import math
import random
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

random.seed(19)


def arc(x, y, across, down, first, last):
    angles = [math.radians(first + (last - first) * i / 24) for i in range(25)]
    return [(x + across * math.cos(a), y + down * math.sin(a)) for a in angles]


# Strokes in a box of side 1, as a hand draws them. A letter makes a second form.
forms = {
    "0": [arc(0.5, 0.5, 0.32, 0.47, -80, 285)],
    "1": [[(0.38, 0.2), (0.55, 0.04), (0.5, 0.97)]],
    "1b": [[(0.55, 0.03), (0.5, 0.97)]],
    "2": [arc(0.48, 0.28, 0.3, 0.24, 190, 390) + [(0.6, 0.55), (0.2, 0.93), (0.85, 0.9)]],
    "2b": [arc(0.48, 0.26, 0.3, 0.22, 200, 400) + [(0.5, 0.65), (0.22, 0.9), (0.34, 0.82), (0.5, 0.92), (0.8, 0.95)]],
    "3": [arc(0.45, 0.27, 0.28, 0.22, 200, 450) + arc(0.46, 0.72, 0.33, 0.25, -85, 160)],
    "4": [[(0.35, 0.05), (0.15, 0.6), (0.85, 0.58)], [(0.66, 0.25), (0.62, 0.98)]],
    "4b": [[(0.6, 0.05), (0.12, 0.65), (0.9, 0.65)], [(0.6, 0.05), (0.6, 0.98)]],
    "5": [[(0.78, 0.06), (0.3, 0.08), (0.26, 0.45)] + arc(0.45, 0.68, 0.32, 0.27, -120, 140)],
    "5b": [[(0.3, 0.1), (0.27, 0.45)] + arc(0.45, 0.68, 0.32, 0.27, -120, 140), [(0.3, 0.08), (0.8, 0.04)]],
    "6": [[(0.68, 0.03), (0.4, 0.25), (0.24, 0.6)] + arc(0.48, 0.72, 0.26, 0.24, 180, -175)],
    "7": [[(0.18, 0.1), (0.82, 0.08), (0.55, 0.5), (0.42, 0.97)]],
    "7b": [[(0.18, 0.1), (0.82, 0.08), (0.42, 0.97)], [(0.35, 0.52), (0.75, 0.5)]],
    "8": [arc(0.5, 0.26, 0.24, 0.22, 90, 450) + arc(0.5, 0.73, 0.3, 0.25, -90, 270)],
    "9": [arc(0.48, 0.3, 0.26, 0.25, 0, -360) + [(0.74, 0.3), (0.7, 0.6), (0.62, 0.97)]],
}


def draw(form, size, box, pen, slant=0.0, jitter=0.0):
    """Where ink is, 0 to 255: drawn four times as large, then shrunk. box: left, top, width, height."""
    mask = Image.new("L", (4 * size[0], 4 * size[1]), 0)
    pencil = ImageDraw.Draw(mask)
    left, top, width, height = (4 * side for side in box)
    shake = lambda: random.uniform(-jitter, jitter)
    for stroke in forms[form]:
        points = [
            (left + (x + slant * (0.5 - y) + shake()) * width, top + (y + shake()) * height) for x, y in stroke
        ]
        pencil.line(points, fill=255, width=round(4 * pen), joint="curve")
        for x, y in points:
            pencil.ellipse([x - 2 * pen, y - 2 * pen, x + 2 * pen, y + 2 * pen], fill=255)
    return mask.resize(size, Image.LANCZOS)


def on_paper(mask, ink, paper):
    picture = Image.new("L" if isinstance(ink, int) else "RGB", mask.size, paper)
    picture.paste(ink, (0, 0), mask)
    return picture


def on_nothing(mask, ink):
    picture = Image.new("RGBA", mask.size, (*ink, 0))
    picture.putalpha(mask)
    return picture


def as_photo(picture):
    """Noise, and light that falls off towards the bottom."""
    levels = np.asarray(picture).astype(int)
    noise = np.random.default_rng(19).integers(-8, 9, levels.shape)
    light = np.arange(levels.shape[0])[:, None] // 2
    return Image.fromarray(np.clip(levels + noise - light, 0, 255).astype(np.uint8))


def save(picture, name, **options):
    picture.save(f"{sys.argv[1]}/{name}", **options)


black, white, ink_blue = 0, 255, (20, 30, 160)
save(on_paper(draw("0", (60, 60), (15, 10, 30, 40), 4.5), black, white), "0-grey.png")
save(on_paper(draw("0", (60, 90), (3, 40, 26, 40), 2, 0.15), white, black).convert("1"), "0-one-bit-inverted.png")
save(on_paper(draw("1", (56, 56), (28, 6, 22, 34), 3.5), ink_blue, (255, 255, 255)), "1-blue-pen.png")
save(on_paper(draw("1b", (36, 36), (1, 1, 24, 33), 2.5, 0.3), black, white), "1-slanted.pgm")
save(on_paper(draw("2", (28, 28), (5, 4, 18, 20), 2.4), white, black), "2-small-inverted.png")
save(on_nothing(draw("2b", (80, 60), (43, 10, 30, 44), 4.5), (0, 0, 0)), "2-black-on-transparent.png")
red = on_paper(draw("3", (60, 96), (12, 30, 30, 42), 3, 0, 0.02), (180, 30, 30), (250, 245, 230))
save(red.quantize(16), "3-palette.png")
save(on_nothing(draw("3", (48, 48), (9, 6, 30, 36), 6), (255, 255, 255)), "3-white-on-transparent.png")
save(on_paper(draw("4", (64, 64), (10, 10, 38, 46), 2.2), 30, 220), "4-pencil.png")
save(on_paper(draw("4b", (32, 32), (3, 3, 24, 26), 3.7), (255, 255, 255), (0, 90, 60)), "4-chalk.ppm")
save(on_paper(draw("5", (110, 110), (60, 60, 38, 44), 3.3), black, white).quantize(4), "5-two-bit.png", bits=2)
save(on_paper(draw("5b", (56, 56), (11, 8, 34, 40), 6.7), white, 10), "5-marker-inverted.png")
save(on_paper(draw("6", (50, 50), (11, 5, 28, 39), 2.8, 0.1), black, white).convert("LA"), "6-grey-alpha.png")
sixteen = np.asarray(on_paper(draw("6", (70, 46), (6, 6, 24, 35), 1.8), black, white)).astype(np.uint16)
save(Image.fromarray(sixteen * 257), "6-sixteen-bit.png")
save(as_photo(on_paper(draw("7", (60, 60), (12, 6, 36, 48), 4.2), 60, 190)), "7-photo.jpg", quality=70)
save(on_paper(draw("7b", (50, 50), (8, 5, 34, 39), 2.2), (0, 0, 0), (255, 240, 120)), "7-crossed-on-yellow.png")
save(on_paper(draw("8", (44, 66), (11, 22, 25, 38), 4.4, 0, 0.01), black, white), "8-thick.png")
save(on_paper(draw("8", (70, 70), (3, 3, 30, 40), 1.5, 0.2), (240, 240, 255), (20, 20, 60)), "8-thin.webp", quality=80)
save(on_nothing(draw("9", (60, 60), (16, 10, 28, 42), 3.3, 0.1), (200, 0, 120)), "9-pink-on-transparent.png")
blurred = draw("9", (90, 90), (11, 40, 26, 38), 2.4).filter(ImageFilter.GaussianBlur(0.7))
save(on_paper(blurred, 40, white), "9-blurred.png")
