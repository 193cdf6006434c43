"""The pH of liquids and the ranges of indicators, against sources other than those they were taken from."""

import pytest

from scisynth.science.laws import get_law
from scisynth.science.rules import derive

LAW = "acid base indicator"
# Ranges: Vogel's Textbook of Quantitative Chemical Analysis, 5th ed.; litmus: Kolthoff, Acid-Base Indicators (1937).
RANGES = {"litmus": (5.0, 8.0), "bromothymol": (6.0, 7.6), "phenolphthalein": (8.3, 10.0)}
# Approximate pH of Foods and Food Products, U.S. Food and Drug Administration (2007).
FOODS = {"lemon juice": (2.0, 2.6), "lime juice": (2.0, 2.35), "white vinegar": (2.4, 3.4), "apple cider": (2.9, 4.0),
         "skimmed milk": (6.4, 6.8)}  # fmt: skip
# (acid dissociation constants, mol/L of acid, mol/L of strong cations or, negative, anions): Harris, Quantitative Chemical Analysis,
# 8th ed.
SOLUTIONS = {
    "citric acid solution": ((3.13, 4.76, 6.40), 0.1 / 3, 0),
    "tartaric acid solution": ((3.04, 4.37), 0.05, 0),
    "malic acid solution": ((3.46, 5.10), 0.05, 0),
    "lactic acid solution": ((3.86,), 0.1, 0),
    "acetic acid solution": ((4.756,), 0.1, 0),
    "formic acid solution": ((3.744,), 0.1, 0),
    "dilute hydrochloric acid": ((), 0, -0.1),
    "dilute sulfuric acid": ((1.99,), 0.05, -0.05),
    "soda water": ((6.351, 10.329), 0.034, 0),
    "phosphate buffer": ((2.148, 7.198, 12.375), 0.05, 0.075),
    "ammonia solution": ((9.246,), 0.1, 0.1),
    "washing soda solution": ((6.351, 10.329), 0.05, 0.1),
    "potash solution": ((6.351, 10.329), 0.05, 0.1),
    "trisodium phosphate solution": ((2.148, 7.198, 12.375), 0.1 / 3, 0.1),
    "water glass solution": ((9.86, 13.1), 0.05, 0.1),
    "lime water": ((), 0, 2 * 0.0156),
    "dilute lye": ((), 0, 0.01),
    "dilute caustic potash": ((), 0, 0.01),
    "dilute baryta water": ((), 0, 0.01),
}


def ph_of(pkas, molar, cations):
    """The pH at which charges balance, by bisection; without activities."""
    # Ammonium is the acid and ammonia uncharged: the chloride that comes with an ammonium salt is not there.
    is_ammonia = pkas == (9.246,)

    def charge(ph):
        hydrogen, weights, product = 10**-ph, [1.0], 1.0
        for pka in pkas:
            product *= 10**-pka / 10**-ph
            weights.append(product)
        mean = sum(number * weight for number, weight in enumerate(weights)) / sum(weights)
        balance = hydrogen - 1e-14 / hydrogen - molar * mean
        return balance + (molar if is_ammonia else cations)

    low, high = 0.0, 14.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if charge(middle) > 0 else (low, middle)
    return low


@pytest.mark.parametrize("subject", SOLUTIONS)
def test_the_ph_of_solutions_follows_from_their_dissociation_constants(subject):
    assert get_law(LAW).subject(subject).facts["ph"].value == pytest.approx(ph_of(*SOLUTIONS[subject]), abs=0.35)


@pytest.mark.parametrize("subject", FOODS)
def test_the_ph_of_foods_agrees_with_the_food_and_drug_administration(subject):
    low, high = FOODS[subject]
    assert low <= get_law(LAW).subject(subject).facts["ph"].value <= high


@pytest.mark.parametrize("condition", RANGES)
def test_other_ranges_and_an_error_of_half_a_ph_change_no_colour(condition):
    law = get_law(LAW)
    low, high = RANGES[condition]
    facts = law.conditions[condition].facts
    for subject in law.subjects.values():
        ph, found = subject.facts["ph"].value, derive(LAW, subject.name, condition)
        for shifted in (ph - 0.5, ph, ph + 0.5):
            place = "below" if shifted < low else "above" if shifted > high else "between"
            assert found.outcome == facts[place], (subject.name, shifted)
        assert found.superficial in {facts["below"], facts["above"]} - {found.outcome}


def test_every_colour_that_an_indicator_has_is_shown_by_some_liquid():
    law = get_law(LAW)
    for condition in law.conditions.values():
        colors = {condition.facts[place] for place in ("below", "between", "above")}
        assert {derive(LAW, name, condition.name).outcome for name in law.subjects} == colors
