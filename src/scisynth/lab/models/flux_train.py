"""Flow matching for `lab-flux`: the transformer and its T5 learn together, on latents computed once.

    sigma  = sigmoid(shift + z),  z ~ N(0, 1)          logit-normal, centred where the pipeline's own schedule stands
    noised = (1 - sigma) * clean + sigma * noise
    loss   = mean |transformer(noised, sigma, text) - (noise - clean)|^2

(Esser et al. 2024, arXiv 2403.03206, section 3.1.) What is kept is a running average of the weights. It lives inside the
trained module, so that Trainer's checkpoints hold it and a killed build goes on where it stopped.
"""

import copy
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch
from diffusers import FluxTransformer2DModel
from torch import nn
from torch.optim.swa_utils import AveragedModel
from torch.utils.data import Dataset
from transformers import T5EncoderModel, Trainer, TrainerCallback, TrainingArguments
from transformers.trainer_utils import get_last_checkpoint

from scisynth.backbones.latents import pack_2x2
from scisynth.core.config import Config
from scisynth.flow.loss import flow_matching_loss
from scisynth.flow.path import noised
from scisynth.training.trainer_progress import show_progress


class LabFlowConfig(Config):
    """Training of transformer and T5."""

    batch_size: int = 32
    max_steps: int = 6600
    learning_rate: float = 1.5e-3
    warmup_share: float = 0.03
    weight_decay: float = 0.01
    average_decay: float = 0.998
    """Of the running average of the weights; the first steps are averaged faster."""
    checkpoint_every: int = 300
    """Steps between checkpoints from which a killed build goes on; 0 = none."""
    compiled: bool = True
    """A third faster on CPU after a minute and a half of `torch.compile`, which needs a C++ compiler."""


class FlowTrainee(nn.Module):
    """Transformer and T5 with their running average; `forward` is the loss of one batch."""

    # Trainer asks every model it resumes for this when names are missing from a checkpoint.
    _keys_to_ignore_on_save: Sequence[str] | None = None

    def __init__(
        self, transformer: FluxTransformer2DModel, t5: T5EncoderModel, *, sigma_shift: float, average_decay: float
    ) -> None:
        super().__init__()
        self.model = nn.ModuleDict({"transformer": transformer, "t5": t5})
        self.average = AveragedModel(self.model, multi_avg_fn=partial(_move_average, average_decay))
        self.average.requires_grad_(False)
        self._sigma_shift = sigma_shift

    def forward(self, latents: torch.Tensor, tokens: torch.Tensor, pooled: torch.Tensor) -> dict[str, torch.Tensor]:
        """`latents` [B, C, h, w] normalised, `tokens` [B, L], `pooled` [B, D]."""
        batch, _, height, width = latents.shape
        clean = pack_2x2(latents.float())
        noise = torch.randn_like(clean)
        sigma_B = torch.sigmoid(self._sigma_shift + torch.randn(batch, device=clean.device))
        states = self.model["t5"](input_ids=tokens)[0]
        velocity = self.model["transformer"](
            hidden_states=noised(clean, noise, sigma_B),
            encoder_hidden_states=states,
            pooled_projections=pooled,
            timestep=sigma_B,
            txt_ids=torch.zeros(states.shape[1], 3, device=clean.device),
            img_ids=_positions(height // 2, width // 2, clean.device),
            return_dict=False,
        )[0]
        return {"loss": flow_matching_loss(velocity, clean, noise).mean()}

    def state_dict(self, *args: Any, **kwargs: Any) -> dict[str, Any]:  # type: ignore[override]
        """Without the second name of T5's embedding: safetensors stores no tensor twice."""
        state: dict[str, Any] = super().state_dict(*args, **kwargs)
        return {name: value for name, value in state.items() if not name.endswith("encoder.embed_tokens.weight")}

    def averaged(self) -> tuple[FluxTransformer2DModel, T5EncoderModel]:
        """Transformer and T5 of the running average, for use."""
        module: Any = copy.deepcopy(self.average.module).cpu().eval()
        return module["transformer"], module["t5"]


def train_flow(
    config: LabFlowConfig,
    trainee: FlowTrainee,
    dataset: Dataset,
    folder: Path,
    *,
    bf16: bool,
    seed: int,
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
            warmup_steps=round(config.max_steps * config.warmup_share),
            lr_scheduler_type="cosine",
            adam_beta2=0.99,
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
    )
    show_progress(trainer, "lab-flux")
    trainer.train(resume_from_checkpoint=get_last_checkpoint(str(folder)) if folder.is_dir() else None)
    return [row["loss"] for row in trainer.state.log_history if "loss" in row]


class LatentCaptions(Dataset):
    """Latents with their captions' tokens and pooled vectors, row by row."""

    def __init__(self, latents: torch.Tensor, tokens: torch.Tensor, pooled: torch.Tensor) -> None:
        self._columns = {"latents": latents, "tokens": tokens, "pooled": pooled}

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
