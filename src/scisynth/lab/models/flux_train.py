"""Flow matching for `lab-flux`: the transformer and its T5 learn together, on latents computed once.

    sigma  = sigmoid(shift + z),  z ~ N(0, 1)          logit-normal, centred where the pipeline's own schedule stands
    noised = (1 - sigma) * clean + sigma * noise
    loss   = mean of w |transformer(noised, sigma, text) - target|^2 over tokens, w larger on the science-bearing thing

    flow       target = noise - clean; some captions are empty, so that the model also knows images without words
    guidance   target = v(empty) + scale * (v(text) - v(empty)) of the flow's own result: one pass then draws what
               classifier-free guidance draws in two, as in FLUX.1-dev

(Esser et al. 2024, arXiv 2403.03206, section 3.1; Ho and Salimans 2022, arXiv 2207.12598; Meng et al. 2023, arXiv 2210.03142.)
What is kept is a running average of the weights. It lives inside the trained module, so that Trainer's checkpoints hold it
and a killed build goes on where it stopped.
"""

import copy
import math
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self

import torch
from diffusers import FluxTransformer2DModel
from pydantic import Field, NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt
from torch import nn
from torch.optim.swa_utils import AveragedModel
from torch.utils.data import Dataset
from transformers import T5EncoderModel, Trainer, TrainerCallback, TrainingArguments
from transformers.trainer_utils import get_last_checkpoint

from scisynth.backbones.latents import pack_2x2
from scisynth.core.config import Config
from scisynth.flow.path import noised
from scisynth.lab.models.muon import Muon
from scisynth.training.trainer_progress import show_progress


class PhaseConfig(Config):
    """Steps of one phase. The rate is constant after a warm-up and falls to 0 in the last part, so that the end can be put off."""

    batch_size: PositiveInt = 48
    max_steps: PositiveInt
    learning_rate: PositiveFloat
    warmup_steps: NonNegativeInt
    decay_share: float = Field(default=0.25, gt=0, le=1)
    """Last part of the steps, in which the learning rate falls."""
    weight_decay: NonNegativeFloat = 0.01
    average_decay: float = Field(default=0.998, gt=0, lt=1)
    """Of the running average of the weights; the first steps are averaged faster."""
    checkpoint_every: NonNegativeInt = 200
    """Steps between checkpoints from which a killed build goes on; 0 = none."""
    compiled: bool = True
    """A third faster on CPU after a minute and a half of `torch.compile`, which needs a C++ compiler."""


class LabFlowConfig(PhaseConfig):
    """Flow matching of transformer and T5."""

    max_steps: PositiveInt = 2000
    learning_rate: PositiveFloat = 2e-3
    warmup_steps: NonNegativeInt = 200
    caption_dropout: float = Field(default=0.1, ge=0, lt=1)
    """Fraction of images with an empty caption."""
    region_weight: PositiveFloat = 4.0
    """Weight of a token that lies wholly on the science-bearing thing; 1 for one that lies outside."""


class LabGuidanceConfig(PhaseConfig):
    """Distillation of classifier-free guidance into the model itself."""

    max_steps: PositiveInt = 250
    learning_rate: PositiveFloat = 5e-4
    warmup_steps: NonNegativeInt = 30
    scale: PositiveFloat = 2.5
    """Of the guidance; 1 changes nothing."""


class FlowModel(nn.Module):
    """Transformer and T5: the velocity of a noised image for its caption."""

    def __init__(self, transformer: FluxTransformer2DModel, t5: T5EncoderModel) -> None:
        super().__init__()
        self.transformer, self.t5 = transformer, t5

    def forward(
        self, sample_BLD: torch.Tensor, sigma_B: torch.Tensor, tokens: torch.Tensor, pooled: torch.Tensor
    ) -> torch.Tensor:
        """Packed square latents [B, L, D], sigma [B], tokens [B, T], pooled vectors [B, P] -> [B, L, D]."""
        side = math.isqrt(sample_BLD.shape[1])
        states = self.t5(input_ids=tokens)[0]
        velocity: torch.Tensor = self.transformer(
            hidden_states=sample_BLD,
            encoder_hidden_states=states,
            pooled_projections=pooled,
            timestep=sigma_B,
            txt_ids=torch.zeros(states.shape[1], 3, device=sample_BLD.device),
            img_ids=_positions(side, side, sample_BLD.device),
            return_dict=False,
        )[0]
        return velocity


