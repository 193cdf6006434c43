"""What every localizer must keep, whoever adds it: boxes inside the image, independence of the batch, clear refusals."""

from pathlib import Path

import pytest
import torch
from PIL import Image
from support.tiny_dino import save_tiny_dino
from transformers import SegformerConfig, SegformerForSemanticSegmentation, SegformerImageProcessorPil

from scisynth.core.errors import ConfigError, DataError, ImageError, ModelError
from scisynth.core.protocols import Localizer
from scisynth.localizers.grounding_dino import GroundingDino
from scisynth.localizers.registry import LOCALIZERS, load_localizer

PHRASES = ["a candle", "an iron block", "a glass of water"]


def save_tiny_segformer(folder: Path) -> Path:
    torch.manual_seed(0)
    config = SegformerConfig(
        depths=[1] * 4,
        hidden_sizes=[8] * 4,
        num_attention_heads=[1] * 4,
        sr_ratios=[2, 1, 1, 1],
        decoder_hidden_size=8,
        num_labels=2,
    )
    SegformerForSemanticSegmentation(config).save_pretrained(folder)
    SegformerImageProcessorPil(size={"height": 64, "width": 64}).save_pretrained(folder)
    return folder


SAVERS = {"lab": save_tiny_segformer, "grounding-dino": save_tiny_dino}


@pytest.fixture(params=sorted(LOCALIZERS), scope="module")
def localizer(request, tmp_path_factory):
    torch.set_num_threads(1)
    if request.param not in SAVERS:
        return load_localizer(request.param)
    folder = SAVERS[request.param](tmp_path_factory.mktemp(request.param))
    loaded = load_localizer(f"{request.param}:{folder}")
    assert str(folder) in loaded.name
    if isinstance(loaded, GroundingDino):  # chance is rarely sure of anything
        loaded._box_threshold = 0.0
    return loaded


@pytest.fixture(scope="module")
def pictures():
    return [Image.effect_noise((48, 40 + 8 * number), 50 + 40 * number).convert("RGB") for number in range(3)]


def test_it_is_a_localizer_with_a_name(localizer):
    assert isinstance(localizer, Localizer) and localizer.name


def test_boxes_lie_inside_the_image(localizer, pictures):
    found = localizer.locate(PHRASES, pictures)
    assert len(found) == 3 and sum(len(boxes) for boxes in found)
    for boxes in found:
        assert boxes.shape == (len(boxes), 4) and boxes.dtype == torch.float32 and boxes.device.type == "cpu"
        assert (boxes[:, :2] - boxes[:, 2:] / 2 >= -1e-6).all() and (boxes[:, :2] + boxes[:, 2:] / 2 <= 1 + 1e-6).all()
        assert (boxes[:, 2:] >= 0).all() and not boxes.requires_grad


def test_same_input_same_boxes_alone_or_in_a_batch_in_any_order(localizer, pictures):
    together = localizer.locate(PHRASES, pictures)
    backward = localizer.locate(PHRASES[::-1], pictures[::-1])[::-1]
    alone = [localizer.locate([phrase], [image])[0] for phrase, image in zip(PHRASES, pictures, strict=True)]
    for first, second, third in zip(together, backward, alone, strict=True):
        torch.testing.assert_close(first, second, atol=1e-5, rtol=0)
        torch.testing.assert_close(first, third, atol=1e-5, rtol=0)


def test_a_file_is_as_good_as_a_image(localizer, pictures, tmp_path):
    pictures[0].save(tmp_path / "a.png")
    from_file, opened = localizer.locate(PHRASES[:1] * 2, [tmp_path / "a.png", pictures[0]])
    torch.testing.assert_close(from_file, opened)


def test_nothing_in_nothing_out(localizer):
    assert localizer.locate([], []) == []


def test_refusals_are_clear(localizer, pictures, tmp_path):
    with pytest.raises(DataError, match="a phrase for each image, got 2 for 3"):
        localizer.locate(PHRASES[:2], pictures)
    with pytest.raises(DataError, match="without an entity"):
        localizer.locate(["a candle", " "], pictures[:2])
    with pytest.raises(ImageError):
        localizer.locate(PHRASES[:1], [tmp_path / "gone.png"])


def test_unknown_localizers_name_the_nearest():
    with pytest.raises(ConfigError, match="did you mean 'grounding-dino'"):
        load_localizer("groundingdino:some/model")
    with pytest.raises(ConfigError, match="expected no model"):
        load_localizer("whole-image:lab")


@pytest.mark.parametrize("kind", sorted(SAVERS))
def test_a_folder_of_another_kind_is_refused(kind, tiny_clip, tmp_path):
    for folder in (tiny_clip, tmp_path):
        with pytest.raises(ModelError):
            load_localizer(f"{kind}:{folder}")
