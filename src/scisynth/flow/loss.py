"""Objectives as pure functions that return [B]; the mean over the batch is the caller's, in plain sight.

Symbols: v velocity, u = noise - clean its target, w a spatial weight [B, H, W] (the region; None: everywhere), R a
reduction of `flow.mask.reduce_masked`, chosen and rejected the pair of a preference, ref the frozen reference.

    flow matching   R(w |v - u|^2)                                                   Lipman et al., arXiv 2210.02747
    step-DPO        -log sigmoid(beta (l_chosen - l_rejected)),  l = log p / p_ref   D3PO, arXiv 2311.13231
    velocity-DPO    the same with l = -R(w (|v - u|^2 - |v_ref - u|^2)) / 2          Diffusion-DPO, arXiv 2311.12908
    GRPO            -min(r A, clip(r) A),  r = p / p_rollout                         Flow-GRPO, arXiv 2505.05470
    AWM             the same with log r = R(w (|v_old - u|^2 - |v - u|^2)) / 2       AWM, arXiv 2509.25050
    NFT             r E(v+) + (1 - r) E(v-)                                          DiffusionNFT, arXiv 2509.16117

Step-DPO is the objective of Science-T2I's second stage (arXiv 2504.13129, eq. 6), one denoising step at a time. All is
float32 inside, and cells of weight 0 get no gradient. The betas of step-DPO and velocity-DPO are in different units,
and both scale with the reduction: a beta is meaningless without it.
"""

import math

import torch
from torch.nn import functional as F

from scisynth.core.errors import ConfigError
from scisynth.flow.mask import Reduction, reduce_masked

ROUNDING = 1e-5
"""Differences below this fraction of the rewards' size are rounding: float32 sums of a network differ by as much."""


def flow_matching_loss(
    velocity: torch.Tensor,
    clean: torch.Tensor,
    noise: torch.Tensor,
    *,
    weight: torch.Tensor | None = None,
    reduction: Reduction = "area",
) -> torch.Tensor:
    """Squared error of a velocity [B, C, H, W] against noise - clean, over the region, [B]."""
    return reduce_masked((velocity.float() - (noise.float() - clean.float())) ** 2, weight, reduction=reduction)


def step_dpo_loss(
    logratio_chosen: torch.Tensor, logratio_rejected: torch.Tensor, *, beta: float, clip: float | None = None
) -> torch.Tensor:
    """-log sigmoid(beta (chosen - rejected)) of the log-ratios log(policy / reference), [B], [B] -> [B].

    `clip` clamps each *ratio* to [1 - clip, 1 + clip] first, as published (0.1); beyond it there is no gradient, on
    either side.

    Raises:
        ConfigError: a clip outside (0, 1).
    """
    chosen, rejected = logratio_chosen.float(), logratio_rejected.float()
    if clip is not None:
        if not 0 < clip < 1:
            raise ConfigError(f"expected a ratio clip between 0 and 1, got {clip}")
        # Clamping the logarithm is the same and cannot overflow.
        bounds = math.log1p(-clip), math.log1p(clip)
        chosen, rejected = chosen.clamp(*bounds), rejected.clamp(*bounds)
    return -F.logsigmoid(beta * (chosen - rejected))


def velocity_logratio(
    velocity: torch.Tensor,
    reference: torch.Tensor,
    target: torch.Tensor,
    weight: torch.Tensor | None = None,
    reduction: Reduction = "area",
) -> torch.Tensor:
    """How much nearer than the reference the policy comes to the target, (|v_ref - u|^2 - |v - u|^2) / 2, [B]."""
    target = target.float()
    nearer = (reference.float() - target) ** 2 - (velocity.float() - target) ** 2
    return reduce_masked(nearer / 2, weight, reduction=reduction)


def group_advantage(rewards_PG: torch.Tensor) -> torch.Tensor:
    """Rewards of G images of each of P prompts as z-scores in their group, float32 [P, G] (population std).

    A group of equal rewards has nothing to teach: its advantages are 0, and `flat_groups` tells which those are.
    """
    rewards = rewards_PG.float()
    centred = rewards - rewards.mean(1, keepdim=True)
    flat_P1 = flat_groups(rewards)[:, None]
    std_P1 = centred.pow(2).mean(1, keepdim=True).sqrt().masked_fill(flat_P1, 1)
    return (centred / std_P1).masked_fill(flat_P1, 0)


def flat_groups(rewards_PG: torch.Tensor) -> torch.Tensor:
    """Bool [P]: groups whose rewards are all the same up to `ROUNDING`, to be counted in the log and skipped in training."""
    # Not `std == 0` nor `max == min`: means are rounded, and so are the scores of a network.
    return rewards_PG.amax(1) - rewards_PG.amin(1) <= ROUNDING * rewards_PG.abs().amax(1)


def clipped_loss(logratio: torch.Tensor, advantage: torch.Tensor, *, clip: float) -> torch.Tensor:
    """PPO's objective -min(r A, clamp(r, 1 - clip, 1 + clip) A), r = exp(log-ratio), [B], [B] -> [B].

    `clip` has the units of the log-ratio, whatever those are: an exact one of an image is thousands of nats, so the
    caller says in which units its own is.
    """
    ratio = logratio.float().exp()
    return -torch.minimum(ratio * advantage, ratio.clamp(1 - clip, 1 + clip) * advantage)


def nft_loss(
    velocity: torch.Tensor,
    old: torch.Tensor,
    target: torch.Tensor,
    optimality: torch.Tensor,
    weight: torch.Tensor | None = None,
    *,
    beta: float,
    adaptive: bool,
) -> torch.Tensor:
    """r E(v+) + (1 - r) E(v-),  v+ = v_old + beta (v - v_old),  v- = v_old - beta (v - v_old),  [B].

    E is the mean squared error against the target u over the region; `adaptive` divides it by the mean absolute error, which
    gets no gradient, so that levels of noise with large errors do not rule. r [B] in [0, 1] is the probability that an image
    is a good one. The optimum of the plain form is v_old + E[(2 r - 1)(u - v_old) | x] / beta.
    """
    old, target = old.float(), target.float()
    change = beta * (velocity.float() - old)

    def error(predicted: torch.Tensor) -> torch.Tensor:
        squared_B = reduce_masked((predicted - target) ** 2, weight)
        if not adaptive:
            return squared_B
        return squared_B / reduce_masked((predicted - target).detach().abs(), weight).clamp_min(1e-5)

    return optimality * error(old + change) + (1 - optimality) * error(old - change)
