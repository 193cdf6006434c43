"""Checks figures that hostile code drew, in a process of its own with limits on time and memory: `Checker`.

    with Checker() as checker:
        found = checker.check(result.marks_json, result.image, claims, hidden)     # a Verification, whatever was drawn

Marks, texts and claims come from a model, so a check may meet numbers, sizes and shapes that no figure has. Whatever it does with
them, it is a state of that one figure (`check_failed`, with its reason) and the batch goes on. The process stays for the next
figure while all is well, which costs a few milliseconds a figure; after a fault, or at a limit, it is killed and started again.
The plain function is `figures.verify.verify.verify`.
"""

import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

from scisynth.core.errors import ConfigError
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.required import NOTHING_REQUIRED, Required
from scisynth.figures.verify.verify import Verification, verification_from_dict
from scisynth.imgcoder import check_worker
from scisynth.sandbox.frames import read_frame, write_frame
from scisynth.sandbox.marks import clean
from scisynth.sandbox.probe import probe
from scisynth.sandbox.server import boot
from scisynth.sandbox.worker import PACKAGE, START_S, cache_folder, import_roots, readable_paths

if TYPE_CHECKING:
    from PIL.Image import Image

TICK_S = 0.1
PATIENCE = 6
"""On a busy machine a check may wait this many times its processor time on the clock."""
MAX_PIXELS = 20_000_000
"""Of an image that is looked at; larger ones are checked by their marks alone."""
NOTHING_READ = Verification(status="unreadable", reason="the image came without marks: it can be shown, but not read")


@dataclass(frozen=True, kw_only=True)
class CheckLimits:
    """Bounds of one check."""

    cpu_s: float = 5
    """Seconds of processor time; on the clock `PATIENCE` times as many."""
    memory_mb: int = 512
    """Memory of the whole process, its libraries included."""


class Checker:
    """One process that checks figures one after the other; safe to call from several threads."""

    def __init__(self, limits: CheckLimits | None = None, *, reads_svg: bool = False) -> None:
        """`reads_svg`: whether an SVG may come in the place of marks; what reads one takes a second to load."""
        self.limits = limits or CheckLimits()
        self.reads_svg = reads_svg
        self._lock = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None

    def __enter__(self) -> "Checker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Of the running process."""
        return self._worker.pid if self._worker else None

    def check(
        self,
        marks: bytes | None,
        image: "Image | None",
        claims: Sequence[Claim],
        hidden: Sequence[str] = (),
        places: Iterable[str] = (),
        required: Required = NOTHING_REQUIRED,
    ) -> Verification:
        """Checks one figure by `marks`, as `RenderResult.marks_json` has them or (`reads_svg`) as an SVG, and its finished image (RGB).

        `hidden`, `places` and `required` as in `verify`.
        """
        if marks is None:
            return NOTHING_READ
        if image is not None and image.width * image.height > MAX_PIXELS:
            image = None
        with self._lock:
            self._start()
            done = False
            try:
                found = self._ask(check_worker.pack_job(marks, image, claims, hidden, places, required))
                done = found.status != "check_failed"
            finally:
                # An interrupted wait would leave an answer on the line that the next figure took for its own.
                if not done:
                    self.close()
            return found

    def close(self) -> None:
        """Ends the process."""
        if self._worker is not None:
            self._worker.kill()
            self._worker.wait()
            for stream in (self._worker.stdin, self._worker.stdout, self._errors):
                if stream is not None:
                    with suppress(BrokenPipeError):
                        stream.close()
        self._worker = self._errors = None

    def _start(self) -> None:
        if self._worker is not None and self._worker.poll() is None:
            return
        self.close()
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        home = cache_folder() or "/"
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  closed with the process
        self._worker = subprocess.Popen(
            [sys.executable, "-I", "-c", boot([*import_roots(), str(PACKAGE.parent)], check_worker.__name__)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, cwd="/", start_new_session=True,
            env={"HOME": home, "MPLCONFIGDIR": home, "MPLBACKEND": "agg", "TZ": "UTC", "LC_ALL": "C.UTF-8", **threads},
        )  # fmt: skip
        settings = {
            "memory_mb": self.limits.memory_mb,
            "confined": probe().confines,
            "readable": readable_paths(),
            "reads_svg": self.reads_svg,
        }
        assert self._worker.stdin is not None and self._worker.stdout is not None
        ready = None
        with suppress(BrokenPipeError):
            write_frame(self._worker.stdin.fileno(), settings)
            ready = read_frame(self._worker.stdout.fileno(), START_S)
        if not ready:
            words = self._last_words()
            self.close()
            raise ConfigError(f"expected the process that checks figures to start, it ended with: {words}")

    def _ask(self, job: Sequence[bytes]) -> Verification:
        assert self._worker is not None and self._worker.stdin is not None and self._worker.stdout is not None
        used_before, began = self.cpu_s(), time.monotonic()
        with suppress(BrokenPipeError):
            for part in job:
                self._worker.stdin.write(part)
            self._worker.stdin.flush()
        news = select.poll()
        news.register(self._worker.stdout.fileno(), select.POLLIN)
        while not news.poll(TICK_S * 1000):
            if self.cpu_s() - used_before > self.limits.cpu_s:
                return _failed(f"checking it took more than {self.limits.cpu_s:g} s")
            if time.monotonic() - began > PATIENCE * self.limits.cpu_s:
                return _failed(f"checking it took more than {PATIENCE * self.limits.cpu_s:g} s on the clock")
        row = read_frame(self._worker.stdout.fileno(), self.limits.cpu_s)
        if row is None:
            self._worker.kill()
            self._worker.wait()
            words = self._last_words()
            if words.startswith("MemoryError") or "Unable to allocate" in words or "bad_alloc" in words:
                return _failed(f"checking it took more than {self.limits.memory_mb} MB")
            return _failed(f"checking it ended with: {words}")
        return verification_from_dict(row)

    def cpu_s(self) -> float:
        """Processor time of the process so far; 0 where the system does not tell, so that only the clock counts."""
        if self._worker is None:
            return 0.0
        try:
            stat = Path(f"/proc/{self._worker.pid}/stat").read_bytes()
        except OSError:
            return 0.0
        ticks = stat.rpartition(b")")[2].split()
        return (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")

    def _last_words(self) -> str:
        assert self._errors is not None
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return clean(lines[-1], 200) if lines else "no word"


def _failed(reason: str) -> Verification:
    return Verification(status="check_failed", reason=reason)
