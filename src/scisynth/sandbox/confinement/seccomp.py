"""The system calls of a figure: an allow-list for the kernel's seccomp filter, assembled here.

A filter is a program of the classic Berkeley packet filter over `struct seccomp_data` {nr, arch, instruction pointer, six
arguments of 64 bits}. It runs before every system call and answers allow, an error number, or kill. The calls are in
`syscalls.yaml`, by architecture; on an architecture that is not there nothing is allowed, and the sandbox refuses to start.

Not covered: what an allowed call does with a pointer (the filter sees numbers only), and faults of the kernel itself.
"""

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""Machine to (column of the table, AUDIT_ARCH)."""
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, AND, RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
ALLOW, KILL, ERROR = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER_AT, ARCH_AT, ARGUMENTS_AT = 0, 4, 16
X32_CALLS = 0x40000000
REFUSE = (RETURN, 0, 0, ERROR | errno.EPERM)
PR_GET_SECCOMP, PR_SET_SECCOMP, MODE_FILTER = 21, 22, 2

Instruction = tuple[int, int, int, int]


def table() -> dict[str, Any]:
    """`syscalls.yaml`."""
    return dict(yaml.safe_load((Path(__file__).parent / "syscalls.yaml").read_text(encoding="utf-8")))


def supported(machine: str | None = None) -> bool:
    """Whether the kernel filters and this architecture is in the table."""
    machine = machine or platform.machine()
    if machine not in ARCHITECTURES:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return int(libc.prctl(PR_GET_SECCOMP, 0, 0, 0, 0)) >= 0


def assemble(calls: Mapping[str, Any], machine: str, own_pid: int) -> bytes:
    """The filter as an array of `struct sock_filter`; `KeyError` for an unknown architecture."""
    column, audit = ARCHITECTURES[machine]
    program: list[Instruction] = [
        (LOAD, 0, 0, ARCH_AT),
        (JUMP_EQUAL, 1, 0, audit),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER_AT),
    ]
    if machine == "x86_64":
        program += [(JUMP_AT_LEAST, 0, 1, X32_CALLS), (RETURN, 0, 0, KILL)]
    for numbers in calls["allow"].values():
        if numbers[column] is not None:
            program += [(JUMP_EQUAL, 0, 1, numbers[column]), (RETURN, 0, 0, ALLOW)]
    for rule in calls["where"].values():
        body = [
            instruction
            for place, wanted in rule["arguments"].items()
            for instruction in _examined(place, wanted, own_pid)
        ]
        program += [(JUMP_EQUAL, 0, len(body) + 1, rule["numbers"][column]), *body, (RETURN, 0, 0, ALLOW)]
    for rule in calls["answered"].values():
        if rule["numbers"][column] is not None:
            number = getattr(errno, rule["error"]) if rule["error"] else 0
            program += [(JUMP_EQUAL, 0, 1, rule["numbers"][column]), (RETURN, 0, 0, ERROR | number)]
    program.append(REFUSE)
    return b"".join(struct.pack("HBBI", *instruction) for instruction in program)


def _examined(argument: int, wanted: Mapping[str, Any], own_pid: int) -> list[Instruction]:
    """Falls through if the argument fits, else refuses. Both architectures are little-endian: the lower half comes first."""
    at = ARGUMENTS_AT + 8 * argument
    if "zero" in wanted:
        return [(LOAD, 0, 0, at), (JUMP_EQUAL, 1, 0, 0), REFUSE, (LOAD, 0, 0, at + 4), (JUMP_EQUAL, 1, 0, 0), REFUSE]
    if "bits" in wanted:
        return [(LOAD, 0, 0, at), (AND, 0, 0, wanted["bits"]), (JUMP_EQUAL, 1, 0, wanted["bits"]), REFUSE]
    if "never" in wanted:
        tests = [((LOAD, 0, 0, at), (AND, 0, 0, bits), (JUMP_EQUAL, 0, 1, bits), REFUSE) for bits in wanted["never"]]
        return [instruction for test in tests for instruction in test]
    values = [own_pid if value == "own_pid" else value for value in wanted["values"]]
    jumps = [(JUMP_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]
    return [(LOAD, 0, 0, at), *jumps, REFUSE]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def install(calls: Mapping[str, Any]) -> None:
    """Filters this process for good; `no_new_privs` must be set. `OSError` where the kernel refuses."""
    code = assemble(calls, platform.machine(), os.getpid())
    libc = ctypes.CDLL(None, use_errno=True)
    program = _Program(len(code) // 8, code)
    if libc.prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel refused the filter of system calls")
