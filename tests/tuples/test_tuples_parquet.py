import pickle

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scisynth.core.errors import DataError
from scisynth.core.images import open_image
from scisynth.tuples.parquet import BATCH_ROWS, iter_tuples, read_tuples
from scisynth.tuples.schema import REQUIRED_COLUMNS


@pytest.fixture
def row(encode):
    """The smallest row: scalars, images as plain bytes."""

    def row(number=0, **changed):
        return {
            "implicit_prompt": f"An apple in water, {number}.",
            "explicit_prompt": "An apple floating.",
            "superficial_prompt": "An apple at the bottom.",
            "explicit_image": encode("red", (8 + number, 8)),
            "superficial_image": encode("blue", (8 + number, 8)),
            "category": "physics",
            "law": "buoyancy",
            **changed,
        }

    return row


@pytest.fixture
def write(tmp_path):
    def write(rows, name="data.parquet", **options):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows), path, **options)
        return path

    return write


def test_the_ten_photo_tuples(photos):
    tuples = read_tuples(photos, "test_S")
    assert len(tuples) == 10
    assert {item.status for item in tuples} == {"ok"}
    assert len({item.id for item in tuples}) == 10
    by_subject = {item.subject: item for item in tuples}
    assert by_subject["apple"].law == "buoyancy"
    assert by_subject["apple"].category == "physics"
    # The file says 'water requirement', which is another name of the law.
    assert by_subject["rose"].law == "watering requirement"
    assert all(open_image(item.explicit_image[0]).size == (512, 512) for item in tuples)
    assert read_tuples(photos) == tuples


def test_scalars_and_lists_read_the_same(row, write):
    plain = row()
    picture = {"bytes": plain["explicit_image"], "path": "a.png"}, {"bytes": plain["superficial_image"], "path": None}
    structs = {**plain, "explicit_image": picture[0], "superficial_image": picture[1]}
    lists = {name: [value] for name, value in structs.items() if name not in ("category", "law")}
    lists |= {"category": "physics", "law": "buoyancy"}
    first, *others = (read_tuples(write([shape])) for shape in (plain, structs, lists))
    assert first[0].implicit_prompt == ("An apple in water, 0.",)
    assert first[0].explicit_image == (plain["explicit_image"],)
    assert others == [first, first]


def test_several_wordings_and_images_are_kept(row, write, encode):
    pictures = [encode("red"), encode("green"), encode("blue")]
    item = read_tuples(
        write(
            [row(implicit_prompt=["a", "b"], explicit_prompt=["c"], superficial_prompt=["d"], explicit_image=pictures)]
        )
    )[0]
    assert item.implicit_prompt == ("a", "b")
    assert item.explicit_image == tuple(pictures)


def test_ids_come_from_row_and_content(row, write):
    first = [item.id for item in read_tuples(write([row(0), row(1)]))]
    assert first[0].startswith("row-000000-")
    assert first[1].startswith("row-000001-")
    assert first == [item.id for item in read_tuples(write([row(0), row(1)], "copy.parquet"))]
    changed = [item.id for item in read_tuples(write([row(0), row(1, explicit_prompt="Other.")]))]
    assert changed[0] == first[0]
    assert changed[1] != first[1]
    assert read_tuples(write([row(id="mine")]))[0].id == "mine"


def test_laws_are_normalised_and_unknown_ones_kept(row, write):
    laws = read_tuples(write([row(law="Buoyancy"), row(law="telekinesis", type=None)]))
    assert [(item.law, item.type) for item in laws] == [("buoyancy", "ST"), ("telekinesis", "")]


def test_a_split_column_decides(row, write):
    rows = [row(0, split="train"), row(1, split="val"), row(2, split="train")]
    path = write(rows, row_group_size=1)
    assert [item.implicit_prompt[0][-2] for item in read_tuples(path, "train")] == ["0", "2"]
    assert [item.split for item in read_tuples(path, "val")] == ["val"]
    assert [item.id for item in read_tuples(path, "val")] == [read_tuples(path)[1].id]
    with pytest.raises(DataError, match="no split 'test_S'; there are: train, val"):
        read_tuples(path, "test_S")


def test_a_lone_file_without_splits_is_the_whole_of_any(row, write):
    path = write([row(0), row(1)])
    assert len(read_tuples(path, "train")) == len(read_tuples(path, "test_C")) == 2
    assert len(read_tuples(path.parent, "val")) == len(read_tuples(path, "test-simple")) == 2
    assert len(read_tuples(path, path.stem)) == 2
    with pytest.raises(DataError, match=r"no split 'tset'; there are: .* counts as train, val or test"):
        read_tuples(path, "tset")


@pytest.mark.parametrize("folder", ["", "data/", "tuples/"])
def test_folders_are_read_by_file_name_and_in_shards(row, write, tmp_path, folder):
    write([row(0)], folder + "train-00000-of-00002.parquet")
    write([row(1)], folder + "train-00001-of-00002.parquet")
    write([row(2)], folder + "validation.parquet")
    assert [item.implicit_prompt[0][-2] for item in read_tuples(tmp_path, "train")] == ["0", "1"]
    assert [item.split for item in read_tuples(tmp_path)] == ["train", "train", "val"]
    with pytest.raises(DataError, match="there are: train, val"):
        read_tuples(tmp_path, "test_S")


