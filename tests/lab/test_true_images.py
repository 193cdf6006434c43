"""Images that are true to size and colour: drafts, frozen colours, drops by their contact angle, dye by its density."""

import math

import numpy as np
import pytest
from PIL import ImageColor

from scisynth.core.records import Scene
from scisynth.lab.objects.catalog import SHAPES
from scisynth.lab.render import render
from scisynth.science.flotation import float_depth
from scisynth.science.laws import get_law
from scisynth.science.liquids import BOTTOM, MIDDLE, TOP, drop_form, say_drop
from scisynth.science.rules import derive


def draw(law_name, subject, outcome, *, seed=3, size_px=128, condition=""):
    condition = condition or get_law(law_name).conditions_of(subject)[0]
    scene = Scene(law=law_name, subject=subject, condition=condition, outcome=outcome, place="")
    drawn = render(scene, size_px=size_px, seed=seed, with_mask=True)
    return np.asarray(drawn.image, dtype=float), np.asarray(drawn.region_mask) > 0


def water_row(image, mask):
    """The first row from above that is blue over most of the vessel's width, the thing's own columns left out."""
    columns = [column for column in range(24, 104) if not mask[:, max(0, column - 4) : column + 5].any()]
    blue = (image[:, columns, 2] - image[:, columns, 0] > 60).mean(axis=1)
    return int(np.flatnonzero(blue > 0.7)[0])


@pytest.mark.parametrize("subject", ["wooden block", "ice cube", "baseball", "tennis ball", "foam ball", "soccer ball"])
def test_what_floats_is_drawn_as_deep_as_its_density_says(subject):
    """Height of the mask below the water line over its whole height, against the closed form; a twentieth is blur and foam."""
    law = get_law("buoyancy")
    fraction = law.subject(subject).facts["density"].value / law.constants["water_density"].value
    body = SHAPES[law.subject(subject).look["shape"]].body
    assert body == ("box" if "block" in subject or "cube" in subject else "ellipsoid")
    depths = []
    for seed in range(6):
        image, mask = draw("buoyancy", subject, "floats", seed=seed)
        rows = np.flatnonzero(mask.any(axis=1))
        depths.append((rows[-1] + 1 - water_row(image, mask)) / (rows[-1] + 1 - rows[0]))
    assert np.mean(depths) == pytest.approx(float_depth(fraction, body), abs=0.08)


def test_a_thing_is_as_large_afloat_as_on_the_bottom():
    for subject in ("tennis ball", "billiard ball", "brick"):
        sizes = {
            outcome: [
                np.ptp(np.flatnonzero(draw("buoyancy", subject, outcome, seed=seed)[1].any(axis=0)))
                for seed in range(12)
            ]
            for outcome in ("floats", "sinks")
        }
        assert np.mean(sizes["floats"]) == pytest.approx(np.mean(sizes["sinks"]), rel=0.08), subject


def test_frozen_liquids_keep_their_colour():
    """The mean colour of the ice is nearer to that of its liquid than to white, where the liquid is coloured."""
    law = get_law("solidification")
    for name in (
        "jar of apple juice",
        "bottle of cherry juice",
        "wine glass of grape juice",
        "glass of strawberry juice",
    ):
        liquid = np.array(ImageColor.getrgb(law.subject(name).look["liquid"]), dtype=float)
        image, mask = draw("solidification", name, "frozen")
        # Frost, snow and the empty neck of a bottle are white: the more colourful half of the region is the ice itself.
        region = image[mask]
        saturation = np.ptp(region, axis=-1)
        color = np.median(region[saturation >= np.median(saturation)], axis=0)
        assert np.abs(color - liquid).mean() < 0.7 * np.abs(color - 255).mean(), name


@pytest.mark.parametrize("angle", [15, 60, 90, 110])
def test_drops_hold_one_volume_and_meet_their_base_at_the_angle(angle):
    sphere, height = drop_form(angle)
    assert math.pi * height**2 * (3 * sphere - height) / 3 == pytest.approx(4 * math.pi / 3)
    assert 1 - height / sphere == pytest.approx(math.cos(math.radians(angle)))


def test_water_lies_flat_on_glass_and_stands_on_wax():
    """Width over height of the drop that is seen, and what is said of it."""
    ratio = {}
    for subject in ("glass plate", "copper plate", "sheet of wax paper"):
        mask = draw("absorption", subject, "beads", condition="red_wine")[1]
        ratio[subject] = np.ptp(np.flatnonzero(mask.any(axis=0))) / np.ptp(np.flatnonzero(mask.any(axis=1)))
    assert ratio["glass plate"] > ratio["copper plate"] > 1.2 > ratio["sheet of wax paper"]
    law = get_law("absorption")
    said = {name: say_drop(law.subject(name).facts["contact_angle"].value) for name in ratio}
    assert said == {
        "glass plate": "a low flat cap",
        "copper plate": "a rounded cap",
        "sheet of wax paper": "a nearly round bead",
    }
    assert derive("absorption", "mirror", "red_wine").words["drop"] == "a low flat cap"


@pytest.mark.parametrize(
    ("liquid", "where"),
    [
        ("glycerin", TOP),
        ("honey", TOP),
        ("hair gel", MIDDLE),
        ("clear shampoo", MIDDLE),
        ("olive oil", BOTTOM),
        ("castor oil", BOTTOM),
    ],
)
def test_dye_rests_where_its_density_takes_it(liquid, where):
    found = derive("diffusion", liquid, "red")
    assert found.outcome == "intact" and found.words["where"] == where
    rows = np.flatnonzero(draw("diffusion", liquid, "intact")[1].any(axis=1)) / 128
    low, high = {TOP: (0.25, 0.6), MIDDLE: (0.4, 0.68), BOTTOM: (0.62, 0.95)}[where]
    assert low < rows.mean() < high


def test_dye_sinks_in_everything_that_it_streams_through():
    law = get_law("diffusion")
    dye = law.constants["dye_density"].value
    for subject in law.subjects.values():
        if derive("diffusion", subject.name, "red").outcome == "plumes":
            assert dye - subject.facts["density"].value > 50, subject.name
