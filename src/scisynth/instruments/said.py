"""What a text says of an image: `HRTEM micrograph of gold [110], 0.4 Å a pixel`, or `spacing = 2.36 Å, plane group p4mm`.

Names lead to claims by what is known of them (`Instrument.named`); quantities are read where they are written out, by the words of
their name. What is written out counts before what a name leads to.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from scisynth.instruments.claims import NUMBER, make_claim
from scisynth.instruments.findings import ANGSTROM, Claim
from scisynth.instruments.instrument import Instrument

_LENGTHS = "|".join(ANGSTROM)
_PIXEL = re.compile(rf"({NUMBER})\s*({_LENGTHS}|1/nm|1/Å|arcsec|°)\s*(?:a|per|/)\s*(?:pixel|px)\b")


@dataclass(frozen=True, kw_only=True)
class Pixel:
    """The size of a pixel."""

    size: float
    unit: str

    @property
    def angstrom(self) -> float | None:
        """Å; None where the size is no length."""
        return self.size * ANGSTROM[self.unit] if self.unit in ANGSTROM else None


@dataclass(frozen=True, kw_only=True)
class Said:
    """The claims of a text, and the size of a pixel where it tells one."""

    claims: tuple[Claim, ...]
    pixel: Pixel | None


def read_said(instrument: Instrument[Any], text: str) -> Said:
    """What a text says of an image of `instrument`.

    A number that is written out has the relative tolerance of the instrument's own claims of its kind, unless `± ...` follows it.

    Raises:
        DataError: a quantity in another unit, or a word where a number belongs.
    """
    pixel = read_pixel(text)
    written = {claim.quantity: claim for claim in _written(instrument, _PIXEL.sub("", text))}
    named = {claim.quantity: claim for claim in instrument.named(text)}
    claims = tuple({**named, **written}.values())
    instrument.check_claims(claims)
    return Said(claims=claims, pixel=pixel)


def read_pixel(text: str) -> Pixel | None:
    """The size of a pixel where a text tells one, as in `0.4 Å a pixel`."""
    found = _PIXEL.search(text)
    return Pixel(size=float(found[1]), unit=found[2]) if found and float(found[1]) > 0 else None


def _written(instrument: Instrument[Any], text: str) -> list[Claim]:
    found = []
    for quantity, example in instrument.example_claims.items():
        words = re.escape(quantity).replace("_", "[ _]")
        is_word = isinstance(example.value, str)
        value = r"[\w.+-]+" if is_word else rf"{NUMBER}\s*(?:[^\W\d]+|°|%)?(?:\s*(?:±|\+-|\+/-)\s*{NUMBER})?"
        match = re.search(rf"(?<![\w]){words}(?![\w])\s*(?:=|:|of|is)?\s*({value})", text)
        if match is None:
            continue
        claim = make_claim(quantity, match[1], example.given)
        if not is_word and not claim.tolerance and example.tolerance and not isinstance(claim.value, str):
            claim = replace(claim, tolerance=_tolerance(example, claim.value))
        found.append(claim)
    return found


def _tolerance(example: Claim, value: float) -> float:
    """Of lengths relative to the value, of all else as it is."""
    if example.unit in ANGSTROM and not isinstance(example.value, str) and example.value:
        return abs(example.tolerance / example.value * value)
    return example.tolerance
