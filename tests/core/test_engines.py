"""Engines: the same rows wherever they are computed, also when workers die."""

import os
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from support.engine_rows import die_at, die_once, fail_at, load_counted, same
from support.thorough import some

from scisynth.core import extras
from scisynth.core.engine.choice import LOCAL_ENGINE, by_model, by_row, engine_of
from scisynth.core.engine.work import BatchWork
from scisynth.core.errors import ConfigError, MissingExtraError, ScisynthError

ROWS = [None, 1, 1.5, "é", b"\0", (1, [2, {"a": None}]), {"b": (3,)}, *range(40)]
both = pytest.mark.parametrize("name", ["local", "ray"])
mostly_local = pytest.mark.parametrize("name", some(["local", "ray"], 1))


@pytest.fixture
def mapped(request):
    """All results of a work."""

    def run(name, load, rows, *, workers=2):
        if name == "ray":
            request.getfixturevalue("cluster")
        with closing(engine_of(name).map(load, rows, workers=workers)) as found:
            return list(found)

    return run


@both
def test_a_row_in_is_a_row_out_in_order(mapped, name):
    found = mapped(name, by_row(same), ROWS)
    assert found == ROWS and list(map(type, found)) == list(map(type, ROWS))
    assert mapped(name, by_row(same), []) == []


def test_no_workers_is_this_process(mapped):
    assert mapped("local", by_row(os.fspath), ["a"], workers=0) == ["a"]
    assert set(mapped("local", partial(same, lambda row: os.getpid()), [1, 2], workers=0)) == {os.getpid()}


@mostly_local
def test_a_work_is_loaded_once_a_worker(mapped, name, tmp_path):
    assert mapped(name, partial(load_counted, tmp_path), range(40)) == list(map(str, range(40)))
    pids = [path.name.partition("-")[0] for path in tmp_path.iterdir()]
    assert 1 <= len(pids) <= 2 and len(set(pids)) == len(pids) and str(os.getpid()) not in pids


@mostly_local
def test_what_befalls_every_row_arrives_whole(mapped, name):
    with pytest.raises(MissingExtraError, match=r"a row needs .* pip install 'scisynth\[figures\]'$"):
        mapped(name, by_row(partial(fail_at, 7)), range(20))


def test_a_work_of_this_process_is_closed_also_when_it_is_left_early():
    closed = []

    class Work:
        def __call__(self, row):
            return row

        def close(self):
            closed.append(True)

    assert list(LOCAL_ENGINE.map(Work, [1, 2], workers=0)) == [1, 2] and closed == [True]
    with closing(LOCAL_ENGINE.map(Work, [1, 2], workers=0)) as found:
        assert next(found) == 1
    assert closed == [True, True]


def test_a_model_has_a_card_where_there_are_cards_and_a_core_elsewhere():
    pytest.importorskip("ray", reason="needs the extra [ray]")
    from scisynth.core.engine.ray_data import Places, places_of

    model = by_model(divmod, 7, partial(int, 7), engine=None)
    machines = {"CPU": 64.0, "GPU": 3.0}
    assert places_of(model, 100, 0, machines) == Places(actors=3, cards=1, rows=1)
    assert places_of(model, 2, 0, machines) == Places(actors=2, cards=1, rows=1)
    assert places_of(model, 100, 0, {"CPU": 4.0}) == Places(actors=4, cards=0, rows=1)
    assert places_of(BatchWork(same), 100, 0, machines) == Places(actors=64, cards=0, rows=1)
    assert places_of(by_row(same), 1000, 16, machines) == Places(actors=16, cards=0, rows=8)
    assert places_of(model, 100, 0, {"CPU": 2.0, "GPU": 8.0}) == Places(actors=2, cards=1, rows=1)
    needs_none = by_model(divmod, 7, partial(int, 7), engine=None, on_card=False)
    assert places_of(needs_none, 100, 0, machines) == Places(actors=64, cards=0, rows=1)
    assert by_model(divmod, 7, int, engine=LOCAL_ENGINE)()(2) == model()(2) == (3, 1)


def test_a_model_leaves_its_card_to_the_workers():
    left = []

    class Model:
        def leave_card(self):
            left.append(True)

    by_model(divmod, Model(), Model, engine=LOCAL_ENGINE)
    assert not left
    by_model(divmod, Model(), Model, engine=None)
    assert left


def test_a_relative_path_means_the_same_to_a_worker(tmp_path, monkeypatch):
    pytest.importorskip("ray", reason="needs the extra [ray]")
    from scisynth.core.engine.ray_data import LoadedWork

    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    LoadedWork(same, tmp_path / "missing")
    assert Path.cwd() == tmp_path
    LoadedWork(same, tmp_path / "here")
    assert Path.cwd() == tmp_path / "here"


def test_killed_workers_of_ray_change_nothing(mapped, tmp_path):
    assert mapped("ray", by_row(partial(die_once, tmp_path, (3, 22))), range(24)) == [row * row for row in range(24)]
    assert {path.name for path in tmp_path.iterdir()} == {"3", "22"}


@mostly_local
def test_a_row_that_kills_every_worker_ends_the_run_in_words(mapped, name, monkeypatch):
    monkeypatch.setattr("scisynth.core.engine.ray_data.MAX_RETRIES", 1)
    with pytest.raises(ScisynthError, match=r"died.* run the same command again to resume"):
        mapped(name, by_row(partial(die_at, 2)), range(4))


@pytest.mark.parametrize("name", ["rays", "", "ray:", "local:1", "LOCAL"])
def test_an_engine_that_does_not_exist_is_refused(name):
    with pytest.raises(ConfigError, match="expected local, ray or ray:ADDRESS"):
        engine_of(name)


def test_a_cluster_that_is_not_there_is_said_at_once():
    pytest.importorskip("ray", reason="needs the extra [ray]")
    with pytest.raises(ConfigError, match=r"expected a Ray cluster at 127\.0\.0\.1:1, got: .*refused"):
        engine_of("ray:127.0.0.1:1")
    with pytest.raises(ConfigError, match="expected a Ray cluster at ray://127"):
        engine_of("ray://127.0.0.1:1")


def test_ray_that_is_not_installed_is_said(monkeypatch):
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"--engine ray needs .* pip install 'scisynth\[ray\]'"):
        engine_of("ray")
