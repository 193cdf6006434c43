"""Tables that somebody else wrote: JSON, JSON Lines, CSV, TSV or Parquet, each as a list of rows with their place.

    rows = read_rows(Path("prompts.csv"))       # one `Row` a record; `row.place` stands in messages
    row.get("file_name", "image", "path")       # the first of these columns that has a value

What a person would expect is what happens: a byte order mark, UTF-16, CRLF, blank lines and a missing final newline mean
nothing; the delimiter (`,` `;` tab `|`) is the one under which the rows agree; a cell may be long and hold line breaks;
headings are compared without regard to case, spaces and hyphens; a JSON list under the name `.jsonl` is a JSON list. What
cannot be read without loss is refused with the place: a row with more or fewer cells than the heading, a quote that never
closes, a column or a JSON key that stands twice, half of a surrogate pair.
Not covered: workbooks (save them as CSV) and encodings other than UTF-8, UTF-16 and UTF-32.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scisynth.core.errors import DataError, one_line
from scisynth.core.strict_json import attempt_json, joined_objects, parse_json, parses
from scisynth.core.texts import MAX_MB, decode, has_half_character, read_bytes

DELIMITERS = ",;\t|"
DELIMITED_SUFFIXES = frozenset({".csv", ".tsv", ".tab", ".psv"})
LINES_SUFFIXES = frozenset({".jsonl", ".ndjson"})
TABLE_SUFFIXES = DELIMITED_SUFFIXES | LINES_SUFFIXES | {".json", ".parquet"}
LIST_KEYS = ("data", "rows", "items", "records", "examples", "samples", "prompts", "problems", "questions", "results")
"""Keys under which a JSON object often keeps its list."""
NO_DELIMITER = "\x1f"
SNIFFED_ROWS = 50
_SEPARATOR_LINE = re.compile(r"sep=(.)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One record and where it stands."""

    place: str
    """`FILE, line 3` or `FILE, entry 3`, for messages."""
    values: Any
    """A mapping with plain column names, or whatever else a JSON list holds."""

    def get(self, *names: str) -> Any:
        """The first of these columns that has a value; None where all are absent, null or blank."""
        for name in names:
            value = self.values.get(name)
            if value is not None and (not isinstance(value, str) or value.strip()):
                return value
        return None


@dataclass(kw_only=True)
class Faults:
    """Rows that could not be read, for readers that go on without them."""

    lines: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def add(self, line: int, words: str) -> None:
        """Keeps one."""
        self.lines.append(line)
        self.words.append(words)


def read_rows(path: Path, *, max_mb: int = MAX_MB, faults: Faults | None = None, mappings: bool = True) -> list[Row]:
    """Every row of a table, in its order.

    Args:
        path: JSON, JSON Lines, CSV, TSV or Parquet; told by content first and by the name where content does not say.
        faults: where given, broken rows are added here and the others returned; else the first one is an error.
        mappings: whether every row must be an object; False lets a JSON list hold texts and numbers too.

    Raises:
        DataError: no such file, too large, or not such a table; the message names the row.
    """
    data = read_bytes(path, max_mb=max_mb)
    if data.startswith(b"PAR1"):
        return _parquet_rows(path)
    text = decode(data, path)
    if not text.strip():
        return []
    if path.suffix.lower() in DELIMITED_SUFFIXES and not _is_whole_json(text):
        return _delimited_rows(text, path, faults)
    rows = list(_json_rows(text, path, faults))
    if not mappings:
        return rows
    for row in rows:
        if not isinstance(row.values, Mapping):
            words = f"expected an object, got {type(row.values).__name__}"
            if faults is None:
                raise DataError(f"{row.place}: {words}; write the row as {{...}}")
            faults.add(_number(row.place), words)
    return [row for row in rows if isinstance(row.values, Mapping)]


def plain_name(heading: Any) -> str:
    """A heading as columns are looked up: `" File Name"` and `file-name` are `file_name`."""
    return re.sub(r"[\s\-]+", "_", str(heading).strip().lstrip("\ufeff")).casefold()


def columns_of(rows: Sequence[Row]) -> list[str]:
    """Names of all columns, in the order in which they appear."""
    return list(dict.fromkeys(name for row in rows if isinstance(row.values, Mapping) for name in row.values))


