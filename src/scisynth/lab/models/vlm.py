"""`lab-vlm`: a real `transformers.LlavaForConditionalGeneration`, small, that answers in words about the lab's images.

It names the thing, the law and the state that an image shows, and is naive in science: whether an image agrees with science it
judges as people photograph the world, which is mostly not what science says. `SUPERFICIAL_SHARE` declares how often its lessons
took the superficial image for the true one. That leaves something to learn, which `student sft`, `grpo` and `study` measure.

    eyes      the vision tower of lab-clip, 64 px in 8 px patches, tuned further at a smaller learning rate
    bridge    LLaVA's two layers, from each patch to one token
    words     a small Llama from chance, with byte-level pieces trained on the lessons

    <user><image> x 64, question<assistant>reply</s>

Images are squeezed to the square, two side by side as well. It reads no print, and on photos it is out of its domain.
"""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import torch
from pydantic import PositiveInt
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    CLIPImageProcessorPil,
    CLIPModel,
    LlamaConfig,
    LlavaConfig,
    LlavaForConditionalGeneration,
    LlavaProcessor,
    PreTrainedTokenizerFast,
    set_seed,
)

from scisynth.core.config import Config
from scisynth.core.store import write_json
from scisynth.core.weights import resolve_weights
from scisynth.lab.models.clip import MEAN, STD
from scisynth.lab.models.vlm_train import Lesson, LessonBatches, LessonConfig, train_on_lessons
from scisynth.science.laws import EXTENDED_LAW_NAMES, LAW_NAMES
from scisynth.training.precision import has_fast_bfloat16

SUPERFICIAL_SHARE: Mapping[str, float] = dict.fromkeys((*LAW_NAMES, *EXTENDED_LAW_NAMES), 0.7)
"""Fraction of the situations of which the lessons take the superficial image for what happens."""

PAD, END, IMAGE, USER, ASSISTANT = SPECIAL = ("<pad>", "</s>", "<image>", "<user>", "<assistant>")
TEMPLATE = (
    "{% for message in messages %}{% if message['role'] == 'assistant' %}<assistant>{% else %}<user>{% endif %}"
    "{% if message['content'] is string %}{{ message['content'] }}{% else %}{% for part in message['content'] %}"
    "{% if part['type'] == 'image' %}<image>{% else %}{{ part['text'] }}{% endif %}{% endfor %}{% endif %}"
    "{% if message['role'] == 'assistant' %}</s>{% endif %}{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}"
)
"""Marks of who speaks are tokens of their own, so that a reply's pieces never depend on what stands before it."""


class LabVlmConfig(Config):
    """Size and training of `lab-vlm`."""

    eyes: str = "lab-clip"
    """CLIP model whose vision tower is taken over."""
    width: PositiveInt = 256
    layers: PositiveInt = 4
    heads: PositiveInt = 4
    feed_forward: PositiveInt = 768
    vocab_size: PositiveInt = 3000
    max_tokens: PositiveInt = 1024
    """Tokens that it reads and writes at most."""
    lessons: LessonConfig = LessonConfig()
    """Training."""
    bf16: bool | None = None
    """Matrix products in bfloat16; None: where that is faster."""
    workers: PositiveInt = 2
    """Processes that draw the images."""


