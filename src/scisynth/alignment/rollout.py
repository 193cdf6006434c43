"""One round's experience: the policy's own images, what the reward says of them, and where the science is.

A rollout runs few steps; those in the round's window are stochastic (`flow.step`) and kept, the others follow the ODE. Noise of
image k of a prompt in round n follows from (seed, n, prompt, k), on the CPU. Images of a group that share their initial noise
are one until the window: they branch there from one ODE prefix (Flow-GRPO-Fast), so only trained steps distinguish them.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image, ImageOps

from scisynth.alignment.cache import TextCache
from scisynth.alignment.config import OftConfig
from scisynth.alignment.guidance import Prompted, ask
from scisynth.backbones.base import Backbone
from scisynth.core.errors import ModelError, ScisynthError, one_line
from scisynth.core.protocols import Reward
from scisynth.core.seeds import derive_seed
from scisynth.flow.loss import flat_groups
from scisynth.flow.sampler import Step, Trajectory, initial_noise, sample_trajectory
from scisynth.training.pixels import pixels_to_images

REWARD_FAILURES = (ArithmeticError, LookupError, OSError, RuntimeError, TypeError, ValueError)
ECHO_SHARE = 1 / 64
"""Fraction of its side by which an image is moved to learn how noisy the reward is."""


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
    prompted: Prompted
    """[N] conditions."""
    steps: tuple[Step, ...]
    """The window's steps, each with [N, ...] tensors; none where the whole rollout follows the ODE."""
    clean_NCHW: torch.Tensor
    mask_NHW: torch.Tensor
    terms_TPK: torch.Tensor
    """Rewards one by one."""
    echoes_TPK: torch.Tensor | None
    """Rewards of the same images, moved a little; None where nobody asked how noisy the reward is."""
    rewards_PK: torch.Tensor
    """Their weighted sum."""
    is_taught_P: torch.Tensor
    """Bool: the prompts whose images differ enough to learn from."""
    num_missed: int
    images: tuple[Image.Image, ...]

    def pair(self, prompt: int) -> tuple[int, int]:
        """Rows of the best and the worst image of a prompt."""
        first = prompt * self.rewards_PK.shape[1]
        rewards_K = self.rewards_PK[prompt]
        return first + int(rewards_K.argmax()), first + int(rewards_K.argmin())


@dataclass(frozen=True)
class RewardSum:
    """Weighted rewards; as a function it is their plain weighted sum, [N]."""

    terms: tuple[tuple[str, Score, float], ...]
    """Name, function and weight of each."""

    def each(self, prompts: Sequence[str], images: Sequence[Image.Image]) -> torch.Tensor:
        """The rewards one by one, float32 [T, N]."""
        return torch.stack([score(prompts, images).float().cpu() for _, score, _ in self.terms])

    @property
    def weights(self) -> torch.Tensor:
        """Float32 [T]."""
        return torch.tensor([weight for _, _, weight in self.terms])

    def __call__(self, prompts: Sequence[str], images: Sequence[Image.Image]) -> torch.Tensor:
        """Float32 [N]."""
        return self.weights @ self.each(prompts, images)


def combine_rewards(terms: Sequence[tuple[Reward, float]]) -> RewardSum:
    """The weighted sum of rewards.

    It raises ModelError when a reward fails or gives anything but one finite number an image.
    """
    return RewardSum(tuple((reward.name, _checked(reward), weight) for reward, weight in terms))


def _checked(reward: Reward) -> Score:
    def score(prompts: Sequence[str], images: Sequence[Image.Image]) -> torch.Tensor:
        try:
            values = torch.as_tensor(reward.score(prompts, images)).float().cpu()
        except ScisynthError:
            raise
        except REWARD_FAILURES as error:
            raise ModelError(f"reward {reward.name!r} failed on a batch of {len(images)}: {one_line(error)}") from error
        if values.shape != (len(images),) or not bool(values.isfinite().all()):
            raise ModelError(
                f"reward {reward.name!r}: expected {len(images)} finite numbers, got {one_line(ValueError(values))}; "
                "completed rounds are saved. Fix the reward and run the same command again"
            )
        return values

    return score


