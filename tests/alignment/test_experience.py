"""What a round learns from: shared starts, windows, rewards on one scale, groups that differ, prompts that still teach."""

import dataclasses
import json

import numpy as np
import pytest
import torch
from support.alignment_parts import OPTIMIZER, PROMPTS, brightness, left_half, new_policy, oft_config, sft_config
from support.tiny_pipelines import build

from scisynth.alignment.cache import TextCache
from scisynth.alignment.config import LoraSettings
from scisynth.alignment.curriculum import HISTORY_NAME, PromptDraw
from scisynth.alignment.guidance import words_to_encode
from scisynth.alignment.lora import Policy
from scisynth.alignment.oft import train_oft
from scisynth.alignment.preference import settle
from scisynth.alignment.rollout import RewardSum, collect
from scisynth.alignment.sft import TrainingImage, train_sft
from scisynth.backbones.registry import wrap
from scisynth.core.errors import ConfigError
from scisynth.training.curve import read_log

CPU = torch.device("cpu")


def draw(config, policy, rewards=None, *, round_number=0, prompts=PROMPTS):
    words = words_to_encode(policy.backbone, [prompt.prompt for prompt in prompts])
    cache = TextCache(policy.backbone, words)
    rewards = rewards or RewardSum((("brightness", brightness, 1.0),))
    return collect(
        config, policy.backbone, cache, prompts, rewards, None, seed=0, round_number=round_number, device=CPU
    )


def test_images_that_share_their_noise_are_one_until_the_window():
    policy = new_policy()
    config = oft_config(images_per_prompt=3, num_steps=5, window=(2, 4), rollout_batch_size=4)
    own, shared = draw(config, policy), draw(config.replace({"initial_noise": "shared"}), policy)
    starts = shared.steps[0].sample.view(4, 3, *shared.clean_NCHW.shape[1:])
    assert torch.equal(starts[:, 0], starts[:, 1]) and torch.equal(starts[:, 0], starts[:, 2])
    assert not torch.equal(starts[0], starts[1])
    ends = shared.clean_NCHW.view_as(starts)
    assert (ends[:, 0] - ends[:, 1]).abs().amin(0).max() > 0
    assert [step.index for step in shared.steps] == [step.index for step in own.steps] == [2, 3]
    assert not torch.equal(own.steps[0].sample[0], own.steps[0].sample[1])


def test_a_prefix_is_taken_once_for_all_images_of_a_group():
    policy = new_policy()
    forward, passes = policy.backbone.velocity, []

    def counting(sample, *args, **kwargs):
        passes.append(len(sample))
        return forward(sample, *args, **kwargs)

    policy.backbone.velocity = counting
    config = oft_config(images_per_prompt=4, num_steps=5, window=(3, 4), rollout_batch_size=16, initial_noise="shared")
    draw(config, policy)
    assert passes == [4] * 3 + [16] * 2


def test_windows_move_over_a_run_and_stay_inside():
    config = oft_config(num_steps=10, window=(1, 7), window_size=2, num_rounds=10, window_motion="sliding")
    starts = [config.window_of(number, 0).start for number in range(10)]
    assert starts == sorted(starts) and (starts[0], starts[-1]) == (1, 5)
    drawn = config.replace({"window_motion": "random"})
    windows = [drawn.window_of(number, 0) for number in range(40)]
    assert {window.start for window in windows} == {1, 2, 3, 4, 5} and {len(window) for window in windows} == {2}
    assert windows == [drawn.window_of(number, 0) for number in range(40)]
    assert draw(drawn.replace({"num_steps": 8}), new_policy()).steps[0].index == windows[0].start


@pytest.mark.parametrize("kind", ["velocity_dpo", "awm", "nft"])
def test_forward_process_objectives_learn_from_ode_images(kind):
    rollouts = draw(oft_config(objective=kind, images_per_prompt=4), new_policy())
    assert rollouts.steps == ()
    calm = draw(oft_config(objective=kind, images_per_prompt=4, kernel_params={"noise_level": 0.9}), new_policy())
    assert torch.equal(rollouts.clean_NCHW, calm.clean_NCHW)


