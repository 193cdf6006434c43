"""What one optimiser step of stage 2 lowers, given a round's experience. All take the region as a spatial weight.

A *unit* is the smallest piece that has a loss: (prompt, place) of the objectives of pairs, (image, place) of the others. A place is a
trained step of the rollout, or for forward-process objectives one of the levels of noise, which are spread evenly: level j of J
is drawn from (1 - (j + 1) / J, 1 - j / J]. Images of a group see the same levels and the same noise.

`alignment.objective_config` has the equation, the source and the units of each objective.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from scisynth.alignment.config import OftConfig
from scisynth.alignment.guidance import Prompted
from scisynth.alignment.lora import Policy
from scisynth.alignment.objective_config import Awm, Grpo, Nft, StepDpo, VelocityDpo
from scisynth.alignment.rollout import RolloutBatch, kernel_params
from scisynth.core.seeds import derive_seed
from scisynth.flow.loss import clipped_loss, group_advantage, nft_loss, step_dpo_loss, velocity_logratio
from scisynth.flow.mask import Reduction, reduce_masked
from scisynth.flow.path import broadcast_like, noised
from scisynth.flow.step import logprob, step_distribution, velocity_gain

Unit = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Work:
    """What one backward pass works on."""

    config: OftConfig
    policy: Policy
    rollouts: RolloutBatch
    units: Sequence[Unit]
    seed: int
    """Of the round's levels of noise."""
    is_first: bool
    """Whether the policy still is the one that drew the images."""


@dataclass(frozen=True, kw_only=True)
class Losses:
    """Of B units."""

    loss_B: torch.Tensor
    margin_B: torch.Tensor
    """Detached log-ratio the objective rests on: chosen minus rejected, or new minus old."""
    kl_B: torch.Tensor
    """Detached mean of (v - v_ref)^2 / 2 over the region; 0 where the reference was not asked."""


Objective = Callable[[Work], Losses]


def list_units(config: OftConfig, rollouts: RolloutBatch) -> list[Unit]:
    """Every unit of a round that has something to say."""
    prompts = rollouts.is_taught_P.nonzero().flatten().tolist()
    K = 1 if config.takes_pairs else config.images_per_prompt
    return [
        (prompt * K + image, place) for prompt in prompts for image in range(K) for place in range(config.num_trained)
    ]


def images_per_unit(config: OftConfig) -> int:
    """How many images a forward pass holds for one unit."""
    return 2 if config.takes_pairs else 1


def step_dpo(work: Work) -> Losses:
    """Step-DPO on the stored steps of the best and the worst image."""
    config, settings = work.config, work.config.objective
    assert isinstance(settings, StepDpo)
    batch = _gather_steps(work)
    velocity, reference = batch.ask(work.policy), batch.ask_reference(work.policy)
    mean, std_M = batch.step(config, velocity)
    mean_ref, _ = batch.step(config, reference)
    new, old = logprob(batch.next_sample, mean, std_M), logprob(batch.next_sample, mean_ref, std_M)
    if config.parity == "paper":
        ratio_M = _published(new, batch.mask_MHW) - _published(old, batch.mask_MHW)
    else:
        weight_M = batch.evenness(config) if settings.equal_steps else torch.ones_like(std_M)
        ratio_M = reduce_masked(
            (new - old) * broadcast_like(weight_M, new), batch.mask_MHW, reduction=settings.reduction
        )
    best_B, worst_B = ratio_M.chunk(2)
    loss_B = step_dpo_loss(best_B, worst_B, beta=settings.beta, clip=settings.clip)
    if config.parity == "paper":
        # Three of the four entries of the published 2 x 2 mean compare nothing: each is log 2.
        loss_B = loss_B / 4 + 0.75 * torch.log(torch.tensor(2.0))
    return _finish(work, batch, velocity, reference, loss_B, best_B - worst_B)


