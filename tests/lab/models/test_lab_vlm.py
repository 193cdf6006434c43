"""lab-vlm in miniature: what is packed together, what is stored, what is learned, and that a killed build goes on."""

import json
from collections import Counter

import numpy as np
import pytest
import torch
from PIL import Image
from transformers import (
    AutoModelForImageTextToText,
    CLIPConfig,
    CLIPModel,
    LlavaForConditionalGeneration,
    LlavaProcessor,
)

from scisynth.core.images import side_by_side
from scisynth.lab.models import vlm, vlm_train
from scisynth.lab.models.vlm import LabVlmConfig, new_model, new_processor, train_tokenizer
from scisynth.lab.models.vlm_train import Lesson, LessonBatches, LessonConfig, train_on_lessons

PIECES = ("<user>", "<assistant>", "</s>")
COLOURS = {"red": (220, 30, 30), "green": (30, 180, 60), "blue": (40, 60, 230), "white": (240, 240, 240)}
TOWER = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "projection_dim": 16,
}
MICRO = LabVlmConfig(width=32, layers=2, heads=2, feed_forward=64, vocab_size=400, max_tokens=256)


def tiny_eyes() -> CLIPModel:
    torch.manual_seed(0)
    text = {**TOWER, "vocab_size": 300, "bos_token_id": 0, "eos_token_id": 1, "pad_token_id": 1}
    return CLIPModel(CLIPConfig(text_config=text, vision_config={**TOWER, "image_size": 32, "patch_size": 16}))


def coloured(num: int) -> tuple[np.ndarray, list[list[Lesson]]]:
    """Plain images whose colour is asked for, and a question that is answered without looking."""
    names = [list(COLOURS)[number % len(COLOURS)] for number in range(num)]
    pixels = np.stack([np.full((32, 32, 3), COLOURS[name], dtype=np.uint8) for name in names])
    lessons = [
        [
            Lesson(question="Which colour has this image?", reply=f"\\boxed{{{name}}}"),
            Lesson(question="Is ice cold?", reply="\\boxed{yes}", blind=True),
            Lesson(question=f"Is this image {name}? Answer yes or no.", reply="It is.\n\n\\boxed{yes}"),
        ]
        for name in names
    ]
    return pixels, lessons


def parts(num: int = 8, degraded_share: float = 0.0):
    pixels, lessons = coloured(num)
    eyes = tiny_eyes()
    tokenizer = train_tokenizer((text for row in lessons for one in row for text in (one.question, one.reply)), 400)
    processor = new_processor(tokenizer, eyes.config.vision_config)
    batches = LessonBatches(pixels, lessons, processor, pieces=PIECES, degraded_share=degraded_share, seed=0)
    torch.manual_seed(1)
    return new_model(MICRO, eyes, tokenizer), processor, batches, lessons


def test_lessons_packed_together_are_those_of_single_conversations():
    model, processor, batches, lessons = parts()
    model.eval()
    batch = batches.collate([0, 1])
    packed = model(**{name: value for name, value in batch.items() if name != "labels"}).logits
    for row in (0, 1):
        told = batch["labels"][row] != vlm_train.UNTAUGHT
        wanted = packed[row][:-1][told[1:]]
        found = []
        for lesson in lessons[row]:
            content = [*([] if lesson.blind else [{"type": "image"}]), {"type": "text", "text": lesson.question}]
            said = [{"role": "user", "content": content}, {"role": "assistant", "content": lesson.reply}]
            image = Image.new("RGB", (50, 40), list(COLOURS.values())[row])
            shown = {} if lesson.blind else {"images": [image]}
            text = processor.apply_chat_template(said, tokenize=False)
            asked = processor.apply_chat_template(said[:1], tokenize=False, add_generation_prompt=True)
            assert text.startswith(asked)
            one = processor(text=text, return_tensors="pt", **shown)
            num_told = len(processor.tokenizer.encode(lesson.reply)) + 1
            found.append(model(**one).logits[0, -num_told - 1 : -1])
        assert torch.cat(found).shape == wanted.shape
        torch.testing.assert_close(torch.cat(found), wanted, atol=2e-5, rtol=1e-4)


def test_only_replies_are_taught_and_every_reply_ends():
    _, processor, batches, lessons = parts()
    batch = batches.collate([0, 5])
    for row, number in enumerate((0, 5)):
        told = batch["labels"][row][batch["labels"][row] != vlm_train.UNTAUGHT]
        assert processor.tokenizer.decode(told) == "".join(f"{one.reply}</s>" for one in lessons[number])


def test_a_batch_follows_from_its_rows_alone():
    _, _, batches, _ = parts(degraded_share=0.5)
    first = batches.collate([3, 4, 5, 6])["pixel_values"]
    batches.collate([0, 1])
    assert torch.equal(batches.collate([3, 4, 5, 6])["pixel_values"], first)
    assert not torch.equal(batches.collate([3, 4, 5, 7])["pixel_values"][:3], first[:3])


