"""The demo fitted to a machine: given seconds a unit, which counts are chosen; nothing is timed here."""

import json

import pytest

from scisynth.core.store import RunFolder
from scisynth.pipelines.demo import timing as demo_timing
from scisynth.pipelines.demo.plan import (
    LIMIT_S,
    TARGET_S,
    DemoConfig,
    UnitSeconds,
    demo_config,
    estimate,
    fit,
    scaled,
)

FAST = UnitSeconds(render=0.0016, reward_tuple=0.0128, denoise=0.0064, train=0.0186)
"""Two cores with AVX512-BF16; seconds of one thread that shares its core, over 1.8."""
SLOW = UnitSeconds(render=0.0015, reward_tuple=0.0160, denoise=0.0100, train=0.0234)
"""The same held to AVX2 and float32; such a machine took 12.3 minutes for the whole."""


def total(config, units):
    return sum(estimate(config, units).values())


def test_a_fast_machine_runs_the_whole_demo():
    fitted = fit(demo_config(), FAST)
    assert fitted.fit.is_whole and fitted.replace({"fit": None}).reward == demo_config().reward
    assert fitted.model_copy(update={"fit": None}) == demo_config()


def test_a_slow_one_runs_less_of_every_stage_and_ends_in_time():
    fitted, whole = fit(demo_config(), SLOW), demo_config()
    assert fitted.fit.whole_s > LIMIT_S and total(fitted, SLOW) <= TARGET_S
    assert fitted.reward.max_steps < whole.reward.max_steps
    assert fitted.align.sft.max_steps < whole.align.sft.max_steps
    assert fitted.align.oft.num_rounds <= whole.align.oft.num_rounds
    assert 16 <= fitted.align.num_test < whole.align.num_test
    assert fitted.num_test == whole.num_test and fitted.tuples == whole.tuples
    # The whole took 738 s where it is estimated at `whole_s`; what is left then takes less than ten minutes there.
    assert 738 * total(fitted, SLOW) / fitted.fit.whole_s < 600
    sentence = fitted.fit.sentence(fitted)
    assert f"{fitted.reward.max_steps} steps of SciScore" in sentence and "so less is run" in sentence


def test_the_slower_the_machine_the_less_is_run_and_never_nothing():
    shares = []
    for factor in (0.5, 1, 1.2, 1.6, 2.5, 10, 100):
        units = UnitSeconds.parse({name: factor * value for name, value in SLOW.model_dump().items()})
        fitted = fit(demo_config(), units)
        shares.append(fitted.fit.share)
        assert fitted.reward.max_steps >= 100 and fitted.align.sft.max_steps >= 40
        assert fitted.align.oft.num_rounds >= 2 and fitted.align.num_test >= 16
        assert fitted.fit.is_whole or total(fitted, units) <= TARGET_S or fitted.fit.share == 0.25
    assert shares == sorted(shares, reverse=True) and shares[0] == 1 and shares[-1] == 0.25


@pytest.mark.parametrize("share", [0.9, 0.75, 0.5, 0.3])
def test_what_is_scaled_still_ends_with_an_evaluation(share):
    config = scaled(demo_config(), share)
    assert config.reward.max_steps % config.reward.eval_every == 0
    assert config.align.sft.max_steps % config.align.sft.eval_every == 0
    assert config.align.oft.num_rounds % config.align.oft.eval_every == 0
    assert config.align.num_shown <= config.align.num_test


def test_every_stage_costs_and_twice_the_work_costs_twice():
    seconds = estimate(demo_config(), SLOW)
    assert set(seconds) == {"tuples", "reward", "test", "sft", "oft", "bench", "rest"} and min(seconds.values()) > 0
    twice = UnitSeconds.parse({name: 2 * value for name, value in SLOW.model_dump().items()})
    for stage, value in estimate(demo_config(), twice).items():
        assert value == pytest.approx(value if stage == "rest" else 2 * seconds[stage])


def test_the_choice_is_kept_in_the_config_and_a_resumed_run_takes_it(tmp_path, monkeypatch):
    timed = []
    monkeypatch.setattr(demo_timing, "measure_units", lambda config: timed.append(config) or SLOW)
    first = demo_timing.fitted_demo(tmp_path / "fitted")
    assert len(timed) == 1 and DemoConfig.parse(json.loads(first.model_dump_json())) == first
    RunFolder(tmp_path / "fitted", first, command="demo", seed=0)
    RunFolder(tmp_path / "given", demo_config(), command="demo", seed=0)
    monkeypatch.setattr(demo_timing, "measure_units", lambda config: FAST)
    assert demo_timing.fitted_demo(tmp_path / "fitted") == first
    assert demo_timing.fitted_demo(tmp_path / "given").fit.is_whole, "a run with every count given was not fitted"