def velocity_dpo(work: Work) -> Losses:
    """Diffusion-DPO on the clean latents of the best and the worst image."""
    settings = work.config.objective
    assert isinstance(settings, VelocityDpo)
    batch = _noise_clean(work)
    velocity, reference = batch.ask(work.policy), batch.ask_reference(work.policy)
    ratio_M = velocity_logratio(velocity, reference, batch.target, batch.mask_MHW, settings.reduction)
    best_B, worst_B = ratio_M.chunk(2)
    return _finish(
        work, batch, velocity, reference, step_dpo_loss(best_B, worst_B, beta=settings.beta), best_B - worst_B
    )


def grpo(work: Work) -> Losses:
    """Clipped policy gradient on the stored steps, against the policy that took them."""
    settings = work.config.objective
    assert isinstance(settings, Grpo)
    batch = _gather_steps(work)
    velocity = batch.ask(work.policy)
    mean, std_M = batch.step(work.config, velocity)
    std = broadcast_like(std_M, mean)
    drawn, shift = (batch.next_sample - batch.mean) / std, (mean - batch.mean) / std
    if settings.equal_steps:
        # In units of the velocity, and without -shift^2 / 2, which grows with the region (GRPO-Guard).
        logratio = drawn * shift * std / broadcast_like(batch.gain(work.config), mean)
    else:
        logratio = drawn * shift - shift**2 / 2
    ratio_B = reduce_masked(logratio, batch.mask_MHW, reduction="root")
    loss_B = clipped_loss(ratio_B, _advantages(work, batch), clip=settings.clip)
    return _anchored(work, batch, velocity, loss_B, ratio_B, settings.kl_weight, "root")


def awm(work: Work) -> Losses:
    """Advantage-weighted matching on clean latents."""
    settings = work.config.objective
    assert isinstance(settings, Awm)
    batch = _noise_clean(work)
    velocity, old = batch.ask_now_and_old(work)
    ratio_B = velocity_logratio(velocity, old, batch.target, batch.mask_MHW)
    loss_B = clipped_loss(ratio_B, _advantages(work, batch), clip=settings.clip)
    return _anchored(work, batch, velocity, loss_B, ratio_B, settings.kl_weight, "area")


def nft(work: Work) -> Losses:
    """DiffusionNFT on clean latents."""
    settings = work.config.objective
    assert isinstance(settings, Nft)
    batch = _noise_clean(work)
    velocity, old = batch.ask_now_and_old(work)
    optimality_B = 0.5 + (_advantages(work, batch) / settings.clip).clamp(-1, 1) / 2
    loss_B = nft_loss(
        velocity, old, batch.target, optimality_B, batch.mask_MHW, beta=settings.beta, adaptive=settings.adaptive
    )
    ratio_B = velocity_logratio(velocity, old, batch.target, batch.mask_MHW)
    return _anchored(work, batch, velocity, loss_B, ratio_B, settings.kl_weight, "area")


OBJECTIVES: dict[str, Objective] = {
    "step_dpo": step_dpo,
    "velocity_dpo": velocity_dpo,
    "grpo": grpo,
    "awm": awm,
    "nft": nft,
}


@torch.no_grad()
def replay_error(config: OftConfig, policy: Policy, rollouts: RolloutBatch) -> float:
    """Largest |ratio - 1| when the rollout's steps are recomputed as training does, mean over elements.

    It is 0 up to rounding before the first update; anything else means rollout and training are not the same model. An ODE
    rollout has no ratio, and the error is 0.
    """
    rows = list(range(min(config.micro_batch_size, len(rollouts.clean_NCHW))))
    errors = [0.0]
    for place in range(len(rollouts.steps)):
        batch = _StepBatch.gather(rollouts, rows, [place] * len(rows))
        mean, std_M = batch.step(config, batch.ask(policy))
        difference = logprob(batch.next_sample, mean, std_M) - logprob(batch.next_sample, batch.mean, std_M)
        errors.append(float(difference.flatten(1).mean(1).expm1().abs().max()))
    # Not Python's `max`, for which NaN is less than anything.
    return float(torch.tensor(errors).max())


