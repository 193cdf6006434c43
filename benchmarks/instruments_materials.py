"""How well the validators of the materials world measure simulated images: truth, violations by dose, false alarms, error against noise.

python benchmarks/instruments_materials.py [--num 60] [--twins 20] [--out benchmarks/instruments_materials.json]

The seeds start at 10 000: nothing was tuned on them. `covered` counts truths within two standard uncertainties; `caught` twins with at
least one fail; a false alarm is a fail on an image that keeps its claims. The noise of an image grows with the dose divided by 4, 16, 64
and 256 (of a tunnelling micrograph: its noise times 2, 4, 8 and 16).
"""

import argparse
import json
import time
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np

from scisynth.core.store import describe_measurement
from scisynth.figures.families.family import DoesNotApplyError
from scisynth.instruments.findings import overall
from scisynth.instruments.instrument import registered
from scisynth.instruments.materials import electron_diffraction, hrtem, powder_diffraction, stm  # noqa: F401

START = 10_000
SIZE = 128
NOISE_STEPS = (1, 2, 4, 8, 16)
"""Times the noise of one quantum's image: the dose falls with its square."""


def measured(instrument, p, claims, seed):
    """Findings of one image."""
    return instrument.measure(instrument.expose(p, SIZE, np.random.default_rng(seed)).frame, claims)


def of_truth(instrument, num):
    """Verdicts, coverage and median relative error by quantity; times; false alarms by image."""
    rows = defaultdict(lambda: {"verdicts": Counter(), "covered": [], "error": []})
    verdicts, make_s, measure_s = Counter(), 0.0, 0.0
    for seed in range(START, START + num):
        p = instrument.sample(seed)
        claims = instrument.claims(p)
        started = time.process_time()
        exposure = instrument.expose(p, SIZE, np.random.default_rng(seed))
        make_s += time.process_time() - started
        started = time.process_time()
        findings = instrument.measure(exposure.frame, claims)
        measure_s += time.process_time() - started
        verdicts[overall(findings)] += 1
        for claim, finding in zip(claims, findings, strict=True):
            row = rows[claim.quantity]
            row["verdicts"][finding.verdict] += 1
            if (
                isinstance(finding.measured, float)
                and finding.uncertainty is not None
                and not isinstance(claim.value, str)
            ):
                away = abs(finding.measured - claim.value)
                row["covered"].append(bool(away <= 2 * finding.uncertainty + 1e-9))
                if claim.value:
                    row["error"].append(away / abs(claim.value))
    table = {
        name: {
            "verdicts": dict(row["verdicts"]),
            "n_measured": len(row["covered"]),
            "covered": round(float(np.mean(row["covered"])), 3) if row["covered"] else None,
            "median_relative_error": float(np.median(row["error"])) if row["error"] else None,
        }
        for name, row in rows.items()
    }
    return {
        "images": num,
        "false_alarms": verdicts["fail"] / num,
        "cannot_tell": verdicts["cannot tell"] / num,
        "quantities": table,
        "images_per_second_per_core": round(num / make_s, 1),
        "measured_per_second_per_core": round(num / measure_s, 1),
    }


def of_twins(instrument, num):
    """Share of twins with a fail, by violation and dose."""
    table = {}
    for violation in instrument.violations.values():
        for dose in violation.doses:
            caught = Counter()
            for seed in range(START, START + num):
                p = instrument.sample(seed)
                try:
                    twin = violation.apply(p, dose, Random(seed))
                except DoesNotApplyError:
                    continue
                caught[overall(measured(instrument, twin, instrument.claims(p), seed))] += 1
            total = sum(caught.values())
            table[f"{violation.name} {dose:g}"] = {"n": total, "caught": caught["fail"] / total if total else None}
    return table


def of_noise(instrument, num):
    """Verdicts and error of the first length against noise."""
    table = {}
    for times in NOISE_STEPS:
        verdicts, errors = Counter(), []
        for seed in range(START, START + num):
            p = instrument.sample(seed, 1)
            noisier = replace(p, noise=p.noise * times) if hasattr(p, "noise") else replace(p, dose=p.dose / times**2)
            claims = [item for item in instrument.claims(p) if item.quantity in ("spacing", "lattice_constant")]
            for claim, finding in zip(claims, measured(instrument, noisier, claims, seed), strict=True):
                verdicts[finding.verdict] += 1
                if finding.measured is not None:
                    errors.append(abs(finding.measured / claim.value - 1))
        table[str(times)] = {
            "verdicts": dict(verdicts),
            "median_relative_error": float(np.median(errors)) if errors else None,
        }
    return table


def main() -> None:
    """Prints and stores the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--num", type=int, default=60)
    parser.add_argument("--twins", type=int, default=20)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/instruments_materials.json"))
    arguments = parser.parse_args()
    result = describe_measurement({"num": arguments.num, "twins": arguments.twins, "start": START, "size": SIZE})
    result["instruments"] = {
        item.name: {
            "truth": of_truth(item, arguments.num),
            "violations": of_twins(item, arguments.twins),
            "noise": of_noise(item, arguments.twins),
        }
        for item in registered("materials")
    }
    arguments.out.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(result["instruments"], indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
