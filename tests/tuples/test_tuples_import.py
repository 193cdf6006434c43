"""Tables and folders of every kind become the published Parquet, and what cannot is named."""

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scisynth.core.errors import DataError
from scisynth.tuples import importing
from scisynth.tuples.check import check_tuples
from scisynth.tuples.export import export_imagefolder
from scisynth.tuples.parquet import read_tuples
from scisynth.tuples.prompt_sets import read_prompt_sets
from scisynth.tuples.write_import import import_tuples

NAMES = ("a", "b", "c")


@pytest.fixture
def source(tmp_path, encode):
    """A folder with images/a-true.png and so on."""
    folder = tmp_path / "source"
    (folder / "images").mkdir(parents=True)
    for number, name in enumerate(NAMES):
        (folder / "images" / f"{name}-true.png").write_bytes(encode((0, 200, 10 * number)))
        (folder / "images" / f"{name}-false.png").write_bytes(encode((200, 0, 10 * number), kind="JPEG"))
    return folder


def rows_of(names=NAMES, **more):
    return [
        {
            "id": name,
            "implicit_prompt": f"an unripe tomato, {name}",
            "explicit_prompt": f"a green tomato, {name}",
            "superficial_prompt": f"a red tomato, {name}",
            "explicit_image": f"images/{name}-true.png",
            "superficial_image": f"images/{name}-false.png",
            **more,
        }
        for name in names
    ]


def as_csv(rows, delimiter=","):
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def renamed(rows, **names):
    return [{names.get(key, key): value for key, value in row.items()} for row in rows]


