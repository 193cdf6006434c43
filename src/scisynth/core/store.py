"""The run folder: rows that survive `kill -9`, images named by content, a manifest that guards the config.

    out/<name>/manifest.json                config, versions, seed, hashes of the user's code; written first, checked on every later run
    out/<name>/<stage>/*.jsonl              journals: one row a line, appended and flushed before it counts as done
    out/<name>/<stage>/images/<hash>.png    images, written under a temporary name and renamed
    out/<name>/<stage>/*.parquet            tables, compacted from journals by write, fsync, rename

A row is acknowledged once its line is flushed. A killed process leaves at most one torn last line, which reading
drops and the next append removes. No part of a JSON object is one, so a last line that parses is whole, and is kept even
without its line break. (A power cut may lose rows the kernel had not written yet.) Journals are ours; what a user wrote is
read by `core.tables`.
"""

import errno
import hashlib
import json
import os
import platform
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

from scisynth.core.config import MANIFEST_KEYS, Config
from scisynth.core.errors import ConfigError, DataError, StorageError, one_line
from scisynth.core.images import content_hash
from scisynth.core.progress import say

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

T = TypeVar("T")
TRACKED_PACKAGES = ("scisynth", "torch", "transformers", "accelerate", "numpy", "pillow", "pyarrow")


class Journal:
    """An append-only JSON Lines file, one flushed line a row."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, row: Mapping[str, Any]) -> None:
        """Adds one row; when this returns, a killed process no longer loses it."""
        data = _line(row)
        refuse_link(self.path)
        with storage_errors(self.path), self.path.open("ab", buffering=0) as file:
            # An unbuffered single write keeps a row whole even when two processes append.
            if file.write(data) != len(data):
                # A disk that fills up takes part of the row and reports no error.
                self.repair()
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def read(self) -> list[dict[str, Any]]:
        """All whole rows; a torn last line is dropped, any other broken line is an error."""
        return list(self)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Like `read`, one row at a time."""
        return self.parsed(lambda row: row)

    def parsed(self, build: Callable[[dict[str, Any]], T]) -> Iterator[T]:
        """What `build` makes of each row; a row that it does not take is an error with its line, as a broken line is."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                row = _row_of(line)
                if row is None:
                    if not line.endswith(b"\n"):
                        return
                    raise self._broken(number, "not JSON")
                try:
                    yield build(row)
                except (KeyError, TypeError, AttributeError) as error:
                    raise self._broken(number, f"not a row of this file ({one_line(error, 80)})") from None

    def _broken(self, number: int, words: str) -> DataError:
        return DataError(f"{self.path}, line {number}: {words}; remove the line or start a new folder")

    def repair(self) -> None:
        """Cuts a torn last line off, or ends a whole one, so that the next append starts on a line of its own."""
        if not self.path.exists():
            return
        data = self.path.read_bytes()
        keep = data.rfind(b"\n") + 1
        if keep == len(data):
            return
        with storage_errors(self.path):
            if _row_of(data[keep:]) is not None:
                with self.path.open("ab") as file:
                    file.write(b"\n")
            else:
                os.truncate(self.path, keep)


def _line(row: Mapping[str, Any]) -> bytes:
    """One line; half of a surrogate pair, which no file takes, becomes a question mark."""
    return (json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n").encode(errors="replace")


def _row_of(line: bytes) -> dict[str, Any] | None:
    """The object of a line; None for anything else."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


