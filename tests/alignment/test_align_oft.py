"""Stage 2: the policy moves towards what the reward prefers, only where the region is, and resumes exactly."""

import json
import threading
from pathlib import Path

import pytest
import torch
from support.alignment_parts import (
    OPTIMIZER,
    PROMPTS,
    brightness,
    left_half,
    new_policy,
    oft_config,
    velocity_of,
)
from support.processes import run_processes
from support.thorough import some

from scisynth.alignment.lora import read_lora
from scisynth.alignment.oft import train_oft
from scisynth.alignment.rollout import TrainingPrompt, combine_rewards
from scisynth.core.errors import ConfigError, DataError, ModelError
from scisynth.training.curve import read_log


def run(folder, config, *, policy=None, prompts=PROMPTS, score=brightness, locate=left_half, **options):
    policy = policy or new_policy()
    average = train_oft(config, policy, prompts, score, locate, folder, seed=0, **options)
    return policy, average


@pytest.mark.parametrize(
    ("objective", "changes"),
    some(
        [
            ({"kind": "step_dpo", "beta": 0.5}, {}),
            ({"kind": "grpo", "kl_weight": 0.01}, {"updates_per_round": 2, "initial_noise": "shared"}),
            ({"kind": "velocity_dpo", "beta": 0.1}, {"num_rounds": 40}),
            ({"kind": "awm", "clip": 0.1, "draws": 2}, {"num_rounds": 40, "updates_per_round": 2}),
            ({"kind": "nft", "draws": 2}, {"num_rounds": 40, "updates_per_round": 2}),
        ],
        2,
    ),
    ids=lambda value: value.get("kind"),
)
def test_every_objective_raises_the_reward(tmp_path, accelerator, objective, changes):
    optimizer = OPTIMIZER.model_copy(update={"learning_rate": 1e-2, "ema_decay": 0.0})
    values = {"num_rounds": 25, "prompts_per_round": 4, "images_per_prompt": 4, "save_every": 0}
    batches = {"rollout_batch_size": 16, "micro_batch_size": 16}
    config = oft_config(objective=objective, optimizer=optimizer, **{**values, **batches, **changes})
    run(tmp_path, config, accelerator=accelerator)
    rewards = [row["oft/reward"] for row in read_log(tmp_path)]
    assert sum(rewards[-5:]) / 5 > sum(rewards[:5]) / 5 + 1.0


def test_the_first_round_starts_at_the_reference(tmp_path, accelerator):
    run(tmp_path, oft_config(num_rounds=2), accelerator=accelerator)
    first, second = read_log(tmp_path)
    assert first["oft/margin"] == 0 and first["oft/kl"] == 0 and first["oft/zero_margin_rate"] == 1
    assert first["oft/loss"] == pytest.approx(0.6931472, abs=1e-6)
    assert second["oft/kl"] > 0 and second["oft/zero_margin_rate"] == 0


def test_the_published_pair_loss_has_a_quarter_of_the_gradient(tmp_path, accelerator):
    """Three of the four entries of its 2 x 2 mean are the constant log 2."""
    norms = {}
    for parity in ("fixed", "paper"):
        config = oft_config(parity=parity, objective={"reduction": "all"}, num_rounds=1, mask_mode="none")
        run(tmp_path / parity, config, locate=None, accelerator=accelerator)
        norms[parity] = read_log(tmp_path / parity)[0]["oft/grad_norm"]
    # bfloat16 rounds the published log-probabilities, so the quarter is only near.
    assert norms["paper"] == pytest.approx(norms["fixed"] / 4, rel=0.05)


class Brightness:
    name = "brightness"
    score = staticmethod(brightness)


def test_outside_the_region_nothing_is_learnt(tmp_path, accelerator):
    """With a region of one corner, the gradient of the loss with respect to the velocity is zero elsewhere."""
    from scisynth.alignment.cache import TextCache
    from scisynth.alignment.objectives import OBJECTIVES, Work
    from scisynth.alignment.rollout import collect

    def corner(phrases, images, height, width):
        mask = torch.zeros(len(images), height, width)
        mask[:, 0, 0] = 1
        return mask, []

    for objective in OBJECTIVES:
        config, policy = oft_config(objective=objective), new_policy()
        cache = TextCache(policy.backbone, [prompt.prompt for prompt in PROMPTS])
        experience = collect(
            config, policy.backbone, cache, PROMPTS, combine_rewards([(Brightness(), 1.0)]), corner, seed=0,
            round_number=0, device=torch.device("cpu"),
        )  # fmt: skip
        seen = []
        forward = policy.backbone.velocity

        def spy(*args, forward=forward, seen=seen, **kwargs):
            velocity = forward(*args, **kwargs)
            if velocity.requires_grad:
                velocity.retain_grad()
                seen.append(velocity)
            return velocity

        policy.backbone.velocity = spy
        work = Work(config=config, policy=policy, rollouts=experience, units=[(0, 0), (1, 1)], seed=0, is_first=True)
        losses = OBJECTIVES[objective](work)
        losses.loss_B.sum().backward()
        (velocity,) = seen
        assert velocity.grad[:, :, 0, 0].abs().max() > 0
        velocity.grad[:, :, 0, 0] = 0
        assert velocity.grad.abs().max() == 0


