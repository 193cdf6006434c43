"""The part of `bench scigenbench` that reads the pixels of any figure, without a language model: labels, and answers that can be seen.

What was read is kept by image, so that a resumed run reads nothing twice. The reader's own error, measured on figures whose labels
are known (`benchmarks/pixel_reader.py`), stands next to every number.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Any

from scisynth.core.engine.choice import LOCAL_ENGINE, Engine, by_row
from scisynth.core.errors import ImageError, one_line
from scisynth.core.extras import require
from scisynth.core.problems import FigureProblem
from scisynth.core.progress import track
from scisynth.core.records import Metric
from scisynth.core.store import RunFolder, write_lines
from scisynth.figures.pixels.labels import PixelRow, check_pixels
from scisynth.figures.pixels.reader import EXTRA, ReadText, is_installed, read_texts, reader_name
from scisynth.pipelines.scigenbench.config import Ocr
from scisynth.reports.figures.results import PixelSummary, ReaderError
from scisynth.stats.intervals import mean_with_interval

PIXELS = "pixels"


def check_reader(ocr: Ocr) -> None:
    """Says before anything is drawn or paid for that the reader was asked for and is missing; raises `MissingExtraError`."""
    if ocr == "on":
        require(EXTRA, "reading the text of images")


def reads_pixels(ocr: Ocr) -> bool:
    """Whether images are to be read: not with `off`, and with `auto` only where the reader is installed."""
    return ocr != "off" and is_installed()


def read_figures(
    ocr: Ocr,
    problems: Sequence[FigureProblem],
    images: Sequence[Path | None],
    run: RunFolder,
    engine: Engine = LOCAL_ENGINE,
) -> list[PixelRow]:
    """A row for each of N problems; none where the reader is off or not installed."""
    if not reads_pixels(ocr):
        return []
    with run.exclusive(PIXELS):
        texts, broken = _read_missing([image for image in images if image], run, engine)
    rows = [_row(problem, image, texts, broken) for problem, image in zip(problems, images, strict=True)]
    write_lines(run.stage(PIXELS) / "rows.jsonl", [row.to_dict() for row in rows])
    return rows


def summarize_pixels(problems: Sequence[FigureProblem], rows: Sequence[PixelRow]) -> PixelSummary | None:
    """Label recall and visible answers with their intervals, states, and the reader's own error; None where nothing was read."""
    if not rows:
        return None
    type_of = {problem.id: problem.image_type for problem in problems}
    types = sorted({name for name in type_of.values() if name})
    return PixelSummary(
        reader=reader_name(),
        label_recall=_recall(rows),
        answer_leaks=mean_with_interval([float(row.leak) for row in rows if row.leak is not None]),
        states=Counter(row.status for row in rows),
        by_type={name: _recall([row for row in rows if type_of[row.problem] == name]) for name in types},
        own_error=own_error(),
    )


def own_error() -> ReaderError:
    """What the reader misses on figures whose labels are known; measured by `benchmarks/pixel_reader.py`."""
    text = files("scisynth.figures.pixels").joinpath("own_error.json").read_text(encoding="utf-8")
    return ReaderError.from_dict(json.loads(text))


def _recall(rows: Sequence[PixelRow]) -> Metric:
    found = [(row.problem, float(is_read)) for row in rows for is_read in row.labels.values()]
    return mean_with_interval([value for _, value in found], clusters=[name for name, _ in found])


def _row(
    problem: FigureProblem, image: Path | None, texts: Mapping[str, list[Any]], broken: Mapping[str, str]
) -> PixelRow:
    if image is None:
        return PixelRow(problem=problem.id, status="missing", labels={}, leak=None, reason="no image")
    if image.name in broken:
        return PixelRow(problem=problem.id, status="error", labels={}, leak=None, reason=broken[image.name])
    return check_pixels(problem, [ReadText.from_dict(row) for row in texts[image.name]])


def _read_missing(
    images: Sequence[Path], run: RunFolder, engine: Engine
) -> tuple[dict[str, list[Any]], dict[str, str]]:
    """What was read of each image, and why it was not; kept under its file name, which is the hash of its content."""
    journal, reader = run.journal(PIXELS, "texts"), reader_name()
    texts = {row["image"]: row["texts"] for row in journal if row["reader"] == reader}
    broken: dict[str, str] = {}
    new = [*{image.name: image for image in images if image.name not in texts}.values()]
    with closing(engine.map(by_row(_read), new, workers=0)) as found:
        for image, (read, reason) in zip(new, track(found, total=len(new), label="read pixels"), strict=True):
            if reason:
                broken[image.name] = reason
                continue
            texts[image.name] = read
            journal.append({"image": image.name, "reader": reader, "texts": read})
    return texts, broken


def _read(image: Path) -> tuple[list[Any], str]:
    """The texts in an image, or why there are none."""
    try:
        return [text.to_dict() for text in read_texts(image)], ""
    except ImageError as error:
        return [], one_line(error)
