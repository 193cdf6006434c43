"""Every verb as a user runs it: results on stdout, one line for a mistake, the right exit code."""

import io
import json
import struct
import zlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image
from support.forked import run_forked
from support.verbs import error_line, run, run_json


@pytest.fixture
def picture(tmp_path) -> Path:
    path = tmp_path / "green.png"
    Image.new("RGB", (40, 40), "green").save(path)
    return path


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "tuples"
    run("tuples", "build", "--out", folder, "--num", 64, "--seed", 3)
    return folder


# --- results ---------------------------------------------------------------------------------------------------


def test_score(tiny_clip, picture):
    result = run_json("score", "an unripe tomato", picture, picture, "--model", tiny_clip)
    assert [row["probability"] for row in result["scores"]] == pytest.approx([0.5, 0.5])
    row = result["scores"][0]
    assert row["score"] == pytest.approx(row["cosine"] * result["logit_scale"])


def test_prompts_write(tmp_path):
    out = tmp_path / "prompts.jsonl"
    result = run_json("prompts", "write", "--num", 5, "--split", "test_C", "--law", "rust", "--seed", 2, "--out", out)
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert rows == result["prompts"] and len(rows) == 5
    assert {row["law"] for row in rows} == {"rust"} and all(row["derivation"] for row in rows)


def test_prompts_read(tmp_path):
    file = tmp_path / "prompts.txt"
    file.write_text("A rarely watered rose, simple and realistic.\na dog runs in the park\n")
    result = run_json("prompts", "read", file)
    assert [row["law"] for row in result["prompts"]] == ["watering requirement", "unknown"]
    assert result["prompts"][0]["subject"] == "rose"
    assert set(result["prompts"][0]) == {"prompt", "law", "subject"}


def test_tuples_build_check_show_export(built, tmp_path):
    assert (built / "manifest.json").exists() and (built / "tuples" / "train.parquet").exists()
    again = run_json("tuples", "build", "--out", built, "--num", 64, "--seed", 3)
    assert again["num"] == 64 and again["broken"] == 0
    checked = run_json("tuples", "check", built)
    assert checked["n"] == checked["ok"] == 64 and not checked["leaks"]
    run("tuples", "show", built, "--out", tmp_path / "sheet.png", "--num", 4)
    assert Image.open(tmp_path / "sheet.png").width > 100
    assert run_json("tuples", "export", built, "--out", tmp_path / "folder")["num"] == 64


def test_broken_rows_exit_with_3(built, tmp_path):
    table = pq.read_table(built / "tuples" / "val.parquet")
    rows = table.to_pylist()
    rows[0]["explicit_image"] = [{"bytes": b"torn", "path": "a.png"}]
    path = tmp_path / "broken.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)
    result = run_json("tuples", "check", path, code=3)
    assert len(result["broken"]) == 1 and result["broken"][0]["reason"]


def test_lab_show(tmp_path):
    result = run_json("lab", "show", "--out", tmp_path / "lab.png", "--num", 2, "--size", 64, "--law", "buoyancy")
    assert len(result["pairs"]) == 2 and (tmp_path / "lab.png").exists()


def test_reward_train_and_eval(tiny_clip, built, tmp_path):
    out = tmp_path / "run"
    settings = ["max_steps=2", "eval_every=2", "warmup_steps=0", "batch_size=4", "log_every=1", "num_workers=0"]
    sets = [part for setting in settings for part in ("--set", f"reward.{setting}")]
    trained = run_json("reward", "train", "--base", tiny_clip, "--data", built, "--out", out, *sets)
    assert [row["step"] for row in trained["log"] if "loss" in row] == [1, 2]
    for data, split in ((built, "test_S"), ("lab", "test_C")):
        result = run_json("reward", "eval", "--model", out, "--data", data, "--split", split, "--seed", 4, "--num", 16)
        assert {"value", "low", "high", "n"} <= set(result["accuracy"])
        assert {"by_field", "by_law", "by_type", "by_subject_seen"} <= set(result)
    assert result["accuracy"]["n"] == 16


