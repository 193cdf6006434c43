"""The files of a figure: a Landlock domain, in which everything is denied that is not named.

Landlock (Linux 5.13) lets an unprivileged process give up access to files for good; later versions add truncation (ABI 3), TCP
(4), devices' ioctl (5), and signals and abstract sockets (6). The calls have no wrapper in the C library, so their numbers
stand here; they are the same on every architecture. ABI 1 suffices: `seccomp` refuses sockets, signals and `truncate` anyway.

Not covered: whether a path exists and its metadata (`stat`), which Landlock does not hide.
"""

import ctypes
import os
import struct
import sys
from collections.abc import Iterable

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION, PATH_BENEATH = 1, 1

WRITE_FILE, READ_FILE, READ_DIR = 1 << 1, 1 << 2, 1 << 3
REMOVE_DIR, REMOVE_FILE, MAKE_DIR, MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
REFER, TRUNCATE = 1 << 13, 1 << 14
OF_FILES = WRITE_FILE | READ_FILE | TRUNCATE
READ = READ_FILE | READ_DIR
OWN = READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER | TRUNCATE
NUM_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
"""Rights on files that an ABI knows, from bit 0 on; 16 since ABI 5."""
ALL_TCP = 0b11
ALL_SCOPES = 0b11


def abi() -> int:
    """Version of Landlock in the running kernel, 0 for none."""
    if sys.platform != "linux":
        return 0
    return max(0, _libc().syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ASK_VERSION))


def restrict(readable: Iterable[str], writable: str | None, version: int) -> None:
    """Confines this process to reading `readable` and owning the folder `writable`, if any; `OSError` where the kernel refuses.

    Paths of `readable` that do not exist are left out. `no_new_privs` must be set, or the process privileged.
    """
    handled = (1 << NUM_FILE_RIGHTS.get(version, 16)) - 1
    attributes = struct.pack("Q", handled)
    if version >= 4:
        attributes += struct.pack("Q", ALL_TCP)
    if version >= 6:
        attributes += struct.pack("Q", ALL_SCOPES)
    ruleset = _checked(_libc().syscall(CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0))
    try:
        for path in readable:
            if os.path.exists(path):  # noqa: PTH110  in the child every import counts
                _allow(ruleset, path, READ & handled)
        _allow(ruleset, "/dev/null", (READ_FILE | WRITE_FILE) & handled)
        if writable is not None:
            _allow(ruleset, writable, OWN & handled)
        _checked(_libc().syscall(RESTRICT_SELF, ruleset, 0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not os.path.isdir(path):  # noqa: PTH112
            rights &= OF_FILES
        rule = struct.pack("=Qi", rights, place)
        _checked(_libc().syscall(ADD_RULE, ruleset, PATH_BENEATH, rule, 0))
    finally:
        os.close(place)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(answer: int) -> int:
    if answer < 0:
        raise OSError(ctypes.get_errno(), "the kernel refused Landlock")
    return answer
