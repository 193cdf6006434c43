"""Broken law files: each is one line that names the file, the place, what was expected and what came."""

import re

import pytest

from scisynth.core.errors import DataError
from scisynth.lab.looks import LOOKS, check_looks
from scisynth.science.laws import LAW_NAMES, PAPER_LAWS, load_laws
from scisynth.science.rules import derive

BRICK = '  brick: {density: 1920, look: {shape: brick, color: "#b5523a", size: 1.1}}'


def edit(folder, law, old, new):
    """Replaces what stands in a file once."""
    path = folder / f"{law.replace(' ', '_')}.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (law, old, text.count(old))
    path.write_text(text.replace(old, new), encoding="utf-8")


def read_everything(law):
    load_laws()
    check_looks(law)
    subject, condition = next(iter(load_laws()[law].subjects)), next(iter(load_laws()[law].conditions))
    derive(law, subject, condition)


BROKEN = {
    "a subject that stands twice": ("buoyancy", BRICK, BRICK + "\n" + BRICK, r"'brick' stands twice, in lines \d+ and \d+"),
    "a key that stands twice": ("rust", "field: chemistry", "field: chemistry\nfield: physics", r"'field' stands twice"),
    "a look twice": ("buoyancy", BRICK, BRICK[:-1] + ", look: {shape: egg}}", r"'look' stands twice"),
    "a shape nobody draws": ("buoyancy", "shape: brick", "shape: duck", r"'brick', look, shape: expected .*'duck'"),
    "a shape nearly right": ("buoyancy", "shape: brick", "shape: bricks", r"did you mean 'brick'"),
    "no look": ("buoyancy", BRICK, "  brick: {density: 1920}", r"'brick', look: expected shape and colours"),
    "an empty look": ("buoyancy", BRICK, "  brick: {density: 1920, look: {}}", r"'brick', look: expected"),
    "a look without colour": ("buoyancy", BRICK, "  brick: {density: 1920, look: {shape: brick, size: 1.1}}", r"look, color: expected this key"),
    "an empty colour": ("buoyancy", '"#b5523a"', '""', r"look, color: expected a colour such as '#b4bdc6', got ''"),
    "a colour that YAML takes for a comment": ("buoyancy", '"#b5523a", size: 1.1}}', "\n    #b5523a\n    }}", r"color: .*got None"),
    "a colour by name": ("buoyancy", '"#b5523a"', "red", r"look, color: expected a colour .* got 'red'"),
    "a colour one digit short": ("buoyancy", '"#b5523a"', '"#b5523"', r"look, color: .*'#b5523'"),
    "an unknown look key": ("buoyancy", "shape: brick", "shpae: brick, shape: brick", r"look, shpae: unknown key; did you mean 'shape'"),
    "a rest of one number": ("buoyancy", "shape: brick", "rest: [0], shape: brick", r"look, rest, 1: expected this key"),
    "a density in quotes": ("buoyancy", "density: 1920", 'density: "1920"', r"'brick', density: expected a number \(kg/m3\), got '1920'; write it without quotes"),
    "a density with its unit": ("buoyancy", "density: 1920", "density: 1920 kg/m3", r"density: expected a number"),
    "an empty density": ("buoyancy", "density: 1920", "density: ", r"density: expected a number .*got None"),
    "an infinite density": ("buoyancy", "density: 1920", "density: .inf", r"density: expected a number"),
    "a density that is no number": ("buoyancy", "density: 1920", "density: .nan", r"density: expected a number"),
    "a density that is yes": ("buoyancy", "density: 1920", "density: true", r"density: expected a number .*got True"),
    "no density": ("buoyancy", "{density: 1920, ", "{", r"'brick', density: expected this fact \(kg/m3\), found none"),
    "a mistyped fact": ("buoyancy", "density: 1920", "densty: 1920", r"'brick': unknown key 'densty'; did you mean 'density'"),
    "a subject that is a number": ("buoyancy", "  brick: {density", "  7: {density", r"subjects, 7"),
    "a subject without a mapping": ("buoyancy", BRICK, "  brick: 1920", r"subjects, brick: expected .*got 1920"),
    "an unknown outcome in superficial": ("buoyancy", "floats: sinks, sinks: floats", "floats: sinks, snks: floats", r"superficial: unknown outcome 'snks'; did you mean 'sinks'"),
    "a superficial outcome that is the true one": ("buoyancy", "floats: sinks, sinks", "floats: floats, sinks", r"superficial, 'floats': expected another outcome"),
    "an unknown outcome in shows": ("rust", "\n  pristine:\n    -", "\n  prstine:\n    -", r"shows: unknown outcome 'prstine'"),
    "an outcome without prompts": ("buoyancy", "\noutcomes:", "\noutcomes:\n  hovers: hovering in the water", r"shows: expected prompts for every outcome, found none for \['hovers'\]"),
    "an outcome that the rule does not know": ("flame reaction", "  violet: with a", "  purple: with a", r"unknown outcome 'violet'"),
    "a fact kind without a unit": ("buoyancy", "    unit: kg/m3\n", "", r"facts, density, unit: expected this key, found none"),
    "a fact kind without a source": ("electricity", 'source: "typical rating plate of a current product of this kind"', 'source: ""', r"facts, rated_power, source: expected"),
    "a constant without a unit": ("buoyancy", "{value: 997, unit: kg/m3,", "{value: 997,", r"constants, water_density, unit: expected this key"),
    "a constant in quotes": ("buoyancy", "value: 997", 'value: "997"', r"constants, water_density, value: expected .*'997'"),
    "a mistyped constant": ("buoyancy", "  water_density:", "  water_densty:", r"rule buoyancy cannot be applied .*water_density"),
    "an unknown field": ("buoyancy", "field: physics", "field: phisics", r"field: expected 'physics', 'chemistry', 'biology', .* got 'phisics'"),
    "an unknown type": ("buoyancy", "type: ST", "type: XT", r"type: expected 'ST' or 'CT'"),
    "an unknown key": ("buoyancy", "\nplaces:", "\nplacs: [beach]\nplaces:", r"placs: unknown key; did you mean 'places'"),
    "an unknown place": ("buoyancy", "places: [kitchen", "places: [kitchn", r"places: unknown place 'kitchn'; did you mean 'kitchen'"),
    "no implicit prompts": ("buoyancy", "\nimplicit:\n", "\nimplicit: []\nanchors:\n", r"implicit: expected"),
    "an unknown word in a prompt": ("buoyancy", '"{condition} holding {a_subject}"', '"{condition} holding {a_subjct}"', r"unknown word \{a_subjct\}; did you mean 'a_subject'"),
    "an open brace": ("buoyancy", '"{condition} holding {a_subject}"', '"{condition} holding {a_subject"', r"close the brace"),
    "conditions that differ": ("melting", "temperature_c: 90", "temperature: 90", r"conditions, '\w+': expected the keys and types of"),
    "a temperature in quotes": ("melting", "temperature_c: 90,", 'temperature_c: "90",', r"conditions, '\w+': expected the keys and types of"),
    "an empty phrase": ("buoyancy", "phrase: a transparent box filled with water", 'phrase: ""', r"conditions, 'box': expected a phrase"),
    "a kind that is not listed": ("immiscibility", "values: [water-like, oil-like, metallic]", "values: [water, oil]", r"first_kind: expected one of \['water', 'oil'\]"),
    "a size of zero": ("buoyancy", '"#b5523a", size: 1.1', '"#b5523a", size: 0', r"look, size: .*greater than 0, got 0"),
    "no mapping": ("buoyancy", "name: buoyancy", "- name: buoyancy", r"expected YAML"),
    "a tab": ("buoyancy", "\nplaces:", "\n\tplaces:", r"expected YAML"),
    "another name": ("buoyancy", "name: buoyancy", "name: bouyancy", r"name: expected 'buoyancy'"),
    "a threshold of one": ("buoyancy", "held_out_below: 0.1", "held_out_below: 1", r"held_out_below: .*less than 1"),
    "a look of another law": ("melting", "shape: snowman", "shape: anchor", r"'snowman', look, shape: expected"),
    "a plant without flowers": ("light requirement", "flower: star, ", "", r"flower"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_law_file_is_one_line_that_says_where(what, law_files):
    law, old, new, expected = BROKEN[what]
    if what == "a plant without flowers":
        path = law_files / "light_requirement.yaml"
        path.write_text(re.sub(r"flower: \w+, ", "", path.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    else:
        edit(law_files, law, old, new)
    with pytest.raises(DataError) as caught:
        read_everything(law)
    message = str(caught.value)
    assert message.startswith(f"{law.replace(' ', '_')}.yaml: ") and "\n" not in message
    assert re.search(expected, message), message


def test_the_papers_sixteen_are_there_and_come_first():
    assert len(PAPER_LAWS) == 16 and LAW_NAMES[:16] == PAPER_LAWS and tuple(load_laws())[:16] == PAPER_LAWS


def test_an_untouched_copy_is_read_as_the_package_is(law_files):
    for law in LAW_NAMES:
        read_everything(law)


def test_values_shared_by_anchors_are_no_duplicates(law_files):
    edit(law_files, "rust", "  iron key: {<<: *iron,", "  iron key: {<<: *iron, years_to_show: 2,")
    assert load_laws()["rust"].subjects["iron key"].facts["years_to_show"].value == 2


def test_a_law_without_a_look_model_is_still_checked_for_emptiness(law_files, monkeypatch):
    monkeypatch.setattr("scisynth.lab.looks.LOOKS", {law: model for law, model in LOOKS.items() if law != "buoyancy"})
    edit(law_files, "buoyancy", '"#b5523a"', '"#b5"')
    with pytest.raises(DataError, match=r"look, color: expected a colour"):
        check_looks("buoyancy")
