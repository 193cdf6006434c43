import io
import json
import os
import signal
import subprocess
import sys
import time

import pytest
from PIL import Image

from scisynth.core.config import Config
from scisynth.core.errors import ConfigError, DataError, StorageError
from scisynth.core.images import content_hash, png_bytes
from scisynth.core.store import Journal, RunFolder, read_manifest, write_atomic, write_atomic_with, write_json

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


class Inner(Config):
    lr: float = 1e-4


class Settings(Config):
    num: int = 3
    name: str = "a"
    train: Inner = Inner()


def run_python(script, *arguments):
    return subprocess.run([sys.executable, "-c", script, *map(str, arguments)], capture_output=True, text=True)


# --- journal -------------------------------------------------------------------------------------------------------


def test_rows_come_back_in_order(tmp_path):
    journal = Journal(tmp_path / "rows.jsonl")
    assert journal.read() == []
    rows = [{"id": number, "text": "Wärme\nzwei Zeilen"} for number in range(5)]
    for row in rows:
        journal.append(row)
    assert journal.read() == rows
    assert list(journal) == rows
    assert journal.path.read_text(encoding="utf-8").count("\n") == 5


def test_half_a_character_costs_no_row(tmp_path):
    journal = Journal(tmp_path / "rows.jsonl")
    journal.append({"prompt": "a rose \udc80", "n": 1})
    journal.append({"prompt": "水", "n": 2})
    assert journal.read() == [{"prompt": "a rose ?", "n": 1}, {"prompt": "水", "n": 2}]


def test_a_torn_last_line_is_dropped_and_cut_off(tmp_path):
    journal = Journal(tmp_path / "rows.jsonl")
    journal.append({"id": 1})
    whole = journal.path.read_bytes()
    for torn in (b'{"id": 2', b'{"id": {"a": 2}', b"12", b"\xc3"):
        journal.path.write_bytes(whole + torn)
        assert journal.read() == [{"id": 1}]
        journal.repair()
        assert journal.path.read_bytes() == whole
    journal.append({"id": 2})
    assert journal.read() == [{"id": 1}, {"id": 2}]
    journal.path.write_bytes(b'{"id": 2')
    journal.repair()
    assert journal.path.read_bytes() == b""


def test_a_whole_last_line_is_kept_without_its_line_break(tmp_path):
    journal = Journal(tmp_path / "rows.jsonl")
    journal.path.write_bytes(b'{"id": 1}\n{"id": 2}')
    assert journal.read() == [{"id": 1}, {"id": 2}]
    journal.repair()
    journal.append({"id": 3})
    assert journal.read() == [{"id": 1}, {"id": 2}, {"id": 3}]


@pytest.mark.parametrize(
    "line", [b"5", b"[1]", b'"text"', b"null", b"[" * 100_000, b"\xff", b'{"a": %s}' % (b"9" * 5000)]
)
def test_a_line_that_is_no_object_is_an_error_with_its_number(tmp_path, line):
    journal = Journal(tmp_path / "rows.jsonl")
    journal.path.write_bytes(b'{"id": 1}\n' + line + b"\n")
    with pytest.raises(DataError, match=r"rows\.jsonl, line 2: not JSON; remove the line"):
        journal.read()


def test_a_row_that_its_reader_does_not_take_is_an_error_with_its_number(tmp_path):
    journal = Journal(tmp_path / "rows.jsonl")
    journal.path.write_bytes(b'{"id": 1}\n{"name": 2}\n')
    with pytest.raises(DataError, match=r"rows\.jsonl, line 2: not a row of this file \('id'\)"):
        list(journal.parsed(lambda row: row["id"]))


def test_a_broken_line_in_the_middle_is_an_error_with_its_number(tmp_path):
    journal = Journal(tmp_path / "rows.jsonl")
    journal.path.write_bytes(b'{"id": 1}\n{"id": \n{"id": 3}\n')
    with pytest.raises(DataError, match=r"rows\.jsonl, line 2"):
        journal.read()


def test_nan_is_never_written(tmp_path):
    journal = Journal(tmp_path / "rows.jsonl")
    with pytest.raises(ValueError, match="JSON compliant"):
        journal.append({"score": float("nan")})
    assert not journal.path.exists()


@posix
def test_acknowledged_rows_survive_kill_9(tmp_path):
    script = """
import sys
from pathlib import Path
from scisynth.core.store import Journal
journal, number = Journal(Path(sys.argv[1])), 0
while True:
    journal.append({"id": number, "text": "x" * 5000})
    number += 1
    print(number, flush=True)
"""
    path = tmp_path / "rows.jsonl"
    process = subprocess.Popen([sys.executable, "-c", script, path], stdout=subprocess.PIPE, text=True)
    while process.stdout.readline() != "20\n":
        pass
    process.send_signal(signal.SIGKILL)
    acknowledged = 20 + len(process.communicate()[0].splitlines())
    ids = [row["id"] for row in Journal(path).read()]
    assert ids == list(range(len(ids)))
    # The kill may fall between the write and the word about it.
    assert len(ids) in (acknowledged, acknowledged + 1)


