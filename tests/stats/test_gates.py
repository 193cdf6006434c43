"""Gates of continuous integration: what falls short, what passes, and what is said."""

import json

import pytest

from scisynth.core.errors import ConfigError, DataError
from scisynth.core.records import Metric
from scisynth.stats.gates import Gate, Headline, accuracy_headline, check_floor, gate_words, open_gate


def headline(scores, value=60.0, names=None, **changed):
    metric = Metric(value=value, low=value and value - 5, high=value and value + 5, n=len(scores))
    given = {
        "metric": "R_inv",
        "unit": "percent",
        "value": metric,
        "scores": dict(zip(names or range(len(scores)), scores, strict=True)),
    }
    return Headline(**{**given, **changed})


@pytest.mark.parametrize(("floor", "ok"), [(59.9, True), (60.0, True), (60.1, False), (0.0, True)])
def test_a_floor_is_reached_by_the_value_itself(floor, ok):
    gate = Gate(fail_under=floor).check(headline([1.0]))
    assert gate["ok"] == ok and (gate["value"], gate["low"], gate["high"]) == (60.0, 55.0, 65.0)
    assert gate["reasons"] == ([] if ok else [f"R_inv is 60.0 [55.0, 65.0], below {floor:g} percent"])


def test_nothing_asked_is_no_gate_and_nothing_measured_never_passes():
    assert Gate().check(headline([1.0])) is None and gate_words(None) == ""
    nothing = Gate(fail_under=0.0).check(headline([], value=None))
    assert not nothing["ok"] and nothing["reasons"] == ["R_inv: nothing was measured"]


def test_a_run_is_worse_where_its_whole_interval_is(tmp_path):
    earlier = headline([1.0] * 40)
    same = Gate(baseline=earlier, name="base").check(headline([1.0] * 40))
    # 20 of 40 were lost: -50 points, and no resampling of 40 items comes near 0.
    worse = Gate(baseline=earlier, name="base").check(headline([1.0, 0.0] * 20))
    better = Gate(baseline=headline([1.0, 0.0] * 20), name="base").check(earlier)
    # One of 40: -2.5 points, which chance takes away in 36 % of resamples.
    once = Gate(baseline=earlier, name="base").check(headline([0.0] + [1.0] * 39))
    assert [found["ok"] for found in (same, worse, better, once)] == [True, False, True, True]
    assert worse["baseline"]["difference"]["value"] == -50 and worse["baseline"]["difference"]["high"] < -30
    assert worse["baseline"]["p_value"] < 0.001 and once["baseline"]["difference"]["high"] == 0
    assert better["baseline"]["difference"]["value"] == 50
    text = gate_words(worse)
    assert "gate: FALLS SHORT" in text and "R_inv is worse than in base by -50.0 [" in text and "n=40" in text
    assert "gate: passed" in gate_words(better) and "against base: +50.0 [" in gate_words(better)
    assert json.loads(json.dumps(worse)) == worse


def test_clusters_are_what_is_resampled():
    """4 of 40 items lost, all in one of ten laws: chance leaves that law out of 35 % of resamples, the 4 items out of 1.5 %."""
    earlier, lost = headline([1.0] * 40), [float(item % 10 > 0) for item in range(40)]
    by_law = Gate(baseline=earlier, name="base").check(headline(lost, clusters={item: item % 10 for item in range(40)}))
    alone = Gate(baseline=earlier, name="base").check(headline(lost))
    by_image = Gate(baseline=earlier, name="base").check(
        headline(lost, prompts={item: item % 10 for item in range(40)})
    )
    assert by_law["ok"] and by_image["ok"] and not alone["ok"]
    assert by_law["baseline"]["difference"]["value"] == alone["baseline"]["difference"]["value"] == pytest.approx(-10)


def test_only_common_items_are_compared_and_none_is_no_pass():
    earlier = headline([1.0, 1.0, 1.0])
    found = Gate(baseline=earlier, name="base").check(headline([1.0, 1.0]))
    assert found["ok"] and found["baseline"]["difference"]["n"] == 2 and found["baseline"]["not_in_both"] == 1
    other = Gate(baseline=earlier, name="base").check(headline([1.0], names=["x"]))
    assert not other["ok"] and "no item was scored both here and in base" in other["reasons"][0]
    assert "against" not in gate_words(other)


@pytest.mark.parametrize("floor", [0.5, 0.01, 0.999])
def test_a_share_where_percent_are_meant_is_a_slip(floor):
    with pytest.raises(ConfigError, match=rf"for example {100 * floor:g}$"):
        check_floor(floor)
    check_floor(floor, "mean score, in the model's own units")
    check_floor(1.0)


def test_a_baseline_must_be_a_run_of_the_same_kind_and_settings(tmp_path):
    manifest = {"command": "bench x", "config": {"judges": ["a", "b"], "tier": "t"}, "config_digest": "", "seed": 0}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    options = {"command": "bench x", "read": lambda folder: headline([1.0])}
    assert open_gate(None, tmp_path, **options, same={"judges": "a", "tier": "t"}).baseline
    with pytest.raises(DataError, match="expected a run of `bench y`, found one of `bench x`"):
        open_gate(None, tmp_path, **{**options, "command": "bench y"}, same={})
    with pytest.raises(ConfigError, match="made with judges 'a', this run has 'b'"):
        open_gate(None, tmp_path, **options, same={"judges": "b"})
    with pytest.raises(DataError, match="no manifest"):
        open_gate(None, tmp_path / "gone", **options, same={})


def test_an_accuracy_is_shown_in_percent():
    found = accuracy_headline(
        {"value": 0.75, "low": 0.5, "high": 1.0, "n": 8, "coverage": 0.8, "with_failures_as_zero": 0.6}
    )
    assert found.value == Metric(value=75.0, low=50.0, high=100.0, n=8) and found.coverage == 0.8
