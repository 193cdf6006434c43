"""Waits for the process of a figure, and ends its whole group at the wall limit or when it spreads."""

import contextlib
import os
import select
import signal
import time
from typing import Any

from scisynth.sandbox.confinement.usage import breach, memory_kb, too_much
from scisynth.sandbox.records import Ended

TICK_S = 0.05
MAPS_EVERY = 4
"""Ticks; a list of mappings is long."""


def watch(pid: int, folder: str, limits: dict[str, Any], line: int) -> Ended:
    """Returns when the process is gone and waited for; a closed `line` (the program has ended) ends the figure too."""
    started = time.monotonic()
    how, reason, news, pidfd = "", "", select.poll(), _pidfd(pid)
    news.register(line, 0)
    if pidfd is not None:
        news.register(pidfd, select.POLLIN)
    # What parent and child share until one of them writes to it counts as the child's from the start.
    limits = {**limits, "born_kb": memory_kb(os.getpid())}
    try:
        done = ticks = 0
        while not done:
            heard = news.poll(TICK_S * 1000 if pidfd is not None else 1)
            done, status, usage = os.wait4(pid, os.WNOHANG)
            if done or how:
                continue
            if time.monotonic() - started > limits["wall_s"]:
                how, reason = "wall", f"ran longer than {limits['wall_s']:g} s"
            elif any(descriptor == line for descriptor, _ in heard):
                how, reason = "wall", "the program ended"
            elif spread := breach(pid, folder, limits, with_maps=ticks % MAPS_EVERY == 0):
                how, reason = "breach", spread
            ticks += 1
            if how:
                _kill_group(pid)
    finally:
        if pidfd is not None:
            os.close(pidfd)
        # Unconfined code may have left others of its group.
        _kill_group(pid)
    wall_s, cpu_s = time.monotonic() - started, usage.ru_utime + usage.ru_stime
    code = os.waitstatus_to_exitcode(status)
    if not how and (spread := too_much(folder, limits)):
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
