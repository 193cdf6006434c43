"""Mechanics of the figure families against a second way: balances, energy, systems of equations, and steps of time."""

import cmath
import math

import numpy as np
import pytest

from scisynth.figures.families.physics.mechanical.beams import reactions
from scisynth.figures.families.physics.mechanical.cables import cable_pulls
from scisynth.figures.families.physics.mechanical.circles import circling
from scisynth.figures.families.physics.mechanical.cliffs import cliff_motion
from scisynth.figures.families.physics.mechanical.collisions import bullet_speed, elastic_speeds
from scisynth.figures.families.physics.mechanical.inclines import forces_on_block
from scisynth.figures.families.physics.mechanical.journeys import direction_of
from scisynth.figures.families.physics.mechanical.ladders import ladder_forces
from scisynth.figures.families.physics.mechanical.levers import pivot_force, second_load
from scisynth.figures.families.physics.mechanical.pulleys import atwood_motion
from scisynth.figures.families.physics.mechanical.relative import add_velocities
from scisynth.figures.families.physics.mechanical.springs import stiffness
from scisynth.figures.families.physics.mechanical.swings import rise, swing
from scisynth.figures.families.physics.mechanical.tables import table_motion
from scisynth.figures.families.physics.mechanical.throws import throw_motion
from scisynth.figures.families.registry import get_family
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene

G = 9.81
SEEDS = range(30)


def drawn(name: str, layout: str, num: int = 4):
    """Parameters of a family in a layout."""
    found = [p for p in (get_family(name).sample(seed) for seed in range(80)) if p.layout == layout]
    assert len(found) >= num, (name, layout)
    return found[:num]


def vector_of(scene: FigureScene, name: str) -> np.ndarray:
    mark = scene.mark(name)
    assert isinstance(mark, Path)
    return np.asarray(mark.points[-1]) - np.asarray(mark.points[0])


@pytest.mark.parametrize(
    ("family", "forces"),
    [
        ("incline_block", ("force:weight", "force:normal", "force:holding")),
        ("two_cables", ("force:weight", "force:one", "force:two")),
    ],
)
def test_drawn_forces_add_up_to_nothing(family, forces):
    for seed in SEEDS:
        scene = get_family(family).make(seed)
        total = sum(vector_of(scene, name) for name in forces)
        assert np.abs(total).max() < 1e-9, (family, seed, total)


def test_drawn_sum_of_the_circling_body_is_pull_and_weight():
    for seed in SEEDS:
        scene = get_family("conical_pendulum").make(seed)
        total = vector_of(scene, "force:pull") + vector_of(scene, "force:weight")
        assert total == pytest.approx(vector_of(scene, "force:sum"), abs=1e-9)


def test_block_on_an_incline_is_held_by_the_least_energy():
    # The work of holding along a short way equals the change of height times the weight.
    for angle in (22.0, 30.0, 38.0):
        step, weight = 1e-3, 3 * G
        for held, along in (("friction", step), ("rope", step), ("push", step * math.cos(math.radians(angle)))):
            work = forces_on_block(3, angle, held)["holding"] * along
            assert work == pytest.approx(weight * step * math.sin(math.radians(angle)))


def test_cables_hold_by_two_equations():
    for one, two in ((30.0, 50.0), (45.0, 0.0), (60.0, 27.0)):
        a, b = math.radians(one), math.radians(two)
        matrix = np.asarray([[math.cos(a), -math.cos(b)], [math.sin(a), math.sin(b)]])
        expected = np.linalg.solve(matrix, np.asarray([0.0, 80.0]))
        pulls = cable_pulls(80.0, one, two)
        assert [pulls["one"], pulls["two"]] == pytest.approx(expected.tolist())


def test_energy_of_a_spring_let_go_slowly():
    # Where the load rests, the force of the spring balances it; let fall, it would go twice as far: k (2x)²/2 = m g 2x.
    k = stiffness(0.5, 4)
    assert k * 0.08**2 / 2 == pytest.approx(0.5 * G * 0.08)


@pytest.mark.parametrize("layout", ["arrows", "seesaw", "one_side", "three"])
def test_levers_do_no_work_when_tilted_a_little(layout):
    for p in drawn("lever_balance", layout, 2):
        force = G if layout == "seesaw" else 1.0
        loads = [(-p.load * force, -p.one), (-second_load(p) * force, p.two)]
        if layout == "one_side":
            loads = [(-p.load, p.one), (second_load(p), p.two)]
        if layout == "three":
            loads.append((-p.extra, -p.three))
        turn = 1e-4
        assert sum(newton * math.sin(turn) * arm for newton, arm in loads) == pytest.approx(0, abs=1e-9)
        assert pivot_force(p) + sum(newton for newton, _ in loads) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("layout", ["one", "two", "overhang", "spread"])
