"""Rules that need no code decide as a function would, and say what is wrong with them."""

import pytest
from support.laws import forget_added_laws

from scisynth.core.errors import DataError
from scisynth.science import law_files as law_files_module
from scisynth.science.law_files import add_laws
from scisynth.science.laws import get_law, load_laws
from scisynth.science.rules import derive
from scisynth.science.simple_rules import read_simple_rule

RULES = {
    "threshold": (
        {"fact": "density", "above": "water", "then": "sinks", "else": "floats"},
        {"density": 2, "water": 1},
        "sinks",
    ),
    "threshold, equal": ({"fact": "density", "above": 1, "then": "sinks", "else": "floats"}, {"density": 1}, "floats"),
    "ranges, first": ({"fact": "ph", "limits": [3, 5], "outcomes": ["red", "orange", "yellow"]}, {"ph": 2.9}, "red"),
    "ranges, at a limit": (
        {"fact": "ph", "limits": [3, 5], "outcomes": ["red", "orange", "yellow"]},
        {"ph": 5},
        "yellow",
    ),
    "table": ({"of": "season", "outcomes": {"winter": "bare", "summer": "green"}}, {"season": "winter"}, "bare"),
    "table of two": (
        {"of": ["season", "evergreen"], "outcomes": {"winter": {"yes": "green", "no": "bare"}}},
        {"season": "winter", "evergreen": True},
        "green",
    ),
    "table by yes or no": (
        {"of": "evergreen", "outcomes": {True: "green", False: "bare"}},
        {"evergreen": True},
        "green",
    ),
    "table by a number": (
        {"of": ["season", "stage"], "outcomes": {"winter": {1: "bud", 2: "leaf"}}},
        {"season": "winter", "stage": 2},
        "leaf",
    ),
    "order": ({"highest": {"oil": "oil below", "water": "water below"}}, {"oil": 0.9, "water": 1}, "water below"),
}


@pytest.mark.parametrize(("values", "facts", "outcome"), RULES.values(), ids=RULES)
def test_a_rule_decides(values, facts, outcome, request):
    kind = request.node.callspec.id.partition(",")[0].split()[0]
    assert read_simple_rule({kind: values}).decide(facts).outcome == outcome


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"treshold": {}}, "expected one of threshold, ranges, table, order, got treshold; did you mean 'threshold'"),
        ({"threshold": {"fact": "a", "above": 1, "then": "b"}}, "rule, threshold, else: Field required"),
        ({"ranges": {"fact": "a", "limits": [], "outcomes": ["b", "c"]}}, "rule, ranges, limits"),
    ],
)
def test_a_rule_that_is_none_is_one_line(raw, message):
    with pytest.raises(DataError, match=message):
        read_simple_rule(raw)


def test_where_a_subject_is_not_shown_no_rule_is_applied(law_files):
    with pytest.raises(DataError, match=r"melting\.yaml: 'snowman' is not shown under 'oven'"):
        derive("melting", "snowman", "oven")
    file = law_files / "buoyancy.yaml"
    text = file.read_text().replace("density: 1920", "not_under: [ocean], density: 1920")
    line = next(line for line in text.splitlines() if line.startswith("rule:"))
    file.write_text(
        text.replace(line, "rule: rule.py:rule").replace("\nconditions:", "\nconditions:\n  ocean: {phrase: the ocean}")
    )
    (law_files / "rule.py").write_text(
        "from scisynth.science.mechanics import buoyancy\n"
        "def rule(law, subject, condition):\n"
        "    assert (subject.name, condition.name) != ('brick', 'ocean')\n"
        "    return buoyancy(law, subject, condition)\n"
    )
    law_files_module.forget_laws()
    assert derive("buoyancy", "brick", "box").outcome == "sinks"


def test_a_broken_or_removed_law_takes_no_other_along(law_files):
    text = (law_files / "buoyancy.yaml").read_text().replace("aliases", "# aliases")
    first, second = law_files.parent / "first_own.yaml", law_files.parent / "second_own.yaml"
    first.write_text(text.replace("name: buoyancy", "name: first own", 1))
    second.write_text(text.replace("name: buoyancy", "name: second own", 1).replace("density: 1920", "density: heavy"))
    try:
        add_laws(first)
        with pytest.raises(DataError, match=r"second_own\.yaml: .*expected a number"):
            add_laws(second)
        assert get_law("first own") and get_law("buoyancy")
        first.unlink()
        second.write_text(second.read_text().replace("density: heavy", "density: 1920"))
        add_laws(second)
        assert get_law("second own") and "first own" not in load_laws()
    finally:
        forget_added_laws()


def test_a_law_file_with_a_rule_and_its_slips(law_files):
    text = (law_files / "buoyancy.yaml").read_text()
    line = next(line for line in text.splitlines() if line.startswith("rule:"))
    rule = "rule: {threshold: {fact: density, above: water_density, then: sinks, else: floats}}"
    before = {subject: derive("buoyancy", subject, "box").outcome for subject in list(get_law("buoyancy").subjects)}
    own = law_files.parent / "own"
    own.mkdir()
    file = own / "buoyancy_again.yaml"
    file.write_text(
        text.replace(line, rule)
        .replace(", {draft}", "")
        .replace("name: buoyancy", "name: buoyancy again", 1)
        .replace("aliases", "# aliases")
    )
    try:
        add_laws(file)
        assert {subject: derive("buoyancy again", subject, "box").outcome for subject in before} == before
        assert "is above water density, 997 kg/m3" in derive("buoyancy again", "iron block", "box").sentence
        for wrong, message in (("water_density", "unknown fact 'water_densty'"), ("sinks", "unknown outcome 'snks'")):
            slip = wrong.replace("i", "", 1)
            file.write_text(file.read_text().replace(f": {wrong},", f": {slip},", 1))
            with pytest.raises(DataError, match=f"rule: {message}"):
                add_laws(file)
                get_law("buoyancy again")
            file.write_text(file.read_text().replace(f": {slip},", f": {wrong},", 1))
    finally:
        forget_added_laws()
