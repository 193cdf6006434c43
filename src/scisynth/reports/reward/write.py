"""Writing a report: report.html for people, report.md for a README or a pull request, results.json for programs.

Both pages are made from what results.json says, so `write_report(read_results(folder), folder)` gives the same bytes again.
"""

import json
from pathlib import Path
from typing import Any

from scisynth.core.errors import DataError
from scisynth.core.store import write_atomic
from scisynth.reports.alignment.page import build_sheets, unshown_frames
from scisynth.reports.parts.input import ReportInput
from scisynth.reports.parts.summary import find_failures
from scisynth.reports.parts.thumbnails import store_images
from scisynth.reports.reward.gallery import build_cards, unshown_images
from scisynth.reports.reward.markdown import render_markdown
from scisynth.reports.reward.page import render_page

RESULTS = "results.json"


def write_report(results: ReportInput, folder: Path) -> Path:
    """Writes the three files and the images into `folder`; returns the path of report.html.

    Images given as relative paths are looked up from the run folder, the one that holds `folder`.
    """
    folder = folder.resolve()
    values = store_images(results, folder).to_dict()
    stored = ReportInput.from_dict(values)
    # Rendered before anything is written: a report is replaced whole or not at all.
    cards = build_cards(stored, folder.parent)
    sheets = build_sheets(stored, folder.parent)
    failures = find_failures(stored, [*unshown_images(cards), *unshown_frames(sheets)])
    page = render_page(stored, cards, failures, sheets)
    markdown = render_markdown(stored, failures)
    text = json.dumps(values, indent=1, ensure_ascii=False, allow_nan=False)
    write_atomic(folder / RESULTS, (text + "\n").encode())
    write_atomic(folder / "report.md", markdown.encode())
    write_atomic(folder / "report.html", page.encode())
    return folder / "report.html"


def read_results(folder: Path) -> ReportInput:
    """What `write_report` stored in this folder."""
    return ReportInput.from_dict(read_stored(folder))


def read_stored(folder: Path) -> Any:
    """The values of a report's results.json, not yet checked; a benchmark's have `kind` set to `bench`."""
    path = folder / RESULTS
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        raise DataError(f"{path}: no stored results; run the command that makes them first") from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    except ValueError:
        raise DataError(f"{path}: not JSON; the file is damaged, repeat the command that made it") from None
