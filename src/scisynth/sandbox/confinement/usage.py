"""What the process of a figure uses, counted from outside: files, disk, memory, threads.

Nothing here trusts a path. Folders are walked by descriptor, so that neither depth nor the length of names hides anything, and what
cannot be looked into is a breach like what is too large. Counted as disk are also files that have no name any more: those that are open
(`/proc/PID/fd`) by their size, and those that are only mapped (`/proc/PID/maps`) by the largest size that a file may have, since the
kernel does not tell it.

Memory is what nobody else can use: anonymous pages, swapped pages and page tables (a process that only reads gigabytes of untouched
memory fills page tables). Pages that the server shares with its child count as the child's, so the limit begins at what it was born with.
"""

import errno
import os
import stat
from contextlib import suppress
from typing import Any

MB = 1 << 20
MAX_TRIES = 4
"""Times that a walk starts again because a folder was moved under it."""
MEMORY = (b"RssAnon:", b"RssShmem:", b"VmSwap:", b"VmPTE:", b"HugetlbPages:")


class MovedError(OSError):
    """A folder went away between its being listed and its being opened."""


def memory_kb(pid: int) -> int:
    """Memory of a process; 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/status", "rb") as file:  # noqa: PTH123
            rows = [line.split() for line in file if line.startswith(MEMORY)]
    except OSError:
        return 0
    return sum(int(row[1]) for row in rows)


def breach(pid: int, folder: str, limits: dict[str, Any], *, with_maps: bool) -> str:
    """What a running process has too much of, or nothing. `with_maps` also counts files that are only mapped, which takes longer."""
    if memory_kb(pid) > limits["born_kb"] + limits["memory_mb"] * 1024:
        return f"used more than {limits['memory_mb']} MB of memory"
    try:
        threads = len(os.listdir(f"/proc/{pid}/task"))  # noqa: PTH208
    except OSError:
        threads = 0
    if threads > limits["max_threads"]:
        return f"started more than {limits['max_threads']} threads"
    return too_much(folder, limits, nameless=_nameless(pid, folder, limits["file_mb"] * MB, with_maps=with_maps))


def too_much(folder: str, limits: dict[str, Any], *, nameless: int = 0) -> str:
    """Why the folder is too full, or nothing; `nameless`: bytes of deleted files that are counted to it."""
    for _ in range(MAX_TRIES):
        try:
            return _walk(folder, limits, nameless)
        except MovedError:
            continue
        except PermissionError:
            return "made a folder that cannot be looked into"
        except FileNotFoundError:
            # The code may remove its whole folder.
            return ""
        except OSError as error:
            return f"made a folder that cannot be counted ({errno.errorcode.get(error.errno or 0, 'error')})"
    return "moved its folders while they were counted"


def _walk(folder: str, limits: dict[str, Any], written: int) -> str:
    """`written`: bytes that are counted already."""
    max_files, max_bytes = limits["max_files"], 4 * limits["file_mb"] * MB
    number = 0
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    # At most as many descriptors as files are allowed: one too many ends the walk.
    waiting = [os.open(folder, flags)]
    try:
        while waiting:
            here = waiting.pop()
            try:
                with os.scandir(here) as entries:
                    names = [entry.name for entry, _ in zip(entries, range(max_files + 2), strict=False)]
                for name in names:
                    with suppress(FileNotFoundError):
                        found = os.stat(name, dir_fd=here, follow_symlinks=False)
                        written += found.st_blocks * 512
                        number += 1
                        if number > max_files:
                            return f"wrote more than {max_files} files"
                        if written > max_bytes:
                            return f"wrote more than {max_bytes // MB} MB in all"
                        if stat.S_ISDIR(found.st_mode):
                            waiting.append(_open_inner(name, here, flags))
            finally:
                os.close(here)
    finally:
        for descriptor in waiting:
            os.close(descriptor)
    return ""


def _open_inner(name: str, folder: int, flags: int) -> int:
    try:
        return os.open(name, flags, dir_fd=folder)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            raise MovedError(error.errno, "moved") from None
        raise


def _nameless(pid: int, folder: str, max_file: int, *, with_maps: bool) -> int:
    """Bytes on disk of deleted files that the process holds, by inode."""
    held: dict[int, int] = {}
    with suppress(OSError):
        for name in os.listdir(f"/proc/{pid}/fd"):  # noqa: PTH208
            with suppress(OSError):
                found = os.stat(f"/proc/{pid}/fd/{name}")  # noqa: PTH116
                if not found.st_nlink and stat.S_ISREG(found.st_mode):
                    held[found.st_ino] = found.st_blocks * 512
    if with_maps:
        own = os.fsencode(os.path.realpath(folder)) + b"/"
        with suppress(OSError), open(f"/proc/{pid}/maps", "rb") as file:  # noqa: PTH123
            for line in file:
                if line.endswith(b" (deleted)\n") and own in line:
                    held.setdefault(int(line.split(maxsplit=5)[4]), max_file)
    return sum(held.values())
