"""A benchmark in three shares: joined, it is the table of one run, and nothing was asked twice."""

import json
import shutil

import pyarrow.parquet as pq
import pytest
from support.fake_openai import MODEL, FakeOpenAI, answer, status

from scisynth.clients.budget import Budget
from scisynth.core.errors import ConfigError, ModelError
from scisynth.core.store import read_manifest
from scisynth.generators.folder import METADATA
from scisynth.lab.render import LabGenerator
from scisynth.pipelines.providers.access import Spending
from scisynth.pipelines.science_t2i.config import BenchConfig
from scisynth.pipelines.science_t2i.leaderboard import build_leaderboard
from scisynth.pipelines.science_t2i.rows import TABLE
from scisynth.pipelines.science_t2i.run import run_bench, run_bench_shard
from scisynth.pipelines.science_t2i.shards import SHARDS
from scisynth.prompts.write import PromptsConfig, write_prompts

NUM = 5
NUM_SITUATIONS = 2 * NUM


def grade(reality):
    return json.dumps({"description": "a thing", "scene_complete": True, "reality": reality})


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """True images of every situation but the last."""
    folder, rows = tmp_path_factory.mktemp("pictures"), []
    settings = [PromptsConfig(num=NUM, split=split) for split in ("test_S", "test_C")]
    for number, item in enumerate([item for config in settings for item in write_prompts(config, 0)][:-1]):
        LabGenerator().generate(item, "explicit", seed=number, size_px=64).save(folder / f"{number}.png")
        rows.append(json.dumps({"file_name": f"{number}.png", "prompt": item.implicit_prompt}))
    (folder / METADATA).write_text("\n".join(rows) + "\n")
    return folder


