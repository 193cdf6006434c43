"""What one optimiser step of stage 2 lowers, given a round's experience. All take the region as a spatial weight.

A *unit* is the smallest piece that has a loss: a (prompt, step) of the DPO objectives, an (image, step) of GRPO.

step_dpo      -log sigmoid(beta (l_c - l_r)),  l = log p(x' | x) - log p_ref(x' | x)  of the chosen and the rejected
              image, reduced over the region (arXiv 2504.13129, eq. 6; a D3PO loss, one step of a trajectory at a time)
velocity_dpo  the same with l = -(|v - u|^2 - |v_ref - u|^2) / 2 at a fresh noise and sigma, shared by the pair
grpo          -min(r A, clip(r) A) with r against the rollout's log-probability and A the reward's z-score in its group
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from scisynth.alignment.config import OftConfig
from scisynth.alignment.lora import Policy
from scisynth.alignment.rollout import RolloutBatch, kernel_params
from scisynth.backbones.base import TextCondition
from scisynth.core.seeds import derive_seed
from scisynth.flow.loss import gaussian_kl, group_advantage, grpo_loss, step_dpo_loss, velocity_logratio
from scisynth.flow.mask import reduce_masked
from scisynth.flow.path import noised
from scisynth.flow.step import logprob, step_distribution

GRPO_CLIP = 1e-3


@dataclass(frozen=True, kw_only=True)
class Losses:
    """Of B units."""

    loss_B: torch.Tensor
    margin_B: torch.Tensor
    """Detached log-ratio the objective rests on: chosen minus rejected, or new minus old."""
    kl_B: torch.Tensor
    """Detached Gaussian KL from the policy's step to the reference's, mean over elements; 0 where there is no step."""


Unit = tuple[int, int]
Objective = Callable[[OftConfig, Policy, RolloutBatch, Sequence[Unit], int], Losses]


def list_units(config: OftConfig, rollouts: RolloutBatch) -> list[Unit]:
    """Every unit of a round that has something to say."""
    prompts = [prompt for prompt in range(len(rollouts.prompt_ids)) if rollouts.has_preference(prompt)]
    steps = range(len(rollouts.steps))
    if config.objective != "grpo":
        return [(prompt, step) for prompt in prompts for step in steps]
    K = config.images_per_prompt
    return [(prompt * K + place, step) for prompt in prompts for place in range(K) for step in steps]


def images_per_unit(config: OftConfig) -> int:
    """How many images a forward pass holds for one unit."""
    return 1 if config.objective == "grpo" else 2


def step_dpo(config: OftConfig, policy: Policy, rollouts: RolloutBatch, units: Sequence[Unit], seed: int) -> Losses:
    """Step-DPO on the stored steps of the best and the worst image."""
    rows, steps = _pair_rows(rollouts, units)
    batch = _gather(rollouts, rows, steps)
    mean, std = _step(config, policy, batch)
    with torch.no_grad(), policy.reference():
        mean_ref, _ = _step(config, policy, batch)
    ratio_chosen, ratio_rejected = _log_ratio(config, batch, mean, mean_ref, std).chunk(2)
    loss_B = step_dpo_loss(ratio_chosen, ratio_rejected, beta=config.beta, clip=config.clip)
    if config.parity == "paper":
        # Three of the four entries of the published 2 x 2 mean compare nothing: each is log 2.
        loss_B = loss_B / 4 + 0.75 * torch.log(torch.tensor(2.0))
    kl_2B = gaussian_kl(mean.detach(), mean_ref, _spread(std)).flatten(1).mean(1)
    chosen_kl, rejected_kl = kl_2B.chunk(2)
    return Losses(loss_B=loss_B, margin_B=(ratio_chosen - ratio_rejected).detach(), kl_B=(chosen_kl + rejected_kl) / 2)


def velocity_dpo(config: OftConfig, policy: Policy, rollouts: RolloutBatch, units: Sequence[Unit], seed: int) -> Losses:
    """Diffusion-DPO on the clean latents of the best and the worst image."""
    rows, _ = _pair_rows(rollouts, units)
    clean = rollouts.clean_NCHW[rows]
    draws = [_draw(rollouts, unit, seed, clean.shape[1:]) for unit in units]
    sigma_B = torch.stack([sigma for sigma, _ in draws] * 2).to(clean.device)
    noise = torch.stack([noise for _, noise in draws] * 2).to(clean.device)
    sample, text = noised(clean, noise, sigma_B), rollouts.text.select(rows)
    velocity = policy.backbone.velocity(sample, sigma_B, text, guidance=config.guidance)
    with torch.no_grad(), policy.reference():
        reference = policy.backbone.velocity(sample, sigma_B, text, guidance=config.guidance)
    ratio_2B = velocity_logratio(
        velocity, reference, noise - clean, rollouts.mask_NHW[rows], reduction=config.reduction
    )
    chosen, rejected = ratio_2B.chunk(2)
    loss_B = step_dpo_loss(chosen, rejected, beta=config.beta)
    return Losses(loss_B=loss_B, margin_B=(chosen - rejected).detach(), kl_B=torch.zeros_like(loss_B.detach()))


def grpo(config: OftConfig, policy: Policy, rollouts: RolloutBatch, units: Sequence[Unit], seed: int) -> Losses:
    """Clipped policy gradient against the rollout's own log-probabilities, with an optional KL to the reference."""
    rows, steps = [row for row, _ in units], [step for _, step in units]
    batch = _gather(rollouts, rows, steps)
    mean, std = _step(config, policy, batch)
    new = logprob(batch.next_sample, mean, std)
    ratio_B = reduce_masked(new - batch.logprob, batch.mask_BHW, reduction=config.reduction)
    advantage_N = group_advantage(rollouts.rewards_PK).flatten().to(ratio_B.device)
    loss_B = grpo_loss(ratio_B, advantage_N[rows], clip=config.clip or GRPO_CLIP)
    kl_B = torch.zeros_like(ratio_B.detach())
    if config.kl_weight:
        with torch.no_grad(), policy.reference():
            mean_ref, _ = _step(config, policy, batch)
        own_kl_B = gaussian_kl(mean, mean_ref, _spread(std)).flatten(1).mean(1)
        loss_B, kl_B = loss_B + config.kl_weight * own_kl_B, own_kl_B.detach()
    return Losses(loss_B=loss_B, margin_B=ratio_B.detach(), kl_B=kl_B)


