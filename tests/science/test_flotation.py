"""How deep things float, against closed forms and by counting points."""

import math
import random

import pytest

from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.science.flotation import DRAFTS, VOLUME_BELOW, float_depth, say_draft
from scisynth.science.laws import get_law
from scisynth.science.rules import derive


@pytest.mark.parametrize("fraction", [0.025, 0.25, 0.5, 0.917])
def test_a_cube_is_under_water_by_its_density(fraction):
    assert float_depth(fraction, "box") == pytest.approx(fraction)


@pytest.mark.parametrize("fraction", [0.025, 0.081, 0.37, 0.5, 0.84])
def test_a_sphere_against_the_closed_form_of_its_cubic(fraction):
    """d^2 (3 - 2 d) = f has the root d = 1/2 - sin(asin(1 - 2 f) / 3)."""
    assert float_depth(fraction, "ellipsoid") == pytest.approx(0.5 - math.sin(math.asin(1 - 2 * fraction) / 3))


@pytest.mark.parametrize("body", VOLUME_BELOW)
@pytest.mark.parametrize("depth", [0.1, 0.5, 0.8])
def test_volumes_against_counted_points(body, depth):
    """Points strewn in the unit cube; those in the body, and of them those in its lower part."""
    rng = random.Random(1)
    inside = below = 0
    for _ in range(40000):
        x, y, z = (rng.uniform(-1, 1) for _ in range(3))
        r = {"box": 0.0, "cylinder": x * x + z * z, "ellipsoid": x * x + y * y + z * z}[body]
        if r <= 1:
            inside += 1
            below += (z + 1) / 2 <= depth
    assert VOLUME_BELOW[body](depth) == pytest.approx(below / inside, abs=0.012)
    assert float_depth(VOLUME_BELOW[body](depth), body) == pytest.approx(depth)


def test_words_follow_the_density_and_none_lies_on_a_border():
    law = get_law("buoyancy")
    water = law.constants["water_density"].value
    said = {name: derive("buoyancy", name, "box").words["draft"] for name in law.subjects}
    assert said["ice cube"] == said["wax candle"] == "almost wholly under the water"
    assert said["foam ball"] == said["basketball"] == "high on the water, hardly dipping in"
    assert said["wooden block"] == "about half under the water"
    assert "92 % of it" in derive("buoyancy", "ice cube", "box").sentence.replace("92%", "92 %")
    for subject in law.subjects.values():
        fraction = subject.facts["density"].value / water
        if fraction < 1:
            assert said[subject.name] == say_draft(fraction)
            assert all(abs(fraction - limit) > 0.02 for limit, _ in DRAFTS), subject.name
        # A thing that sinks does so by a clear margin.
        assert abs(fraction - 1) > 0.07


def test_no_prompt_says_half_of_what_floats_otherwise():
    for item in write_prompts(PromptsConfig(num=400, split="test_S", laws=("buoyancy",)), 0):
        if item.subject in ("ice cube", "foam ball"):
            assert "half" not in item.explicit_prompt + item.superficial_prompt