class RunFolder:
    """A folder owned by one config: resumed by the same one, refused to any other."""

    def __init__(self, root: Path, config: Config, *, command: str, seed: int) -> None:
        self.root = root
        self._claim(config, command, seed)

    def _claim(self, config: Config, command: str, seed: int) -> None:
        path = self.root / "manifest.json"
        values = config.model_dump(mode="json")
        code = _own_code(values)
        if path.exists():
            found = read_manifest(self.root)
            if (found["command"], found["config"], found["seed"]) != (command, values, seed):
                raise ConfigError(
                    f"{self.root}: made by {_describe(found)}, and this command asks for {_describe_new(command, values, seed, found)}; "
                    "choose another --out, or repeat the first command to resume"
                )
            for name, digest in (found.get("code") or {}).items():
                if code.get(name) != digest:
                    raise ConfigError(
                        f"{name}: expected the file that the run in {self.root} began with, found another; choose another --out"
                    )
            return
        if self.root.exists() and not self.root.is_dir():
            raise ConfigError(f"{self.root}: expected a folder, found a file; choose another --out")
        if self.root.exists() and any(not is_temporary(path) for path in self.root.iterdir()):
            if path.exists():
                # Another process of the same launch claimed it a moment ago.
                return self._claim(config, command, seed)
            raise ConfigError(
                f"{self.root}: expected a new or an empty folder, found other files; choose another --out"
            )
        with storage_errors(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
        manifest = {
            "command": command,
            "config": values,
            "config_digest": config.digest(),
            "seed": seed,
            **({"code": code} if code else {}),
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "versions": tracked_versions(),
            "machine": describe_machine(),
        }
        write_atomic(path, json.dumps(manifest, indent=2).encode())

    def stage(self, name: str) -> Path:
        """The folder of one stage, made when it is first asked for."""
        folder = self.root / name
        refuse_link(folder)
        with storage_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
        return folder

    def journal(self, stage: str, name: str) -> Journal:
        """A journal of a stage, repaired and ready to append."""
        journal = Journal(self.stage(stage) / f"{name}.jsonl")
        journal.repair()
        return journal

    def exclusive(self, stage: str) -> AbstractContextManager[None]:
        """Lets one process at a time work on a stage (`exclusive_folder`)."""
        return exclusive_folder(self.stage(stage))

    def save_image(self, stage: str, data: bytes) -> str:
        """Stores encoded PNG bytes under their content hash; returns the path relative to the stage."""
        return save_image(self.stage(stage), data)


def save_image(folder: Path, data: bytes) -> str:
    """Stores encoded PNG bytes in a folder under their content hash; returns the path relative to the folder."""
    name = f"images/{content_hash(data)}.png"
    path = folder / name
    if not path.exists() or not path.stat().st_size:
        with storage_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        # No fsync an image: its name is its checksum, so a torn one is found by `tuples check`.
        write_atomic(path, data, fsync=False)
    return name


@contextmanager
def exclusive_folder(folder: Path) -> Iterator[None]:
    """Lets one process at a time work on a folder; others wait, then find its work done.

    The lock is the kernel's: it ends with the process, however that ends. Where there is no `flock` (Windows)
    nothing is locked.
    """
    if fcntl is None:
        yield
        return
    with storage_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / ".lock").open("ab")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"{folder}: another process is at work here; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def read_manifest(root: Path) -> dict[str, Any]:
    """The manifest of a run folder."""
    path = root / "manifest.json"
    try:
        found = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise DataError(f"{root}: expected a run folder, found no manifest.json; check the path") from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    except ValueError:
        raise DataError(f"{path}: not JSON; the folder is damaged, start a new one") from None
    if not isinstance(found, dict) or not found.keys() >= MANIFEST_KEYS:
        raise DataError(f"{path}: not the manifest of a run folder; the folder is damaged, start a new one")
    return found


def write_atomic(path: Path, data: bytes, *, fsync: bool = True) -> None:
    """Writes bytes under a temporary name next to `path`, then renames: readers see the old file or the new one."""

    def write(temporary: Path) -> None:
        # "x" opens nothing that is there already, so no link either.
        with temporary.open("xb") as file:
            file.write(data)

    write_atomic_with(path, write, fsync=fsync)


def write_json(path: Path, values: Any) -> None:
    """Writes plain values, indented; NaN is refused, since JSON has none."""
    text = json.dumps(values, indent=1, ensure_ascii=False, allow_nan=False)
    write_atomic(path, (text + "\n").encode(errors="replace"))


