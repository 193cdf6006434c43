"""Answers of the mathematical families against a second way to them: measured on the marks, enumerated, or integrated."""

import math
import re
from collections.abc import Iterator

import numpy as np
import pytest

from scisynth.figures.families.registry import FunctionFamily, families_of
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene

TYPES = ("Math - Solid Geometric",)
FAMILIES = {item.name: item for kind in TYPES for item in families_of(kind) if isinstance(item, FunctionFamily)}
"""Those that are classes are tested in `families/math`."""
SEEDS = range(8)


def given(scene: FigureScene, symbol: str) -> float:
    return next(item.value for item in scene.givens if item.symbol == symbol)


def points(scene: FigureScene, mark_id: str) -> np.ndarray:
    mark = scene.mark(mark_id)
    assert isinstance(mark, Path)
    return np.asarray(mark.points)


def length(scene: FigureScene, mark_id: str) -> float:
    return float(np.linalg.norm(np.diff(points(scene, mark_id), axis=0), axis=1).sum())


def area(corners: np.ndarray) -> float:
    """Shoelace formula."""
    x, y = corners.T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def angle_at(corner: np.ndarray, one: np.ndarray, two: np.ndarray) -> float:
    a, b = one - corner, two - corner
    return math.degrees(math.acos(a @ b / math.hypot(*a) / math.hypot(*b)))


# Solid geometry: coordinates in space, cross products, integrals and voxels.


def faces_area(corners: dict[str, tuple[float, ...]], faces: tuple[str, ...]) -> float:
    total = 0.0
    for face in faces:
        places = np.asarray([corners[name] for name in face], dtype=float)
        fan = np.cross(places[1:-1] - places[0], places[2:] - places[0])
        total += float(np.linalg.norm(fan.sum(axis=0))) / 2
    return total


def prism(scene: FigureScene) -> float:
    p, q, far = given(scene, "AB"), given(scene, "AC"), given(scene, "BE")
    corners = {"A": (0, 0, 0), "B": (p, 0, 0), "C": (0, 0, q), "D": (0, far, 0), "E": (p, far, 0), "F": (0, far, q)}
    return faces_area(corners, ("ABC", "DEF", "ABED", "BCFE", "CADF"))


def pile(scene: FigureScene) -> float:
    words = re.search(r"columns are ([\d, ;]+) cubes", scene.problem)
    assert words
    heights = np.asarray([[int(n) for n in row.split(",")] for row in words[1].split(";")])
    filled = np.pad(np.arange(heights.max()) < heights[..., None], 1)
    edge = given(scene, "a")
    if scene.answer.unit == "cm³":
        return filled.sum() * edge**3
    return sum(int(np.abs(np.diff(filled.astype(int), axis=axis)).sum()) for axis in range(3)) * edge**2


SOLID = {
    "triangular_prism_surface": prism,
    "cube_pile": pile,
}


SECOND_WAYS = SOLID


def test_every_family_has_a_second_way() -> None:
    assert set(SECOND_WAYS) == set(FAMILIES)


@pytest.mark.parametrize("name", SECOND_WAYS)
def test_answers_agree_with_the_second_way(name: str) -> None:
    for seed in SEEDS:
        scene = FAMILIES[name].make(seed)
        assert scene.answer.value == pytest.approx(SECOND_WAYS[name](scene), rel=2e-3), (
            f"{name} {seed}: {scene.problem}"
        )


def _stated(scene: FigureScene) -> Iterator[float]:
    for word in re.findall(r"\d+(?:\.\d+)?", scene.problem.replace("−", "-")):
        yield float(word)


@pytest.mark.parametrize(
    "name",
    FAMILIES,
)
def test_problems_state_what_is_given(name: str) -> None:
    for seed in SEEDS:
        scene = FAMILIES[name].make(seed)
        stated = set(_stated(scene))
        assert {abs(item.value) for item in scene.givens} <= stated, scene.problem


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_has_many_problems(name: str) -> None:
    assert len({FAMILIES[name].make(seed).problem for seed in range(60)}) >= 30