def test_missing_columns_are_named(row, write):
    for name in REQUIRED_COLUMNS:
        with pytest.raises(DataError, match=f"missing columns {name};"):
            read_tuples(write([{key: value for key, value in row().items() if key != name}]))


@pytest.mark.parametrize(
    "data", [b"", b"PAR1", b"not a table", pickle.dumps({"a": 1}), b"PAR1" + bytes(100) + b"PAR1"], ids=str
)
def test_what_is_not_parquet_is_one_line(tmp_path, data):
    path = tmp_path / "data.parquet"
    path.write_bytes(data)
    with pytest.raises(DataError, match="cannot be read as Parquet") as caught:
        read_tuples(path)
    assert "\n" not in str(caught.value)


def test_a_file_cut_or_bent_in_the_middle_is_one_line(row, write):
    path = write([row(number) for number in range(40)])
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(DataError, match="cannot be read as Parquet"):
        read_tuples(path)
    path.write_bytes(b"PAR1" + bytes(len(data) // 2) + data[4 + len(data) // 2 :])
    with pytest.raises(DataError, match="cannot be read as Parquet"):
        read_tuples(path)


def test_paths_that_lead_nowhere(tmp_path):
    with pytest.raises(DataError, match="no such file or folder"):
        read_tuples(tmp_path / "absent")
    with pytest.raises(DataError, match="expected a Parquet file"):
        read_tuples(tmp_path)
    (tmp_path / "tuples").mkdir()
    (tmp_path / "tuples" / "rows.jsonl").write_text("")
    with pytest.raises(DataError, match="not finished"):
        read_tuples(tmp_path)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ({"explicit_image": None}, "explicit_image: no image"),
        ({"superficial_image": b""}, "superficial_image: no image"),
        ({"implicit_prompt": "  "}, "implicit_prompt: empty prompt"),
        ({"explicit_prompt": None}, "explicit_prompt: empty prompt"),
    ],
)
def test_a_damaged_row_is_broken_and_its_neighbours_are_not(row, write, damage, reason):
    tuples = read_tuples(write([row(0), row(1, **damage), row(2)]))
    assert [item.status for item in tuples] == ["ok", "broken", "ok"]
    assert tuples[1].reason == reason
    assert tuples[0].reason == ""


def test_empty_lists_and_lists_with_holes_are_broken(row, write, encode):
    rows = [
        row(implicit_prompt=["a"], explicit_image=[encode()]),
        row(implicit_prompt=[], explicit_image=[encode()]),
        row(implicit_prompt=["a"], explicit_image=[]),
        row(implicit_prompt=["a"], explicit_image=[encode(), None]),
    ]
    tuples = read_tuples(write(rows))
    assert [item.reason for item in tuples] == [
        "", "implicit_prompt: empty list", "explicit_image: empty list", "explicit_image: no image",
    ]  # fmt: skip
    assert len(tuples[3].explicit_image) == 1


def test_columns_of_the_wrong_kind_are_told(row, write):
    tuples = read_tuples(write([row(implicit_prompt=3, explicit_image=4)]))
    assert tuples[0].reason == "implicit_prompt: expected text, got 3; explicit_image: expected bytes, got 4"


def test_images_beside_the_file_are_found_and_others_never(row, write, tmp_path, encode):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(encode("red"))
    outside = tmp_path.parent / "outside.png"
    outside.write_bytes(encode("red"))
    names = ["pictures/a.png", "pictures/b.png", "../outside.png", str(outside)]
    tuples = read_tuples(write([row(explicit_image={"bytes": None, "path": name}) for name in names]))
    assert tuples[0].explicit_image == (tmp_path / "pictures" / "a.png",)
    assert [item.status for item in tuples] == ["ok", "broken", "broken", "broken"]
    assert "no image 'pictures/b.png'" in tuples[1].reason
    assert "outside of the data set" in tuples[2].reason
    assert "outside of the data set" in tuples[3].reason


def test_rows_stream_a_row_group_at_a_time(row, write):
    noise = np.random.default_rng(0)
    rows = [row(number, explicit_image=noise.bytes(100_000)) for number in range(8 * BATCH_ROWS)]
    path = write(rows, use_dictionary=False, row_group_size=BATCH_ROWS)
    pool = pa.default_memory_pool()
    before = pool.bytes_allocated()
    stream = iter_tuples(path)
    assert next(stream).implicit_prompt == ("An apple in water, 0.",)
    # Of eight row groups one is held, packed and unpacked.
    assert pool.bytes_allocated() - before < path.stat().st_size / 3
    assert sum(1 for _ in stream) == 8 * BATCH_ROWS - 1


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("validation", "val"),
        ("dev", "validation"),
        ("val", "dev"),
        ("Training", "train"),
        ("test-S", "test_S"),
        ("testing", "test"),
    ],
)
def test_splits_answer_to_their_usual_names(row, write, said, asked):
    path = write([row(0, split=said), row(1, split="other")])
    assert [item.id for item in read_tuples(path, asked)] == [item.id for item in read_tuples(path)][:1]
