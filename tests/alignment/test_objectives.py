"""Each objective on closed forms: a Gaussian policy goes to the known optimum where the region is, and nowhere else moves."""

import pytest
import torch
from support.alignment_parts import oft_config
from support.gaussian_policy import PROMPTS, GaussianPolicy, upper_half, wants

from scisynth.alignment.cache import TextCache
from scisynth.alignment.config import OptimizerSettings
from scisynth.alignment.objectives import OBJECTIVES, Work, list_units, velocity_norms
from scisynth.alignment.oft import train_oft
from scisynth.alignment.rollout import RewardSum, collect
from scisynth.core.errors import ConfigError
from scisynth.training.curve import read_log

LEVEL = 0.6
KINDS = ("step_dpo", "velocity_dpo", "grpo", "awm", "nft")


def gaussian_config(kind, **changes):
    values = {
        "objective": kind,
        "optimizer": OptimizerSettings(learning_rate=0.04, weight_decay=0.0, ema_decay=0.0),
        "num_rounds": 60,
        "prompts_per_round": 4,
        "images_per_prompt": 8,
        "updates_per_round": 2,
        "num_steps": 6,
        "window": (0, 4),
        "kernel_params": {"noise_level": 0.7},
        "rollout_batch_size": 64,
        "micro_batch_size": 256,
        "save_every": 0,
    }
    return oft_config(**{**values, **changes})


def experience(config, policy, *, score=None, locate=upper_half):
    cache = TextCache(policy.backbone, [prompt.prompt for prompt in PROMPTS])
    rewards = RewardSum((("level", score or wants(LEVEL), 1.0),))
    device = torch.device("cpu")
    return collect(config, policy.backbone, cache, PROMPTS, rewards, locate, seed=0, round_number=0, device=device)


def losses_of(config, policy, rollouts, *, is_first=False, units=None):
    units = list_units(config, rollouts) if units is None else units
    work = Work(config=config, policy=policy, rollouts=rollouts, units=units, seed=0, is_first=is_first)
    return OBJECTIVES[config.objective.kind](work)


@pytest.mark.parametrize(
    "objective",
    [
        {"kind": "step_dpo", "beta": 0.5},
        {"kind": "step_dpo", "beta": 2.0, "reduction": "root", "equal_steps": True},
        {"kind": "velocity_dpo", "beta": 0.5},
        {"kind": "grpo"},
        {"kind": "grpo", "equal_steps": False, "clip": 0.5},
        # Of eight cells a squared error is mostly noise, unlike that of thousands.
        {"kind": "awm", "clip": 0.2},
        {"kind": "nft"},
        {"kind": "nft", "adaptive": False},
    ],
    ids=lambda values: "-".join(str(value) for value in values.values()),
)
def test_the_policy_goes_to_the_known_optimum_and_only_in_the_region(tmp_path, accelerator, objective):
    policy = GaussianPolicy()
    noise = {"initial_noise": "shared"} if objective["kind"] == "grpo" else {}
    config = gaussian_config(objective, **noise)
    train_oft(config, policy, PROMPTS, wants(LEVEL), upper_half, tmp_path, seed=0, accelerator=accelerator)
    assert policy.mean[:, :2].mean() == pytest.approx(LEVEL, abs=0.12)
    assert policy.mean[:, :2].std() < 0.2
    assert bool((policy.mean[:, 2:] == 0).all())
    rows = read_log(tmp_path)
    assert sum(row["oft/reward"] for row in rows[-9:]) > sum(row["oft/reward"] for row in rows[:9]) + 1


@pytest.mark.parametrize("kind", ["grpo", "awm", "nft"])
def test_a_kl_holds_the_policy_back(tmp_path, accelerator, kind):
    ends = {}
    for kl_weight in (0.0, 20.0):
        policy = GaussianPolicy()
        objective = {"kind": kind, "kl_weight": kl_weight}
        config = gaussian_config(objective, num_rounds=12)
        train_oft(
            config, policy, PROMPTS, wants(2.0), upper_half, tmp_path / str(kl_weight), seed=0, accelerator=accelerator
        )
        ends[kl_weight] = policy.mean[:, :2].mean()
    assert ends[20.0] < 0.6 * ends[0.0]


def test_the_ratio_of_grpo_spreads_as_the_velocity_moved_at_every_step_and_size_of_region():
    """So one clip means one thing: RMS of the change of the velocity inside the region."""

    def corner(phrases, images, height, width):
        mask = torch.zeros(len(images), height, width)
        mask[:, :2, :2] = 1
        return mask, []

    config = gaussian_config("grpo", images_per_prompt=64, num_steps=10, window=(0, 9))
    for locate in (None, corner):
        policy = GaussianPolicy(channels=2, side=16)
        rollouts = experience(config, policy, locate=locate)
        moved = 0.02 * torch.randn(2, 16, 16, generator=torch.Generator().manual_seed(0))
        with torch.no_grad():
            policy.parameters["mean"] += moved
        ratio_NS = losses_of(config, policy, rollouts).margin_B.view(-1, 9)
        for place, step in enumerate(rollouts.steps):
            # The mean enters this velocity by itself, whatever the sample.
            still, sigma = torch.zeros(1, 2, 16, 16), torch.tensor([step.sigma])
            with policy.reference():
                old = policy.backbone.velocity(still, sigma, None)
            apart = policy.backbone.velocity(still, sigma, None).detach() - old.detach()
            rms = (apart if locate is None else apart[:, :, :2, :2]).square().mean().sqrt()
            assert float(ratio_NS[:, place].std() / rms) == pytest.approx(1, abs=0.2), place
            assert abs(float(ratio_NS[:, place].mean() / rms)) < 0.25


