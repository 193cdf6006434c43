"""Notes follow what models and data are made of, whatever they are called."""

import json
import shutil

import pyarrow.parquet as pq
import pytest

from scisynth.core.store import RunFolder
from scisynth.core.weights import PACKAGED
from scisynth.pipelines.demo.run import demo_config
from scisynth.pipelines.lab.tuples import LabTuplesConfig, build_lab_tuples
from scisynth.pipelines.providers.provenance import ELSEWHERE, LAB, notes_on, world_of_data, worlds_of_model
from scisynth.pipelines.reward.config import RewardRunConfig, lab_reward
from scisynth.pipelines.reward.score import score_images
from scisynth.pipelines.reward.train import run_reward_training
from scisynth.tuples.parquet import generators_of

SMALL = {"max_steps": 1, "eval_every": 1, "warmup_steps": 0, "batch_size": 2}


@pytest.fixture(scope="module")
def lab_data(tmp_path_factory):
    config = LabTuplesConfig(num=16)
    root = tmp_path_factory.mktemp("data") / "nothing that says so"
    return build_lab_tuples(config, RunFolder(root, config, command="tuples build", seed=0), 0)


@pytest.fixture(scope="module")
def other_data(lab_data, tmp_path_factory):
    """The same rows without the mark, as photos would be."""
    folder = tmp_path_factory.mktemp("lab-photos")
    for file in lab_data.glob("*.parquet"):
        pq.write_table(pq.read_table(file).replace_schema_metadata(None), folder / file.name)
    return folder


@pytest.fixture(scope="module")
def train(tiny_clip, tmp_path_factory):
    def train(base, data):
        out = tmp_path_factory.mktemp("runs") / "run"
        config = RewardRunConfig(reward=lab_reward(str(base or tiny_clip)).replace(SMALL), data=str(data))
        run_reward_training(config, out, seed=0)
        return out

    return train


def test_data_drawn_by_the_lab_are_marked_where_they_lie(lab_data, other_data, tmp_path):
    assert generators_of(lab_data) == {"lab"} and generators_of(other_data) == {""}
    shutil.copy(lab_data / "val.parquet", tmp_path / "photos.parquet")
    lab = ("lab", lab_data, lab_data.parent, tmp_path / "photos.parquet")
    assert {world_of_data(str(data)) for data in lab} == {LAB}
    shutil.copy(other_data / "train.parquet", tmp_path / "train.parquet")
    elsewhere = (other_data, tmp_path, tmp_path / "gone")
    assert {world_of_data(str(data)) for data in elsewhere} == {ELSEWHERE}


def test_models_are_what_their_base_and_data_are(train, lab_data, other_data, tiny_clip, tmp_path):
    assert worlds_of_model("lab-clip") == worlds_of_model("sciscore:lab-sciscore") == {LAB}
    assert worlds_of_model("openai/clip-vit-base-patch32") == worlds_of_model(str(tiny_clip)) == {ELSEWHERE}
    first = train("lab-clip", lab_data)
    second = train(first, lab_data)
    assert worlds_of_model(str(second)) == worlds_of_model(str(second / "reward")) == {LAB}
    assert worlds_of_model(str(train(first, other_data))) == {LAB, ELSEWHERE}
    assert worlds_of_model(str(train(None, lab_data))) == {LAB, ELSEWHERE}
    assert worlds_of_model(str(train(None, other_data))) == {ELSEWHERE}
    shutil.copytree(PACKAGED / "lab-clip", tmp_path / "built again")
    assert worlds_of_model(str(tmp_path / "built again")) == {LAB}, "its card is tagged"


def test_a_demo_is_of_the_lab(tmp_path):
    RunFolder(tmp_path / "run", demo_config(), command="demo", seed=0)
    assert worlds_of_model(str(tmp_path / "run")) == {LAB}
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    manifest["config"]["reward"]["base"] = "openai/clip-vit-base-patch32"
    (tmp_path / "run" / "manifest.json").write_text(json.dumps(manifest))
    assert worlds_of_model(str(tmp_path / "run")) == {LAB, ELSEWHERE}


def test_notes(train, lab_data, other_data):
    of_lab = train("lab-clip", lab_data)
    for model in ("lab-sciscore", "lab-clip", str(of_lab)):
        assert notes_on(model, "lab") == notes_on(model, str(lab_data)) == []
        assert ["knows only the lab's drawings" in note for note in notes_on(model, str(other_data))] == [True]
    hub = "openai/clip-vit-base-patch32"
    assert notes_on(hub, str(other_data)) == []
    for data in ("lab", str(lab_data)):
        assert ["out of its domain" in note for note in notes_on(hub, data)] == [True]
    both = str(train(None, lab_data))
    for data in ("lab", str(other_data)):
        assert ["one of the two worlds only" in note for note in notes_on(both, data)] == [True]


def test_scoring_by_a_run_of_the_lab_says_so(train, lab_data, tiny_clip, color_tuples, tmp_path):
    color_tuples(1)[0].explicit_image[0].save(tmp_path / "a.png")
    of_lab = train("lab-clip", lab_data)
    assert score_images("an unripe tomato", [tmp_path / "a.png"], str(of_lab)).notes
    assert not score_images("an unripe tomato", [tmp_path / "a.png"], str(tiny_clip)).notes
