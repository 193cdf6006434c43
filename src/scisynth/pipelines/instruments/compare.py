"""Two sets of instrument images, one distribution? Each distance with its baselines: chance, and a wrong source.

results.json, report.html
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scisynth.core.errors import ConfigError, DataError
from scisynth.core.extras import require
from scisynth.core.progress import track
from scisynth.core.store import Journal, RunFolder, write_json
from scisynth.grading.metrics.kernel import kernel_distance
from scisynth.instruments.congruence import (
    MIN_IMAGES,
    NEIGHBOURS,
    QuantityDistance,
    Values,
    compare_values,
    image_features,
    manifold_scores,
    same_source_scores,
    standardised,
)
from scisynth.instruments.findings import ANGSTROM, Finding
from scisynth.instruments.frame_files import read_frame
from scisynth.instruments.registry import named_instrument
from scisynth.pipelines.instruments.compare_page import write_compare_page
from scisynth.pipelines.instruments.config import COMPARE_COMMAND, CompareConfig
from scisynth.pipelines.instruments.make import ROWS, common_instrument, read_image_rows
from scisynth.pipelines.instruments.results import CompareResult, FeatureDistance, ValidatedRow
from scisynth.pipelines.instruments.validate import FINDINGS

MIN_SET = 2 * (NEIGHBOURS + 1)
"""Images a set: a half of the reference must hold an image and its neighbours."""
RESULTS, REPORT = "results.json", "report.html"


@dataclass(frozen=True)
class Measured:
    """One image of a set, with what was measured in it."""

    instrument: str
    file: Path
    findings: Sequence[Finding]


def run_compare(config: CompareConfig, out: Path, *, seed: int) -> CompareResult:
    """Compares what validators measured, quantity by quantity, and features of the images.

    Raises:
        ConfigError: a folder that is no run of `make` or `validate`, or sets of different instruments.
        DataError: too few images, too few values of every quantity, or values of one quantity in units that do not convert.
    """
    require("instruments", "instruments compare")
    sets = {"reference": config.reference, "data": config.data, **({"wrong": config.wrong} if config.wrong else {})}
    found = {name: read_measured(folder, name, twins=config.twins) for name, folder in sets.items()}
    names = ([item.instrument for item in found[name]] for name in ("reference", "data"))
    instrument = common_instrument(config.instrument, *names)
    real, other = (_of(instrument, found[name])[: config.num or None] for name in ("reference", "data"))
    if min(len(real), len(other)) < MIN_SET:
        raise DataError(
            f"expected {MIN_SET} {instrument} images in each set, found {len(real)} and {len(other)}; make more"
        )
    # A wrong source may be of another instrument: where it measures the same quantity, it is held against it.
    wrong = found.get("wrong", [])[: config.num or None]
    units = _units(real)
    values = {"reference": _values(real, units), "data": _values(other, units)}
    few = _few(values["reference"], values["data"])
    quantities = tuple(_quantities(units, values, few, _values(wrong, units, are_all=False), seed))
    run = RunFolder(out, config, command=COMPARE_COMMAND, seed=seed)
    result = CompareResult(
        out=out,
        report=out / REPORT,
        instrument=instrument,
        n=(len(real), len(other)),
        quantities=quantities,
        few=few,
        features=_features(real, other, wrong, seed),
    )
    write_json(run.root / RESULTS, result.to_dict())
    write_compare_page(result, values, run.root / REPORT)
    return result


def read_measured(folder: str, option: str, *, twins: bool) -> list[Measured]:
    """The images of a run with their findings; those that could not be read are left out."""
    root = Path(folder)
    if folder and (root / ROWS).is_file():
        return [
            Measured(row.instrument, root / (row.counts or row.image), row.findings)
            for row in read_image_rows(root)
            if twins or not row.violation
        ]
    if folder and (root / FINDINGS).is_file():
        rows = [ValidatedRow.from_dict(row) for row in Journal(root / FINDINGS)]
        return [Measured(row.instrument, Path(row.file), row.findings) for row in rows if row.status == "ok"]
    raise ConfigError(
        f"--{option} {folder}: expected a run of `instruments make` or `instruments validate`, found none"
    )


def _of(instrument: str, rows: Sequence[Measured]) -> list[Measured]:
    return [row for row in rows if row.instrument == instrument]


def _numbers(rows: Sequence[Measured]) -> Iterator[tuple[str, str, float]]:
    """Quantity, unit and value of all that was measured; where a claim named no unit, it is the instrument's own."""
    own = {name: named_instrument(name).example_claims for name in {row.instrument for row in rows}}
    for row in rows:
        for item in row.findings:
            if isinstance(item.measured, float | int):
                example = own[row.instrument].get(item.quantity)
                yield item.quantity, item.unit or (example.unit if example else ""), float(item.measured)


