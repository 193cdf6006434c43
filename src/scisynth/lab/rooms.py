"""Backgrounds indoors: a wall with what hangs or stands there, and a table or floor before it."""

from scisynth.lab.backdrop import GROUND, edge, grid, shelf, walls_and_floor, window
from scisynth.lab.canvas import Canvas, darker, lighter, mix

WOODS = ("#b98d5c", "#a87a4b", "#c29a6b", "#8f6742")


def kitchen(canvas: Canvas) -> None:
    """Tiles and a shelf with jars above a wooden worktop."""
    wall, _ = walls_and_floor(canvas, ("#dfe9ee", "#e9e4d6", "#d7e6dd", "#e6dfe6"), WOODS)
    grid(canvas, 0.14, darker(wall, 0.12))
    shelf(canvas, 0.0, 1.0, 0.2, "#a57a4e")
    for x in (0.08, 0.2, 0.34, 0.66, 0.8, 0.93):
        jar, height = (
            canvas.rng.choice(("#c9605a", "#f1efe8", "#6c8fae", "#d9b25f", "#8a9c78")),
            canvas.rng.uniform(0.07, 0.12),
        )
        canvas.rectangle(x - 0.035, 0.2 - height, x + 0.035, 0.2, jar, radius=0.012)
        canvas.rectangle(x - 0.038, 0.19 - height, x + 0.038, 0.21 - height, darker(jar, 0.3), radius=0.006)
    edge(canvas, "#d9b88c")


def living_room(canvas: Canvas) -> None:
    """A curtained window, an image and a sofa behind a low table."""
    wall, _ = walls_and_floor(canvas, ("#e8dcc8", "#dfe3e0", "#e6d3c6", "#d8dfe6"), WOODS)
    window(canvas, 0.08, 0.08, 0.4, 0.46)
    curtain = canvas.rng.choice(("#b6655a", "#5d7f94", "#c8a765", "#7d8f6b"))
    for x in (0.02, 0.36):
        canvas.rectangle(x, 0.04, x + 0.11, 0.52, curtain)
        canvas.rectangle(x + 0.03, 0.04, x + 0.045, 0.52, darker(curtain, 0.2))
        canvas.rectangle(x + 0.075, 0.04, x + 0.09, 0.52, darker(curtain, 0.2))
    canvas.rectangle(0.64, 0.12, 0.88, 0.34, mix(wall, "#7fa3a8", 0.6), outline="#7a5a3a", width=0.018)
    sofa = canvas.rng.choice(("#6d7f8c", "#8c6f5c", "#7a8a6a", "#94787f"))
    canvas.rectangle(0.08, 0.52, 0.92, 0.8, sofa, radius=0.05)
    canvas.rectangle(0.02, 0.6, 0.14, 0.8, darker(sofa, 0.15), radius=0.04)
    canvas.rectangle(0.86, 0.6, 0.98, 0.8, darker(sofa, 0.15), radius=0.04)
    canvas.line([(0.5, 0.55), (0.5, GROUND)], darker(sofa, 0.18), 0.008)
    canvas.gradient(0, GROUND, 1, 1, "#a87a4b", "#855c36")
    edge(canvas, "#c79a68")


def bedroom(canvas: Canvas) -> None:
    """A bed with two pillows behind a chest of drawers."""
    walls_and_floor(canvas, ("#d9dfe8", "#e6dcd8", "#dfe6dc", "#e2d8e4"), ("#d9cbb5", "#c9b799", "#e4ddd0"))
    canvas.rectangle(0.1, 0.3, 0.9, 0.72, canvas.rng.choice(("#8a6243", "#6f5a4a", "#a98b6a")), radius=0.06)
    for x in (0.17, 0.53):
        canvas.rectangle(x, 0.44, x + 0.3, 0.6, "#f6f4ef", radius=0.05)
        canvas.rectangle(x + 0.03, 0.57, x + 0.27, 0.6, "#dcd8d0", radius=0.014)
    blanket = canvas.rng.choice(("#6f8fb3", "#b3757f", "#7c9c85", "#a88fb5"))
    canvas.rectangle(0.05, 0.57, 0.95, 0.9, blanket, radius=0.05)
    canvas.rectangle(0.05, 0.585, 0.95, 0.625, lighter(blanket, 0.5), radius=0.02)
    canvas.gradient(0, GROUND, 1, 1, "#d3bd9a", "#b39b76")
    edge(canvas, "#e8d8bc")


