"""Micrographs of cells against their own truth: recovered values, violations caught, false alarms, errors as noise rises.

    python benchmarks/instruments_biomedicine.py [--num 100] [--twins 40] [--size 128] [--out instruments_biomedicine.json]

Seeds start where nobody tuned anything. Prints one JSON object, by instrument:

    truth        of each claim: verdicts, share within two uncertainties, mean error and mean uncertainty (relative to the claim)
    false_alarms claims and images with a fail where everything is as it should be
    twins        of each violation and dose: caught, passed, not told, of how many; those that do not apply are left out
    noise        at each exposure: verdicts over all claims, and the error of what was told
    cost         processor seconds an image, to draw and to measure
"""

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from scisynth.core.store import describe_measurement
from scisynth.figures.families.family import DoesNotApplyError
from scisynth.instruments.biomedicine.cell_cycle import CellCycle
from scisynth.instruments.biomedicine.confluence import Confluence
from scisynth.instruments.biomedicine.fluorescence import Fluorescence
from scisynth.instruments.findings import COVERAGE, Claim, Finding
from scisynth.instruments.instrument import Instrument

FIRST_SEED = 80_000
FIRST_TWIN = 90_000
EXPOSURES = (1.0, 0.3, 0.1, 0.03, 0.01)
NOISE_SHARE = 5
"""Of the images, one in so many is taken again at each exposure."""


def main() -> None:
    """Measures every instrument of the world."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--num", type=int, default=100, help="images an instrument")
    parser.add_argument("--twins", type=int, default=40, help="images a violation and dose")
    parser.add_argument("--size", type=int, default=128, help="pixels a side")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    result = {
        item.name: measure(item, options.num, options.twins, options.size)
        for item in (named(Fluorescence), named(CellCycle), named(Confluence))
    }
    settings = {"num": options.num, "twins": options.twins, "size": options.size, "first_seed": FIRST_SEED}
    text = json.dumps({**result, **describe_measurement(settings)}, indent=1)
    print(text)
    if options.out:
        options.out.write_text(text + "\n")


def named(kind: type[Instrument[Any]]) -> Instrument[Any]:
    """The registered instrument of a class."""
    from scisynth.instruments.instrument import registered

    return next(item for item in registered("biomedicine") if type(item) is kind)


def measure(item: Instrument[Any], num: int, twins: int, size: int) -> dict[str, object]:
    """Everything about one instrument."""
    found, seconds = [], [0.0, 0.0]
    for seed in range(FIRST_SEED, FIRST_SEED + num):
        p = item.sample(seed)
        began = time.process_time()
        exposure = item.expose(p, size, np.random.default_rng(seed))
        drawn = time.process_time()
        found.append(item.measure(exposure.frame, item.claims(p)))
        seconds[0] += drawn - began
        seconds[1] += time.process_time() - drawn
    return {
        "truth": by_quantity(found),
        "false_alarms": {
            "claims": share(row.verdict == "fail" for rows in found for row in rows),
            "images": share(any(row.verdict == "fail" for row in rows) for rows in found),
        },
        "twins": {name: caught(item, name, twins, size) for name in item.violations},
        "noise": {str(dose): at_exposure(item, dose, num // NOISE_SHARE, size) for dose in EXPOSURES},
        "cost": {"draw_s": round(seconds[0] / num, 4), "measure_s": round(seconds[1] / num, 4)},
    }


def share(values: Iterable[bool]) -> dict[str, float]:
    """How many, of how many, as a share."""
    listed = list(values)
    return {"num": sum(listed), "of": len(listed), "share": round(sum(listed) / max(len(listed), 1), 4)}


def by_quantity(found: Sequence[Sequence[Finding]]) -> dict[str, object]:
    """Verdicts and errors of each claim."""
    rows: dict[str, list[Finding]] = defaultdict(list)
    for findings in found:
        for row in findings:
            rows[row.quantity].append(row)
    return {name: {"verdicts": verdicts(listed), **errors(listed)} for name, listed in rows.items()}


def verdicts(rows: Iterable[Finding]) -> dict[str, int]:
    """How often each."""
    return dict(sorted(Counter(row.verdict for row in rows).items()))


def errors(rows: Iterable[Finding]) -> dict[str, float]:
    """Of measured numbers against the truth that was claimed, relative to it."""
    told = [row for row in rows if isinstance(row.measured, float) and isinstance(row.claimed, float | int)]
    if not told:
        return {}
    off = np.array([float(row.measured) - float(row.claimed) for row in told])  # type: ignore[arg-type]
    doubt = np.array([row.uncertainty or 0.0 for row in told])
    scale = np.array([abs(float(row.claimed)) or 1.0 for row in told])
    return {
        "within_two_uncertainties": round(float((np.abs(off) <= COVERAGE * doubt + 1e-9).mean()), 4),
        "mean_error": round(float((off / scale).mean()), 5),
        "rms_error": round(float(np.sqrt(((off / scale) ** 2).mean())), 5),
        "mean_uncertainty": round(float((doubt / scale).mean()), 5),
    }


def caught(item: Instrument[Any], name: str, num: int, size: int) -> dict[str, object]:
    """Verdicts on the claim that a violation breaks, by dose."""
    violation = item.violations[name]
    result: dict[str, object] = {}
    for dose in violation.doses:
        rows: list[Finding] = []
        seed = FIRST_TWIN
        while len(rows) < num and seed < FIRST_TWIN + 8 * num:
            p = item.sample(seed)
            seed += 1
            try:
                wrong = violation.apply(p, dose, Random(seed))
                exposure = item.expose(wrong, size, np.random.default_rng(seed))
            except DoesNotApplyError:
                continue
            claims: list[Claim] = [claim for claim in item.claims(p) if claim.quantity == violation.breaks]
            rows += item.measure(exposure.frame, claims)
        result[str(dose)] = {"caught": share(row.verdict == "fail" for row in rows), "verdicts": verdicts(rows)}
    return result


def at_exposure(item: Instrument[Any], dose: float, num: int, size: int) -> dict[str, object]:
    """Truth at a lower exposure: what is told, and how far off it is."""
    rows: list[Finding] = []
    for seed in range(FIRST_SEED, FIRST_SEED + num):
        p = replace(item.sample(seed), dose=dose)
        exposure = item.expose(p, size, np.random.default_rng(seed))
        rows += item.measure(exposure.frame, item.claims(p))
    told = [row for row in rows if row.verdict != "cannot tell"]
    return {"verdicts": verdicts(rows), "wrong": share(row.verdict == "fail" for row in rows), **errors(told)}


if __name__ == "__main__":
    main()
