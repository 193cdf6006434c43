"""Files as users have them, through the command line: read as a person would expect, or one line and exit code 2."""

import csv
import io
import json
from pathlib import Path

import pytest
from PIL import Image
from support.verbs import error_line, run, run_json

PROMPTS = ["an unripe apple on a table", "a rusty nail, left in water", "ice cream in the sun"]
ROWS = [["id", "prompt"], *([str(number), prompt] for number, prompt in enumerate(PROMPTS))]


def table(rows, delimiter=",", quoting=csv.QUOTE_MINIMAL, end="\n") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)
    return text.getvalue()


def write(folder: Path, name: str, data: str | bytes) -> Path:
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder / name


def picture(path: Path, color: str = "green") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (16, 16), color).save(path)
    return path


def renamed(*head: str) -> list[list[str]]:
    return [list(head), *ROWS[1:]]


# --- prompts -------------------------------------------------------------------------------------------------------

READ = [
    ("csv.csv", table(ROWS)),
    ("no final newline.csv", table(ROWS).rstrip("\n")),
    ("quoted.csv", table(ROWS, quoting=csv.QUOTE_ALL)),
    ("bom and crlf.csv", "\ufeff" + table(ROWS, end="\r\n")),
    ("old mac.csv", table(ROWS, end="\r")),
    ("semicolon.csv", table(ROWS, ";")),
    ("declared.csv", "sep=;\r\n" + table(ROWS, ";")),
    ("pipe.csv", table(ROWS, "|")),
    ("tab.tsv", table(ROWS, "\t")),
    ("tab.csv", table(ROWS, "\t")),
    ("utf16.csv", table(ROWS, "\t").encode("utf-16")),
    ("utf16 without mark.csv", table(ROWS, ";").encode("utf-16-le")),
    ("utf32.csv", table(ROWS).encode("utf-32")),
    ("blank lines.csv", table(ROWS).replace("\n", "\n\n")),
    ("empty rows and columns.csv", table([[*row, "", ""] for row in ROWS]) + ",,,\n,,,\n"),
    ("row numbers.csv", table([["", "prompt"], *ROWS[1:]])),
    ("heading in capitals.csv", table(renamed("ID", " Prompt "))),
    ("text.csv", table(renamed("id", "text"))),
    ("caption.csv", table(renamed("key", "Caption"))),
    ("implicit.csv", table(renamed("id", "implicit_prompt"))),
    ("two columns of text.csv", table([[*row, "other"] for row in renamed("id", "prompt")]).replace("prompt,other", "prompt,text")),
    ("one column.csv", "prompt\n" + "\n".join(PROMPTS)),
    ("long cell.csv", table([[*row, "x" * 200_000] for row in ROWS])),
    ("line breaks.csv", table([[*row, "two\nlines"] for row in ROWS])),
    ("capital.CSV", table(ROWS)),
    ("lines.jsonl", "\n".join(json.dumps({"prompt": prompt}) for prompt in PROMPTS)),
    ("blank lines.jsonl", "\n\n".join(json.dumps({"prompt": prompt}) for prompt in PROMPTS) + "\n\n"),
    ("bom.jsonl", "\ufeff" + "\r\n".join(json.dumps({"text": prompt}) for prompt in PROMPTS)),
    ("utf16.jsonl", "\n".join(json.dumps({"prompt": prompt}) for prompt in PROMPTS).encode("utf-16")),
    ("a list.jsonl", json.dumps([{"prompt": prompt} for prompt in PROMPTS], indent=1)),
    ("over several lines.jsonl", "\n".join(json.dumps({"prompt": prompt}, indent=1) for prompt in PROMPTS)),
    ("missing values.jsonl", "\n".join(json.dumps({"prompt": prompt, "score": float("nan")}) for prompt in PROMPTS)),
    ("texts.json", json.dumps(PROMPTS)),
    ("under a key.json", json.dumps({"prompts": PROMPTS})),
    ("rows under a key.json", json.dumps({"data": [{"prompt": prompt} for prompt in PROMPTS]})),
    ("by id.json", json.dumps({f"p{number}": {"prompt": prompt} for number, prompt in enumerate(PROMPTS)})),
    ("as pandas.json", json.dumps({"prompt": dict(enumerate(PROMPTS)), "n": dict(enumerate("abc"))})),
    ("lists of wordings.jsonl", "\n".join(json.dumps({"implicit_prompt": [prompt, "other"]}) for prompt in PROMPTS)),
    ("plain.txt", "\n".join(PROMPTS)),
    ("plain.txt", "\r\n".join(["", *PROMPTS, ""]).encode("utf-16")),
    ("no suffix", "\ufeff" + "\n".join(PROMPTS) + "\n\n"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data"), READ, ids=[name for name, _ in READ])
def test_prompts_are_read_whole(tmp_path, name, data):
    found = run_json("prompts", "read", write(tmp_path, name, data))["prompts"]
    assert [row["prompt"] for row in found] == PROMPTS


REFUSED = [
    ("no prompts.csv", "id,score\n0,1\n", "expected a column of prompts .* got the columns id, score"),
    ("no heading.csv", table(ROWS[1:]), "expected a column of prompts"),
    ("too many cells.csv", "id,prompt\n0,a cat, sitting\n", "line 2: expected 2 cells like the heading, got 3"),
    ("too few cells.csv", "id,prompt\n0,a\n1\n", "line 3: expected 2 cells like the heading, got 1"),
    ("open quote.csv", 'id,prompt\n0,"a cat\n1,b\n', "line 2: a quote opens here and never closes"),
    ("same heading.csv", "prompt,prompt\na,b\n", "'prompt' stands twice"),
    ("unnamed column.csv", "id,,prompt\n0,secret,a\n", "column 2 holds values and has no heading"),
    ("empty cell.csv", "id,prompt\n0,a\n1,\n", "line 3: expected a prompt, got an empty one"),
    ("same id.csv", "id,prompt\n0,a\n0,b\n", "line 3: the id '0' stands 2 times"),
    ("workbook.csv", b"PK\x03\x04...", "got a workbook"),
    ("packed.csv", b"\x1f\x8b...", "a gzip file; unpack it"),
    ("pointer.csv", "version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
    ("other encoding.csv", "id,prompt\n0,café\n".encode("latin-1"), "line 2: expected UTF-8 text"),
    ("table.txt", table([ROWS[0], ["0", "x"], ["1", "y"]]), "looks like a table .* name it .csv"),
    ("empty.csv", "", "expected prompts, found none"),
    ("only a heading.csv", "id,prompt\n", "expected prompts, found none"),
    ("broken line.jsonl", '{"prompt": "a"}\n{"prompt": \n', "line 2: expected JSON like the first line"),
    ("no object.jsonl", '{"prompt": "a"}\n5\n', "line 2: expected a prompt as text, got int"),
    ("same key.jsonl", '{"prompt": "a", "prompt": "b"}\n', "'prompt' stands twice"),
    ("surrogate.jsonl", '{"prompt": "\\ud800"}\n', "half of a surrogate pair"),
    ("deep.json", "[" * 100_000, "nested too deep"),
    ("digits.json", '[{"prompt": "a", "n": ' + "9" * 5000 + "}]", "expected JSON, got invalid JSON"),
    ("infinite.json", '[{"prompt": "a", "n": Infinity}]', "Infinity is no number"),
    ("no prompt.jsonl", '{"words": "a"}\n', "expected an object with the key 'prompt'"),
    ("nonsense.parquet", b"PAR1 nonsense", "cannot be read as Parquet"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "message"), REFUSED, ids=[name for name, *_ in REFUSED])
def test_what_would_be_misread_is_one_line(tmp_path, name, data, message):
    import re

    line = error_line("prompts", "read", write(tmp_path, name, data))
    assert re.search(message, line) and len(line) < 500


def test_a_table_of_prompts_is_drawn_under_its_ids_and_its_heading_never(tmp_path):
    file = write(tmp_path, "prompts.csv", table(ROWS, ";"))
    for number, prompt in enumerate(PROMPTS):
        picture(tmp_path / "images" / f"{number}.PNG", ("red", "green", "blue")[number])
        write(tmp_path / "images", f"{number}.txt", prompt)
    result = run_json("generate", "--data", file, "--model", f"folder:{tmp_path / 'images'}", "--out", tmp_path / "run")
    assert [(row["prompt_id"], row["prompt"], row["status"]) for row in result["images"]] == [
        (str(number), prompt, "ok") for number, prompt in enumerate(PROMPTS)
    ]


def test_prompt_sets_in_a_table_are_drawn_by_tier(tmp_path):
    rows = [["id", "implicit_prompt", "explicit_prompt", "superficial_prompt"], ["a", "i", "e", "s"]]
    file = write(tmp_path, "sets.csv", table(rows))
    picture(tmp_path / "images" / "a.jpg")
    for tier in ("implicit", "explicit", "superficial"):
        arguments = ("generate", "--data", file, "--tier", tier, "--model", f"folder:{tmp_path / 'images'}")
        result = run_json(*arguments, "--out", tmp_path / tier)
        assert [row["prompt"] for row in result["images"]] == [tier[0]]


def test_repeated_prompts_are_drawn_once_and_said(tmp_path):
    file = write(tmp_path, "prompts.txt", "one\ntwo\none\n")
    write(
        tmp_path, "metadata.jsonl", '{"file_name": "a.png", "prompt": "one"}\n{"file_name": "b.png", "prompt": "two"}'
    )
    picture(tmp_path / "a.png")
    picture(tmp_path / "b.png")
    result = run("generate", "--data", file, "--model", f"folder:{tmp_path}", "--out", tmp_path / "run")
    assert "1 repeated prompts are drawn once" in result.stderr and "2 images" in result.stdout


# --- audit, score, settings, policies ------------------------------------------------------------------------------


def test_audit_through_the_command_line(tmp_path, shared_data):
    quiz = run_json("audit", shared_data / "faults" / "audit_bom")["tables"][0]["quiz"]
    assert (quiz["items_answered"], quiz["r_inv_as_published"], quiz["r_inv_of_all"]) == (3, 1.0, 1.0)
    write(tmp_path, "r.csv", "quiz_idx;is_correct\n0;1\n")
    assert "no column id" in error_line("audit", tmp_path)


def test_an_image_in_the_place_of_the_prompt_is_one_line(tmp_path, tiny_clip):
    one, two = picture(tmp_path / "a.png"), picture(tmp_path / "b.PNG")
    for first in (one, two):
        assert "expected a prompt first, got an image" in error_line("score", first, two, "--model", tiny_clip)
    # A prompt may end like a file that is not there.
    run("score", "a photo called nowhere.png", one, "--model", tiny_clip)


def test_a_prompt_that_is_cut_is_noted(tmp_path, tiny_clip):
    result = run_json(
        "score", "a red square beside a green square " * 30, picture(tmp_path / "a.png"), "--model", tiny_clip
    )
    assert any("reads 77 of the prompt's" in note for note in result["notes"])


@pytest.mark.parametrize(
    "value",
    ["2001-99-99", "2001-01-01", "9" * 5000, "[" * 5000, "[" * 400 + "]" * 400, "&a [*a]", "1e999", "{", "\x00"],
)
def test_no_value_of_a_setting_is_a_traceback(tmp_path, value):
    line = error_line("tuples", "build", "--out", tmp_path / "out", "--set", f"num={value}")
    assert "num" in line and len(line) < 600 and not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["num: 2001-99-99", "num: " + "9" * 5000, "num: " + "[" * 5000, "num: '\\ud800"])
def test_no_file_of_settings_is_a_traceback(tmp_path, text):
    line = error_line("tuples", "build", "--out", tmp_path / "out", "--config", write(tmp_path, "c.yaml", text))
    assert len(line) < 600 and not (tmp_path / "out").exists()
    run("tuples", "build", "--out", tmp_path / "ok", "--config", write(tmp_path, "d.yaml", "num: 4".encode("utf-16")))


@pytest.mark.parametrize(("name", "message"), [("nan", "not finite"), ("only_A", "half of a LoRA")])
def test_a_broken_policy_is_refused_before_anything_is_drawn(tmp_path, shared_data, name, message):
    policy = shared_data / "faults" / "lora" / name
    line = error_line("generate", "--prompt", "x", "--policy", policy, "--out", tmp_path / "out")
    assert message in line and not (tmp_path / "out").exists()
    assert "take none" in error_line(
        "generate", "--prompt", "x", "--model", f"folder:{tmp_path}", "--policy", policy, "--out", tmp_path / "o"
    )


# --- tuples --------------------------------------------------------------------------------------------------------


@pytest.fixture
def pairs(tmp_path) -> Path:
    """A table of four pairs beside its images, as a stranger keeps it."""
    head = [
        "id",
        "Implicit Prompt",
        "explicit_prompt",
        "superficial_prompt",
        "true",
        "false",
        "law",
        "subject",
        "entity",
        "split",
    ]
    rows = [head]
    for number, split in enumerate(("train", "training", "validation", "test")):
        picture(tmp_path / "img" / f"{number}-t.PNG", "green")
        picture(tmp_path / "img" / f"{number}-f.png", "red")
        words = [f"an unripe tomato {number}", f"a green tomato {number}", f"a red tomato {number}"]
        rows.append(
            [
                f"t{number}",
                *words,
                f"img/{number}-t.PNG",
                f"img/{number}-f.png",
                "My law",
                "tomato",
                "the tomato",
                split,
            ]
        )
    return write(tmp_path, "pairs.csv", table(rows, ";"))


MAP = ("--map", "explicit_image=true", "--map", "superficial_image=false")


def test_imported_tuples_go_through_every_verb(pairs, tmp_path, tiny_clip):
    assert "missing explicit_image, superficial_image" in error_line(
        "tuples", "import", pairs, "--out", tmp_path / "out"
    )
    result = run_json("tuples", "import", pairs, "--out", tmp_path / "out", *MAP, "--license", "CC0")
    assert result["by_split"] == {"train": 2, "val": 1, "test": 1} and not result["left_out"]
    checked = run_json("tuples", "check", tmp_path / "out")
    assert checked["ok"] == 4 and checked["unknown_laws"] == {"My law": 4}
    run("tuples", "show", tmp_path / "out", "--out", tmp_path / "sheet.png")
    assert run_json("tuples", "check", tmp_path / "out", "--split", "dev")["n"] == 1
    one = run_json("reward", "eval", "--model", tiny_clip, "--data", tmp_path / "out", "--split", "val")
    assert one["outcomes"]["scored"] == 1 and set(one["by_subject"]) == {"tomato"} and set(one["by_law"]) == {"My law"}
    chosen = run_json(
        "judge",
        "two-choice",
        "--data",
        tmp_path / "out",
        "--judge",
        f"reward:{tiny_clip}",
        "--out",
        tmp_path / "choice",
    )
    assert chosen["num_pairs"] == 4 and set(chosen["by_subject"]) == {"tomato"}


def test_what_cannot_be_imported_is_refused_or_left_out_and_counted(pairs, tmp_path):
    (tmp_path / "img" / "2-f.png").unlink()
    line = error_line("tuples", "import", pairs, "--out", tmp_path / "out", *MAP)
    assert "1 of 4 rows cannot be used" in line and "line 4" in line and not (tmp_path / "out").exists()
    result = run_json("tuples", "import", pairs, "--out", tmp_path / "out", *MAP, "--skip-broken", code=3)
    assert result["num"] == 3 and len(result["left_out"]) == 1
    assert "expected WANTED=NAME" in error_line("tuples", "import", pairs, "--out", tmp_path / "o", "--map", "x")
    assert "no column 'nope'" in error_line("tuples", "import", pairs, "--out", tmp_path / "o", "--map", "law=nope")
    assert "tuples import" in error_line("tuples", "check", pairs)


@pytest.mark.parametrize("row", ["5", "[1]", '"x"', "{}", '{"id": 3}', "[" * 100_000, "\x00"])
def test_a_strange_row_in_a_journal_is_one_line(tmp_path, row):
    build = ("tuples", "build", "--out", tmp_path / "run", "--num", 4, "--seed", 3)
    run(*build)
    (tmp_path / "run" / "tuples" / "README.md").unlink()
    journal = tmp_path / "run" / "tuples" / "rows.jsonl"
    journal.write_text(row + "\n" + journal.read_text())
    assert "rows.jsonl, line 1" in error_line(*build)
