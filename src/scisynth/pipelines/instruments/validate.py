"""What the pixels of anybody's images say of what is claimed of them, with the validator's own error rates next to it.

findings.jsonl      a row an image; what is in it is not measured again, unless it could not be read
results.json, gallery.html
"""

import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from scisynth.core.engine.choice import LOCAL_ENGINE, Engine, by_row
from scisynth.core.errors import ConfigError, DataError, ImageError
from scisynth.core.extras import require
from scisynth.core.images import open_image, png_bytes
from scisynth.core.progress import track
from scisynth.core.records import RETRIED, Metric
from scisynth.core.store import Journal, RunFolder, write_atomic, write_json
from scisynth.core.tables import Row, check_ids, read_rows
from scisynth.instruments.claims import claims_of_cell, read_claim, read_given
from scisynth.instruments.error_rates import own_error_rates
from scisynth.instruments.findings import Claim, overall
from scisynth.instruments.frame import Frame
from scisynth.instruments.frame_files import EIGHT_BITS, SUFFIXES, read_frame
from scisynth.instruments.pixels import stretched
from scisynth.instruments.registry import named_instrument
from scisynth.pipelines.instruments.config import VALIDATE_COMMAND, ValidateConfig
from scisynth.pipelines.instruments.make import ROWS, read_image_rows
from scisynth.pipelines.instruments.page import write_findings_page
from scisynth.pipelines.instruments.results import QuantityCount, ValidatedRow, ValidateResult
from scisynth.reports.figures.gallery import MAX_INSIDE
from scisynth.stats.intervals import mean_with_interval, wilson

