"""One round's experience: the policy's own images, what the reward says of them, and where the science is.

A rollout runs few steps; those in the window are stochastic (`flow.step`) and kept with their log-probability, the
others follow the ODE. Noise of image k of a prompt in round n follows from (seed, n, prompt, k), on the CPU.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from PIL import Image

from scisynth.alignment.cache import TextCache
from scisynth.alignment.config import OftConfig
from scisynth.backbones.base import Backbone, TextCondition
from scisynth.core.errors import ModelError, ScisynthError, one_line
from scisynth.core.protocols import Reward
from scisynth.core.seeds import derive_seed
from scisynth.flow.sampler import Step, Trajectory, initial_noise, sample_trajectory
from scisynth.training.pixels import pixels_to_images

REWARD_FAILURES = (ArithmeticError, LookupError, OSError, RuntimeError, TypeError, ValueError)


@dataclass(frozen=True, kw_only=True)
class TrainingPrompt:
    """What is asked, and the phrase of the thing in which the science shows."""

    id: str
    prompt: str
    entity: str


Locate = Callable[[Sequence[str], Sequence[Image.Image], int, int], tuple[torch.Tensor, Sequence[int]]]
"""Phrases, images, and the latents' height and width to region masks [N, H, W] in [0, 1], and the images in which
nothing was found."""
Score = Callable[[Sequence[str], Sequence[Image.Image]], torch.Tensor]
"""N prompts and N images to float32 [N]."""


@dataclass(frozen=True, kw_only=True)
class RolloutBatch:
    """The images of P prompts, K each side by side: N = P * K."""

    prompt_ids: tuple[str, ...]
    text: TextCondition
    """[N] conditions."""
    steps: tuple[Step, ...]
    """The window's steps, each with [N, ...] tensors."""
    clean_NCHW: torch.Tensor
    mask_NHW: torch.Tensor
    rewards_PK: torch.Tensor
    num_missed: int
    images: tuple[Image.Image, ...]

    def pair(self, prompt: int) -> tuple[int, int]:
        """Rows of the best and the worst image of a prompt."""
        first = prompt * self.rewards_PK.shape[1]
        rewards_K = self.rewards_PK[prompt]
        return first + int(rewards_K.argmax()), first + int(rewards_K.argmin())

    def has_preference(self, prompt: int) -> bool:
        """False where all images of the prompt are equally good: there is nothing to prefer."""
        return bool(self.rewards_PK[prompt].max() > self.rewards_PK[prompt].min())


def combine_rewards(terms: Sequence[tuple[Reward, float]]) -> Score:
    """The weighted sum of rewards.

    The returned function raises ModelError when a reward fails or gives anything but one finite number an image.
    """

    def score(prompts: Sequence[str], images: Sequence[Image.Image]) -> torch.Tensor:
        total = torch.zeros(len(images))
        for reward, weight in terms:
            try:
                values = torch.as_tensor(reward.score(prompts, images)).float().cpu()
            except ScisynthError:
                raise
            except REWARD_FAILURES as error:
                raise ModelError(
                    f"reward {reward.name!r} failed on a batch of {len(images)}: {one_line(error)}"
                ) from error
            if values.shape != total.shape or not bool(values.isfinite().all()):
                raise ModelError(
                    f"reward {reward.name!r}: expected {len(images)} finite numbers, got {one_line(ValueError(values))}; "
                    "finished rounds are safe, mend the reward and run the same command again"
                )
            total += weight * values
        return total

    return score


def collect(
    config: OftConfig,
    backbone: Backbone,
    cache: TextCache,
    prompts: Sequence[TrainingPrompt],
    score: Score,
    locate: Locate | None,
    *,
    seed: int,
    round_number: int,
    device: torch.device,
) -> RolloutBatch:
    """Samples, decodes, scores and locates K images of each prompt with the policy as it stands."""
    rows = [(prompt, place) for prompt in prompts for place in range(config.images_per_prompt)]
    words = [prompt.prompt for prompt, _ in rows]
    seeds = [derive_seed(seed, "rollout", round_number, prompt.id, place) for prompt, place in rows]
    text = cache.get(words).to(device)
    shape = backbone.latent_shape(config.size_px, config.size_px)
    parts = []
    images: list[Image.Image] = []
    for first in range(0, len(rows), config.rollout_batch_size):
        batch = range(first, min(first + config.rollout_batch_size, len(rows)))
        trajectory = _roll_out(config, backbone, text.select(batch), [seeds[row] for row in batch], shape, device)
        parts.append(trajectory)
        images += pixels_to_images(backbone.decode(trajectory.clean))
    if locate:
        found, missed = locate([prompt.entity for prompt, _ in rows], images, shape[1], shape[2])
        mask_NHW, num_missed = found.float().to(device), len(missed)
    else:
        mask_NHW, num_missed = torch.ones(len(rows), *shape[1:], device=device), 0
    return RolloutBatch(
        prompt_ids=tuple(prompt.id for prompt in prompts),
        text=text,
        steps=_join_steps(parts),
        clean_NCHW=torch.cat([part.clean for part in parts]),
        mask_NHW=mask_NHW,
        rewards_PK=score(words, images).view(len(prompts), config.images_per_prompt),
        num_missed=num_missed,
        images=tuple(images),
    )


@torch.no_grad()
def _roll_out(
    config: OftConfig,
    backbone: Backbone,
    text: TextCondition,
    seeds: Sequence[int],
    shape: tuple[int, int, int],
    device: torch.device,
) -> Trajectory:
    def velocity(sample_BCHW: torch.Tensor, sigma_B: torch.Tensor) -> torch.Tensor:
        return backbone.velocity(sample_BCHW, sigma_B, text, guidance=config.guidance)

    return sample_trajectory(
        velocity,
        initial_noise(shape, seeds).to(device),
        backbone.default_sigmas(config.num_steps, config.size_px, config.size_px),
        kernel=config.kernel,
        window=range(*config.window),
        seeds=seeds,
        params=kernel_params(config),
    )


def kernel_params(config: OftConfig) -> dict[str, float]:
    """Parameters of the step kernel; the published one also wants to know the number of steps."""
    own = {"num_steps": config.num_steps} if config.kernel == "science_t2i" else {}
    return {**config.kernel_params, **own}


def _join_steps(parts: Sequence[Trajectory]) -> tuple[Step, ...]:
    return tuple(
        Step(
            index=same[0].index,
            sigma=same[0].sigma,
            sigma_next=same[0].sigma_next,
            sample=torch.cat([step.sample for step in same]),
            next_sample=torch.cat([step.next_sample for step in same]),
            logprob=torch.cat([step.logprob for step in same]),
        )
        for same in zip(*(part.steps for part in parts), strict=True)
    )
