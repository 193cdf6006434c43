"""What texts say of instrument images."""

import pytest

from scisynth.core.errors import DataError
from scisynth.instruments.materials.crystals import find_structure
from scisynth.instruments.registry import named_instrument
from scisynth.instruments.said import read_pixel, read_said


@pytest.mark.parametrize(
    ("text", "structure"),
    [
        ("HRTEM micrograph of gold [110], 0.4 Å a pixel", "gold [110]"),
        ("The lattice of Sodium Chloride in a microscope, beam along [001]", "sodium chloride [001]"),
        ("a flake of graphene", "graphene"),
        ("magnesium oxide along the [110] zone axis", "magnesium oxide [110]"),
        ("gold, seen from somewhere", None),
        ("gold [123]", None),
        ("a golden retriever [110]", None),
        ("an iron will", None),
    ],
)
def test_a_structure_is_read_where_a_crystal_and_its_zone_axis_are_named(text, structure):
    assert find_structure(text) == structure


def test_a_named_crystal_leads_to_its_lattice_and_symmetry():
    said = read_said(named_instrument("hrtem"), "HRTEM micrograph of gold [110], 0.04 nm a pixel")
    claims = {claim.quantity: claim.value for claim in said.claims}
    assert claims["structure"] == "gold [110]" and claims["plane_group"] == "c2mm"
    assert claims["spacing"] == pytest.approx(4.0782 / 3**0.5)
    assert (said.pixel.size, said.pixel.unit, said.pixel.angstrom) == (0.04, "nm", pytest.approx(0.4))


def test_what_is_written_out_counts_before_what_the_name_leads_to():
    said = read_said(named_instrument("hrtem"), "gold [110] strained: spacing = 2.5 Å ± 0.1, plane group p2mm")
    claims = {claim.quantity: claim for claim in said.claims}
    assert (claims["spacing"].value, claims["spacing"].tolerance) == (2.5, 0.1)
    assert claims["plane_group"].value == "p2mm"
    assert said.pixel is None


def test_a_number_without_a_tolerance_has_that_of_its_kind():
    found = read_said(named_instrument("stm"), "STM image, spacing of 5 Å and angle 88°").claims
    claims = {claim.quantity: claim for claim in found}
    assert claims["spacing"].tolerance == pytest.approx(0.05)
    assert claims["angle"].tolerance == pytest.approx(0.6)


def test_the_words_of_one_quantity_are_not_those_of_another():
    found = read_said(named_instrument("stm"), "STM image with spacing_2 = 4.1 Å").claims
    assert [claim.quantity for claim in found] == ["spacing_2"]


@pytest.mark.parametrize("text", ["", "a cat on a sofa", "a gold ring", "spacing unknown"])
def test_other_texts_say_nothing(text):
    assert read_said(named_instrument("hrtem"), text).claims == ()


def test_another_unit_is_refused():
    with pytest.raises(DataError, match="convert the claim"):
        read_said(named_instrument("hrtem"), "spacing = 2.4 kg")


@pytest.mark.parametrize("text", ["0 Å a pixel", "-0.4 Å a pixel", "0.4 kg a pixel", "a pixel"])
def test_what_is_no_size_of_a_pixel_is_none(text):
    assert read_pixel(text) is None


def test_a_pixel_of_another_kind_is_no_length():
    pixel = read_pixel("0.2 arcsec per pixel")
    assert (pixel.size, pixel.unit, pixel.angstrom) == (0.2, "arcsec", None)
