"""Works for the tests of engines, importable by the processes that do them."""

import os
import signal
from pathlib import Path

from scisynth.core.errors import MissingExtraError


def same(row):
    return row


def load_counted(folder):
    """A work that leaves a file each time it is loaded, as a model would be read."""
    (Path(folder) / f"{os.getpid()}-{len(list(Path(folder).iterdir()))}").touch()
    return str


def fail_at(bad, row):
    if row == bad:
        raise MissingExtraError("a row", "figures")
    return row


def die_once(folder, deadly, row):
    """Kills the process of some rows, the first time that they are asked for."""
    died = Path(folder) / str(row)
    if row in deadly and not died.exists():
        died.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return row * row


def die_at(bad, row):
    if row == bad:
        os.kill(os.getpid(), signal.SIGKILL)
    return row
