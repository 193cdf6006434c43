"""From boxes to latent cells: worked arithmetic, misses counted."""

import pytest
import torch
from PIL import Image

from scisynth.core.errors import ConfigError, DataError
from scisynth.localizers.region import region_masks

IMAGE = Image.new("RGB", (30, 20))
TWO = [[0.3, 0.3, 0.2, 0.2], [0.7, 0.7, 0.2, 0.2]]


class Planted:
    """Answers image i with the i-th list of boxes."""

    name = "planted"

    def __init__(self, *boxes):
        self.boxes = [torch.tensor(each).reshape(-1, 4) for each in boxes]

    def locate(self, phrases, images):
        return self.boxes[: len(images)]


def masks(*boxes, height=10, width=10, **settings):
    phrases, images = ["a candle"] * len(boxes), [IMAGE] * len(boxes)
    return region_masks(Planted(*boxes), phrases, images, height=height, width=width, **settings)


def block(rows, columns, height=10, width=10):
    mask = torch.zeros(height, width, dtype=torch.bool)
    mask[rows, columns] = True
    return mask


def test_union_is_one_box_around_all_padded_by_a_tenth():
    # From 0.2 to 0.8, half of 0.1 more on each side: 0.15 to 0.85, which touches cells 1 to 8 of 10.
    result = masks(TWO)
    assert torch.equal(result.mask_BHW[0], block(slice(1, 9), slice(1, 9)))
    assert result.num_missed == 0 and result.missed == ()
    assert torch.equal(result.boxes[0], torch.tensor(TWO))


def test_boxes_stay_apart():
    # 0.15 to 0.45 touches cells 1 to 4, 0.55 to 0.85 cells 5 to 8; the other two corners stay free.
    expected = block(slice(1, 5), slice(1, 5)) | block(slice(5, 9), slice(5, 9))
    assert torch.equal(masks(TWO, mode="boxes").mask_BHW[0], expected)


def test_without_padding_the_box_itself():
    # 0.2 to 0.4 on ten cells: cells 2 and 3.
    assert torch.equal(masks(TWO[:1], pad=0.0).mask_BHW[0], block(slice(2, 4), slice(2, 4)))


def test_latents_of_another_shape():
    # 0.2 to 0.4 on four rows touches rows 0 and 1 (0.8 to 1.6), on twenty columns columns 4 to 7.
    result = masks(TWO[:1], height=4, width=20, pad=0.0)
    assert torch.equal(result.mask_BHW[0], block(slice(0, 2), slice(4, 8), 4, 20))


def test_a_box_over_the_edge_keeps_its_part_inside():
    # The published code slices from a negative start here and trains on nothing.
    result = masks([[0.05, 0.02, 0.2, 0.1]])
    assert torch.equal(result.mask_BHW[0], block(slice(0, 2), slice(0, 2)))


def test_a_miss_is_the_whole_image_and_is_counted():
    result = masks(TWO, [], TWO, [])
    assert result.missed == (1, 3) and result.num_missed == 2
    assert result.mask_BHW[[1, 3]].all() and not result.mask_BHW[[0, 2]].all()
    assert result.mask_BHW.dtype == torch.bool


def test_no_images_no_masks():
    assert masks().mask_BHW.shape == (0, 10, 10)


def test_a_prompt_without_an_entity_is_named():
    with pytest.raises(DataError, match=r"prompt 1: .*a prompt without an entity"):
        region_masks(Planted(TWO, TWO), ["a candle", " "], [IMAGE] * 2, height=4, width=4)


def test_an_unknown_mode_is_refused():
    with pytest.raises(ConfigError, match="expected union or boxes"):
        masks(TWO, mode="sum")


def test_a_thing_the_localizer_was_not_trained_on_is_trained_as_a_whole_and_said():
    class Closed(Planted):
        def why_not_covered(self, phrase):
            return "" if phrase == "a candle" else f"not trained on {phrase}"

    phrases = ["a candle", "a neutron star", "a candle"]
    localizer = Closed(TWO[:1], TWO[:1], [])
    result = region_masks(localizer, phrases, [IMAGE] * 3, height=10, width=10)
    assert result.missed == (1, 2) and result.not_covered == {1: "not trained on a neutron star"}
    assert result.mask_BHW[1].all() and not result.mask_BHW[0].all()
    assert len(result.boxes[1]) == 1, "what it said is kept"
    assert masks(TWO).not_covered == {}
