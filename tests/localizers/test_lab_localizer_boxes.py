"""The lab's localizer with planted answers: from logits to boxes."""

from types import SimpleNamespace

import pytest
import torch
from PIL import Image

from scisynth.core.errors import ModelError
from scisynth.localizers.lab import LabLocalizer, extent


class Planted:
    """Answers every image with the same logits, and keeps what it was given."""

    def __init__(self, thing_HW):
        self.logits = torch.stack([torch.zeros_like(thing_HW), thing_HW])[None]
        self.inputs = []

    def eval(self):
        return self

    def __call__(self, pixels):
        self.inputs.append(pixels)
        return SimpleNamespace(logits=self.logits.expand(len(pixels), -1, -1, -1))


class Processor:
    """Hands the images over as they come, and keeps their sizes."""

    sizes: tuple[tuple[int, int], ...] = ()

    def __call__(self, images, return_tensors):
        self.sizes = tuple(image.size for image in images)
        return SimpleNamespace(pixel_values=torch.zeros(len(images), 3, 64, 64))


def locate(thing_HW, size=(64, 64)):
    localizer = LabLocalizer(Planted(thing_HW), Processor())
    return localizer.locate(["a thing"], [Image.new("RGB", size)])[0]


def test_the_box_is_the_extent_of_what_is_above_the_threshold():
    thing = torch.full((64, 64), -4.0)
    thing[16:32, 8:40] = 4.0
    # Rows 16 to 32 of 64 are 0.25 to 0.5, columns 8 to 40 are 0.125 to 0.625.
    expected = torch.tensor([[0.375, 0.375, 0.5, 0.25]])
    torch.testing.assert_close(locate(thing), expected)
    torch.testing.assert_close(locate(thing, size=(640, 128)), expected, msg="fractions of the whole image")


def test_just_below_the_threshold_is_a_miss():
    # Two classes, so the probability is sigmoid(logit): 0.4 is the threshold.
    assert locate(torch.full((24, 24), float(torch.tensor(0.395).logit()))).shape == (0, 4)
    above = torch.full((24, 24), float(torch.tensor(0.405).logit()))
    assert torch.equal(locate(above), torch.tensor([[0.5, 0.5, 1.0, 1.0]]))


def test_coarse_cells_are_interpolated():
    thing = torch.full((16, 16), -4.0)
    thing[4:8, 4:8] = 4.0
    box = locate(thing)[0]
    # Between the middles of cells 3 and 4 (3.5 and 4.5 of 16) the logit rises from -4 to 4 and passes the threshold's -0.4 near
    # their border, 0.25.
    torch.testing.assert_close(box, torch.tensor([0.375, 0.375, 0.25, 0.25]), atol=1 / 64, rtol=0)


def test_every_image_is_brought_to_the_labs_size_first():
    processor = Processor()
    localizer = LabLocalizer(Planted(torch.zeros(24, 24)), processor)
    localizer.locate(["a thing"] * 2, [Image.new("RGB", (512, 512)), Image.new("RGB", (64, 64))])
    assert processor.sizes == ((64, 64), (64, 64))


def test_extent_of_one_pixel_and_of_none():
    mask = torch.zeros(10, 20, dtype=torch.bool)
    assert extent(mask).shape == (0, 4)
    mask[9, 19] = True
    torch.testing.assert_close(extent(mask), torch.tensor([[0.975, 0.95, 0.05, 0.1]]))


def test_a_missing_model_names_the_command(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="scisynth lab build lab-localizer"):
        LabLocalizer.from_pretrained(tmp_path)


def test_what_it_was_not_trained_on_is_said_with_a_reason():
    localizer = LabLocalizer(Planted(torch.zeros(4, 4)), Processor(), entities=["paraffin candle", "flame"])
    for phrase in ("paraffin candle", "a candle", "The Candle", "a paraffin candle", "flame", "the flame of ethanol"):
        assert localizer.why_not_covered(phrase) == ""
    for phrase in ("iron block", "a candles", "paraffin wax"):
        assert f"not trained on {phrase!r}" in localizer.why_not_covered(phrase)
    silent = LabLocalizer(Planted(torch.zeros(4, 4)), Processor())
    assert silent.why_not_covered("iron block") == "", "a model that does not say what it knows is not judged by it"


def test_the_packaged_localizer_lists_every_thing_of_the_laws_and_nothing_new():
    from scisynth.prompts.write import PromptsConfig, write_prompts

    localizer = LabLocalizer.from_pretrained()
    assert not any(
        localizer.why_not_covered(item.entity) for item in write_prompts(PromptsConfig(num=700, split="test_C"), 0)
    )
    assert localizer.why_not_covered("magnetised needle")
