"""Objectives as pure functions that return [B]; the mean over the batch is the caller's, in plain sight.

Symbols: v velocity, u = noise - clean its target, w a spatial weight [B, H, W] (the region; None: everywhere), R a
reduction of `flow.mask.reduce_masked`, chosen and rejected the pair of a preference, ref the frozen reference.

    flow matching   R(w |v - u|^2)                                                   Lipman et al., arXiv 2210.02747
    step-DPO        -log sigmoid(beta (l_chosen - l_rejected)),  l = log p / p_ref   D3PO, arXiv 2311.13231
    velocity-DPO    the same with l = -R(w (|v - u|^2 - |v_ref - u|^2)) / 2          Diffusion-DPO, arXiv 2311.12908
    GRPO            -min(r A, clip(r) A),  r = p / p_rollout                         Flow-GRPO, arXiv 2505.05470

Step-DPO is the objective of Science-T2I's second stage (arXiv 2504.13129, eq. 6), one denoising step at a time. All is
float32 inside, and cells of weight 0 get no gradient. The betas of step-DPO and velocity-DPO are in different units,
and both scale with the reduction: a beta is meaningless without it.
"""

import math

import torch
from torch.nn import functional as F

from scisynth.core.errors import ConfigError
from scisynth.flow.mask import Reduction, reduce_masked
from scisynth.flow.path import broadcast_like


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
    """Bool [P]: groups whose rewards are all the same, to be counted in the log and skipped in training."""
    # Not `std == 0`: the mean of equal numbers is rounded, and leaves a std of a rounding behind.
    return rewards_PG.amax(1) == rewards_PG.amin(1)


def grpo_loss(logratio: torch.Tensor, advantage: torch.Tensor, *, clip: float) -> torch.Tensor:
    """PPO's clipped objective -min(r A, clamp(r, 1 - clip, 1 + clip) A), r = exp(log policy / rollout), [B], [B] ->
    [B].

    A log-ratio that is a mean over D elements is 1 / D of the true one, so the clip has to be as small (1e-5 to 1e-3).
    """
    ratio = logratio.float().exp()
    return -torch.minimum(ratio * advantage, ratio.clamp(1 - clip, 1 + clip) * advantage)


def gaussian_kl(mean: torch.Tensor, reference_mean: torch.Tensor, std: float | torch.Tensor) -> torch.Tensor:
    """KL divergence of two Gaussians of one std (a scalar or [B]), elementwise: (mean - reference)^2 / (2 std^2)."""
    return (mean.float() - reference_mean.float()) ** 2 / (2 * broadcast_like(std, mean) ** 2)
