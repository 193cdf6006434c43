"""BLIP's matching head against the library's forward pass, and ImageReward against its formula, one pair at a time."""

import pytest
import torch
from PIL import Image
from support.tiny_rewards import bert_tokenizer, image_reward_model, write_blip, write_image_reward
from transformers import AutoTokenizer, BlipForImageTextRetrieval, BlipImageProcessorPil, CLIPImageProcessorPil

from scisynth.core.errors import ModelError
from scisynth.rewards.blip import load_blip_matcher
from scisynth.rewards.fused import Fused
from scisynth.rewards.image_reward import image_reward_config, load_image_reward
from scisynth.rewards.info import INFO

PROMPTS = ["an unripe tomato", "a ripe tomato", "a blue circle that floats", "an unripe tomato", "a red square"]
LONG = " ".join(["a red square a green square a blue circle that floats an unripe tomato a ripe tomato"] * 3)


@pytest.fixture(scope="module")
def pictures():
    drawn = [Image.effect_noise(size, 90).convert("RGB") for size in ((50, 60), (32, 32), (90, 20), (31, 47))]
    return [drawn[0], drawn[1], drawn[2], drawn[3], drawn[0]]


@pytest.fixture(scope="module")
def blip(tmp_path_factory):
    return write_blip(tmp_path_factory.mktemp("blip-itm"))


@pytest.fixture(scope="module")
def image_reward(tmp_path_factory):
    return write_image_reward(tmp_path_factory.mktemp("image-reward"))


def matcher(folder, **options):
    return Fused(load_blip_matcher(folder), name="blip", info=INFO["blip"], **options)


@torch.inference_mode()
def match_by_hand(folder, prompts, pictures):
    model = BlipForImageTextRetrieval.from_pretrained(folder, dtype=torch.float32).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    processor = BlipImageProcessorPil.from_pretrained(folder)
    logits = []
    for prompt, picture in zip(prompts, pictures, strict=True):
        # As its authors ask it: padded to 35 tokens.
        tokens = tokenizer([prompt], padding="max_length", truncation=True, max_length=35, return_tensors="pt")
        pixels = processor(images=picture, return_tensors="pt")["pixel_values"]
        logits.append(model(tokens.input_ids, pixels, attention_mask=tokens.attention_mask).itm_score[0])
    return torch.stack(logits)


@pytest.mark.parametrize("batch_size", [1, 2, 16])
def test_the_match_equals_the_library(blip, pictures, batch_size):
    scores = matcher(blip, batch_size=batch_size).score(PROMPTS, pictures)
    logits = match_by_hand(blip, PROMPTS, pictures)
    assert torch.allclose(scores, logits[:, 1] - logits[:, 0], atol=1e-5)
    assert torch.allclose(scores.sigmoid(), logits.softmax(dim=-1)[:, 1], atol=1e-5), "P(match), as facts say"
    assert scores.std() > 1e-3


def test_prompts_are_cut_off_where_training_did(blip, pictures):
    tokens = AutoTokenizer.from_pretrained(blip)(LONG)["input_ids"]
    assert len(tokens) > 35
    reward = matcher(blip)
    logits = match_by_hand(blip, [LONG], pictures[:1])
    assert torch.allclose(reward.score([LONG], pictures[:1]), logits[:, 1] - logits[:, 0], atol=1e-5)
    assert torch.equal(reward.score([LONG], pictures[:1]), reward.score([LONG + " floats"], pictures[:1]))


def test_a_image_is_encoded_once_and_every_pair_read(blip, pictures):
    reward = matcher(blip, batch_size=2)
    seen = {"pictures": 0, "pairs": 0}

    def count(what):
        return lambda *a: seen.update({what: seen[what] + len(a[2].last_hidden_state)})

    reward.model.vision_model.register_forward_hook(count("pictures"))
    reward.model.text_encoder.register_forward_hook(count("pairs"))
    prompts, images = PROMPTS * 2, pictures * 2
    scores = reward.score(prompts, images)
    assert seen == {"pictures": 4, "pairs": 10}
    alone = torch.cat([matcher(blip).score([p], [i]) for p, i in zip(prompts, images, strict=True)])
    assert torch.allclose(scores, alone, atol=1e-5)


@pytest.mark.parametrize("batch_size", [1, 2, 16])
def test_image_reward_equals_its_formula(image_reward, pictures, batch_size):
    reward = Fused(
        load_image_reward(image_reward), name="ir", info=INFO["image-reward"], batch_size=batch_size
    )  # fmt: skip
    # Not the loaded weights: the ones from before the conversion.
    model = image_reward_model(bert_tokenizer())
    tokenizer = AutoTokenizer.from_pretrained(image_reward)
    processor = CLIPImageProcessorPil(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    expected = []
    with torch.inference_mode():
        for prompt, picture in zip(PROMPTS, pictures, strict=True):
            tokens = tokenizer([prompt], padding="max_length", truncation=True, max_length=35, return_tensors="pt")
            states = model.vision_model(processor(images=picture, return_tensors="pt")["pixel_values"])[0]
            hidden = model.text_encoder(
                tokens.input_ids,
                attention_mask=tokens.attention_mask,
                encoder_hidden_states=states,
                encoder_attention_mask=torch.ones(states.shape[:2], dtype=torch.long),
            )[0][0, 0]
            for layer in model.mlp:
                hidden = layer.weight @ hidden + layer.bias
            expected.append((hidden.item() - 0.16717362830052426) / 1.0333394966054072)
    scores = reward.score(PROMPTS, pictures)
    assert torch.allclose(scores, torch.tensor(expected), atol=1e-5)
    assert scores.std() > 1e-3


def test_the_published_sizes_of_image_reward():
    config = image_reward_config()
    assert config.text_config.encoder_hidden_size == config.vision_config.hidden_size == 1024
    assert config.text_config.vocab_size == 30524 and config.text_config.hidden_size == 768
    assert config.head_widths == [1024, 128, 64, 16, 1]


def test_a_plain_blip_is_no_image_reward(blip, tiny_clip):
    with pytest.raises(ModelError, match="weights missing or misshapen, first mlp"):
        load_image_reward(blip)
    with pytest.raises(ModelError, match="expected a BLIP retrieval checkpoint, got model type 'clip'"):
        load_blip_matcher(tiny_clip)
