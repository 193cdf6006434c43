"""Results that others published, copied as facts (`published.yaml`): shown next to a run, marked, and never ranked with it."""

from functools import cache
from pathlib import Path

import yaml

from scisynth.reports.parts.tables import PublishedTable


@cache
def read_published(name: str) -> PublishedTable:
    """One table by its key in the file."""
    return PublishedTable(**yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))[name])


def published_splits(table: str, names: tuple[str, ...]) -> list[dict[str, object]]:
    """Some rows of a table with columns S and C, as reports take them."""
    found = read_published(table)
    simple, complex_ = found.columns.index("S"), found.columns.index("C")
    return [
        {"name": name, "S": found.rows[name][simple], "C": found.rows[name][complex_], "source": found.source}
        for name in names
    ]
