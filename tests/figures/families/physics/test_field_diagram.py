"""Fields and charges of the figure families against a second way: cross products, energies, textbook values."""

import math

import numpy as np
import pytest

from scisynth.figures.families.physics.field_diagram.charges import plate_values
from scisynth.figures.families.physics.field_diagram.coils import coil_area, of_coil
from scisynth.figures.families.physics.field_diagram.coulomb import forces_on_third
from scisynth.figures.families.physics.field_diagram.currents import field_between, force_per_metre
from scisynth.figures.families.physics.field_diagram.dipoles import dipole_field
from scisynth.figures.families.physics.field_diagram.flows import compass, sum_of
from scisynth.figures.families.physics.field_diagram.particles import circling
from scisynth.figures.families.physics.field_diagram.wires import wire_forces
from scisynth.figures.families.registry import get_family
from scisynth.figures.scene.marks import Path


def vector_of(scene, name: str) -> np.ndarray:
    mark = scene.mark(name)
    assert isinstance(mark, Path)
    return np.asarray(mark.points[-1]) - np.asarray(mark.points[0])


def test_a_rod_on_rails_turns_the_work_of_the_pull_into_heat():
    found = wire_forces(0.4, 0.25, speed=2.0, ohms=0.5)
    assert found["pull"] * 2.0 == pytest.approx(0.5 * found["current"] ** 2)
    assert wire_forces(0.4, 0.25, amps=3, degrees=30)["force"] == pytest.approx(0.15)


def test_force_on_a_rod_is_i_l_cross_b():
    for seed in range(40):
        family = get_family("wire_in_field")
        p, scene = family.sample(seed), family.make(seed)
        if p.layout == "rod":
            along, field = vector_of(scene, "current:I"), -1.0 if p.into else 1.0
            force = vector_of(scene, "force:F")
            assert force @ (field * np.asarray([along[1], -along[0]])) > 0


def test_field_of_wires_by_vector_products():
    # B = μ₀ I/(2π r²) · ẑ × r: a current out of the page makes a field upwards on its right.
    for seed in range(40):
        p = get_family("wire_field").sample(seed)
        total = 0.0
        for amps, outward, x in ((p.one, p.out_one, p.near / 100), (p.two, p.out_two, -p.far / 100)):
            total += 2e-7 * amps * np.cross([0, 0, 1 if outward else -1], [x, 0, 0])[1] / x**2
        assert field_between(p) == pytest.approx(total)
    # The old definition of the ampere: 2 × 10⁻⁷ N per metre at 1 m.
    assert force_per_metre(1, 1, 100) == pytest.approx(2e-7)


def test_circle_of_an_electron_has_its_textbook_radius():
    # 5.686 mm for 10⁶ m/s at 1 mT; a proton at 1 T turns in 65.6 ns.
    assert circling(-1, 9.109e-31, 1e6, 1e-3)["radius"] == pytest.approx(5.686e-3, rel=1e-3)
    assert circling(1, 1.673e-27, 1e5, 1.0)["period"] == pytest.approx(65.6e-9, rel=1e-3)


def test_force_on_the_circling_charge_is_q_v_cross_b():
    seen = set()
    family = get_family("lorentz_circle")
    for seed in range(40):
        p = family.sample(seed)
        if p.layout != "circle":
            continue
        scene = family.make(seed)
        velocity, force = vector_of(scene, "velocity:v"), vector_of(scene, "force:F")
        expected = p.charge_e * (-1.0 if p.into else 1.0) * np.asarray([velocity[1], -velocity[0]])
        assert force @ expected / np.linalg.norm(force) / np.linalg.norm(expected) == pytest.approx(1)
        seen.add((p.into, p.charge_e > 0))
    assert len(seen) >= 3


def test_plates_by_energy():
    # The work from plate to plate is force times distance, and charge times voltage.
    found = plate_values(200, 4, 5, 2)
    assert found["work"] == pytest.approx(1000 * found["force"] * 0.04)
    assert found["charge"] * 1e-12 * found["field"] == pytest.approx(2e-9 * 9.81)


def test_forces_of_charges_by_the_gradient_of_their_energy():
    for seed in range(20):
        p = get_family("three_charges").sample(seed)
        places = [
            distance / 100 * np.asarray([math.cos(math.radians(way)), math.sin(math.radians(way))])
            for distance, way in zip(p.distances, p.directions, strict=True)
        ]

        def energy(place, p=p, places=places):
            others = zip(p.charges[:2], places, strict=True)
            return sum(8.99e9 * q.value * p.size_three * 1e-12 / np.linalg.norm(place - at) for q, at in others)

        step = 1e-6
        slope = [-(energy(step * axis) - energy(-step * axis)) / (2 * step) for axis in np.eye(2)]
        assert sum(forces_on_third(p)) == pytest.approx(np.asarray(slope), rel=1e-5, abs=1e-9)


def test_a_sum_of_arrows_by_the_cosine_rule():
    for seed in range(30):
        p = get_family("moving_in_flow").sample(seed)
        between = math.radians(180 - (p.way_one - p.way_two))
        square = p.size_one**2 + p.size_two**2 - 2 * p.size_one * p.size_two * math.cos(between)
        assert float(np.hypot(*sum_of(p))) == pytest.approx(math.sqrt(square))
    assert [compass(way) for way in (0, 45, 120, 200, 330)] == [
        "east", "northeast", "60° north of west", "20° south of west", "30° south of east",
    ]  # fmt: skip