def check_whole(out, num=3):
    tuples = read_tuples(out)
    assert [item.id for item in tuples] == list(NAMES[:num])
    assert check_tuples(tuples).broken == () and all(item.status == "ok" for item in tuples)
    assert tuples[0].implicit_prompt == ("an unripe tomato, a",) and tuples[0].superficial_prompt == (
        "a red tomato, a",
    )
    # Bytes stay as they were, so the JPEG is still one.
    assert tuples[0].superficial_image[0].startswith(b"\xff\xd8") and tuples[0].explicit_image[0].startswith(b"\x89PNG")
    return tuples


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("t.csv", as_csv),
        ("t.csv", lambda rows: "\ufeff" + as_csv(rows, ";").replace("\n", "\r\n")),
        ("t.csv", lambda rows: as_csv(rows, "\t").encode("utf-16")),
        ("t.tsv", lambda rows: as_csv(rows, "\t").rstrip()),
        ("t.jsonl", lambda rows: "\n".join(map(json.dumps, rows))),
        ("t.jsonl", lambda rows: "\n\n".join(map(json.dumps, rows)) + "\n\n"),
        ("t.json", json.dumps),
        ("t.json", lambda rows: json.dumps({"data": rows})),
        ("metadata.csv", as_csv),
        ("t.csv", lambda rows: as_csv(renamed(rows, implicit_prompt="Implicit Prompt", explicit_image="True Image"))),
        ("t.csv", lambda rows: as_csv(renamed(rows, explicit_image="explicit_image_path", superficial_image="negative_image"))),
        ("t.csv", lambda rows: as_csv([{**row, "explicit_image": row["explicit_image"].replace("/", "\\")} for row in rows])),
        ("t.jsonl", lambda rows: "\n".join(json.dumps({**row, "explicit_image": [row["explicit_image"]], "implicit_prompt": [row["implicit_prompt"]]}) for row in rows)),
        ("t.csv", lambda rows: as_csv([{**row, "explicit_image": json.dumps([row["explicit_image"]])} for row in rows])),
    ],
)  # fmt: skip
def test_tables_of_every_kind(source, tmp_path, name, make):
    data = make(rows_of())
    (source / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    report = import_tuples(source / name, tmp_path / "out")
    assert report["num"] == 3 and not report["left_out"] and not report["ignored_columns"]
    check_whole(tmp_path / "out")
    if name == "metadata.csv":
        assert import_tuples(source, tmp_path / "of-folder")["num"] == 3


@pytest.mark.parametrize("cell", ["path", "struct", "bytes", "list"])
def test_parquet_with_paths_or_bytes(source, tmp_path, encode, cell):
    def image(name):
        if cell == "bytes":
            return (source / name).read_bytes()
        return name if cell == "path" else {"bytes": None, "path": name} if cell == "struct" else [name]

    rows = [
        {**row, **{side: image(row[side]) for side in ("explicit_image", "superficial_image")}} for row in rows_of()
    ]
    pq.write_table(pa.Table.from_pylist(rows), source / "t.parquet")
    import_tuples(source / "t.parquet", tmp_path / "out")
    check_whole(tmp_path / "out")


def test_parquet_that_points_at_its_images_is_read_without_an_import(source):
    rows = [{**row, "law": "ripeness", "category": "biology"} for row in rows_of()]
    pq.write_table(pa.Table.from_pylist(rows), source / "t.parquet")
    assert [item.status for item in read_tuples(source / "t.parquet")] == ["ok"] * 3


@pytest.mark.parametrize(
    "layout",
    ["{id}/true.png", "{id}/True.PNG", "{id}/true/1.png", "true/{id}.png", "chosen/{id}.png", "{id}/explicit.png"],
)
def test_images_are_found_by_id(tmp_path, encode, layout):
    other = {"true": "false", "True": "False", "chosen": "rejected", "explicit": "superficial"}
    word = next(name for name in other if name in layout)
    folder = tmp_path / "source"
    for name in NAMES:
        for pattern, colour, kind in ((layout, "green", "PNG"), (layout.replace(word, other[word]), "red", "JPEG")):
            path = folder / pattern.format(id=name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(encode(colour, kind=kind))
    rows = [{key: value for key, value in row.items() if not key.endswith("_image")} for row in rows_of()]
    (folder / "prompts.csv").write_text(as_csv(rows))
    import_tuples(folder, tmp_path / "out")
    check_whole(tmp_path / "out")
    (folder / "prompts.csv").unlink()
    if layout.startswith("{id}"):
        for row in rows:
            (folder / row["id"] / "prompts.json").write_text(json.dumps(row))
        import_tuples(folder, tmp_path / "by-item")
        check_whole(tmp_path / "by-item")


def test_an_export_comes_back(source, tmp_path):
    (source / "t.csv").write_text(as_csv(rows_of(split="validation", law="ripeness", subject="tomato")))
    import_tuples(source / "t.csv", tmp_path / "out")
    tuples = read_tuples(tmp_path / "out")
    export_imagefolder(tuples, tmp_path / "folder")
    import_tuples(tmp_path / "folder", tmp_path / "again")
    assert read_tuples(tmp_path / "again") == tuples


def test_columns_that_are_there_are_kept_and_laws_stay_text(source, tmp_path):
    rows = rows_of(
        law="Capillary rise", category="physics", subject="straw", entity="the drinking straw", split="dev", extra="x"
    )
    rows[2] |= {"law": "ripeness", "category": "", "split": "test-S"}
    (source / "t.csv").write_text(as_csv(rows))
    report = import_tuples(source / "t.csv", tmp_path / "out", license_name="CC-BY-4.0", origin="our archive")
    assert report["by_split"] == {"val": 2, "test_S": 1} and report["ignored_columns"] == ["extra"]
    first, *_ = read_tuples(tmp_path / "out", "validation")
    assert (first.law, first.category, first.subject, first.entity) == (
        "Capillary rise",
        "physics",
        "straw",
        "the drinking straw",
    )
    (known,) = read_tuples(tmp_path / "out", "test_S")
    assert (known.law, known.category, known.type) == ("ripeness", "biology", "CT")
    card = (tmp_path / "out" / "README.md").read_text()
    assert "CC-BY-4.0" in card and "our archive" in card and "split: test_S" in card
    assert {item.entity for item in read_prompt_sets(tmp_path / "out")} == {"the drinking straw"}


def test_datasets_opens_it(source, tmp_path, monkeypatch):
    datasets = pytest.importorskip("datasets")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    (source / "t.csv").write_text(as_csv(rows_of(split="val")))
    import_tuples(source / "t.csv", tmp_path / "out")
    data = datasets.load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"))["val"]
    assert data.num_rows == 3 and data[0]["explicit_image"][0].size == (8, 8) and data[0]["law"] == ""


def test_other_names_are_told_by_the_user(source, tmp_path):
    rows = renamed(rows_of(), implicit_prompt="Frage", explicit_image="gut", superficial_image="schlecht")
    (source / "t.csv").write_text(as_csv(rows))
    with pytest.raises(
        DataError, match="missing implicit_prompt, explicit_image, superficial_image; the table has id, frage"
    ):
        import_tuples(source / "t.csv", tmp_path / "out")
    names = {"implicit_prompt": "Frage", "explicit_image": "gut", "superficial_image": "schlecht"}
    assert import_tuples(source / "t.csv", tmp_path / "out", names=names)["ignored_columns"] == []
    check_whole(tmp_path / "out")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"explicit_image": "images/gone.png"}, "no image 'images/gone.png'"),
        ({"explicit_image": "images/torn.png"}, "broken image"),
        ({"explicit_image": "images/words.png"}, "expected a PNG, JPEG or WEBP"),
        ({"explicit_image": ""}, "expected an image, got none"),
        ({"explicit_image": "n" * 300}, "no image"),
        ({"explicit_image": "../secret.png"}, "lies outside"),
        ({"explicit_image": "https://example.org/a.png"}, "is an address"),
        ({"implicit_prompt": "  "}, "implicit_prompt: expected a prompt"),
        ({"split": "../../x"}, "split"),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_refused_or_left_out_with_its_place(source, tmp_path, encode, change, reason):
    (source / "images" / "torn.png").write_bytes((source / "images" / "a-true.png").read_bytes()[:50])
    (source / "images" / "words.png").write_text("no image")
    (tmp_path / "secret.png").write_bytes(encode())
    rows = rows_of(split="")
    rows[1] |= change
    (source / "t.csv").write_text(as_csv(rows))
    with pytest.raises(DataError, match="1 of 3 rows cannot be used") as caught:
        import_tuples(source / "t.csv", tmp_path / "out")
    assert reason in str(caught.value) and "line 3" in str(caught.value) and not (tmp_path / "out").exists()
    report = import_tuples(source / "t.csv", tmp_path / "out", skip_broken=True)
    assert report["num"] == 2 and reason in report["left_out"][0]["reason"]
    assert [item.id for item in read_tuples(tmp_path / "out")] == ["a", "c"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("t.csv", "", "expected one row per tuple"),
        ("t.csv", "id,implicit_prompt\n1,x,y\n", "line 2: expected 2 cells"),
        ("t.csv", "id,prompt\n1,x\n", "missing explicit_prompt, superficial_prompt"),
        ("t.jsonl", '{"id": 1}\n5\n', "line 2: expected an object, got int"),
        ("t.jsonl", '{"id": 1}\n{"id": \n', "line 2: expected JSON"),
        ("t.json", "[" * 100_000, "nested too deep"),
        ("t.parquet", b"PAR1 nonsense", "cannot be read as Parquet"),
        ("t.csv", b"\xff\xfe\xd8", "expected UTF-8|cannot|utf"),
    ],
)
def test_what_is_no_table_is_one_line(tmp_path, name, data, message):
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(DataError, match=message) as caught:
        import_tuples(tmp_path / name, tmp_path / "out")
    assert "\n" not in str(caught.value) and not (tmp_path / "out").exists()


