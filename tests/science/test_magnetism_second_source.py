"""Who is attracted, against sources other than those of the permeabilities."""

import pytest

from scisynth.science.laws import get_law
from scisynth.science.rules import derive

# Curie temperatures of ferromagnetic elements in K: Kittel, Introduction to Solid State Physics, 8th ed.
CURIE_K = {"iron": 1043, "cobalt": 1388, "nickel": 627, "gadolinium": 292, "dysprosium": 88}
CARBON_STEEL = "steel"
ROOM_K = 295
# Volume susceptibilities in 1e-5: Young and Freedman, University Physics, 13th ed.; gold: Griffiths, Introduction
# to Electrodynamics, 4th ed.
SUSCEPTIBILITY = {"copper": -1.0, "silver": -2.6, "lead": -1.8, "gold": -3.4, "aluminium": 2.2}


@pytest.mark.parametrize("subject", get_law("magnetism").subjects)
@pytest.mark.parametrize("condition", get_law("magnetism").conditions)
def test_what_is_attracted_is_of_a_metal_below_its_curie_temperature(subject, condition):
    material = subject.split()[0]
    is_ferromagnetic = material == CARBON_STEEL or CURIE_K.get(material, 0) > ROOM_K
    assert derive("magnetism", subject, condition).outcome == ("sticks" if is_ferromagnetic else "drops")


@pytest.mark.parametrize("material", SUSCEPTIBILITY)
def test_permeabilities_of_other_metals_follow_from_their_susceptibilities(material):
    values = {
        s.facts["permeability"].value for s in get_law("magnetism").subjects.values() if s.name.startswith(material)
    }
    assert len(values) == 1 and values.pop() - 1 == pytest.approx(SUSCEPTIBILITY[material] * 1e-5, abs=0.6e-5)


def test_every_permeability_is_far_from_the_border():
    limit = get_law("magnetism").constants["limit_of_weak_magnetism"].value
    for subject in get_law("magnetism").subjects.values():
        value = subject.facts["permeability"].value
        assert value > 5 * limit or value < limit / 5, subject.name