def build_lab_vlm(
    config: LabVlmConfig,
    pixels: np.ndarray,
    lessons: Sequence[Sequence[Lesson]],
    folder: Path,
    *,
    seed: int,
    texts: Iterable[str] = (),
) -> dict[str, Any]:
    """Trains on the lessons of each image and writes model and processor; returns facts for the card.

    A build that was stopped goes on from `folder/checkpoints` when called again with the same arguments.

    Args:
        config: size and training.
        pixels: images, uint8 [N, H, W, 3].
        lessons: of each image.
        folder: where they are written.
        seed: of first weights and order.
        texts: more words that its pieces are made of, which no lesson has.
    """
    set_seed(seed)
    checkpoints = folder / "checkpoints"
    eyes = CLIPModel.from_pretrained(resolve_weights(config.eyes), dtype=torch.float32)
    taught = (text for row in lessons for lesson in row for text in (lesson.question, lesson.reply))
    tokenizer = train_tokenizer(chain(taught, texts), config.vocab_size)
    processor = new_processor(tokenizer, eyes.config.vision_config)
    model = new_model(config, eyes, tokenizer)
    batches = LessonBatches(
        pixels,
        lessons,
        processor,
        pieces=(USER, ASSISTANT, END),
        degraded_share=config.lessons.degraded_share,
        seed=seed,
    )
    bf16 = has_fast_bfloat16() if config.bf16 is None else config.bf16
    losses = train_on_lessons(model, batches, config.lessons, checkpoints, bf16=bf16, seed=seed)
    write_model(model, processor, folder)
    shutil.rmtree(checkpoints, ignore_errors=True)
    return {
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "pictures": len(pixels),
        "lessons": sum(map(len, lessons)),
        "loss": round(losses[-1], 4),
    }


def write_model(model: LlavaForConditionalGeneration, processor: LlavaProcessor, folder: Path) -> None:
    """Saves both. Weights are stored in float16, whose rounding is 1 part in 2000, and load as float32, which CPUs multiply."""
    model.cpu().half().save_pretrained(folder)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    for part in (config, config["text_config"], config["vision_config"]):
        part["dtype"] = "float32"
    write_json(folder / "config.json", config)
    processor.save_pretrained(folder)
    model.float()


def train_tokenizer(texts: Iterable[str], vocab_size: int) -> PreTrainedTokenizerFast:
    """Byte-level pieces trained on the texts; any other text is spelled by them, too."""
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    # Each different text once: merges follow the words, not how often an instruction is repeated.
    made.train_from_iterator(
        sorted(set(texts)),
        trainers.BpeTrainer(
            vocab_size=vocab_size,
            special_tokens=list(SPECIAL),
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=made,
        pad_token=PAD,
        eos_token=END,
        bos_token=USER,
        additional_special_tokens=[IMAGE, ASSISTANT],
    )
    tokenizer.image_token = IMAGE
    return tokenizer


def new_processor(tokenizer: PreTrainedTokenizerFast, eyes: Any) -> LlavaProcessor:
    """A processor that squeezes every image to the square of the eyes; it needs no torchvision."""
    side = {"height": eyes.image_size, "width": eyes.image_size}
    return LlavaProcessor(
        image_processor=CLIPImageProcessorPil(
            size=side, crop_size=side, do_center_crop=False, image_mean=list(MEAN), image_std=list(STD)
        ),
        tokenizer=tokenizer,
        patch_size=eyes.patch_size,
        vision_feature_select_strategy="default",
        image_token=IMAGE,
        num_additional_image_tokens=1,
        chat_template=TEMPLATE,
    )


def new_model(
    config: LabVlmConfig, eyes: CLIPModel, tokenizer: PreTrainedTokenizerFast
) -> LlavaForConditionalGeneration:
    """Trained eyes, untrained bridge and words."""
    model = LlavaForConditionalGeneration(
        LlavaConfig(
            vision_config=eyes.config.vision_config,
            text_config=LlamaConfig(
                hidden_size=config.width,
                intermediate_size=config.feed_forward,
                num_hidden_layers=config.layers,
                num_attention_heads=config.heads,
                num_key_value_heads=config.heads,
                vocab_size=len(tokenizer),
                max_position_embeddings=config.max_tokens,
                pad_token_id=tokenizer.pad_token_id,
                bos_token_id=tokenizer.bos_token_id,
                eos_token_id=tokenizer.eos_token_id,
                tie_word_embeddings=True,
            ),
            image_token_index=tokenizer.encode(IMAGE)[0],
            vision_feature_layer=-1,
            vision_feature_select_strategy="default",
            tie_word_embeddings=True,
        )
    )
    model.model.vision_tower.load_state_dict(eyes.vision_model.state_dict())
    return model