def office(canvas: Canvas) -> None:
    """Window blinds and a shelf of binders behind a desk."""
    walls_and_floor(canvas, ("#e3e7ea", "#dfe3dd", "#e9e6df"), ("#d5d8da", "#c9b59a", "#b9c0c6"))
    window(canvas, 0.05, 0.08, 0.46, 0.6)
    for number in range(9):
        canvas.line([(0.05, 0.1 + number * 0.035), (0.46, 0.1 + number * 0.035)], "#f4f4f0", 0.012)
    for row in (0.3, 0.54):
        shelf(canvas, 0.56, 1.0, row, "#8d97a0")
        for number in range(7):
            binder = canvas.rng.choice(("#4f6f96", "#a3504a", "#5f8a6b", "#d0b25a", "#70757c"))
            canvas.rectangle(0.58 + number * 0.058, row - 0.15, 0.628 + number * 0.058, row, binder, radius=0.004)
    edge(canvas, "#eef0f1")


def classroom(canvas: Canvas) -> None:
    """A blackboard with chalk marks behind the teacher's desk."""
    walls_and_floor(canvas, ("#ece6d6", "#e3e9e6", "#e9e0d4"), WOODS)
    board = canvas.rng.choice(("#2f4f43", "#33443f", "#2d4a56"))
    canvas.rectangle(0.07, 0.08, 0.93, 0.6, board, outline="#a67c50", width=0.022)
    for y in (0.16, 0.23, 0.3):
        canvas.line([(0.13, y), (canvas.rng.uniform(0.25, 0.42), y)], "#e7ece9a0", 0.008)
    canvas.ellipse(0.76, 0.24, 0.08, 0.08, None, outline="#e7ece9", width=0.007)
    canvas.line([(0.68, 0.24), (0.76, 0.24), (0.8, 0.17)], "#e7ece9", 0.007)
    shelf(canvas, 0.2, 0.8, 0.605, "#b98d5c")
    canvas.rectangle(0.62, 0.588, 0.7, 0.605, "#f4efe4")
    edge(canvas, "#d4ac7a")


def laboratory(canvas: Canvas) -> None:
    """Cupboards and a shelf of empty flasks behind a dark bench."""
    wall, _ = walls_and_floor(canvas, ("#edf3f5", "#e6eef0", "#eef0ea"), ("#5b6a73", "#4e5a66", "#6a7578"))
    for x in (0.02, 0.35, 0.68):
        canvas.rectangle(x, 0.0, x + 0.3, 0.17, darker(wall, 0.07), outline=darker(wall, 0.2), width=0.006)
        canvas.line([(x + 0.25, 0.12), (x + 0.25, 0.15)], "#7b8a93", 0.012)
    shelf(canvas, 0.04, 0.96, 0.42, "#9fb0b8")
    for number in range(6):
        x = 0.12 + number * 0.152
        if number % 2:
            canvas.rectangle(x - 0.028, 0.31, x + 0.028, 0.42, "#d3e3ea", outline="#8fa5b0", width=0.006)
            continue
        canvas.polygon(
            [
                (x - 0.014, 0.28),
                (x + 0.014, 0.28),
                (x + 0.014, 0.33),
                (x + 0.05, 0.42),
                (x - 0.05, 0.42),
                (x - 0.014, 0.33),
            ],
            "#d3e3ea",
            "#8fa5b0",
        )
    edge(canvas, "#8d9ca4")


