"""Things that belong to a place and have no part in the science; small, and kept to the edges of the image.

Each is drawn about x = `x`, standing on y = `foot`, at most 0.06 to either side. None may be evidence of a law: no lit
screens or flames, no water, nothing rusty, no fruit, no plants that could wilt.
"""

import math
from collections.abc import Callable, Mapping

from scisynth.lab.canvas import Canvas, Color, darker, lighter

Distractor = Callable[[Canvas, float, float], None]

SLOTS = ((0.06, 0.85), (0.94, 0.85), (0.11, 0.79), (0.89, 0.79))
"""(x, foot) of the places where a distractor may stand: two in front, two further back."""
CLOTH = ("#b5483f", "#3f6fa8", "#3f8a6a", "#d2a23c", "#7a5a94", "#5a6470")


def place_distractors(canvas: Canvas, place: str) -> None:
    """One to three of the place's things, the far ones first."""
    things = [thing for thing in DISTRACTORS[place] if canvas.season not in OUT_OF_SEASON.get(thing, ())]
    slots = sorted(canvas.rng.sample(SLOTS, min(canvas.rng.randint(1, 3), len(things))), key=lambda slot: slot[1])
    for (x, foot), thing in zip(slots, canvas.rng.sample(things, len(slots)), strict=True):
        _shadow(canvas, x, foot)
        thing(canvas, x, foot)


def _shadow(canvas: Canvas, x: float, foot: float) -> None:
    canvas.ellipse(x, foot, 0.06, 0.012, "#00000030")


def _cloth(canvas: Canvas) -> Color:
    return canvas.rng.choice(CLOTH)


def _mug(canvas: Canvas, x: float, foot: float) -> None:
    color = _cloth(canvas)
    canvas.ellipse(x + 0.04, foot - 0.05, 0.02, 0.025, None, outline=darker(color, 0.1), width=0.009)
    canvas.rectangle(x - 0.04, foot - 0.095, x + 0.04, foot, color, radius=0.012)
    canvas.rectangle(x - 0.03, foot - 0.09, x - 0.018, foot - 0.012, lighter(color, 0.3), radius=0.005)
    canvas.ellipse(x, foot - 0.092, 0.04, 0.01, darker(color, 0.35))


def _books(canvas: Canvas, x: float, foot: float) -> None:
    y = foot
    for color in canvas.rng.sample(CLOTH, 4):
        shift, height = canvas.rng.uniform(-0.008, 0.008), canvas.rng.uniform(0.022, 0.034)
        canvas.rectangle(x - 0.05 + shift, y - height, x + 0.05 + shift, y, color, radius=0.004)
        canvas.rectangle(x - 0.03 + shift, y - height * 0.7, x + 0.05 + shift, y - height * 0.3, "#f2ecdf")
        y -= height


def _lamp(canvas: Canvas, x: float, foot: float) -> None:
    shade = _cloth(canvas)
    canvas.ellipse(x, foot - 0.006, 0.036, 0.011, "#5a4a3c")
    canvas.line([(x, foot - 0.01), (x, foot - 0.18)], "#6f5c4a", 0.012)
    canvas.polygon(
        [(x - 0.028, foot - 0.25), (x + 0.028, foot - 0.25), (x + 0.055, foot - 0.15), (x - 0.055, foot - 0.15)], shade
    )
    canvas.polygon(
        [(x - 0.022, foot - 0.25), (x, foot - 0.25), (x - 0.01, foot - 0.15), (x - 0.045, foot - 0.15)],
        lighter(shade, 0.25),
    )


def _vase(canvas: Canvas, x: float, foot: float) -> None:
    color = _cloth(canvas)
    canvas.rectangle(x - 0.016, foot - 0.17, x + 0.016, foot - 0.08, color)
    canvas.ellipse(x, foot - 0.06, 0.045, 0.06, color)
    canvas.ellipse(x - 0.018, foot - 0.07, 0.01, 0.032, lighter(color, 0.35))
    canvas.ellipse(x, foot - 0.17, 0.026, 0.008, darker(color, 0.3))


def _clock(canvas: Canvas, x: float, foot: float) -> None:
    color, y = _cloth(canvas), foot - 0.058
    canvas.line([(x - 0.03, foot), (x, y), (x + 0.03, foot)], darker(color, 0.4), 0.012)
    canvas.ellipse(x, y, 0.05, 0.05, color)
    canvas.ellipse(x, y, 0.039, 0.039, "#fbf9f2")
    canvas.line([(x, y - 0.03), (x, y), (x + 0.02, y + 0.008)], "#333333", 0.006)


