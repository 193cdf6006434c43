"""Levels of energy with electrons on them, as in diagrams of molecular orbitals and of crystal fields."""

from scisynth.figures.parts.atoms import both_spins
from scisynth.figures.parts.palette import BLUE, DARK_GREY, RED
from scisynth.figures.scene.sketch import Sketch

HALF = 0.24
"""Half the width of a level line."""
STEP = 0.62
"""Between levels of one energy."""


def orbital_pairs(orbitals: int, electrons: int) -> list[tuple[bool, bool]]:
    """Whether each of several orbitals of one energy holds its first and its second electron, by Hund's rule."""
    return [(index < electrons, index < electrons - orbitals) for index in range(orbitals)]


def filled_level(
    sketch: Sketch,
    name: str,
    x: float,
    y: float,
    orbitals: int,
    electrons: int,
    *,
    tall: float = 0.5,
) -> None:
    """Levels of one energy side by side with their electrons; ids `level:NAME0`, `electron:NAME0up`.

    Args:
        sketch: drawn on.
        name: of the levels.
        x: middle of them.
        y: their height.
        orbitals: how many there are.
        electrons: that they hold together.
        tall: length of an electron's arrow.
    """
    for index, pair in enumerate(orbital_pairs(orbitals, electrons)):
        centre = x + (index - (orbitals - 1) / 2) * STEP
        level = sketch.line(f"level:{name}{index}", (centre - HALF, y), (centre + HALF, y), width=2.2, color=DARK_GREY)
        for spin in both_spins(pair):
            at = -0.08 if spin == "up" else 0.08
            ends = [(centre + at, y + part) for part in (-0.45 * tall, 0.55 * tall)]
            color = BLUE if spin == "up" else RED
            arrow = f"electron:{name}{index}{spin}"
            sketch.arrow(arrow, *(ends if spin == "up" else ends[::-1]), width=1.1, color=color, z=3)
            sketch.claim("on", arrow, level, tolerance=12)


def row_end(orbitals: int) -> float:
    """From the middle of a row of levels to its end."""
    return (orbitals - 1) * STEP / 2 + HALF
