"""The canvas: exact masks, unit coordinates, any size; and the renderer's promises."""

import random

import numpy as np
import pytest
from PIL import Image, ImageOps

from scisynth.core.errors import DataError
from scisynth.core.records import Scene
from scisynth.lab.canvas import Canvas, alpha_of, mix
from scisynth.lab.render import LabGenerator, render
from scisynth.prompts.write import PromptsConfig, write_prompts


def canvas(size_px: int = 64) -> Canvas:
    return Canvas(size_px, random.Random(0), with_mask=True)


@pytest.mark.parametrize("size_px", [32, 64, 200])
def test_the_mask_is_the_shape_in_the_region(size_px):
    drawn = canvas(size_px)
    drawn.rectangle(0, 0, 1, 1, "#112233")
    with drawn.region():
        drawn.rectangle(0.25, 0.25, 0.75, 0.75, "#ff0000")
    mask, image = np.asarray(drawn.finish_mask()) > 0, np.asarray(drawn.finish())
    assert abs(mask.mean() - 0.25) < 0.03
    red = (image[..., 0] > 200) & (image[..., 1] < 50)
    assert (mask != red).mean() < 0.03, "mask and paint cover the same pixels"


def test_opaque_things_in_front_cover_the_mask_and_glass_does_not():
    drawn = canvas()
    with drawn.region():
        drawn.rectangle(0, 0, 1, 1, "#ff0000")
    drawn.rectangle(0, 0, 0.5, 1, "#00ff00")
    drawn.rectangle(0.5, 0, 1, 1, "#ffffff40")
    assert abs((np.asarray(drawn.finish_mask()) > 0).mean() - 0.5) < 0.03


def test_colours():
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert alpha_of("#11223344") == 0x44 and alpha_of("#112233") == 255


def test_text_reads_the_right_way_round_in_a_mirrored_image():
    plain, turned = canvas(), canvas()
    turned.mirrored = True
    for drawn in (plain, turned):
        drawn.text(0.5, 0.5, 0.3, "L", "#000000")
    assert ImageOps.mirror(turned.finish()).tobytes() == plain.finish().tobytes()
    ink = np.asarray(plain.finish().convert("L")) < 128
    assert ink[:, :32].sum() > ink[:, 32:].sum() > 0, "the stem of an L is on the left"
    assert not np.asarray(plain.finish_mask()).any()


@pytest.mark.parametrize(
    ("slip", "expected"),
    [({"condition": "bath"}, "unknown condition 'bath' of buoyancy"), ({"place": "moon"}, "unknown place 'moon'")],
)
def test_a_slip_in_a_scene_is_one_line(slip, expected):
    scene = Scene(**{"law": "buoyancy", "subject": "brick", "condition": "box", "outcome": "sinks", **slip})
    with pytest.raises(DataError, match=expected):
        render(scene, size_px=16, seed=0)


def test_one_seed_one_scene_at_any_size():
    for prompt_set in write_prompts(PromptsConfig(num=32, split="test_C"), seed=2):
        small, large = (render(prompt_set.scene("explicit"), size_px=size, seed=5).image for size in (64, 192))
        shrunk = np.asarray(large.resize((64, 64), Image.Resampling.BOX), dtype=float)
        assert np.abs(np.asarray(small, dtype=float) - shrunk).mean() < 12, prompt_set.law


def test_the_generator_draws_the_tier_it_is_asked_for():
    generator = LabGenerator()
    (prompt_set,) = write_prompts(PromptsConfig(num=1, split="test_S", laws=("electricity",)), seed=0)

    def brightness(tier):
        pictures = [generator.generate(prompt_set, tier, seed=seed, size_px=48) for seed in range(8)]
        return np.mean([np.asarray(picture, dtype=float).max(axis=-1).mean() for picture in pictures])

    assert generator.name == "lab"
    assert brightness("superficial") > brightness("explicit"), "what is lit is brighter than what is dark"
    same = generator.generate(prompt_set, "explicit", seed=1, size_px=48).tobytes()
    assert same == generator.generate(prompt_set, "explicit", seed=1, size_px=48).tobytes()