def test_base_and_data_change_a_config_and_set_comes_last(tiny_clip, built, tmp_path):
    config = tmp_path / "run.yaml"
    small = "max_steps: 1, eval_every: 1, warmup_steps: 0, batch_size: 4, log_every: 1"
    config.write_text(
        f"data: lab\ndata_digest: 0123456789ab\nreward: {{base: lab-clip, learning_rate: 1e-4, {small}}}\n"
    )
    out = tmp_path / "run"
    given = ("--config", config, "--base", tiny_clip, "--data", built, "--set", "reward.learning_rate=1e-3")
    run("reward", "train", *given, "--out", out)
    kept = json.loads((out / "manifest.json").read_text())["config"]
    assert (kept["reward"]["base"], kept["data"]) == (str(tiny_clip), str(built))
    assert (kept["reward"]["learning_rate"], kept["reward"]["batch_size"]) == (1e-3, 4)
    assert kept["data_digest"] not in ("", "0123456789ab")
    line = error_line("reward", "train", "--config", config, "--base", "no-such-base", "--data", built, "--out", out)
    assert "'reward'" in line and "another --out" in line


def test_a_diverged_training_is_one_line(tiny_clip, built, tmp_path):
    settings = ["learning_rate=1e30", "max_steps=2", "eval_every=2", "warmup_steps=0", "batch_size=4"]
    sets = [part for setting in settings for part in ("--set", f"reward.{setting}")]
    line = run(
        "reward", "train", "--base", tiny_clip, "--data", built, "--out", tmp_path / "run", *sets, "--json", code=2
    )
    assert not line.stdout and "Error: " in line.stderr.splitlines()[-1] and "diverged" in line.stderr.splitlines()[-1]


def test_json_never_holds_what_json_cannot(capsys):
    from scisynth.cli.shared import emit

    with pytest.raises(ValueError, match="JSON compliant"):
        emit({"loss": float("nan")}, as_json=True, text="")
    assert not capsys.readouterr().out


def test_the_same_evaluation_twice_is_the_same(tiny_clip):
    def evaluate(seed):
        return run_json("reward", "eval", "--model", tiny_clip, "--split", "test_S", "--seed", seed, "--num", 32)

    assert evaluate(1) == evaluate(1) and evaluate(1)["margins"] != evaluate(2)["margins"]


def test_doctor_says_what_is_missing():
    result = run_json("doctor")
    checks = {check["name"]: check for check in result["checks"]}
    assert checks["extra [models]"]["ok"] and "torch" in result["versions"]
    assert all(check["mend"] for check in result["checks"] if not check["ok"])


@pytest.mark.parametrize(
    "verb", ["", "score", "prompts write", "tuples build", "lab show", "reward eval", "demo", "report"]
)
def test_help_teaches(verb):
    text = run(*verb.split(), "--help").stdout
    assert "Usage" in text and len(text) > 200


# --- mistakes --------------------------------------------------------------------------------------------------


