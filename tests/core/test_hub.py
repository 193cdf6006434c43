"""Names of the hub: one question, a quick answer, and the command that helps."""

import json
import os
import socket
import subprocess
import sys

import pytest
from PIL import Image
from support.fake_hub import FakeHub

from scisynth.core import hub as hub_module
from scisynth.core.errors import DataError, HubError, ModelError
from scisynth.core.hub import is_hub_id, reach

pytest.importorskip("huggingface_hub")
REPO = "Jialuo21/SciScore"
DOWNLOAD = "hf download Jialuo21/SciScore --local-dir sciscore"


@pytest.fixture
def hub(monkeypatch, tmp_path):
    """A hub that the libraries of this process ask, and an empty cache."""
    from huggingface_hub import constants

    with FakeHub() as server:
        monkeypatch.setattr(constants, "ENDPOINT", server.url)
        monkeypatch.setattr(
            constants, "HUGGINGFACE_CO_URL_TEMPLATE", server.url + "/{repo_id}/resolve/{revision}/{filename}"
        )
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
        monkeypatch.delenv("HF_TOKEN", raising=False)
        monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "token"))
        hub_module._ask.cache_clear()
        yield server


def refused(repo=REPO, file="config.json", **options):
    with pytest.raises(HubError) as caught:
        reach(repo, file, **options)
    assert "\n" not in str(caught.value) and str(caught.value).startswith(f"{repo}: ")
    return caught.value


@pytest.mark.parametrize(
    ("name", "is_id"),
    [
        (REPO, True), ("a/b", True), ("google/siglip-so400m-patch14-384", True), ("a/b/c", False), ("plain", False), ("./a", False),
        ("../a", False), ("a/..", False), ("/a/b", False), ("a/", False), ("", False), ("a b/c", False), ("here/model", False),
    ],
)  # fmt: skip
def test_what_a_hub_id_is(tmp_path, monkeypatch, name, is_id):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    assert is_hub_id(name) == is_id


def test_what_is_given_out_is_loaded_by_its_id_and_asked_about_once(hub, tmp_path):
    (tmp_path / "repo").mkdir()
    (tmp_path / "repo" / "config.json").write_text("{}")
    hub.repos[REPO] = tmp_path / "repo"
    assert reach(REPO, "config.json") == reach(REPO, "config.json") == REPO
    assert hub.asked == [f"{REPO}/resolve/main/config.json"]
    error = refused(file="model_index.json")
    assert "no model_index.json in it" in str(error) and not error.folder


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 418])
def test_a_hub_in_trouble_is_not_asked_twice(hub, status):
    hub.refusals[REPO] = (status, "")
    error = refused()
    assert f"answered HTTP {status}" in str(error) and DOWNLOAD in str(error) and error.folder == "sciscore"
    assert len(hub.asked) == 1


@pytest.mark.parametrize(("status", "code"), [(403, "GatedRepo"), (401, "GatedRepo"), (403, "")])
def test_a_gated_model_names_the_page_of_its_licence(hub, status, code):
    hub.refusals[REPO] = (status, code)
    text = str(refused())
    assert f"accept it at {hub.url}/{REPO}" in text and "hf auth login" in text and DOWNLOAD in text
    assert len(hub.asked) == 1


@pytest.mark.parametrize(("status", "code"), [(401, "RepoNotFound"), (404, "RepoNotFound"), (404, ""), (401, "")])
def test_a_name_that_is_no_public_model_is_to_be_checked(hub, status, code):
    hub.refusals[REPO] = (status, code)
    text = str(refused())
    assert f"check the name at {hub.url}/{REPO}" in text and "hf auth login" in text and "hf download" not in text


def test_a_revision_that_does_not_exist(hub):
    hub.refusals[REPO] = (404, "RevisionNotFound")
    assert "no revision 'v9'" in str(refused(revision="v9"))
    assert hub.asked == [f"{REPO}/resolve/v9/config.json"]