def with_rewards(rows_TPK, echoes_TPK=None):
    rollouts = draw(oft_config(images_per_prompt=3), new_policy())
    terms = torch.tensor(rows_TPK)
    echoes = None if echoes_TPK is None else torch.tensor(echoes_TPK)
    return dataclasses.replace(rollouts, terms_TPK=terms, echoes_TPK=echoes)


def test_a_reward_of_large_numbers_does_not_rule_a_sum():
    small, large = [[0.0, 1.0, 2.0], [2.0, 1.0, 0.0]], [[0.0, 0.0, 300.0], [0.0, 0.0, 300.0]]
    rollouts = with_rewards([small, large])
    settled, noise = settle(rollouts, torch.tensor([1.0, 1.0]), least_gap=0.0, total=lambda values: values)
    swapped, _ = settle(
        with_rewards([small, [[0.0, 0.0, 3.0]] * 2]), torch.tensor([1.0, 1.0]), least_gap=0.0, total=lambda v: v
    )
    torch.testing.assert_close(settled.rewards_PK, swapped.rewards_PK)
    assert noise is None
    # Each term varies by 1, RMS, within the groups.
    one, _ = settle(rollouts, torch.tensor([1.0, 0.0]), least_gap=0.0, total=lambda values: values)
    assert float((one.rewards_PK - one.rewards_PK.mean(1, keepdim=True)).square().mean()) == pytest.approx(1)
    # A single reward keeps its own units.
    alone, _ = settle(with_rewards([large]), torch.tensor([1.0]), least_gap=0.0, total=lambda values: values)
    assert alone.rewards_PK.tolist() == large


def test_groups_within_the_rewards_noise_are_not_trained():
    rewards = [[[0.0, 0.1, 0.2], [0.0, 1.0, 3.0]]]
    # The same images moved: 0.3 off either way, and 5 higher throughout, which no preference sees.
    echoes = [[[5.3, 4.8, 5.5], [4.7, 6.3, 7.7]]]
    kept, noise = settle(with_rewards(rewards, echoes), torch.tensor([1.0]), least_gap=2.0, total=lambda values: values)
    apart = np.array(rewards) - np.array(echoes)
    assert noise == pytest.approx(apart.std() / np.sqrt(2), rel=1e-5)
    assert kept.is_taught_P.tolist() == [False, True]
    free, _ = settle(with_rewards(rewards, echoes), torch.tensor([1.0]), least_gap=0.1, total=lambda values: values)
    assert free.is_taught_P.tolist() == [True, True]


def test_the_share_of_untrained_groups_and_the_noise_are_logged(tmp_path, accelerator):
    config = oft_config(num_rounds=1, least_gap=1e3, prompts_per_round=4)
    train_oft(config, new_policy(), PROMPTS, brightness, left_half, tmp_path, seed=0, accelerator=accelerator)
    (row,) = read_log(tmp_path)
    assert row["oft/untrained"] == 1 and row["oft/pairs"] == 0 and row["oft/reward_noise"] > 0
    assert row["oft/grad_norm"] == 0 and row["oft/velocity_norm"] == pytest.approx(1, abs=0.05)


def test_prompts_whose_rewards_vary_come_more_often_and_the_others_still_come():
    many = [dataclasses.replace(PROMPTS[0], id=f"m{n}", prompt=f"thing {n}") for n in range(40)]
    choose = PromptDraw(many, per_round=8, share=0.5, seed=0)
    assert len(choose.draw(0)) == 8 and len({prompt.id for prompt in choose.draw(0)}) == 8
    choose.learn({f"thing {n}": 1.0 if n < 6 else 1e-6 for n in range(40)})
    drawn = [prompt.prompt for number in range(1, 41) for prompt in choose.draw(number)]
    varied = sum(int(words.split()[1]) < 6 for words in drawn)
    assert varied > 0.45 * len(drawn) and len(set(drawn)) == 40
    assert all(len({prompt.prompt for prompt in choose.draw(number)}) == 8 for number in range(40))
    greedy = PromptDraw(many, per_round=8, share=0.99, seed=0)
    first, second = ({prompt.prompt for prompt in greedy.draw(number)} for number in (0, 1))
    assert len(first | second) > 12, "with nothing known yet, rounds still differ"
    off = PromptDraw(many, per_round=8, share=0.0, seed=0)
    before = [prompt.id for number in range(5) for prompt in off.draw(number)]
    off.learn({"thing 1": 9.0})
    assert before == [prompt.id for number in range(5) for prompt in off.draw(number)] and len(set(before)) == 40