def test_drawn_lines_are_in_proportion_to_the_charges():
    for seed in range(6):
        family = get_family("unequal_charges")
        p, scene = family.sample(seed), family.make(seed)
        bound = sum(mark.id.startswith("bound:") for mark in scene.marks)
        free = sum(mark.id.startswith("open:") for mark in scene.marks)
        large, small = p.values
        assert large / small == pytest.approx(-(bound + free) / bound)
        if p.layout == "surface" and p.around == "both":
            assert abs(p.enclosed) == pytest.approx(free * p.per_line)


def test_the_field_of_a_dipole_is_the_slope_of_its_potential():
    for seed in range(40):
        p = get_family("dipole_lines").sample(seed)
        sign = 1 if p.is_positive_left else -1
        places = {"middle": (0, 0), "above": (0, p.s), "beyond": (p.s + p.d / 2, 0)}
        flip = -1 if p.is_flipped else 1
        at = flip * np.asarray(places[p.layout], dtype=float) / 100

        def potential(x: float, y: float, p=p, sign=sign) -> float:
            half, size = p.d / 200, sign * p.q * 1e-9
            return 8.99e9 * size * (1 / math.hypot(x + half, y) - 1 / math.hypot(x - half, y))

        step = 1e-6
        field = np.asarray(
            [
                (potential(at[0] - step, at[1]) - potential(at[0] + step, at[1])) / (2 * step),
                (potential(at[0], at[1] - step) - potential(at[0], at[1] + step)) / (2 * step),
            ]
        )
        assert dipole_field(p.q, p.d, p.s, p.layout) == pytest.approx(np.linalg.norm(field), rel=1e-4)
        assert p.side == ("right" if field[0] > 0 else "left")


def test_a_compass_points_from_north_to_south_along_the_lines():
    seen = set()
    for seed in range(40):
        family = get_family("bar_magnet")
        p, scene = family.sample(seed), family.make(seed)
        if p.layout == "pair":
            continue
        needle = vector_of(scene, "needle:P")
        assert (needle[0] > 0) == (p.needle == "right")
        norths = [scene.label(f"pole:{name}").at[0] for name in p.norths]
        souths = [scene.label(f"pole:{name}").at[0] for name in p.letters[:2] if name not in p.norths]
        beside = p.layout == "horseshoe" or p.compass in ("above", "below")
        assert (needle[0] > 0) == ((souths[0] > norths[0]) == beside)
        seen.add((p.layout, beside))
    assert len(seen) == 3


def test_lines_between_magnets_cross_over_only_where_they_attract():
    for seed in range(60):
        family = get_family("bar_magnet")
        p = family.sample(seed, 3)
        if p.layout != "pair":
            continue
        scene = family.scene(p)
        crossing = 0
        for mark in scene.marks:
            if isinstance(mark, Path) and mark.id.startswith("line:"):
                xs = np.asarray(mark.points)[:, 0]
                crossing += bool(xs.min() < -0.3 and xs.max() > 0.3)
        assert (crossing > 0) == p.is_attracting


def test_torque_and_flux_of_a_coil_by_its_four_sides():
    a, b, field, current, angle, turns = 0.08, 0.05, 0.4, 1.5, 35, 20
    normal = np.asarray([math.cos(math.radians(angle)), math.sin(math.radians(angle)), 0])
    along, deep = np.asarray([-normal[1], normal[0], 0]), np.asarray([0, 0, 1.0])
    corners = [x * a / 2 * along + y * b / 2 * deep for x, y in ((1, 1), (-1, 1), (-1, -1), (1, -1))]
    torque = np.zeros(3)
    for one, two in zip(corners, corners[1:] + corners[:1], strict=True):
        force = turns * current * np.cross(two - one, (field, 0, 0))
        torque += np.cross((one + two) / 2, force)
    area = coil_area(8, 5, is_round=False)
    assert of_coil("torque", turns, area, field, angle=angle, current=current) == pytest.approx(np.linalg.norm(torque))
    assert of_coil("flux", turns, area, field, angle=angle) == pytest.approx(turns * a * b * field * normal[0])


def test_the_peak_emf_is_the_steepest_slope_of_the_flux():
    turns, area, field, frequency = 100, 0.0063, 1.2, 15
    times = np.linspace(0, 1 / frequency, 20001)
    flux = turns * field * area * np.cos(2 * np.pi * frequency * times)
    slope = np.abs(np.diff(flux) / np.diff(times)).max()
    assert of_coil("peak", turns, area, field, frequency=frequency) == pytest.approx(slope, rel=1e-4)
    assert coil_area(5, 0, is_round=True) == pytest.approx(7.854e-3, rel=1e-4)
    assert of_coil("emf", 50, 0.02, 0.3, time=0.5) == pytest.approx(0.6)


def test_the_lines_of_a_uniform_field_are_equally_far_apart():
    family = get_family("coil_in_field")
    for seed in range(12):
        lines = [mark for mark in family.make(seed).marks if isinstance(mark, Path) and mark.id.startswith("field:")]
        assert np.ptp(np.diff([line.points[0][1] for line in lines])) < 1e-9 if lines else True
