"""The biology behind the families, against values that do not come from them."""

import numpy as np
import pytest

from scisynth.figures.families.registry import AnyFamily, families_of
from scisynth.figures.function_families.biology import ecology
from scisynth.figures.function_families.biology.ecosystems import lotka_volterra
from scisynth.figures.scene.scene import FigureScene

SEEDS = range(8)
TYPES = ("Biology - Ecological",)


def get_family(name: str) -> AnyFamily:
    return next(item for kind in TYPES for item in families_of(kind) if item.name == name)


def givens(scene: FigureScene) -> dict[str, float]:
    return {given.symbol: given.value for given in scene.givens}


def test_lotka_volterra_keeps_its_invariant():
    """V = e b N - m ln N + b P - a ln P is constant along every orbit."""
    a, b, e, m = 0.6, 0.02, 0.2, 0.4
    _, prey, hunters = lotka_volterra(a, b, e, m, (150.0, 24.0), 40).T
    invariant = e * b * prey - m * np.log(prey) + b * hunters - a * np.log(hunters)
    assert np.ptp(invariant) < 1e-6
    assert np.ptp(prey) > 50


@pytest.mark.parametrize("seed", SEEDS)
def test_logistic_growth_is_greatest_at_half_the_capacity(seed):
    scene = get_family("logistic_growth").make(seed)
    known = givens(scene)
    n = np.linspace(1, known["K"], 20001)
    assert scene.answer.value == pytest.approx((known["r"] * n * (1 - n / known["K"])).max(), rel=1e-6)


def test_energy_falls_by_a_tenth_at_each_of_three_steps():
    scene = next(s for s in map(get_family("energy_pyramid").make, range(50)) if givens(s)["efficiency"] == 10)
    assert scene.answer.value == pytest.approx(givens(scene)["E_0"] / 1000)


def test_food_webs_hold_no_loops_and_every_animal_eats():
    for web in ecology.WEBS.values():
        names = list(web)
        assert all(names.index(food) < names.index(eater) for eater, foods in web.items() for food in foods)
        assert [name for name, foods in web.items() if not foods] == names[:2]
