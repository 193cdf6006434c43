"""The parent's end of one warm server: start, ask, give up on it, start again."""

import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from scisynth.core.errors import ConfigError, MissingExtraError
from scisynth.sandbox.frames import read_frame, write_frame
from scisynth.sandbox.private import CACHE, HeldFolder
from scisynth.sandbox.records import Ended, Limits, Tier
from scisynth.sandbox.server import boot

PACKAGE = Path(__file__).parents[1]
START_S = 180.0
GRACE_S = 10.0
"""Beyond the wall limit; then the server itself is taken to be stuck."""
SYSTEM = ("/usr", "/lib", "/lib64", "/etc/fonts", "/etc/ld.so.cache", "/dev/urandom")


def import_roots() -> list[str]:
    """Folders from which this process imports packages: the server imports from the same, in the same order."""
    return [path for path in sys.path if path and Path(path).is_dir() and path.endswith("-packages")]


def readable_paths() -> list[str]:
    """What a figure may read: Python, the installed packages, this one's own files, the system's libraries and fonts.

    Of a prefix only its libraries: a virtual environment made in a project's folder has the project in its prefix.
    """
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    own = [f"{prefix}/{folder}" for prefix in sorted(prefixes) for folder in ("lib", "lib64")]
    named = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    return [*dict.fromkeys([*SYSTEM, *own, *named, *import_roots(), str(PACKAGE)])]


def cache_folder() -> str | None:
    """Where servers keep Matplotlib's list of fonts (nobody's own settings are read from there); None where no home is."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
    folder = base / "scisynth" / "sandbox"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return str(folder) if os.access(folder, os.W_OK) else None


class Worker:
    """One server and the figures it draws one after the other. Not for several threads at a time."""

    def __init__(
        self, tier: Tier, limits: Limits, preload: Sequence[str], *, marks: bool = True, svg: bool = False
    ) -> None:
        self.tier = tier
        self.limits = limits
        self.preload = preload
        self.marks = marks
        self.svg = svg
        self._server: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._cache: HeldFolder | None = None

    @property
    def pid(self) -> int | None:
        """Of the running server."""
        return self._server.pid if self._server else None

    def start(self) -> None:
        """Does nothing when the server runs; `ConfigError` when it cannot be started."""
        if self._server is not None and self._server.poll() is None:
            return
        if find_spec("matplotlib") is None:
            raise MissingExtraError("drawing figures from code", "figures")
        self.close()
        cache = cache_folder()
        if cache is None:
            self._cache = HeldFolder(CACHE)
            cache = self._cache.path
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  closed with the server
        self._server = subprocess.Popen(
            [sys.executable, "-I", "-c", boot([*import_roots(), str(PACKAGE.parent)])],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, cwd="/", start_new_session=True,
            env={"HOME": cache, "MPLCONFIGDIR": cache, "MPLBACKEND": "agg", "TZ": "UTC", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "0", **threads},
        )  # fmt: skip
        settings: dict[str, Any] = {
            "limits": asdict(self.limits),
            "preload": list(self.preload),
            "confined": self.tier == "landlock",
            "marks": self.marks,
            "svg": self.svg,
            "readable": readable_paths(),
        }
        ready = self._ask(settings, START_S)
        if not (ready and ready.get("ready")):
            words = self._last_words()
            self.close()
            raise ConfigError(f"expected the sandbox's server to start, it ended with: {words}; run: scisynth doctor")

    def draw(self, folder: str) -> Ended:
        """Runs the code of a private folder to its end; a dead server is a state and is started again next time."""
        self.start()
        answer = None
        try:
            answer = self._ask({"folder": folder}, self.limits.wall_s + GRACE_S)
        finally:
            # An interrupted wait leaves an answer on the line that the next figure would take for its own. And unconfined code
            # can reach its server, so no figure gets a used one.
            if answer is None or self.tier == "subprocess":
                self.close()
        try:
            return Ended(**(answer or {}))
        except TypeError:
            return Ended(how="lost", reason="the sandbox's server ended with it; the next figure gets a new one")

    def close(self) -> None:
        """Ends the server and with it, by the kernel's hand, the child it may have."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            for stream in (self._server.stdin, self._server.stdout, self._errors):
                if stream is not None:
                    stream.close()
        if self._cache is not None:
            self._cache.remove()
        self._server = self._errors = self._cache = None

    def _ask(self, message: dict[str, Any], timeout_s: float) -> dict[str, Any] | None:
        assert self._server is not None and self._server.stdin is not None and self._server.stdout is not None
        try:
            write_frame(self._server.stdin.fileno(), message)
        except BrokenPipeError:
            return None
        return read_frame(self._server.stdout.fileno(), timeout_s)

    def _last_words(self) -> str:
        assert self._errors is not None
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1][:300] if lines else "nothing said"
