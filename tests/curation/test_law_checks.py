"""Planted faults in law drafts are found by kind; the sixteen laws raise no alarm."""

import copy

import pytest
import yaml
from support.capillary import draft

from scisynth.curation.law_checks import check_law
from scisynth.curation.law_draft import LawDraft, law_yaml, to_law_file
from scisynth.pipelines.curation.law import check_laws
from scisynth.science.laws import load_laws

SOUND = to_law_file(LawDraft.model_validate(draft()))


def setting(*path, to):
    """A copy of the draft with one value changed; a function makes it from the old one."""

    def spoil(values):
        place = values
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to(place[path[-1]]) if callable(to) else to

    return spoil


FAULTS = {
    "no source": ("source", setting("facts", "inner_radius", "source", to="common knowledge")),
    "a model as source": ("source", setting("constants", "widest_radius", "source", to="GPT-4o")),
    "a wrong unit": ("unit", setting("facts", "inner_radius", "unit", to="kg")),
    "a unit that is none": ("unit", setting("facts", "inner_radius", "unit", to="blorbs")),
    "two units": ("unit", setting("constants", "widest_radius", "unit", to="cm")),
    "a negative radius": ("range", setting("subjects", "test tube", "inner_radius", to=-8)),
    "a missing fact": ("file", setting("subjects", "test tube", to={"article": "a"})),
    "a fact in words": ("file", setting("subjects", "test tube", "inner_radius", to="wide")),
    "a missing unit": ("file", setting("facts", "inner_radius", to={"source": "a handbook of physics"})),
    "one outcome": ("outcomes", setting("constants", "widest_radius", "value", to=1000)),
    "few subjects": ("subjects", setting("subjects", to=lambda found: dict(list(found.items())[4:7]))),
    "a subject twice": (
        "duplicate subject",
        setting("subjects", to=lambda found: {**found, "The Test Tubes": {"inner_radius": 8}}),
    ),
    "a condition twice": (
        "duplicate condition",
        setting("conditions", to=lambda found: {**found, "again": {"phrase": "bowl of coloured water"}}),
    ),
    "the outcome in a template": (
        "implicitness",
        setting("implicit", 0, to="{a_subject} in {condition}, which climbs far"),
    ),
    "a synonym of the outcome": ("implicitness", setting("implicit", 1, to="{a_subject} rising from {condition}")),
    "a template without the subject": ("subject", setting("implicit", 2, to="a glass tube in {condition}")),
    "one image for two outcomes": (
        "contradiction",
        lambda values: values["shows"].update(even=values["shows"]["climbs"]),
    ),
    "an unknown word": ("file", setting("shows", "even", 0, to="{a_subject} of {color}")),
    "an unknown outcome in the rule": ("file", setting("rule", "threshold", "then", to="evne")),
    "a place to fill in": ("placeholder", setting("outcomes", "even", to="WHAT IS SEEN")),
    "a law that exists": ("file", setting("name", to="buoyancy")),
}


def findings(values, folder):
    file = folder / f"{values['name'].replace(' ', '_')}.yaml"
    file.write_text(law_yaml(values, origin="test"))
    ((law),) = check_laws(folder)
    return {check.name for check in law.checks if check.status == "failed"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_by_its_kind(fault, tmp_path):
    kind, spoil = FAULTS[fault]
    values = copy.deepcopy(SOUND)
    spoil(values)
    assert kind in findings(values, tmp_path)


def test_the_sound_draft_and_the_sixteen_laws_raise_no_alarm(tmp_path):
    assert not findings(SOUND, tmp_path)
    laws = list(load_laws().values())
    assert {law.name: [check for check in check_law(law, laws) if check.status == "failed"] for law in laws} == {
        law.name: [] for law in laws
    }


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("volume_fraction", "1"),
        ("energy_density", "J/m^3"),
        ("current_density", "A/m^2"),
        ("charge_density", "C/m^3"),
        ("number_density", "1/m^3"),
        ("temperature_coefficient", "1/K"),
        ("thermal_mass", "J/K"),
        ("length_ratio", "1"),
        ("chemical_potential", "J/mol"),
        ("viscosity", "mm^2/s"),
    ],
)
def test_a_right_unit_raises_no_alarm_and_a_wrong_one_is_doubted(name, unit, tmp_path):
    values = copy.deepcopy(SOUND)
    values["constants"][name] = {"value": 0.5, "unit": unit, "source": "CRC Handbook, 97th ed."}
    values["constants"]["wall_thickness"] = {"value": 0.5, "unit": "kg", "source": "CRC Handbook, 97th ed."}
    (tmp_path / "capillary_rise.yaml").write_text(yaml.safe_dump(values))
    (law,) = check_laws(tmp_path)
    assert [(check.status, check.message) for check in law.checks if check.name in ("unit", "range")] == [
        ("warned", "wall_thickness: expected a unit such as m, got 'kg'")
    ]


def test_facts_that_are_no_numbers_are_drafted_with_their_kind():
    values = draft()
    values["facts"] += [{"name": name, "unit": "1", "source": "a handbook"} for name in ("is_wet", "material")]
    for subject in values["subjects"]:
        subject["facts"] += [{"name": "is_wet", "value": True}, {"name": "material", "value": "glass"}]
    facts = to_law_file(LawDraft.model_validate(values))["facts"]
    assert (facts["is_wet"]["values"], facts["material"]["values"]) == ("yes or no", "text")
    assert "values" not in facts["inner_radius"]


def test_a_subject_near_the_limit_is_named(tmp_path):
    values = copy.deepcopy(SOUND)
    values["subjects"]["reed"] = {"inner_radius": 1.9}
    (tmp_path / "capillary_rise.yaml").write_text(yaml.safe_dump(values))
    (law,) = check_laws(tmp_path)
    (border,) = [check for check in law.checks if check.name == "border case"]
    assert border.status == "warned" and "reed (inner_radius 1.9 against 2)" in border.message and law.is_sound
