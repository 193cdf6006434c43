"""Where scenes stand, and the parts that backgrounds are built of: walls, windows, skies, hills, lawns."""

import math

from scisynth.lab.canvas import Canvas, Color, darker, lighter, mix

GROUND = 0.74
"""y of the line where the wall meets the table or the sky meets the land; things stand at about y = STAND."""
STAND = 0.86
"""y of the foot of things that stand in a scene."""
SNOW, STRAW = "#eef3f8", "#b8a468"
"""What winter lays on the ground, and what autumn yellows it towards."""


def in_season(canvas: Canvas, color: Color, cover: float = 0.9) -> Color:
    """The colour of what grows outdoors under the scene's season: snowed in, yellowed, or as it is; `cover` says how much."""
    if canvas.season == "winter":
        return mix(color, SNOW, cover)
    return mix(color, STRAW, 0.5 * cover) if canvas.season == "autumn" else color


def walls_and_floor(canvas: Canvas, walls: tuple[Color, ...], floors: tuple[Color, ...]) -> tuple[Color, Color]:
    """Wall and surface in one of the colours each; returns the two."""
    wall, floor = canvas.rng.choice(walls), canvas.rng.choice(floors)
    canvas.gradient(0, 0, 1, GROUND, lighter(wall, 0.15), wall)
    canvas.gradient(0, GROUND, 1, 1, floor, darker(floor, 0.18))
    return wall, floor


def edge(canvas: Canvas, color: Color) -> None:
    """The lit front edge of a table or worktop."""
    canvas.rectangle(0, GROUND - 0.008, 1, GROUND + 0.008, color)


def grid(canvas: Canvas, step: float, color: Color) -> None:
    """Tile joints on the wall."""
    start = canvas.rng.uniform(0, step)
    for number in range(math.ceil(1 / step)):
        at = start + number * step
        canvas.line([(at, 0), (at, GROUND)], color, 0.005)
        if at < GROUND:
            canvas.line([(0, at), (1, at)], color, 0.005)


def shelf(canvas: Canvas, x0: float, x1: float, y: float, color: Color) -> None:
    """A board on the wall with its shadow."""
    canvas.rectangle(x0, y, x1, y + 0.02, color)
    canvas.rectangle(x0, y + 0.02, x1, y + 0.032, "#00000022")


def window(canvas: Canvas, x0: float, y0: float, x1: float, y1: float, frame: Color = "#f7f5f0") -> None:
    """A window onto a pale sky."""
    sky = canvas.rng.choice(("#bcd9ee", "#cfe3ef", "#a9cce6"))
    canvas.gradient(x0, y0, x1, y1, sky, lighter(sky, 0.45))
    canvas.rectangle(x0, y0, x1, y1, "#ffffff00", outline=frame, width=0.018)
    canvas.line([((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1)], frame, 0.012)
    canvas.line([(x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2)], frame, 0.012)


def sky(canvas: Canvas, horizon: float) -> None:
    """Day sky with a cloud or two."""
    sky = canvas.rng.choice(("#8dbfe6", "#9fcbe8", "#7fb2df", "#b3d3e6"))
    sky = mix(sky, "#b9c3cc", 0.65) if canvas.season == "winter" else sky
    canvas.gradient(0, 0, 1, horizon, sky, lighter(sky, 0.6))
    for _ in range(canvas.rng.randint(1, 2)):
        x, y = canvas.rng.uniform(0.1, 0.9), canvas.rng.uniform(0.06, 0.24)
        for shift, size in ((-0.08, 0.05), (0.0, 0.07), (0.09, 0.045)):
            canvas.ellipse(x + shift, y, size * 1.5, size * 0.6, "#ffffffb0")


def hill(canvas: Canvas, y: float, height: float, color: Color) -> None:
    """A rolling ridge down to the ground line."""
    turn = canvas.rng.uniform(0, 2 * math.pi)
    ridge = [(step / 12, y - height * math.sin(turn + step / 12 * 4)) for step in range(13)]
    canvas.polygon([*ridge, (1, GROUND + 0.01), (0, GROUND + 0.01)], in_season(canvas, color, 0.8))


def lawn(canvas: Canvas, colors: tuple[Color, ...]) -> Color:
    """Ground outdoors with a few tufts or stones of a darker tone."""
    color = in_season(canvas, canvas.rng.choice(colors), 0.95)
    shade = 0.06 if canvas.season == "winter" else 0.2
    canvas.gradient(0, GROUND, 1, 1, color, darker(color, shade))
    for _ in range(9):
        x, y = canvas.rng.uniform(0, 1), canvas.rng.uniform(GROUND + 0.02, 0.99)
        canvas.line([(x - 0.012, y), (x + 0.012, y)], darker(color, 1.25 * shade), 0.006)
    return color