def test_the_token_is_shown_to_the_hub_and_to_nobody_else(hub, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    hub.refusals[REPO] = (401, "")
    text = str(refused())
    assert hub.tokens == ["Bearer hf_secret"] and "hf_secret" not in text and "the token was not accepted" in text


def test_a_hub_that_never_answers_and_one_that_is_not_there(hub, monkeypatch):
    from huggingface_hub import constants

    monkeypatch.setattr(hub_module, "TIMEOUT_S", 0.3)
    hub.silent.add(REPO)
    assert "does not answer" in str(refused()) and len(hub.asked) == 1
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{listener.getsockname()[1]}")
        text = str(refused())
    assert "does not answer" in text and DOWNLOAD in text
    monkeypatch.setattr(constants, "ENDPOINT", "http://name.invalid")
    assert "does not answer" in str(refused())


def test_offline_asks_nobody(hub, monkeypatch):
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    text = str(refused())
    assert "HF_HUB_OFFLINE is set" in text and DOWNLOAD in text and hub.asked == []


@pytest.mark.parametrize("trouble", ["offline", "silent", "refused"])
def test_a_whole_copy_in_the_cache_is_used_and_half_a_one_is_not(hub, monkeypatch, tmp_path, tiny_clip, trouble):
    from huggingface_hub import constants, hf_hub_download

    hub.repos[REPO] = tiny_clip
    hf_hub_download(REPO, "config.json", cache_dir=tmp_path / "cache")
    hub.repos.clear()
    monkeypatch.setattr(hub_module, "TIMEOUT_S", 0.3)
    if trouble == "offline":
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    elif trouble == "silent":
        hub.silent.add(REPO)
    else:
        hub.refusals[REPO] = (500, "")
    refused()
    snapshot = next((tmp_path / "cache").rglob("config.json")).parent
    (snapshot / "model.safetensors").write_bytes(b"")
    assert reach(REPO, "config.json") == str(snapshot)


def test_data_sets_are_named_as_such(hub):
    hub.refusals["org/Data"] = (500, "")
    error = refused("org/Data", ".gitattributes", repo_type="dataset")
    assert "hf download org/Data --repo-type dataset --local-dir data" in str(error)


def load_bench_data():
    from scisynth.pipelines.science_t2i.data import resolve_data

    return resolve_data(REPO)


def load_with(module, name):
    def load():
        from importlib import import_module

        return getattr(import_module(module), name)(REPO)

    return load


LOADERS = {
    "reward": load_with("scisynth.rewards.registry", "load_reward"),
    "clip": load_with("scisynth.rewards.clip", "load_clip_towers"),
    "siglip": load_with("scisynth.rewards.siglip", "load_siglip_towers"),
    "blip": load_with("scisynth.rewards.blip", "load_blip_matcher"),
    "image-reward": load_with("scisynth.rewards.image_reward", "load_image_reward"),
    "feature metrics": load_with("scisynth.pipelines.scigenbench.metrics", "load_clip_scorer"),
    "backbone": load_with("scisynth.backbones.registry", "load_backbone"),
    "pipeline": load_with("scisynth.generators.pipeline", "load_pipeline_generator"),
    "data": load_bench_data,
}


@pytest.mark.parametrize("kind", LOADERS)
def test_everything_that_takes_a_name_of_the_hub_asks_once(hub, kind):
    pytest.importorskip("torch")
    hub.refusals[REPO] = (503, "")
    with pytest.raises(DataError if kind == "data" else ModelError) as caught:
        LOADERS[kind]()
    assert "hf download Jialuo21/SciScore" in str(caught.value) and len(hub.asked) == 1


def test_the_localizer_asks_once(hub):
    pytest.importorskip("torch")
    from scisynth.localizers.registry import load_localizer

    hub.refusals["IDEA-Research/grounding-dino-tiny"] = (503, "")
    with pytest.raises(HubError, match="hf download IDEA-Research/grounding-dino-tiny --local-dir grounding-dino-tiny"):
        load_localizer("grounding-dino")
    assert len(hub.asked) == 1


def scored(folder, hub_url, *arguments):
    env = {key: value for key, value in os.environ.items() if key not in ("HF_HUB_OFFLINE", "HF_TOKEN")}
    env |= {
        "HF_ENDPOINT": hub_url,
        "HF_HOME": str(folder / "hf"),
        "OMP_NUM_THREADS": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
    }
    command = [sys.executable, "-m", "scisynth", "score", "a red square", "red.png", "green.png", *arguments, "--json"]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=300)


def test_the_verb_fetches_keeps_and_finds_again_and_says_what_to_type(tmp_path, tiny_clip):
    """The real command against a hub that serves a model, then goes away."""
    pytest.importorskip("torch")
    for color in ("red", "green"):
        Image.new("RGB", (40, 40), color).save(tmp_path / f"{color}.png")
    with FakeHub() as hub:
        hub.repos["org/tiny"] = tiny_clip
        first = scored(tmp_path, hub.url, "--model", "clip:org/tiny")
        url = hub.url
    assert first.returncode == 0, first.stderr
    again = scored(tmp_path, url, "--model", "clip:org/tiny")
    assert again.returncode == 0 and json.loads(again.stdout)["scores"] == json.loads(first.stdout)["scores"]
    missing = scored(tmp_path, url, "--model", REPO)
    assert missing.returncode == 2 and missing.stderr.count("\n") == 1
    assert DOWNLOAD in missing.stderr and missing.stderr.rstrip().endswith("instead: --model sciscore")


def test_a_folder_is_pushed_whole_and_tagged(hub, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    folder = tmp_path / "rows"
    (folder / "data").mkdir(parents=True)
    (folder / "README.md").write_text("---\nlicense: mit\n---\n# Rows\n")
    (folder / "data" / "train.parquet").write_bytes(b"PAR1rows")
    hub.accepts.add("me/rows")
    hub_module.push_folder(folder, "me/rows", message="Rows", then="try again", tag="v1")
    assert hub.created["me/rows"]["private"] is True and hub.tags == ["v1"] and "Bearer hf_secret" in hub.tokens
    assert hub.pushed["me/rows"] == {
        "README.md": (folder / "README.md").read_bytes(), "data/train.parquet": b"PAR1rows",
    }  # fmt: skip
    with pytest.raises(HubError, match=r"me/other: the hub refused .* is whole: run `hf auth login` .* try again"):
        hub_module.push_folder(folder, "me/other", message="Rows", then="try again")