def test_a_resumed_curriculum_draws_what_it_would_have_drawn(tmp_path, accelerator):
    config = oft_config(num_rounds=4, curriculum=0.5, prompts_per_round=2, initial_noise="shared")

    def train(folder, score=brightness):
        train_oft(config, new_policy(), PROMPTS, score, left_half, folder, seed=0, accelerator=accelerator)

    train(tmp_path / "whole")
    calls = []

    def dies(prompts, images):
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return brightness(prompts, images)

    with pytest.raises(KeyboardInterrupt):
        train(tmp_path / "cut", dies)
    train(tmp_path / "cut")
    assert read_log(tmp_path / "cut") == read_log(tmp_path / "whole")
    rows = [json.loads(line) for line in (tmp_path / "cut" / HISTORY_NAME).read_text().splitlines()]
    assert [row["step"] for row in rows] == [1, 2, 3, 4] and all(len(row["spreads"]) == 2 for row in rows)


def test_several_rewards_are_logged_one_by_one(tmp_path, accelerator):
    def darkness(prompts, images):
        return -1000 * brightness(prompts, images)

    rewards = RewardSum((("bright", brightness, 1.0), ("dark", darkness, 0.5)))
    config = oft_config(num_rounds=1)
    train_oft(config, new_policy(), PROMPTS, rewards, left_half, tmp_path, seed=0, accelerator=accelerator)
    (row,) = read_log(tmp_path)
    assert row["oft/reward"] == pytest.approx(row["oft/reward/bright"] + 0.5 * row["oft/reward/dark"], rel=1e-4)


FAMILY_OBJECTIVES = {
    "flux": "nft",
    "flux2": "velocity_dpo",
    "flux2-klein": "awm",
    "sd3": "grpo",
    "qwen-image": "step_dpo",
    "z-image": "awm",
}


@pytest.mark.parametrize("family", FAMILY_OBJECTIVES)
def test_every_family_trains_with_guidance_throughout(tmp_path, accelerator, family):
    """Rollout, policy, reference and monitor all ask with the negative prompt where the family has one."""
    torch.set_num_threads(1)
    policy = Policy(wrap(build(family)), LoraSettings(rank=2, alpha=2), seed=0)
    forward, asked = policy.backbone.velocity, []

    def spy(*args, guidance=None, negative=None):
        asked.append((guidance, negative is not None))
        return forward(*args, guidance=guidance, negative=negative)

    policy.backbone.velocity = spy
    config = oft_config(
        objective=FAMILY_OBJECTIVES[family], guidance=3.0, num_rounds=2, num_steps=3, optimizer=OPTIMIZER, size_px=32
    )
    train_oft(config, policy, PROMPTS[:2], brightness, None, tmp_path, seed=0, accelerator=accelerator)
    rows = read_log(tmp_path)
    assert len(rows) == 2 and rows[0]["oft/grad_norm"] > 0
    assert set(asked) == {(3.0, policy.backbone.default_negative is not None)}


def test_guidance_changes_what_a_guided_family_draws(accelerator):
    policy = Policy(wrap(build("sd3")), LoraSettings(rank=2, alpha=2), seed=0)
    plain, guided = (draw(oft_config(guidance=scale, size_px=32), policy) for scale in (1.0, 6.0))
    assert (plain.clean_NCHW - guided.clean_NCHW).abs().max() > 1e-3


def test_stage_1_of_a_guided_family_refuses_guidance(tmp_path, accelerator):
    from PIL import Image

    policy = Policy(wrap(build("sd3")), LoraSettings(rank=2, alpha=2), seed=0)
    examples = [TrainingImage(prompt="a ball", image=Image.new("RGB", (32, 32)))]
    with pytest.raises(ConfigError, match=r"sft\.guidance"):
        train_sft(sft_config(guidance=4.0), policy, examples, tmp_path, seed=0, accelerator=accelerator)