@pytest.fixture
def server(monkeypatch):
    """A judge whose grade follows from the question, so that a swapped row shows."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with FakeOpenAI() as server:
        server.behave = lambda call: grade(len(call.text) % 4)
        yield server


@pytest.fixture
def config(pictures, server):
    return BenchConfig.parse(
        {
            "num": NUM,
            "pictures": {"model": f"folder:{pictures}"},
            "judges": ["api:fake", "lab-judge"],
            "access": {"base_url": server.base_url, "backoff_s": 0.001, "max_attempts": 2},
        }
    )


def bench(config, out, **options):
    """The JSON form of the result, as `--json` prints it."""
    return run_bench(config, out, **options).to_dict()


def share(config, out, shard, **options):
    return run_bench_shard(config, out, shard, **options).to_dict()


def table(out):
    return pq.read_table(out / TABLE).to_pylist()


def numbers(result):
    return {key: value for key, value in result.items() if key not in ("out", "report")}


def test_three_shards_joined_are_one_run(config, server, tmp_path):
    whole = bench(config, tmp_path / "whole", seed=0)
    asked = dict(server.counts)
    assert len(asked) == NUM_SITUATIONS - 1 and set(asked.values()) == {1}
    parts = [share(config, tmp_path / "out", (number, 3), seed=0) for number in (2, 0, 1)]
    assert [part["num_situations"] for part in parts] == [3, 4, 3]
    states = [part["outcomes"] for part in parts]
    assert sum(state["ok"] for state in states) == 9 and sum(state["missing"] for state in states) == 1
    joined = bench(config, tmp_path / "out", seed=0)
    assert server.counts == dict.fromkeys(asked, 2), "one for the whole run, one for its shard, none to join"
    assert numbers(joined) == numbers(whole)
    assert table(tmp_path / "out") == table(tmp_path / "whole")
    again = bench(config, tmp_path / "out", seed=0)
    assert numbers(again) == numbers(whole) and sum(server.counts.values()) == 2 * len(asked)


def test_the_joined_run_stands_without_its_shards(config, server, tmp_path):
    for number in range(2):
        share(config, tmp_path / "out", (number, 2), seed=0)
    first = bench(config, tmp_path / "out", seed=0)
    shutil.rmtree(tmp_path / "out" / SHARDS)
    num_calls = len(server.calls)
    replayed = bench(config, tmp_path / "out", seed=0, spending=Spending(mode="replay"))
    assert numbers(replayed) == numbers(first) and len(server.calls) == num_calls
    files = [tmp_path / "out" / row["file"] for row in table(tmp_path / "out") if row["file"]]
    assert files and all(file.is_file() for file in files)
    assert build_leaderboard([tmp_path / "out"], tmp_path / "board").rows


def test_what_a_shard_lacks_is_done_by_the_joining_run(config, server, tmp_path):
    share(config, tmp_path / "out", (0, 3), seed=0)
    stopped = Spending(budget=Budget(max_requests=1))
    found = share(config, tmp_path / "out", (1, 3), seed=0, spending=stopped)["outcomes"]
    assert (found["ok"], found["budget"]) == (1, 2)
    result = bench(config, tmp_path / "out", seed=0)
    assert result["outcomes"]["ok"] == 9 and set(server.counts.values()) == {1}


def test_a_failed_row_is_replaced_by_a_later_answer_and_an_answer_never(config, server, tmp_path):
    server.behave = lambda call: status(500)
    out = tmp_path / "out"
    assert share(config, out, (0, 2), seed=0)["outcomes"]["transport"] == 5
    assert bench(config, out, seed=0)["outcomes"]["transport"] == 9
    server.behave = lambda call: grade(3)
    assert share(config, out, (0, 2), seed=0)["outcomes"]["ok"] == 5
    server.behave = lambda call: grade(0)
    result = bench(config, out, seed=0)
    mine = [row["score"] for row in table(out) if row["judge"] == "api:fake" and row["status"] == "ok"]
    assert result["outcomes"]["ok"] == 9 and sorted(mine) == [0.0] * 4 + [1.0] * 5


def test_a_reply_that_a_killed_shard_kept_is_not_paid_again(config, server, tmp_path):
    share(config, tmp_path / "out", (0, 1), seed=0)
    for journal in (tmp_path / "out" / SHARDS / "0-of-1" / "judgements").glob("api*.jsonl"):
        if "replies" not in journal.name:
            journal.unlink()
    assert bench(config, tmp_path / "out", seed=0)["outcomes"]["ok"] == 9
    assert set(server.counts.values()) == {1}


def test_shards_that_do_not_fit_are_refused(config, server, tmp_path):
    out = tmp_path / "out"
    share(config, out, (0, 3), seed=0)
    num_calls = len(server.calls)
    with pytest.raises(ConfigError, match="holds shards of 3, asked for one of 4"):
        share(config, out, (1, 4), seed=0)
    with pytest.raises(ConfigError, match="expected I/N with I from 0 to N - 1"):
        share(config, out, (3, 3), seed=0)
    with pytest.raises(ConfigError, match="seed 1"):
        share(config, out, (1, 3), seed=1)
    with pytest.raises(ConfigError, match="'repeats'"):
        share(config.replace({"repeats": 2}), out, (1, 3), seed=0)
    assert [path.name for path in (out / SHARDS).iterdir()] == ["0-of-3"] and len(server.calls) == num_calls
    shutil.copytree(out / SHARDS / "0-of-3", out / SHARDS / "0-of-4")
    with pytest.raises(ConfigError, match="expected shards of one count, found of 3 and of 4"):
        bench(config, out, seed=0)
    assert not (out / TABLE).exists()


def test_a_shard_of_another_run_is_not_joined(config, tmp_path):
    share(config, tmp_path / "out", (0, 2), seed=0)
    share(config, tmp_path / "other", (1, 2), seed=7)
    shutil.copytree(tmp_path / "other" / SHARDS / "1-of-2", tmp_path / "out" / SHARDS / "1-of-2")
    with pytest.raises(ConfigError, match=r"1-of-2: made by .* with seed 7"):
        bench(config, tmp_path / "out", seed=0)


def test_a_run_begun_without_shards_goes_on_without_them(config, tmp_path):
    bench(config, tmp_path / "out", seed=0)
    with pytest.raises(ConfigError, match="begun without --shard"):
        share(config, tmp_path / "out", (0, 3), seed=0)


def test_shards_that_asked_two_models_are_not_mixed(config, server, tmp_path):
    share(config, tmp_path / "out", (0, 2), seed=0)
    server.behave = lambda call: answer(grade(1), model="another-snapshot")
    share(config, tmp_path / "out", (1, 2), seed=0)
    with pytest.raises(ModelError, match=f"answers as 'another-snapshot'.*{MODEL}"):
        bench(config, tmp_path / "out", seed=0)


def test_a_shard_has_a_manifest_of_its_own(config, tmp_path):
    share(config, tmp_path / "out", (1, 2), seed=0)
    found = read_manifest(tmp_path / "out" / SHARDS / "1-of-2")
    assert found["command"] == "bench science-t2i --shard 1/2"
    assert found["config"] == read_manifest(tmp_path / "out")["config"]