OBJECTIVES: dict[str, Objective] = {"step_dpo": step_dpo, "velocity_dpo": velocity_dpo, "grpo": grpo}


@torch.no_grad()
def replay_error(config: OftConfig, policy: Policy, rollouts: RolloutBatch) -> float:
    """Largest |ratio - 1| when the rollout's steps are recomputed as training does, mean over elements.

    It is 0 up to rounding before the first update; anything else means rollout and training are not the same model.
    """
    errors = []
    for step in range(len(rollouts.steps)):
        rows = list(range(min(config.micro_batch_size, len(rollouts.clean_NCHW))))
        batch = _gather(rollouts, rows, [step] * len(rows))
        mean, std = _step(config, policy, batch)
        difference = logprob(batch.next_sample, mean, std) - batch.logprob
        errors.append(difference.flatten(1).mean(1).expm1().abs().max())
    return float(torch.stack(errors).max())


@dataclass(frozen=True, kw_only=True)
class _Batch:
    sample: torch.Tensor
    next_sample: torch.Tensor
    logprob: torch.Tensor
    sigma_B: torch.Tensor
    sigma_next_B: torch.Tensor
    mask_BHW: torch.Tensor
    text: TextCondition


def _gather(rollouts: RolloutBatch, rows: Sequence[int], steps: Sequence[int]) -> _Batch:
    chosen = [(rollouts.steps[step], row) for step, row in zip(steps, rows, strict=True)]
    device = rollouts.clean_NCHW.device
    return _Batch(
        sample=torch.stack([step.sample[row] for step, row in chosen]),
        next_sample=torch.stack([step.next_sample[row] for step, row in chosen]),
        logprob=torch.stack([step.logprob[row] for step, row in chosen]),
        sigma_B=torch.tensor([step.sigma for step, _ in chosen], device=device),
        sigma_next_B=torch.tensor([step.sigma_next for step, _ in chosen], device=device),
        mask_BHW=rollouts.mask_NHW[list(rows)],
        text=rollouts.text.select(rows),
    )


def _pair_rows(rollouts: RolloutBatch, units: Sequence[Unit]) -> tuple[list[int], list[int]]:
    pairs = [rollouts.pair(prompt) for prompt, _ in units]
    steps = [step for _, step in units]
    return [chosen for chosen, _ in pairs] + [rejected for _, rejected in pairs], steps + steps


def _step(config: OftConfig, policy: Policy, batch: _Batch) -> tuple[torch.Tensor, torch.Tensor]:
    velocity = policy.backbone.velocity(batch.sample, batch.sigma_B, batch.text, guidance=config.guidance)
    return step_distribution(
        config.kernel, batch.sample, velocity, batch.sigma_B, batch.sigma_next_B, **kernel_params(config)
    )


def _log_ratio(
    config: OftConfig, batch: _Batch, mean: torch.Tensor, mean_ref: torch.Tensor, std: torch.Tensor
) -> torch.Tensor:
    new, reference = logprob(batch.next_sample, mean, std), logprob(batch.next_sample, mean_ref, std)
    if config.parity == "fixed":
        return reduce_masked(new - reference, batch.mask_BHW, reduction=config.reduction)

    def published(values: torch.Tensor) -> torch.Tensor:
        return (values * batch.mask_BHW[:, None]).bfloat16().flatten(1).mean(1).float()

    return published(new) - published(reference)


def _spread(std: torch.Tensor) -> torch.Tensor:
    """A standard deviation per item, shaped to stand next to [B, C, H, W]."""
    return std.view(-1, 1, 1, 1) if std.ndim else std


def _draw(rollouts: RolloutBatch, unit: Unit, seed: int, shape: torch.Size) -> tuple[torch.Tensor, torch.Tensor]:
    prompt, step = unit
    generator = torch.Generator().manual_seed(derive_seed(seed, "velocity-dpo", rollouts.prompt_ids[prompt], step))
    return 1 - torch.rand((), generator=generator), torch.randn(shape, generator=generator)
