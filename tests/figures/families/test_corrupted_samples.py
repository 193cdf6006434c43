"""Samples of corrupted figures: mostly a family's own defects, each with the words of a careful reader and a grade."""

import json
from dataclasses import replace
from random import Random

import pytest
from support.thorough import some
from typer.testing import CliRunner

from scisynth.cli.main import app
from scisynth.figures.corruptions import make_corrupted, sample_corrupted, wrong_count
from scisynth.figures.families.family import DoesNotApplyError
from scisynth.figures.families.registry import families_of, get_family, image_types


@pytest.mark.parametrize("step", some([3, 1], 1))
def test_a_sample_is_generic_to_a_third_at_most(step):
    families = [item for kind in image_types() for item in families_of(kind)][::step]
    for num in (1, 2, 4, 9):
        sample = [twin for item in families for twin in sample_corrupted(item.make(num), item, num)]
        assert len(sample) >= 0.9 * min(num, 4) * len(families)
        assert 0.1 < sum(twin.is_generic for twin in sample) / len(sample) <= 1 / 3
        assert all(twin.sentence.endswith(".") and twin.visibility in (1, 2, 3) for twin in sample)


def test_a_sample_has_no_defect_twice_and_is_the_same_again():
    item = get_family("incline_block")
    names = [twin.defect for twin in sample_corrupted(item.make(3), item, 5)]
    assert len(set(names)) == len(names) == 5
    assert names == [twin.defect for twin in sample_corrupted(item.make(3), item, 5)]


def test_a_family_without_defects_of_its_own_has_generic_ones():
    item = get_family("incline_block")
    assert all(twin.is_generic for twin in make_corrupted(item.make(3)))


def test_a_count_is_spoiled_only_where_the_problem_states_it():
    item = get_family("incline_block")
    scene = item.make(3)
    with pytest.raises(DoesNotApplyError):  # three arrows are drawn, and no problem of an incline says three
        wrong_count(scene, Random(0))
    told = replace(scene, problem=f"{scene.problem} Three forces act.")
    assert len(wrong_count(told, Random(0)).marks) == len(scene.marks) - 1


def test_rows_say_what_is_wrong(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    command = ["imgcoder", "families", "--families", "incline_block", "--type", "Physics - Mechanical", "--num", "1"]
    ran = CliRunner().invoke(app, [*command, "--twins", "2", "--out", "out"])
    assert ran.exit_code == 0, ran.output
    first, *twins = json.loads((tmp_path / "out/figures.json").read_text())
    assert (first["defect_sentence"], first["visibility"]) == ("", None)
    assert len(twins) == 2 and all(row["defect_sentence"] and row["visibility"] in (1, 2, 3) for row in twins)