class FlowTrainee(nn.Module):
    """Transformer and T5 with their running average; `forward` is the loss of one batch."""

    # Trainer asks every model it resumes for this when names are missing from a checkpoint.
    _keys_to_ignore_on_save: Sequence[str] | None = None
    _empty_tokens: torch.Tensor
    _empty_pooled: torch.Tensor

    def __init__(
        self,
        model: FlowModel,
        *,
        empty: tuple[torch.Tensor, torch.Tensor],
        sigma_shift: float,
        average_decay: float,
        region_weight: float,
        caption_dropout: float = 0.0,
    ) -> None:
        """`empty`: tokens [1, L] and pooled vector [1, D] of the empty caption."""
        super().__init__()
        self.model = model
        self.average = AveragedModel(model, multi_avg_fn=partial(_move_average, average_decay))
        self.average.requires_grad_(False)
        # Buffers, so that they move to a card with the module; in no checkpoint.
        for name, part in zip(("_empty_tokens", "_empty_pooled"), empty, strict=True):
            self.register_buffer(name, part, persistent=False)
        self._sigma_shift, self._region_weight, self._dropout = sigma_shift, region_weight, caption_dropout

    def forward(
        self, latents: torch.Tensor, tokens: torch.Tensor, pooled: torch.Tensor, region: torch.Tensor
    ) -> dict[str, torch.Tensor]:
        """`latents` [B, C, h, w] normalised, `tokens` [B, L], `pooled` [B, D], `region` [B, h w / 4], 0 to 255."""
        clean = pack_2x2(latents.float())
        noise = torch.randn_like(clean)
        sigma_B = torch.sigmoid(self._sigma_shift + torch.randn(len(clean), device=clean.device))
        sample = noised(clean, noise, sigma_B)
        is_empty_B1 = torch.rand(len(clean), 1, device=clean.device) < self._dropout
        text = (
            torch.where(is_empty_B1, self._empty_tokens, tokens),
            torch.where(is_empty_B1, self._empty_pooled, pooled),
        )
        target = self._target(sample, noise - clean, sigma_B, text)
        error_BL = (self.model(sample, sigma_B, *text) - target).square().mean(-1)
        weight_BL = 1 + (self._region_weight - 1) * region.float() / 255
        return {"loss": (error_BL * weight_BL).sum() / weight_BL.sum()}

    def _target(
        self,
        sample: torch.Tensor,
        velocity: torch.Tensor,
        sigma_B: torch.Tensor,
        text: tuple[torch.Tensor, torch.Tensor],
    ) -> torch.Tensor:
        """What the transformer learns to answer: the velocity that leads to the image."""
        return velocity

    def state_dict(self, *args: Any, **kwargs: Any) -> dict[str, Any]:  # type: ignore[override]
        """Without the second name of T5's embedding: safetensors stores no tensor twice."""
        state: dict[str, Any] = super().state_dict(*args, **kwargs)
        return {name: value for name, value in state.items() if not name.endswith("encoder.embed_tokens.weight")}

    def averaged(self) -> FlowModel:
        """The running average, for use."""
        model = copy.deepcopy(self.average.module).cpu().eval()
        assert isinstance(model, FlowModel)
        return model


