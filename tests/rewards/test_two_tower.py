"""CLIP kinds, SigLIP and BLIP's contrastive half against the library's own forward pass, one pair at a time."""

import pytest
import torch
from PIL import Image
from support.tiny_rewards import write_blip, write_siglip
from transformers import (
    AutoTokenizer,
    BlipForImageTextRetrieval,
    BlipImageProcessorPil,
    SiglipImageProcessorPil,
    SiglipModel,
)

from scisynth.core.errors import DataError, ImageError
from scisynth.rewards.blip import load_blip_towers
from scisynth.rewards.clip import load_clip_towers
from scisynth.rewards.info import INFO
from scisynth.rewards.sciscore import SciScore
from scisynth.rewards.siglip import load_siglip_towers
from scisynth.rewards.two_tower import TwoTower

PROMPTS = [
    "an unripe tomato",
    "a ripe tomato",
    "a blue circle that floats a blue circle that floats",
    "an unripe tomato",
]


@pytest.fixture(scope="module")
def pictures():
    return [Image.effect_noise(size, 90).convert("RGB") for size in ((50, 60), (32, 32), (90, 20), (31, 47))]


@pytest.fixture(scope="module")
def siglip(tmp_path_factory):
    return write_siglip(tmp_path_factory.mktemp("siglip"))


@pytest.fixture(scope="module")
def blip(tmp_path_factory):
    return write_blip(tmp_path_factory.mktemp("blip-itc"))


def reward_of(towers, kind, **options):
    return TwoTower(towers, name=kind, info=INFO[kind], **options)


@torch.inference_mode()
def siglip_by_hand(folder, prompts, pictures):
    model = SiglipModel.from_pretrained(folder, dtype=torch.float32).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    processor = SiglipImageProcessorPil.from_pretrained(folder)
    scores = []
    for prompt, picture in zip(prompts, pictures, strict=True):
        ids = tokenizer([prompt], padding="max_length", truncation=True, max_length=16, return_tensors="pt").input_ids
        pixels = processor(images=picture, return_tensors="pt")["pixel_values"]
        scores.append(model(input_ids=ids, pixel_values=pixels).logits_per_text.item())
    return torch.tensor(scores)


@torch.inference_mode()
def blip_contrast_by_hand(folder, prompts, pictures):
    model = BlipForImageTextRetrieval.from_pretrained(folder, dtype=torch.float32).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    processor = BlipImageProcessorPil.from_pretrained(folder)
    scores = []
    for prompt, picture in zip(prompts, pictures, strict=True):
        tokens = tokenizer([prompt], return_tensors="pt")
        pixels = processor(images=picture, return_tensors="pt")["pixel_values"]
        output = model(tokens.input_ids, pixels, use_itm_head=False, attention_mask=tokens.attention_mask)
        scores.append(output.itm_score.item())
    return torch.tensor(scores)


@pytest.mark.parametrize("batch_size", [1, 3, 16])
def test_siglip_equals_the_library(siglip, pictures, batch_size):
    reward = reward_of(load_siglip_towers(siglip), "siglip", batch_size=batch_size)
    expected = siglip_by_hand(siglip, PROMPTS, pictures)
    assert torch.allclose(reward.score(PROMPTS, pictures), expected, atol=1e-5)
    assert expected.std() > 0.1, "the pairs differ, so that equality means something"


def test_siglip_reads_scale_and_bias_from_the_weights(siglip, pictures):
    reward = reward_of(load_siglip_towers(siglip), "siglip")
    assert reward.logit_scale == pytest.approx(float(torch.tensor(2.3).exp()), rel=1e-6)
    assert reward.logit_bias == -7.5
    cosine = reward.encode_texts(PROMPTS[:1]) @ reward.encode_images(pictures[:1]).T
    assert torch.allclose(reward.score(PROMPTS[:1], pictures[:1]), reward.logit_scale * cosine[0] - 7.5, atol=1e-5)


def test_siglip_is_asked_in_lower_case(siglip, pictures):
    reward = reward_of(load_siglip_towers(siglip), "siglip")
    assert torch.equal(reward.score(["A Ripe TOMATO"], pictures[:1]), reward.score(["a ripe tomato"], pictures[:1]))


@pytest.mark.parametrize("batch_size", [1, 3, 16])
def test_blip_contrast_equals_the_library(blip, pictures, batch_size):
    reward = reward_of(load_blip_towers(blip), "blip-itc", batch_size=batch_size)
    scores = reward.score(PROMPTS, pictures)
    assert torch.allclose(scores, blip_contrast_by_hand(blip, PROMPTS, pictures), atol=1e-5)
    assert scores.abs().max() <= 1 and scores.std() > 1e-3


def test_a_plain_clip_scores_like_sciscore_and_says_what_it_is(tiny_clip, pictures):
    reward = reward_of(load_clip_towers(tiny_clip), "clip")
    assert torch.equal(reward.score(PROMPTS, pictures), SciScore.from_pretrained(tiny_clip).score(PROMPTS, pictures))
    assert reward.info.kind == "clip" and SciScore.from_pretrained(tiny_clip).info.kind == "sciscore"


def test_texts_and_images_pass_their_tower_once(siglip, pictures):
    reward = reward_of(load_siglip_towers(siglip), "siglip")
    seen = {"texts": 0, "pictures": 0}
    reward.model.text_model.register_forward_hook(lambda *a: seen.update(texts=seen["texts"] + len(a[2].pooler_output)))
    reward.model.vision_model.register_forward_hook(
        lambda *a: seen.update(pictures=seen["pictures"] + len(a[2].pooler_output))
    )
    reward.score(["a red square"] * 6, pictures[:2] * 3)
    assert seen == {"texts": 1, "pictures": 2}


def test_compare_is_the_softmax_of_the_scores(siglip, pictures):
    reward = reward_of(load_siglip_towers(siglip), "siglip")
    scores = reward.score([PROMPTS[0]] * 4, pictures)
    assert torch.allclose(reward.compare(PROMPTS[0], pictures), scores.softmax(dim=0))
    with pytest.raises(DataError, match="at least one image"):
        reward.compare(PROMPTS[0], [])


def test_a_bad_image_is_named(siglip, tmp_path):
    path = tmp_path / "notes.png"
    path.write_text("not an image")
    with pytest.raises(ImageError, match=r"notes\.png"):
        reward_of(load_siglip_towers(siglip), "siglip").score(["a red square"], [path])
