"""RDKit without its own printing, which nonsense that a model wrote would set off."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def quiet_rdkit() -> Iterator[None]:
    """Silences RDKit's log inside."""
    from rdkit import RDLogger

    log: Any = RDLogger
    log.DisableLog("rdApp.*")
    try:
        yield
    finally:
        log.EnableLog("rdApp.*")