def _pencils(canvas: Canvas, x: float, foot: float) -> None:
    for lean, color in zip((-0.03, -0.005, 0.025), canvas.rng.sample(CLOTH, 3), strict=True):
        canvas.line([(x + lean * 0.4, foot - 0.05), (x + lean, foot - 0.16)], color, 0.012)
    canvas.rectangle(x - 0.034, foot - 0.09, x + 0.034, foot, "#4d5660", radius=0.006)
    canvas.rectangle(x - 0.026, foot - 0.085, x - 0.014, foot - 0.008, "#808b96")


def _globe(canvas: Canvas, x: float, foot: float) -> None:
    y = foot - 0.09
    canvas.ellipse(x, foot - 0.006, 0.035, 0.011, "#6b4a2f")
    canvas.line([(x, foot), (x, y)], "#6b4a2f", 0.01)
    canvas.ellipse(x, y, 0.055, 0.055, "#4c86b8")
    canvas.blob(x - 0.014, y - 0.012, 0.024, 0.026, "#6fa35c", wobble=0.35, points=8)
    canvas.blob(x + 0.028, y + 0.018, 0.014, 0.018, "#c2a765", wobble=0.3, points=8)


def _flask(canvas: Canvas, x: float, foot: float) -> None:
    glass = "#dfeaf0b0"
    body = [(x - 0.014, foot - 0.15), (x + 0.014, foot - 0.15), (x + 0.014, foot - 0.1), (x + 0.052, foot)]
    body += [(x - 0.052, foot), (x - 0.014, foot - 0.1)]
    canvas.polygon(body, glass, "#7f94a0", 0.006)
    canvas.line([(x - 0.02, foot - 0.15), (x + 0.02, foot - 0.15)], "#7f94a0", 0.01)
    canvas.line([(x - 0.008, foot - 0.09), (x - 0.034, foot - 0.018)], "#ffffff", 0.008)


def _microscope(canvas: Canvas, x: float, foot: float) -> None:
    canvas.rectangle(x - 0.045, foot - 0.022, x + 0.045, foot, "#3d4650", radius=0.006)
    canvas.line([(x + 0.03, foot - 0.02), (x + 0.036, foot - 0.09), (x + 0.004, foot - 0.15)], "#4d5966", 0.02)
    canvas.line([(x - 0.02, foot - 0.18), (x + 0.002, foot - 0.075)], "#e6eaed", 0.026)
    canvas.rectangle(x - 0.04, foot - 0.062, x + 0.03, foot - 0.05, "#2e353c")


def _toolbox(canvas: Canvas, x: float, foot: float) -> None:
    color = _cloth(canvas)
    canvas.line(
        [(x - 0.025, foot - 0.08), (x - 0.025, foot - 0.11), (x + 0.025, foot - 0.11), (x + 0.025, foot - 0.08)],
        "#3a3f44",
        0.01,
    )
    canvas.rectangle(x - 0.058, foot - 0.085, x + 0.058, foot, color, radius=0.008)
    canvas.rectangle(x - 0.058, foot - 0.06, x + 0.058, foot - 0.05, darker(color, 0.35))
    canvas.rectangle(x - 0.01, foot - 0.065, x + 0.01, foot - 0.042, "#d7d9da")


def _box(canvas: Canvas, x: float, foot: float) -> None:
    canvas.rectangle(x - 0.056, foot - 0.1, x + 0.056, foot, "#b98f5f")
    canvas.rectangle(x - 0.056, foot - 0.1, x + 0.056, foot - 0.085, "#d1a977")
    canvas.rectangle(x - 0.01, foot - 0.1, x + 0.01, foot, "#e0c79c")


def _tyre(canvas: Canvas, x: float, foot: float) -> None:
    canvas.ellipse(x, foot - 0.058, 0.058, 0.058, "#2b2d30")
    canvas.ellipse(x, foot - 0.058, 0.034, 0.034, "#8d9399")
    canvas.ellipse(x, foot - 0.058, 0.012, 0.012, "#4c5156")


def _towels(canvas: Canvas, x: float, foot: float) -> None:
    y = foot
    for color in canvas.rng.sample(CLOTH, 3):
        canvas.rectangle(x - 0.052, y - 0.036, x + 0.052, y, lighter(color, 0.45), radius=0.016)
        canvas.line([(x - 0.04, y - 0.018), (x + 0.05, y - 0.018)], lighter(color, 0.25), 0.005)
        y -= 0.035


def _soap(canvas: Canvas, x: float, foot: float) -> None:
    color = lighter(_cloth(canvas), 0.4)
    canvas.line([(x - 0.026, foot - 0.14), (x, foot - 0.14), (x, foot - 0.1)], "#e9edf0", 0.012)
    canvas.rectangle(x - 0.032, foot - 0.1, x + 0.032, foot, color, radius=0.014)
    canvas.rectangle(x - 0.02, foot - 0.068, x + 0.02, foot - 0.025, "#fbfbfb")


