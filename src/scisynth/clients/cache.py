"""Answers kept forever under the exact question, so that a finished run replays offline and a killed one pays nothing twice.

    key = sha256(version, route, model asked for, texts, digests of the images, parameters, schema, repeat)

The endpoint is not part of the key; the model id that the server *returned* is part of the row, and one cache holds one id
for each model asked for: a provider that moves a name to another snapshot is an error, never a mixture. Only `ok` answers are kept there;
what was paid for and gave none (refused, truncated, unparsed) stands with its words in `NAME.failed.jsonl` next to it and is asked again.
Both files together are what a run has cost over all of its invocations (`read_spent`).

The journal may be open in several processes: every row is one write under the kernel's lock, and a torn last row of a
killed process is cut off before the next.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from scisynth.core.errors import ConfigError, DataError, ModelError
from scisynth.core.images import content_hash
from scisynth.core.records import FREE, Cost
from scisynth.core.store import Journal, storage_errors, write_atomic

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

Mode = Literal["live", "record", "replay"]
"""Use the cache and the network; ask everything again and keep it; use the cache alone."""

VERSION = 1
"""Part of every key: raised when the words around a question change."""
FAILED = ".failed.jsonl"
COLUMNS = frozenset({"key", "asked", "model", "text", "prompt_tokens", "completion_tokens"})
FILE_NAME = re.compile(r"[0-9a-f]{32}\.(png|jpeg|webp)")


def request_key(values: Mapping[str, Any]) -> str:
    """64 hex digits that change when anything in the question does."""
    text = json.dumps({"version": VERSION, **values}, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


class ReplyCache:
    """The journal at `path`, images in `images/` next to it; without a path nothing is kept but the model ids."""

    def __init__(self, path: Path | None, mode: Mode, *, has_record: bool = False) -> None:
        """`has_record`: a replay that finds nothing here looks into a record (`record`)."""
        if mode not in ("live", "record", "replay"):
            raise ConfigError(f"mode: expected live, record or replay, got {mode!r}")
        if mode == "replay" and not has_record and (path is None or not path.is_file()):
            raise DataError(f"{path or 'replay'}: expected the answers of a finished run, found none; check the path")
        self.path = path
        self.mode = mode
        self._rows: dict[str, dict[str, Any]] = {}
        self._models: dict[str, str] = {}
        self._spent_before: dict[str, Cost] = {}
        if path is not None:
            for row in read_kept(path):
                self._spent_before[row.get("key", "")] = self.spent_before(row.get("key", "")) + cost_of(row)
            for row in Journal(path):
                if not isinstance(row, dict) or not row.keys() >= COLUMNS:
                    raise DataError(f"{path}: a row is not an answer of a model; name another file")
                self.check_model(row["asked"], row["model"])
                self._rows[row["key"]] = row
        self._held_before = frozenset(self._rows)

    def held_before(self, key: str) -> bool:
        """Whether an earlier invocation has kept this answer."""
        return key in self._held_before

    def spent_before(self, key: str) -> Cost:
        """What earlier invocations paid for this question, answered or not."""
        return self._spent_before.get(key, FREE)

    @property
    def remembers(self) -> bool:
        """Whether an answer serves the next equal question."""
        return self.path is not None and self.mode == "live"

    def get(self, key: str) -> dict[str, Any] | None:
        """The row of a question already answered; None in record mode and for a new one."""
        return None if self.mode == "record" else self._rows.get(key)

    def put(self, row: dict[str, Any]) -> None:
        """Keeps an answer; when this returns, a killed process no longer loses it."""
        self.check_model(row["asked"], row["model"])
        if self.path is not None:
            append_row(self.path, row)
            self._rows[row["key"]] = row

    def adopt(self, row: dict[str, Any]) -> None:
        """Keeps an exchange of a record as if this run had asked for it, an answer or not; what it took was paid before."""
        key, failed = row["key"], row["status"] != "ok"
        if not failed or key not in self._spent_before:
            self._spent_before[key] = self.spent_before(key) + cost_of(row)
            self._held_before |= {key}
            (self.put_failed if failed else self.put)(row)

    def put_failed(self, row: dict[str, Any]) -> None:
        """Keeps what a request took that ended without an answer, and the words that came; it is asked again next time."""
        if self.path is not None:
            append_row(failed_path(self.path), row)

    def check_model(self, asked: str, returned: str) -> None:
        """Raises `ModelError` when a server answers under another id than before."""
        known = self._models.setdefault(asked, returned)
        if known != returned:
            where = f"the cache {self.path}" if self.path else "this run"
            raise ModelError(
                f"asked for {asked!r}, the server now answers as {returned!r}, {where} holds answers of {known!r}; "
                "use a new cache (another --out), for the two must not be mixed"
            )

    def holds(self, key: str) -> bool:
        """Whether the answer to this question is kept."""
        return key in self._rows

    def missing(self, keys: Mapping[str, str]) -> None:
        """Raises `DataError` when any of these questions (key to a short description) has no answer here."""
        absent = [words for key, words in keys.items() if key not in self._rows]
        if absent:
            raise DataError(
                f"{self.path}: holds no answer to {len(absent)} of {len(keys)} questions, the first being {absent[0]}; "
                "replay the run that asked them, or ask live"
            )

    def save_image(self, data: bytes, extension: str) -> str:
        """Stores an encoded image under its content hash; returns its name, or an empty one without a path."""
        if self.path is None:
            return ""
        name = f"{content_hash(data)}.{extension}"
        path = self.path.parent / "images" / name
        if not path.exists() or path.read_bytes() != data:
            write_atomic(path, data)
        return name

    def read_image(self, name: str) -> bytes | None:
        """A stored image, or None when it is gone or is not what its name says."""
        if self.path is None or not FILE_NAME.fullmatch(name):
            return None
        try:
            data = (self.path.parent / "images" / name).read_bytes()
        except OSError:
            return None
        return data if content_hash(data) == name.partition(".")[0] else None


def failed_path(path: Path) -> Path:
    """The journal of the requests that gave no answer, next to the one of answers."""
    return path.with_name(path.name.removesuffix(".jsonl") + FAILED)


def read_kept(path: Path) -> Iterator[dict[str, Any]]:
    """Every row of both journals, in any invocation, those that a later answer replaced included."""
    for journal in (path, failed_path(path)):
        if journal.is_file():
            yield from (row for row in Journal(journal) if isinstance(row, dict))


def replies_in(folder: Path) -> list[Path]:
    """The caches in a folder of a run, also those that hold no answer yet."""
    names = {path.name.removesuffix(FAILED).removesuffix(".jsonl") for path in folder.glob("*replies*.jsonl")}
    return [folder / f"{name}.jsonl" for name in sorted(names)]


def read_spent(path: Path) -> Cost:
    """What the requests whose replies are kept at `path` have taken, over all invocations."""
    return sum((cost_of(row) for row in read_kept(path)), FREE)


def cost_of(row: Mapping[str, Any]) -> Cost:
    """What the request behind a kept row took when it was asked."""
    return Cost(
        requests=row.get("attempts") or 0,
        input_tokens=row.get("prompt_tokens") or 0,
        output_tokens=row.get("completion_tokens") or 0,
        usd=row.get("usd") or 0.0,
    )


def append_row(path: Path, row: dict[str, Any]) -> None:
    """Adds a row to a journal that other processes may write to as well."""
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(path):
        _drop_torn_row(path)
        Journal(path).append(row)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Holds the journal for one process; the kernel lets go when the process ends, however it ends."""
    if fcntl is None:
        yield
        return
    with storage_errors(path):
        file = path.with_name(f".{path.name}.lock").open("ab")
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _drop_torn_row(path: Path) -> None:
    if not path.exists() or not path.stat().st_size:
        return
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        whole = file.read(1) == b"\n"
    if not whole:
        Journal(path).repair()
