"""The Science-T2I benchmark end to end: images made elsewhere, local judges, and a chat model on a real server."""

import json
import os
import random
import signal
import time
from collections import Counter

import pytest
from support.fake_openai import FakeOpenAI, cut, filtered, raw, refusal, status
from support.forked import Forked, run_forked

from scisynth.clients.budget import Budget
from scisynth.core.engine.choice import engine_of
from scisynth.core.errors import ConfigError, DataError, ModelError
from scisynth.generators.folder import METADATA
from scisynth.lab.render import LabGenerator
from scisynth.pipelines.providers.access import Spending
from scisynth.pipelines.science_t2i.config import BenchConfig
from scisynth.pipelines.science_t2i.leaderboard import build_leaderboard
from scisynth.pipelines.science_t2i.run import run_bench
from scisynth.prompts.write import PromptsConfig, write_prompts

NUM = 16
KEY = "sk-planted-0123456789abcdef"


def grade(reality, *, scene=True):
    return json.dumps({"description": "a thing", "scene_complete": scene, "reality": reality})


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """Two folders of lab images for the same prompts: what science says, and what it does not."""
    root = tmp_path_factory.mktemp("pictures")
    prompt_sets = [
        item for split in ("test_S", "test_C") for item in write_prompts(PromptsConfig(num=NUM, split=split), 0)
    ]
    for tier in ("explicit", "superficial"):
        folder = root / tier
        folder.mkdir()
        rows = []
        for number, item in enumerate(prompt_sets):
            LabGenerator().generate(item, tier, seed=number, size_px=64).save(folder / f"{number}.png")
            rows.append(json.dumps({"file_name": f"{number}.png", "prompt": item.implicit_prompt}))
        (folder / METADATA).write_text("\n".join(rows) + "\n")
    return root


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with FakeOpenAI() as server:
        server.behave = lambda call: grade(2)
        yield server


def bench(chosen, out, **options):
    """The JSON form of the result, as `--json` prints it."""
    return run_bench(chosen, out, **options).to_dict()


def board_of(folders, out):
    return build_leaderboard(folders, out).to_dict()


def config(folder, *, judges=("lab-judge",), server=None, **changes):
    values = {
        "num": NUM,
        "pictures": {"model": f"folder:{folder}", "images_per_prompt": 1},
        "judges": judges,
        **changes,
    }
    if server:
        values["access"] = {"base_url": server.base_url}
    return BenchConfig.parse(values)


def test_true_images_score_high_and_false_ones_nothing(pictures, tmp_path):
    true = bench(config(pictures / "explicit"), tmp_path / "true", seed=0)
    false = bench(config(pictures / "superficial"), tmp_path / "false", seed=0)
    overall = true["reality_score"]["overall"]
    assert set(overall) == {"value", "low", "high", "n", "coverage", "with_failures_as_zero", "resampled"}
    assert overall["value"] >= 90 and overall["n"] == 2 * NUM and overall["coverage"] == 1
    assert set(true["reality_score"]["by_law"]) == {item["law"] for item in rows(tmp_path / "true")}
    assert false["reality_score"]["overall"]["value"] <= 5
    assert true["outcomes"]["ok"] == 2 * NUM == sum(true["outcomes"].values())
    board = board_of([tmp_path / "true", tmp_path / "false"], tmp_path / "board")
    assert [row["generator"] for row in board["rows"]] == [
        f"folder:{pictures}/{tier}" for tier in ("explicit", "superficial")
    ]
    (pair,) = board["comparisons"]
    assert pair["difference"]["value"] >= 85 and pair["p_value"] < 0.001
    assert sorted(Counter(row["source"] for row in board["published"]).values()) == [5, 10, 18], "v1, two-choice, v2"
    stored = json.loads((tmp_path / "board" / "report" / "results.json").read_text())
    assert len(stored["items"]) == 2 * NUM and all(len(item["pictures"]) == 2 for item in stored["items"])


def rows(out):
    return [json.loads(line) for line in (out / "prompts" / "situations.jsonl").read_text().splitlines()]


@pytest.mark.thorough
@pytest.mark.usefixtures("cluster")
def test_ray_goes_on_where_the_local_engine_stopped_and_judges_the_same(pictures, tmp_path):
    chosen = config(pictures / "explicit", judges=("sciscore:lab-sciscore",))
    here = bench(chosen, tmp_path / "out", seed=0)
    (journal,) = (tmp_path / "out" / "judgements").glob("*.jsonl")
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:5]))
    there = bench(chosen, tmp_path / "out", seed=0, engine=engine_of("ray"))
    found = journal.read_bytes().splitlines(keepends=True)
    assert found[:5] == lines[:5] and len(found) == len(lines) == 2 * NUM and there["outcomes"] == here["outcomes"]
    for one, other in zip(map(json.loads, lines), map(json.loads, found), strict=True):
        # Another batch, or one thread instead of two, may change the last digit.
        assert other["judgement"].pop("score") == pytest.approx(one["judgement"].pop("score"), abs=1e-4)
        assert one == other


