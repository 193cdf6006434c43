"""Confines the process of a figure, in this order: descriptors, limits, capabilities, `no_new_privs`, Landlock, seccomp.

Each step closes what the next one no longer needs. Nothing is optional: a step that fails raises `OSError`, and the caller ends
the process before any of the code has run.
"""

import ctypes
import os
import resource
import signal
import struct
import sys
from collections.abc import Sequence
from typing import Any

from scisynth.sandbox.confinement import landlock, seccomp

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CAPABILITY_VERSION = 0x20080522
CAP_DAC_READ_SEARCH = 2
MB = 1 << 20
STACK_MB = 64
RESERVED = 128 << 30


def detach(log: str, kept: int) -> None:
    """A session of its own, no descriptor of the server but `kept`, both output streams into the new file `log`."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    os.dup2(nothing, 0)
    os.dup2(written, 1)
    os.dup2(written, 2)
    os.closerange(3, kept)
    # The kernel hands out the lowest free number, and the server holds a dozen.
    os.closerange(kept + 1, 4096)


def limit(*, cpu_s: int, memory_mb: int, file_mb: int, **_others: Any) -> None:
    """Resource limits; memory is counted from what is in use now, and bounds what can be written to.

    The address space alone would refuse V8 (altair's renderer), which reserves far more than it uses; it is bounded loosely,
    since reserving costs page tables. Memory that RLIMIT_DATA does not count is refused by `seccomp` (shared and growing mappings),
    bounded here (the stack), or seen by the server, which looks at what the process really has (`usage`).
    """
    mapped, written = _in_use()
    _set_limit(resource.RLIMIT_DATA, written + memory_mb * MB)
    _set_limit(resource.RLIMIT_AS, mapped + memory_mb * MB + RESERVED)
    _set_limit(resource.RLIMIT_STACK, STACK_MB * MB)
    _set_limit(resource.RLIMIT_FSIZE, file_mb * MB)
    _set_limit(resource.RLIMIT_NOFILE, 64)
    _set_limit(resource.RLIMIT_CORE, 0)
    # The signal at the soft limit can be ignored, the one a second later cannot.
    _set_limit(resource.RLIMIT_CPU, cpu_s, cpu_s + 1)


def limit_memory(memory_mb: int) -> None:
    """At most so much memory that can be written to, what is in use now included."""
    _set_limit(resource.RLIMIT_DATA, memory_mb * MB)
    _set_limit(resource.RLIMIT_CORE, 0)


def _set_limit(kind: int, soft: int, hard: int | None = None) -> None:
    """Never above what the system allows already."""
    ceiling = resource.getrlimit(kind)[1]
    hard = soft if hard is None else hard
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    try:
        resource.setrlimit(kind, (soft, hard))
    except ValueError:
        # macOS knows no limit of the address space; there is no confined tier there either.
        if sys.platform == "linux":
            raise


def _in_use() -> tuple[int, int]:
    """Bytes mapped and bytes writable."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123
            pages = [int(number) for number in file.read().split()]
    except OSError:
        return 0, 0
    return pages[0] * resource.getpagesize(), pages[5] * resource.getpagesize()


def die_with_parent(parent: int) -> None:
    """Linux: the kernel kills this process when the server ends, however it ends."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        raise OSError("the server ended before its figure began")


def confine(readable: Sequence[str], writable: str | None, calls: dict[str, Any]) -> None:
    """Gives up privileges, files and system calls for good; without a `writable` folder nothing can be written."""
    libc = ctypes.CDLL(None, use_errno=True)
    _drop_capabilities(libc)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel refused no_new_privs")
    version = landlock.abi()
    if version < 1:
        raise OSError("the kernel has no Landlock")
    landlock.restrict(readable, writable, version)
    seccomp.install(calls)


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    """Root's powers go, except reading where it may read already: libraries may belong to another user."""
    header = struct.pack("Ii", CAPABILITY_VERSION, 0)
    held = ctypes.create_string_buffer(24)
    if libc.capget(header, held):
        raise OSError(ctypes.get_errno(), "the kernel does not tell the capabilities")
    permitted = struct.unpack("6I", held.raw)[1] & 1 << CAP_DAC_READ_SEARCH
    if libc.capset(header, struct.pack("6I", permitted, permitted, 0, 0, 0, 0)):
        raise OSError(ctypes.get_errno(), "the kernel kept the capabilities")
