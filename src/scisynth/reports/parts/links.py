"""How a page finds its images: relative to its folder, whatever the command was run from and whether the folder exists yet.

    way_from(folder, file)    what results.json stores: `../base/images/a.png`
    link_from(folder, file)   the same as an address in a page, with special characters quoted
    find_from(folder, way)    the file again

Both ends are made absolute first: a relative `--out` joined with a relative image would name the folder twice. `..` is
taken off the words of a path, as a browser does it: the operating system refuses to walk through a folder that is not there yet.
"""

import os
from pathlib import Path
from urllib.parse import quote


def way_from(folder: Path, file: Path) -> str:
    """The way from a folder to a file, with `/` between its parts."""
    # The file itself may be a link to elsewhere; what the page names is the link.
    return Path(os.path.relpath(file.parent.resolve() / file.name, folder.resolve())).as_posix()


def link_from(folder: Path, file: Path) -> str:
    """The address of a file in a page that lies in `folder`."""
    return quote(os.fsencode(way_from(folder, file)))


def find_from(folder: Path, way: str | Path) -> Path:
    """The absolute path that a stored way leads to; an absolute one stays as it is."""
    return Path(os.path.normpath(folder.resolve() / way))