def check_ids(named: Sequence[tuple[str, str]], kind: str) -> None:
    """`DataError` with the place of the second where an id stands twice.

    Args:
        named: (place, id) of every row.
        kind: what a row is, e.g. `prompt`.
    """
    count = Counter(name for _, name in named)
    for name, times in count.items():
        if times > 1:
            place = [place for place, own in named if own == name][1]
            raise DataError(
                f"{place}: the id {name!r} stands {times} times; give every {kind} its own, or leave the column out"
            )


def _number(place: str) -> int:
    return int(place.rsplit(" ", 1)[-1])


# --- delimited text ------------------------------------------------------------------------------------------------


def _delimited_rows(text: str, path: Path, faults: Faults | None) -> list[Row]:
    delimiter, text, first_line = _delimiter_of(text, path)
    found = _cells(text, delimiter, path, faults)
    head_line, head = next(found, (1, []))
    names = _headings(head)
    rows: list[Row] = []
    for line, cells in found:
        place = f"{path}, line {line + first_line}"
        # A spreadsheet pads short rows, and some tools end every line with a delimiter.
        while len(cells) > len(names) and not cells[-1].strip():
            cells.pop()
        if len(cells) == len(names):
            rows.append(Row(place=place, values=dict(zip(names, cells, strict=True))))
            continue
        words = f"expected {len(names)} cells like the heading, got {len(cells)}"
        if faults is None:
            raise DataError(f"{place}: {words}; put quotes around cells that hold {delimiter!r} or a line break")
        faults.add(line + first_line, words)
    _check_headings(names, rows, f"{path}, line {head_line + first_line}")
    unnamed = [name for name in names if not name.strip()]
    return [Row(place=row.place, values=_without(row.values, unnamed)) for row in rows] if unnamed else rows


def _cells(
    text: str, delimiter: str, path: Path, faults: Faults | None, *, limit: int | None = None
) -> Iterator[tuple[int, list[str]]]:
    """(line on which it begins, cells) of every row that is not blank."""
    before = csv.field_size_limit(len(text) + 1)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
        count = 0
        while limit is None or count < limit:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                is_open = "unexpected end" in str(error)
                words = "a quote opens here and never closes" if is_open else one_line(error)
                if faults is None:
                    raise DataError(f"{path}, line {line}: {words}; write quotes inside a cell twice") from None
                for swallowed in range(line, reader.line_num + 1):
                    faults.add(swallowed, words)
                continue
            if any(cell.strip() for cell in cells):
                count += 1
                yield line, cells
    finally:
        csv.field_size_limit(before)


def _delimiter_of(text: str, path: Path) -> tuple[str, str, int]:
    """(delimiter, the text behind a `sep=;` line, lines taken off)."""
    first, _, rest = text.partition("\n")
    if declared := _SEPARATOR_LINE.fullmatch(first.strip("\r\n \ufeff\"'")):
        return declared[1], rest, 1
    if first.strip().casefold() == "sep=":
        return "\t", rest, 1
    best, most = NO_DELIMITER, (0.0, 0)
    for delimiter in "\t,;|" if path.suffix.lower() in (".tsv", ".tab") else DELIMITERS:
        sample = [len(cells) for _, cells in _cells(text, delimiter, path, Faults(), limit=SNIFFED_ROWS)]
        if not sample or sample[0] < 2:
            continue
        agreeing = sum(num == sample[0] for num in sample) / len(sample)
        if (agreeing, sample[0]) > most:
            best, most = delimiter, (agreeing, sample[0])
    return best, text, 0


def _headings(head: Sequence[str]) -> list[str]:
    names = [plain_name(name) for name in head]
    # A column without a heading keeps a name that no heading can be.
    return [name or f"{' ' * (number + 1)}" for number, name in enumerate(names)]


def _check_headings(names: Sequence[str], rows: Sequence[Row], place: str) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise DataError(f"{place}: the column {twice[0]!r} stands twice; rename or remove one")
    for number, name in enumerate(names, start=1):
        # The first may be a row number, as pandas writes it.
        if not name.strip() and number > 1 and any(row.values[name].strip() for row in rows):
            raise DataError(f"{place}: column {number} holds values and has no heading; name it or remove it")