def _units(real: Sequence[Measured]) -> dict[str, str]:
    """By quantity, the unit in which both sets are held against each other: the first of the reference."""
    found: dict[str, str] = {}
    for quantity, unit, _ in _numbers(real):
        found.setdefault(quantity, unit)
    return found


def _values(rows: Sequence[Measured], units: Mapping[str, str], *, are_all: bool = True) -> dict[str, Values]:
    """By quantity, the numbers that were measured, in these units.

    A number whose unit does not convert is refused; where `are_all` is false, it is of another quantity of the same name.
    """
    found: dict[str, list[float]] = {}
    for quantity, unit, value in _numbers(rows):
        wanted = units.get(quantity, unit)
        if unit == wanted:
            found.setdefault(quantity, []).append(value)
        elif unit in ANGSTROM and wanted in ANGSTROM:
            found.setdefault(quantity, []).append(value * ANGSTROM[unit] / ANGSTROM[wanted])
        elif are_all:
            raise DataError(
                f"{quantity}: expected {wanted or 'no unit'} in both sets, got {unit or 'none'}; claim it alike"
            )
    return {name: np.array(values) for name, values in found.items()}


def _few(real: Mapping[str, Values], other: Mapping[str, Values]) -> dict[str, tuple[int, int]]:
    """Numbers in each set of the quantities that are too few to compare; refused where that leaves none."""
    n = {name: (len(real.get(name, ())), len(other.get(name, ()))) for name in {**real, **other}}
    few = {name: sizes for name, sizes in n.items() if min(sizes) < MIN_IMAGES}
    if few and len(few) == len(n):
        said = ", ".join(f"{first} and {second} of {name}" for name, (first, second) in few.items())
        raise DataError(f"expected {MIN_IMAGES} measured values a set, got {said}; add images")
    return few


def _quantities(
    units: Mapping[str, str],
    values: Mapping[str, Mapping[str, Values]],
    few: Mapping[str, object],
    wrong: Mapping[str, Values],
    seed: int,
) -> Iterator[QuantityDistance]:
    for name, real in values["reference"].items():
        if name not in few:
            yield compare_values(name, units[name], real, values["data"][name], wrong=wrong.get(name), seed=seed)


def _features(
    real: Sequence[Measured], other: Sequence[Measured], wrong: Sequence[Measured], seed: int
) -> FeatureDistance:
    real_ND, other_MD, wrong_LD = (_features_of(rows) for rows in (real, other, wrong))
    rows_ND, rows_MD = standardised(real_ND, real_ND), standardised(real_ND, other_MD)
    order = np.random.default_rng(seed).permutation(len(rows_ND))
    half = len(order) // 2
    has_wrong = len(wrong) > 1
    return FeatureDistance(
        scores=manifold_scores(real_ND, other_MD),
        same_source=same_source_scores(real_ND, seed=seed),
        wrong_source=manifold_scores(real_ND, wrong_LD) if has_wrong else None,
        kid=kernel_distance(rows_ND, rows_MD, seed=seed),
        kid_same_source=kernel_distance(rows_ND[order[:half]], rows_ND[order[half:]], seed=seed),
        kid_wrong_source=kernel_distance(rows_ND, standardised(real_ND, wrong_LD), seed=seed) if has_wrong else None,
    )


def _features_of(rows: Sequence[Measured]) -> Values:
    if not rows:
        return np.empty((0, 0))
    return np.stack([image_features(read_frame(row.file)) for row in track(rows, total=len(rows), label="features")])
