"""The reference pages of the worlds: what they list is what the instruments have."""

import re
from pathlib import Path

import pytest

from scisynth.figures.scene.scene import format_number
from scisynth.instruments.registry import instrument_names, named_instrument

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"materials": "materials.md", "biomedicine": "micrographs.md", "astronomy": "sky.md"}
each_instrument = pytest.mark.parametrize("name", instrument_names())


def section(name):
    """Of an instrument, on the page of its world: what stands below its heading."""
    page = (DOCS / "reference" / PAGES[named_instrument(name).world]).read_text(encoding="utf-8")
    return re.split(r"^## ", page.partition(f"\n## {name}\n")[2], flags=re.MULTILINE)[0]


def table(name, first):
    """Rows of the table whose first column has that name: cells."""
    lines = section(name).partition(f"| {first} |")[2].splitlines()[2:]
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


@each_instrument
def test_a_page_lists_every_parameter_with_its_unit_and_its_range(name):
    specs, rows = named_instrument(name).parameters.specs(), table(name, "parameter")
    assert [row[0].strip("`") for row in rows] == list(specs)
    for (_, unit, values, _), spec in zip(rows, specs.values(), strict=True):
        assert spec.unit in ("", unit)
        if spec.span[0] > -float("inf"):
            numbers = re.findall(r"−?\d+(?:\.\d+)?", values)
            assert {format_number(end) for end in spec.span} <= set(numbers), (values, spec.span)


@each_instrument
def test_a_page_lists_every_claim_with_its_unit(name):
    rows = table(name, "claim")
    listed = {word: row[1] for row in rows for word in re.findall(r"`(\w+)`", row[0])}
    known = named_instrument(name).example_claims
    assert set(known) <= set(listed)
    assert all(claim.unit in listed[quantity] for quantity, claim in known.items())


def test_the_pages_are_linked_from_the_guide_and_the_site():
    guide, site = (DOCS / "guides/instruments.md").read_text(), (DOCS.parent / "mkdocs.yml").read_text()
    for file in PAGES.values():
        assert f"reference/{file}" in guide
        assert f"reference/{file}" in site