def test_beams_balance_about_any_point(layout):
    for p in drawn("beam_reactions", layout, 2):
        pin, roller = reactions(p)
        loads = list(p.loads)
        if layout == "spread":  # as a thousand small loads
            length = p.place.value
            loads = [(p.spread * length / 1000, length * (step + 0.5) / 1000) for step in range(1000)]
        for about in (0.0, 1.7, p.span, 20.0):
            turn = -pin * about + roller * (p.span - about) - sum(load * (place - about) for load, place in loads)
            assert turn == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("layout", ["plain", "train", "movable"])
def test_atwood_keeps_its_energy(layout):
    for p in drawn("atwood_machine", layout):
        rate, time = atwood_motion(p)["acceleration"], 0.7
        ways = {"one": 1.0, "two": -2.0 if layout == "movable" else -1.0}
        if layout == "train":
            ways["three"] = -1.0
        height, speed = rate * time**2 / 2, rate * time
        gained = sum(getattr(p, name) * G * way * height for name, way in ways.items())
        moving = sum(getattr(p, name) * (way * speed) ** 2 / 2 for name, way in ways.items())
        assert gained + moving == pytest.approx(0, abs=1e-9)
        assert 0 < atwood_motion(p)["tension"] < G * max(p.one, p.two) * 1.0001


@pytest.mark.parametrize("layout", ["table", "two_sides", "incline"])
def test_table_by_a_system_of_equations(layout):
    for p in drawn("table_and_pulley", layout):
        back = p.one * G * math.sin(math.radians(p.angle)) if layout == "incline" else p.friction * p.one * G
        third = p.three if layout == "two_sides" else 0.0
        # Unknown: a, T, T₃. m₁ a = T − T₃ − back; m₂ a = m₂ g − T; m₃ a = T₃ − m₃ g.
        matrix = np.asarray([[p.one, -1.0, 1.0], [p.two, 1.0, 0.0], [third, 0.0, -1.0]])
        rate, tension, _ = np.linalg.solve(matrix, np.asarray([-back, p.two * G, -third * G]))
        motion = table_motion(p)
        assert [motion["acceleration"], motion["tension"]] == pytest.approx([rate, tension])


def fly(speed: float, angle_deg: float, start: float, far: float) -> tuple[float, float, float, float]:
    """(time, x, y, top) up to a wall, or to the ground, by small steps, the velocity taken in the middle of each."""
    step = 1e-4
    vx, vy = speed * math.cos(math.radians(angle_deg)), speed * math.sin(math.radians(angle_deg))
    x, y, time, top = 0.0, start, 0.0, start
    while time == 0 or (x < far and (far < math.inf or y > 0)):
        x, y = x + vx * step, y + (vy - G * step / 2) * step
        vy -= G * step
        time, top = time + step, max(top, y)
    return time, x, y, top


@pytest.mark.parametrize("layout", ["ground", "platform", "wall"])
def test_throws_by_steps_of_time(layout):
    for p in drawn("oblique_throw", layout, 2):
        start = p.start if layout == "platform" else 0.0
        far = p.wall if layout == "wall" else math.inf
        time, x, y, top = fly(p.speed, p.angle, start, far)
        motion = throw_motion(p)
        assert [motion["time"], motion["reach"], motion["top"]] == pytest.approx([time, x, top], rel=1e-3)
        assert motion["end"] == pytest.approx(y, abs=5e-3)


@pytest.mark.parametrize("layout", ["cliff", "plane", "flashes"])
def test_horizontal_throws_by_steps_and_by_energy(layout):
    for p in drawn("throw_off_cliff", layout, 2):
        speed, height = p.given("speed").value, p.given("height").value
        time, x, _, _ = fly(speed, 0.0, height, math.inf)
        motion = cliff_motion(p)
        assert [motion["time"], motion["distance"]] == pytest.approx([time, x], rel=1e-3)
        assert motion["impact"] ** 2 / 2 == pytest.approx(speed**2 / 2 + G * height)


def test_circling_body_by_its_acceleration():
    for radius, angle in ((0.5, 25.0), (6.0, 40.0)):
        motion = circling(radius, angle, 0.4)
        turn = 2 * math.pi / motion["period"]
        pull = 0.4 * np.asarray([-radius * turn**2, G])
        assert np.linalg.norm(pull) == pytest.approx(motion["tension"])
        assert math.degrees(math.atan2(-pull[0], pull[1])) == pytest.approx(angle)
        assert motion["speed"] == pytest.approx(turn * radius)


def test_collisions_keep_momentum_and_energy():
    """4.2 kg at 2.9 m/s against 8 kg at rest: both sums are the same before and after; equal masses change their velocities."""
    one, two = elastic_speeds(4.2, 8.0, 2.9)
    assert 4.2 * one + 8 * two == pytest.approx(4.2 * 2.9)
    assert 4.2 * one**2 + 8 * two**2 == pytest.approx(4.2 * 2.9**2)
    assert elastic_speeds(3, 3, 5) == (0, 5)
    # The block of a ballistic pendulum rises by L (1 - cos θ) with the energy that is left after the impact.
    speed = bullet_speed(0.005, 2.0, 1.5, 60)
    left = 0.005 * speed / 2.005
    assert left**2 / (2 * 9.81) == pytest.approx(0.75)