class GuidanceTrainee(FlowTrainee):
    """Learns to answer in one pass what its teacher answers with guidance in two."""

    def __init__(self, teacher: FlowModel, *, scale: float, **options: Any) -> None:
        super().__init__(copy.deepcopy(teacher).train().requires_grad_(True), **options)
        # In a list: no part of the module, so in no checkpoint.
        self._teacher, self._scale = [teacher.eval().requires_grad_(False)], scale

    def _apply(self, fn: Any, recurse: bool = True) -> Self:
        """Moves the teacher along to a card."""
        self._teacher[0]._apply(fn, recurse)
        return super()._apply(fn, recurse)

    @torch.no_grad()
    def _target(
        self,
        sample: torch.Tensor,
        velocity: torch.Tensor,
        sigma_B: torch.Tensor,
        text: tuple[torch.Tensor, torch.Tensor],
    ) -> torch.Tensor:
        teacher = self._teacher[0]
        empty = [part.expand(len(sample), -1) for part in (self._empty_tokens, self._empty_pooled)]
        without = teacher(sample, sigma_B, *empty)
        return without + self._scale * (teacher(sample, sigma_B, *text) - without)


def train_phase(
    config: PhaseConfig, trainee: FlowTrainee, dataset: Dataset, folder: Path, *, label: str, bf16: bool, seed: int
) -> list[float]:
    """Trains in place, from the last checkpoint in `folder` if there is one; returns the logged losses."""
    trainer = Trainer(
        model=trainee,
        args=TrainingArguments(
            output_dir=str(folder),
            per_device_train_batch_size=config.batch_size,
            max_steps=config.max_steps,
            learning_rate=config.learning_rate,
            weight_decay=config.weight_decay,
            warmup_steps=min(config.warmup_steps, config.max_steps // 4),
            lr_scheduler_type="warmup_stable_decay",
            lr_scheduler_kwargs={"num_decay_steps": math.ceil(config.max_steps * config.decay_share)},
            max_grad_norm=1.0,
            bf16=bf16,
            torch_compile=config.compiled,
            disable_tqdm=True,
            logging_steps=min(50, config.max_steps),
            save_strategy="steps" if config.checkpoint_every else "no",
            save_steps=config.checkpoint_every or config.max_steps,
            save_total_limit=1,
            report_to="none",
            remove_unused_columns=False,
            seed=seed,
            use_cpu=not torch.cuda.is_available(),
        ),
        train_dataset=dataset,
        data_collator=_collate,
        callbacks=[_Average()],
        optimizer_cls_and_kwargs=(Muon, {"lr": config.learning_rate}),
    )
    show_progress(trainer, label)
    trainer.train(resume_from_checkpoint=get_last_checkpoint(str(folder)) if folder.is_dir() else None)
    return [row["loss"] for row in trainer.state.log_history if "loss" in row]


class LatentCaptions(Dataset):
    """Latents with their captions' tokens and pooled vectors, and where the science is, row by row."""

    def __init__(self, latents: torch.Tensor, tokens: torch.Tensor, pooled: torch.Tensor, region: torch.Tensor) -> None:
        self._columns = {"latents": latents, "tokens": tokens, "pooled": pooled, "region": region}

    def __len__(self) -> int:
        return len(self._columns["tokens"])

    def __getitem__(self, item: int) -> dict[str, torch.Tensor]:
        return {name: column[item] for name, column in self._columns.items()}


class _Average(TrainerCallback):
    def on_step_end(self, args: Any, state: Any, control: Any, **given: Any) -> None:
        trainee = given["model"]
        trainee.average.update_parameters(trainee.model)


@torch.no_grad()
def _move_average(
    decay: float, averaged: Sequence[torch.Tensor], current: Sequence[torch.Tensor], num_averaged: torch.Tensor
) -> None:
    # The first weights are chance; a short memory at the start forgets them.
    early = (1 + int(num_averaged)) / (10 + int(num_averaged))
    torch._foreach_lerp_(list(averaged), list(current), 1 - min(decay, early))


def _positions(height: int, width: int, device: torch.device) -> torch.Tensor:
    """FLUX's ids [height * width, 3]: 0, row, column."""
    rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    return torch.stack([torch.zeros_like(rows), rows, columns], dim=-1).view(-1, 3).float().to(device)


def _collate(items: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    return {name: torch.stack([item[name] for item in items]) for name in items[0]}
