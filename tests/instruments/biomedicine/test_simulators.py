"""Simulated micrographs: truth that is exact at any size, and what the validators say of them and of their twins."""

import math
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from scisynth.figures.families.family import DoesNotApplyError
from scisynth.instruments.biomedicine.cell_cycle import CellCycle, slant
from scisynth.instruments.biomedicine.confluence import Confluence
from scisynth.instruments.biomedicine.culture import Plan, grow
from scisynth.instruments.biomedicine.fluorescence import Fluorescence
from scisynth.instruments.biomedicine.lines import LINES
from scisynth.instruments.biomedicine.measure_each import each_cell
from scisynth.instruments.biomedicine.mitosis import PHASES
from scisynth.instruments.biomedicine.outlines import Grid, Outline
from scisynth.instruments.instrument import registered

pytest.importorskip("skimage")
BY_TYPE = {type(item): item for item in registered("biomedicine")}
FLUORESCENCE, CYCLE, CONFLUENCE = (BY_TYPE[kind] for kind in (Fluorescence, CellCycle, Confluence))
each = pytest.mark.parametrize("item", [FLUORESCENCE, CYCLE, CONFLUENCE], ids=lambda item: item.name)


def exposed(item, p, seed=0, size=128):
    return item.expose(p, size, np.random.default_rng(seed))


def told(item, p, claimed=None, seed=0, size=128):
    """Findings by quantity of an image of `p`, against the claims of `claimed`."""
    return {row.quantity: row for row in item.measure(exposed(item, p, seed, size).frame, item.claims(claimed or p))}


def twin(item, name, dose, seed):
    """The finding on the claim that a violation breaks."""
    violation = item.violations[name]
    p = item.sample(seed)
    wrong = violation.apply(p, dose, Random(seed))
    claims = [claim for claim in item.claims(p) if claim.quantity == violation.breaks]
    return item.measure(exposed(item, wrong, seed).frame, claims)[0]


@each
def test_an_image_follows_from_its_seed_alone(item):
    p = item.sample(4)
    first, again, other = (exposed(item, p, seed, 64) for seed in (1, 1, 2))
    assert np.array_equal(first.frame.pixels, again.frame.pixels)
    assert not np.array_equal(first.frame.pixels, other.frame.pixels)
    assert item.parameters.from_dict(p.to_dict()) == p


@each
def test_images_have_the_size_channels_and_masks_that_they_declare(item):
    p = item.sample(2)
    exposure = exposed(item, p, size=97)
    shape = (97, 97, len(item.channels)) if item.channels else (97, 97)
    assert exposure.frame.pixels.shape == shape and exposure.frame.channels == item.channels
    assert exposure.mask.shape == (97, 97) and exposure.shown.shape == (97, 97, 3)
    assert set(np.unique(exposure.mask)) <= {0, *exposure.mask_labels}
    assert {row["id"] for row in exposure.objects} <= set(exposure.mask_labels)


def test_the_area_of_an_outline_is_that_of_its_polygon():
    shapely = pytest.importorskip("shapely")
    draw = np.random.default_rng(8)
    for _ in range(5):
        shape = Outline.draw(draw, x=20, y=30, area=300, elongation=draw.uniform(1, 3), angle=1.0, roughness=0.08)
        polygon = shapely.Polygon(shape.border(720))
        assert polygon.area == pytest.approx(300, rel=1e-3)
        near = shape.border(60) + draw.normal(0, 0.1, (60, 2))
        depth = shape.depth(near[:, 0], near[:, 1])
        for point, value in zip(near, depth, strict=True):
            distance = polygon.exterior.distance(shapely.Point(point))
            assert abs(value) == pytest.approx(distance, abs=0.08)
            assert (value > 0) == polygon.contains(shapely.Point(point)) or distance < 0.02


