"""A benchmark of one's own: prompts and what a judge has to look for, in JSON, JSON Lines or CSV."""

import json

import pytest

from scisynth.core.errors import DataError
from scisynth.judges.reality import rubrics_of
from scisynth.pipelines.science_t2i.config import BenchData
from scisynth.pipelines.science_t2i.data import load_prompt_sets
from scisynth.tuples.prompt_sets import read_prompt_sets

ROWS = [
    {"prompt": "an ice cube in water", "reality_rubric": "It floats.", "group": "buoyancy", "id": "ice"},
    {"prompt": "the eye of a needle under a magnet", "scene_rubric": "A needle.", "group": "magnets"},
    {"prompt": "a rainbow at noon", "group": None},
]


@pytest.mark.parametrize("suffix", ["json", "jsonl"])
def test_only_the_prompt_is_needed(tmp_path, suffix):
    path = tmp_path / f"mine.{suffix}"
    path.write_text(json.dumps(ROWS) if suffix == "json" else "\n".join(map(json.dumps, ROWS)))
    ice, needle, rainbow = load_prompt_sets(BenchData(data=str(path), num=1), seed=0)
    assert (ice.id, ice.law, ice.field, ice.implicit_prompt) == ("ice", "buoyancy", "physics", "an ice cube in water")
    assert (needle.id, needle.law, needle.field) == ("row-000001", "magnets", "")
    assert rubrics_of(ice) == (
        "The picture shows every thing that the prompt names: an ice cube in water",
        "It floats.",
    )
    assert rubrics_of(needle)[0] == "A needle." and rubrics_of(needle)[1] == rubrics_of(rainbow)[1]
    assert ice.prompt("implicit") == "an ice cube in water"
    with pytest.raises(DataError, match="ice: expected a prompt of the tier explicit, found none in the data"):
        ice.prompt("explicit")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [{"prompt": "a", "reality_rubic": "b"}],
            r"entry 1: unknown key 'reality_rubic'; did you mean 'reality_rubric'",
        ),
        ([{"prompt": "a"}, {"group": "x"}], r"expected a prompt, got none"),
        ([{"prompt": "a"}, {"prompt": " "}], r"expected a prompt, got none"),
        ([{"prompt": ["a"]}], r"prompt: expected a text, got list"),
        ([{"prompt": "a", "group": True}], r"group: expected a text, got bool"),
        ([{"prompt": "a", "id": "1"}, {"prompt": "b", "id": 1}], r"two rows have the id '1'"),
        ([{"text": "a"}], r"a benchmark needs all three prompts, or the column `prompt`"),
    ],
)
def test_a_bad_row_is_one_line(tmp_path, rows, expected):
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(rows))
    with pytest.raises(DataError, match=expected) as caught:
        read_prompt_sets(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)
