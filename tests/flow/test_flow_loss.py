"""Objectives: closed forms, worked arithmetic, clips, and gradients that stay inside the region."""

import math

import pytest
import torch

from scisynth.core.errors import ConfigError
from scisynth.flow.loss import (
    clipped_loss,
    flat_groups,
    flow_matching_loss,
    group_advantage,
    nft_loss,
    step_dpo_loss,
    velocity_logratio,
)


def draw(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


SHAPE = (2, 3, 4, 4)
REGION = torch.zeros(2, 4, 4)
REGION[0, :2, :2] = 1
REGION[1, 3, 1:] = 0.5


def outside(gradient: torch.Tensor) -> torch.Tensor:
    return gradient[(REGION == 0)[:, None].expand(SHAPE)]


def test_flow_matching_is_0_at_the_target_and_the_squared_offset_elsewhere():
    clean, noise = draw(*SHAPE), draw(*SHAPE, seed=1)
    assert flow_matching_loss(noise - clean, clean, noise).tolist() == [0.0, 0.0]
    off = (noise - clean) + torch.tensor([0.5, 3.0]).view(2, 1, 1, 1)
    assert flow_matching_loss(off, clean, noise).tolist() == pytest.approx([0.25, 9.0], rel=1e-5)
    assert flow_matching_loss(off, clean, noise, weight=REGION).tolist() == pytest.approx([0.25, 9.0], rel=1e-5)
    # Region of 4 of 16 cells, and 3 cells of weight 0.5.
    published = flow_matching_loss(off, clean, noise, weight=REGION, reduction="all")
    assert published.tolist() == pytest.approx([0.25 * 4 / 16, 9.0 * 1.5 / 16], rel=1e-5)


def test_flow_matching_takes_any_layout_without_a_region():
    tokens = draw(2, 16, 64)
    assert flow_matching_loss(tokens, tokens, tokens).tolist() == pytest.approx(tokens.pow(2).mean((1, 2)).tolist())


def test_flow_matching_of_half_precision_is_float32():
    clean, noise = draw(*SHAPE).bfloat16(), draw(*SHAPE, seed=1).bfloat16()
    loss = flow_matching_loss((noise - clean), clean, noise)
    exact = ((noise - clean).float() - (noise.float() - clean.float())).pow(2).mean((1, 2, 3))
    assert loss.dtype == torch.float32
    torch.testing.assert_close(loss, exact)
    assert float(exact.min()) > 0


def test_flow_matching_has_gradients_only_in_the_region():
    velocity = draw(*SHAPE).requires_grad_()
    flow_matching_loss(velocity, draw(*SHAPE, seed=1), draw(*SHAPE, seed=2), weight=REGION).sum().backward()
    assert bool((outside(velocity.grad) == 0).all())
    assert int((velocity.grad != 0).sum()) == 3 * (4 + 3)


def test_step_dpo_is_log_2_where_policy_and_reference_agree():
    same = torch.tensor([0.0, 0.3, -2.0])
    assert step_dpo_loss(same, same, beta=10.0).tolist() == pytest.approx([math.log(2)] * 3)


def test_step_dpo_by_hand():
    # -log sigmoid(2 * (0.5 - -0.25)) = log(1 + e^-1.5)
    loss = step_dpo_loss(torch.tensor([0.5]), torch.tensor([-0.25]), beta=2.0)
    assert loss.item() == pytest.approx(math.log(1 + math.exp(-1.5)))


def test_step_dpo_is_stable_and_pushes_the_pair_apart():
    chosen, rejected = torch.tensor([-1e4, 0.0]).requires_grad_(), torch.tensor([1e4, 0.0]).requires_grad_()
    loss = step_dpo_loss(chosen, rejected, beta=1.0)
    assert loss[0].item() == pytest.approx(2e4)
    loss.sum().backward()
    assert chosen.grad.tolist() == pytest.approx([-1.0, -0.5])
    assert rejected.grad.tolist() == pytest.approx([1.0, 0.5])


def test_step_dpo_clips_ratios_as_published():
    logratio = torch.tensor([-0.5, -0.05, 0.0, 0.05, 0.5, 200.0]).requires_grad_()
    loss = step_dpo_loss(logratio, torch.zeros(6), beta=10.0, clip=0.1)
    ratio = logratio.detach().exp().clamp(0.9, 1.1)
    torch.testing.assert_close(loss, -torch.sigmoid(10 * ratio.log()).log())
    loss.sum().backward()
    # No gradient beyond the clamp, on either side: a chosen image that fell behind is not pulled back.
    assert (logratio.grad != 0).tolist() == [False, True, True, True, False, False]


@pytest.mark.parametrize("clip", [0.0, 1.0])
def test_a_clip_that_is_no_share_is_refused(clip):
    with pytest.raises(ConfigError, match="between 0 and 1"):
        step_dpo_loss(torch.zeros(1), torch.zeros(1), beta=1.0, clip=clip)


def test_velocity_dpo_by_hand():
    zero = torch.zeros(1, 1, 2, 2)
    # Chosen: |1 - 0|^2 against the reference's |2 - 0|^2, log-ratio (4 - 1) / 2; rejected: (1 - 9) / 2.
    chosen, rejected = velocity_logratio(zero + 1, zero + 2, zero), velocity_logratio(zero + 3, zero + 1, zero)
    loss = step_dpo_loss(chosen, rejected, beta=0.2)
    assert loss.item() == pytest.approx(math.log(1 + math.exp(-0.2 * (1.5 + 4))))


def test_velocity_dpo_is_log_2_at_the_reference_and_stays_in_the_region():
    chosen, rejected = draw(*SHAPE).requires_grad_(), draw(*SHAPE, seed=1).requires_grad_()
    targets = draw(*SHAPE, seed=2), draw(*SHAPE, seed=3)
    loss = step_dpo_loss(
        velocity_logratio(chosen, chosen.detach(), targets[0], REGION, "sum"),
        velocity_logratio(rejected, rejected.detach(), targets[1], REGION.flip(2), "sum"),
        beta=100.0,
    )
    assert loss.tolist() == pytest.approx([math.log(2)] * 2)
    loss.sum().backward()
    assert bool((outside(chosen.grad) == 0).all())
    assert bool((outside(rejected.grad.flip(3)) == 0).all())
    # Down the gradient the chosen velocity nears its target and the rejected one leaves its own.
    assert float((chosen.grad * (chosen.detach() - targets[0])).sum()) > 0
    assert float((rejected.grad * (rejected.detach() - targets[1])).sum()) < 0


def test_group_advantage_by_hand():
    # Mean 2, population variance (1 + 1 + 0 + 0) / 4.
    rewards = torch.tensor([[1.0, 3.0, 2.0, 2.0], [10.0, 30.0, 20.0, 20.0]])
    z = math.sqrt(2)
    torch.testing.assert_close(group_advantage(rewards), torch.tensor([[-z, z, 0, 0], [-z, z, 0, 0]]))


def test_a_group_of_equal_rewards_teaches_nothing_and_is_told():
    # The float32 mean of three 0.9 is not 0.9: divided by a std of a rounding, the advantages would be of size 1.
    rewards = torch.tensor([[0.9, 0.9, 0.9], [0.9, 0.9, 1.0]])
    assert float(rewards[0].mean()) != float(rewards[0, 0])
    assert flat_groups(rewards).tolist() == [True, False]
    advantage = group_advantage(rewards)
    assert advantage[0].tolist() == [0, 0, 0]
    assert bool((advantage[1] != 0).all())


def test_rounding_is_no_preference():
    """Three scores that differ by one unit in the last place of float32 once gave an advantage of 1.4."""
    rewards = torch.tensor([[10.0, 10.000001, 10.0], [-1e-8, 0.0, 1e-8], [0.0, 0.0, 0.0]])
    assert flat_groups(rewards).tolist() == [True, False, True]
    assert group_advantage(rewards)[[0, 2]].abs().max() == 0


@pytest.mark.parametrize(
    ("ratio", "advantage", "loss", "moves"),
    [
        (1.0, 2.0, -2.0, True),
        (1.5, 2.0, -1.2 * 2.0, False),  # already much likelier: clipped
        (0.5, 2.0, -0.5 * 2.0, True),  # fell although good: pulled back
        (0.5, -2.0, 0.8 * 2.0, False),  # already much less likely: clipped
        (1.5, -2.0, 1.5 * 2.0, True),
    ],
)
def test_the_clipped_objective_by_hand(ratio, advantage, loss, moves):
    logratio = torch.tensor([math.log(ratio)]).requires_grad_()
    result = clipped_loss(logratio, torch.tensor([advantage]), clip=0.2)
    assert result.item() == pytest.approx(loss)
    result.sum().backward()
    assert (logratio.grad.item() != 0) == moves


def test_nft_has_its_optimum_where_the_paper_says():
    """Two clean values behind one noised point: v_old + E[(2 r - 1)(u - v_old)] / beta, inside the region alone."""
    target = torch.tensor([-1.0, 2.0]).view(2, 1, 1, 1).expand(2, 1, 2, 2)
    optimality, old = torch.tensor([0.9, 0.3]), torch.full((1, 1, 2, 2), 0.5)
    region = torch.tensor([[1.0, 1.0], [0.0, 0.0]]).expand(2, 2, 2)
    velocity = torch.zeros(1, 1, 2, 2, requires_grad=True)

    def loss(v):
        pair = v.expand(2, -1, -1, -1)
        return nft_loss(pair, old.expand_as(pair), target, optimality, region, beta=0.4, adaptive=False).mean()

    (gradient,) = torch.autograd.grad(loss(velocity), velocity)
    # A parabola with curvature 2 beta^2 / (2 cells): one Newton step is exact.
    found = (velocity - gradient / (2 * 0.4**2 / 2)).detach()
    expected = 0.5 + (0.8 * (-1 - 0.5) + -0.4 * (2 - 0.5)) / 2 / 0.4
    assert found[0, 0, 0].tolist() == pytest.approx([expected] * 2, rel=1e-5)
    assert gradient[0, 0, 1].tolist() == [0, 0]


def test_awm_with_a_kl_tilts_the_reference_by_the_advantage():
    """To first order the optimum is v_ref + Cov(A, u) / kl_weight, which is the tilt by exp(A / kl_weight)."""
    target = torch.tensor([-1.0, 0.2, 0.8]).view(3, 1, 1, 1)
    advantage, kl_weight = torch.tensor([1.2, -0.2, -1.0]), 50.0
    reference = target.mean() * torch.ones(1, 1, 1, 1)
    shift = torch.zeros(1, requires_grad=True)
    for _ in range(30):
        velocity = (reference + shift).expand(3, -1, -1, -1)
        ratio = velocity_logratio(velocity, reference.expand_as(velocity), target)
        loss = clipped_loss(ratio, advantage, clip=0.9).mean() + kl_weight * shift**2 / 2
        (gradient,) = torch.autograd.grad(loss.sum(), shift)
        shift = (shift - gradient / kl_weight).detach().requires_grad_()
    covariance = (advantage * target.flatten()).mean()
    assert shift.item() == pytest.approx(float(covariance) / kl_weight, rel=0.03)


def test_step_dpo_on_noisy_preferences_has_its_optimum_where_bradley_and_terry_say():
    """Preferences drawn with probability sigmoid((r_a - r_b) / tau) of r = a z: the mean moves by a / (beta tau) std, not on."""
    a, tau, beta = 0.8, 2.0, 0.5
    z = draw(2, 60_000)
    wins = torch.rand(60_000, generator=torch.Generator().manual_seed(1)) < torch.sigmoid(a * (z[0] - z[1]) / tau)
    best, worst = torch.where(wins, z[0], z[1]), torch.where(wins, z[1], z[0])
    shift = torch.zeros((), requires_grad=True)
    optimizer = torch.optim.LBFGS([shift], max_iter=40)

    def loss():
        optimizer.zero_grad()
        # log p / p_ref of a Gaussian whose mean moved by `shift` stds.
        value = step_dpo_loss(best * shift - shift**2 / 2, worst * shift - shift**2 / 2, beta=beta).mean()
        value.backward()
        return value

    optimizer.step(loss)
    assert shift.item() == pytest.approx(a / (beta * tau), rel=0.05)