def test_what_lies_outside_the_region_does_not_count_as_distance():
    for kind in ("grpo", "awm", "nft"):
        config, policy = gaussian_config({"kind": kind, "kl_weight": 1.0}), GaussianPolicy()
        rollouts = experience(config, policy)
        with torch.no_grad():
            policy.parameters["mean"][:, 2:] += 3
        assert losses_of(config, policy, rollouts, is_first=True).kl_B.abs().max() == 0
        with torch.no_grad():
            policy.parameters["mean"][:, :2] += 1
        assert losses_of(config, policy, rollouts, is_first=True).kl_B.min() > 0.01


@pytest.mark.parametrize("kind", ["awm", "nft"])
def test_the_second_update_of_a_round_still_knows_the_policy_that_drew(kind):
    config, policy = gaussian_config(kind), GaussianPolicy()
    rollouts = experience(config, policy)
    policy.remember()
    assert losses_of(config, policy, rollouts).margin_B.abs().max() == 0
    with torch.no_grad():
        policy.parameters["mean"] += 0.3
    assert losses_of(config, policy, rollouts).margin_B.abs().min() > 0
    assert losses_of(config, policy, rollouts, is_first=True).margin_B.abs().max() == 0
    assert bool((policy.mean == 0.3).all()), "the trained weights are back"


@pytest.mark.parametrize("kind", KINDS)
def test_a_velocity_that_outgrows_the_reference_is_seen_and_paid_for(kind):
    config, policy = gaussian_config(kind), GaussianPolicy()
    rollouts = experience(config, policy)
    assert velocity_norms(config, policy, rollouts, 0) == pytest.approx(1)
    with torch.no_grad():
        policy.parameters["mean"] -= 2
    assert float(velocity_norms(config, policy, rollouts, 0).mean()) > 1.3
    units = list_units(config, rollouts)
    policy.remember()
    plain = losses_of(config, policy, rollouts, units=units)
    paid = losses_of(config.replace({"norm_penalty": 3.0}), policy, rollouts, units=units)
    assert float((paid.loss_B - plain.loss_B).min()) >= 0 and float((paid.loss_B - plain.loss_B).mean()) > 0.1
    (gradient,) = torch.autograd.grad((paid.loss_B - plain.loss_B).sum(), policy.parameters["mean"])
    assert bool((gradient[:, :2] < 0).all()), "up again, towards the reference"
    assert bool((gradient[:, 2:] == 0).all())


def test_equal_steps_give_every_step_of_step_dpo_the_same_pull():
    pulls = {}
    for equal in (False, True):
        policy = GaussianPolicy()
        objective = {"kind": "step_dpo", "beta": 1e-3, "equal_steps": equal}
        config = gaussian_config(objective, images_per_prompt=16, num_steps=10, window=(0, 8))
        rollouts = experience(config, policy)
        norms = []
        for place in range(8):
            losses = losses_of(config, policy, rollouts, units=[(prompt, place) for prompt in range(4)])
            (gradient,) = torch.autograd.grad(losses.loss_B.sum(), policy.parameters["mean"])
            # In units of the velocity, whose own derivative by the mean is 1 + slope (1 - s).
            norms.append(float(gradient.norm()))
        pulls[equal] = max(norms) / min(norms)
    assert pulls[True] < 0.5 * pulls[False]


def test_settings_of_one_objective_are_not_those_of_another():
    config = oft_config(objective="grpo")
    assert config.objective.clip == 0.05, "in units of the velocity, not of the 1e-3 of a mean"
    assert oft_config(objective="velocity_dpo", beta=1.0, reduction="sum").objective.beta == 1.0
    assert oft_config(beta=0.3, clip=0.1, reduction="all").objective.reduction == "all"
    written = {"objective": "grpo", "beta": 0.05, "clip": None, "kl_weight": 0.0, "reduction": "sum"}
    assert oft_config(**written) == config, "a whole file of an earlier version"
    assert config.override(["objective.kind=nft"]).objective.beta == 1.0
    assert config.override(["objective=step_dpo", "beta=0.2"]).objective.beta == 0.2
    for changes, named in (
        ({"objective": "grpo", "clip": 1e-3}, "objective.clip"),
        ({"objective": "gpro"}, "did you mean 'grpo'"),
        ({"objective": {"kind": "nft", "bta": 1}}, "objective.bta"),
        ({"objective": {"kind": "awm", "clip": 2}}, "objective.clip"),
        ({"objective": "awm", "initial_noise": "shared"}, "initial_noise"),
        ({"window_motion": "random", "window_size": 3}, "window_size"),
    ):
        with pytest.raises(ConfigError, match=named):
            oft_config(**changes)
