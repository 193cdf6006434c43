"""Backgrounds outdoors: a sky with what stands before it, and the ground."""

from scisynth.lab.backdrop import GROUND, SNOW, hill, in_season, lawn, sky
from scisynth.lab.canvas import Canvas, darker, lighter, mix

GRASS = ("#7fae55", "#8cb75f", "#6fa04d", "#97b765")
SAND = ("#e7d3a1", "#e2c78e", "#ecd9ae")


def garden(canvas: Canvas) -> None:
    """A picket fence before a hedge, and a lawn."""
    sky(canvas, 0.55)
    hedge = canvas.rng.choice(("#5b8a4f", "#4f7d55", "#6a9455"))
    # In winter it is a wall of snow that covers the twigs.
    hedge = in_season(canvas, hedge, 0.8)
    canvas.rectangle(0, 0.42, 1, GROUND, hedge)
    for number in range(9):
        canvas.ellipse(number * 0.125, 0.43, 0.085, 0.045, lighter(hedge, canvas.rng.uniform(0, 0.15)))
    lawn(canvas, GRASS)
    fence = canvas.rng.choice(("#f4f1ea", "#d9c3a0", "#cfd6da"))
    for y in (0.58, 0.68):
        canvas.rectangle(0, y, 1, y + 0.022, darker(fence, 0.1))
    for number in range(11):
        x = 0.02 + number * 0.096
        canvas.polygon(
            [(x - 0.022, GROUND + 0.01), (x - 0.022, 0.54), (x, 0.51), (x + 0.022, 0.54), (x + 0.022, GROUND + 0.01)],
            fence,
        )


def park(canvas: Canvas) -> None:
    """Lawn with a path, far trees and hills."""
    sky(canvas, 0.66)
    hill(canvas, 0.56, 0.04, "#a9c4a9")
    for x in (0.06, 0.2, 0.34, 0.68, 0.82, 0.95):
        y, size = canvas.rng.uniform(0.52, 0.58), canvas.rng.uniform(0.07, 0.1)
        canvas.rectangle(x - 0.01, y, x + 0.01, 0.7, "#8a7a68")
        canvas.ellipse(
            x, y, size, size * 1.1, in_season(canvas, canvas.rng.choice(("#86ab86", "#7da382", "#93b48c")), 0.7)
        )
    hill(canvas, 0.69, 0.012, "#93b873")
    lawn(canvas, GRASS)
    path = in_season(canvas, canvas.rng.choice(("#d9cdb4", "#cfc8bc", "#e0d2b8")), 0.55)
    canvas.polygon([(0.56, GROUND), (0.63, GROUND), (0.5, 1), (0.1, 1)], path)


def balcony(canvas: Canvas) -> None:
    """A railing before the roofs of a town."""
    sky(canvas, 0.6)
    for number in range(8):
        x, top = number * 0.13, canvas.rng.uniform(0.3, 0.5)
        house = canvas.rng.choice(("#c3b8ab", "#b5bcc4", "#cbb3a4", "#a9b2b0"))
        canvas.rectangle(x, top, x + 0.125, GROUND, house)
        canvas.polygon([(x - 0.01, top), (x + 0.0625, top - 0.05), (x + 0.135, top)], darker(house, 0.25))
        canvas.rectangle(x + 0.03, top + 0.05, x + 0.055, top + 0.09, darker(house, 0.3))
        canvas.rectangle(x + 0.075, top + 0.05, x + 0.1, top + 0.09, darker(house, 0.3))
    floor = canvas.rng.choice(("#c98f6b", "#b9b3a9", "#d1b894"))
    canvas.gradient(0, GROUND, 1, 1, floor, darker(floor, 0.15))
    for x0, x1 in ((0.2, 0.05), (0.4, 0.35), (0.6, 0.65), (0.8, 0.95)):
        canvas.line([(x0, GROUND), (x1, 1)], darker(floor, 0.18), 0.006)
    rail = canvas.rng.choice(("#3c4349", "#f2f2ef", "#6a5442"))
    canvas.rectangle(0, 0.5, 1, 0.525, rail)
    for number in range(15):
        canvas.rectangle(0.02 + number * 0.07, 0.51, 0.03 + number * 0.07, GROUND + 0.01, rail)


def street(canvas: Canvas) -> None:
    """House fronts with doors and windows above a pavement."""
    sky(canvas, 0.3)
    x = canvas.rng.uniform(-0.1, 0)
    while x < 1:
        width, top = canvas.rng.uniform(0.26, 0.34), canvas.rng.uniform(0.08, 0.2)
        front = canvas.rng.choice(("#d8b48f", "#c98f78", "#b9c4c9", "#dccfa8", "#a8b6a0"))
        canvas.rectangle(x, top, x + width, GROUND, front)
        roof = SNOW if canvas.season == "winter" else darker(front, 0.35)
        canvas.rectangle(x, top - 0.02, x + width, top + 0.012, roof)
        for row in (top + 0.08, top + 0.26):
            for column in (0.22, 0.66):
                pane = x + width * column
                canvas.rectangle(pane - 0.03, row, pane + 0.05, row + 0.11, "#7f98a8", outline="#f4f1ea", width=0.01)
        door = canvas.rng.choice(("#7a3f35", "#3f5d6b", "#4f5f45"))
        canvas.rectangle(x + width * 0.4, 0.58, x + width * 0.4 + 0.08, GROUND, door)
        x += width
    pavement = canvas.rng.choice(("#b9b5ae", "#a9acae", "#c2bab0"))
    pavement = mix(pavement, SNOW, 0.85) if canvas.season == "winter" else pavement
    canvas.gradient(0, GROUND, 1, 1, pavement, darker(pavement, 0.15))
    canvas.rectangle(0, GROUND, 1, GROUND + 0.018, lighter(pavement, 0.35))
    for x0, x1 in ((0.15, 0.0), (0.38, 0.3), (0.62, 0.7), (0.85, 1.0)):
        canvas.line([(x0, GROUND + 0.02), (x1, 1)], darker(pavement, 0.15), 0.005)


