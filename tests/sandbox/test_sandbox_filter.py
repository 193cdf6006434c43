"""The filter of system calls, run by an interpreter of its instructions written here, on both architectures."""

import ctypes
import errno
import os
import platform
import re
import struct
from pathlib import Path

import pytest

from scisynth.sandbox.confinement import landlock, seccomp

CALLS = seccomp.table()
MACHINES = ("x86_64", "aarch64")
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
OWN_PID = 4242


def answer(machine: str, number: int, *arguments: int, audit: int | None = None) -> str:
    """What the kernel would do: interprets the filter over one `struct seccomp_data`."""
    audit = seccomp.ARCHITECTURES[machine][1] if audit is None else audit
    given = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<iIQ6Q", number if number < 1 << 31 else number - (1 << 32), audit, 0, *given)
    code = seccomp.assemble(CALLS, machine, OWN_PID)
    program = [struct.unpack_from("<HBBI", code, at) for at in range(0, len(code), 8)]
    at = held = 0
    while True:
        kind, yes, no, value = program[at]
        at += 1
        if kind == seccomp.LOAD:
            held = struct.unpack_from("<I", data, value)[0]
        elif kind == seccomp.AND:
            held &= value
        elif kind == seccomp.JUMP_EQUAL:
            at += yes if held == value else no
        elif kind == seccomp.JUMP_AT_LEAST:
            at += yes if held >= value else no
        else:
            assert kind == seccomp.RETURN
            names = {seccomp.ALLOW: "allow", seccomp.KILL: "kill"}
            return names.get(value) or errno.errorcode.get(value & 0xFFFF, "nothing")


def number_of(name: str, machine: str) -> int:
    column = seccomp.ARCHITECTURES[machine][0]
    for part in ("where", "answered"):
        if name in CALLS[part]:
            return CALLS[part][name]["numbers"][column]
    return CALLS["allow"][name][column]


@pytest.mark.parametrize("machine", MACHINES)
def test_of_all_numbers_only_the_table_is_allowed(machine):
    column = seccomp.ARCHITECTURES[machine][0]
    wanted = {numbers[column] for numbers in CALLS["allow"].values()} - {None}
    # Null arguments satisfy these conditions.
    wanted |= {number_of(name, machine) for name in ("prlimit64", "mmap", "fcntl", "renameat2")}
    assert {number for number in range(600) if answer(machine, number) == "allow"} == wanted
    for name in ("socket", "execve", "kill", "truncate"):
        number = {"socket": (41, 198), "execve": (59, 221), "kill": (62, 129), "truncate": (76, 45)}[name][column]
        assert answer(machine, number) == "EPERM", name


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("name", "arguments", "wanted"),
    [
        ("clone", [0x3D0F00], "allow"),  # what pthread_create asks for
        ("clone", [0x3D0B00], "EPERM"),  # a thread without CLONE_FILES: descriptors of its own
        ("clone", [0x1200011], "EPERM"),  # fork
        ("clone", [0x4111], "EPERM"),  # vfork: CLONE_VM alone is not a thread
        ("tgkill", [OWN_PID], "allow"),
        ("tgkill", [OWN_PID - 1], "EPERM"),
        ("fcntl", [3, 8, 1], "EPERM"),  # F_SETOWN
        ("fcntl", [3, 1030], "allow"),
        ("ioctl", [0, 0x5412], "EPERM"),  # TIOCSTI
        ("ioctl", [0, 0x5401], "allow"),
        ("prctl", [15], "allow"),
        ("prctl", [22], "EPERM"),
        ("prlimit64", [0, 7, 0], "allow"),
        ("prlimit64", [0, 7, 0x1000], "EPERM"),
        ("prlimit64", [0, 7, 0x100000000], "EPERM"),  # null in the lower half only
        ("mmap", [0, 4096, 3, 0x22], "allow"),
        ("mmap", [0, 4096, 3, 0x21], "EPERM"),
        ("mmap", [0, 4096, 3, 0x23], "EPERM"),  # MAP_SHARED_VALIDATE
        ("mmap", [0, 4096, 3, 0x01], "allow"),
        ("mmap", [0, 4096, 3, 0x20022], "allow"),  # MAP_STACK, a hint without effect
        ("mmap", [0, 4096, 3, 0x122], "EPERM"),  # MAP_GROWSDOWN
        ("mmap", [0, 4096, 3, 0x20122], "EPERM"),
        ("mmap", [0, 4096, 3, 0x40022], "EPERM"),  # MAP_HUGETLB
        ("mmap", [0, 4096, 3, 0x102], "EPERM"),
        ("mmap", [0, 4096, 3, 0x121], "EPERM"),
        ("renameat2", [0, 0, 0, 0, 0], "allow"),
        ("renameat2", [0, 0, 0, 0, 1], "allow"),
        ("renameat2", [0, 0, 0, 0, 2], "EPERM"),  # RENAME_EXCHANGE
        ("renameat2", [0, 0, 0, 0, 4], "EPERM"),  # RENAME_WHITEOUT
        ("renameat2", [0, 0, 0, 0, 5], "EPERM"),
        ("socketpair", [1, 1], "allow"),
        ("socketpair", [1, 0x80801], "allow"),
        ("socketpair", [1, 2], "EPERM"),
        ("socketpair", [2, 1], "EPERM"),
        ("clone3", [], "ENOSYS"),
        ("fchmodat", [], "nothing"),
    ],
)
def test_arguments(machine, name, arguments, wanted):
    assert answer(machine, number_of(name, machine), *arguments) == wanted