@pytest.mark.parametrize("line", LINES)
def test_cells_of_a_culture_have_the_areas_and_the_ratio_of_the_plan(line):
    kind = LINES[line]
    plan = Plan(line=line, num=6, area=kind.area[1], ratio=kind.ratio[0], density=kind.density[1], seed=3)
    culture = grow(plan)
    assert np.mean(culture.areas) == pytest.approx(plan.area, rel=1e-6)
    assert sum(item.area for item in culture.nuclei) / sum(culture.areas) == pytest.approx(plan.ratio, rel=1e-6)
    assert sum(culture.areas) / culture.field**2 == pytest.approx(plan.density, rel=0.12)


@pytest.mark.parametrize("size", [96, 200])
def test_masks_count_the_areas_of_the_table_at_any_size(size):
    p = FLUORESCENCE.sample(1)
    exposure = exposed(FLUORESCENCE, p, size=size)
    counts = np.bincount(exposure.mask.ravel(), minlength=len(exposure.mask_labels) + 1)
    nuclei = [row for row in exposure.objects if row["kind"] == "nucleus"]
    counted = sum(counts[row["id"]] for row in nuclei) * exposure.frame.pixel_size**2
    assert counted == pytest.approx(sum(row["area_um2"] for row in nuclei), rel=0.03)
    whole = (exposure.mask > 0).sum() * exposure.frame.pixel_size**2
    assert whole == pytest.approx(p.num * p.area, rel=0.03)


@pytest.mark.parametrize("seed", [3, 4, 6])
def test_what_a_micrograph_claims_is_found_in_it(seed):
    found = told(FLUORESCENCE, FLUORESCENCE.sample(seed), seed=seed)
    assert all(row.verdict == "pass" for row in found.values()), [row.sentence for row in found.values()]
    ratio = found["nucleus_to_cell_ratio"]
    assert ratio.measured == pytest.approx(ratio.claimed, rel=0.05)


@pytest.mark.parametrize(
    ("name", "dose"),
    [
        ("wrong_ratio", 0.10),
        ("wrong_size", 0.10),
        ("nucleus_outside", 0.10),
        ("vesicle_outside", 0.10),
        ("wrong_level", 0.10),
        ("wrong_number", 1),
        ("wrong_line", 1.0),
    ],
)
def test_a_twin_of_ten_per_cent_is_caught(name, dose):
    found = twin(FLUORESCENCE, name, dose, seed=6)
    assert found.verdict == "fail", found.sentence


@pytest.mark.parametrize("size", [128, 360])
def test_each_cell_is_measured_against_its_own_truth(size):
    p = replace(FLUORESCENCE.sample(4), haze=0.05)
    exposure = exposed(FLUORESCENCE, p, size=size)
    rows = each_cell(exposure.frame)
    assert len(rows) == p.num
    for true in (row for row in exposure.objects if row["kind"] == "cell"):
        found = min(rows, key=lambda row: math.hypot(row["x"] - true["x"], row["y"] - true["y"]))
        nucleus = next(row for row in exposure.objects if row["id"] == true["nucleus"])
        assert found["area"] == pytest.approx(true["area_um2"], rel=0.08)
        assert found["nucleus_area"] == pytest.approx(nucleus["area_um2"], rel=0.06)
        assert (found["nuclei"], found["vesicles"]) == (1, true["vesicles"])
        assert found["level_nucleus"] == pytest.approx(p.nucleus * p.dose, rel=0.15)
        assert found["level_membrane"] == pytest.approx(p.membrane * p.dose, rel=0.25)
    assert not each_cell(replace(exposure.frame, pixels=np.full_like(exposure.frame.pixels, 4.0)))


def test_in_little_light_nothing_is_told_rather_than_a_wrong_number():
    found = told(FLUORESCENCE, replace(FLUORESCENCE.sample(3), dose=0.02), seed=3)
    assert found["cell_area"].verdict == found["nucleus_to_cell_ratio"].verdict == "cannot tell"
    assert found["cell_area"].measured is None
    assert not [row.sentence for row in found.values() if row.verdict == "fail"]


