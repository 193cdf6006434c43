import json
import subprocess
import sys
from dataclasses import replace

import pytest
from PIL import Image

from scisynth.core.errors import DataError, StorageError
from scisynth.core.images import content_hash
from scisynth.core.records import ContrastTuple
from scisynth.tuples.export import export_imagefolder
from scisynth.tuples.parquet import read_tuples


@pytest.fixture
def item(encode):
    def item(number=0, **changed):
        return ContrastTuple(
            **{
                "id": f"../../etc/{number}",
                "law": "buoyancy",
                "category": "physics",
                "implicit_prompt": (f"An apple in water, {number}.",),
                "explicit_prompt": ("An apple floating.",),
                "superficial_prompt": ("An apple at the bottom.",),
                "explicit_image": (encode("red", (8 + number, 8), "JPEG"),),
                "superficial_image": (encode("blue", (8 + number, 8)),),
                "subject": "apple",
                "split": "train",
                **changed,
            }
        )

    return item


def read_metadata(folder):
    return [json.loads(line) for line in (folder / "metadata.jsonl").read_text().splitlines()]


def test_bytes_are_kept_and_names_are_hashes(item, tmp_path):
    tuples = [item(0), item(1, split="test_S"), item(2)]
    report = export_imagefolder(tuples, tmp_path / "out")
    assert (report.n, report.left_out) == (3, ())
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["README.md", "test_S", "train"]
    rows = read_metadata(tmp_path / "out" / "train")
    assert [row["implicit_prompt"] for row in rows] == ["An apple in water, 0.", "An apple in water, 2."]
    stored = tmp_path / "out" / "train" / rows[0]["explicit_image_file_name"]
    assert stored.read_bytes() == tuples[0].explicit_image[0]
    assert stored.name == content_hash(tuples[0].explicit_image[0]) + ".jpg"
    assert rows[0]["superficial_image_file_name"].endswith(".png")
    assert len(list((tmp_path / "out" / "train").iterdir())) == 2 * 2 + 1


def test_images_of_every_kind_of_source(item, tmp_path, encode):
    path = tmp_path / "a.webp"
    path.write_bytes(encode("red", kind="WEBP"))
    export_imagefolder([item(explicit_image=(path,), superficial_image=(Image.new("L", (4, 4)),))], tmp_path / "out")
    row = read_metadata(tmp_path / "out" / "train")[0]
    assert (tmp_path / "out" / "train" / row["explicit_image_file_name"]).read_bytes() == path.read_bytes()
    assert Image.open(tmp_path / "out" / "train" / row["superficial_image_file_name"]).mode == "RGB"


def test_broken_tuples_are_left_out_and_told(item, tmp_path):
    tuples = [item(0), item(1, status="broken", reason="empty prompt"), item(2, superficial_image=(b"no image",))]
    report = export_imagefolder(tuples, tmp_path / "out")
    assert report.n == 1
    assert [name for name, _ in report.left_out] == [tuples[1].id, tuples[2].id]
    assert report.left_out[0][1] == "empty prompt"
    assert len(list((tmp_path / "out" / "train").glob("*.*g"))) == 2, "an image without a row was left"


def test_nothing_is_left_when_it_fails(item, tmp_path):
    with pytest.raises(DataError, match="none of 1 tuples"):
        export_imagefolder([item(status="broken", reason="x")], tmp_path / "out")
    with pytest.raises(DataError, match="it names a folder"):
        export_imagefolder([item(0), item(1, split="../up")], tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_is_refused(item, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(DataError, match="empty folder"):
        export_imagefolder([item()], tmp_path)
    with pytest.raises(DataError, match="empty folder"):
        export_imagefolder([item()], tmp_path / "mine.txt")
    (tmp_path / "empty").mkdir()
    assert export_imagefolder([item()], tmp_path / "empty").n == 1


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_full_disk_is_a_storage_error(item, tmp_path):
    script = """
import io, resource, sys
from pathlib import Path
from PIL import Image
from scisynth.core.errors import StorageError
from scisynth.core.records import ContrastTuple
from scisynth.tuples.export import export_imagefolder
image = Image.effect_noise((64, 64), 90)
item = ContrastTuple(id="a", law="", category="", implicit_prompt=("a",), explicit_prompt=("b",),
                     superficial_prompt=("c",), explicit_image=(image,), superficial_image=(image,))
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    export_imagefolder([item], Path(sys.argv[1]))
except StorageError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", script, tmp_path / "out"], capture_output=True, text=True, check=True)
    assert "cannot be written (File too large)" in done.stdout
    assert list(tmp_path.iterdir()) == []
    assert issubclass(StorageError, ValueError)


@pytest.fixture
def load(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    datasets = pytest.importorskip("datasets")

    def load(*where, **options):
        return datasets.load_dataset(*map(str, where), cache_dir=str(tmp_path / "cache"), **options)

    return load


def test_datasets_opens_it(item, tmp_path, load):
    tuples = [item(0), item(1, split="test_S", subject_seen=False), item(2)]
    export_imagefolder(tuples, tmp_path / "out")
    data = load(tmp_path / "out")
    assert {split: len(rows) for split, rows in data.items()} == {"train": 2, "test_S": 1}
    row = data["train"][1]
    assert row["implicit_prompt"] == "An apple in water, 2."
    assert row["explicit_image"].size == (10, 8)
    assert row["superficial_image"].getpixel((0, 0)) == (0, 0, 255)
    # Told that it is an ImageFolder, `datasets` reads no README and takes test_S for test.
    by_name = load("imagefolder", data_dir=str(tmp_path / "out"))
    assert {split: len(rows) for split, rows in by_name.items()} == {"train": 2, "test": 1}
    assert by_name["test"][0]["id"] == tuples[1].id


def test_datasets_opens_lists(item, tmp_path, load, encode):
    tuples = [item(0), item(1, split="val", explicit_image=(encode("green"), encode("black")))]
    export_imagefolder(tuples, tmp_path / "out")
    data = load(tmp_path / "out")
    assert [picture.getpixel((0, 0)) for picture in data["val"][0]["explicit_image"]] == [(0, 128, 0), (0, 0, 0)]
    assert len(data["train"][0]["explicit_image"]) == 1
    assert data["train"][0]["implicit_prompt"] == ["An apple in water, 0."]


def test_the_photo_tuples_keep_their_bytes(photos, tmp_path):
    tuples = [replace(item, split="test_S") for item in read_tuples(photos)]
    assert export_imagefolder(tuples, tmp_path / "out").n == 10
    for item, row in zip(tuples, read_metadata(tmp_path / "out" / "test_S"), strict=True):
        stored = tmp_path / "out" / "test_S" / row["explicit_image_file_name"]
        assert stored.read_bytes() == item.explicit_image[0]
