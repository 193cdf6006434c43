"""`bench`, `judge` and `generate` as a user runs them against a server: mistakes, secrets, kills and shares."""

import base64
import io
import json
import random
import secrets
import signal
import subprocess
import sys
import time
from collections import Counter

import pyarrow.parquet as pq
import pytest
from PIL import Image
from support.fake_openai import FakeOpenAI, answer, pictures, refusal, status
from support.forked import Forked, run_forked
from support.thorough import kill_counts, some
from support.verbs import run, run_json

from scisynth.core.store import Journal
from scisynth.generators.folder import METADATA
from scisynth.lab.render import LabGenerator
from scisynth.prompts.write import PromptsConfig, write_prompts

NUM = 5
PROMPT_SETS = [
    item for split in ("test_S", "test_C") for item in write_prompts(PromptsConfig(num=NUM, split=split), seed=0)
]
COSTS = {"requests", "input_tokens", "output_tokens", "usd"}
"""A reply kept by a killed run costs the next one nothing."""


def error_line(*arguments):
    """The one line of a mistake; before it there may be steps that were announced."""
    result = run(*arguments, code=2)
    lines = result.stderr.strip().splitlines()
    assert lines[-1].startswith("Error: ") and not result.stdout and "Traceback" not in result.stderr, result.output
    assert not [line for line in lines[:-1] if line.startswith("Error")]
    return lines[-1]


def grade(call):
    """Depends on the question, and says which one it was."""
    words = question(call.text)
    return json.dumps({"description": words, "scene_complete": True, "reality": len(words) % 4})


def draw(call):
    """An image of one colour, another for every prompt."""
    shades = random.Random(call.text)
    buffer = io.BytesIO()
    Image.new("RGB", (16, 16), tuple(shades.randrange(256) for _ in range(3))).save(buffer, "PNG")
    usage = {"input_tokens": 10, "output_tokens": 1000, "total_tokens": 1010}
    item = {"b64_json": base64.b64encode(buffer.getvalue()).decode(), "revised_prompt": call.text}
    return pictures(item, usage=usage, model="drawer-1")


def respond(call):
    return grade(call) if "messages" in call.body else draw(call)


