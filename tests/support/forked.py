"""`python ...` in a process that is forked from one with the libraries loaded: imports are most of what a short command costs here.

    done = run_forked(["-m", "scisynth", "score", ...])       # as subprocess.run(..., capture_output=True, text=True)
    child = Forked(["script.py", "out"], env=...)      # as subprocess.Popen: poll, wait, send_signal, communicate

For commands that are started many times, such as those that are killed and resumed. What the libraries read from the environment when
they are imported (`HF_ENDPOINT`, `HF_HOME`) is that of the tests.
"""

import contextlib
import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path

LOADED = [
    "torch", "accelerate", "datasets", "diffusers", "peft", "transformers", "transformers.trainer", "openai", "matplotlib.pyplot",
    "scisynth.cli.main",
]  # fmt: skip
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(LOADED)


class Forked:
    """A process that runs `argv` as the interpreter does: a script, `-m MODULE` or `-c CODE`, each with its arguments."""

    def __init__(self, argv: Sequence[object], *, env: Mapping[str, str] | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory()
        paths = [Path(self._folder.name, name) for name in ("out", "err")]
        self.args = [str(part) for part in argv]
        self._process = _context.Process(
            target=_begin, args=(self.args, dict(os.environ if env is None else env), str(Path.cwd()), paths)
        )
        self._process.start()
        # multiprocessing waits at the end for what still runs.
        weakref.finalize(self, self._process.kill)
        self._paths = paths

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(self.args, timeout)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """(stdout, stderr) once it has ended."""
        self.wait(timeout)
        return tuple(path.read_text() if path.exists() else "" for path in self._paths)


def run_forked(
    argv: Sequence[object], *, env: Mapping[str, str] | None = None, check: bool = False, timeout: float = 300
) -> subprocess.CompletedProcess[str]:
    """Runs `argv` to its end, its output captured."""
    child = Forked(argv, env=env)
    try:
        out, err = child.communicate(timeout)
    finally:
        child.kill()
    done = subprocess.CompletedProcess(child.args, child.returncode, out, err)
    if check and done.returncode:
        raise AssertionError(f"{child.args} ended with {done.returncode}: {err}")
    return done


def _begin(argv: list[str], env: dict[str, str], folder: str, paths: Sequence[Path]) -> None:
    """In the new process: becomes what `python argv` would be."""
    for path, stream in zip(paths, (sys.stdout, sys.stderr), strict=True):
        number = stream.fileno()
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
        os.close(file)
        stream.reconfigure(line_buffering=True)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    kind, rest = (argv[0], argv[1:]) if argv[0] in ("-m", "-c") else ("", argv)
    try:
        if kind == "-c":
            sys.argv = ["-c", *rest[1:]]
            sys.path.insert(0, "")
            exec(compile(rest[0], "<string>", "exec"), {"__name__": "__main__"})
            return
        sys.argv = list(rest)
        sys.path.insert(0, "" if kind else str(Path(rest[0]).parent))
        if kind == "-m":
            runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
        else:
            runpy.run_path(rest[0], run_name="__main__")
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
