"""The watch: which evaluation is best, and when the reward has been hacked."""

from scisynth.alignment.watch import RewardHackingMonitor


def row(reward, judge, diversity=1.0, step=1):
    return {"step": step, "eval/reward": reward, "eval/judge": judge, "eval/diversity": diversity}


def test_a_rising_judge_is_the_best_and_never_stops():
    watch = RewardHackingMonitor(patience=1)
    assert [watch.update(row(r, j)) for r, j in ((1, 0.1), (2, 0.2), (3, 0.3))] == [(True, "")] * 3


def test_reward_up_and_judge_down_for_patience_evaluations():
    watch = RewardHackingMonitor(patience=2)
    watch.update(row(1, 0.8))
    assert watch.update(row(2, 0.7)) == (False, "")
    best, reason = watch.update(row(3, 0.6))
    assert not best and "the reward rises while the judge falls for 2 evaluations" in reason


def test_a_fall_within_the_noise_or_with_the_reward_is_no_hacking():
    watch = RewardHackingMonitor(patience=1)
    watch.update(row(2, 0.8))
    assert watch.update(row(3, 0.79)) == (False, "")
    assert watch.update(row(1, 0.5)) == (False, "")


def test_recovery_starts_the_count_again():
    watch = RewardHackingMonitor(patience=2)
    watch.update(row(1, 0.8))
    watch.update(row(2, 0.7))
    watch.update(row(2, 0.8))
    assert watch.update(row(3, 0.7)) == (False, "")


def test_images_that_become_alike_stop_the_run():
    watch = RewardHackingMonitor(patience=1)
    watch.update(row(1, 0.8, diversity=0.2))
    assert "alike" in watch.update(row(2, 0.8, diversity=0.05))[1]


def test_without_a_judge_the_reward_decides():
    watch = RewardHackingMonitor(patience=1)
    assert [watch.update({"eval/reward": reward})[0] for reward in (1.0, 2.0, 1.5)] == [True, True, False]


def test_patience_0_never_stops():
    watch = RewardHackingMonitor(patience=0)
    watch.update(row(1, 0.9))
    assert all(watch.update(row(9, 0.0, 0.01)) == (False, "") for _ in range(5))


def test_a_start_without_a_policy_is_a_bar_and_never_kept():
    watch = RewardHackingMonitor(patience=0)
    assert watch.update(row(1, 0.8, step=0), can_keep=False) == (False, "")
    assert watch.update(row(2, 0.6), can_keep=True) == (True, "")
    assert "no policy stands above the model before training" in watch.verdict
    assert watch.update(row(2, 0.9, step=2)) == (True, "") and "step 2" in watch.verdict
