"""Waits for the process of a figure, and ends its whole group at the wall limit or when it spreads."""

import contextlib
import os
import select
import signal
import time
from collections.abc import Iterator
from typing import Any

from scisynth.imgcoder.sandbox.records import Ended

TICK_S = 0.05
MB = 1 << 20


def watch(pid: int, folder: str, limits: dict[str, Any], line: int) -> Ended:
    """Returns when the process is gone and waited for; a closed `line` (the program has ended) ends the figure too."""
    started = time.monotonic()
    how, reason, news, pidfd = "", "", select.poll(), _pidfd(pid)
    news.register(line, 0)
    if pidfd is not None:
        news.register(pidfd, select.POLLIN)
    try:
        done = 0
        while not done:
            heard = news.poll(TICK_S * 1000 if pidfd is not None else 1)
            done, status, usage = os.wait4(pid, os.WNOHANG)
            if done or how:
                continue
            if time.monotonic() - started > limits["wall_s"]:
                how, reason = "wall", f"ran longer than {limits['wall_s']:g} s"
            elif any(descriptor == line for descriptor, _ in heard):
                how, reason = "wall", "the program ended"
            elif spread := _breach(pid, folder, limits):
                how, reason = "breach", spread
            if how:
                _kill_group(pid)
    finally:
        if pidfd is not None:
            os.close(pidfd)
        # Unconfined code may have left others of its group.
        _kill_group(pid)
    wall_s, cpu_s = time.monotonic() - started, usage.ru_utime + usage.ru_stime
    code = os.waitstatus_to_exitcode(status)
    if not how and (spread := _too_much(folder, limits)):
        how, reason = "breach", spread
    if how:
        return Ended(how=how, reason=reason, wall_s=wall_s, cpu_s=cpu_s)  # type: ignore[arg-type]
    return Ended(how="signal" if code < 0 else "exit", code=abs(code), wall_s=wall_s, cpu_s=cpu_s)


def _pidfd(pid: int) -> int | None:
    """Tells of the end at once; without it (before Linux 5.3, and elsewhere) one looks every millisecond."""
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return None


def _kill_group(pid: int) -> None:
    """The session of the process carries its number; before `setsid` there is only the process."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _breach(pid: int, folder: str, limits: dict[str, Any]) -> str:
    try:
        threads = len(os.listdir(f"/proc/{pid}/task"))  # noqa: PTH208
    except OSError:
        threads = 0
    if threads > limits["max_threads"]:
        return f"started more than {limits['max_threads']} threads"
    return _too_much(folder, limits)


def _too_much(folder: str, limits: dict[str, Any]) -> str:
    """Why the folder is too full, or nothing."""
    written = 0
    for number, size in enumerate(_sizes(folder)):
        written += size
        if number >= limits["max_files"]:
            return f"wrote more than {limits['max_files']} files"
        if written > 4 * limits["file_mb"] * MB:
            return f"wrote more than {4 * limits['file_mb']} MB in all"
    return ""


def _sizes(folder: str) -> Iterator[int]:
    """Bytes on disk of everything below, links not followed; what vanishes meanwhile is passed over."""
    folders = [folder]
    while folders:
        with contextlib.suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    yield entry.stat(follow_symlinks=False).st_blocks * 512