@torch.no_grad()
def velocity_norms(config: OftConfig, policy: Policy, rollouts: RolloutBatch, seed: int) -> torch.Tensor:
    """|v| / |v_ref| over the region, of one micro-batch of the round's images at one level of noise each, [M].

    Values above 1 are the mark of a policy that pays for its reward with quality (NormGuard, arXiv 2606.27771).
    """
    rows = list(range(min(config.micro_batch_size, len(rollouts.clean_NCHW))))
    batch = _CleanBatch.draw(rollouts, rows, [row % 4 for row in rows], 4, seed)
    return _norm_ratio(batch.ask(policy), batch.ask_reference(policy), batch.mask_MHW)


@dataclass(frozen=True, kw_only=True)
class _Batch:
    """M noised latents with what the model must know of them."""

    rows: Sequence[int]
    sample: torch.Tensor
    sigma_M: torch.Tensor
    mask_MHW: torch.Tensor
    prompted: Prompted

    def ask(self, policy: Policy) -> torch.Tensor:
        return self.prompted.velocity(policy.backbone, self.sample, self.sigma_M)

    def ask_reference(self, policy: Policy) -> torch.Tensor:
        with torch.no_grad(), policy.reference():
            return self.ask(policy)

    def ask_now_and_old(self, work: Work) -> tuple[torch.Tensor, torch.Tensor]:
        """The velocity of the policy, and that of the policy that drew the images."""
        if work.is_first:
            velocity = self.ask(work.policy)
            return velocity, velocity.detach()
        # First: the weights change in place for it, which a graph that waits for its backward pass must not see.
        with torch.no_grad(), work.policy.remembered():
            old = self.ask(work.policy)
        return self.ask(work.policy), old


