"""The run against SIGKILL, Ctrl-C and a full disk, in processes of its own."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.fake_generator import FakeGenerator

from scisynth.tuples.build import TuplesConfig, build_tuples
from scisynth.tuples.parquet import read_tuples

NUM_KILLS = int(os.environ.get("SCISYNTH_NUM_KILLS", "6"))
NUM_PROMPTS = 120

TESTS = Path(__file__).parents[1]
"""Where `support` lies, for the script's imports."""
SCRIPT = """
import json, resource, sys, time
from pathlib import Path
from scisynth.core.errors import StorageError
from support.fake_generator import FakeGenerator
from scisynth.core.records import PromptSet
from scisynth.core.store import RunFolder
from scisynth.tuples.build import TuplesConfig, build_tuples


class Slow(FakeGenerator):
    def generate(self, prompt_set, tier, *, seed, size_px):
        # With workers the signal comes from a test that may itself wait for a processor: leave it a second.
        time.sleep(0.01 if int(sys.argv[3]) else 0.001)
        return super().generate(prompt_set, tier, seed=seed, size_px=size_px)


if __name__ == "__main__":
    prompts, out, workers, limit = sys.argv[1:]
    prompt_sets = [PromptSet.from_dict(json.loads(line)) for line in Path(prompts).read_text().splitlines()]
    if int(limit):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    try:
        run = RunFolder(Path(out), TuplesConfig(), command="tuples build", seed=0)
        build_tuples(TuplesConfig(size_px=8, workers=int(workers)), prompt_sets, Slow(), run, 0)
    except StorageError as error:
        sys.exit(f"StorageError: {error}")
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


@pytest.fixture
def start(tmp_path, make_prompt_sets):
    """Starts a build in a process group of its own; returns the process."""
    script, prompts = tmp_path / "build.py", tmp_path / "prompts.jsonl"
    script.write_text(SCRIPT)
    prompts.write_text("".join(json.dumps(p.to_dict()) + "\n" for p in make_prompt_sets(NUM_PROMPTS)))

    def start(workers=0, limit=0):
        command = [sys.executable, script, prompts, tmp_path / "run", str(workers), str(limit)]
        # A suite started in the background inherits an ignored SIGINT; a terminal's process does not.
        return subprocess.Popen(
            command,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(TESTS)},
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )

    return start


@pytest.fixture
def whole(make_prompt_sets, open_run):
    """The same data set, built without trouble."""
    return build_tuples(TuplesConfig(size_px=8), make_prompt_sets(NUM_PROMPTS), FakeGenerator(), open_run("whole"), 0)


def contents(folder):
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def num_rows(folder):
    path = folder / "rows.jsonl"
    return path.read_bytes().count(b"\n") if path.exists() else 0


def wait_for(condition, timeout_s=20.0):
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


def group_is_gone(group):
    """No process of the group is left, zombies aside."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            return False
    return True


def test_killed_at_random_points_it_ends_with_the_same_bytes(start, whole, tmp_path):
    rng = random.Random(os.environ.get("SCISYNTH_KILL_SEED", "0"))
    folder = tmp_path / "run" / "tuples"
    rows_at_kills = []
    for _ in range(NUM_KILLS):
        process = start()
        before = num_rows(folder)
        # Some kills fall between rows, some into the writing of tables or of the manifest.
        if rng.random() < 0.8:
            wait_for(lambda: process.poll() is not None or num_rows(folder) > before)  # noqa: B023
            time.sleep(rng.uniform(0, 0.06))
        else:
            time.sleep(rng.uniform(0, 0.6))
        process.kill()
        process.communicate()
        rows_at_kills.append(num_rows(folder))
        assert rows_at_kills[-1] >= before, "an acknowledged row was lost"
    last = start()
    assert last.wait(60) == 0, last.stderr.read()
    assert 0 < rows_at_kills[0] < NUM_PROMPTS or NUM_KILLS != 6, f"no kill fell into the drawing: {rows_at_kills}"
    assert contents(folder) == contents(whole)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks processes up in /proc")
@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_workers_end_with_their_parent_and_the_run_resumes(start, whole, tmp_path, signum):
    folder = tmp_path / "run" / "tuples"
    process = start(workers=2)
    wait_for(lambda: num_rows(folder) > 3)
    if signum == signal.SIGINT:
        os.killpg(process.pid, signum)
    else:
        process.kill()
    _, message = process.communicate(timeout=20)
    assert process.returncode != 0
    assert message.count("Traceback") == (signum == signal.SIGINT), "the workers have nothing to say"
    wait_for(lambda: group_is_gone(process.pid))
    assert 3 < num_rows(folder) < NUM_PROMPTS
    assert start(workers=2).wait(60) == 0
    assert contents(folder) == contents(whole)


def test_two_processes_at_once_do_the_work_once(start, whole, tmp_path):
    processes = [start(), start()]
    assert [process.wait(60) for process in processes] == [0, 0], [p.stderr.read() for p in processes]
    assert contents(tmp_path / "run" / "tuples") == contents(whole)


def test_a_full_disk_keeps_what_was_written(start, whole, tmp_path):
    # 40,000 bytes hold the manifest, every image and some dozens of rows, but not all rows.
    folder = tmp_path / "run" / "tuples"
    prompts = tmp_path / "run" / "prompts"
    full = start(limit=40_000)
    _, message = full.communicate(timeout=60)
    assert full.returncode == 1
    assert message.startswith("StorageError: ")
    assert message.count("\n") == 1
    assert "run the same command again" in message
    assert not [path for path in (tmp_path / "run").rglob("*") if path.name.endswith(".tmp")]
    assert not (prompts / "prompts.jsonl").exists()

    size = (whole.parent / "prompts" / "prompts.jsonl").stat().st_size
    full = start(limit=size + 1000)
    _, message = full.communicate(timeout=60)
    assert full.returncode == 1
    assert "rows.jsonl" in message
    kept = num_rows(folder)
    assert 0 < kept < NUM_PROMPTS
    assert (folder / "rows.jsonl").read_bytes().endswith(b"\n"), "a torn row was left behind"

    assert start().wait(60) == 0
    assert contents(folder) == contents(whole)
    assert len(read_tuples(folder)) == NUM_PROMPTS
