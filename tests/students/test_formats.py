"""Rows of every trainer: its loader or `datasets` opens them, image and text are those of the item, slips are one line."""

import json
from dataclasses import replace

import pytest
from PIL import Image

from scisynth.core.errors import ConfigError, DataError, ImageError
from scisynth.core.images import content_hash, png_bytes
from scisynth.core.problems import Answer
from scisynth.students.card import item_card
from scisynth.students.formats.rows import check_row, trl_sft, verl
from scisynth.students.formats.table import FORMATS, get_format
from scisynth.students.formats.write import export_items
from scisynth.students.items import TrainingItem, check_images, read_items, write_items
from scisynth.students.reward import decode_answer, trl_reward

datasets = pytest.importorskip("datasets")


@pytest.fixture
def folder(tmp_path):
    items = []
    (tmp_path / "items" / "images").mkdir(parents=True)
    for number in range(5):
        data = png_bytes(Image.new("RGB", (40 + number, 30), (50 * number, 90, 200)))
        name = content_hash(data)
        (tmp_path / "items" / "images" / f"{name}.png").write_bytes(data)
        items.append(
            TrainingItem(
                id=f"fig-{number}#problem",
                image=f"images/{name}.png",
                question=f"How large is F in figure {number}?",
                answer=Answer(text=f"{number + 2} N", value=number + 2, unit="N"),
                wrong=("1 N",),
                solution="" if number == 1 else f"F = {number} N + 2 N",
                source="families",
                group="lever",
                split="test" if number == 4 else "train",
                verification="verified",
                content=str(number),
                image_hash=name,
                licence="apache-2.0",
            )
        )
    write_items(tmp_path / "items", items)
    return tmp_path / "items"


def test_items_are_read_as_they_were_written(folder):
    items = read_items(folder)
    assert [item.answer.value for item in items] == [2, 3, 4, 5, 6] and items[0].wrong == ("1 N",)
    assert check_images(folder, items) == []


@pytest.mark.parametrize("name", FORMATS)
def test_datasets_opens_every_format_with_the_same_images_and_words(folder, tmp_path, name):
    items, kind = read_items(folder), get_format(name)
    rows = export_items(items, folder, tmp_path / "rows", kind, item_card(items, kind))
    assert rows == {"train": 4, "test": 1}
    loaded = datasets.load_dataset(str(tmp_path / "rows"), cache_dir=str(tmp_path / "cache"))
    assert {split: len(found) for split, found in loaded.items()} == rows
    for item, row in zip(items, [*loaded["train"], *loaded["test"]], strict=True):
        image = row["images"][0] if "images" in row else row["image"]
        image = Image.open(tmp_path / "rows" / image) if isinstance(image, str) else image
        assert png_bytes(image.convert("RGB")) == png_bytes(Image.open(folder / item.image))
        text = json.dumps(row, default=str)
        assert item.question in text
        assert (item.answer.text in text) or kind.teaches == "replies"
        check_row(row, item.id)
    if name == "llamafactory":
        info = json.loads((tmp_path / "rows/dataset_info.json").read_text())
        assert info["scisynth_train"]["file_name"] == "train.jsonl" and (tmp_path / "rows/train.jsonl").is_file()


def test_rows_for_rewards_are_paid_by_the_reward(folder, tmp_path):
    items, kind = read_items(folder), get_format("trl-grpo")
    export_items(items, folder, tmp_path / "rows", kind, "# card\n")
    rows = datasets.Dataset.from_parquet(str(tmp_path / "rows/data/train.parquet"), cache_dir=str(tmp_path / "cache"))
    replies = [f"\\boxed{{{decode_answer(text).text}}}" for text in rows["solution"]]
    assert trl_reward(rows["prompt"], replies, solution=rows["solution"], id=rows["id"]) == [1.0] * 4


def test_the_reply_to_imitate_ends_with_the_answer_in_a_box(folder):
    first, second, *_ = read_items(folder)
    assert trl_sft(first, b"")["completion"][0]["content"] == "F = 0 N + 2 N\n\n\\boxed{2 N}"
    assert trl_sft(second, b"")["completion"][0]["content"] == "\\boxed{3 N}"


def test_a_placeholder_in_a_question_is_no_second_image(folder):
    item = replace(read_items(folder)[0], question="See <image>: how large is F?")
    assert verl(item, b"")["prompt"][0]["content"].count("<image>") == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"problem": "<image><image>?", "images": [b"x"]}, "expected one <image> for each image, found 2 for 1"),
        ({"messages": [{"role": "user", "content": "<image>?"}], "images": []}, "expected an image, found none"),
        ({"image": None}, "expected an image, found none"),
    ],
)
def test_counts_that_do_not_match_are_refused(row, said):
    with pytest.raises(DataError, match=said):
        check_row(row, "row 3")


def test_slips_are_one_line(folder, tmp_path):
    with pytest.raises(ConfigError, match="unknown format 'trl'"):
        get_format("trl")
    items = read_items(folder)
    with pytest.raises(DataError, match="got none"):
        export_items([], folder, tmp_path / "out", get_format("verl"), "")
    (folder / items[0].image).unlink()
    assert [name for name, _ in check_images(folder, items)] == [items[0].id]
    with pytest.raises(ImageError):
        export_items(items, folder, tmp_path / "out", get_format("verl"), "")
    assert not (tmp_path / "out").exists(), "nothing half written is left"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"image": ""}, "row 2: expected 'image', found none"),
        ({"verification": "sure"}, "verification"),
        ({"kind": "riddle"}, "kind"),
        ({"id": "fig-0#problem"}, "stands twice"),
        ({"answer": 7}, "row 2"),
    ],
)
def test_a_row_that_is_no_item_is_named(folder, change, said):
    rows = [json.loads(line) for line in (folder / "items.jsonl").read_text().splitlines()]
    rows[1] |= change
    (folder / "items.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    with pytest.raises(DataError, match=said) as caught:
        read_items(folder)
    assert "\n" not in str(caught.value)