def test_a_chat_model_grades_by_the_rubric(pictures, tmp_path, server):
    asked = []

    def behave(call):
        asked.append(call)
        return grade(3, scene="2" not in call.text.splitlines()[0][-3:]) if len(call.images) == 1 else grade(0)

    server.behave = behave
    result = bench(config(pictures / "explicit", judges=("api:m",), server=server), tmp_path, seed=0)
    assert result["reality_score"]["overall"]["value"] == 100 and result["cost"]["requests"] == 2 * NUM
    assert all(call.images and "Science:" in call.text for call in asked)


def test_every_fault_is_a_state_with_a_reason_and_totals_add_up(pictures, tmp_path, server):
    kinds = {"refused": refusal, "filtered": filtered, "unparsed": lambda: "I think it is lovely", "transport": cut}
    names = sorted(item["implicit_prompt"] for item in lab_rows())
    broken = {prompt: list(kinds)[number] for number, prompt in enumerate(names[:4])}

    def behave(call):
        kind = next((kind for prompt, kind in broken.items() if f"Prompt: {prompt}\n" in call.text), None)
        return kinds[kind]() if kind else grade(3)

    server.behave = behave
    chosen = config(pictures / "explicit", judges=("api:m",), server=server)
    chosen = chosen.replace({"access": chosen.access.replace({"max_attempts": 2, "backoff_s": 0.01})})
    result = bench(chosen, tmp_path, seed=0)
    assert {name: count for name, count in result["outcomes"].items() if count} == {
        "ok": 2 * NUM - 4, **dict.fromkeys(kinds, 1)
    }  # fmt: skip
    overall = result["reality_score"]["overall"]
    assert overall["value"] == 100 and overall["coverage"] == pytest.approx(1 - 4 / (2 * NUM))
    assert overall["with_failures_as_zero"] == pytest.approx(100 * overall["coverage"])
    assert all(row["reason"] for row in result["judges"]["api:m"]["failures"])


def lab_rows():
    prompt_sets = [
        item for split in ("test_S", "test_C") for item in write_prompts(PromptsConfig(num=NUM, split=split), 0)
    ]
    return [item.to_dict() for item in prompt_sets]


def test_the_budget_is_never_passed_and_the_rest_is_asked_later(pictures, tmp_path, server):
    chosen = config(pictures / "explicit", judges=("api:m",), server=server)
    first = bench(chosen, tmp_path, seed=0, spending=Spending(budget=Budget(max_requests=10)))
    assert len(server.calls) == 10 == first["outcomes"]["ok"] and first["outcomes"]["budget"] == 2 * NUM - 10
    second = bench(chosen, tmp_path, seed=0)
    assert second["outcomes"]["ok"] == 2 * NUM == len(server.calls) and second["cost"]["requests"] == 2 * NUM
    assert set(server.counts.values()) == {1}


def test_a_finished_run_replays_offline_and_another_runs_replay_is_refused(pictures, tmp_path, server):
    chosen = config(pictures / "explicit", judges=("api:m",), server=server)
    live = bench(chosen, tmp_path / "run", seed=0)
    num = len(server.calls)
    (tmp_path / "run" / "judgements" / "api_m.jsonl").unlink()
    replayed = bench(chosen, tmp_path / "run", seed=0, spending=Spending(budget=Budget(), mode="replay"))
    assert replayed["reality_score"] == live["reality_score"] and len(server.calls) == num
    other = config(pictures / "superficial", judges=("api:m",), server=server)
    replies = (tmp_path / "run" / "judgements" / "api_m.replies.jsonl").read_bytes()
    (tmp_path / "strange" / "judgements").mkdir(parents=True)
    (tmp_path / "strange" / "judgements" / "api_m.replies.jsonl").write_bytes(replies)
    with pytest.raises(ConfigError, match="expected a new or an empty folder"):
        bench(other, tmp_path / "strange", seed=0, spending=Spending(budget=Budget(), mode="replay"))