def write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Writes JSON Lines whole, for rows that are all known at once."""
    write_atomic(path, b"".join(map(_line, rows)))


def write_atomic_with(path: Path, write: Callable[[Path], None], *, fsync: bool = True) -> None:
    """Like `write_atomic` for writers that want a file name, such as Parquet's."""
    refuse_link(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        try:
            write(temporary)
            if fsync:
                with temporary.open("rb+") as file:
                    os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def check_new_folder(path: Path) -> None:
    """`DataError` where a folder that is to be written whole is not a new or an empty one.

    The folder one is in is refused too: it would be replaced, and a shell would go on in the old one.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise DataError(f"{path}: expected a new or an empty folder; choose another --out")
    if path.resolve() == Path.cwd():
        raise DataError(
            f"{path}: expected a new folder, got the one you are in; name one inside it, such as --out data"
        )


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A temporary folder that becomes `path` when the block ends well, so that `path` appears whole or not at all."""
    check_new_folder(path)
    temporary = path.with_name(f".{path.name}.tmp")
    with storage_errors(path):
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        try:
            yield temporary
            temporary.replace(path)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def refuse_link(path: Path) -> None:
    """`StorageError` where a link stands in the place of a file or folder of a run: writing there would change what it points to."""
    if path.is_symlink():
        raise StorageError(
            f"{path}: expected a file or folder of this run, found a link; remove it, or choose another --out"
        )


def is_temporary(path: Path) -> bool:
    """Whether a file is one that `write_atomic` never came to rename."""
    return path.name.startswith(".") and path.name.endswith(".tmp")


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turns the operating system's refusal (full disk, no permission, file too large) into one clear line."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise StorageError(
            f"{path}: cannot be written ({reason}); finished rows are safe, make room and run the same command again"
        ) from None


def tracked_versions() -> dict[str, str]:
    """Versions of what decides a result; packages that are not installed are left out."""
    found = {"python": platform.python_version()}
    for package in TRACKED_PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def describe_machine() -> str:
    """Processor kind and count; reports name the hardware their numbers come from."""
    return f"{platform.machine()} {platform.system()}, {os.cpu_count()} cores"


def describe_measurement(config: Mapping[str, Any]) -> dict[str, Any]:
    """What a stored benchmark says of itself: its settings and their digest, the machine, and the versions."""
    text = json.dumps(config, sort_keys=True)
    return {
        "config": dict(config),
        "config_digest": hashlib.sha256(text.encode()).hexdigest()[:12],
        "machine": describe_machine(),
        "versions": tracked_versions(),
    }


def _describe(manifest: Mapping[str, Any]) -> str:
    return f"'{manifest['command']}' with seed {manifest['seed']} and config {manifest['config_digest']}"


def _own_code(values: Any) -> dict[str, str]:
    """Python files that settings name as `file.py:NAME`, each with the hash of its content: such code decides numbers, too."""
    if isinstance(values, Mapping | list):
        parts = values.values() if isinstance(values, Mapping) else values
        return {name: digest for part in parts for name, digest in _own_code(part).items()}
    # A judge or reward may have a label before its name: `mine=file.py:NAME`.
    source = str(values).rpartition(":")[0].rpartition("=")[2]
    return (
        {source: content_hash(Path(source).read_bytes())} if source.endswith(".py") and Path(source).is_file() else {}
    )


def _describe_new(command: str, values: dict[str, Any], seed: int, found: Mapping[str, Any]) -> str:
    if command != found["command"]:
        return f"'{command}'"
    if seed != found["seed"]:
        return f"seed {seed}"
    old = found["config"]
    names = {key: list(_differing({key: old.get(key, ...)}, {key: values.get(key, ...)})) for key in {**values, **old}}
    words = [
        repr(key) if found == [key] else f"{key!r} ({', '.join(name.removeprefix(f'{key}.') for name in found)})"
        for key, found in names.items()
        if found
    ]
    return f"other settings of {', '.join(words)}"


def _differing(old: Mapping[str, Any], new: Mapping[str, Any], place: str = "") -> Iterator[str]:
    """Dotted names of the settings in which two configs differ."""
    for key in {**new, **old}:
        first, second = old.get(key, ...), new.get(key, ...)
        if isinstance(first, Mapping) and isinstance(second, Mapping):
            yield from _differing(first, second, f"{place}{key}.")
        elif first != second:
            yield f"{place}{key}"
