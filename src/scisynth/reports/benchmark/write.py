"""Writing a benchmark report: report.html for people, report.md for a README or a pull request.

The report of one run is written from the run's own results.json and rows. That of several runs has a results.json of its own,
and writing what `read_bench_results` returns gives the same bytes again.
"""

import json
from pathlib import Path
from typing import Any

from scisynth.core.store import write_atomic
from scisynth.reports.benchmark.gallery import build_gallery, show_images, unshown_images
from scisynth.reports.benchmark.input import BenchImage, BenchItem, BenchReport
from scisynth.reports.benchmark.markdown import render_bench_markdown
from scisynth.reports.benchmark.page import render_bench_page
from scisynth.reports.benchmark.sentences import find_failures
from scisynth.reports.parts.thumbnails import store_image
from scisynth.reports.reward.write import RESULTS, read_stored


def write_bench_report(results: BenchReport, folder: Path) -> Path:
    """Writes the pages and results.json into `folder`; returns the path of report.html.

    For a report that nothing else can be written again from, such as that of several runs.
    """
    stored, values = _stored(results, folder.resolve())
    path = _write_pages(stored, folder.resolve())
    # On one line: indenting takes Python's slow encoder, seconds for thousands of images.
    text = json.dumps(values, ensure_ascii=False, allow_nan=False)
    write_atomic(folder.resolve() / RESULTS, (text + "\n").encode())
    return path


def write_bench_pages(results: BenchReport, folder: Path) -> Path:
    """Writes report.html and report.md into `folder`; returns the path of report.html.

    Images given as paths stay where they are and are looked up from the run folder, the one that holds `folder`; those
    given as bytes or pixels get a small file in `folder/images`.
    """
    stored, _ = _stored(results, folder.resolve())
    return _write_pages(stored, folder.resolve())


def _stored(results: BenchReport, folder: Path) -> tuple[BenchReport, dict[str, Any]]:
    """The report as it is after it was stored and read again, and its plain values."""
    items = tuple(_with_files(item, folder) for item in results.items)
    values = results.model_copy(update={"items": items}).to_dict()
    return BenchReport.from_dict(values), values


def _write_pages(stored: BenchReport, folder: Path) -> Path:
    # Rendered before anything is written: a report is replaced whole or not at all.
    shown = show_images(stored, folder.parent)
    failures = find_failures(stored, unshown_images(stored, shown))
    page = render_bench_page(stored, build_gallery(stored, shown, folder.parent), failures)
    markdown = render_bench_markdown(stored, failures)
    write_atomic(folder / "report.md", markdown.encode())
    write_atomic(folder / "report.html", page.encode())
    return folder / "report.html"


def read_bench_results(folder: Path) -> BenchReport:
    """What `write_bench_report` stored in this folder."""
    return BenchReport.from_dict(read_stored(folder))


def _with_files(item: BenchItem, folder: Path) -> BenchItem:
    return item.model_copy(update={"pictures": tuple(_with_file(image, folder) for image in item.pictures)})


def _with_file(image: BenchImage, folder: Path) -> BenchImage:
    if image.picture is None or isinstance(image.picture, str | Path):
        return image
    return image.model_copy(update={"picture": store_image(image.picture, folder)})
