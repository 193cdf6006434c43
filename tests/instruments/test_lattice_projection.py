"""Images brought to the lattice and plane group of a crystal."""

from random import Random

import numpy as np
import pytest
from scipy.ndimage import affine_transform

from scisynth.instruments.frame import Frame
from scisynth.instruments.lattice_projection import group_of, project_on
from scisynth.instruments.materials.groups import operations
from scisynth.instruments.materials.hrtem import ALMOST
from scisynth.instruments.registry import named_instrument
from scisynth.instruments.said import read_said
from scisynth.lab.models.crystal import PIXEL, STRUCTURES, crystal_prompt, draw_micrograph

SOME = ("gold [110]", "silicon [001]", "gallium arsenide [110]", "tungsten [111]", "caesium chloride [110]", "graphene")


@pytest.mark.parametrize("structure", [name for name in STRUCTURES if name not in ALMOST])
def test_the_group_has_as_many_operations_as_its_point_group(structure):
    claims = {claim.quantity: claim.value for claim in named_instrument("hrtem").named(structure)}
    centring = 2 if str(claims["plane_group"]).startswith("c") else 1
    assert len(group_of(structure).mates) == len(operations(str(claims["plane_group"]))) // centring


def verdicts(gray, structure):
    hrtem = named_instrument("hrtem")
    claims = read_said(hrtem, crystal_prompt(structure)).claims
    return {
        item.quantity: item.verdict for item in hrtem.measure(Frame(pixels=gray, pixel_size=PIXEL, unit="Å"), claims)
    }


@pytest.mark.parametrize("structure", SOME)
def test_a_micrograph_is_its_own_projection(structure):
    gray, _ = draw_micrograph(Random(1), (structure,))
    found = project_on(gray.astype(np.float32), structure, PIXEL)
    assert np.corrcoef(found.ravel(), gray.ravel())[0, 1] > 0.95
    assert found.std() == pytest.approx(gray.std(), rel=0.05)
    assert found.mean() == pytest.approx(gray.mean(), abs=3)


@pytest.mark.parametrize("structure", SOME)
def test_a_stretched_and_noisy_lattice_is_brought_back(structure):
    gray, _ = draw_micrograph(Random(2), (structure,))
    stretched = affine_transform(gray.astype(np.float32), [[1.04, 0.02], [0.0, 0.97]], mode="reflect", order=3)
    noisy = stretched + 0.3 * stretched.std() * np.random.default_rng(0).normal(size=gray.shape)
    assert "fail" in verdicts(noisy.astype(np.float32), structure).values()
    found = verdicts(project_on(noisy.astype(np.float32), structure, PIXEL), structure)
    assert set(found.values()) == {"pass"}


def test_the_same_image_twice_changes_nothing():
    gray, _ = draw_micrograph(Random(5), ("gold [110]",))
    once = project_on(gray.astype(np.float32), "gold [110]", PIXEL)
    twice = project_on(once, "gold [110]", PIXEL)
    assert np.abs(twice - once).max() < 0.05 * once.std()
