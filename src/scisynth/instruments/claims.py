"""Claims as people write them: `spacing=2.355 Å ± 0.02`, in options and in the columns of a table."""

import re
from collections.abc import Mapping
from typing import Any

from scisynth.core.errors import DataError
from scisynth.core.strict_json import parse_json
from scisynth.instruments.findings import Claim

NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_QUANTITY = re.compile(rf"\s*({NUMBER})\s*(.*?)\s*(?:(?:±|\+/-|\+-)\s*({NUMBER})\s*(.*))?\s*$")


def read_claim(text: str, given: Mapping[str, float | str]) -> Claim:
    """`spacing=2.355 Å ± 0.02` or `plane_group=p4mm`; a value that begins with a number is one.

    Raises:
        DataError: no `quantity=value`.
    """
    quantity, equals, value = text.partition("=")
    if not equals or not quantity.strip() or not value.strip():
        raise DataError(f"claim {text!r}: expected quantity=value, such as spacing=2.355 Å")
    return make_claim(quantity.strip(), value, given)


def make_claim(quantity: str, value: float | str, given: Mapping[str, float | str]) -> Claim:
    """The claim that a quantity has a value, a number or a text such as `2.355 Å ± 0.02`."""
    if not isinstance(value, str):
        return Claim(quantity=quantity, value=float(value), given=given)
    found = _QUANTITY.match(value)
    # A date begins with a number too; units begin with a letter, and hold no digits.
    if found is None or (found[2] and re.match(r"[\w/]*\d|[^\w°%]", found[2])):
        return Claim(quantity=quantity, value=value.strip(), given=given)
    return Claim(quantity=quantity, value=float(found[1]), unit=found[2], tolerance=float(found[3] or 0), given=given)


def read_given(text: str) -> tuple[str, float | str]:
    """`zero_point=25` as a name and a number, or a word."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise DataError(f"given {text!r}: expected name=value, such as zero_point=25")
    try:
        return name.strip(), float(value)
    except ValueError:
        return name.strip(), value.strip()


def claims_of_cell(cell: Any, place: str) -> tuple[Claim, ...]:
    """The claims of one row: a list of claims, an object of quantities and values, or either as JSON text.

    Raises:
        DataError: anything else; the message begins with `place`.
    """
    try:
        found = parse_json(cell) if isinstance(cell, str) else cell
        if isinstance(found, Mapping):
            return tuple(make_claim(name, value, {}) for name, value in found.items())
        return tuple(Claim.from_dict(item) for item in found)
    except (ValueError, TypeError, AttributeError, DataError):
        raise DataError(
            f'{place}: claims: expected an object such as {{"spacing": "2.355 Å ± 0.02"}}, got {str(cell)[:80]!r}'
        ) from None
