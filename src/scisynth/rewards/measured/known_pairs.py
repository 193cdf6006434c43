"""True and false images of an instrument, each with a prompt that says what the false one breaks: the canary of `serve`.

Which violation breaks what is the instrument's own knowledge (`Instrument.violations`). What no prompt can say, such as a claim that
rests on the calibration of a band, is left out.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from scisynth.core.errors import DataError
from scisynth.core.protocols import KnownPair
from scisynth.figures.families.family import DoesNotApplyError
from scisynth.instruments.findings import Claim
from scisynth.instruments.instrument import Instrument
from scisynth.instruments.said import read_said
from scisynth.instruments.take import InstrumentImage, take, take_twin

SEEDS = 4
"""Images that are tried for each pair that is wanted."""


def known_pairs(instrument: Instrument[Any], num: int) -> list[KnownPair]:
    """Up to `num` prompts, true images and false ones; the violations come in turn, each in its strongest dose."""
    pairs = (pair for seed in range(SEEDS * num) for pair in islice(_pairs_of(instrument, seed), 1))
    return list(islice(pairs, num))


def _pairs_of(instrument: Instrument[Any], seed: int) -> Iterator[KnownPair]:
    image = take(instrument, seed)
    kinds = list(instrument.violations.values())
    turn = seed % len(kinds)
    for kind in (*kinds[turn:], *kinds[:turn]):
        prompt = _prompt(instrument, image, kind.breaks)
        if not prompt:
            continue
        try:
            twin = take_twin(instrument, image, kind, kind.doses[-1])
        except DoesNotApplyError:
            continue
        yield prompt, image.exposure.picture(), twin.exposure.picture()


def _prompt(instrument: Instrument[Any], image: InstrumentImage, quantity: str) -> str:
    """One of an image's claims in words; empty where it has none of this quantity, or the words do not lead back to it."""
    claim = next((claim for claim in image.claims if claim.quantity == quantity and not claim.given), None)
    if claim is None:
        return ""
    frame = image.exposure.frame
    pixel = f", {frame.pixel_size:g} {frame.unit} a pixel" if frame.pixel_size else ""
    prompt = claim_words(claim) + pixel
    try:
        said = read_said(instrument, prompt).claims
    except DataError:
        return ""
    return prompt if [(found.quantity, found.value) for found in said] == [(quantity, claim.value)] else ""


def claim_words(claim: Claim) -> str:
    """As `read_said` reads it: `plane group = p4mm`, `spacing = 2.36 Å`."""
    return f"{claim.quantity.replace('_', ' ')} = {claim.value} {claim.unit}".strip()