def _ball(canvas: Canvas, x: float, foot: float) -> None:
    color, y = _cloth(canvas), foot - 0.048
    canvas.ellipse(x, y, 0.05, 0.05, "#f7f3ea")
    canvas.ellipse(x, y, 0.022, 0.05, color)
    canvas.polygon([(x - 0.05, y), (x - 0.035, y - 0.036), (x, y - 0.05), (x - 0.018, y)], lighter(color, 0.2))
    canvas.polygon([(x + 0.05, y), (x + 0.035, y + 0.036), (x, y + 0.05), (x + 0.018, y)], darker(color, 0.2))


def _bench(canvas: Canvas, x: float, foot: float) -> None:
    for leg in (-0.045, 0.045):
        canvas.line([(x + leg, foot), (x + leg, foot - 0.11)], "#3f444a", 0.01)
    for height in (0.05, 0.08, 0.105):
        canvas.rectangle(x - 0.06, foot - height - 0.012, x + 0.06, foot - height + 0.006, "#8b6237", radius=0.004)


def _lamppost(canvas: Canvas, x: float, foot: float) -> None:
    canvas.line([(x, foot), (x, foot - 0.48)], "#3d454c", 0.014)
    canvas.rectangle(x - 0.022, foot - 0.02, x + 0.022, foot, "#333a40")
    canvas.polygon(
        [(x - 0.032, foot - 0.54), (x + 0.032, foot - 0.54), (x + 0.02, foot - 0.475), (x - 0.02, foot - 0.475)],
        "#cfd5d8",
    )
    canvas.rectangle(x - 0.036, foot - 0.555, x + 0.036, foot - 0.538, "#3d454c", radius=0.004)


def _bin(canvas: Canvas, x: float, foot: float) -> None:
    color = canvas.rng.choice(("#3f6b52", "#4d5660", "#3f5d80"))
    canvas.polygon([(x - 0.045, foot - 0.12), (x + 0.045, foot - 0.12), (x + 0.036, foot), (x - 0.036, foot)], color)
    canvas.rectangle(x - 0.05, foot - 0.135, x + 0.05, foot - 0.115, darker(color, 0.3), radius=0.006)
    canvas.line([(x - 0.015, foot - 0.1), (x - 0.012, foot - 0.015)], lighter(color, 0.2), 0.007)


def _cone(canvas: Canvas, x: float, foot: float) -> None:
    canvas.rectangle(x - 0.05, foot - 0.016, x + 0.05, foot, "#c8501f", radius=0.004)
    canvas.polygon(
        [(x - 0.034, foot - 0.014), (x + 0.034, foot - 0.014), (x + 0.007, foot - 0.14), (x - 0.007, foot - 0.14)],
        "#ee6a2c",
    )
    canvas.polygon(
        [(x - 0.024, foot - 0.05), (x + 0.024, foot - 0.05), (x + 0.017, foot - 0.085), (x - 0.017, foot - 0.085)],
        "#f7f4ef",
    )


def _rocks(canvas: Canvas, x: float, foot: float) -> None:
    for shift, size in ((-0.022, 0.036), (0.028, 0.026)):
        gray = canvas.rng.choice(("#8c8a86", "#7d8288", "#9a948a"))
        canvas.blob(x + shift, foot - size * 0.6, size, size * 0.8, gray, points=8)
        canvas.ellipse(x + shift - 0.006, foot - size * 0.9, size * 0.45, size * 0.3, lighter(gray, 0.25))


def _stump(canvas: Canvas, x: float, foot: float) -> None:
    canvas.polygon(
        [(x - 0.042, foot - 0.08), (x + 0.042, foot - 0.08), (x + 0.054, foot), (x - 0.054, foot)], "#6f5138"
    )
    canvas.ellipse(x, foot - 0.08, 0.042, 0.015, "#cda878")
    canvas.ellipse(x, foot - 0.08, 0.022, 0.007, None, outline="#a8855a", width=0.004)


def _basket(canvas: Canvas, x: float, foot: float) -> None:
    canvas.ellipse(x, foot - 0.075, 0.042, 0.06, None, outline="#8a6434", width=0.01)
    canvas.polygon(
        [(x - 0.055, foot - 0.075), (x + 0.055, foot - 0.075), (x + 0.04, foot), (x - 0.04, foot)], "#b98a4e"
    )
    for height in (0.02, 0.045):
        canvas.line([(x - 0.045, foot - height), (x + 0.045, foot - height)], "#8f6838", 0.006)


