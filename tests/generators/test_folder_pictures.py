"""Images made elsewhere are taken into a run; what is wrong with one is a row of its own."""

import json

import pytest
from PIL import Image

from scisynth.core.config import Config
from scisynth.core.errors import DataError
from scisynth.core.images import open_image
from scisynth.core.store import RunFolder
from scisynth.generators.folder import METADATA, FolderImages
from scisynth.generators.run import STAGE, ImageRequest, import_images


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
    requests = [ImageRequest(prompt_id=f"id-{prompt}", prompt=prompt) for prompt in prompts]
    run = RunFolder(out, Nothing(), command="bench", seed=0)
    return import_images(FolderImages(folder), requests, run, images_per_prompt=num)


def test_lines_of_a_prompt_are_its_images_in_order(folder, tmp_path):
    write_metadata(folder, ("a.png", "two"), ("b.png", "one"), ("c.png", "one"))
    records = take(folder, tmp_path / "run")
    assert [(record.id, record.status) for record in records] == [
        ("id-one/0", "ok"), ("id-one/1", "ok"), ("id-two/0", "ok"), ("id-two/1", "missing"),
    ]  # fmt: skip
    colors = [open_image(tmp_path / "run" / STAGE / record.file).getpixel((0, 0)) for record in records[:3]]
    assert colors == [(0, 0, 255), (0, 128, 0), (255, 0, 0)]
    assert "names 1 images of this prompt, wanted number 2" in records[3].reason


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
    with pytest.raises(DataError, match=r"with metadata\.jsonl.*found none"):
        FolderImages(folder / "absent")
    (folder / "empty").mkdir()
    with pytest.raises(DataError, match=r"with metadata\.jsonl.*found none"):
        FolderImages(folder / "empty")
    (folder / METADATA).write_text('{"file_name": "a.png"}\n')
    with pytest.raises(DataError, match=r"line 1: expected .*prompt"):
        FolderImages(folder)
    write_metadata(folder, ("a.png", "one"), ("a.png", "two"))
    with pytest.raises(DataError, match=r"names 'a\.png' twice"):
        FolderImages(folder)


ROWS = [{"file_name": "a.png", "prompt": "one"}, {"file_name": "b.png", "prompt": "two"}]
LINES = [json.dumps(row) for row in ROWS]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("metadata.jsonl", "\n".join(LINES)),
        ("metadata.jsonl", "\n\n".join(LINES) + "\n\n \n"),
        ("metadata.jsonl", "\r\n".join(LINES)),
        ("metadata.jsonl", "\ufeff" + "\n".join(LINES)),
        ("metadata.jsonl", "\n".join(LINES).encode("utf-16")),
        ("metadata.jsonl", "\n".join(LINES).encode("utf-16-le")),
        ("metadata.jsonl", json.dumps(ROWS)),
        ("metadata.jsonl", json.dumps(ROWS, indent=2)),
        ("metadata.jsonl", "\n".join(json.dumps(row, indent=2) for row in ROWS)),
        ("metadata.jsonl", "\n".join(LINES).replace("file_name", "image")),
        ("metadata.jsonl", "\n".join(LINES).replace("file_name", "path").replace("prompt", "text")),
        ("metadata.jsonl", "\n".join(LINES).replace("a.png", "./A.PNG")),
        ("metadata.jsonl", "\n".join(LINES).replace('"one"', '"one \\r\\n"')),
        ("metadata.json", json.dumps({"data": ROWS})),
        ("metadata.csv", "file_name,prompt\na.png,one\nb.png,two"),
        ("metadata.csv", "\ufeffFile Name;Prompt\r\na.png;one\r\nb.png;two\r\n"),
        ("metadata.csv", "sep=;\nfile_name;text\na.png;one\nb.png;two"),
        ("metadata.csv", "file_name,id\na.png,id-one\nb.png,id-two"),
        ("metadata.tsv", "file_name\tprompt\na.png\tone\nb.png\ttwo"),
    ],
)  # fmt: skip
def test_every_table_of_a_folder_is_read_whole(folder, tmp_path, name, data):
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    records = take(folder, tmp_path / "run", num=1)
    assert [record.status for record in records] == ["ok", "ok"]
    colors = [open_image(tmp_path / "run" / STAGE / record.file).getpixel((0, 0)) for record in records]
    assert colors == [(255, 0, 0), (0, 0, 255)]


@pytest.mark.parametrize(
    "name", ["id-one.png", "id-one.PNG", "id-one.JPG", "id-one.jpeg", "id-one.WebP", "deep/er/id-one.png"]
)
def test_a_folder_without_a_table_is_read_by_the_names_of_its_files(tmp_path, name):
    path = tmp_path / "pictures" / name
    path.parent.mkdir(parents=True)
    Image.new("RGB", (8, 8), "red").save(path)
    (tmp_path / "pictures" / "id-two.tiff").write_bytes(b"II*\x00 some TIFF")
    records = take(tmp_path / "pictures", tmp_path / "run", num=1)
    assert [record.status for record in records] == ["ok", "missing"]
    assert "expected a PNG, JPEG or WEBP" in records[1].reason
    with pytest.raises(DataError, match="none of its 2 image names is the id of a prompt"):
        take(tmp_path / "pictures", tmp_path / "other", prompts=("three",))


def test_names_that_differ_in_case_alone_are_two_images(tmp_path):
    for name, color in (("Q1.png", "red"), ("q1.png", "blue")):
        (tmp_path / "pictures").mkdir(exist_ok=True)
        Image.new("RGB", (8, 8), color).save(tmp_path / "pictures" / name)
    if len(list((tmp_path / "pictures").iterdir())) < 2:
        pytest.skip("this disk knows no case")
    pictures = FolderImages(tmp_path / "pictures")
    found = [pictures.picture("", 0, name) for name in ("Q1", "q1")]
    assert [image.getpixel((0, 0)) for image in found] == [(255, 0, 0), (0, 0, 255)]


def test_ids_with_accents_find_files_that_keep_them_apart(tmp_path):
    (tmp_path / "pictures").mkdir()
    Image.new("RGB", (8, 8), "red").save(tmp_path / "pictures" / "a\u0308pfel.png")
    pictures = FolderImages(tmp_path / "pictures")
    pictures.check_ids(["\xe4pfel"])
    assert pictures.picture("", 0, "\xe4pfel").getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize(
    "name", ["n" * 300 + ".png", "a\0.png", "/etc/passwd", "../secret.png", "sub/" * 3000 + "a.png", "."]
)
def test_a_name_that_no_file_can_have_is_a_state(folder, tmp_path, name):
    write_metadata(folder, (name, "one"), ("b.png", "two"))
    records = take(folder, tmp_path / "run", num=1)
    assert [record.status for record in records] == ["missing", "ok"]
    assert 5 < len(records[0].reason) < 400


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('{"file_name": "\\ud800.png", "prompt": "one"}', "line 1|entry 1"),
        ('{"file_name": "a.png", "prompt": "one"}\n{"file_name": "b.png", ', "line 2: expected JSON"),
        ('{"file_name": "a.png", "prompt": "one"}\n5', "line 2: expected an object, got int"),
        ("[" * 100_000, "nested too deep"),
        ('{"file_name": "a.png", "prompt": "one", "prompt": "two"}', "'prompt' stands twice"),
        ("", "expected a row an image"),
    ],
)
def test_a_table_that_cannot_be_read_is_one_line(folder, data, message):
    (folder / METADATA).write_text(data)
    with pytest.raises(DataError, match=message) as caught:
        FolderImages(folder)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 500
