"""Parts of cells: organelles as a textbook draws them, each with an outline that the inside claims of its leader can use."""

import math
from random import Random

import numpy as np

from scisynth.figures.parts.palette import BLUE, GREEN, RED
from scisynth.figures.scene.sketch import Sketch

Spot = tuple[float, float]
ATTEMPTS, MISSES = 200, 2000
"""Of scattering places: how often it begins again, and how many it draws each time."""


def mitochondrion(sketch: Sketch, name: str, at: Spot, tilt: float = 0.0) -> None:
    """An ellipse with a folded inner membrane."""
    sketch.circle(name, at, 0.62, radius_y=0.3, tilt_deg=tilt, fill="#f6c9a5", color="#a65b22", width=1.4, z=3)
    t = np.linspace(-0.45, 0.45, 19)
    fold = 0.15 * np.where(np.arange(19) % 2 == 0, 1.0, -1.0) * np.sqrt(np.clip(1 - (t / 0.55) ** 2, 0, 1))
    turn = math.radians(tilt)
    x, y = t * math.cos(turn) - fold * math.sin(turn), t * math.sin(turn) + fold * math.cos(turn)
    points = zip((at[0] + x).tolist(), (at[1] + y).tolist(), strict=True)
    sketch.line(f"cristae:{name.partition(':')[2]}", *points, color="#a65b22", width=1, z=4)


def nucleus(sketch: Sketch, at: Spot, radius: float) -> None:
    """A double envelope with a nucleolus."""
    sketch.circle("organelle:nucleus", at, radius, fill="#d9cdea", color="#5b3f8c", width=1.6, z=3)
    sketch.circle("envelope:inner", at, radius * 0.91, color="#5b3f8c", width=0.9, z=4)
    core = (at[0] + 0.25 * radius, at[1] + 0.2 * radius)
    sketch.circle("organelle:nucleolus", core, radius * 0.3, fill="#9a7fc4", color="#5b3f8c", width=0.8, z=4)
    sketch.claim("inside", "organelle:nucleolus", "organelle:nucleus")


def golgi(sketch: Sketch, at: Spot) -> None:
    """A stack of four bent cisternae with two vesicles."""
    x, y = at
    sketch.circle("organelle:golgi", (x, y + 0.02), 0.75, radius_y=0.55, width=0, z=2)
    for k in range(4):
        half, lift = 0.62 - 0.06 * k, y - 0.36 + 0.2 * k
        t = np.linspace(-1, 1, 15)
        points = zip((x + half * t).tolist(), (lift + 0.16 * t**2).tolist(), strict=True)
        sketch.line(f"cisterna:{k}", *points, color="#b8860b", width=3.2, z=3)
    for k, dx in enumerate((-0.55, 0.6)):
        sketch.circle(f"vesicle:{k}", (x + dx, y + 0.6), 0.1, fill="#f1dca0", color="#b8860b", width=1, z=3)


def rough_er(sketch: Sketch, at: Spot, radius: float) -> None:
    """Three arcs around the nucleus, dotted with ribosomes."""
    for k in range(3):
        size = radius + 0.28 + 0.24 * k
        sketch.circle(f"er:{k}", at, size, start_deg=195, end_deg=285, color=BLUE, width=2.2, z=2)
        for turn in range(200, 285, 14):
            spot = (
                at[0] + (size + 0.09) * math.cos(math.radians(turn)),
                at[1] + (size + 0.09) * math.sin(math.radians(turn)),
            )
            sketch.dot(f"ribosome:{k}{turn}", spot, 0.045, color=RED)


def chloroplast(sketch: Sketch, name: str, at: Spot, tilt: float = 0.0) -> None:
    """A green lens with stacks of grana."""
    sketch.circle(name, at, 0.62, radius_y=0.34, tilt_deg=tilt, fill="#bfe0b0", color=GREEN, width=1.5, z=3)
    turn = math.radians(tilt)
    for k, dx in enumerate((-0.32, 0.0, 0.32)):
        for j, dy in enumerate((-0.08, 0.02, 0.12)):
            x, y = at[0] + dx * math.cos(turn) - dy * math.sin(turn), at[1] + dx * math.sin(turn) + dy * math.cos(turn)
            step = (0.1 * math.cos(turn), 0.1 * math.sin(turn))
            tag = f"{name.partition(':')[2]}{k}{j}"
            sketch.line(
                f"granum:{tag}", (x - step[0], y - step[1]), (x + step[0], y + step[1]), color=GREEN, width=2, z=4
            )


def scattered(draw: Random, num: int, box: tuple[float, float, float, float], gap: float) -> list[Spot]:
    """Places in a box, at least `gap` apart; `num` of them have to fit with room to spare."""
    # The first few may lie so that no further one finds room: then all are placed again.
    for _ in range(ATTEMPTS):
        spots: list[Spot] = []
        for _ in range(MISSES):
            if len(spots) == num:
                return spots
            spot = (draw.uniform(box[0], box[2]), draw.uniform(box[1], box[3]))
            if all(math.dist(spot, other) > gap for other in spots):
                spots.append(spot)
    raise AssertionError(f"no room for {num} places {gap} apart")


def rounded(left: float, bottom: float, right: float, top: float, radius: float) -> list[Spot]:
    """Corners of a rectangle with round corners, anticlockwise."""
    points: list[Spot] = []
    for x, y, start in ((right, top, 0), (left, top, 90), (left, bottom, 180), (right, bottom, 270)):
        cx, cy = x - math.copysign(radius, x - (left + right) / 2), y - math.copysign(radius, y - (bottom + top) / 2)
        for turn in np.radians(np.linspace(start, start + 90, 9)):
            points.append((cx + radius * math.cos(turn), cy + radius * math.sin(turn)))
    return points