def png_header(width: int, height: int) -> bytes:
    """A valid PNG header that promises width x height pixels, and the beginning of its data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(b"\0" * 100))


def truncated_jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((200, 200), 80).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()[:2000]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("gone.png", None, "no such image"),
        ("notes.png", b"just some text", "expected a PNG, JPEG or WEBP"),
        ("cut.jpg", truncated_jpeg(), "broken image"),
        ("bomb.png", png_header(30_000, 30_000), "bomb"),
        ("large.png", png_header(9_000, 9_000), "9000 x 9000"),
        ("header.png", png_header(30_000, 30_000)[:33], "cut off in its header"),
        ("empty.png", b"", "empty"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_bad_images(tiny_clip, tmp_path, name, data, words):
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    line = error_line("score", "an unripe tomato", path, "--model", tiny_clip)
    assert words in line and name in line


def test_bad_words(tiny_clip, picture, tmp_path):
    assert "empty" in error_line("score", "  ", picture, "--model", tiny_clip)
    assert "did you mean 'gravity'" in error_line("prompts", "write", "--law", "gravitiy")
    assert "did you mean 'num'" in error_line("tuples", "build", "--out", tmp_path / "a", "--set", "nun=4")
    assert "unknown split" in error_line("reward", "eval", "--model", tiny_clip, "--split", "test_X")
    assert "did you mean 'lab-clip'" in error_line("lab", "build", "lab-clap")
    config = tmp_path / "run.yaml"
    config.write_text("numm: 4\n")
    assert "did you mean 'num'" in error_line("tuples", "build", "--out", tmp_path / "b", "--config", config)
    assert not (tmp_path / "a").exists() and not (tmp_path / "b").exists()


@pytest.mark.parametrize(
    ("arguments", "setting"),
    [
        (("prompts", "write", "--num", "0"), "num"),
        (("prompts", "write", "--set", "complex_share=7"), "complex_share"),
        (("tuples", "build", "--num", "0"), "num"),
        (("tuples", "build", "--set", "size_px=0"), "size_px"),
        (("tuples", "build", "--set", "val_share=-1"), "val_share"),
        (("reward", "train", "--set", "reward.batch_size=0"), "reward.batch_size"),
        (("reward", "train", "--set", "lab.num=0"), "lab.num"),
        (("demo", "--set", "num_test=0"), "num_test"),
        (("lab", "build", "lab-sciscore", "--set", "max_steps=0"), "max_steps"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_numbers(tmp_path, arguments, setting):
    assert f"setting '{setting}'" in error_line(*arguments, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("lab", "show", "--size", 0), ("lab", "show", "--size", 100_000), ("lab", "show", "--num", 0),
        ("tuples", "show", "gone", "--num", 0), ("reward", "eval", "--num", 0), ("demo", "--seed", -1),
    ],
    ids=str,
)  # fmt: skip
def test_numbers_out_of_an_options_range(arguments):
    result = run(*arguments, code=2)
    assert "Error" in result.stderr and arguments[-2] in result.stderr and not result.stdout


def test_bad_data(tiny_clip, tmp_path):
    path = tmp_path / "other.parquet"
    pq.write_table(pa.table({"prompt": ["a"]}), path)
    assert "implicit_prompt" in error_line("tuples", "check", path)
    assert "implicit_prompt" in error_line("reward", "eval", "--model", tiny_clip, "--data", path)
    path.write_text("not parquet")
    assert "other.parquet" in error_line("tuples", "check", path)
    assert "gone" in error_line("tuples", "check", tmp_path / "gone")
    assert "gone.txt" in error_line("prompts", "read", tmp_path / "gone.txt")


def test_bad_models(picture, tmp_path):
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    assert "cannot tell which reward this is" in error_line("score", "a", picture, "--model", tmp_path)
    assert "expected a CLIP checkpoint" in error_line("score", "a", picture, "--model", f"sciscore:{tmp_path}")
    assert "no such model" in error_line("score", "a", picture, "--model", "nobody-knows-me")
    assert "no such model folder; check the path" in error_line("score", "a", picture, "--model", tmp_path / "rum")


def test_a_folder_of_another_config_is_refused(built):
    line = error_line("tuples", "build", "--out", built, "--num", 65, "--seed", 3)
    assert "'num'" in line and "another --out" in line
    assert "seed 4" in error_line("tuples", "build", "--out", built, "--num", 64, "--seed", 4)


FULL_DISK = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from scisynth.cli.main import run
sys.argv = ["scisynth", *sys.argv[2:]]
run()
"""


def test_a_full_disk_is_one_line_and_loses_nothing(tiny_clip, built, tmp_path):
    out = tmp_path / "run"
    arguments = ["reward", "train", "--base", str(tiny_clip), "--data", str(built), "--out", str(out), "--json"]
    for setting in ("max_steps=4", "eval_every=2", "warmup_steps=0", "batch_size=4", "num_workers=0"):
        arguments += ["--set", f"reward.{setting}"]
    full = run_forked(["-c", FULL_DISK, "60000", *arguments])
    assert full.returncode == 2, full.stderr
    last = full.stderr.strip().splitlines()[-1]
    assert last.startswith("Error: ") and "Traceback" not in full.stderr
    assert "make room" in last
    resumed = run_forked(["-m", "scisynth", *arguments])
    assert resumed.returncode == 0, resumed.stderr
    assert json.loads(resumed.stdout)["model"]
