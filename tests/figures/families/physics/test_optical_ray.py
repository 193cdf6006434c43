"""Optics of the figure families against tables, Fermat's principle and rays that are followed face by face."""

import math

import numpy as np
import pytest

from scisynth.figures.families.physics.optical_ray.refraction import MEDIA, refracted, slab_shift
from scisynth.figures.families.physics.optical_ray.submerged import critical_deg
from scisynth.figures.families.registry import get_family


@pytest.mark.parametrize(
    ("angle", "n1", "n2", "expected"), [(30, 1.0, 1.5, 19.47), (45, 1.0, 1.33, 32.12), (40, 1.5, 1.0, 74.62)]
)
def test_refraction_of_known_angles(angle, n1, n2, expected):
    assert refracted(angle, n1, n2) == pytest.approx(expected, abs=0.01)


def test_beyond_the_critical_angle_nothing_is_refracted():
    with pytest.raises(ValueError, match=r"domain|range"):
        refracted(49, 1.33, 1.0)


def test_critical_angles_of_textbooks():
    for index, expected in ((1.33, 48.75), (1.52, 41.14), (1.77, 34.40)):
        assert critical_deg(index) == pytest.approx(expected, abs=0.01)


def test_light_takes_the_quickest_way():
    # From 1 above a face to 1 below it, 1.2 aside: the time is least where the law of refraction holds.
    at = np.linspace(0, 1.2, 200_001)
    times = np.hypot(at, 1) + 1.52 * np.hypot(1.2 - at, 1)
    best = float(at[int(np.argmin(times))])
    incidence = math.degrees(math.atan2(best, 1))
    assert math.degrees(math.atan2(1.2 - best, 1)) == pytest.approx(refracted(incidence, 1.0, 1.52), abs=0.01)


@pytest.mark.parametrize("plates", [[(1.52, 3.0)], [(1.49, 2.0), (1.77, 4.0)]])
def test_shift_is_the_distance_of_the_ray_from_the_way_it_had(plates):
    place = np.zeros(2)
    for index, thick in plates:
        inner = math.radians(refracted(55, 1.0, index))
        place = place + thick * np.asarray([math.tan(inner), -1.0])
    way = np.asarray([math.sin(math.radians(55)), -math.cos(math.radians(55))])
    assert slab_shift(55, 1.0, plates) == pytest.approx(abs(way[0] * place[1] - way[1] * place[0]))


def test_no_lamp_in_a_solid_and_no_plate_of_a_liquid():
    for seed in range(60):
        lamp, plate = get_family("critical_angle").sample(seed), get_family("parallel_slab").sample(seed)
        assert lamp.layout == "block" or lamp.medium in ("water", "ethanol", "glycerol")
        assert all(MEDIA[name] > 1.48 for name, _ in plate.plates)


def test_angle_in_the_last_layer_needs_no_layer_between():
    for seed in range(60):
        p = get_family("snell_refraction").sample(seed)
        if p.layout == "layers":
            assert p.angles[-1] == pytest.approx(refracted(p.angle, 1.0, MEDIA[p.solid]))