def _chair(canvas: Canvas, x: float, foot: float) -> None:
    color = canvas.rng.choice(("#8b6237", "#5b6570", "#a34a3f"))
    for leg in (-0.042, 0.038):
        canvas.line([(x + leg, foot), (x + leg, foot - 0.1)], darker(color, 0.2), 0.011)
    canvas.line([(x - 0.042, foot - 0.1), (x - 0.046, foot - 0.22)], darker(color, 0.2), 0.012)
    canvas.rectangle(x - 0.05, foot - 0.115, x + 0.05, foot - 0.095, color, radius=0.005)
    canvas.rectangle(x - 0.054, foot - 0.225, x - 0.034, foot - 0.15, color, radius=0.005)


def _parasol(canvas: Canvas, x: float, foot: float) -> None:
    color, top = _cloth(canvas), foot - 0.36
    canvas.line([(x, foot), (x, top)], "#e8e2d6", 0.01)
    rim = [
        (x + 0.075 * math.cos(math.pi * step / 8), top + 0.06 - 0.075 * math.sin(math.pi * step / 8))
        for step in range(9)
    ]
    canvas.polygon(rim, color)
    canvas.polygon([rim[5], rim[4], rim[3], (x + 0.02, top + 0.06), (x - 0.02, top + 0.06)], "#f7f3ea")


def _shell(canvas: Canvas, x: float, foot: float) -> None:
    fan = [
        (x + 0.045 * math.cos(math.pi * step / 8), foot - 0.02 - 0.05 * math.sin(math.pi * step / 8))
        for step in range(9)
    ]
    canvas.polygon([*fan, (x, foot)], "#f0c9b4")
    for rib in fan[1:8:2]:
        canvas.line([(x, foot - 0.004), rib], "#d19a80", 0.005)


def _cactus(canvas: Canvas, x: float, foot: float) -> None:
    green = canvas.rng.choice(("#4f8a54", "#5b8f4a", "#3f7d55"))
    canvas.line([(x - 0.045, foot - 0.17), (x - 0.045, foot - 0.11), (x, foot - 0.1)], green, 0.024)
    canvas.line([(x + 0.045, foot - 0.2), (x + 0.045, foot - 0.14), (x, foot - 0.13)], green, 0.024)
    canvas.rectangle(x - 0.021, foot - 0.26, x + 0.021, foot, green, radius=0.02)
    canvas.line([(x - 0.007, foot - 0.24), (x - 0.007, foot - 0.01)], lighter(green, 0.25), 0.006)


def _boulder(canvas: Canvas, x: float, foot: float) -> None:
    base = canvas.rng.choice(("#b0764a", "#a8683f", "#c08a5c"))
    canvas.polygon(
        [(x - 0.06, foot), (x - 0.045, foot - 0.09), (x - 0.01, foot - 0.13), (x + 0.04, foot - 0.1), (x + 0.06, foot)],
        base,
    )
    canvas.polygon(
        [(x - 0.01, foot - 0.13), (x + 0.04, foot - 0.1), (x + 0.06, foot), (x + 0.01, foot)], darker(base, 0.2)
    )


DISTRACTORS: Mapping[str, tuple[Distractor, ...]] = {
    "kitchen": (_mug, _vase, _basket, _soap, _clock),
    "living room": (_lamp, _books, _vase, _mug, _clock),
    "bedroom": (_lamp, _clock, _books, _towels),
    "office": (_mug, _books, _pencils, _lamp, _clock),
    "classroom": (_globe, _books, _pencils, _clock),
    "laboratory": (_flask, _microscope, _books, _box),
    "workshop": (_toolbox, _box, _stump, _pencils),
    "garage": (_tyre, _toolbox, _box, _cone),
    "bathroom": (_towels, _soap, _basket, _vase),
    "garden": (_basket, _chair, _rocks, _stump),
    "park": (_bench, _lamppost, _bin, _ball),
    "balcony": (_chair, _basket, _ball, _books),
    "street": (_lamppost, _bin, _cone, _bench),
    "field": (_stump, _rocks, _basket),
    "forest": (_stump, _rocks, _basket),
    "beach": (_ball, _parasol, _shell, _rocks),
    "desert": (_cactus, _boulder, _rocks),
    "cafe": (_mug, _chair, _vase, _books),
}
OUT_OF_SEASON: Mapping[Distractor, tuple[str, ...]] = {
    _parasol: ("winter", "autumn", "spring"), _ball: ("winter", "autumn", "spring"), _chair: ("winter",), _basket: ("winter",),
    _shell: ("winter",),
}  # fmt: skip
"""Seasons in which a thing is not left outdoors."""