@posix
def test_a_full_disk_keeps_whole_rows_only(tmp_path):
    script = """
import resource, sys
from pathlib import Path
from scisynth.core.errors import StorageError
from scisynth.core.store import Journal
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
journal, number = Journal(Path(sys.argv[1])), 0
try:
    while True:
        journal.append({"id": number, "text": "x" * 30})
        number += 1
except StorageError as error:
    print(number, error)
"""
    path = tmp_path / "rows.jsonl"
    done = run_python(script, path)
    acknowledged, _, message = done.stdout.partition(" ")
    rows = Journal(path).read()
    assert len(rows) == int(acknowledged) > 10
    assert path.read_bytes().endswith(b"\n")
    assert "make room and run the same command again" in message


# --- run folder ----------------------------------------------------------------------------------------------------


def test_the_same_config_resumes(tmp_path):
    first = RunFolder(tmp_path / "run", Settings(num=5), command="tuples build", seed=1)
    first.journal("tuples", "rows").append({"id": 1})
    before = (tmp_path / "run" / "manifest.json").read_bytes()
    again = RunFolder(tmp_path / "run", Settings(num=5), command="tuples build", seed=1)
    assert again.journal("tuples", "rows").read() == [{"id": 1}]
    assert (tmp_path / "run" / "manifest.json").read_bytes() == before
    manifest = read_manifest(tmp_path / "run")
    assert manifest["config"] == {"num": 5, "name": "a", "train": {"lr": 1e-4}}
    assert manifest["config_digest"] == Settings(num=5).digest()
    assert manifest["versions"]["python"] == sys.version.split()[0]


@pytest.mark.parametrize(
    ("config", "command", "seed", "word"),
    [
        (Settings(num=4), "build", 0, "other settings of 'num'"),
        (Settings(train=Inner(lr=1e-3)), "build", 0, r"other settings of 'train' \(lr\)"),
        (Settings(), "build", 1, "asks for seed 1"),
        (Settings(), "train", 0, "asks for 'train'"),
        (Inner(), "build", 0, "other settings of 'lr', 'num', 'name', 'train'"),
    ],
)
def test_another_config_is_refused(tmp_path, config, command, seed, word):
    RunFolder(tmp_path / "run", Settings(), command="build", seed=0)
    with pytest.raises(ConfigError, match=word) as caught:
        RunFolder(tmp_path / "run", config, command=command, seed=seed)
    assert "\n" not in str(caught.value)


def test_a_folder_with_other_files_is_never_taken(tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "me.jpg").write_bytes(b"")
    with pytest.raises(ConfigError, match="empty folder"):
        RunFolder(tmp_path / "photos", Settings(), command="build", seed=0)
    with pytest.raises(ConfigError, match="found a file"):
        RunFolder(tmp_path / "photos" / "me.jpg", Settings(), command="build", seed=0)
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["me.jpg"]


def test_a_run_killed_before_its_manifest_can_start_again(tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / ".manifest.json.123.tmp").write_bytes(b'{"comm')
    RunFolder(tmp_path / "run", Settings(), command="build", seed=0)
    assert read_manifest(tmp_path / "run")["command"] == "build"


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"command": "build"}', "\xff"])
def test_a_damaged_manifest_is_one_line(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text, encoding="latin-1")
    with pytest.raises(DataError, match="damaged, start a new one"):
        RunFolder(tmp_path, Settings(), command="build", seed=0)


def test_no_manifest_is_no_run_folder(tmp_path):
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(DataError, match="found no manifest"):
            read_manifest(folder)
    (tmp_path / "manifest.json").mkdir()
    with pytest.raises(DataError, match="cannot be read"):
        read_manifest(tmp_path)


def test_images_are_stored_once_by_content(tmp_path):
    run = RunFolder(tmp_path / "run", Settings(), command="build", seed=0)
    red, blue = (png_bytes(Image.new("RGB", (4, 4), color)) for color in ("red", "blue"))
    name = run.save_image("tuples", red)
    assert name == f"images/{content_hash(red)}.png"
    stored = tmp_path / "run" / "tuples" / name
    assert stored.read_bytes() == red
    before = stored.stat().st_mtime_ns
    assert run.save_image("tuples", red) == name
    assert stored.stat().st_mtime_ns == before
    assert run.save_image("tuples", blue) != name
    # A power cut left the name without its bytes.
    stored.write_bytes(b"")
    run.save_image("tuples", red)
    assert Image.open(io.BytesIO(stored.read_bytes())).getpixel((0, 0)) == (255, 0, 0)


