"""Images that a script writes where it may not, or into folders that do not exist: they go into its working folder, under the same name.

`savefig("/tmp/output/figure.png")` is right on the machine that its author had in mind. Only a write that has failed is tried again,
so nothing that works changes its place, and no limit of the sandbox is touched: Python asks once more, for another file.
"""

import builtins
import functools
import io
import os
from pathlib import Path
from typing import Any

IMAGES = frozenset({".png", ".svg", ".pdf", ".jpg", ".jpeg", ".gif", ".eps", ".webp", ".tif", ".tiff"})
MISSING = (FileNotFoundError, NotADirectoryError, PermissionError)


def redirect_writes(work: Path) -> None:
    """Patches opening files and making folders in this process; `work` is an existing folder."""
    open_there, make_there = builtins.open, os.mkdir
    # Some libraries ask for the folder before they write.
    folders: set[str] = set()

    @functools.wraps(open_there)
    def opened(file: Any, mode: str = "r", *arguments: Any, **settings: Any) -> Any:
        try:
            return open_there(file, mode, *arguments, **settings)
        except MISSING:
            here = _place(file, work) if isinstance(mode, str) and set(mode) & set("wax") else None
            if here is None:
                raise
            return open_there(here, mode, *arguments, **settings)

    @functools.wraps(make_there)
    def made(path: Any, *arguments: Any, **settings: Any) -> None:
        try:
            make_there(path, *arguments, **settings)
        except MISSING:
            if str(path) in folders:
                raise FileExistsError(f"the folder {path} was made before") from None
            folders.add(str(path))

    builtins.open = io.open = opened
    os.mkdir = made


def _place(file: Any, work: Path) -> Path | None:
    """Where an image goes that could not be written; None for any other file."""
    path = Path(os.fsdecode(file)) if isinstance(file, str | os.PathLike) else Path()
    return work / path.name if path.suffix.lower() in IMAGES else None