@pytest.fixture
def server(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with FakeOpenAI() as server:
        server.behave = respond
        yield server


@pytest.fixture
def folder(tmp_path):
    """Images made elsewhere, one a situation."""
    folder = tmp_path / "made"
    folder.mkdir()
    rows = []
    for number, item in enumerate(PROMPT_SETS):
        LabGenerator().generate(item, "explicit", seed=number, size_px=32).save(folder / f"{number}.png")
        rows.append(json.dumps({"file_name": f"{number}.png", "prompt": item.implicit_prompt}))
    (folder / METADATA).write_text("\n".join(rows) + "\n")
    return folder


@pytest.fixture
def bench(folder, server, tmp_path):
    """A benchmark of that folder by the server's judge, with options changed or added."""

    def command(*options, out="run", generator=f"folder:{folder}", judge="api:m", url=server.base_url):
        given = ["bench", "science-t2i", "--generator", generator, "--judge", judge, "--num", NUM, "--images", 1]
        return [*given, "--base-url", url, "--set", "access.backoff_s=0.001", "--out", tmp_path / out, *options]

    return command


# --- bad input -------------------------------------------------------------------------------------------------


def test_names_with_a_slip_leave_no_folder(bench, tmp_path, folder):
    for changes, words in (
        ({"judge": "oracle:m"}, "unknown judge 'oracle'"),
        ({"judge": "lab-jugde"}, "lab-jugde"),
        ({"judge": "sciscore:nobody/knows-me"}, "nobody/knows-me"),
        ({"generator": "lab-flix"}, "lab-flux"),
        ({"generator": f"folder:{tmp_path / 'gone'}"}, "found none; check the path"),
        ({"url": "localhost:8000/v1"}, "expected a URL"),
        ({"url": "http://api.example.com/v1"}, "expected https"),
    ):
        assert words in error_line(*bench(**changes))
    assert "nowhere.parquet" in error_line(*bench("--data", "nowhere.parquet"))
    assert "max_usd: expected the price" in error_line(*bench("--max-usd", 1))
    assert "--record or --replay" in error_line(*bench("--record", "--replay"))
    assert "--shard 3/3" in error_line(*bench("--shard", "3/3")) and "--shard x" in error_line(*bench("--shard", "x"))
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_no_key_names_the_variable(bench):
    line = error_line(*bench("--api-key-env", "NO_SUCH_KEY", url="https://api.example.com/v1"))
    assert "NO_SUCH_KEY" in line and "set it" in line


def test_a_server_that_is_down_or_elsewhere(bench, server):
    assert "cannot connect to http://127.0.0.1:9/v1" in error_line(*bench(url="http://127.0.0.1:9/v1"))
    wrong = server.base_url.replace("/v1", "/v2")
    assert "404" in (line := error_line(*bench(out="wrong", url=wrong))) and "check base_url" in line
    server.behave = lambda call: status(404, "no model of that name")
    assert "no model of that name" in error_line(*bench(out="other"))
    server.behave = respond
    assert run_json(*bench(out="other"))["outcomes"]["ok"] == 2 * NUM, "the same command resumes"


def test_a_judge_that_always_refuses_finishes_with_failed_items(bench, server):
    server.behave = lambda call: refusal("I must not.")
    result = run_json(*bench(), code=3)
    score = result["reality_score"]["overall"]
    assert result["outcomes"]["refused"] == 2 * NUM and (score["value"], score["n"], score["coverage"]) == (None, 0, 0)
    text = run(*bench(), code=3)
    assert f"refused {2 * NUM}" in text.stdout and len(server.calls) == 2 * NUM, "a refusal is an answer"


def test_a_image_deleted_between_generate_and_judge(bench, folder, tmp_path):
    (folder / "3.png").unlink()
    result = run_json(*bench(), code=3)
    assert (result["outcomes"]["missing"], result["outcomes"]["ok"]) == (1, 2 * NUM - 1)
    assert "3.png" in result["judges"]["api:m"]["failures"][0]["reason"]
    stopped = run_json(*bench("--max-requests", 0, out="second"), code=3)
    assert stopped["outcomes"]["budget"] == 2 * NUM - 1
    record = json.loads((tmp_path / "second" / "images" / "images.jsonl").read_text().splitlines()[0])
    (tmp_path / "second" / "images" / record["file"]).unlink()
    result = run_json(*bench(out="second"), code=3)
    assert (result["outcomes"]["missing"], result["outcomes"]["ok"]) == (2, 2 * NUM - 2)


def test_data_with_ids_twice(bench, tmp_path):
    rows = [item.to_dict() for item in (*PROMPT_SETS, PROMPT_SETS[2])]
    for name, lines in (("twice", rows), ("none", []), ("other", [{"id": "a"}])):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in lines))
    line = error_line(*bench("--data", tmp_path / "twice.jsonl"))
    assert f"2 rows have the id {PROMPT_SETS[2].id!r}" in line
    assert "twice.jsonl" in line and "ids must differ" in line
    assert "expected prompt sets, found none" in error_line(*bench("--data", tmp_path / "none.jsonl"))
    assert "not prompt sets" in error_line(*bench("--data", tmp_path / "other.jsonl"))
    assert not (tmp_path / "run").exists()


def test_a_replay_of_another_run(bench, tmp_path, server):
    run(*bench(out="first"))
    kept = tmp_path / "first" / "judgements" / "api_m.replies.jsonl"
    run(*bench("--max-requests", 0, "--set", "repeats=2", out="second"), code=3)
    place = tmp_path / "second" / "judgements" / kept.name
    assert "found none; check the path" in error_line(*bench("--replay", "--set", "repeats=2", out="second"))
    place.write_bytes(kept.read_bytes())
    line = error_line(*bench("--replay", "--set", "repeats=2", out="second"))
    assert f"holds no answer to {2 * NUM} of {4 * NUM} questions" in line
    place.write_text(json.dumps({"id": "a row of something else"}) + "\n")
    assert "not an answer of a model" in error_line(*bench("--replay", "--set", "repeats=2", out="second"))
    assert len(server.calls) == 2 * NUM