@pytest.mark.parametrize("phase", PHASES)
def test_every_phase_is_told_with_its_measures(phase):
    p = replace(CYCLE.sample(5), phase=phase, separation={"anaphase": 7.0, "telophase": 13.0}.get(phase, 0.0))
    found = told(CYCLE, p)
    assert all(row.verdict == "pass" for row in found.values()), [row.sentence for row in found.values()]
    other = replace(p, phase=PHASES[PHASES.index(phase) - 1], separation=8.0)
    assert told(CYCLE, p, claimed=other)["phase"].verdict == "fail"


@pytest.mark.parametrize(
    ("name", "dose", "phase"),
    [
        ("turned_plate", 20.0, "metaphase"),
        ("wrong_spindle", 0.10, "metaphase"),
        ("wrong_separation", 0.10, "anaphase"),
        ("unequal_sets", 0.10, "telophase"),
        ("wrong_nucleus", 0.10, "interphase"),
    ],
)
def test_a_faulty_division_is_caught_and_applies_to_its_phase_only(name, dose, phase):
    seed = next(seed for seed in range(200) if CYCLE.sample(seed).phase == phase)
    assert twin(CYCLE, name, dose, seed).verdict == "fail"
    other = next(seed for seed in range(200) if CYCLE.sample(seed).phase == "prophase")
    if name != "wrong_nucleus":
        with pytest.raises(DoesNotApplyError):
            twin(CYCLE, name, dose, other)


@each
def test_what_is_seen_does_not_depend_on_the_unit_of_brightness(item):
    for seed in range(3):
        p = item.sample(seed)
        frame = exposed(item, p, seed).frame
        claims = [claim for claim in item.claims(p) if claim.unit != "counts"]
        there, scaled = (
            item.measure(replace(frame, pixels=frame.pixels * by), claims) for by in (1.0, np.float32(1 / 4096))
        )
        for first, second in zip(there, scaled, strict=True):
            assert first.verdict == second.verdict
            if isinstance(first.measured, float):
                assert first.measured == pytest.approx(second.measured, rel=0.01)


def test_a_slanted_axis_is_named_as_it_looks():
    assert [slant(angle) for angle in (0, 45, 90, 135, 175)] == [
        "level",
        "falling to the right",
        "upright",
        "rising to the right",
        "level",
    ]


def test_a_culture_grows_by_the_law_and_is_counted():
    p = CONFLUENCE.sample(1)
    assert p.counts == tuple(round(p.first * 2 ** (at * p.interval / p.doubling)) for at in range(4))
    exposure = exposed(CONFLUENCE, p)
    times = [row["time_h"] for row in exposure.objects]
    assert [times.count(at * p.interval) for at in range(4)] == list(p.counts)
    found = told(CONFLUENCE, p)
    assert all(row.verdict == "pass" for row in found.values()), [row.sentence for row in found.values()]
    solved = CONFLUENCE.solve(replace(p, asked="doubling")).answer.value
    assert solved == pytest.approx(3 * p.interval / math.log2(p.counts[-1] / p.counts[0]), rel=0.01)


@pytest.mark.parametrize("name", ["wrong_doubling", "linear_growth", "wrong_order"])
def test_growth_that_breaks_the_law_is_caught(name):
    p = replace(CONFLUENCE.sample(1), first=4, doubling=14, interval=12, places=9)
    assert p.valid()
    violation = CONFLUENCE.violations[name]
    wrong = violation.apply(p, violation.doses[-1], Random(0))
    assert told(CONFLUENCE, wrong, claimed=p)[violation.breaks].verdict == "fail"


def test_pixels_of_a_grid_lie_half_a_pixel_in():
    grid = Grid(field=10.0, size=5)
    assert np.allclose(grid.axis, [1, 3, 5, 7, 9]) and grid.pixel == 2
