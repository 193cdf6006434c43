"""GroundingDINO: what goes into the model and what comes out, on the real class with random weights or planted answers."""

import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from support.tiny_dino import MEAN, SIDE_PX, STD
from transformers.models.grounding_dino.modeling_grounding_dino import GroundingDinoObjectDetectionOutput

from scisynth.core.errors import ModelError
from scisynth.localizers.grounding_dino import GroundingDino

PHRASES = ["a candle", "an iron block", "glass of water", "a balloon"]


class Planted:
    """Answers every image with the same scores and boxes, and keeps what it was given."""

    device = torch.device("cpu")

    def __init__(self, scores, boxes):
        self.logits = torch.full((len(scores), 6), -9.0)
        self.logits[:, 1] = torch.tensor(scores).logit()
        self.boxes, self.inputs = torch.tensor(boxes), []

    def eval(self):
        return self

    def __call__(self, **inputs):
        self.inputs.append(inputs)
        num = len(inputs["pixel_values"])
        return GroundingDinoObjectDetectionOutput(
            logits=self.logits.expand(num, -1, -1), pred_boxes=self.boxes.expand(num, -1, -1)
        )


@pytest.fixture(scope="module")
def real(tiny_dino):
    return GroundingDino.from_pretrained(tiny_dino, device="cpu")


@pytest.fixture(scope="module")
def pictures():
    sizes = [(48, 40), (40, 48), (48, 40), (64, 64)]
    return [Image.effect_noise(size, 40 + 40 * number).convert("RGB") for number, size in enumerate(sizes)]


def planted(real, scores, boxes, **settings):
    model = Planted(scores, boxes)
    return GroundingDino(model, real._processor, **settings), model


def test_a_batch_is_its_singles_also_when_sizes_and_phrases_differ(real, pictures):
    every = GroundingDino(real._model, real._processor, box_threshold=0.0)
    together = every.locate(PHRASES, pictures)
    alone = [every.locate([phrase], [picture])[0] for phrase, picture in zip(PHRASES, pictures, strict=True)]
    for one, other in zip(together, alone, strict=True):
        assert len(one) == 12
        torch.testing.assert_close(one, other, atol=1e-5, rtol=0)
    assert not torch.allclose(together[0], together[2], atol=1e-3), "boxes must depend on the image"


def test_only_images_of_one_size_share_a_batch(real, pictures):
    localizer, model = planted(real, [0.9], [[0.5, 0.5, 0.2, 0.2]], batch_size=2)
    assert len(localizer.locate(PHRASES + PHRASES[:1], [*pictures, pictures[0]])) == 5
    # 48 x 40 three times in batches of at most two, 40 x 48 and 64 x 64 once each.
    assert [len(inputs["pixel_values"]) for inputs in model.inputs] == [2, 1, 1, 1]
    assert all(inputs["pixel_mask"].all() for inputs in model.inputs)


def test_boxes_above_the_published_threshold_by_falling_score_inside_the_image(real, pictures):
    scores = [0.36, 0.34, 0.9]
    boxes = [[0.3, 0.4, 0.2, 0.6], [0.5, 0.5, 0.1, 0.1], [0.95, 0.5, 0.2, 0.4]]
    localizer, _ = planted(real, scores, boxes)
    found = localizer.locate(PHRASES[:1], pictures[:1])[0]
    # The last reaches from 0.85 to 1.05 and is cut at 1: centre 0.925, width 0.15.
    torch.testing.assert_close(found, torch.tensor([[0.925, 0.5, 0.15, 0.4], [0.3, 0.4, 0.2, 0.6]]))
    assert found.dtype == torch.float32


def test_nothing_above_the_threshold_is_a_miss(real, pictures):
    localizer, _ = planted(real, [0.34], [[0.5, 0.5, 0.2, 0.2]])
    assert [tuple(boxes.shape) for boxes in localizer.locate(PHRASES, pictures)] == [(0, 4)] * 4


def test_images_are_normalised_and_enlarged_as_the_processor_says(real):
    localizer, model = planted(real, [0.9], [[0.5, 0.5, 0.2, 0.2]])
    localizer.locate(["a candle"], [Image.new("RGB", (32, 32), (255, 0, 128))])
    pixels = model.inputs[0]["pixel_values"]
    assert pixels.shape == (1, 3, SIDE_PX, SIDE_PX)
    for channel, level in enumerate((255, 0, 128)):
        expected = (level / 255 - MEAN[channel]) / STD[channel]
        assert pixels[0, channel].mean() == pytest.approx(expected, abs=1e-5)
        assert pixels[0, channel].std() < 1e-5


def test_a_phrase_is_one_lower_case_sentence(real, pictures):
    localizer, model = planted(real, [0.9], [[0.5, 0.5, 0.2, 0.2]])
    localizer.locate(["An Iron. Block"], pictures[:1])
    tokens = real._processor.tokenizer.convert_ids_to_tokens(model.inputs[0]["input_ids"][0])
    assert tokens == ["[CLS]", "an", "iron", "block", ".", "[SEP]"]


def test_a_checkpoint_without_some_weights_is_refused(tiny_dino, tmp_path):
    for file in tiny_dino.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    weights = load_file(tmp_path / "model.safetensors")
    lost = next(key for key in weights if "input_proj_vision" in key)
    save_file({key: value for key, value in weights.items() if key != lost}, tmp_path / "model.safetensors")
    with pytest.raises(ModelError, match="lacks 1 of its weights"):
        GroundingDino.from_pretrained(tmp_path)


def test_a_pickle_is_never_opened(tiny_dino, tmp_path):
    for file in tiny_dino.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    torch.save(load_file(tmp_path / "model.safetensors"), tmp_path / "pytorch_model.bin")
    (tmp_path / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="expected a GroundingDINO checkpoint"):
        GroundingDino.from_pretrained(tmp_path)