def test_ids_that_stand_twice_and_folders_without_anything_are_refused(source, tmp_path):
    (source / "t.csv").write_text(as_csv(rows_of(("a", "a"))))
    with pytest.raises(DataError, match="line 3: the id 'a' stands 2 times"):
        import_tuples(source / "t.csv", tmp_path / "out")
    (source / "t.csv").unlink()
    with pytest.raises(DataError, match="expected a metadata table"):
        import_tuples(source, tmp_path / "out")
    with pytest.raises(DataError, match="found none; check the path"):
        import_tuples(tmp_path / "absent", tmp_path / "out")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    with pytest.raises(DataError, match="expected a new or an empty folder"):
        import_tuples(source, tmp_path / "full")


def test_bad_text_inside_parquet_is_one_line(source, tmp_path):
    rows = [{**row, "law": "ripeness", "category": "biology"} for row in rows_of()]
    table = pa.Table.from_pylist(rows)
    bad = pa.array([b"\xff\xfe", b"b", b"c"]).cast(pa.binary())
    bad = pa.Array.from_buffers(pa.string(), 3, bad.buffers())
    for column in ("implicit_prompt", "id", "law"):
        pq.write_table(table.set_column(table.schema.get_field_index(column), column, bad), source / "t.parquet")
        for read in (read_tuples, read_prompt_sets, lambda path: import_tuples(path, tmp_path / "out")):
            with pytest.raises(DataError, match="cannot be read as Parquet") as caught:
                read(source / "t.parquet")
            assert "\n" not in str(caught.value)


def test_a_folder_of_images_is_listed_once_for_all_rows(tmp_path, encode, monkeypatch):
    folder = tmp_path / "source"
    for side, colour in (("true", "green"), ("false", "red")):
        (folder / side).mkdir(parents=True)
        for number in range(30):
            (folder / side / f"{number}.png").write_bytes(encode(colour))
    rows = [{key: value for key, value in row.items() if not key.endswith("_image")} for row in rows_of(range(30))]
    (folder / "t.csv").write_text(as_csv(rows))
    listed = []
    inside = importing._inside
    monkeypatch.setattr(importing, "_inside", lambda path: listed.append(path) or inside(path))
    import_tuples(folder / "t.csv", tmp_path / "out")
    assert [item.status for item in read_tuples(tmp_path / "out")] == ["ok"] * 30
    assert max(Counter(listed).values()) == 1


def test_the_folder_one_is_in_is_not_replaced(source, tmp_path, monkeypatch):
    (source / "t.csv").write_text(as_csv(rows_of()))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for out in (Path(), tmp_path / "here"):
        with pytest.raises(DataError, match="the one you are in"):
            import_tuples(source / "t.csv", out)
    import_tuples(source / "t.csv", Path("mine"))
    check_whole(Path("mine"))
    (tmp_path / "empty").mkdir()
    tuples = read_tuples(tmp_path / "here" / "mine")
    monkeypatch.chdir(tmp_path / "empty")
    with pytest.raises(DataError, match="the one you are in"):
        export_imagefolder(tuples, Path())


@pytest.mark.parametrize(
    ("word", "said"), [("yes", True), ("Seen", True), ("0", False), ("unseen", False), ("?", None)]
)
def test_seen_is_read_alike_from_tables_and_parquet(source, tmp_path, word, said):
    rows = rows_of(subject_seen=word, law="ripeness", category="biology")
    pq.write_table(pa.Table.from_pylist(rows), source / "t.parquet")
    assert {item.subject_seen for item in read_tuples(source / "t.parquet")} == {said}
    import_tuples(source / "t.parquet", tmp_path / "out")
    assert {item.subject_seen for item in read_tuples(tmp_path / "out")} == {said}
