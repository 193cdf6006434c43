"""Stage 1, supervised fine-tuning: flow matching on true images under implicit prompts.

    x = (1 - s) z + s e,   loss = mean |v(x, s, prompt) - (e - z)|^2       z clean latents, e noise, s in (0, 1)

(arXiv 2504.13129, section 5.1.) Text embeddings and latents are computed once; the batch, the noise and the sigma of item
j of step n follow from (seed, n, j), so neither a resume nor the number of processes changes a number.

Not covered: training the text encoders, images of several sizes in one run.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from accelerate import Accelerator

from scisynth.alignment.cache import TextCache, encode_training_images
from scisynth.alignment.checkpoint import load_checkpoint, save_checkpoint
from scisynth.alignment.config import SftConfig
from scisynth.alignment.ema import ExponentialMovingAverage
from scisynth.alignment.loop import TrainingLog, make_optimizer, own_share, step_optimizer
from scisynth.alignment.lora import Policy
from scisynth.core.errors import DataError
from scisynth.core.progress import progress_bar
from scisynth.core.records import ImageSource
from scisynth.core.seeds import derive_seed
from scisynth.flow.loss import flow_matching_loss
from scisynth.flow.path import noised

Evaluate = Callable[[int], dict[str, Any]]
"""Measures the policy as it stands after a step; its numbers go into the log."""


@dataclass(frozen=True, kw_only=True)
class TrainingImage:
    """One example: what was asked, and what science says it looks like."""

    prompt: str
    image: ImageSource


def train_sft(
    config: SftConfig,
    policy: Policy,
    examples: Sequence[TrainingImage],
    folder: Path,
    *,
    seed: int,
    accelerator: Accelerator | None = None,
    evaluate: Evaluate | None = None,
) -> ExponentialMovingAverage:
    """Trains the policy in place, resuming what is in `folder`; returns the averaged adapter.

    Raises:
        DataError: there is no example.
        ConfigError: the VAE cannot take `size_px`.
        ModelError: the training diverged, or the checkpoint in `folder` is torn.
    """
    if not examples:
        raise DataError("expected images to train on, got none; check --data and its train split")
    accelerator = accelerator or Accelerator()
    stage = _Stage(config, policy, examples, folder, seed, accelerator)
    optimizer = make_optimizer(policy.parameters, config.optimizer)
    average = ExponentialMovingAverage(policy.parameters, config.optimizer.ema_decay)
    start = load_checkpoint(folder, policy.parameters, average, optimizer)
    log = TrainingLog(folder, resumed_step=start, accelerator=accelerator)
    with progress_bar("sft", total=config.max_steps, done=start) as advance:
        if start == 0 and evaluate and config.eval_every:
            log.append({"step": 0, **evaluate(0)})
        for step in range(start, config.max_steps):
            loss = stage.accumulate(step)
            norm = step_optimizer(accelerator, optimizer, policy.parameters, config.optimizer, step)
            average.update()
            row: dict[str, Any] = {"step": step + 1, "sft/loss": loss, "sft/grad_norm": norm}
            if evaluate and config.eval_every and (step + 1) % config.eval_every == 0:
                with average.applied():
                    row |= evaluate(step + 1)
            log.append(row)
            finished = step + 1 == config.max_steps
            if accelerator.is_main_process and (finished or _due(step + 1, config.save_every)):
                save_checkpoint(folder, step + 1, policy.parameters, average, optimizer)
            advance(1)
    accelerator.wait_for_everyone()
    return average


def _due(step: int, every: int) -> bool:
    return every > 0 and step % every == 0


class _Stage:
    """The data of a run, and the gradient of one step."""

    def __init__(
        self,
        config: SftConfig,
        policy: Policy,
        examples: Sequence[TrainingImage],
        folder: Path,
        seed: int,
        accelerator: Accelerator,
    ) -> None:
        self._config, self._policy, self._seed, self._accelerator = config, policy, seed, accelerator
        self._prompts = [example.prompt for example in examples]
        with accelerator.main_process_first():
            cache = folder / "cache"
            self._text = TextCache(policy.backbone, self._prompts, cache)
            images = [example.image for example in examples]
            self._clean = encode_training_images(policy.backbone, images, config.size_px, cache)

    def accumulate(self, step: int) -> float:
        """Adds the step's gradient up; returns the mean loss over all processes."""
        config = self._config
        items = own_share([(step, place) for place in range(config.batch_size)], self._accelerator)
        total = torch.zeros((), device=self._accelerator.device)
        for first in range(0, len(items), config.micro_batch_size):
            losses_B = self._losses(items[first : first + config.micro_batch_size])
            loss = losses_B.sum() / config.batch_size
            loss.backward()
            total += loss.detach()
        return float(self._accelerator.reduce(total, reduction="sum"))

    def _losses(self, items: Sequence[tuple[int, int]]) -> torch.Tensor:
        device = self._accelerator.device
        rows = [self._row(step * self._config.batch_size + place) for step, place in items]
        clean = self._clean[rows].to(device)
        draws = [self._draw(step, place, clean.shape[1:]) for step, place in items]
        sigma_B = torch.stack([sigma for sigma, _ in draws]).to(device)
        noise = torch.stack([noise for _, noise in draws]).to(device)
        text = self._text.get([self._prompts[row] for row in rows]).to(device)
        velocity = self._policy.backbone.velocity(
            noised(clean, noise, sigma_B), sigma_B, text, guidance=self._config.guidance
        )
        return flow_matching_loss(velocity, clean, noise)

    def _row(self, position: int) -> int:
        """Example at a position of the endless run through the data, every epoch in an order of its own."""
        epoch, place = divmod(position, len(self._prompts))
        generator = torch.Generator().manual_seed(derive_seed(self._seed, "sft-order", epoch))
        return int(torch.randperm(len(self._prompts), generator=generator)[place])

    def _draw(self, step: int, place: int, shape: torch.Size) -> tuple[torch.Tensor, torch.Tensor]:
        generator = torch.Generator().manual_seed(derive_seed(self._seed, "sft-noise", step, place))
        if self._config.sigma_sampling == "uniform":
            # 1 - [0, 1) never gives sigma 0, at which there is nothing to learn.
            sigma = 1 - torch.rand((), generator=generator)
        else:
            sigma = torch.sigmoid(torch.randn((), generator=generator))
        return sigma, torch.randn(shape, generator=generator)
