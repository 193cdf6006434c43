"""Optics of the figure families against tables, Fermat's principle and rays that are followed face by face."""

import math
from dataclasses import replace

import numpy as np
import pytest

from scisynth.figures.families.physics.optical_ray.films import orders, wedge_height
from scisynth.figures.families.physics.optical_ray.imaging import image_distance
from scisynth.figures.families.physics.optical_ray.pools import pool_length
from scisynth.figures.families.physics.optical_ray.refraction import MEDIA, refracted, slab_shift
from scisynth.figures.families.physics.optical_ray.shadows import shadow_length, shadow_on_wall
from scisynth.figures.families.physics.optical_ray.slits import fringe_place
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
            assert p.angles[-1] == pytest.approx(refracted(p.angle, 1.0, MEDIA[p.media[-1]]))


@pytest.mark.parametrize(("u", "f", "v"), [(30, 20, 60), (10, 15, -30), (20, -20, -10), (12, 4, 6)])
def test_image_distances_of_textbooks(u, f, v):
    assert image_distance(u, f) == pytest.approx(v)
    # Newton's form, from the foci: x x' = f².
    assert (u - f) * (v - f) == pytest.approx(f * f)


def test_image_lies_where_two_rays_meet():
    for name in ("real_image_of_lens", "magnifier", "diverging_lens"):
        for seed in range(12):
            p = get_family(name).sample(seed)
            # From the tip (-u, 1): parallel, then through the focus behind the lens; and straight through its middle.
            x = np.linalg.solve([[1 / p.f, 1], [1 / p.u, 1]], [1, 0])[0]
            assert p.v == pytest.approx(x), (name, seed)


def bent(way, normal, ratio):
    # Law of refraction for unit vectors; the normal points against the ray.
    cosine = -float(way @ normal)
    return ratio * way + (ratio * cosine - math.sqrt(1 - ratio**2 * (1 - cosine**2))) * normal


def test_prism_by_vectors():
    for seed in range(20):
        p = get_family("prism").sample(seed)
        half = math.radians(p.apex / 2)
        left = np.asarray([-math.cos(half), math.sin(half)])
        right = np.asarray([-math.cos(half), -math.sin(half)])
        start = math.pi + math.atan2(left[1], left[0]) + math.radians(p.start)
        way = np.asarray([math.cos(start), math.sin(start)])
        last = bent(bent(way, left, 1 / p.index), right, p.index)
        turn = math.degrees(math.acos(float(way @ last)))
        assert p.start + p.angles[2] - p.apex == pytest.approx(turn), seed
        if p.layout == "least":
            assert turn == pytest.approx(p.turn)


def test_bright_lines_lie_where_the_ways_of_light_differ_by_whole_waves():
    # Exact ways from both slits; the formula takes the screen as far away.
    y = fringe_place(600, 0.2, 1.5, 3) / 1000
    ways = [math.hypot(1.5, y - side * 1e-4) for side in (1, -1)]
    assert (ways[1] - ways[0]) / 600e-9 == pytest.approx(3, rel=1e-4)
    # A single slit is dark where the waves of all its parts add up to nothing.
    y = fringe_place(600, 0.1, 2.0, 2) / 1000
    parts = np.linspace(-5e-5, 5e-5, 20_001)
    phases = 2 * np.pi / 600e-9 * parts * math.sin(math.atan2(y, 2.0))
    assert abs(np.exp(1j * phases).mean()) < 1e-3
    # 300 lines/mm turn 589 nm by 10.18° in the first order.
    assert fringe_place(589, 1 / 300, 1.0, 1) == pytest.approx(1000 * math.tan(math.radians(10.18)), rel=1e-3)


@pytest.mark.parametrize("indices", [(1.0, 1.33, 1.0), (1.0, 1.47, 1.33), (1.0, 1.38, 1.52), (1.0, 2.4, 1.52)])
@pytest.mark.parametrize("is_bright", [False, True])
def test_film_reflects_most_and_least_where_the_exact_amplitude_says(indices, is_bright):
    # Fresnel's coefficients at both faces, with all echoes in the film.
    above, film, below = indices
    one, two = (above - film) / (above + film), (film - below) / (film + below)

    def reflected(order):
        echo = np.exp(2j * np.pi * order)
        return abs((one + two * echo) / (1 + one * two * echo)) ** 2

    for order in orders(indices, is_bright):
        near = [reflected(order + step) for step in (-0.02, 0.02)]
        assert (reflected(order) > max(near)) if is_bright else (reflected(order) < min(near))


