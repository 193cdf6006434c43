"""Amounts in reactions against worked values."""

import pytest

from scisynth.figures.families.chemistry.reaction_scheme.equations import (
    REACTIONS,
    Amounts,
    Stoichiometry,
    amount_of,
    as_kind,
)
from scisynth.figures.parts.chemistry import molar_mass

SOLVE = Stoichiometry().solve


def asked(left, known, wanted, **values):
    reaction = next(index for index, (reactants, _) in enumerate(REACTIONS) if reactants == left)
    fixed = {"level": 2, "layout": "cards", "given_as": "mass", "asked_as": "mass", "other": 1.5, "value": 10.0}
    return Amounts(**{**fixed, "reaction": reaction, "known": known, "wanted": wanted, **values})


def test_mass_is_conserved_in_every_reaction():
    for index, (left, right) in enumerate(REACTIONS):
        p = asked(REACTIONS[index][0], 0, 1)
        masses = [number * molar_mass(name) for number, name in zip(p.numbers, p.compounds, strict=True)]
        assert sum(masses[: len(left)]) == pytest.approx(sum(masses[len(left) :])), (left, right)


def test_worked_values():
    # 12.26 g of KClO3 (0.1 mol) give 0.15 mol of O2: 4.80 g, 3.36 L at STP.
    assert SOLVE(asked(("KClO3",), 0, 2, value=12.26)).answer.value == pytest.approx(4.80, abs=0.01)
    assert SOLVE(asked(("KClO3",), 0, 2, value=12.26, asked_as="volume")).answer.value == pytest.approx(3.36, abs=0.01)
    assert as_kind("N2", amount_of("N2", 22.414, "volume"), "mass") == pytest.approx(28.014)


def test_what_runs_out_decides():
    # 28.014 g of N2 need 6.048 g of H2; half of it makes 1 mol of NH3, twice as much changes nothing against enough.
    scarce = asked(("N2", "H2"), 0, 2, value=28.014, layout="limiting", other=0.5)
    plenty = asked(("N2", "H2"), 0, 2, value=28.014, layout="limiting", other=1.5)
    assert SOLVE(scarce).answer.value == pytest.approx(17.03, rel=0.02) and SOLVE(scarce).values["scarce"] == "H₂"
    assert SOLVE(plenty).answer.value == pytest.approx(34.06, rel=0.001) and SOLVE(plenty).values["scarce"] == "N₂"