@dataclass(frozen=True, kw_only=True)
class _StepBatch(_Batch):
    """M stored steps."""

    next_sample: torch.Tensor
    mean: torch.Tensor
    sigma_next_M: torch.Tensor
    window: tuple[tuple[float, float, float], ...]
    """(sigma, sigma_next, std) of each of the round's trained steps."""

    @classmethod
    def gather(cls, rollouts: RolloutBatch, rows: Sequence[int], places: Sequence[int]) -> "_StepBatch":
        chosen = [(rollouts.steps[place], row) for place, row in zip(places, rows, strict=True)]
        device = rollouts.clean_NCHW.device
        return cls(
            rows=rows,
            sample=torch.stack([step.sample[row] for step, row in chosen]),
            sigma_M=torch.tensor([step.sigma for step, _ in chosen], device=device),
            mask_MHW=rollouts.mask_NHW[list(rows)],
            prompted=rollouts.prompted.select(rows),
            next_sample=torch.stack([step.next_sample[row] for step, row in chosen]),
            mean=torch.stack([step.mean[row] for step, row in chosen]),
            sigma_next_M=torch.tensor([step.sigma_next for step, _ in chosen], device=device),
            window=tuple((step.sigma, step.sigma_next, step.std) for step in rollouts.steps),
        )

    def step(self, config: OftConfig, velocity: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean [M, ...] and std [M] of the step that this velocity takes."""
        mean, std = step_distribution(
            config.kernel, self.sample, velocity, self.sigma_M, self.sigma_next_M, **kernel_params(config)
        )
        return mean, std.expand(len(mean))

    def gain(self, config: OftConfig) -> torch.Tensor:
        return velocity_gain(config.kernel, self.sigma_M, self.sigma_next_M, **kernel_params(config))

    def evenness(self, config: OftConfig) -> torch.Tensor:
        """std / |d mean / d v| of each step over its mean in the window, [M]."""
        params = kernel_params(config)
        even = [std / float(velocity_gain(config.kernel, sigma, after, **params)) for sigma, after, std in self.window]
        _, std_M = self.step(config, torch.zeros_like(self.sample))
        return std_M / self.gain(config) / (sum(even) / len(even))


@dataclass(frozen=True, kw_only=True)
class _CleanBatch(_Batch):
    """M clean latents, noised again."""

    target: torch.Tensor
    """Noise - clean."""

    @classmethod
    def draw(
        cls, rollouts: RolloutBatch, rows: Sequence[int], places: Sequence[int], levels: int, seed: int
    ) -> "_CleanBatch":
        """Rows at places 0 .. levels - 1 of the levels of noise."""
        clean = rollouts.clean_NCHW[list(rows)]
        K = rollouts.rewards_PK.shape[1]
        sigmas, noises = [], []
        for row, place in zip(rows, places, strict=True):
            name = rollouts.prompt_ids[row // K]
            generator = torch.Generator().manual_seed(derive_seed(seed, "levels", name, place))
            sigmas.append(1 - (place + torch.rand((), generator=generator)) / levels)
            noises.append(torch.randn(clean.shape[1:], generator=generator))
        sigma_M, noise = torch.stack(sigmas).to(clean.device), torch.stack(noises).to(clean.device)
        return cls(
            rows=rows,
            sample=noised(clean, noise, sigma_M),
            sigma_M=sigma_M,
            mask_MHW=rollouts.mask_NHW[list(rows)],
            prompted=rollouts.prompted.select(rows),
            target=noise - clean,
        )


def _rows(work: Work) -> tuple[list[int], list[int]]:
    """Rows and places of the units' images; of pairs first the best, then the worst."""
    places = [place for _, place in work.units]
    if not work.config.takes_pairs:
        return [row for row, _ in work.units], places
    pairs = [work.rollouts.pair(prompt) for prompt, _ in work.units]
    return [best for best, _ in pairs] + [worst for _, worst in pairs], places + places


def _gather_steps(work: Work) -> _StepBatch:
    return _StepBatch.gather(work.rollouts, *_rows(work))


def _noise_clean(work: Work) -> _CleanBatch:
    return _CleanBatch.draw(work.rollouts, *_rows(work), work.config.num_trained, work.seed)


def _advantages(work: Work, batch: _Batch) -> torch.Tensor:
    advantage_N = group_advantage(work.rollouts.rewards_PK).flatten().to(batch.sample.device)
    return advantage_N[list(batch.rows)]


def _anchored(
    work: Work,
    batch: _Batch,
    velocity: torch.Tensor,
    loss_B: torch.Tensor,
    ratio_B: torch.Tensor,
    kl_weight: float,
    reduction: Reduction,
) -> Losses:
    """Adds the KL to the reference, in the reduction of the objective itself."""
    reference = batch.ask_reference(work.policy) if work.config.needs_reference else None
    if reference is not None and kl_weight:
        loss_B = loss_B + kl_weight * reduce_masked(
            (velocity - reference) ** 2 / 2, batch.mask_MHW, reduction=reduction
        )
    return _finish(work, batch, velocity, reference, loss_B, ratio_B)


def _finish(
    work: Work,
    batch: _Batch,
    velocity: torch.Tensor,
    reference: torch.Tensor | None,
    loss_B: torch.Tensor,
    margin_B: torch.Tensor,
) -> Losses:
    """Adds the penalty of velocities that outgrow the reference's, and measures how far the policy is from it."""
    kl_B = torch.zeros_like(margin_B.detach())
    if reference is not None:
        # Of a pair, the mean of its two images.
        apart_M = reduce_masked((velocity.detach() - reference) ** 2 / 2, batch.mask_MHW)
        kl_B = apart_M.view(-1, len(loss_B)).mean(0)
        if work.config.norm_penalty:
            excess_M = (_norm_ratio(velocity, reference, batch.mask_MHW) - 1).clamp_min(0) ** 2
            loss_B = loss_B + work.config.norm_penalty * excess_M.view(-1, len(loss_B)).mean(0)
    return Losses(loss_B=loss_B, margin_B=margin_B.detach(), kl_B=kl_B)


def _norm_ratio(velocity: torch.Tensor, reference: torch.Tensor, mask_MHW: torch.Tensor) -> torch.Tensor:
    return (reduce_masked(velocity**2, mask_MHW) / reduce_masked(reference**2, mask_MHW).clamp_min(1e-12)).sqrt()


def _published(values: torch.Tensor, mask_MHW: torch.Tensor) -> torch.Tensor:
    """The published reduction: in bfloat16, over all elements."""
    return (values * mask_MHW[:, None]).bfloat16().flatten(1).mean(1).float()
