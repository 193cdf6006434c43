"""Stage 1, supervised fine-tuning: flow matching on true images under implicit prompts.

    x = (1 - s) z + s e,   loss = mean |v(x, s, prompt) - (e - z)|^2       z clean latents, e noise, s in (0, 1)

(arXiv 2504.13129, section 5.1.) Text embeddings and latents are computed once; the batch, the noise and the sigma of item
j of step n follow from (seed, n, j), so neither a resume nor the number of processes changes a number.

Images of several aspect ratios (`sizes_px`) are trained in batches of one size each; a step may hold several.

Not covered: training the text encoders.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch
from accelerate import Accelerator

from scisynth.alignment.cache import TextCache, encode_training_images, place_for_training
from scisynth.alignment.checkpoint import load_checkpoint, save_checkpoint
from scisynth.alignment.config import SftConfig
from scisynth.alignment.ema import ExponentialMovingAverage
from scisynth.alignment.loop import TrainingLog, check_shares, make_optimizer, own_share, step_optimizer
from scisynth.alignment.lora import Policy
from scisynth.core.errors import ConfigError, DataError
from scisynth.core.progress import progress_bar
from scisynth.core.records import ImageSource
from scisynth.core.seeds import derive_seed
from scisynth.flow.loss import flow_matching_loss
from scisynth.flow.path import noised
from scisynth.training.processes import new_accelerator

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
        ConfigError: the VAE cannot take a size, or guidance is given of a family that guides by a second pass.
        ModelError: the training diverged, or the checkpoint in `folder` is torn.
    """
    if not examples:
        raise DataError("expected images to train on, got none; check --data and its train split")
    if config.guidance and policy.backbone.default_negative is not None:
        raise ConfigError(
            f"setting 'sft.guidance': {policy.backbone.family} guides by a second pass over a negative prompt, which stage 1 "
            "does not train; leave it out (evaluations and stage 2 guide)"
        )
    accelerator = accelerator or new_accelerator()
    check_shares(config)
    evaluate = evaluate if config.eval_every else None
    stage = _Stage(config, policy, examples, folder, seed, accelerator, draws=evaluate is not None)
    optimizer = make_optimizer(policy.parameters, config.optimizer)
    average = ExponentialMovingAverage(policy.parameters, config.optimizer.ema_decay)
    start = load_checkpoint(folder, policy.parameters, average, optimizer)
    log = TrainingLog(folder, label="sft", total=config.max_steps, resumed_step=start, accelerator=accelerator)
    with progress_bar("sft", total=config.max_steps, done=start) as advance:
        if start == 0 and evaluate:
            log.append({"step": 0, **evaluate(0)})
        for step in range(start, config.max_steps):
            loss = stage.accumulate(step)
            norm = step_optimizer(accelerator, optimizer, policy.parameters, config.optimizer, step)
            average.update()
            row: dict[str, Any] = {"step": step + 1, "sft/loss": loss, "sft/grad_norm": norm}
            if evaluate and (step + 1) % config.eval_every == 0:
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
        *,
        draws: bool,
    ) -> None:
        self._config, self._policy, self._seed, self._accelerator = config, policy, seed, accelerator
        self._prompts = [example.prompt for example in examples]
        with accelerator.main_process_first():
            cache = folder / "cache"
            self._text = TextCache(policy.backbone, self._prompts, cache)
            images = [example.image for example in examples]
            self._clean = encode_training_images(policy.backbone, images, config.sizes, cache)
        place_for_training(policy.backbone, accelerator.device, draws=draws)

    def accumulate(self, step: int) -> float:
        """Adds the step's gradient up; returns the mean loss over all processes."""
        config = self._config
        items = own_share([(step, place) for place in range(config.batch_size)], self._accelerator)
        total = torch.zeros((), device=self._accelerator.device)
        for batch in self._batches(items):
            losses_B = self._losses(batch)
            loss = losses_B.sum() / config.batch_size
            loss.backward()
            total += loss.detach()
        return float(self._accelerator.reduce(total, reduction="sum"))

    def _batches(self, items: Sequence[tuple[int, int]]) -> Iterator[Sequence[tuple[int, int]]]:
        """Micro-batches, each of one size."""
        groups: dict[torch.Size, list[tuple[int, int]]] = {}
        for item in items:
            groups.setdefault(self._clean[self._row(*item)].shape, []).append(item)
        size = self._config.micro_batch_size
        for group in groups.values():
            yield from (group[first : first + size] for first in range(0, len(group), size))

    def _losses(self, items: Sequence[tuple[int, int]]) -> torch.Tensor:
        device = self._accelerator.device
        rows = [self._row(step, place) for step, place in items]
        clean = torch.stack([self._clean[row] for row in rows]).to(device)
        draws = [self._draw(step, place, clean.shape[1:]) for step, place in items]
        sigma_B = torch.stack([sigma for sigma, _ in draws]).to(device)
        noise = torch.stack([noise for _, noise in draws]).to(device)
        text = self._text.get([self._prompts[row] for row in rows]).to(device)
        velocity = self._policy.backbone.velocity(
            noised(clean, noise, sigma_B), sigma_B, text, guidance=self._config.guidance
        )
        return flow_matching_loss(velocity, clean, noise)

    def _row(self, step: int, place: int) -> int:
        """Example of an item in the endless run through the data, every epoch in an order of its own."""
        epoch, place = divmod(step * self._config.batch_size + place, len(self._prompts))
        return _order(self._seed, epoch, len(self._prompts))[place]

    def _draw(self, step: int, place: int, shape: torch.Size) -> tuple[torch.Tensor, torch.Tensor]:
        generator = torch.Generator().manual_seed(derive_seed(self._seed, "sft-noise", step, place))
        if self._config.sigma_sampling == "uniform":
            # 1 - [0, 1) never gives sigma 0, at which there is nothing to learn.
            sigma = 1 - torch.rand((), generator=generator)
        else:
            sigma = torch.sigmoid(torch.randn((), generator=generator))
        return sigma, torch.randn(shape, generator=generator)


# Two, since a step may reach over the end of an epoch.
@lru_cache(maxsize=2)
def _order(seed: int, epoch: int, num: int) -> list[int]:
    """The examples of an epoch, by number."""
    generator = torch.Generator().manual_seed(derive_seed(seed, "sft-order", epoch))
    return torch.randperm(num, generator=generator).tolist()
