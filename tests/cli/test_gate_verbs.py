"""`--fail-under` and `--baseline` as continuous integration uses them: exit codes, text and JSON of the real commands."""

import json

import pytest
from typer.testing import CliRunner

from scisynth.cli.main import app
from scisynth.generators.folder import METADATA
from scisynth.lab.render import LabGenerator
from scisynth.prompts.write import PromptsConfig, write_prompts

NUM = 10


def run(*arguments, code=0):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output + str(result.exception)
    return result


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Two finished runs of `bench science-t2i`: true images, and false ones."""
    root = tmp_path_factory.mktemp("runs")
    prompt_sets = [
        item for split in ("test_S", "test_C") for item in write_prompts(PromptsConfig(num=NUM, split=split), 0)
    ]
    for tier in ("explicit", "superficial"):
        folder = root / f"{tier}-images"
        folder.mkdir()
        rows = []
        for number, item in enumerate(prompt_sets):
            LabGenerator().generate(item, tier, seed=number, size_px=64).save(folder / f"{number}.png")
            rows.append(json.dumps({"file_name": f"{number}.png", "prompt": item.implicit_prompt}))
        (folder / METADATA).write_text("\n".join(rows) + "\n")
        run(*bench(root, tier))
    return root


def bench(root, tier, *extra):
    images = f"folder:{root / f'{tier}-images'}"
    command = ("bench", "science-t2i", "--generator", images, "--judge", "lab-judge", "--num", NUM, "--images", 1)
    return (*command, "--out", root / tier, *extra)


def test_science_t2i_has_a_floor_and_a_baseline(runs):
    passed = json.loads(
        run(*bench(runs, "explicit", "--fail-under", 80, "--baseline", runs / "superficial", "--json")).stdout
    )
    assert passed["gate"]["ok"] and passed["gate"]["unit"] == "points of 100"
    assert passed["gate"]["value"] == passed["reality_score"]["overall"]["value"]
    assert passed["gate"]["baseline"]["difference"]["low"] > 50 and passed["gate"]["baseline"]["not_in_both"] == 0
    result = run(*bench(runs, "superficial", "--fail-under", 80, "--baseline", runs / "explicit"), code=4)
    assert "gate: FALLS SHORT" in result.stdout and "below 80 points of 100" in result.stdout
    assert f"worse than in {runs / 'explicit'} by -" in result.stdout and "against" in result.stdout
    assert "gate" not in json.loads(run(*bench(runs, "explicit", "--json")).stdout)


def test_a_gate_that_cannot_be_is_said_before_anything_is_drawn(runs, tmp_path):
    command = ("bench", "science-t2i", "--num", 1, "--out", tmp_path / "new")
    for extra, words in (
        (("--baseline", tmp_path / "gone"), "no manifest"),
        (("--baseline", runs / "explicit", "--judge", "lab-sciscore"), "made with judges 'lab-judge'"),
        (("--baseline", runs / "explicit", "--tier", "explicit"), "made with tiers 'implicit'"),
        (("--fail-under", 0.8), "for example 80"),
    ):
        result = run(*command, *extra, code=2)
        assert result.stderr.count("\n") == 1 and words in result.stderr and not (tmp_path / "new").exists()
    result = run("bench", "scigenbench", "--baseline", runs / "explicit", "--out", tmp_path / "new", code=2)
    assert "expected a run of `bench scigenbench`" in result.stderr and not (tmp_path / "new").exists()


def test_scigenbench_without_a_judge_is_measured_by_structure(tmp_path, monkeypatch):
    pytest.importorskip("matplotlib")
    monkeypatch.setattr("scisynth.pipelines.scigenbench.families.image_types", lambda: ("Math - Plane Geometric",))
    command = ("bench", "scigenbench", "--num", 2, "--seed", 3)
    run(*command, "--out", tmp_path / "base")
    result = run(*command, "--out", tmp_path / "new", "--fail-under", 100, "--baseline", tmp_path / "base", "--json")
    gate = json.loads(result.stdout)["gate"]
    assert gate["ok"] and gate["metric"] == "the claims that hold" and gate["value"] == 100
    difference = gate["baseline"]["difference"]
    assert (difference["value"], difference["n"]) == (0.0, 2)
    rows = json.loads((tmp_path / "base" / "families" / "figures.json").read_text())
    assert {row["score"] for row in rows} == {1.0}
    text = run(*command, "--out", tmp_path / "new", "--fail-under", 101, code=4).stdout
    assert "the claims that hold is 100.0" in text and "below 101 percent" in text


def test_rewards_have_a_floor_and_are_compared_on_the_same_pairs(tmp_path):
    pytest.importorskip("torch")
    command = ("reward", "eval", "--num", 48, "--model")
    run(*command, "lab-sciscore", "--fail-under", 80, "--baseline", "lab-clip")
    result = run(*command, "lab-clip", "--fail-under", 80, "--baseline", "lab-sciscore", "--json", code=4)
    gate = json.loads(result.stdout)["gate"]
    assert len(gate["reasons"]) == 2 and gate["baseline"]["difference"]["high"] < 0 and gate["n"] == 48
    command = ("judge", "two-choice", "--num", 12, "--judge", "lab-clip", "--out", tmp_path / "choices")
    assert "gate: FALLS SHORT" in run(*command, "--fail-under", 99, code=4).stdout
    assert "gate: passed" in run(*command, "--fail-under", 1).stdout