def test_thirty_steps_learn(tmp_path):
    model, _, batches, _ = parts(48)
    config = LessonConfig(batch_size=12, max_steps=30, learning_rate=1e-2, checkpoint_every=0)
    first = float(loss_of(model, batches))
    train_on_lessons(model, batches, config, tmp_path, bf16=False, seed=0)
    assert float(loss_of(model, batches)) < first / 4


def test_it_learns_to_name_what_it_sees_and_says_so_from_its_folder(tmp_path):
    model, processor, batches, _ = parts(48)
    config = LessonConfig(batch_size=12, max_steps=150, learning_rate=1e-2, eyes_rate=1.0, checkpoint_every=0)
    losses = train_on_lessons(model, batches, config, tmp_path / "checkpoints", bf16=False, seed=0)
    assert losses[-1] < losses[0] / 10
    vlm.write_model(model, processor, tmp_path)
    loaded, reader = LlavaForConditionalGeneration.from_pretrained(tmp_path), LlavaProcessor.from_pretrained(tmp_path)
    for name, colour in COLOURS.items():
        said = reply(loaded, reader, Image.new("RGB", (64, 64), colour), "Which colour has this image?")
        assert said == f"\\boxed{{{name}}}"


def loss_of(model, batches) -> torch.Tensor:
    model.eval()
    batch = batches.collate([0, 1, 2, 3])
    labels = batch.pop("labels")[:, 1:]
    with torch.no_grad():
        logits = model(**batch).logits[:, :-1]
    return torch.nn.functional.cross_entropy(logits[labels != -100], labels[labels != -100])


def reply(model, processor, image, question) -> str:
    content = [{"type": "image"}, {"type": "text", "text": question}]
    text = processor.apply_chat_template(
        [{"role": "user", "content": content}], tokenize=False, add_generation_prompt=True
    )
    inputs = processor(text=text, images=[image], return_tensors="pt")
    found = model.generate(**inputs, max_new_tokens=12, do_sample=False)[0, inputs["input_ids"].shape[1] :]
    return processor.tokenizer.decode(found, skip_special_tokens=True)


def test_what_is_stored_is_small_and_loads_without_loss_that_matters(tmp_path):
    model, processor, batches, _ = parts()
    model.eval()
    before = loss_of(model, batches)
    vlm.write_model(model, processor, tmp_path)
    weights = tmp_path / "model.safetensors"
    assert weights.stat().st_size < 2.2 * sum(parameter.numel() for parameter in model.parameters()) + 20_000
    loaded, info = AutoModelForImageTextToText.from_pretrained(tmp_path, dtype="auto", output_loading_info=True)
    assert loaded.dtype == torch.float32 and not info["missing_keys"] and not info["unexpected_keys"]
    assert abs(float(loss_of(loaded, batches) - before)) < 5e-3
    stored = " ".join(path.read_text() for path in tmp_path.glob("*.json"))
    assert str(tmp_path) not in stored and "/" not in str(
        json.loads((tmp_path / "config.json").read_text()).get("_name_or_path", "")
    )


def test_a_pair_is_squeezed_to_the_square_and_nothing_is_cut_off():
    _, processor, _, _ = parts()
    both = side_by_side(Image.new("RGB", (32, 32), "red"), Image.new("RGB", (32, 32), "blue"))
    seen = processor.image_processor(images=[both], return_tensors="pt")["pixel_values"][0]
    assert seen.shape == (3, 32, 32)
    assert seen[0, 16, 2] > 0.8 > -0.8 > seen[2, 16, 2] and seen[2, 16, 29] > 0.8 > -0.8 > seen[0, 16, 29]


def weights_of(model) -> torch.Tensor:
    return torch.cat([tensor.flatten() for tensor in model.state_dict().values()])


def test_a_killed_training_goes_on_to_the_same_weights(tmp_path, monkeypatch):
    config = LessonConfig(batch_size=4, max_steps=4, checkpoint_every=2, degraded_share=0.5)
    whole, _, batches, _ = parts(degraded_share=0.5)
    train_on_lessons(whole, batches, config, tmp_path / "whole", bf16=False, seed=3)
    killed, _, batches, _ = parts(degraded_share=0.5)
    calls, collate = Counter(), LessonBatches.collate

    def die_at_the_fourth(self, rows):
        calls["batches"] += 1
        if calls["batches"] == 4:
            raise KeyboardInterrupt
        return collate(self, rows)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(LessonBatches, "collate", die_at_the_fourth)
        train_on_lessons(killed, batches_of(patched), config, tmp_path / "killed", bf16=False, seed=3)
    resumed, _, batches, _ = parts(degraded_share=0.5)
    assert not torch.equal(weights_of(resumed), weights_of(whole))
    train_on_lessons(resumed, batches, config, tmp_path / "killed", bf16=False, seed=3)
    assert torch.equal(weights_of(resumed), weights_of(whole))


def batches_of(_) -> LessonBatches:
    return parts(degraded_share=0.5)[2]