def _without(values: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


# --- JSON ----------------------------------------------------------------------------------------------------------


def _is_whole_json(text: str) -> bool:
    """Whether a file named as a table of text is JSON after all."""
    if not text.lstrip().startswith(("[", "{")):
        return False
    lines = text.split("\n")
    return parses(text) or parses(next(line for line in lines if line.strip()))


def _json_rows(text: str, path: Path, faults: Faults | None) -> Iterator[Row]:
    text = text.removeprefix("\ufeff")
    try:
        whole = parse_json(text)
    except ValueError as error:
        yield from _json_lines(text, path, faults, error)
        return
    if path.suffix.lower() in LINES_SUFFIXES and isinstance(whole, dict) and not set(whole) <= set(LIST_KEYS):
        start = len(text) - len(text.lstrip())
        yield _json_row(whole, f"{path}, line {text.count(chr(10), 0, start) + 1}")
        return
    for number, values in enumerate(_records_of(whole), start=1):
        yield _json_row(values, f"{path}, entry {number}")


def _json_lines(text: str, path: Path, faults: Faults | None, error: ValueError) -> Iterator[Row]:
    numbered = [(number, line) for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1) if line.strip()]
    lines = [(number, line, *attempt_json(line)) for number, line in numbered]
    num_read = sum(broken is None for *_, broken in lines)
    if not num_read or (lines[0][-1] is not None and num_read * 2 < len(lines)):
        rows = joined_objects(text)
        if rows is None and faults is not None:
            for number, _ in numbered:
                faults.add(number, one_line(error, 160))
        elif rows is None:
            raise DataError(f"{path}: expected JSON, got invalid JSON ({one_line(error, 140)}); correct the file")
        for number, values in enumerate(rows or (), start=1):
            yield _json_row(values, f"{path}, entry {number}")
        return
    for number, line, values, broken in lines:
        try:
            if broken is not None:
                words = f"expected JSON like the first line, got {line.strip()[:40]!r} ({one_line(broken, 120)})"
                raise DataError(f"{path}, line {number}: {words}; correct the line")
            yield _json_row(values, f"{path}, line {number}")
        except DataError as wrong:
            if faults is None:
                raise
            faults.add(number, one_line(broken or wrong, 160))


def _records_of(whole: Any) -> list[Any]:
    """The list that a JSON file means: itself, the one under its only list, rows by id, or columns of one length."""
    if isinstance(whole, list):
        return whole
    if not isinstance(whole, dict):
        return [whole]
    for key in LIST_KEYS:
        if isinstance(whole.get(key), list):
            columns = whole.get("columns")
            if isinstance(columns, list) and all(isinstance(row, list) for row in whole[key]):
                return [dict(zip(columns, row, strict=False)) for row in whole[key]]
            return list(whole[key])
    values = list(whole.values())
    if len(values) > 1 and all(isinstance(value, dict) for value in values):
        inner = [frozenset(value) for value in values]
        if len(set(inner)) == 1 and all(name.isdecimal() for name in inner[0]):
            # As pandas writes a frame: column, then row number.
            return [{name: column[row] for name, column in whole.items()} for row in values[0]]
        return [{"id": name, **value} for name, value in whole.items()]
    return [whole]


def _json_row(values: Any, place: str) -> Row:
    if has_half_character(values):
        raise DataError(f"{place}: expected whole characters, got half of a surrogate pair; correct the escape")
    if isinstance(values, dict):
        named = {plain_name(name): value for name, value in values.items()}
        # Two spellings of one name are two columns after all.
        values = named if len(named) == len(values) else values
    return Row(place=place, values=values)


# --- Parquet -------------------------------------------------------------------------------------------------------


def _parquet_rows(path: Path) -> list[Row]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        found = pq.read_table(path, memory_map=True).to_pylist()
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read as Parquet ({one_line(error, 120)}); fetch or make it again") from None
    return [_json_row(values, f"{path}, entry {number}") for number, values in enumerate(found, start=1)]


# --- columns -------------------------------------------------------------------------------------------------------


def rename_columns(rows: Sequence[Row], names: Mapping[str, str]) -> list[Row]:
    """Rows with columns under other names.

    Args:
        names: wanted name to the name in the file.

    Raises:
        DataError: the file has no such column.
    """
    known = columns_of(rows)
    for name in names.values():
        if plain_name(name) not in known:
            raise DataError(f"no column {name!r}; the table has: {', '.join(known)}")
    return [
        Row(
            place=row.place,
            values={**row.values, **{to: row.values.get(plain_name(name)) for to, name in names.items()}},
        )
        for row in rows
    ]
