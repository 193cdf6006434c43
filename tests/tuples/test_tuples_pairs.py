"""Anybody's pairs in, and the pairs of preference trainers out, read as those trainers read them."""

import csv
import io
import json
import tomllib

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from PIL import Image
from typer.testing import CliRunner

from scisynth.cli.main import app
from scisynth.core.errors import DataError
from scisynth.core.images import open_image
from scisynth.core.records import ContrastTuple
from scisynth.tuples.export_pairs import export_pairs
from scisynth.tuples.parquet import read_tuples
from scisynth.tuples.write_import import import_tuples

GOOD, BAD = (0, 200, 0), (200, 0, 0)


def colour(source):
    return open_image(source).getpixel((3, 3))


def is_good(source):
    red, green, _ = colour(source)
    return green > red


@pytest.fixture
def tuples(encode):
    return [
        ContrastTuple(
            id=f"t{number}", law="rust", category="chemistry", split="train" if number % 3 else "test_S",
            implicit_prompt=(f"An iron nail, {number} years outdoors.",), explicit_prompt=("A rusty nail.",),
            superficial_prompt=("A clean nail.",), explicit_image=(encode(GOOD, (128 + number, 128), "JPEG"),),
            superficial_image=(encode(BAD, (128, 128), "JPEG" if number % 2 else "PNG"),),
        )
        for number in range(30)
    ]  # fmt: skip


@pytest.fixture
def pictures(tmp_path, encode):
    for name, shade in (("good", GOOD), ("bad", BAD)):
        (tmp_path / f"{name}.png").write_bytes(encode(shade, (16, 16)))
    return tmp_path


def rows_of(folder, split):
    return parquet.read_table(folder / f"{split}.parquet").to_pylist()


def test_diffusion_dpo_reads_the_right_image_from_its_columns(tuples, tmp_path):
    report = export_pairs(tuples, tmp_path / "out", "diffusion-dpo")
    assert (report.n, report.left_out) == (30, ())
    rows = rows_of(tmp_path / "out", "train") + rows_of(tmp_path / "out", "test_S")
    assert len(rows) == 30 and {row["label_0"] for row in rows} == {0, 1}, "no side is always the right one"
    for row in rows:
        assert row["label_0"] + row["label_1"] == 1 and row["has_label"] and row["are_different"]
        first, second = (Image.open(io.BytesIO(row[name])) for name in ("jpg_0", "jpg_1"))
        assert is_good(first) == bool(row["label_0"]) and is_good(second) == bool(row["label_1"])
        assert row["best_image_uid"] == row[f"image_{0 if row['label_0'] else 1}_uid"]
    assert {row["caption"] for row in rows} == {item.implicit_prompt[0] for item in tuples}
    explicit = export_pairs(tuples, tmp_path / "explicit", "diffusion-dpo", caption="explicit")
    assert explicit.n == 30 and rows_of(tmp_path / "explicit", "train")[0]["caption"] == "A rusty nail."


def test_kohya_finds_pairs_by_equal_names(tuples, tmp_path):
    export_pairs(tuples, tmp_path / "out", "kohya")
    settings = tomllib.loads((tmp_path / "out" / "dataset.toml").read_text())
    (dataset,) = settings["datasets"]
    assert dataset["resolution"] == 128 and all(subset["preference"] for subset in dataset["subsets"])
    assert [subset["image_dir"] for subset in dataset["subsets"]] == ["train/1_pairs"], "tests are not trained on"
    count = 0
    for home in (tmp_path / "out").glob("*/1_pairs"):
        names = sorted(path.name for path in (home / "w").iterdir())
        assert names == sorted(path.name for path in (home / "l").iterdir())
        for name in names:
            if name.endswith(".caption"):
                assert (home / "w" / name).read_text() == (home / "l" / name).read_text() != ""
            else:
                count += 1
                assert is_good(home / "w" / name) and not is_good(home / "l" / name)
    assert count == 30
    # And back again.
    found = import_tuples(tmp_path / "out" / "train", tmp_path / "back", is_pairs=True)
    assert found["num"] == 20 and all(is_good(item.explicit_image[0]) for item in read_tuples(tmp_path / "back"))


def test_trl_asks_which_of_two_images_is_right(tuples, tmp_path):
    export_pairs(tuples, tmp_path / "out", "trl-dpo")
    rows = rows_of(tmp_path / "out", "train")
    chosen = [row["chosen"][0]["content"] for row in rows]
    assert set(chosen) == {"first", "second"}
    for row, word in zip(rows, chosen, strict=True):
        first, second = (is_good(image["bytes"]) for image in row["images"])
        assert (word == "first") == first != second
        assert row["rejected"][0]["content"] == ("second" if first else "first")
    data_utils = pytest.importorskip("trl.data_utils")
    example = {name: rows[0][name] for name in ("prompt", "chosen", "rejected")}
    assert data_utils.is_conversational(example)
    messages = data_utils.prepare_multimodal_messages(rows[0]["prompt"], images=rows[0]["images"])
    assert [part["type"] for part in messages[0]["content"]] == ["image", "image", "text"]


def test_datasets_opens_both_tables(tuples, tmp_path, monkeypatch):
    datasets = pytest.importorskip("datasets")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    for kind, column in (("diffusion-dpo", "jpg_0"), ("trl-dpo", "images")):
        export_pairs(tuples, tmp_path / kind, kind)
        found = datasets.load_dataset(str(tmp_path / kind), cache_dir=str(tmp_path / "cache"))
        assert set(found) == {"train", "test_S"} and len(found["train"]) == 20
        value = found["train"][0][column]
        assert isinstance(value, bytes) if column == "jpg_0" else isinstance(value[0], Image.Image)


