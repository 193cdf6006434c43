import io
import json
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest
from PIL import Image
from support.fake_generator import FakeGenerator

from scisynth.core.engine.choice import engine_of
from scisynth.core.errors import ConfigError, DataError, ModelError, StorageError
from scisynth.core.images import content_hash, open_image
from scisynth.core.seeds import derive_seed
from scisynth.tuples.build import TuplesConfig, build_tuples, to_contrast_tuple
from scisynth.tuples.parquet import read_tuples

CONFIG = TuplesConfig(size_px=8)


def contents(folder):
    """Every file's bytes, the lock aside."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


class Counting(FakeGenerator):
    calls = 0

    def generate(self, prompt_set, tier, *, seed, size_px):
        type(self).calls += 1
        return super().generate(prompt_set, tier, seed=seed, size_px=size_px)


class StopsAfter(FakeGenerator):
    """Raises what a user's Ctrl-C raises, in the middle of the run."""

    left = 5

    def generate(self, prompt_set, tier, *, seed, size_px):
        type(self).left -= 1
        if type(self).left < 0:
            raise KeyboardInterrupt
        return super().generate(prompt_set, tier, seed=seed, size_px=size_px)


def test_what_is_built_is_read_back(make_prompt_sets, open_run):
    prompt_sets = make_prompt_sets(9)
    folder = build_tuples(CONFIG, prompt_sets, FakeGenerator(), open_run(), 7)
    assert sorted(path.name for path in folder.glob("*.parquet")) == [
        "test_C.parquet", "test_S.parquet", "train.parquet", "val.parquet",
    ]  # fmt: skip
    for split in ("train", "val", "test_S", "test_C"):
        wanted = [prompt_set for prompt_set in prompt_sets if prompt_set.split == split]
        found = read_tuples(folder, split)
        assert [replace(item, explicit_image=(), superficial_image=()) for item in found] == [
            replace(to_contrast_tuple(prompt_set, b"", b""), explicit_image=(), superficial_image=())
            for prompt_set in wanted
        ]
        for item, prompt_set in zip(found, wanted, strict=True):
            seed = derive_seed(7, prompt_set.id)
            for sources, tier in ((item.explicit_image, "explicit"), (item.superficial_image, "superficial")):
                drawn = FakeGenerator().generate(prompt_set, tier, seed=seed, size_px=8)
                assert np.array_equal(np.asarray(open_image(sources[0])), np.asarray(drawn))


