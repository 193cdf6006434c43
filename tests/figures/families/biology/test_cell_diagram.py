"""Cells against textbook values, geometry by numbers, and counts on the page."""

import numpy as np
import pytest

from scisynth.figures.families.biology.cell_diagram.content import Contents, volume_and_surface
from scisynth.figures.families.biology.cell_diagram.division import numbers
from scisynth.figures.families.biology.cell_diagram.nerve import travel_time
from scisynth.figures.families.biology.cell_diagram.organelles import PARTS, TASKS
from scisynth.figures.families.biology.cell_diagram.osmosis import osmotic_pressure
from scisynth.figures.families.biology.cell_diagram.potential import nernst
from scisynth.figures.families.registry import get_family


@pytest.mark.parametrize(
    ("outside", "inside", "charge", "expected"), [(5, 140, 1, -89.0), (145, 12, 1, 66.6), (1.5, 0.0001, 2, 128.5)]
)
def test_nernst_against_61_5_millivolts_per_decade_at_body_heat(outside, inside, charge, expected):
    assert nernst(outside, inside, charge, 37) == pytest.approx(expected, abs=0.4)


def test_osmotic_pressure_of_sea_water_and_of_blood_is_near_that_of_textbooks():
    """0.3 osmol/L of blood at 37 °C: 7.6 atm; 1 mol/L at 0 °C: 22.4 atm."""
    assert osmotic_pressure(0.3, 37) / 101.325 == pytest.approx(7.6, abs=0.1)
    assert osmotic_pressure(1, 0) / 101.325 == pytest.approx(22.4, abs=0.05)


@pytest.mark.parametrize("layout", ["cylinder", "sphere", "rod", "brick"])
def test_volumes_by_counting_points_of_a_lattice(layout):
    p = Contents(
        layout=layout, length=3.0, width=1.2, height=0.8, strength=1, what="ATP", asked="number", dots=6, places=0
    )  # fmt: skip
    step = 0.02
    x, y, z = np.meshgrid(*(np.arange(-1.99, 2, step),) * 3, sparse=True)
    across = np.sqrt(y**2 + z**2)
    inside = {
        "cylinder": (np.abs(x) < 1.5) & (across < 0.6),
        "sphere": x**2 + y**2 + z**2 < 0.36,
        "rod": np.sqrt(np.clip(np.abs(x) - 0.9, 0, None) ** 2 + across**2) < 0.6,
        "brick": (np.abs(x) < 1.5) & (np.abs(y) < 0.6) & (np.abs(z) < 0.4),
    }[layout]
    assert volume_and_surface(p)[0] == pytest.approx(np.count_nonzero(inside) * step**3, rel=0.02)


def test_surface_is_the_growth_of_the_volume_where_a_shape_grows_evenly():
    """dV/dε of a shape that grows by ε on all sides is its surface."""
    for layout in ("cylinder", "sphere", "rod", "brick"):
        kinds = [
            Contents(layout=layout, length=3 + e, width=1.2 + e, height=0.8 + e, strength=1, what="ATP", asked="ratio", dots=6, places=0)
            for e in (0.0, 1e-6)
        ]  # fmt: skip
        (low, surface), (high, _) = map(volume_and_surface, kinds)
        assert 2 * (high - low) / 1e-6 == pytest.approx(surface, rel=1e-4)


def test_a_person_has_46_chromosomes_in_every_stage():
    assert [numbers(23, stage)["diploid"] for stage in ("plate", "pairs")] == [46, 46]
    assert numbers(23, "plate") == {"gamete": 23, "strands": 92, "diploid": 46, "daughter": 46}
    assert numbers(23, "plate two") == {"gamete": 23, "strands": 46, "diploid": 46, "daughter": 23}


@pytest.mark.parametrize("seed", range(10))
def test_chromosomes_on_the_page_give_the_answer(seed):
    family = get_family("division_stage")
    p, scene = family.sample(seed), family.make(seed)
    chromatids = sum(mark.id.startswith("chromatid:") for mark in scene.marks)
    centromeres = sum(mark.id.startswith("centromere:") for mark in scene.marks)
    assert (chromatids, centromeres) == (p.chromatids, p.centromeres)
    if p.asked == "strands":
        assert scene.answer.value == chromatids
    blue = sum(mark.id.startswith("chromatid:") and mark.color == "#1f4e79" for mark in scene.marks)
    assert next(quiz.options[quiz.correct] for quiz in scene.quizzes if quiz.evidence == "blue") == str(blue)


def test_times_of_impulses_add_up():
    family = get_family("neuron")
    for seed in range(12):
        p = family.sample(seed)
        seconds = p.length / (p.slow if p.layout == "bare" else p.fast)
        seconds += {"mixed": p.second / p.slow, "synapse": p.second / p.fast + p.delay / 1000}.get(p.layout, 0)
        assert travel_time(p) == pytest.approx(1000 * seconds)


def test_every_marked_part_has_a_task():
    assert {part for parts in PARTS.values() for part in parts} == set(TASKS)
    assert all(len(set(parts)) == len(parts) for parts in PARTS.values())


def test_particles_lie_on_equal_areas_inside_and_outside_of_a_cell():
    family = get_family("osmosis_tube")
    scene = next(scene for seed in range(40) if (scene := family.make(seed)).parameters["layout"] == "cell")
    cell, around = scene.round("membrane:1"), np.ptp(scene.path("liquid:b").points, axis=0)
    assert 2 * np.pi * cell.radius * cell.radius_y == pytest.approx(around.prod(), rel=0.01)
