"""How often a validator errs on simulated images whose truth is known: its false alarms, and what it misses, dose by dose.

`own_error.json` holds the rates of the packaged validators, measured on seeds that nobody tuned on (`benchmarks/instruments.py`).
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from scisynth.core.results import Result
from scisynth.figures.families.family import DoesNotApplyError
from scisynth.instruments.findings import COVERAGE, Finding, overall
from scisynth.instruments.instrument import Instrument
from scisynth.instruments.take import take, take_twin

FILE = Path(__file__).with_name("own_error.json")


@dataclass(frozen=True, kw_only=True)
class DoseRate(Result):
    """Of twins with one violation in one dose: how many the validator calls a fail, or cannot tell."""

    violation: str
    breaks: str
    dose: float
    twins: int
    caught: int
    cannot_tell: int


@dataclass(frozen=True, kw_only=True)
class QuantityRate(Result):
    """Of true images: how many claims of one quantity are called a fail, and how often the truth lies within the uncertainty."""

    quantity: str
    images: int
    false_alarms: int
    cannot_tell: int
    measured: int
    """Numbers measured, with an uncertainty."""
    covered: int
    """Those within `COVERAGE` uncertainties and the tolerance of the truth."""


@dataclass(frozen=True, kw_only=True)
class ErrorRates(Result):
    """Of one validator."""

    instrument: str
    images: int
    size_px: int
    level: int
    """0: the levels in turn."""
    false_alarms: int
    """True images of which any claim is called a fail."""
    cannot_tell: int
    """True images of which no claim could be told."""
    by_quantity: tuple[QuantityRate, ...]
    by_dose: tuple[DoseRate, ...]

    def quantity(self, name: str) -> QuantityRate | None:
        """The rates of one quantity; None where it was not claimed."""
        return next((item for item in self.by_quantity if item.quantity == name), None)

    def strongest(self, quantity: str) -> tuple[int, int]:
        """(caught, twins) of the violations that break a quantity, each in its strongest dose."""
        top: dict[str, DoseRate] = {}
        for item in self.by_dose:
            if item.breaks == quantity and item.dose >= top.get(item.violation, item).dose:
                top[item.violation] = item
        return sum(item.caught for item in top.values()), sum(item.twins for item in top.values())


@dataclass
class _Tally:
    seen: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    measured: Counter[str] = field(default_factory=Counter)
    covered: Counter[str] = field(default_factory=Counter)

    def add(self, findings: Iterable[Finding], tolerances: Mapping[str, float]) -> None:
        for item in findings:
            name = item.quantity
            self.seen[name] += 1
            self.failed[name] += item.verdict == "fail"
            self.unknown[name] += item.verdict == "cannot tell"
            if (
                isinstance(item.measured, float | int)
                and not isinstance(item.claimed, str)
                and item.uncertainty is not None
            ):
                self.measured[name] += 1
                within = tolerances.get(name, 0.0) + COVERAGE * item.uncertainty
                self.covered[name] += bool(abs(item.measured - item.claimed) <= within)

    def rates(self) -> tuple[QuantityRate, ...]:
        return tuple(
            QuantityRate(
                quantity=name,
                images=self.seen[name],
                false_alarms=self.failed[name],
                cannot_tell=self.unknown[name],
                measured=self.measured[name],
                covered=self.covered[name],
            )
            for name in self.seen
        )


def measure_error_rates(
    instrument: Instrument[Any], seeds: Iterable[int], *, size: int, level: int = 0, twins: int | None = None
) -> ErrorRates:
    """Takes an image of each seed, and of the first `twins` of them (None: all) a twin for each violation and dose."""
    tally, by_dose = _Tally(), defaultdict[tuple[str, str, float], Counter[str]](Counter)
    images = alarms = unknown = 0
    for number, seed in enumerate(seeds):
        image = take(instrument, seed, level=level, size=size)
        findings = instrument.measure(image.exposure.frame, image.claims)
        tally.add(findings, {claim.quantity: claim.tolerance for claim in image.claims})
        verdict = overall(findings)
        images, alarms, unknown = images + 1, alarms + (verdict == "fail"), unknown + (verdict == "cannot tell")
        if twins is not None and number >= twins:
            continue
        for kind in instrument.violations.values():
            for dose in kind.doses:
                try:
                    twin = take_twin(instrument, image, kind, dose)
                except DoesNotApplyError:
                    continue
                said = overall(instrument.measure(twin.exposure.frame, twin.claims))
                by_dose[kind.name, kind.breaks, dose][said] += 1
    return ErrorRates(
        instrument=instrument.name,
        images=images,
        size_px=size,
        level=level,
        false_alarms=alarms,
        cannot_tell=unknown,
        by_quantity=tally.rates(),
        by_dose=tuple(
            DoseRate(
                violation=name,
                breaks=breaks,
                dose=dose,
                twins=said.total(),
                caught=said["fail"],
                cannot_tell=said["cannot tell"],
            )
            for (name, breaks, dose), said in by_dose.items()
        ),
    )


@lru_cache
def own_error_rates() -> Mapping[str, ErrorRates]:
    """The stored rates of the packaged validators, by instrument; empty for one that was not measured."""
    if not FILE.is_file():
        return {}
    rows = json.loads(FILE.read_text(encoding="utf-8"))["instruments"]
    return {row["instrument"]: ErrorRates.from_dict(row) for row in rows}
