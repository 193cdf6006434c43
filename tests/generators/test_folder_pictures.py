"""Pictures made elsewhere are taken into a run; what is wrong with one is a row of its own."""

import json

import pytest
from PIL import Image

from scisynth.core.config import Config
from scisynth.core.errors import DataError
from scisynth.core.images import open_image
from scisynth.core.store import RunFolder
from scisynth.generators.folder import METADATA, FolderPictures
from scisynth.generators.run import STAGE, PictureRequest, import_pictures


class Nothing(Config):
    """No settings."""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name, color in (("a.png", "red"), ("b.png", "blue"), ("c.png", "green")):
        Image.new("RGB", (8, 8), color).save(folder / name)
    (tmp_path / "secret.png").write_bytes((folder / "a.png").read_bytes())
    (folder / "torn.png").write_bytes((folder / "a.png").read_bytes()[:40])
    return folder


def write_metadata(folder, *rows):
    lines = [json.dumps({"file_name": name, "prompt": prompt}) for name, prompt in rows]
    (folder / METADATA).write_text("\n".join(lines) + "\n")


def take(folder, out, *, num=2, prompts=("one", "two")):
    requests = [PictureRequest(prompt_id=f"id-{prompt}", prompt=prompt) for prompt in prompts]
    run = RunFolder(out, Nothing(), command="bench", seed=0)
    return import_pictures(FolderPictures(folder), requests, run, images_per_prompt=num)


def test_lines_of_a_prompt_are_its_pictures_in_order(folder, tmp_path):
    write_metadata(folder, ("a.png", "two"), ("b.png", "one"), ("c.png", "one"))
    records = take(folder, tmp_path / "run")
    assert [(record.id, record.status) for record in records] == [
        ("id-one/0", "ok"), ("id-one/1", "ok"), ("id-two/0", "ok"), ("id-two/1", "missing"),
    ]  # fmt: skip
    colors = [open_image(tmp_path / "run" / STAGE / record.file).getpixel((0, 0)) for record in records[:3]]
    assert colors == [(0, 0, 255), (0, 128, 0), (255, 0, 0)]
    assert "names 1 pictures of this prompt, wanted number 2" in records[3].reason


def test_what_was_missing_is_looked_for_again(folder, tmp_path):
    write_metadata(folder, ("a.png", "one"))
    assert take(folder, tmp_path / "run", num=1)[1].status == "missing"
    write_metadata(folder, ("a.png", "one"), ("b.png", "two"))
    assert [record.status for record in take(folder, tmp_path / "run", num=1)] == ["ok", "ok"]


def test_a_torn_or_foreign_file_is_a_state(folder, tmp_path):
    write_metadata(folder, ("torn.png", "one"), ("../secret.png", "two"), ("gone.png", "three"))
    records = take(folder, tmp_path / "run", num=1, prompts=("one", "two", "three"))
    assert [record.status for record in records] == ["missing"] * 3
    assert "lies outside the folder" in records[1].reason and not any(record.file for record in records)


def test_a_folder_that_cannot_be_read_is_one_line(folder):
    with pytest.raises(DataError, match=r"with metadata\.jsonl, found none"):
        FolderPictures(folder)
    (folder / METADATA).write_text('{"file_name": "a.png"}\n')
    with pytest.raises(DataError, match=r"line 1: expected .*prompt"):
        FolderPictures(folder)
    write_metadata(folder, ("a.png", "one"), ("a.png", "two"))
    with pytest.raises(DataError, match=r"names 'a\.png' twice"):
        FolderPictures(folder)