def collect(
    config: OftConfig,
    backbone: Backbone,
    cache: TextCache,
    prompts: Sequence[TrainingPrompt],
    rewards: RewardSum,
    locate: Locate | None,
    *,
    seed: int,
    round_number: int,
    device: torch.device,
) -> RolloutBatch:
    """Samples, decodes, scores and locates K images of each prompt with the policy as it stands.

    A batch is scored while the next one is drawn, which hides the time of a reward behind a service or on another device.
    """
    rows = [(prompt, place) for prompt in prompts for place in range(config.images_per_prompt)]
    words = [prompt.prompt for prompt, _ in rows]
    prompted = ask(backbone, cache, words, config.guidance, device)
    rollout = _Rollout(config, backbone, prompted, prompts, seed, round_number, device)
    images: list[Image.Image] = []
    parts, scored = [], []
    with ThreadPoolExecutor(1) as scorer:
        for first in range(0, len(rows), config.rollout_batch_size):
            batch = range(first, min(first + config.rollout_batch_size, len(rows)))
            parts.append(rollout.run(batch))
            drawn = pixels_to_images(backbone.decode(parts[-1].clean))
            images += drawn
            scored.append(scorer.submit(_score, rewards, words[batch.start : batch.stop], drawn, config.least_gap > 0))
            for done in scored:
                if done.done():
                    done.result()  # A reward that failed stops the drawing.
    if locate:
        found, missed = locate([prompt.entity for prompt, _ in rows], images, *rollout.shape[1:])
        mask_NHW, num_missed = found.float().to(device), len(missed)
    else:
        mask_NHW, num_missed = torch.ones(len(rows), *rollout.shape[1:], device=device), 0
    groups = (-1, len(prompts), config.images_per_prompt)
    terms, moved = zip(*(done.result() for done in scored), strict=True)
    terms_TPK = torch.cat(terms, dim=1).view(groups)
    echoes = torch.cat(moved, dim=1).view(groups) if config.least_gap else None
    rewards_PK = torch.einsum("t,tpk->pk", rewards.weights, terms_TPK)
    return RolloutBatch(
        prompt_ids=tuple(prompt.id for prompt in prompts),
        prompted=prompted,
        steps=_join_steps(parts),
        clean_NCHW=torch.cat([part.clean for part in parts]),
        mask_NHW=mask_NHW,
        terms_TPK=terms_TPK,
        echoes_TPK=echoes,
        rewards_PK=rewards_PK,
        is_taught_P=~flat_groups(rewards_PK),
        num_missed=num_missed,
        images=tuple(images),
    )


def _score(
    rewards: RewardSum, words: Sequence[str], images: Sequence[Image.Image], with_echoes: bool
) -> tuple[torch.Tensor, torch.Tensor]:
    """Rewards of a batch, [T, B], and of the same images moved a little, where asked for."""
    terms = rewards.each(words, [_squared(image) for image in images])
    return terms, rewards.each(words, [_squared(_moved(image)) for image in images]) if with_echoes else terms


def _squared(image: Image.Image) -> Image.Image:
    """The whole image in the middle of a white square: rewards crop to a square, and would leave out the ends of a long image."""
    side = max(image.size)
    return image if image.size == (side, side) else ImageOps.pad(image, (side, side), color="white")


class _Rollout:
    """The sampling of one round, batch by batch."""

    def __init__(
        self,
        config: OftConfig,
        backbone: Backbone,
        prompted: Prompted,
        prompts: Sequence[TrainingPrompt],
        seed: int,
        round_number: int,
        device: torch.device,
    ) -> None:
        self._config, self._backbone, self._prompted, self._device = config, backbone, prompted, device
        size_px = config.size_of(round_number)
        self.shape = backbone.latent_shape(*size_px)
        self._sigmas = backbone.default_sigmas(config.num_steps, *size_px)
        self._window = config.window_of(round_number, seed)
        K = config.images_per_prompt
        self._seeds = [
            derive_seed(seed, "rollout", round_number, prompt.id, place) for prompt in prompts for place in range(K)
        ]
        self._first = 0
        if config.initial_noise == "own":
            self._start = initial_noise(self.shape, self._seeds)
            return
        self._first = self._window.start
        seeds = [derive_seed(seed, "rollout", round_number, prompt.id) for prompt in prompts]
        groups = range(0, len(prompts), config.rollout_batch_size)
        noise = initial_noise(self.shape, seeds)
        prefixes = [
            self._sample(
                [K * group for group in range(first, min(first + config.rollout_batch_size, len(prompts)))],
                noise[first : first + config.rollout_batch_size],
                range(self._first),
            ).clean.cpu()
            for first in groups
        ]
        self._start = torch.cat(prefixes).repeat_interleave(K, 0)

    def run(self, rows: range) -> Trajectory:
        """The trajectories of these images from their start to the end."""
        return self._sample(list(rows), self._start[rows.start : rows.stop], range(self._first, self._config.num_steps))

    @torch.no_grad()
    def _sample(self, rows: Sequence[int], start: torch.Tensor, steps: range) -> Trajectory:
        prompted = self._prompted.select(rows)
        window = [index for index in self._window if index in steps]
        return sample_trajectory(
            lambda sample, sigma: prompted.velocity(self._backbone, sample, sigma),
            start.to(self._device),
            self._sigmas[steps.start : steps.stop + 1],
            kernel=self._config.kernel if window else "ode",
            window=window,
            seeds=[self._seeds[row] for row in rows],
            params=kernel_params(self._config) if window else None,
            first_index=steps.start,
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
            mean=torch.cat([step.mean for step in same]),
            std=same[0].std,
        )
        for same in zip(*(part.steps for part in parts), strict=True)
    )


def _moved(image: Image.Image) -> Image.Image:
    """The image, moved right and down by `ECHO_SHARE` of its side (a pixel at least); what it shows is the same."""
    by = max(1, round(ECHO_SHARE * image.width))
    pixels = np.asarray(image)
    padded = np.pad(pixels, ((by, 0), (by, 0), (0, 0)), mode="edge")
    return Image.fromarray(padded[: pixels.shape[0], : pixels.shape[1]])
