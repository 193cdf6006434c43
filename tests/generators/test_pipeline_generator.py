"""Any diffusers pipeline: the same image in any batch, and one bad prompt is one row."""

import numpy as np
import pytest
import torch
from PIL import Image

from scisynth.backbones.tiny import tiny_flux
from scisynth.core.errors import ModelError
from scisynth.core.records import DrawnImage
from scisynth.generators.pipeline import PipelineGenerator, load_pipeline_generator


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("pipeline") / "tiny"
    tiny_flux(0).save_pretrained(folder)
    return folder


def test_a_batch_is_its_singles_and_equals_the_pipeline(folder):
    generator = load_pipeline_generator(str(folder), num_steps=2)
    prompts, seeds = ["a red cube", "a green ball"], [11, 12]
    together = generator.draw(prompts, seeds, size_px=32)
    apart = [generator.draw([p], [s], size_px=32)[0] for p, s in zip(prompts, seeds, strict=True)]
    for one, other in zip(together, apart, strict=True):
        assert np.abs(np.asarray(one, dtype=int) - np.asarray(other, dtype=int)).max() <= 1
    direct = tiny_flux(0)
    direct.set_progress_bar_config(disable=True)
    noise = torch.Generator("cpu").manual_seed(11)
    image = direct("a red cube", height=32, width=32, num_inference_steps=2, generator=noise).images[0]
    assert np.abs(np.asarray(image, dtype=int) - np.asarray(together[0], dtype=int)).max() <= 1


class Fussy:
    """A pipeline that cannot take one of its prompts."""

    def set_progress_bar_config(self, **options):
        pass

    def __call__(self, prompts, *, height, width, generator, **settings):
        if "bad" in prompts:
            raise ValueError("this prompt\nis bad")
        return type("Output", (), {"images": [Image.new("RGB", (width, height)) for _ in prompts]})


def test_one_bad_prompt_is_one_row():
    drawn = PipelineGenerator(Fussy(), name="fussy").draw(["fine", "bad", "fine too"], [1, 2, 3], size_px=8)
    assert [isinstance(item, Image.Image) for item in drawn] == [True, False, True]
    assert drawn[1] == DrawnImage(status="error", reason="this prompt is bad")


def test_a_folder_that_is_no_pipeline_is_one_line(tmp_path):
    with pytest.raises(ModelError, match=r"expected a diffusers pipeline folder"):
        load_pipeline_generator(str(tmp_path))
