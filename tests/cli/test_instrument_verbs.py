"""The instrument verbs as a user types them, with relative paths."""

import json

import pytest
from typer.testing import CliRunner

from scisynth.cli.main import app


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def say(*words):
        return CliRunner().invoke(app, ["instruments", *map(str, words)])

    return say


def test_list_says_what_can_be_claimed(run):
    every = run("list")
    assert every.exit_code == 0
    assert "hrtem" in every.stdout
    assert "moon_phase" in every.stdout
    one = json.loads(run("list", "hrtem", "--json").stdout)["instruments"][0]
    assert "spacing" in {claim["quantity"] for claim in one["claims"]}
    assert one["violations"]


def test_images_are_made_and_measured_and_compared(run):
    quick = ("--instruments", "powder_diffraction", "--num", 12, "--size", 96, "--workers", 0)
    made = run("make", *quick, "--twins", 1, "--out", "crystals")
    assert made.exit_code == 0, made.output
    assert "powder_diffraction" in made.stdout
    assert run("make", *quick, "--seed", 1, "--out", "others").exit_code == 0
    measured = run("validate", "crystals", "--workers", 0, "--out", "measured")
    assert measured.exit_code == 0, measured.output
    assert "lattice_constant" in measured.stdout
    compared = run("compare", "others", "measured", "--out", "compared")
    assert compared.exit_code == 0, compared.output
    assert "Wasserstein-1" in compared.stdout


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("list", "hrtm"), "did you mean 'hrtem'"),
        (("make", "--world", "geology"), "unknown world"),
        (("make", "--size", "8"), "size"),
        (("validate", "nowhere"), "found none"),
        (("compare", "a", "b"), "expected a run of `instruments make`"),
        (("utility", "--task", "nucleus"), "expected mask:LABEL"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(run, words, line):
    result = run(*words)
    assert result.exit_code == 2
    assert line in result.output
    assert "Traceback" not in result.output