def test_a_prompt_that_comes_twice_in_a_round_is_drawn_from_other_noise(tmp_path, accelerator):
    seen = []

    def keeps(prompts, images):
        seen.extend(image.tobytes() for image in images)
        return brightness(prompts, images)

    config = oft_config(prompts_per_round=8, num_rounds=1)
    run(tmp_path, config, score=keeps, accelerator=accelerator)
    assert len(PROMPTS) == 4 and len(seen) == len(set(seen)) == 16


def test_a_base_of_packed_bytes_is_tested_as_its_other_weights(tmp_path, accelerator):
    """4-bit weights are stored as uint8, which has no tolerance of its own."""
    policy = new_policy()
    packed = torch.nn.Parameter(torch.zeros(2, dtype=torch.uint8), requires_grad=False)
    policy.backbone.transformer._parameters = {"packed": packed, **policy.backbone.transformer._parameters}
    assert next(policy.backbone.transformer.parameters()).dtype == torch.uint8
    run(tmp_path, oft_config(num_rounds=1), policy=policy, accelerator=accelerator)
    assert len(read_log(tmp_path)) == 1


def test_a_killed_run_goes_on_as_if_nothing_had_happened(tmp_path, accelerator):
    config = oft_config(num_rounds=4)
    whole, _ = run(tmp_path / "whole", config, accelerator=accelerator)
    calls = []

    def dies(prompts, images):
        calls.append(len(images))
        if len(calls) == 3:
            raise KeyboardInterrupt
        return brightness(prompts, images)

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "cut", config, score=dies, accelerator=accelerator)
    resumed, _ = run(tmp_path / "cut", config, accelerator=accelerator)
    assert read_log(tmp_path / "cut") == read_log(tmp_path / "whole")
    for name, parameter in whole.parameters.items():
        assert torch.equal(parameter, resumed.parameters[name])


def test_each_round_draws_at_one_of_the_sizes(tmp_path, accelerator):
    """A reward sees the whole of a long image, in the middle of a white square."""
    seen = []

    def watches(prompts, images):
        edges = {
            image.crop((0, 0, image.width, 8)).getcolors() == [(8 * image.width, (255, 255, 255))] for image in images
        }
        seen.append(({image.size for image in images}, edges))
        return brightness(prompts, images)

    config = oft_config(size_px=24, sizes_px=[[16, 32], [24, 24]], num_rounds=3)
    run(tmp_path, config, score=watches, accelerator=accelerator)
    wide, square = ({(32, 32)}, {True}), ({(24, 24)}, {False})
    assert seen == [wide, square, wide]
    assert all(row["oft/pairs"] > 0 for row in read_log(tmp_path))


def test_two_processes_compute_what_one_does(tmp_path):
    script = Path(__file__).with_name("align_in_process.py")
    logs = []
    for processes in (1, 2):
        out = tmp_path / str(processes)
        run_processes(processes, script, "oft", out)
        logs.append([json.loads(line) for line in (out / "log.jsonl").read_text().splitlines()])
    one, two = logs
    for key in ("oft/reward", "oft/loss", "oft/grad_norm", "oft/pairs"):
        assert [row[key] for row in two] == pytest.approx([row[key] for row in one], rel=1e-3)


def test_reward_and_judge_that_part_end_the_run(tmp_path, accelerator):
    judge = iter((0.5, 0.6, 0.4, 0.3, 0.2, 0.1))
    reward = iter(range(10))

    def evaluate(step):
        return {"eval/reward": float(next(reward)), "eval/judge": next(judge), "eval/diversity": 1.0}

    config = oft_config(num_rounds=10, eval_every=1, stop_patience=2)
    run(tmp_path, config, evaluate=evaluate, accelerator=accelerator)
    assert [row["step"] for row in read_log(tmp_path)] == [0, 1, 2, 3]
    assert (tmp_path / "best" / "pytorch_lora_weights.safetensors").exists()
    # Running it again neither trains on nor evaluates again.
    run(tmp_path, config, evaluate=evaluate, accelerator=accelerator)
    assert len(read_log(tmp_path)) == 4