def workshop(canvas: Canvas) -> None:
    """Tools on a board above a wooden bench."""
    board, _ = walls_and_floor(canvas, ("#c9a877", "#b8b2a4", "#a9b3b5"), WOODS)
    for y in (0.06, 0.16, 0.56, 0.66):
        for x in (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95):
            canvas.ellipse(x, y, 0.006, 0.006, darker(board, 0.3))
    canvas.rectangle(0.1, 0.14, 0.24, 0.2, "#525a61", radius=0.012)
    canvas.line([(0.17, 0.2), (0.17, 0.46)], "#8f5f35", 0.028)
    canvas.line([(0.36, 0.2), (0.36, 0.46)], "#7d868e", 0.026)
    canvas.ellipse(0.36, 0.17, 0.032, 0.032, None, outline="#7d868e", width=0.018)
    canvas.polygon([(0.5, 0.22), (0.56, 0.18), (0.7, 0.46), (0.62, 0.46)], "#b9c1c7", "#7d868e")
    canvas.rectangle(0.49, 0.12, 0.58, 0.22, "#a8442f", radius=0.02)
    canvas.line([(0.84, 0.14), (0.84, 0.28)], "#c98f2e", 0.04)
    canvas.line([(0.84, 0.28), (0.84, 0.46)], "#7d868e", 0.014)
    edge(canvas, "#cda36e")


def garage(canvas: Canvas) -> None:
    """A roller door and a concrete floor."""
    walls_and_floor(canvas, ("#b9bcbc", "#c4bfb6", "#b2b8be"), ("#9a9a97", "#8d9194", "#a5a19a"))
    door = canvas.rng.choice(("#dfe1e0", "#c9d3da", "#d9cfc0"))
    canvas.rectangle(0.12, 0.1, 0.88, GROUND, door)
    for number in range(8):
        y = 0.1 + number * 0.08
        canvas.rectangle(0.12, y, 0.88, y + 0.014, darker(door, 0.22))
    canvas.rectangle(0.1, 0.08, 0.12, GROUND, "#6f757a")
    canvas.rectangle(0.88, 0.08, 0.9, GROUND, "#6f757a")
    canvas.line([(0.0, 0.9), (1.0, 0.83)], "#00000018", 0.008)
    canvas.ellipse(0.75, 0.94, 0.14, 0.02, "#00000020")


def bathroom(canvas: Canvas) -> None:
    """Pale tiles, a towel on its rail and a white counter."""
    wall, _ = walls_and_floor(canvas, ("#cfe6e8", "#d6e9de", "#dde6ef", "#e9dfe2"), ("#f2f3f2", "#e6e9ea", "#eae4da"))
    grid(canvas, 0.11, "#f7fbfb")
    stripe = darker(wall, 0.3)
    canvas.rectangle(0, 0.5, 1, 0.545, stripe)
    canvas.line([(0.56, 0.14), (0.92, 0.14)], "#9aa7ad", 0.014)
    towel = canvas.rng.choice(("#e0876f", "#6d9fc4", "#e3c15f", "#a486b8"))
    canvas.rectangle(0.62, 0.13, 0.86, 0.46, towel, radius=0.01)
    canvas.rectangle(0.62, 0.38, 0.86, 0.41, lighter(towel, 0.5))
    canvas.rectangle(0.0, 0.0, 0.24, GROUND, lighter(towel, 0.65))
    for x in (0.05, 0.12, 0.19):
        canvas.line([(x, 0), (x, GROUND)], lighter(towel, 0.4), 0.014)
    edge(canvas, "#ffffff")


def cafe(canvas: Canvas) -> None:
    """A brick wall with a menu board and unlit pendant lamps behind a counter."""
    wall, _ = walls_and_floor(canvas, ("#a86a4f", "#8f6a58", "#6f7d74", "#b58b66"), ("#6b4730", "#4f3a2c", "#7d5a3c"))
    for row in range(9):
        y = 0.05 + row * 0.08
        canvas.line([(0, y), (1, y)], lighter(wall, 0.22), 0.005)
        for column in range(5):
            x = column * 0.22 + (0.11 if row % 2 else 0.02)
            canvas.line([(x, y), (x, y + 0.08)], lighter(wall, 0.22), 0.005)
    canvas.rectangle(0.54, 0.14, 0.9, 0.5, "#2e3230", outline="#c69a63", width=0.018)
    for y in (0.22, 0.29, 0.36, 0.43):
        canvas.line([(0.59, y), (canvas.rng.uniform(0.72, 0.84), y)], "#e9e4d6", 0.01)
    for x in (0.14, 0.36):
        canvas.line([(x, 0), (x, 0.14)], "#2b2622", 0.008)
        canvas.polygon([(x - 0.02, 0.14), (x + 0.02, 0.14), (x + 0.07, 0.23), (x - 0.07, 0.23)], "#2f3a3a")
    edge(canvas, "#b58a5e")
