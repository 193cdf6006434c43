"""Names of models: the package, a folder, a run, the hub; a mistyped path is never taken for a hub id."""

import pytest

from scisynth.core.errors import ModelError
from scisynth.core.weights import PACKAGED, resolve_weights


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_where_a_name_leads(here):
    (here / "run" / "reward").mkdir(parents=True)
    (here / "run" / "reward" / "config.json").write_text("{}")
    assert resolve_weights("lab-clip") == str(PACKAGED / "lab-clip")
    assert resolve_weights("run") == resolve_weights("run/reward") == "run/reward"
    assert resolve_weights("Jialuo21/SciScore") == "Jialuo21/SciScore"


@pytest.mark.parametrize("name", ["out/rum", "out/rum/reward", "./out/rum", "../rum", "/rum"])
def test_a_path_into_a_folder_that_is_here_is_no_hub_id(here, name):
    (here / "out").mkdir()
    with pytest.raises(ModelError, match=f"{name}: no such model folder; check the path"):
        resolve_weights(name)


def test_what_is_neither(here):
    with pytest.raises(ModelError, match="nor a hub id ORG/NAME; did you mean 'lab-clip'"):
        resolve_weights("lab-clap")
    (here / "empty").mkdir()
    with pytest.raises(ModelError, match=r"expected a model folder with config\.json"):
        resolve_weights("empty")