def test_other_tables_of_calls_are_fatal():
    assert answer("x86_64", 1, audit=0x40000003) == "kill"  # 32-bit programs
    assert answer("aarch64", 1, audit=0xC000003E) == "kill"
    assert answer("x86_64", 0x40000001) == "kill"  # x32


def test_an_unknown_architecture_fails_closed():
    assert not seccomp.supported("riscv64")
    with pytest.raises(KeyError):
        seccomp.assemble(CALLS, "riscv64", OWN_PID)


@pytest.mark.parametrize("machine", MACHINES)
def test_numbers_are_the_kernels(machine):
    if not HEADERS[machine].exists():
        pytest.skip("no kernel headers here")
    found = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", HEADERS[machine].read_text()))
    # The generic table writes these two under other names on 64 bits.
    found |= {"newfstatat": found.get("newfstatat") or found.get("fstatat"), "sendfile": found["sendfile"]}
    for part in CALLS.values():
        for name in part:
            number = number_of(name, machine)
            if number is not None:
                assert found[name] == str(number), name


@pytest.mark.skipif(platform.machine() not in MACHINES, reason="no table for this machine")
def test_the_kernel_is_asked_without_changing_anything():
    assert seccomp.supported() in (True, False)
    mode = ctypes.CDLL(None).prctl(seccomp.PR_GET_SECCOMP, 0, 0, 0, 0)
    seccomp.supported()
    assert ctypes.CDLL(None).prctl(seccomp.PR_GET_SECCOMP, 0, 0, 0, 0) == mode


@pytest.mark.skipif(landlock.abi() < 1, reason="this kernel has no Landlock")
@pytest.mark.parametrize("version", range(1, 8))
def test_files_are_confined_at_every_version_of_landlock(version, tmp_path):
    """In a fork: an older version is asked for by its number, as an older kernel would give it."""
    if version > landlock.abi():
        pytest.skip(f"this kernel has version {landlock.abi()}")
    secret, own = tmp_path / "secret", tmp_path / "own"
    secret.write_text("x")
    own.mkdir()
    pid = os.fork()
    if pid == 0:
        reached = 99
        try:
            ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)
            landlock.restrict(["/usr"], str(own), version)
            (own / "new").write_text("x")
            reached = sum(_opens(path, mode) for path, mode in ((secret, "r"), (secret, "a"), (tmp_path / "b", "w")))
            reached += 0 if _opens(own / "new", "r") and _opens(Path("/usr/bin/env"), "rb") else 10
        finally:
            os._exit(reached)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert secret.read_text() == "x"


def _opens(path: Path, mode: str) -> bool:
    try:
        path.open(mode).close()
    except PermissionError:
        return False
    return True
