"""Bytes of a file that somebody else wrote, as text: UTF-8, with or without a mark, UTF-16 or UTF-32.

Spreadsheets save UTF-8 with a byte order mark, or UTF-16; some tools write UTF-16 without one, which shows in a zero byte at
every second place of plain letters. Any other encoding cannot be known from the bytes: two code pages read the same
bytes as two different texts. It is refused with the place of the first byte that is no UTF-8.
"""

import codecs
import re
from pathlib import Path
from typing import Any

from scisynth.core.errors import DataError

MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OTHER_KINDS = (
    (b"PK\x03\x04", "a workbook or a zip archive", "save the sheet as CSV (UTF-8), or unpack it"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "save the sheet as CSV (UTF-8)"),
    (b"\x1f\x8b", "a gzip file", "unpack it first"),
    (b"version https://git-lfs", "a Git LFS pointer", "run `git lfs pull`"),
    (b"\x89PNG", "an image", "check the path"),
    (b"\xff\xd8\xff", "an image", "check the path"),
    (b"%PDF", "a PDF", "check the path"),
)
MAX_MB = 200
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_bytes(path: Path, *, max_mb: int = MAX_MB) -> bytes:
    """The bytes of a file of at most `max_mb`.

    Raises:
        DataError: no such file, not readable, or too large.
    """
    try:
        if not path.is_file():
            what = "a folder" if path.is_dir() else "none"
            raise DataError(f"{path}: expected a readable file, found {what}; check the path")
        size = path.stat().st_size
        if size > max_mb * 2**20:
            raise DataError(f"{path}: expected at most {max_mb} MiB, got {size} bytes; split the file")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, DataError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise DataError(f"{str(path)[:200]}: cannot be read ({reason}); check the path") from None


def is_file(path: str | Path) -> bool:
    """Whether there is such a file; a name that no file can have is none."""
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def decode(data: bytes, path: Path) -> str:
    """The text of a file's bytes.

    Raises:
        DataError: another kind of file, or an encoding that is neither UTF-8, UTF-16 nor UTF-32.
    """
    for mark, kind, advice in OTHER_KINDS:
        if data.startswith(mark):
            raise DataError(f"{path}: expected text, got {kind}; {advice}")
    encoding = encoding_of(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"{path}, line {line}: expected UTF-8 text, got byte {error.start} of another encoding; save the file as UTF-8"
        ) from None


def encoding_of(data: bytes) -> str:
    """The encoding that the first bytes show."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return name
    head = data[:4096]
    # Texts of ours begin with ASCII: a bracket, a heading, a prompt.
    if len(head) >= 4 and head[1::2].count(0) > len(head) // 4 and not head[::2].count(0):
        return "utf-16-le"
    if len(head) >= 4 and head[::2].count(0) > len(head) // 4 and not head[1::2].count(0):
        return "utf-16-be"
    return "utf-8"


def has_half_character(value: Any) -> bool:
    """Whether a text inside plain JSON values holds half of a surrogate pair, which no file and no tokenizer takes."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            if _SURROGATE.search(value):
                return True
        elif isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
    return False


def shorten_middle(text: str, max_bytes: int) -> str:
    """The beginning and the end of a text that is too long, with a line that says how much is left out."""
    data = text.encode(errors="replace")
    if len(data) <= max_bytes:
        return text
    half = (max_bytes - 60) // 2
    left_out = f"\n[... {len(data) - 2 * half:,} bytes left out ...]\n"
    return data[:half].decode(errors="ignore") + left_out + data[-half:].decode(errors="ignore")