@pytest.mark.parametrize(("fast", "slow", "angle", "sense"), [(110, 25, 0, 1), (120, 70, 25, -1), (100, 45, 40, 1), (90, 60, 15, -1)])  # fmt: skip
def test_a_ground_speed_follows_from_the_laws_of_cosines_and_sines(fast, slow, angle, sense):
    between = math.radians(90 - sense * angle)
    speed, track = add_velocities("wind", fast, slow, angle, sense)
    assert speed == pytest.approx(math.sqrt(fast**2 + slow**2 + 2 * fast * slow * math.cos(between)))
    turn = math.degrees(math.asin(slow * math.sin(between) / speed))
    assert track == pytest.approx(abs(angle + sense * turn))


def test_a_boat_gets_across_in_steps_of_time():
    fast, slow, width, dt = 5.0, 2.0, 100.0, 0.01
    for layout in ("crossing", "aiming"):
        speed, angle = add_velocities(layout, fast, slow)
        bow = math.radians(90 + angle if layout == "aiming" else 90)
        x = y = time = 0.0
        while y < width:
            x, y, time = x + (fast * math.cos(bow) + slow) * dt, y + fast * math.sin(bow) * dt, time + dt
        assert math.hypot(x, y) / time == pytest.approx(speed, rel=1e-3)
        assert x == pytest.approx(0 if layout == "aiming" else width * slow / fast, abs=0.05)


def test_rain_meets_a_driver_from_ahead():
    seen = np.array([0.0, -9.0]) - np.array([12.0, 0.0])
    speed, slant = add_velocities("rain", 9.0, 12.0)
    assert (speed, slant) == (pytest.approx(15), pytest.approx(math.degrees(math.atan2(-seen[0], -seen[1]))))


@pytest.mark.parametrize(
    ("length", "mass", "angle", "climber", "at"), [(5, 12, 60, 0, 0), (6, 18, 53, 70, 4), (4, 10, 66, 85, 3)]
)
def test_a_ladder_is_balanced_about_its_upper_end_too(length, mass, angle, climber, at):
    forces = ladder_forces(length, mass, angle, climber, at)
    turn = math.radians(angle)
    across, up = length * math.cos(turn), length * math.sin(turn)
    weights = mass * G * across / 2 + climber * G * (length - at) * math.cos(turn)
    assert forces["floor"] * across == pytest.approx(weights + forces["friction"] * up)
    assert forces["floor"] == pytest.approx((mass + climber) * G) and forces["friction"] == forces["wall"]
    assert forces["coefficient"] * forces["floor"] == pytest.approx(forces["friction"])


def test_a_pendulum_swings_by_steps_of_time_as_energy_says():
    length, mass, start, end, dt = 1.5, 0.4, 60.0, 20.0, 1e-4
    turn, rate = math.radians(start), 0.0
    while turn > math.radians(end):
        rate -= G / length * math.sin(turn) * dt
        turn += rate * dt
    speed, pull = swing(length, mass, start, end)
    assert abs(rate) * length == pytest.approx(speed, rel=1e-3)
    assert pull == pytest.approx(mass * (rate**2 * length + G * math.cos(turn)), rel=1e-3)
    height, back = rise(length, swing(length, mass, start, 0)[0])
    assert (height, back) == (pytest.approx(length * (1 - math.cos(math.radians(start)))), pytest.approx(start))


def test_journeys_add_as_complex_numbers_and_read_back_from_their_words():
    seen = set()
    for seed in range(60):
        item = get_family("journey_legs")
        p, scene = item.sample(seed), item.make(seed)
        if p.layout == "grid":
            total = complex(*map(sum, zip(*p.legs, strict=True)))
            path = sum(abs(complex(*leg)) for leg in p.legs)
        else:
            total = sum(length * cmath.exp(1j * math.radians(way)) for length, way in p.legs)
            path = sum(length for length, _ in p.legs)
        hours = sum(p.times) / 60
        expected = {
            "size": abs(total),
            "slope": math.degrees(math.asin(abs(total.imag) / abs(total))),
            "velocity": abs(total) / hours,
            "speed": path / hours,
        }
        assert scene.answer.value == pytest.approx(expected[p.goal])
        assert abs(total) <= path + 1e-9
        seen.add((p.layout, p.goal))
    assert len(seen) == 6
    assert [direction_of(way) for way in (0, 50, 145, 240, 270)] == [
        "east",
        "50° north of east",
        "35° north of west",
        "60° south of west",
        "south",
    ]


def test_the_load_nearest_to_a_pivot_is_asked_among_loads_alone():
    family = get_family("lever_balance")
    for seed in range(20):
        support = family.sample(seed).letters["support"]
        (nearest,) = (quiz for quiz in family.make(seed).quizzes if quiz.evidence == "nearest")
        assert support not in nearest.options.values()