@posix
def test_one_process_at_a_time_and_a_killed_one_lets_go(tmp_path):
    script = """
import sys, time
from pathlib import Path
from scisynth.core.config import Config
from scisynth.core.store import RunFolder
run = RunFolder(Path(sys.argv[1]), Config(), command="build", seed=0)
with run.exclusive("tuples"):
    print(time.monotonic(), flush=True)
    time.sleep(float(sys.argv[2]))
    print(time.monotonic(), flush=True)
"""
    command = [sys.executable, "-c", script, tmp_path / "run"]
    first = subprocess.Popen([*command, "0.3"], stdout=subprocess.PIPE, text=True)
    second = subprocess.Popen([*command, "0.3"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    spans = sorted(tuple(map(float, process.communicate()[0].split())) for process in (first, second))
    assert spans[0][1] <= spans[1][0]
    holder = subprocess.Popen([*command, "60"], stdout=subprocess.PIPE, text=True)
    holder.stdout.readline()
    holder.kill()
    holder.communicate()
    started = time.monotonic()
    with RunFolder(tmp_path / "run", Config(), command="build", seed=0).exclusive("tuples"):
        assert time.monotonic() - started < 5


# --- atomic files --------------------------------------------------------------------------------------------------


def test_a_reader_sees_the_old_file_or_the_new_one(tmp_path):
    path = tmp_path / "deep" / "file.txt"
    write_atomic(path, b"old")

    def fails(temporary):
        temporary.write_bytes(b"half")
        assert path.read_bytes() == b"old"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_atomic_with(path, fails)
    assert path.read_bytes() == b"old"
    assert [file.name for file in path.parent.iterdir()] == ["file.txt"]
    write_atomic(path, b"new")
    assert path.read_bytes() == b"new"


@posix
def test_a_full_disk_leaves_the_old_file(tmp_path):
    script = """
import resource, sys
from pathlib import Path
from scisynth.core.errors import StorageError
from scisynth.core.store import write_atomic
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_atomic(Path(sys.argv[1]), bytes(2000))
except StorageError as error:
    print(error)
"""
    path = tmp_path / "file.bin"
    path.write_bytes(b"old")
    done = run_python(script, path)
    assert done.stdout.startswith(f"{path}: cannot be written (File too large)"), done.stderr
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["file.bin"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_one_line(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StorageError, match="Permission denied"):
        write_atomic(tmp_path / "file", b"")


def test_a_file_where_a_folder_should_be_is_one_line(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="cannot be written"):
        write_atomic(tmp_path / "file" / "inner", b"")
    run = RunFolder(tmp_path / "run", Settings(), command="build", seed=0)
    (tmp_path / "run" / "tuples").write_bytes(b"")
    with pytest.raises(StorageError, match="cannot be written"):
        run.stage("tuples")
    assert json.loads((tmp_path / "run" / "manifest.json").read_text())["seed"] == 0


@pytest.mark.parametrize("place", ["results.json", "coded", "journal.jsonl", "images"])
def test_a_link_in_a_run_is_refused_and_what_it_points_to_is_unchanged(tmp_path, place):
    outside = tmp_path / "outside"
    if place in ("coded", "images"):
        outside.mkdir()
    else:
        outside.write_text("precious")
    run = RunFolder(tmp_path / "run", Settings(), command="test", seed=0)
    (run.root / place).symlink_to(outside)
    writes = {
        "results.json": lambda: write_json(run.root / place, {}),
        "journal.jsonl": lambda: Journal(run.root / place).append({}),
    }
    with pytest.raises(StorageError, match="link"):
        writes.get(place, lambda: run.stage(place))()
    assert list(outside.iterdir()) == [] if outside.is_dir() else outside.read_text() == "precious"


def test_a_link_in_the_place_of_a_temporary_file_is_not_followed(tmp_path):
    outside = tmp_path / "outside"
    outside.write_text("precious")
    (tmp_path / f".a.json.{os.getpid()}.tmp").symlink_to(outside)
    write_json(tmp_path / "a.json", {"a": 1})
    assert outside.read_text() == "precious" and (tmp_path / "a.json").read_text() == '{\n "a": 1\n}\n'


class Parts(Config):
    judges: tuple[str, ...] = ()


def test_a_run_is_not_resumed_with_other_code_of_ones_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    mine = tmp_path / "mine.py"
    mine.write_text("def grade(prompts, images): return [1.0]")
    chosen = Parts(judges=("lab-judge", "mine=mine.py:grade", "absent.py:grade"))
    RunFolder(tmp_path / "run", chosen, command="bench", seed=0)
    RunFolder(tmp_path / "run", chosen, command="bench", seed=0)
    mine.write_text("def grade(prompts, images): return [0.0]")
    with pytest.raises(ConfigError, match=r"mine\.py: expected the file that the run in .* began with, found another"):
        RunFolder(tmp_path / "run", chosen, command="bench", seed=0)
    mine.unlink()
    with pytest.raises(ConfigError, match="choose another --out"):
        RunFolder(tmp_path / "run", chosen, command="bench", seed=0)
    assert set(read_manifest(tmp_path / "run")["code"]) == {"mine.py"}
