"""Astronomy's validators against simulated truth: values within two uncertainties, violations caught by dose, false alarms, noise.

Seeds start at `--seed`, far from those that the validators were tuned on. Each instrument is exposed as claimed, with each violation
in each dose, and in ever less light. Prints one JSON object.

    python benchmarks/instruments_astronomy.py [--num 40] [--twins 12] [--noise 10] [--size 128] [--seed 500000]
        [--instruments star_field moon_phase]
"""

import argparse
import importlib
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np

from scisynth.core.store import describe_measurement
from scisynth.figures.families.family import DoesNotApplyError
from scisynth.instruments.findings import COVERAGE, Claim, Finding, overall
from scisynth.instruments.instrument import Instrument, registered

MODULES = ("star_field", "moon_phase", "planet_phase", "galaxy")
LIGHT = {
    "star_field": "exposure_time",
    "moon_phase": "electrons",
    "planet_phase": "electrons",
    "galaxy": "exposure_time",
}
"""The parameter that says how much light an image gets."""
SHARES = (1.0, 0.1, 0.01, 0.001)


def main() -> None:
    """Measures the instruments in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--num", type=int, default=40, help="images as claimed")
    parser.add_argument("--twins", type=int, default=12, help="images a violation and dose")
    parser.add_argument("--noise", type=int, default=10, help="images a level of light")
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--seed", type=int, default=500_000)
    parser.add_argument("--instruments", nargs="+", default=list(MODULES))
    arguments = parser.parse_args()
    for name in arguments.instruments:
        importlib.import_module(f"scisynth.instruments.astronomy.{name}")
    found = {item.name: item for item in registered("astronomy")}
    result = {name: measure(found[name], arguments) for name in arguments.instruments}
    print(json.dumps({"instruments": result, **describe_measurement(vars(arguments))}, indent=1))


def measure(item: Instrument[Any], arguments: argparse.Namespace) -> dict[str, Any]:
    """One instrument's rates."""
    seeds = range(arguments.seed, arguments.seed + arguments.num)
    samples = [item.sample(seed) for seed in seeds]
    started = time.process_time()
    for seed, p in zip(seeds, samples, strict=True):
        item.expose(p, arguments.size, np.random.default_rng(seed))
    made = time.process_time() - started
    clean = [findings(item, p, item.claims(p), seed, arguments.size) for seed, p in zip(seeds, samples, strict=True)]
    return {
        "images_per_cpu_second": round(arguments.num / made, 1),
        "as_claimed": rates(clean),
        "false_alarms": {"images": sum(overall(row) == "fail" for row in clean), "of": len(clean)},
        "violations": {name: doses(item, name, samples, arguments) for name in item.violations},
        "light": [light(item, samples[: arguments.noise], share, arguments) for share in SHARES],
    }


def findings(item: Instrument[Any], p: Any, claims: Sequence[Claim], seed: int, size: int) -> list[Finding]:
    """What is said of an image of `p` under claims that may be another's."""
    return item.measure(item.expose(p, size, np.random.default_rng(seed)).frame, claims)


def rates(rows: Sequence[Sequence[Finding]]) -> dict[str, Any]:
    """By quantity: verdicts, and the share of numbers within `COVERAGE` uncertainties of the truth."""
    out: dict[str, Any] = {}
    for name in dict.fromkeys(finding.quantity for row in rows for finding in row):
        mine = [finding for row in rows for finding in row if finding.quantity == name]
        told = [
            (float(f.measured) - float(f.claimed), f.uncertainty)
            for f in mine
            if isinstance(f.measured, float) and f.uncertainty is not None
        ]
        out[name] = {"verdicts": dict(Counter(finding.verdict for finding in mine))}
        if told:
            out[name]["within"] = round(sum(abs(off) <= COVERAGE * u + 1e-9 for off, u in told) / len(told), 3)
            out[name]["median_error"] = float(f"{np.median([abs(off) for off, _ in told]):.3g}")
            out[name]["median_uncertainty"] = float(f"{np.median([u for _, u in told]):.3g}")
    return out


def doses(item: Instrument[Any], name: str, samples: Sequence[Any], arguments: argparse.Namespace) -> dict[str, Any]:
    """By dose: images with a fail of the claim that the violation breaks, those where it cannot be told, and all."""
    broken = item.violations[name]
    out = {}
    for dose in broken.doses:
        verdicts: Counter[str] = Counter()
        for seed, p in enumerate(samples, arguments.seed):
            try:
                twin = broken.apply(p, dose, Random(seed))
            except DoesNotApplyError:
                continue
            claims = [claim for claim in item.claims(p) if claim.quantity == broken.breaks]
            if not claims:
                continue
            verdicts[findings(item, twin, claims, seed + 1, arguments.size)[0].verdict] += 1
            if verdicts.total() == arguments.twins:
                break
        out[f"{dose:g}"] = dict(verdicts)
    return out


def light(item: Instrument[Any], samples: Sequence[Any], share: float, arguments: argparse.Namespace) -> dict[str, Any]:
    """The rates at a share of the light."""
    field = LIGHT[item.name]
    rows = []
    for seed, p in enumerate(samples, arguments.seed):
        dim = replace(p, **{field: getattr(p, field) * share})
        rows.append(findings(item, dim, item.claims(dim), seed, arguments.size))
    return {"share": share, "as_claimed": rates(rows)}


if __name__ == "__main__":
    main()