def test_a_judge_that_only_falls_leaves_the_policy_of_the_start(tmp_path, accelerator):
    """The best of (0.6, 0.5, 0.4, 0.3) is the first: SFT, and not the last policy."""
    base, _ = run(tmp_path / "sft", oft_config(num_rounds=1), accelerator=accelerator)
    judge = iter((0.6, 0.5, 0.4, 0.3))
    policy = new_policy(base=base.state())

    def evaluate(step):
        return {"eval/reward": 1.0, "eval/judge": next(judge)}

    run(tmp_path / "oft", oft_config(eval_every=1), policy=policy, evaluate=evaluate, accelerator=accelerator)
    kept = read_lora(tmp_path / "oft" / "best", policy.backbone)
    update = {name: policy.state()[name] for name in kept}

    def applied(state):
        modules = {name.rsplit(".lora_", 1)[0] for name in state}
        return {name: state[f"{name}.lora_B.weight"] @ state[f"{name}.lora_A.weight"] for name in modules}

    for name, start in applied(base.state()).items():
        assert torch.allclose(applied(kept)[name], start, atol=1e-6)
        assert not torch.allclose(applied(update)[name], start, atol=1e-6)


def test_processes_that_disagree_follow_the_first(tmp_path):
    """The second process alone sees hacking; left to itself it would stop, and the first wait for it for ever."""
    script = Path(__file__).with_name("align_in_process.py")
    run_processes(2, script, "oft-disagree", tmp_path)
    assert [row["step"] for row in read_log(tmp_path)] == [0, 1, 2, 3]


def test_bad_input_is_one_line_and_nothing_is_lost(tmp_path, accelerator):
    nameless = [*PROMPTS, TrainingPrompt(id="p9", prompt="something", entity=" ")]
    with pytest.raises(DataError, match="names no entity"):
        run(tmp_path, oft_config(), prompts=nameless, accelerator=accelerator)
    with pytest.raises(DataError, match="expected prompts"):
        run(tmp_path, oft_config(), prompts=[], accelerator=accelerator)
    with pytest.raises(ConfigError, match="15"):
        run(tmp_path, oft_config(size_px=15), accelerator=accelerator)
    with pytest.raises(DataError, match="all images of each prompt had equal reward"):
        run(tmp_path, oft_config(), score=lambda p, i: torch.zeros(len(i)), accelerator=accelerator)

    def finds_nothing(phrases, images, height, width):
        return torch.ones(len(images), height, width), list(range(len(images)))

    with pytest.raises(ConfigError, match="found nothing in 100%"):
        run(tmp_path / "m", oft_config(max_fallback_rate=0.5), locate=finds_nothing, accelerator=accelerator)


@pytest.mark.parametrize("answer", [torch.full((4,), float("nan")), torch.zeros(3), RuntimeError("out of order")])
def test_a_failing_reward_names_itself(tmp_path, accelerator, answer):
    class Broken:
        name = "broken"

        def score(self, prompts, images):
            if isinstance(answer, Exception):
                raise answer
            return answer

    with pytest.raises(ModelError, match="reward 'broken'"):
        run(tmp_path, oft_config(), score=combine_rewards([(Broken(), 1.0)]), accelerator=accelerator)


def test_a_batch_is_scored_while_the_next_one_is_drawn(tmp_path, accelerator):
    """The reward answers for its first batch only after the second one was decoded; one after the other, it would wait in vain."""
    policy, drawn = new_policy(), threading.Event()
    decode, calls = policy.backbone.decode, []

    def counted(latents):
        calls.append(len(latents))
        if len(calls) == 2:
            drawn.set()
        return decode(latents)

    def waiting(prompts, images):
        assert drawn.wait(60), "the second batch was not drawn while the first one was scored"
        return brightness(prompts, images)

    policy.backbone.decode = counted
    run(tmp_path, oft_config(num_rounds=1, rollout_batch_size=2), policy=policy, score=waiting, accelerator=accelerator)
    assert calls == [2, 2] and read_log(tmp_path)[0]["oft/reward"] > 0


def test_training_refuses_a_model_that_answers_differently(tmp_path, accelerator):
    policy = new_policy()
    forward, calls = policy.backbone.velocity, []

    def drifting(*args, **kwargs):
        calls.append(1)
        return forward(*args, **kwargs) * (1 if len(calls) <= 4 else 1.05)

    policy.backbone.velocity = drifting
    with pytest.raises(ModelError, match="rollout and training disagree"):
        run(tmp_path, oft_config(), policy=policy, accelerator=accelerator)
    assert velocity_of(policy.backbone).isfinite().all()


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"window": (2, 9)}, "window"),
        ({"window": (1, 1)}, "window"),
        ({"kernel": "ode"}, "kernel"),
        ({"parity": "paper", "images_per_prompt": 4}, "parity"),
    ],
)
def test_settings_that_contradict_are_refused(changes, named):
    with pytest.raises(ConfigError, match=named):
        oft_config(**changes)
