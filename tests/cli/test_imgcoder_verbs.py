"""`scisynth imgcoder render` and the sandbox's line in `doctor`, as a user meets them."""

import json

import pytest
from PIL import Image
from typer.testing import CliRunner

from scisynth import sandbox
from scisynth.cli.main import app
from scisynth.sandbox import Probe, pool, probe

runner = CliRunner()
DRAWING = "import matplotlib.pyplot as plt\nplt.plot([0, 1])\nplt.show()\n"


def run(*arguments: object, code: int):
    result = runner.invoke(app, ["imgcoder", "render", *map(str, arguments)])
    assert result.exit_code == code, result.output + str(result.exception)
    return result


@pytest.fixture
def quick(monkeypatch):
    """Without the libraries that these drawings do not use."""
    if not probe().confines:
        pytest.skip(f"this kernel cannot confine: {probe().found}")
    monkeypatch.setattr(
        pool.Sandbox.__init__, "__kwdefaults__", {**pool.Sandbox.__init__.__kwdefaults__, "preload": ()}
    )


@pytest.mark.parametrize("name", ["result.json", "picture.png", "marks.json"])
def test_a_link_that_waits_in_the_folder_is_not_followed(quick, tmp_path, name):
    file, out, precious = tmp_path / "figure.py", tmp_path / "out", tmp_path / "precious"
    file.write_text(DRAWING)
    precious.write_text("mine")
    out.mkdir()
    (out / name).symlink_to(precious)
    assert "link" in run(file, "--out", out, code=2).output
    assert precious.read_text() == "mine"


def test_a_image_and_its_record(quick, tmp_path):
    file, out = tmp_path / "figure.py", tmp_path / "out"
    file.write_text("\ufeff" + DRAWING, encoding="utf-8")
    row = json.loads(run(file, "--out", out, "--json", code=0).stdout)
    assert (row["status"], row["tier"], row["picture"]) == ("ok", "landlock", str(out / "picture.png"))
    with Image.open(out / "picture.png") as picture:
        assert picture.mode == "RGB"
    assert json.loads((out / "result.json").read_text()) == row


def test_no_image_is_exit_code_3_and_leaves_no_old_one(quick, tmp_path):
    file, out = tmp_path / "figure.py", tmp_path / "out"
    out.mkdir()
    (out / "picture.png").write_bytes(b"old")
    file.write_text("\\documentclass{standalone}")
    row = json.loads(run(file, "--out", out, "--json", code=3).stdout)
    assert row["status"] == "syntax_error" and row["reason"] and row["picture"] is None
    assert not (out / "picture.png").exists()


def test_five_megabytes_of_code(quick, tmp_path):
    file = tmp_path / "figure.py"
    file.write_bytes("é".encode() * 2_500_000)
    result = run(file, "--out", tmp_path / "out", code=3)
    assert result.stdout.startswith("refused: the code has ") and "512 KiB" in result.stdout


@pytest.mark.parametrize("data", [None, b"plt = '\xff'"])
def test_a_users_mistake_is_one_line(tmp_path, data):
    file = tmp_path / "figure.py"
    if data is not None:
        file.write_bytes(data)
    result = run(file, "--out", tmp_path / "out", code=2)
    assert result.stderr.startswith("Error: ") and len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_kernel_without_landlock(monkeypatch, tmp_path):
    none = Probe(landlock_abi=0, seccomp=True, machine="x86_64")
    monkeypatch.setitem(pool.Sandbox.__init__.__kwdefaults__, "ask", lambda: none)
    monkeypatch.setattr(sandbox.probe.__globals__["landlock"], "abi", lambda: 0)
    file = tmp_path / "figure.py"
    file.write_text(DRAWING)
    result = run(file, "--out", tmp_path / "out", code=2)
    assert "no Landlock" in result.stderr and "--allow-unsafe-exec" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    checks = json.loads(runner.invoke(app, ["doctor", "--json"]).stdout)
    row = next(check for check in checks["checks"] if check["name"] == "sandbox")
    assert not row["ok"] and not checks["ok"] and "no Landlock" in row["found"]


def test_doctor_names_the_tier():
    if not probe().confines:
        pytest.skip(f"this kernel cannot confine: {probe().found}")
    checks = json.loads(runner.invoke(app, ["doctor", "--json"]).stdout)["checks"]
    row = next(check for check in checks if check["name"] == "sandbox")
    assert row["ok"] and row["found"].startswith("landlock (ABI ")