def test_canary_and_blind_probes_tell_a_reader_from_a_looker(pictures, tmp_path, server):
    # A judge that pays for any image with a bright band at the bottom, and gives 1 of 3 without an image.
    def behave(call):
        if not call.images:
            return grade(1)
        from scisynth.core.images import open_image

        image = open_image(call.images[0])
        return grade(3 if image.getpixel((image.width // 2, image.height - 7)) == (255, 255, 255) else 0)

    server.behave = behave
    chosen = config(pictures / "superficial", judges=("api:m",), server=server, canary=8, blind=8)
    result = bench(chosen, tmp_path, seed=0)
    checks = {row["name"]: row["value"]["value"] for row in result["judge_checks"]}
    assert checks["canary gain"] >= 60 and checks["score without an image"] == pytest.approx(100 / 3)


def test_a_panel_speaks_only_where_its_judges_agree(pictures, tmp_path, server):
    names = sorted(item["implicit_prompt"] for item in lab_rows())
    against = names[:5]
    server.behave = lambda call: grade(0 if any(f"Prompt: {name}\n" in call.text for name in against) else 3)
    chosen = config(pictures / "explicit", judges=("api:m", "api:other"), server=server, panel=True)
    agreed = bench(chosen, tmp_path / "agreed", seed=0)["judges"]["panel"]
    assert agreed["outcomes"]["ok"] == 2 * NUM
    assert agreed["tiers"]["implicit"]["overall"]["value"] == pytest.approx(100 * (1 - 5 / (2 * NUM)))
    server.behave = lambda call: grade(0 if call.body["model"] == "m" and f"Prompt: {names[0]}\n" in call.text else 3)
    split = bench(chosen, tmp_path / "split", seed=0)["judges"]["panel"]
    assert split["outcomes"]["disagreed"] == 1 and split["tiers"]["implicit"]["overall"]["value"] == 100
    assert split["failures"][0]["reason"] == "api:m: 0.00; api:other: 1.00"
    with pytest.raises(ConfigError, match="two or more judges"):
        bench(config(pictures / "explicit", panel=True), tmp_path / "alone", seed=0)


def test_a_deleted_image_is_missing_and_not_zero(pictures, tmp_path):
    chosen = config(pictures / "explicit")
    bench(chosen, tmp_path / "run", seed=0)
    record = json.loads((tmp_path / "run" / "images" / "images.jsonl").read_text().splitlines()[0])
    (tmp_path / "run" / "images" / record["file"]).unlink()
    (tmp_path / "run" / "judgements" / "lab-judge.jsonl").unlink()
    result = bench(chosen, tmp_path / "run", seed=0)
    assert result["outcomes"]["missing"] == 1 and result["outcomes"]["ok"] == 2 * NUM - 1


def test_killed_at_random_it_ends_with_the_same_table_and_no_request_twice(pictures, tmp_path, server):
    server.delay_s = 0.02
    chosen = config(pictures / "explicit", judges=("api:m",), server=server)
    chosen = chosen.replace({"access": chosen.access.replace({"max_concurrency": 2})})
    settings = tmp_path / "bench.json"
    settings.write_text(json.dumps(chosen.model_dump(mode="json")))
    command = ["-m", "scisynth", "bench", "science-t2i", "--config", settings, "--json", "--out", tmp_path / "run"]
    environment = {**os.environ, "OPENAI_API_KEY": KEY}
    rng = random.Random(1)
    for _ in range(3):
        before = len(server.calls)
        child = Forked(command, env=environment)
        while child.poll() is None and len(server.calls) < before + rng.randint(3, 8):
            time.sleep(0.005)
        child.send_signal(signal.SIGKILL)
        child.wait()
    done = run_forked(command, env=environment)
    result = json.loads(done.stdout)
    assert done.returncode == 0 and result["outcomes"]["ok"] == 2 * NUM
    # Only what was under way when the process died may have been asked again: two at a time.
    repeated = sum(count - 1 for count in server.counts.values())
    assert repeated <= 3 * 2
    whole = bench(chosen, tmp_path / "whole", seed=0)
    assert whole["reality_score"] == result["reality_score"]
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path
    assert KEY not in done.stdout + done.stderr


def test_what_cannot_be_had_is_one_line_and_leaves_no_folder(pictures, tmp_path, server, monkeypatch):
    out = tmp_path / "run"
    for changes, error, words in (
        ({"judges": ("oracle:x",)}, ConfigError, "unknown judge 'oracle'"),
        ({"pictures": {"model": "folder:/nowhere"}}, DataError, "found none; check the path"),
        ({"pictures": {"model": "lab-flix"}}, ModelError, "lab-flux"),
        ({"data": "nowhere.parquet"}, DataError, "nowhere.parquet"),
        ({"access": {"base_url": "http://example.com/v1"}, "judges": ("api:m",)}, ConfigError, "expected https"),
    ):
        with pytest.raises(error, match=words):
            bench(config(pictures / "explicit", **changes), out, seed=0)
        assert not out.exists()
    server.behave = lambda call: status(404, "no such model")
    with pytest.raises(ModelError, match="404"):
        bench(config(pictures / "explicit", judges=("api:gone",), server=server), out, seed=0)
    with pytest.raises(DataError, match="not finished"):
        board_of([out], tmp_path / "board")


def test_a_server_of_garbage_is_not_a_zero(pictures, tmp_path, server):
    server.behave = lambda call: raw(b"<html>busy</html>") if call.nth % 2 else grade(1)
    chosen = config(pictures / "explicit", judges=("api:m",), server=server)
    chosen = chosen.replace({"access": chosen.access.replace({"backoff_s": 0.01})})
    result = bench(chosen, tmp_path, seed=0)
    assert result["reality_score"]["overall"]["value"] == pytest.approx(100 / 3) and result["outcomes"]["ok"] == 2 * NUM