def field(canvas: Canvas) -> None:
    """Hills and a striped field under a wide sky."""
    sky(canvas, 0.66)
    hill(canvas, 0.58, 0.04, "#a8bfa0")
    hill(canvas, 0.66, 0.025, canvas.rng.choice(("#c9c27a", "#a9bf75", "#d3c184")))
    color = lawn(canvas, ("#c2b56b", "#a3b562", "#b8a868", "#93ab5c"))
    for number in range(-4, 5):
        canvas.line([(0.5 + number * 0.07, GROUND), (0.5 + number * 0.26, 1)], darker(color, 0.14), 0.009)


def forest(canvas: Canvas) -> None:
    """Tall trunks, pale ones far away and dark ones near, over a mossy floor."""
    tone = in_season(canvas, canvas.rng.choice(("#b9cdb0", "#c3d3be", "#a9c2b0")), 0.7)
    canvas.gradient(0, 0, 1, GROUND, mix(tone, in_season(canvas, "#5f8560", 0.75), 0.5), lighter(tone, 0.3))
    for _ in range(11):
        x, width = canvas.rng.uniform(0, 1), canvas.rng.uniform(0.008, 0.014)
        canvas.rectangle(x - width, 0, x + width, GROUND, mix(tone, "#6b6657", 0.35))
    hill(canvas, 0.7, 0.012, mix(tone, in_season(canvas, "#5d7d4f"), 0.7))
    lawn(canvas, ("#7d8a55", "#6f7f4d", "#8a8258"))
    for x in (0.05, 0.22, 0.8, 0.96):
        x += canvas.rng.uniform(-0.03, 0.03)
        trunk = canvas.rng.choice(("#5f4c3c", "#6a5644", "#57493f"))
        canvas.polygon([(x - 0.026, 0), (x + 0.026, 0), (x + 0.036, GROUND + 0.03), (x - 0.036, GROUND + 0.03)], trunk)
        canvas.line([(x - 0.012, 0), (x - 0.016, GROUND + 0.02)], lighter(trunk, 0.18), 0.008)


def beach(canvas: Canvas) -> None:
    """Sea with rows of waves behind sand."""
    sky(canvas, 0.46)
    sea = canvas.rng.choice(("#2f8fb5", "#3f9fb8", "#2b7fa8"))
    canvas.gradient(0, 0.46, 1, GROUND, darker(sea, 0.12), lighter(sea, 0.25))
    for y in (0.53, 0.6, 0.67):
        start = canvas.rng.uniform(-0.1, 0)
        crest = [(start + step * 0.06, y + 0.008 * (step % 2)) for step in range(20)]
        canvas.line(crest, "#e9f5f7", 0.008)
    lawn(canvas, SAND)
    canvas.rectangle(0, GROUND - 0.012, 1, GROUND + 0.012, "#f7fafa", radius=0.01)


def desert(canvas: Canvas) -> None:
    """Dunes with a lit and a shaded side under a hazy sky."""
    sky = canvas.rng.choice(("#9cc6e2", "#e6c79c", "#b7d2e0"))
    canvas.gradient(0, 0, 1, 0.6, sky, "#f6e6c8")
    canvas.ellipse(canvas.rng.uniform(0.15, 0.85), 0.14, 0.05, 0.05, "#fff6da")
    sand = canvas.rng.choice(("#dba766", "#e0b273", "#d29a5a"))
    for x, y, width in ((0.25, 0.46, 0.5), (0.8, 0.52, 0.45), (0.45, 0.6, 0.6)):
        x += canvas.rng.uniform(-0.08, 0.08)
        canvas.polygon([(x - width, GROUND + 0.01), (x, y), (x + width, GROUND + 0.01)], lighter(sand, 0.12))
        canvas.polygon(
            [(x, y), (x + width, GROUND + 0.01), (x + width * 0.15, GROUND + 0.01), (x + 0.04, (y + GROUND) / 2)],
            darker(sand, 0.14),
        )
    canvas.gradient(0, GROUND, 1, 1, sand, darker(sand, 0.12))
    for y in (0.8, 0.88, 0.95):
        start = canvas.rng.uniform(-0.1, 0.0)
        canvas.line([(start + step * 0.1, y + 0.006 * (step % 2)) for step in range(13)], darker(sand, 0.12), 0.005)