def test_images_are_named_by_content_and_rows_follow_the_prompts(make_prompt_sets, open_run):
    prompt_sets = make_prompt_sets(6)
    folder = build_tuples(CONFIG, prompt_sets, FakeGenerator(), open_run(), 0)
    pictures = list((folder / "images").iterdir())
    assert len(pictures) == 12
    assert all(content_hash(path.read_bytes()) == path.stem for path in pictures)
    rows = [json.loads(line) for line in (folder / "rows.jsonl").read_text().splitlines()]
    assert [row["id"] for row in rows] == [prompt_set.id for prompt_set in prompt_sets]
    assert all((folder / row["explicit_image"]).is_file() for row in rows)
    written = (folder.parent / "prompts" / "prompts.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in written] == [prompt_set.to_dict() for prompt_set in prompt_sets]


def test_workers_change_nothing(make_prompt_sets, open_run):
    prompt_sets = make_prompt_sets(11)
    alone = build_tuples(CONFIG, prompt_sets, FakeGenerator(), open_run("alone"), 3)
    together = build_tuples(TuplesConfig(size_px=8, workers=2), prompt_sets, FakeGenerator(), open_run("together"), 3)
    assert contents(alone) == contents(together)


def test_a_bad_prompt_is_a_row_with_a_reason(make_prompt_sets, open_run):
    prompt_sets = make_prompt_sets(8)
    bad = prompt_sets[4].id
    folder = build_tuples(CONFIG, prompt_sets, FakeGenerator(fails_on=frozenset({bad})), open_run(), 0)
    found = {item.id: item for item in read_tuples(folder)}
    assert len(found) == 8
    assert {name for name, item in found.items() if item.status == "broken"} == {bad}
    assert "told to fail" in found[bad].reason
    assert found[bad].explicit_image == found[bad].superficial_image == ()


def test_what_no_prompt_could_have_is_raised(make_prompt_sets, open_run):
    class NoModel(FakeGenerator):
        def generate(self, prompt_set, tier, *, seed, size_px):
            raise ModelError("no such model")

    with pytest.raises(ModelError):
        build_tuples(CONFIG, make_prompt_sets(3), NoModel(), open_run(), 0)


def test_a_finished_run_is_not_touched(make_prompt_sets, open_run):
    prompt_sets = make_prompt_sets(5)
    folder = build_tuples(CONFIG, prompt_sets, FakeGenerator(), open_run(), 0)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    Counting.calls = 0
    assert build_tuples(CONFIG, prompt_sets, Counting(), open_run(), 0) == folder
    assert Counting.calls == 0
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_ctrl_c_leaves_a_run_that_resumes_where_it_stopped(make_prompt_sets, open_run):
    prompt_sets = make_prompt_sets(6)
    whole = build_tuples(CONFIG, prompt_sets, FakeGenerator(), open_run("whole"), 0)
    StopsAfter.left = 5
    with pytest.raises(KeyboardInterrupt):
        build_tuples(CONFIG, prompt_sets, StopsAfter(), open_run("stopped"), 0)
    Counting.calls = 0
    resumed = build_tuples(CONFIG, prompt_sets, Counting(), open_run("stopped"), 0)
    # 5 images are 2 whole tuples; the half of the third is drawn again.
    assert Counting.calls == 2 * (6 - 2)
    assert contents(resumed) == contents(whole)


def test_lost_and_damaged_images_are_drawn_anew(make_prompt_sets, open_run):
    prompt_sets = make_prompt_sets(6)
    folder = build_tuples(CONFIG, prompt_sets, FakeGenerator(), open_run(), 0)
    before = contents(folder)
    lost, empty, damaged = sorted((folder / "images").iterdir())[:3]
    lost.unlink()
    empty.write_bytes(b"")
    damaged.write_bytes(damaged.read_bytes()[:-1])
    (folder / "train.parquet").unlink()
    (folder / "README.md").unlink()
    with pytest.raises(StorageError, match="run the same command again"):
        build_tuples(CONFIG, prompt_sets, FakeGenerator(), open_run(), 0)
    build_tuples(CONFIG, prompt_sets, FakeGenerator(), open_run(), 0)
    after = contents(folder)
    # The journal tells of the rows drawn again; tables and images are as before.
    assert len(after.pop("rows.jsonl").splitlines()) > len(before.pop("rows.jsonl").splitlines())
    assert after == before


def test_leftovers_of_a_killed_run_are_removed(make_prompt_sets, open_run):
    prompt_sets = make_prompt_sets(4)
    folder = open_run().stage("tuples")
    (folder / "images").mkdir()
    (folder / "images" / ".abc.png.123.tmp").write_bytes(b"half a pict")
    (folder / ".train.parquet.123.tmp").write_bytes(b"PAR1")
    build_tuples(CONFIG, prompt_sets, FakeGenerator(), open_run(), 0)
    assert not [path for path in folder.rglob("*") if path.name.endswith(".tmp")]


def test_other_prompts_are_refused(make_prompt_sets, open_run):
    build_tuples(CONFIG, make_prompt_sets(4), FakeGenerator(), open_run(), 0)
    with pytest.raises(ConfigError, match="other prompts"):
        build_tuples(CONFIG, make_prompt_sets(5), FakeGenerator(), open_run(), 0)


def test_ids_must_differ_and_be_there(make_prompt_sets, open_run):
    one = make_prompt_sets(1)
    for prompt_sets in ([], one * 2):
        with pytest.raises(DataError, match="id of their own"):
            build_tuples(CONFIG, prompt_sets, FakeGenerator(), open_run(), 0)


def test_transparent_images_are_stored_as_rgb(make_prompt_sets, open_run):
    class Transparent(FakeGenerator):
        def generate(self, prompt_set, tier, *, seed, size_px):
            return Image.new("RGBA", (size_px, size_px), (0, 0, 0, 0))

    folder = build_tuples(CONFIG, make_prompt_sets(1), Transparent(), open_run(), 0)
    stored = Image.open(io.BytesIO(read_tuples(folder)[0].explicit_image[0]))
    assert stored.mode == "RGB"
    assert stored.getpixel((0, 0)) == (255, 255, 255)


def test_row_groups_stay_small_enough_for_the_viewer(make_prompt_sets, open_run):
    folder = build_tuples(CONFIG, make_prompt_sets(230, splits=("train",)), FakeGenerator(), open_run(), 0)
    file = pq.ParquetFile(folder / "train.parquet")
    assert [file.metadata.row_group(index).num_rows for index in range(file.num_row_groups)] == [100, 100, 30]


def test_datasets_opens_it_with_the_right_splits(make_prompt_sets, open_run, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    datasets = pytest.importorskip("datasets")
    prompt_sets = make_prompt_sets(9)
    bad = prompt_sets[8].id
    folder = build_tuples(CONFIG, prompt_sets, FakeGenerator(fails_on=frozenset({bad})), open_run(), 0)
    data = datasets.load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))
    assert {split: len(rows) for split, rows in data.items()} == {"train": 3, "val": 2, "test_S": 2, "test_C": 2}
    row = data["test_C"][0]
    assert row["implicit_prompt"] == [prompt_sets[3].implicit_prompt]
    seed = derive_seed(0, prompt_sets[3].id)
    drawn = FakeGenerator().generate(prompt_sets[3], "superficial", seed=seed, size_px=8)
    assert row["superficial_image"][0].getpixel((0, 0)) == drawn.getpixel((0, 0))
    assert (row["law"], row["category"], row["subject_seen"], row["paraphrase"]) == ("buoyancy", "physics", False, 3)
    assert data["train"][2]["explicit_image"] == []
    assert data["train"][2]["status"] == "broken"


@pytest.mark.usefixtures("cluster")
def test_tuples_of_ray_are_those_of_this_process(make_prompt_sets, open_run):
    prompt_sets = make_prompt_sets(9)
    broken = FakeGenerator(fails_on=frozenset({prompt_sets[4].id}))
    here = build_tuples(CONFIG, prompt_sets, broken, open_run("here"), 3)
    there = build_tuples(CONFIG, prompt_sets, broken, open_run("there"), 3, engine=engine_of("ray"))
    assert contents(here) == contents(there)
