"""The warm server: a small process with the drawing libraries loaded, which forks one confined child a figure.

It is started with `python -I` and an empty environment, stays single-threaded, and answers one request at a time on its
standard streams. The fork gives every figure the same fresh state (and the same random numbers) without paying for the imports.
"""

import contextlib
import gc
import importlib
import io
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from scisynth.sandbox.confinement import confine, seccomp
from scisynth.sandbox.confinement.watch import watch
from scisynth.sandbox.frames import read_frame, write_frame
from scisynth.sandbox.harness import run_figure
from scisynth.sandbox.private import OUT, WORK
from scisynth.sandbox.records import Ended

CONFINED = b"confined"
MAX_REASON = 300


def main() -> None:
    """Serves until the line is closed."""
    requests, replies = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    settings = read_frame(requests)
    if settings is None:
        return
    sys.dont_write_bytecode = True
    loaded = [name for name in settings["preload"] if _load(name)]
    marks_of = _marks_reader() if settings["marks"] else None
    _warm_up(marks_of)
    calls = seccomp.table() if settings["confined"] else {}
    gc.collect()
    gc.freeze()
    write_frame(replies, {"ready": True, "loaded": loaded})
    while request := read_frame(requests):
        ended = _figure(request["folder"], settings, calls, marks_of, requests)
        write_frame(replies, asdict(ended))


def _load(name: str) -> bool:
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True


def _marks_reader() -> Callable[..., Any] | None:
    try:
        module = importlib.import_module("scisynth.figures.read_back.figure")
    except ImportError:
        return None
    return getattr(module, "figure_marks", None)


def _warm_up(marks_of: Callable[..., Any] | None) -> None:
    """Draws once, so that fonts, mathematics and the PNG writer are in memory, and fixes what is random."""
    import numpy
    from matplotlib import pyplot
    from PIL import Image

    time.tzset()
    figure, axes = pyplot.subplots()
    axes.plot([0, 1, 2], [0, 1, 4], "o-", label="line")
    axes.set(title=r"$\frac{x^2}{\sqrt{2}}$ warm", xlabel="time (s)", ylabel=r"$\theta$ (rad)")
    axes.annotate("A", (1, 1), (0.5, 2), arrowprops={"arrowstyle": "->"})
    axes.legend()
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", bbox_inches="tight")
    if marks_of is not None:
        marks_of(figure)
    pyplot.close(figure)
    Image.open(buffer).convert("RGB").getextrema()
    numpy.random.seed(0)


def _figure(
    folder: str, settings: dict[str, Any], calls: dict[str, Any], marks_of: Callable[..., Any] | None, line: int
) -> Ended:
    """Forks, waits, and says how it ended."""
    limits = settings["limits"]
    heard, said = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    server = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            _child(folder, settings, calls, marks_of, said, server)
        finally:
            # Whatever the code did, the child never comes back into the server's loop.
            os._exit(0)
    os.close(said)
    try:
        ended = watch(pid, folder, limits, line)
        said_of_itself = os.read(heard, MAX_REASON)
    finally:
        os.close(heard)
    if said_of_itself == CONFINED:
        return ended
    reason = said_of_itself.decode(errors="replace") or "it ended before"
    return Ended(how="unconfined", reason=f"no code ran, since its process could not be confined ({reason})")


def _child(
    folder: str,
    settings: dict[str, Any],
    calls: dict[str, Any],
    marks_of: Callable[..., Any] | None,
    said: int,
    server: int,
) -> None:
    """Confines itself, says so, and only then touches the code."""
    try:
        confine.detach(f"{folder}/{OUT}/stdout.txt", said)
        confine.limit(**settings["limits"])
        if settings["confined"]:
            confine.die_with_parent(server)
            confine.confine(settings["readable"], folder, calls)
    except OSError as error:
        os.write(said, str(error).encode()[:MAX_REASON])
        return
    os.write(said, CONFINED)
    os.close(said)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    # Python gives every fork numbers of its own; ours are to be the same.
    random.seed(0)
    os.environ["HOME"] = os.environ["TMPDIR"] = os.environ["MPLCONFIGDIR"] = f"{folder}/{WORK}"
    with contextlib.suppress(KeyboardInterrupt):
        run_figure(folder, settings["limits"]["max_side_px"], marks_of, with_svg=settings["svg"])


def boot(roots: Sequence[str], module: str = __name__) -> str:
    """The program text for `python -I -c`: finds the package where the parent found it, then runs `main` of a module."""
    return (
        f"import sys; sys.path.extend(path for path in {list(roots)!r} if path not in sys.path);"
        f"from {module} import main; main()"
    )
