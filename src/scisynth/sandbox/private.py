"""The private folder of a figure, seen from outside: made, read and removed without trusting anything in it.

Whoever makes a temporary folder holds a lock on it, which the kernel drops when the process ends, however it ends. So a folder
without a holder is what a killed run has left, and the next sandbox of the same user removes it (`remove_stale`); that of another
run at work is never touched.

Layout: `figure.py`, `work/` (where the code runs) and `out/` (where its harness puts the image). After the code has run,
each of them may be a link, a pipe, a folder or a giant, whatever its name says.
"""

import os
import shutil
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

FIGURE, CACHE, NEW = "scisynth-figure-", "scisynth-sandbox-", "scisynth-new-"
"""Beginnings of names in the temporary folder; `NEW` until the lock is held."""
NEW_S = 3600.0
SOURCE, WORK, OUT = "figure.py", "work", "out"


class HeldFolder:
    """A temporary folder of mode 0700 that is known to be in use for as long as this process lives."""

    def __init__(self, prefix: str, parent: str | None = None) -> None:
        made = Path(tempfile.mkdtemp(prefix=NEW, dir=parent))
        self._holder = os.open(made, os.O_RDONLY | os.O_CLOEXEC)
        if fcntl is not None:
            fcntl.flock(self._holder, fcntl.LOCK_EX)
        # Renamed only now: a folder of this name without a lock belongs to nobody.
        self.path = str(made.rename(made.with_name(prefix + made.name.removeprefix(NEW))))

    def remove(self) -> None:
        """Removes the folder with all that is in it."""
        for _ in range(5):
            try:
                remove_tree(self.path)
            except OSError:
                # A child whose server was killed dies a moment later.
                time.sleep(0.1)
            else:
                break
        else:
            shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._holder)


def remove_stale(parent: str | None = None) -> int:
    """Removes this user's temporary folders that no process holds; how many there were."""
    if fcntl is None:
        return 0
    removed = 0
    with os.scandir(parent or tempfile.gettempdir()) as entries:
        found = [entry.path for entry in entries if entry.name.startswith((FIGURE, CACHE, NEW))]
    for path in found:
        with suppress(OSError):
            removed += _remove_unheld(path)
    return removed


def _remove_unheld(path: str) -> bool:
    holder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        known = os.fstat(holder)
        is_new = Path(path).name.startswith(NEW) and time.time() - known.st_mtime < NEW_S
        if known.st_uid != os.getuid() or is_new:
            return False
        fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        remove_tree(path)
    finally:
        os.close(holder)
    return True


class PrivateFolder(HeldFolder):
    """The folder of one figure, gone when the `with` ends."""

    def __init__(self, code: bytes, parent: str | None = None) -> None:
        super().__init__(FIGURE, parent)
        folder = Path(self.path)
        (folder / SOURCE).write_bytes(code)
        (folder / WORK).mkdir(mode=0o700)
        (folder / OUT).mkdir(mode=0o700)

    def __enter__(self) -> "PrivateFolder":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.remove()

    def read(self, name: str, max_bytes: int) -> bytes | None:
        """At most `max_bytes` + 1 bytes of `out/name`; None unless it is a regular file reached without a link."""
        try:
            folder = os.open(f"{self.path}/{OUT}", os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            # Without O_NONBLOCK a pipe in the file's place would hold us here.
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            file = os.open(name, flags, dir_fd=folder)
        except OSError:
            return None
        finally:
            os.close(folder)
        try:
            if not stat.S_ISREG(os.fstat(file).st_mode):
                return None
            with os.fdopen(file, "rb", closefd=False) as opened:
                return opened.read(max_bytes + 1)
        finally:
            os.close(file)


def remove_tree(path: str) -> None:
    """Removes a folder however deep: nested folders are lifted to the top one by one, so no path grows and nothing recurses."""
    if not shutil.rmtree.avoids_symlink_attacks:
        shutil.rmtree(path, ignore_errors=True)
        return
    top = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    lifted = 0
    try:
        while names := os.listdir(top):  # noqa: PTH208
            for name in names:
                if not stat.S_ISDIR(os.stat(name, dir_fd=top, follow_symlinks=False).st_mode):
                    os.unlink(name, dir_fd=top)
                    continue
                os.chmod(name, 0o700, dir_fd=top)
                inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
                try:
                    for child in os.listdir(inner):  # noqa: PTH208
                        os.rename(child, f".lifted-{lifted}", src_dir_fd=inner, dst_dir_fd=top)
                        lifted += 1
                finally:
                    os.close(inner)
                os.rmdir(name, dir_fd=top)
    finally:
        os.close(top)
    os.rmdir(path)  # noqa: PTH106
