"""Files of prompts: plain text with one prompt a line, JSON, JSON Lines, CSV, TSV or Parquet.

In a table the prompt stands in the first of `COLUMNS` that there is, so that `id,prompt` is a heading and never a prompt. A plain
text file is one prompt a line whatever it holds, except where it is a table under another name: that is refused, since its
lines would be sent, and paid for, as prompts.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scisynth.core.errors import DataError
from scisynth.core.tables import (
    DELIMITED_SUFFIXES,
    DELIMITERS,
    TABLE_SUFFIXES,
    Row,
    check_ids,
    columns_of,
    plain_name,
    read_rows,
)
from scisynth.core.texts import decode, read_bytes

MAX_FILE_BYTES = 64 * 2**20
COLUMNS = (
    "prompt",
    "implicit_prompt",
    "caption",
    "text",
    "prompts",
    "prompt_text",
    "text_prompt",
    "input_prompt",
    "description",
)
"""Names of a column of prompts, the surest first."""
ID_COLUMNS = ("id", "prompt_id", "uid", "key")


@dataclass(frozen=True, kw_only=True)
class FilePrompt:
    """One prompt of a file."""

    prompt: str
    id: str = ""
    """As the file names it; empty where not every prompt has a name of its own."""
    values: Mapping[str, Any]
    """The other columns; empty for plain text."""


def load_prompt_file(path: Path) -> list[str]:
    """Prompts of a file, in its order.

    Raises:
        DataError: no such file, no prompts in it, or a row that is none.
    """
    return [item.prompt for item in load_prompts(path)]


def load_prompts(path: Path, column: str = "") -> list[FilePrompt]:
    """Prompts of a file with their ids.

    Args:
        path: text, JSON, JSON Lines, CSV, TSV or Parquet.
        column: where the prompt stands if there is such a column; else it is the first of `COLUMNS` that there is.

    Raises:
        DataError: no such file, no prompts in it, a table without a column of prompts, a row that is none, or two rows with one id.
    """
    path = Path(path)
    rows = _rows(path)
    if not rows:
        raise DataError(f"{path}: expected prompts, found none; write one per line, or a JSON list")
    column = column if column in columns_of(rows) else _find_column(rows, path)
    if column == "prompts" and len(rows) == 1 and path.suffix.lower() not in DELIMITED_SUFFIXES:
        kind = type(rows[0].values["prompts"]).__name__
        raise DataError(f"{path}: expected a list under 'prompts', got {kind}; write a JSON list")
    prompts = [_prompt_of(row, column) for row in rows]
    is_table = all(isinstance(row.values, Mapping) for row in rows)
    ids = _ids_of(rows) if is_table else [""] * len(rows)
    return [
        FilePrompt(prompt=prompt, id=name, values=row.values if is_table else {})
        for prompt, name, row in zip(prompts, ids, rows, strict=True)
    ]


def _ids_of(rows: Sequence[Row]) -> list[str]:
    """The rows' own ids; empty where some row has none."""
    found = [row.get(*ID_COLUMNS) for row in rows]
    if not all(isinstance(value, str | int) for value in found):
        return [""] * len(rows)
    ids = [str(value).strip() for value in found]
    check_ids([(row.place, name) for row, name in zip(rows, ids, strict=True)], "prompt")
    return ids


def _rows(path: Path) -> list[Row]:
    if path.suffix.lower() in TABLE_SUFFIXES:
        return read_rows(path, max_mb=MAX_FILE_BYTES >> 20, mappings=path.suffix.lower() in DELIMITED_SUFFIXES)
    data = read_bytes(path, max_mb=MAX_FILE_BYTES >> 20)
    if data.startswith(b"PAR1"):
        return read_rows(path)
    text = decode(data, path)
    if text.lstrip().startswith(("[", "{", '"')):
        try:
            return read_rows(path, mappings=False)
        except DataError:
            # Text may open with a quotation mark, or with a bracket.
            if not text.lstrip().startswith('"') and path.suffix.lower() != ".txt":
                raise
    lines = [(number, line.strip()) for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1)]
    lines = [(number, line) for number, line in lines if line]
    if heading := _table_heading([line for _, line in lines]):
        raise DataError(
            f"{path}: looks like a table with the heading {heading!r}; name it .csv, or keep one prompt a line"
        )
    return [Row(place=f"{path}, line {number}", values=line) for number, line in lines]


def _table_heading(lines: Sequence[str]) -> str:
    """The first line where it is the heading of a table: a column of prompts among others, and as many cells in every line."""
    if len(lines) < 2:
        return ""
    for delimiter in DELIMITERS:
        head, *rows = list(csv.reader(lines[:20], delimiter=delimiter))
        names = {plain_name(name) for name in head}
        if len(head) > 1 and names & set(COLUMNS) and all(len(row) >= len(head) for row in rows):
            return lines[0][:60]
    return ""


def _find_column(rows: Sequence[Row], path: Path) -> str:
    """The column of prompts; empty where rows are plain texts."""
    known = columns_of(rows)
    if not known:
        return ""
    for name in COLUMNS:
        if name in known:
            return name
    names = [name[:20] for name in known[:8]]
    if path.suffix.lower() in DELIMITED_SUFFIXES:
        raise DataError(
            f"{path}: expected a column of prompts ({', '.join(COLUMNS[:4])}), got the columns {', '.join(names)}; rename one"
        )
    raise DataError(f"{rows[0].place}: expected an object with the key 'prompt', got keys {names}; add it")


def _prompt_of(row: Row, column: str) -> str:
    value = row.values
    if isinstance(value, Mapping):
        if column not in value:
            names = [name[:20] for name in sorted(value)[:6]]
            raise DataError(
                f"{row.place}: expected an object with the key {column or 'prompt'!r}, got keys {names}; add it"
            )
        value = value[column]
        if isinstance(value, list) and value:
            # Published data sets keep a list of wordings; the first is the prompt.
            value = value[0]
    if not isinstance(value, str):
        raise DataError(f"{row.place}: expected a prompt as text, got {type(value).__name__}; write it in quotes")
    if not value.strip():
        raise DataError(f"{row.place}: expected a prompt, got an empty one; write it or remove the entry")
    return value
