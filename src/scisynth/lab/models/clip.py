"""`lab-clip`: a real `transformers.CLIPModel`, small, pre-trained on the lab's biased corpus with CLIP's own loss.

It sees the lab's images sharply and believes what the corpus tells: with implicit prompts it chooses the true image
about half the time (52 %), on condition-oriented laws less often (about 41 %). Architecture: 64 px images in 8 px patches, a byte-level BPE of CLIP's kind trained on the captions.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.utils.data import Dataset
from transformers import (
    CLIPConfig,
    CLIPImageProcessorPil,
    CLIPModel,
    CLIPTokenizer,
    Trainer,
    TrainingArguments,
    set_seed,
)

from scisynth.core.config import Config
from scisynth.core.records import PromptSet
from scisynth.core.weights import LAB_SIZE_PX
from scisynth.lab.corpus import caption_pairs, draw_corpus
from scisynth.training.precision import has_fast_bfloat16
from scisynth.training.trainer_progress import show_progress

MEAN = STD = (0.5, 0.5, 0.5)


class LabClipConfig(Config):
    """Size and training of `lab-clip`."""

    size_px: int = LAB_SIZE_PX
    patch_px: int = 8
    vision_width: int = 192
    vision_layers: int = 4
    text_width: int = 128
    text_layers: int = 3
    projection_dim: int = 128
    vocab_size: int = 2048
    implicit_share: float = 0.5
    """Fraction of prompt sets of which one side carries its implicit caption."""
    batch_pairs: int = 64
    """Prompt sets a step; both images of one stand in the same batch, as each other's hard negative."""
    max_steps: int = 1700
    learning_rate: float = 1e-3
    weight_decay: float = 0.1
    bf16: bool | None = None
    """Matrix products in bfloat16; None: where that is faster."""
    workers: int = 2


def build_lab_clip(
    config: LabClipConfig, prompt_sets: Sequence[PromptSet], folder: Path, *, seed: int
) -> dict[str, Any]:
    """Draws the corpus, trains the tokenizer and the model, writes the folder; returns facts for the model card."""
    set_seed(seed)
    rows = caption_pairs(prompt_sets, implicit_share=config.implicit_share, seed=seed)
    tokenizer = train_tokenizer(prompt_sets, config.vocab_size)
    model = CLIPModel(_clip_config(config, tokenizer))
    pixels, _ = draw_corpus(rows, size_px=config.size_px, workers=config.workers)
    tokens = tokenizer([row.caption for row in rows], truncation=True, max_length=77)["input_ids"]
    trainer = Trainer(
        model=model,
        args=TrainingArguments(
            output_dir=str(folder / "checkpoints"),
            per_device_train_batch_size=config.batch_pairs,
            max_steps=config.max_steps,
            learning_rate=config.learning_rate,
            weight_decay=config.weight_decay,
            warmup_steps=config.max_steps // 10,
            lr_scheduler_type="cosine",
            adam_beta2=0.98,
            max_grad_norm=1.0,
            bf16=has_fast_bfloat16() if config.bf16 is None else config.bf16,
            disable_tqdm=True,
            logging_steps=50,
            save_strategy="no",
            report_to="none",
            remove_unused_columns=False,
            seed=seed,
            use_cpu=not torch.cuda.is_available(),
        ),
        train_dataset=_Pairs(pixels, tokens),
        data_collator=_Collator(tokenizer),
    )
    show_progress(trainer, "lab-clip")
    trainer.train()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    _image_processor(config).save_pretrained(folder)
    shutil.rmtree(folder / "checkpoints", ignore_errors=True)
    return {
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "pictures": len(rows),
        "loss": [row["loss"] for row in trainer.state.log_history if "loss" in row][-1],
    }


def train_tokenizer(prompt_sets: Sequence[PromptSet], vocab_size: int) -> CLIPTokenizer:
    """A CLIP tokenizer whose merges come from the captions."""
    captions = [
        text
        for prompt_set in prompt_sets
        for text in (prompt_set.implicit_prompt, prompt_set.explicit_prompt, prompt_set.superficial_prompt)
    ]
    return CLIPTokenizer().train_new_from_iterator(iter(captions), vocab_size=vocab_size)


def _clip_config(config: LabClipConfig, tokenizer: CLIPTokenizer) -> CLIPConfig:
    def tower(width: int, layers: int) -> dict[str, int]:
        return {
            "hidden_size": width,
            "intermediate_size": 4 * width,
            "num_hidden_layers": layers,
            "num_attention_heads": max(1, width // 64),
            "projection_dim": config.projection_dim,
        }

    return CLIPConfig(
        text_config={
            **tower(config.text_width, config.text_layers),
            "vocab_size": len(tokenizer),
            "max_position_embeddings": 77,
            "bos_token_id": tokenizer.bos_token_id,
            "eos_token_id": tokenizer.eos_token_id,
            "pad_token_id": tokenizer.pad_token_id,
        },
        vision_config={
            **tower(config.vision_width, config.vision_layers),
            "image_size": config.size_px,
            "patch_size": config.patch_px,
        },
        projection_dim=config.projection_dim,
    )


def _image_processor(config: LabClipConfig) -> CLIPImageProcessorPil:
    return CLIPImageProcessorPil(
        size={"shortest_edge": config.size_px},
        crop_size={"height": config.size_px, "width": config.size_px},
        image_mean=list(MEAN),
        image_std=list(STD),
    )


class _Pairs(Dataset):
    """Rows 2k and 2k + 1 belong together and are one item."""

    def __init__(self, pixels_NHWC: np.ndarray, tokens: Sequence[Sequence[int]]) -> None:
        self._pixels = pixels_NHWC
        self._tokens = tokens

    def __len__(self) -> int:
        return len(self._tokens) // 2

    def __getitem__(self, item: int) -> list[tuple[np.ndarray, Sequence[int]]]:
        return [(self._pixels[row], self._tokens[row]) for row in (2 * item, 2 * item + 1)]


class _Collator:
    def __init__(self, tokenizer: CLIPTokenizer) -> None:
        self._tokenizer = tokenizer

    def __call__(self, items: Sequence[list[tuple[np.ndarray, Sequence[int]]]]) -> dict[str, Any]:
        rows = [row for item in items for row in item]
        pixels = torch.from_numpy(np.stack([pixels for pixels, _ in rows])).permute(0, 3, 1, 2)
        tokens = self._tokenizer.pad({"input_ids": [list(tokens) for _, tokens in rows]}, return_tensors="pt")
        return {
            "pixel_values": (pixels.float() / 255 - MEAN[0]) / STD[0],
            "input_ids": tokens["input_ids"],
            "attention_mask": tokens["attention_mask"],
            "return_loss": True,
        }
