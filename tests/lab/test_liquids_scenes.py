"""Scenes of meeting liquids and of flames: outcomes differ where the mask says, masks are sane, images repeat."""

import colorsys

import numpy as np
import pytest
from PIL import ImageColor

from scisynth.core.records import Scene
from scisynth.lab.render import render
from scisynth.lab.scenes.flames import WITH_LABEL
from scisynth.science.laws import get_law
from scisynth.science.rules import derive

# The outcomes whose images stand against each other.
PAIRS = [
    ("absorption", "spreads", "beads"),
    ("diffusion", "plumes", "uniform"),
    ("diffusion", "plumes", "intact"),
    ("immiscibility", "layers", "mixed"),
    ("flame reaction", "red", "orange"),
    ("flame reaction", "green", "orange"),
    ("flame reaction", "violet", "orange"),
    ("flame reaction", "blue", "orange"),
    ("flame reaction", "yellow", "blue"),
]
LAWS = ("absorption", "diffusion", "immiscibility", "flame reaction")


def make_scene(law_name: str, subject: str, outcome: str, number: int = 0, place: str = "") -> Scene:
    conditions = list(get_law(law_name).conditions)
    return Scene(
        law=law_name, subject=subject, condition=conditions[number % len(conditions)], outcome=outcome, place=place
    )


def draw(scene: Scene, *, size_px: int = 64, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rendered = render(scene, size_px=size_px, seed=seed, with_mask=True)
    return np.asarray(rendered.image, dtype=np.float64), np.asarray(rendered.region_mask) > 0


@pytest.mark.parametrize(("law_name", "one", "other"), PAIRS)
def test_outcomes_differ_inside_their_masks(law_name, one, other):
    for number, subject in enumerate(get_law(law_name).subjects):
        images, masks = zip(
            *(draw(make_scene(law_name, subject, outcome, number), seed=number) for outcome in (one, other)),
            strict=True,
        )
        union = masks[0] | masks[1]
        difference = np.abs(images[0] - images[1])[union].mean()
        # Of 255; the palest pairs (two clear liquids) stay above 12, an image compared with itself gives 0.
        assert difference > 10, (subject, difference)


@pytest.mark.parametrize("law_name", LAWS)
@pytest.mark.parametrize("size_px", [48, 64, 256])
def test_masks_are_sane_at_every_size(law_name, size_px):
    law = get_law(law_name)
    subjects = list(law.subjects)[:: 5 if size_px < 256 else 12]
    for number, subject in enumerate(subjects):
        for outcome in law.outcomes:
            image, mask = draw(make_scene(law_name, subject, outcome, number), size_px=size_px, seed=number)
            assert image.shape == (size_px, size_px, 3)
            assert 0.01 <= mask.mean() <= 0.7, (subject, outcome, mask.mean())


@pytest.mark.parametrize("law_name", LAWS)
def test_same_seed_same_bytes(law_name):
    law = get_law(law_name)
    subject = next(iter(law.subjects))
    for outcome in law.outcomes:
        scene = make_scene(law_name, subject, outcome, place=law.places[0])
        first, second, third = (render(scene, size_px=64, seed=seed).image.tobytes() for seed in (7, 7, 8))
        assert first == second
        assert first != third


def test_a_stain_is_several_times_wider_than_a_bead():
    areas = {
        outcome: np.mean(
            [draw(make_scene("absorption", "paper napkin", outcome), seed=seed)[1].mean() for seed in range(8)]
        )
        for outcome in ("spreads", "beads")
    }
    assert areas["spreads"] > 3 * areas["beads"]


def test_the_lighter_liquid_is_drawn_on_top():
    """Olive oil (greenish, little blue) above milk (nearly white), and soy sauce (dark) below sesame oil."""
    for subject, channel, sign in (("milk and olive oil", 2, 1), ("soy sauce and sesame oil", 0, -1)):
        for seed in range(4):
            image, mask = draw(make_scene("immiscibility", subject, "layers"), seed=seed)
            rows = np.flatnonzero(mask.any(axis=1))
            upper, lower = rows[len(rows) // 5 : len(rows) * 2 // 5], rows[-len(rows) * 2 // 5 : -len(rows) // 5]
            values = [image[part][mask[part]][:, channel].mean() for part in (upper, lower)]
            assert sign * (values[1] - values[0]) > 40


@pytest.mark.parametrize(
    ("color", "order"),
    [("red", (0, 2, 1)), ("orange", (0, 1, 2)), ("yellow", (0, 1, 2)), ("green", (1, 2, 0)), ("blue", (2, 1, 0))],
)
def test_a_flame_has_its_colour(color, order):
    """The channels of the mean flame, from the strongest to the weakest, where the order is that of the hue."""
    image, mask = draw(make_scene("flame reaction", "boric acid powder", color))
    mean = image[mask].mean(axis=0)
    assert mean[order[0]] > mean[order[1]] >= mean[order[2]]


def test_every_subject_looks_its_own_way():
    """Images of different materials and liquids differ even when drawn alike: captions can be matched to them."""
    shown = {"absorption": "beads", "diffusion": "intact", "immiscibility": "mixed", "flame reaction": "red"}
    for law_name, outcome in shown.items():
        law = get_law(law_name)
        pictures = {name: draw(make_scene(law_name, name, outcome), seed=3)[0] for name in law.subjects}
        names = list(pictures)
        close = [
            (a, b)
            for i, a in enumerate(names)
            for b in names[i + 1 :]
            if np.abs(pictures[a] - pictures[b]).mean() < 0.3
        ]
        assert not close


def test_jar_labels_do_not_give_the_flame_away():
    """The label nearest in hue to the true flame must be no commoner than chance, or it would be a shortcut."""
    law = get_law("flame reaction")
    # Hues of the six flames on a circle of 0 to 1; violet wraps round to red.
    hues = {"red": 0.98, "orange": 0.08, "yellow": 0.14, "green": 0.38, "blue": 0.62, "violet": 0.75}
    hits, total = 0, 0
    for subject in law.subjects.values():
        if subject.look["holder"] not in WITH_LABEL:
            continue
        red, green, blue = (value / 255 for value in ImageColor.getrgb(subject.look["band"]))
        label = colorsys.rgb_to_hsv(red, green, blue)[0]
        gaps = {name: abs((label - hue + 0.5) % 1 - 0.5) for name, hue in hues.items()}
        hits += min(gaps, key=gaps.get) == derive(law.name, subject.name, "loop").outcome
        total += 1
    assert total > 15
    assert hits / total <= 0.3


def test_salts_of_one_colour_are_distinguished_by_the_symbols_on_their_jar():
    subjects = get_law("flame reaction").subjects.values()
    labels = [subject.look["label"] for subject in subjects if subject.look["holder"] in WITH_LABEL]
    assert len(labels) == len(set(labels)) > 15
    for subject in subjects:
        assert ("label" in subject.look) == subject.name.endswith("powder"), "salts are held in the flame, fuels burn"


def test_what_stands_around_a_flame_is_the_same_whatever_its_colour():
    """Far from the flame and its glow, the image does not tell the colour."""
    for subject in ("sodium chloride powder", "candle wax", "premixed natural gas"):
        one, other = (draw(make_scene("flame reaction", subject, color), seed=5)[0] for color in ("yellow", "blue"))
        assert np.abs(one - other)[-4:].max() < 12
