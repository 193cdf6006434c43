"""Training `lab-judge` on rendered scenes, as they are and as a small generator might paint them.

Every situation is drawn twice with one seed: with the outcome that is true and with another of its law. Most images are
warped and degraded and keep their labels. Some are spoilt: they are junk and teach nothing else. Some are half right, both
images of a situation mixed in some ratio, and their state is taught in that ratio.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from pydantic import Field, PositiveInt
from torch import nn
from torch.nn import functional as F
from transformers import set_seed

from scisynth.core.records import PromptSet
from scisynth.core.seeds import derive_seed
from scisynth.core.weights import LAB_SIZE_PX
from scisynth.lab.degrade import degrade, spoil, uniform, warp
from scisynth.lab.models.judge import JudgeClasses, JudgeNet, LabJudge
from scisynth.lab.models.judge_check import check_judge, checks_as_table, find_looks
from scisynth.lab.models.judge_draw import draw_parallel
from scisynth.lab.models.stream import StreamConfig, TrainingStream, train_on_stream
from scisynth.lab.render import render
from scisynth.science.laws import get_law
from scisynth.training.precision import has_fast_bfloat16

LEAST_SHARE = 0.3
"""Of the lesser image in a half-right mixture."""


class LabJudgeConfig(StreamConfig):
    """Size and training of `lab-judge`."""

    embedding_size: PositiveInt = 32
    hidden_sizes: tuple[PositiveInt, ...] = (32, 64, 128, 192)
    depths: tuple[PositiveInt, ...] = (1, 2, 2, 1)
    input_px: PositiveInt = 96
    batch_size: PositiveInt = 128
    max_steps: PositiveInt = 1300
    weight_decay: float = Field(0.05, ge=0)
    clean_share: float = Field(0.15, ge=0, le=1)
    junk_share: float = Field(0.12, ge=0, le=1)
    half_share: float = Field(0.12, ge=0, le=1)
    bf16: bool | None = None
    """Matrix products in bfloat16; None: where that is faster."""


def build_lab_judge(
    config: LabJudgeConfig,
    train_sets: Sequence[PromptSet],
    look_sets: Sequence[PromptSet],
    check_sets: Sequence[PromptSet],
    folder: Path,
    *,
    seed: int,
) -> dict[str, Any]:
    """Draws, trains, finds which subjects look alike on `look_sets`, checks on `check_sets`, writes the folder.

    Returns facts for the card; `table` holds the check as Markdown.
    """
    set_seed(seed)
    backbone = {
        "embedding_size": config.embedding_size,
        "hidden_sizes": list(config.hidden_sizes),
        "depths": list(config.depths),
        "layer_type": "basic",
    }
    classes = JudgeClasses.of_todays_laws()
    net = JudgeNet(backbone, config.input_px, classes)
    pixels, labels = draw_parallel(draw_labelled, train_sets, seed=seed, workers=config.workers)
    train_on_stream(
        _Trainee(net),
        JudgeStream(config, pixels, labels, seed),
        config,
        folder,
        label="lab-judge",
        seed=seed,
        bf16=has_fast_bfloat16() if config.bf16 is None else config.bf16,
    )
    looks = find_looks(net, classes, look_sets, seed=derive_seed(seed, "looks"))
    judge = LabJudge(net, looks, classes)
    judge.save(folder)
    checks = check_judge(judge, check_sets, seed=derive_seed(seed, "check"))
    return {
        "parameters": sum(parameter.numel() for parameter in net.parameters()),
        "pictures": len(pixels),
        "subjects": len(classes.subjects),
        "looks": sum(len(set(groups.values())) for groups in looks.values()),
        "score_on_true_scenes": round(checks["true"]["score"], 4),
        "table": checks_as_table(checks, looks),
    }


def draw_labelled(prompt_sets: Sequence[PromptSet], seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Images, uint8 [2 N, 3, 64, 64], and int [2 N, 3] classes of law, subject and state; pairs stand side by side."""
    classes = JudgeClasses.of_todays_laws()
    pixels, labels = [], []
    for item in prompt_sets:
        own_seed = derive_seed(seed, item.id)
        others = [outcome for outcome in get_law(item.law).outcomes if outcome != item.outcome]
        for outcome in (item.outcome, random.Random(own_seed).choice(others)):
            scene = replace(item.scene("explicit"), outcome=outcome)
            pixels.append(np.asarray(render(scene, size_px=LAB_SIZE_PX, seed=own_seed).image))
            labels.append(
                (
                    classes.laws.index(item.law),
                    classes.subjects.index((item.law, item.subject)),
                    classes.outcomes.index((item.law, outcome)),
                )
            )
    return np.stack(pixels).transpose(0, 3, 1, 2), np.array(labels)


class JudgeStream(TrainingStream):
    """Batches of clean, degraded, half-right and spoilt images."""

    def __init__(self, config: LabJudgeConfig, pixels: np.ndarray, labels: np.ndarray, seed: int) -> None:
        super().__init__(len(pixels), seed)
        self._config, self._pixels, self._labels = config, pixels, torch.from_numpy(labels)
        self._num_outcomes = len(JudgeClasses.of_todays_laws().outcomes)

    def collate(self, rows: Sequence[int]) -> dict[str, torch.Tensor]:
        """`pixels` [B, 3, 64, 64] in [0, 1], `law` and `subject` [B], `state` [B, outcomes] in fractions, `junk` [B]."""
        own, other = list(rows), [row ^ 1 for row in rows]
        law, subject, state = self._labels[own].unbind(1)
        kind = uniform(len(own), self.generator)
        junk, half, clean = (
            self._config.junk_share,
            self._config.junk_share + self._config.half_share,
            1 - self._config.clean_share,
        )
        is_junk, is_half, is_clean = kind < junk, (kind >= junk) & (kind < half), kind >= clean
        fraction = LEAST_SHARE + (1 - 2 * LEAST_SHARE) * uniform(len(own), self.generator)
        fraction = torch.where(is_half, fraction, 1.0)
        pixels = self._read(own) * fraction[:, None, None, None] + self._read(other) * (
            1 - fraction[:, None, None, None]
        )
        harmed = ~is_clean
        pixels[harmed] = degrade(warp(pixels[harmed], self.generator), self.generator)
        pixels[is_junk] = spoil(pixels[is_junk], self.generator)
        targets = fraction[:, None] * F.one_hot(state, self._num_outcomes)
        targets = targets + (1 - fraction[:, None]) * F.one_hot(self._labels[other][:, 2], self._num_outcomes)
        return {
            "pixels": pixels.clamp(0, 1),
            "law": law,
            "subject": subject,
            "state": targets,
            "junk": is_junk.float(),
        }

    def _read(self, rows: list[int]) -> torch.Tensor:
        return torch.from_numpy(self._pixels[rows]).float() / 255


class _Trainee(nn.Module):
    """The net with its loss."""

    def __init__(self, net: JudgeNet) -> None:
        super().__init__()
        self.net = net

    def forward(
        self, pixels: torch.Tensor, law: torch.Tensor, subject: torch.Tensor, state: torch.Tensor, junk: torch.Tensor
    ) -> dict[str, torch.Tensor]:
        logits = self.net(pixels)
        named = (
            F.cross_entropy(logits["law"], law, reduction="none")
            + F.cross_entropy(logits["subject"], subject, reduction="none", label_smoothing=0.02)
            + F.cross_entropy(logits["state"], state, reduction="none")
        )
        is_image = 1 - junk
        loss = (named * is_image).sum() / is_image.sum().clamp_min(1)
        return {"loss": loss + F.binary_cross_entropy_with_logits(logits["junk"], junk)}