# --- generate --------------------------------------------------------------------------------------------------


def test_generate_asks_a_image_api_within_its_limits(server, tmp_path):
    prompts = [part for number in range(6) for part in ("--prompt", f"a stone, number {number}")]
    command = ["generate", *prompts, "--model", "api:drawer", "--base-url", server.base_url, "--out", tmp_path / "out"]
    stopped = run_json(*command, "--max-requests", 2, code=3)
    assert (stopped["outcomes"]["ok"], stopped["outcomes"]["budget"]) == (2, 4) and len(server.calls) == 2
    assert "max_usd: expected the price" in error_line(*command[:-1], tmp_path / "a", "--max-usd", 1)
    text = run(*command).stdout
    assert text.startswith("6 images; 6 requests; open ") and len(server.calls) == 6
    assert set(server.counts.values()) == {1}
    assert run_json(*command, "--replay")["images"] == run_json(*command)["images"] and len(server.calls) == 6


def test_generate_spends_no_more_than_it_may(server, tmp_path):
    prompts = [part for number in range(9) for part in ("--prompt", f"a stone, number {number}")]
    command = ["generate", *prompts, "--model", "api:drawer", "--base-url", server.base_url]
    command += ["--usd-per-image", 0.25, "--max-usd", 1, "--out", tmp_path / "out"]
    result = run_json(*command, code=3)
    assert result["outcomes"]["ok"] == len(server.calls) == 4, "four images for a dollar"
    assert result["cost"]["usd"] == pytest.approx(1) and result["cost"]["requests"] == 4


