"""The README's numbers are those of the stored benchmarks, and those were measured with today's defaults."""

import json
import re
import sys
from pathlib import Path
from statistics import mean, stdev

import pytest

from scisynth.core.store import describe_measurement
from scisynth.pipelines.alignment.config import lab_flux_oft, lab_flux_sft

PROJECT = Path(__file__).parents[2]
README = (PROJECT / "README.md").read_text(encoding="utf-8")


def stored(name):
    return json.loads((PROJECT / "benchmarks" / f"{name}.json").read_text(encoding="utf-8"))


def row_of(label):
    (line,) = [line for line in README.splitlines() if line.startswith("|") and label in line]
    return line.replace("**", "")


def percent(metric):
    return f"{100 * metric['value']:.1f}", f"{100 * metric['low']:.1f}", f"{100 * metric['high']:.1f}"


def numbers(cell):
    return tuple(f"{float(number):.1f}" for number in re.findall(r"\d+(?:\.\d+)?", cell))


@pytest.mark.parametrize(
    ("label", "model", "group"),
    [
        ("`lab-clip`, a CLIP", "lab-clip", None),
        ("`lab-sciscore`, shipped", "lab-sciscore", None),
        ("condition-oriented laws, subjects never trained on", "lab-sciscore", "CT unseen"),
        ("subject-oriented laws, subjects never trained on", "lab-sciscore", "ST unseen"),
    ],
)
def test_the_readmes_reward_table_is_the_stored_one(label, model, group):
    results = stored("reward_lab")["results"][model]
    *_, simple, complex_, _ = row_of(label).split("|")
    for cell, split in ((simple, "test_S"), (complex_, "test_C")):
        metric = results[split]["by_type_and_seen"][group] if group else results[split]["accuracy"]
        assert numbers(cell.replace("%", "")) == percent(metric)


def test_the_reward_benchmark_was_run_with_todays_defaults():
    sys.path.insert(0, str(PROJECT / "benchmarks"))
    try:
        from reward_lab import RewardLabConfig
    finally:
        sys.path.pop(0)
    found = stored("reward_lab")
    digest = RewardLabConfig().digest()
    assert found["config_digest"] == digest, "stale: run benchmarks/reward_lab.py --out benchmarks/reward_lab.json"
    assert RewardLabConfig.parse(found["config"]).digest() == digest


@pytest.mark.parametrize(
    ("stage", "label"), [("SFT", "| SFT: fraction of that gap closed"), ("SFT+OFT", "| SFT + OFT |")]
)
def test_the_readmes_alignment_table_is_the_stored_one(stage, label):
    seeds = stored("align_lab")["seeds"]
    *_, simple, complex_, _ = row_of(label).split("|")
    for cell, split in ((simple, "test_S"), (complex_, "test_C")):
        expected = []
        for scorer in ("SciScore", "lab-judge"):
            values = [
                100 * row["metric"]["value"]
                for seed in seeds
                for row in seed["improvements"]
                if (row["stage"], row["split"], row["scorer"]) == (stage, split, scorer)
            ]
            assert len(values) == len(seeds)
            expected += [f"{mean(values):.1f}", f"{stdev(values):.1f}"]
        assert list(numbers(cell.replace("%", ""))) == expected


def test_the_alignment_benchmark_was_run_with_todays_settings():
    config = stored("align_lab")["config"]
    for name, today in (("sft", lab_flux_sft()), ("oft", lab_flux_oft())):
        values = today.model_dump(mode="json")
        # Settings are stored as they were named then; `parse` reads them as what they are called now.
        for key, value in type(today).parse(config[name]).model_dump(mode="json", exclude_unset=True).items():
            found = {k: values[key][k] for k in value} if isinstance(value, dict) else values[key]
            assert found == value, f"align_lab.json is stale: {name}.{key}; run benchmarks/align_lab.py again"


@pytest.mark.parametrize("path", sorted((PROJECT / "benchmarks").glob("*.json")), ids=lambda path: path.stem)
def test_every_stored_benchmark_says_with_what_and_where_it_was_measured(path):
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found["machine"] and {"scisynth", "python"} <= set(found["versions"]) and found["config"]
    if "config_note" not in found:  # a measurement from before configs were stored says so
        assert found["config_digest"] == describe_measurement(found["config"])["config_digest"]
