"""From rewards to what is learnt: several rewards on one scale, and only the groups that the reward can tell apart.

    r = sum over rewards of weight * r_t / spread_t      spread_t: RMS of r_t within its groups, over the round
    noise = std of r(image) - r(image, moved a little), / sqrt(2)
    taught: groups with max r - min r >= least_gap * noise, and more than rounding

One reward alone keeps its own units. Spreads and noise are pooled over the round and all processes.
"""

from collections.abc import Callable
from dataclasses import replace

import torch

from scisynth.alignment.rollout import RolloutBatch
from scisynth.flow.loss import flat_groups

Total = Callable[[torch.Tensor], torch.Tensor]
"""Sums a tensor over processes."""


def settle(
    rollouts: RolloutBatch, weights: torch.Tensor, *, least_gap: float, total: Total
) -> tuple[RolloutBatch, float | None]:
    """The round with its rewards weighed and its groups chosen, and the reward's noise where it was measured."""
    terms_TPK = rollouts.terms_TPK.double()
    factors_T = weights.double() / _spreads(terms_TPK, total)
    rewards_PK = torch.einsum("t,tpk->pk", factors_T, terms_TPK)
    is_taught_P = ~flat_groups(rewards_PK)
    noise = None
    if rollouts.echoes_TPK is not None:
        apart_PK = rewards_PK - torch.einsum("t,tpk->pk", factors_T, rollouts.echoes_TPK.double())
        count, first, second = total(
            torch.stack([torch.tensor(apart_PK.numel()).double(), apart_PK.sum(), apart_PK.square().sum()])
        ).tolist()
        noise = (max(0.0, second / count - (first / count) ** 2) / 2) ** 0.5
        is_taught_P &= rewards_PK.amax(1) - rewards_PK.amin(1) >= least_gap * noise
    return replace(rollouts, rewards_PK=rewards_PK.float(), is_taught_P=is_taught_P), noise


def _spreads(terms_TPK: torch.Tensor, total: Total) -> torch.Tensor:
    if len(terms_TPK) == 1:
        return torch.ones(1).double()
    squares_T = (terms_TPK - terms_TPK.mean(2, keepdim=True)).square().sum((1, 2))
    *sums, count = total(torch.cat([squares_T, torch.tensor([terms_TPK[0].numel()]).double()])).tolist()
    spreads_T = (torch.tensor(sums).double() / count).sqrt()
    return torch.where(spreads_T > 0, spreads_T, 1.0)