def test_api_verbs_need_no_torch(bench, server, tmp_path):
    """Judging images made elsewhere, and drawing by an API, are for laptops without the models extra."""
    code = "import sys; sys.modules['torch'] = sys.modules['transformers'] = None; from scisynth.cli.main import run; run()"
    for command in (
        bench("--json"),
        ["generate", "--prompt", "a stone", "--model", "api:d", "--base-url", server.base_url, "--out", tmp_path / "a"],
    ):
        done = subprocess.run([sys.executable, "-c", code, *map(str, command)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


# --- shares ----------------------------------------------------------------------------------------------------


def test_shards_are_joined_by_the_command_without_them(bench, server):
    for number in (1, 0, 2):
        text = run(*bench("--shard", f"{number}/3")).stdout
        assert text.startswith(f"shard {number}/3: ok ") and "run without --shard to join" in text
    assert "holds shards of 3, asked for one of 4" in error_line(*bench("--shard", "1/4"))
    joined = run_json(*bench())
    assert set(server.counts.values()) == {1} and len(server.calls) == 2 * NUM
    whole = run_json(*bench(out="whole"))
    assert joined["reality_score"] == whole["reality_score"] and joined["outcomes"] == whole["outcomes"]


# --- a planted key ---------------------------------------------------------------------------------------------


def holders(root, key):
    """Files that hold the key, plain or inside a compressed table."""
    found = []
    for path in (path for path in root.rglob("*") if path.is_file()):
        table = str(pq.read_table(path).to_pylist()) if path.suffix == ".parquet" else ""
        if key.encode() in path.read_bytes() or key in table:
            found.append(path)
    return found


@pytest.mark.parametrize("variable", some(["SCISYNTH_API_KEY", "OPENAI_API_KEY"], 1))
def test_a_planted_key_is_found_nowhere(bench, server, tmp_path, monkeypatch, variable):
    key = "sk-" + secrets.token_urlsafe(24)
    monkeypatch.setenv(variable, key)
    server.key = key

    def echo(call):
        """A server that repeats its secret in every answer, and in every refusal."""
        if call.nth == 1 and len(call.text) % 2:
            return status(500, f"{call.authorization} met trouble")
        if "messages" not in call.body:
            return draw(call)
        if '"choice"' in call.text:
            return answer(json.dumps({"reasoning": f"You are {call.authorization}.", "choice": "first"}))
        words = {"description": f"You are {call.authorization}.", "scene_complete": True, "reality": 2}
        return answer(json.dumps(words))

    server.behave = echo
    where = ["--api-key-env", variable, "--base-url", server.base_url]
    api = ["--generator", "api:drawer", "--judge", "api:m", "--num", 2]
    commands = [
        ["bench", "science-t2i", *api, *where, "--plan", "--out", tmp_path / "bench"],
        ["bench", "science-t2i", *api, *where, "--shard", "0/2", "--out", tmp_path / "bench"],
        ["bench", "science-t2i", *api, *where, "--out", tmp_path / "bench", "--json"],
        ["bench", "science-t2i", *api, *where, "--out", tmp_path / "bench", "--replay"],
        ["bench", "leaderboard", tmp_path / "bench", "--out", tmp_path / "board", "--json"],
        ["judge", "two-choice", "--judge", "api:m", "--num", 2, *where, "--out", tmp_path / "choice", "--json"],
        ["generate", "--prompt", "a stone", "--model", "api:drawer", *where, "--out", tmp_path / "pictures", "--json"],
    ]
    said = [run(*command).output for command in commands]
    server.behave = lambda call: status(401, f"not with {call.authorization}")
    failing = ["judge", "two-choice", "--judge", "api:m", "--num", 8, *where, "--out", tmp_path / "refused"]
    said.append(error_line(*failing))
    assert "not with Bearer [key]" in said[-1], "the server's words are kept, the secret is not"
    assert any("[key]" in path.read_text() for path in tmp_path.rglob("*.jsonl")), "the server did repeat it"
    assert not [text for text in said if key in text]
    assert not holders(tmp_path, key)
    assert all(call.authorization == f"Bearer {key}" for call in server.calls)


# --- killed ----------------------------------------------------------------------------------------------------


def question(text):
    """The first line of a request, which tells all of them apart."""
    return text.splitlines()[0]


def kept_questions(out):
    """Requests that need never be sent again, since their replies are kept; both kinds of reply repeat the question."""
    drawn = {row["text"] for row in Journal(out / "images" / "replies.jsonl")}
    judged = {json.loads(row["text"])["description"] for row in Journal(out / "judgements" / "api_m.replies.jsonl")}
    return drawn | judged


def times_asked(server):
    return Counter(question(call.text) for call in server.calls)


@kill_counts(2, 10)
def test_killed_it_ends_with_the_same_table_and_nothing_finished_is_asked_again(bench, server, tmp_path, num_kills):
    """Drawing and judging by an API, killed at random moments; two requests at a time, two more on their way to the disk."""
    server.delay_s = 0.05
    options = ("--num", 12, "--set", "access.max_concurrency=2", "--json")
    command = ["-m", "scisynth", *bench(*options, generator="api:drawer")]
    out, rng = tmp_path / "run", random.Random(5)
    num_asked, kept = [1, 8, 2, 2, 3, 3, 4, 5, 6, 7][:num_kills], {}
    for wanted in rng.sample(num_asked, len(num_asked)):
        before = len(server.calls)
        child = Forked(command)
        while child.poll() is None and len(server.calls) < before + wanted:
            time.sleep(0.002)
        time.sleep(rng.uniform(0, 0.05))
        assert child.poll() is None, "it was to be killed before its end"
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert {text: times_asked(server)[text] for text in kept} == kept
        kept = {text: times_asked(server)[text] for text in kept_questions(out)}
    assert len(kept) > len(num_asked)
    done = run_forked(command)
    assert done.returncode == 0, done.stderr
    asked = times_asked(server)
    assert {text: asked[text] for text in kept} == kept and len(asked) == 48
    assert sum(asked.values()) <= 48 + 4 * len(num_asked)
    whole = run_json(*bench(*options[:-1], out="whole", generator="api:drawer"))
    result = json.loads(done.stdout)
    assert result["reality_score"] == whole["reality_score"] and result["outcomes"] == whole["outcomes"]
    assert table(out) == table(tmp_path / "whole")


def table(out):
    rows = pq.read_table(out / "judgements.parquet").to_pylist()
    return [{name: value for name, value in row.items() if name not in COSTS} for row in rows]
