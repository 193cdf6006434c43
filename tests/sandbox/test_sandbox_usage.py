"""What a figure uses is counted from outside, whatever it does to its folders and its memory."""

import errno
import os
from pathlib import Path

import pytest
from support.sandbox_attacks import IMAGE
from support.sandbox_siege import MAP

from scisynth.sandbox import Limits, Sandbox, probe
from scisynth.sandbox.confinement.usage import memory_kb, too_much

confined = pytest.mark.skipif(not probe().confines, reason=f"this kernel cannot confine: {probe().found}")
FAULTS = Path(__file__).parents[3] / "shared" / "data" / "faults" / "siege"
LIMITS = {"max_files": 20, "file_mb": 1}
UNWRITTEN = (
    "p = take(0x4022, 100 << 30, protection=1)\nfor at in range(0, 100 << 30, 2 << 20): ctypes.string_at(p + at, 1)\n"
    "time.sleep(1)\nprint('ESCAPED')"
)
"""Reads a byte of every 2 MB of memory that nothing was written to: no page is its own, but each takes a page table."""
STACK = "top = ctypes.c_void_p.in_dll(libc, '__libc_stack_end').value & ~0xfff\nfill(got(libc.mremap(top - 0x8000, 0x1000, 400 * MB, 1)), 400 * MB)"


@pytest.fixture(scope="module")
def small():
    with Sandbox(limits=Limits(wall_s=10, memory_mb=128, file_mb=8), workers=1, preload=("numpy",)) as opened:
        yield opened


@confined
@pytest.mark.parametrize("code", [UNWRITTEN, STACK], ids=["page tables", "a stack moved"])
def test_memory_that_no_limit_counts_is_seen(small, code):
    result = small.render(MAP + code)
    assert (result.status, result.reason) == ("memory", "used more than 128 MB of memory"), result.traceback
    assert "ESCAPED" not in result.stdout and small.render(IMAGE).ok


@confined
@pytest.mark.skipif(not FAULTS.is_dir(), reason="the shared folder of faults is not beside this checkout")
@pytest.mark.parametrize("name", ["1_memory_limit.py", "2_disk_limit.py"])
def test_the_programs_that_were_reported(small, name):
    result = small.render((FAULTS / name).read_text() + "\nprint('ESCAPED')")
    assert not result.ok and "ESCAPED" not in result.stdout
    assert small.render(IMAGE).ok


def fill(folder: Path, num: int, size: int = 10) -> None:
    for number in range(num):
        (folder / f"{number}").write_bytes(b"x" * size)


def test_files_and_bytes_are_counted_at_any_depth(tmp_path):
    assert too_much(str(tmp_path), LIMITS) == ""
    fill(tmp_path, 19)
    assert too_much(str(tmp_path), LIMITS) == ""
    (tmp_path / "a").mkdir()
    assert too_much(str(tmp_path), LIMITS) == ""
    (tmp_path / "a" / "b").mkdir()
    assert too_much(str(tmp_path), LIMITS) == "wrote more than 20 files"


def test_names_that_no_path_can_hold_hide_nothing(tmp_path):
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(18):
        os.mkdir("d" * 250, dir_fd=here)
        inner = os.open("d" * 250, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    file = os.open("f", os.O_CREAT | os.O_WRONLY, dir_fd=here)
    os.write(file, bytes(5 << 20))
    os.close(file)
    os.close(here)
    before = len(list(Path("/proc/self/fd").iterdir()))
    assert too_much(str(tmp_path), {**LIMITS, "max_files": 30}) == "wrote more than 4 MB in all"
    assert too_much(str(tmp_path), LIMITS | {"max_files": 10}) == "wrote more than 10 files"
    assert len(list(Path("/proc/self/fd").iterdir())) == before, "every descriptor is closed"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(errno.EACCES, "closed"), "made a folder that cannot be looked into"),
        (FileNotFoundError(errno.ENOENT, "gone"), "moved its folders while they were counted"),
        (OSError(errno.EIO, "broken"), "made a folder that cannot be counted (EIO)"),
    ],
)
def test_what_cannot_be_looked_into_is_a_breach(tmp_path, monkeypatch, error, reason):
    (tmp_path / "inner").mkdir()
    real = os.open

    def refusing(path, *arguments, **settings):
        if path == "inner":
            raise error
        return real(path, *arguments, **settings)

    monkeypatch.setattr(os, "open", refusing)
    assert too_much(str(tmp_path), LIMITS) == reason


def test_links_are_not_followed(tmp_path):
    (tmp_path / "own").mkdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    fill(outside, 30)
    (tmp_path / "own" / "link").symlink_to(outside)
    assert too_much(str(tmp_path / "own"), LIMITS) == ""


def test_deleted_files_count_like_others(tmp_path):
    fill(tmp_path, 1)
    assert too_much(str(tmp_path), LIMITS, nameless=3 << 20) == ""
    assert too_much(str(tmp_path), LIMITS, nameless=5 << 20) == "wrote more than 4 MB in all"


def test_memory_of_a_process_that_is_gone_is_none():
    assert memory_kb(os.getpid()) > 1000 and memory_kb(2**22 + 1) == 0