def test_broken_tuples_are_left_out_and_a_folder_in_use_is_refused(tuples, tmp_path, encode):
    from dataclasses import replace

    bad = replace(tuples[0], id="bad", superficial_image=(b"\x89PNG\r\n\x1a\nbroken",))
    several = replace(tuples[1], id="several", explicit_image=tuples[1].explicit_image * 2, superficial_image=tuples[2].superficial_image * 3)  # fmt: skip
    report = export_pairs([bad, several], tmp_path / "out", "diffusion-dpo")
    assert report.n == 1 and report.left_out[0][0] == "bad" and len(rows_of(tmp_path / "out", "train")) == 2
    with pytest.raises(DataError, match="new or an empty folder"):
        export_pairs(tuples, tmp_path / "out", "kohya")
    with pytest.raises(DataError, match="none of 1 tuples"):
        export_pairs([bad], tmp_path / "none", "kohya")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "names", [("prompt", "chosen", "rejected"), ("caption", "win", "lose"), ("text", "chosen_image", "rejected_image")]
)
def test_a_table_of_pairs(pictures, names):
    with (pictures / "pairs.csv").open("w", newline="") as file:
        csv.writer(file).writerows([[*names, "split"], ["A nail.", "good.png", "bad.png", "val"]])
    assert import_tuples(pictures / "pairs.csv", pictures / "out", is_pairs=True)["num"] == 1
    (item,) = read_tuples(pictures / "out")
    assert item.implicit_prompt == item.explicit_prompt == item.superficial_prompt == ("A nail.",)
    assert is_good(item.explicit_image[0]) and not is_good(item.superficial_image[0]) and item.split == "val"


def test_pick_a_pic_with_a_tie(pictures):
    good, bad = (pictures / "good.png").read_bytes(), (pictures / "bad.png").read_bytes()
    rows = [
        {"caption": "One.", "jpg_0": good, "jpg_1": bad, "label_0": 1.0},
        {"caption": "Two.", "jpg_0": bad, "jpg_1": good, "label_0": 0.0},
        {"caption": "Three.", "jpg_0": bad, "jpg_1": good, "label_0": 0.5},
    ]
    parquet.write_table(pa.Table.from_pylist(rows), pictures / "pick.parquet")
    with pytest.raises(DataError, match=r"1 of 3 rows.*label_0: expected 0 or 1, got 0.5: no preference"):
        import_tuples(pictures / "pick.parquet", pictures / "out", is_pairs=True)
    found = import_tuples(pictures / "pick.parquet", pictures / "out", is_pairs=True, skip_broken=True)
    assert found["num"] == 2 and len(found["left_out"]) == 1
    assert all(is_good(item.explicit_image[0]) for item in read_tuples(pictures / "out"))


def test_folders_and_what_has_no_partner_or_prompt(pictures):
    for side, name in (("w", "good"), ("l", "bad")):
        (pictures / "set" / side).mkdir(parents=True)
        for stem in ("a", "b"):
            (pictures / "set" / side / f"{stem}.png").write_bytes((pictures / f"{name}.png").read_bytes())
    (pictures / "set" / "w" / "a.txt").write_text("A  nail.\n")
    (pictures / "set" / "l" / "c.png").write_bytes((pictures / "bad.png").read_bytes())
    found = import_tuples(pictures / "set", pictures / "out", is_pairs=True, skip_broken=True)
    assert found["num"] == 1 and [(row["place"], row["reason"].split(",")[0]) for row in found["left_out"]] == [
        ("w/b.png", "expected its prompt in b.caption or b.txt"), ("l/c.png", "no image of this name in w/"),
    ]  # fmt: skip
    assert read_tuples(pictures / "out")[0].implicit_prompt == ("A nail.",)


def test_a_folder_with_one_image_and_tables_without_pairs_are_one_line(pictures):
    (pictures / "one" / "w").mkdir(parents=True)
    (pictures / "one" / "w" / "a.png").write_bytes((pictures / "good.png").read_bytes())
    (pictures / "x.csv").write_text("question,left,right\nA nail.,good.png,bad.png\n")
    for source, words in (
        ("one", "w/a.png: no image of this name in l/"),
        ("x.csv", "expected a column prompt, caption, text"),
    ):
        result = CliRunner().invoke(
            app, ["tuples", "import", str(pictures / source), "--pairs", "--out", str(pictures / "out")]
        )
        assert result.exit_code == 2 and result.stderr.count("\n") == 1 and words in result.stderr, result.stderr
    mapped = ["--map", "implicit_prompt=question", "--map", "explicit_image=left", "--map", "superficial_image=right"]
    words = ["tuples", "import", str(pictures / "x.csv"), "--pairs", *mapped, "--out", str(pictures / "out"), "--json"]
    assert json.loads(CliRunner().invoke(app, words).stdout)["num"] == 1
    out = CliRunner().invoke(
        app, ["tuples", "export", str(pictures / "out"), "--format", "kohya", "--out", str(pictures / "k")]
    )
    assert out.exit_code == 0 and (pictures / "k" / "train" / "1_pairs" / "w" / "000000.png").is_file(), out.output