FINDINGS, RESULTS, GALLERY, SHOWN = "findings.jsonl", "results.json", "gallery.html", "shown"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One image to measure, and what is said of it."""

    id: str
    file: Path
    instrument: str
    claims: tuple[Claim, ...]
    pixel_size: float | None
    unit: str
    channels: tuple[str, ...]
    picture: Path | None = None
    """How whoever made it looks at it; None where nobody said."""
    is_marked: bool = False
    """Whether what is found is marked, for the page."""


def run_validate(config: ValidateConfig, out: Path, *, seed: int, engine: Engine = LOCAL_ENGINE) -> ValidateResult:
    """Measures every image; an interrupted run goes on after its last one, and tries again those that could not be read.

    Raises:
        ConfigError: no data, no instrument, or an unknown one.
        DataError: no images, no claims, or claims that the instrument does not measure.
    """
    require("instruments", "instruments validate")
    subjects = read_subjects(config)
    run = RunFolder(out, config, command=VALIDATE_COMMAND, seed=seed)
    journal = Journal(run.root / FINDINGS)
    journal.repair()
    done = {row["id"]: ValidatedRow.from_dict(row) for row in journal}
    todo = [item for item in subjects if item.id not in done or done[item.id].status in RETRIED]
    workers = min(config.workers, len(todo))
    with closing(engine.map(by_row(partial(_measure, run.root)), todo, workers=workers)) as found:
        for row in track(found, total=len(todo), label="measure"):
            journal.append(row.to_dict())
            done[row.id] = row
    rows = [done[item.id] for item in subjects]
    result = _summary(rows, out)
    write_json(run.root / RESULTS, result.to_dict())
    pictures = [run.root / SHOWN / f"{row.id}.png" for row in rows]
    note = "Measured from pixels alone. A validator that cannot tell says so; its own error rates are in results.json."
    write_findings_page(rows, pictures, run.root / GALLERY, headline=headline_of(result), note=note)
    return result


def headline_of(result: ValidateResult) -> str:
    """One sentence on all images."""
    said = result.verdicts
    words = f"{said.get('pass', 0)} pass, {said.get('fail', 0)} fail, {said.get('cannot tell', 0)} cannot be told"
    broken = result.images - sum(said.values())
    return f"Of {result.images} images {words}{f', {broken} cannot be read' if broken else ''}."


# --- what is to be measured ------------------------------------------------------------------------------------------


def read_subjects(config: ValidateConfig) -> list[Subject]:
    """The images of a run, folder, table or file with their claims, in a fixed order.

    Raises:
        ConfigError: no data, no instrument, or an unknown one.
        DataError: no images, no claims, or claims of another kind than the instrument's.
    """
    path = Path(config.data)
    if not config.data or not path.exists():
        raise ConfigError(
            f"--data {config.data}: expected a run of `instruments make`, a folder, a table or an image; found none"
        )
    if (path / ROWS).is_file():
        subjects = _of_run(path)
    elif path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES)
        subjects = [_of_file(file, path, config) for file in files if not _is_shown(file)]
    elif path.suffix.lower() in SUFFIXES:
        subjects = [_of_file(path, path.parent, config)]
    else:
        subjects = [_of_row(row, path, config) for row in read_rows(path)]
    check_ids([(str(item.file), item.id) for item in subjects], "image")
    if not subjects:
        raise DataError(f"{path}: expected images ({', '.join(SUFFIXES)}), found none")
    for item in subjects:
        if not item.claims:
            raise DataError(
                f"{item.file}: nothing is claimed of it; say what to measure, such as --claim 'spacing=2.355 Å'"
            )
        try:
            named_instrument(item.instrument).check_claims(item.claims)
        except DataError as error:
            raise DataError(f"{item.file}: {error}") from None
    chosen = subjects[: config.num or None]
    return [replace(item, is_marked=number < MAX_INSIDE) for number, item in enumerate(chosen)]


def _of_run(root: Path) -> list[Subject]:
    return [
        Subject(
            id=row.id,
            file=root / (row.counts or row.image),
            instrument=row.instrument,
            claims=row.claims,
            pixel_size=row.pixel_size,
            unit=row.unit,
            channels=row.channels if row.counts else (),
            picture=root / row.image,
        )
        for row in read_image_rows(root)
    ]


def _of_file(file: Path, root: Path, config: ValidateConfig) -> Subject:
    if not config.instrument:
        raise ConfigError(f"{file}: what took it? name the instrument, such as --instrument hrtem")
    return Subject(
        id=_id_of(file.relative_to(root).as_posix()),
        file=file,
        instrument=config.instrument,
        claims=_claims_of(config),
        pixel_size=config.pixel_size,
        unit=config.unit,
        channels=config.channels,
    )


def _is_shown(file: Path) -> bool:
    """Whether a run of this verb made the picture, for its page."""
    return file.parent.name == SHOWN and (file.parent.parent / FINDINGS).is_file()


def _id_of(name: str) -> str:
    """A name that is safe as that of a file; where that changes it, with a part that keeps it apart from others."""
    safe = re.sub(r"[^\w.-]", "-", name).lstrip(".")
    return safe if safe == name else f"{safe or 'image'}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _claims_of(config: ValidateConfig) -> tuple[Claim, ...]:
    given = dict(map(read_given, config.given))
    return tuple(read_claim(text, given) for text in config.claims)


def _of_row(row: Row, table: Path, config: ValidateConfig) -> Subject:
    name = row.get("file_name", "image", "file")
    instrument = row.get("instrument") or config.instrument
    if not name or not instrument:
        raise DataError(f"{row.place}: expected the columns file_name and instrument; or name one by --instrument")
    cell = row.get("claims")
    own = claims_of_cell(cell, row.place) if cell is not None else ()
    said = {claim.quantity for claim in own}
    channels = row.get("channels")
    return Subject(
        id=_id_of(str(row.get("id") or name)),
        file=table.parent / str(name),
        instrument=str(instrument),
        claims=(*own, *(claim for claim in _claims_of(config) if claim.quantity not in said)),
        pixel_size=_pixel_size_of(row, config),
        unit=str(row.get("unit") or config.unit),
        channels=_channels_of(channels, row.place) if channels else config.channels,
    )


def _channels_of(cell: Any, place: str) -> tuple[str, ...]:
    """Names of a cell: `dna,tubulin`, or a list of them where the table has lists."""
    names = cell.split(",") if isinstance(cell, str) else cell
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) and name.strip() for name in names):
        raise DataError(f"{place}: channels: expected names such as dna,tubulin, got {cell!r}; correct it")
    return tuple(name.strip() for name in names)


def _pixel_size_of(row: Row, config: ValidateConfig) -> float | None:
    size = row.get("pixel_size")
    if size is None:
        return config.pixel_size
    try:
        found = float(size)
    except (TypeError, ValueError):
        found = math.nan
    if not 0 < found < math.inf:
        raise DataError(f"{row.place}: pixel_size: expected a number above 0, got {size!r}; correct it")
    return found


# --- measuring -------------------------------------------------------------------------------------------------------


def _measure(root: Path, item: Subject) -> ValidatedRow:
    from threadpoolctl import threadpool_limits

    row = ValidatedRow(id=item.id, file=str(item.file), instrument=item.instrument, status="ok")
    try:
        frame = read_frame(item.file, pixel_size=item.pixel_size, unit=item.unit, channels=item.channels)
    except (ImageError, DataError) as error:
        return replace(row, status="error", reason=str(error))
    write_atomic(root / SHOWN / f"{item.id}.png", png_bytes(_picture(item, frame)), fsync=False)
    instrument = named_instrument(item.instrument)
    with threadpool_limits(1):
        findings = tuple(instrument.measure(frame, item.claims))
        marks = tuple(instrument.marks(frame, item.claims)) if item.is_marked else ()
    height, width = frame.pixels.shape[:2]
    return replace(row, findings=findings, verdict=overall(findings), size_px=(width, height), marks=marks)


def _picture(item: Subject, frame: Frame) -> Image.Image:
    """As it is looked at: as it was made or handed in, where that can be shown, else the numbers from dark to bright."""
    if item.picture is not None and item.picture.is_file():
        return open_image(item.picture)
    is_shown = item.file.suffix.lower() in EIGHT_BITS and frame.full_scale == np.iinfo(np.uint8).max
    return open_image(item.file) if is_shown else Image.fromarray(stretched(frame.pixels))


# --- what was found --------------------------------------------------------------------------------------------------


def _summary(rows: Sequence[ValidatedRow], out: Path) -> ValidateResult:
    read = [row for row in rows if row.status == "ok"]
    told = [float(row.verdict == "pass") for row in read if row.verdict != "cannot tell"]
    return ValidateResult(
        out=out,
        gallery=out / GALLERY,
        images=len(rows),
        verdicts=Counter(row.verdict for row in read),
        pass_rate=mean_with_interval(told),
        by_quantity=tuple(_count_quantities(read)),
        outcomes=Counter(row.status for row in rows),
    )


def _count_quantities(rows: Sequence[ValidatedRow]) -> Iterator[QuantityCount]:
    said: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        for finding in row.findings:
            said[row.instrument, finding.quantity][finding.verdict] += 1
    for (instrument, quantity), verdicts in said.items():
        false_alarm, caught = _own_rates(instrument, quantity)
        yield QuantityCount(
            instrument=instrument,
            quantity=quantity,
            passed=verdicts["pass"],
            failed=verdicts["fail"],
            cannot_tell=verdicts["cannot tell"],
            false_alarm=false_alarm,
            caught=caught,
        )


def _own_rates(instrument: str, quantity: str) -> tuple[Metric | None, Metric | None]:
    rates = own_error_rates().get(instrument)
    own = rates.quantity(quantity) if rates else None
    if rates is None or own is None:
        return None, None
    caught, twins = rates.strongest(quantity)
    return _rate(own.false_alarms, own.images), _rate(caught, twins) if twins else None


def _rate(count: int, n: int) -> Metric:
    low, high = wilson(count / n, n)
    return Metric(value=count / n, low=low, high=high, n=n)
