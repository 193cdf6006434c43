"""index.html of a training's samples: a validation image a section, with the student's reply at each evaluation."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from scisynth.core.store import Journal, write_atomic
from scisynth.reports.parts.templating import inline_parts, make_environment
from scisynth.reports.parts.thumbnails import show_image

PAGE, ROWS = "index.html", "samples.jsonl"


def write_samples_page(folder: Path) -> None:
    """Reads `samples.jsonl` of the folder and writes its page, the latest evaluation first."""
    by_item: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in Journal(folder / ROWS):
        by_item[row["id"]].append(row)
    environment = make_environment()
    items = [
        {**rows[0], "image": show_image(rows[0]["image"], folder), "rows": sorted(rows, key=lambda row: -row["step"])}
        for rows in by_item.values()
    ]
    page = environment.get_template("student_samples.html").render(
        results={"title": "Replies to validation images"},
        **inline_parts(environment, [], ["report"]),
        items=items,
    )
    write_atomic(folder / PAGE, page.encode(), fsync=False)