def test_wedge_is_dark_where_twice_its_height_holds_whole_waves():
    assert wedge_height(11, 600, 1.0) == pytest.approx(3000)  # ten steps of 300 nm


def test_two_elements_by_ray_matrices():
    for seed in range(30):
        p = get_family("two_elements").sample(seed)
        one, two = (np.asarray([[1, 0], [-1 / f, 1]]) for f in (p.one, p.focal_two))
        way = np.asarray([[1, p.distance], [0, 1]])
        if p.layout == "beam":
            height, slope = two @ way @ one @ [1.0, 0.0]
            assert slope == pytest.approx(0) and abs(height) == pytest.approx(p.two / p.one)
            continue
        whole = two @ way @ one @ np.asarray([[1, p.u], [0, 1]])
        # All rays of a point meet where the height no longer depends on the slope.
        v2 = -whole[0, 1] / whole[1, 1]
        assert p.last_image == pytest.approx(v2), seed
        assert p.sizes[2] == pytest.approx((np.asarray([[1, v2], [0, 1]]) @ whole)[0, 0])


def test_shadows_by_the_line_past_the_head():
    # A man of 6 ft, 40 ft from a lamp of 15 ft: 26.7 ft; he walks at 5 ft/s, the tip at 25/3 ft/s.
    assert shadow_length(15, 6, 40) == pytest.approx(80 / 3)
    tips = [at + shadow_length(15, 6, at) for at in (40, 40.001)]
    assert (tips[1] - tips[0]) / 0.001 * 5 == pytest.approx(25 / 3)
    # 2 m tall, 8 m from the light, wall at 12 m: 3 m; at 1.6 m/s it shrinks by 0.6 m/s.
    assert shadow_on_wall(2, 8, 12) == pytest.approx(3)
    assert (shadow_on_wall(2, 8, 12) - shadow_on_wall(2, 8.0001, 12)) / 0.0001 * 1.6 == pytest.approx(0.6, rel=1e-4)


def test_rates_of_shadows_are_derivatives():
    item, step = get_family("shadow_length"), 1e-5
    for seed in range(60):
        p = item.sample(seed)
        if p.asked == "rate" and p.layout != "sun":
            later = replace(p, far=p.far + step * p.speed)
            moved = later.shadow - p.shadow + (step * p.speed if p.layout == "lamp" else 0)
            assert item.solve(p).answer.value == pytest.approx(abs(moved) / step, rel=1e-3)


def test_rays_in_pools_by_the_quickest_way():
    for seed in range(40):
        p = get_family("pool_ray").sample(seed)
        if p.layout == "coin":
            # The coin's ray takes the quickest way to a far point of the ray in air.
            spot = p.depth * math.tan(math.radians(p.inner))
            eye = (spot + 50 * math.tan(math.radians(p.theta)), 50.0)
            at = np.linspace(0, 3 * p.depth, 300_001)
            times = p.index * np.hypot(at, p.depth) + np.hypot(eye[0] - at, eye[1])
            assert float(at[int(np.argmin(times))]) == pytest.approx(spot, abs=2e-3 * p.depth)
            assert pool_length(p) == pytest.approx(spot / math.tan(math.radians(p.theta)))


def test_apparent_depths_and_shadows_of_textbooks():
    # 4 m of water seen at 70° to the normal: 1.47 m; a cistern 3 m wide and 2 m deep of n = 1.5.
    assert 4 * math.tan(math.radians(refracted(70, 1, 1.33))) / math.tan(math.radians(70)) == pytest.approx(
        1.455, abs=0.01
    )


def test_rays_in_and_below_a_film_are_bent_by_its_indices():
    family = get_family("thin_film")
    for seed in range(12):
        p, scene = family.sample(seed), family.make(seed)
        if p.layout == "wedge":
            continue
        sines = []
        for name in ("in1", "two1", "on1"):
            (x0, y0), (x1, y1) = scene.path(f"ray:{name}").points
            sines.append(abs(x1 - x0) / math.hypot(x1 - x0, y1 - y0))
        assert np.asarray(sines) * p.indices == pytest.approx(np.full(3, sines[0]))
