"""Options about APIs on the command line: what cannot be is one line, no secret is repeated, and a resumed drawing says what it cost."""

import base64
import io
import json

import pytest
from PIL import Image
from support.fake_openai import FakeOpenAI, pictures
from support.verbs import run_json
from typer.testing import CliRunner

from scisynth.cli.main import app
from scisynth.core.errors import ConfigError
from scisynth.pipelines.alignment.config import parse_rewards
from scisynth.pipelines.providers.access import AskingConfig, JudgingConfig
from scisynth.pipelines.providers.generate import GenerateConfig
from scisynth.pipelines.science_t2i.run import BenchConfig
from scisynth.pipelines.science_t2i.two_choice import ChoosingConfig
from scisynth.pipelines.scigenbench.config import FigureBenchConfig, ImgCoderConfig

runner = CliRunner()
KEY = "sk-planted-0123456789abcdef"
ASKING = (
    ("judge", "two-choice", "--judge", "api:m", "--num", "1"),
    ("bench", "science-t2i", "--judge", "api:m", "--num", "1"),
    ("bench", "scigenbench", "--judge", "api:m"),
    ("imgcoder", "draw", "a circle", "--model", "m"),
    ("generate", "--prompt", "a stone", "--model", "api:m"),
)


def error_line(*arguments):
    result = runner.invoke(app, [str(argument) for argument in arguments])
    lines = result.stderr.strip().splitlines()
    assert result.exit_code == 2 and len(lines) == 1 and lines[0].startswith("Error: "), result.output
    return lines[0]


@pytest.mark.parametrize("verb", ASKING, ids=lambda verb: " ".join(verb[:2]))
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--temperature", "warm"), "--temperature warm: expected a number, or none"),
        (("--temperature", "-1"), "setting 'temperature': expected a value greater than or equal to 0"),
        (("--extra-body", '{"top_p": NaN}'), "setting 'extra_body.top_p': expected a finite number"),
        (("--extra-body", "{"), "--extra-body: expected a JSON object"),
        (("--extra-body", "[1]"), "--extra-body: expected a JSON object"),
        (("--extra-body", '{"messages": []}'), "'messages' is set by the verb or an option of its own"),
        (("--extra-body", '{"max_tokens": 5}'), "'max_tokens' is set by the verb or an option of its own"),
        (("--extra-body", json.dumps({"api_key": KEY})), "'api_key' looks like a secret; put the key in api_key_env"),
        (("--set", f"access.api_key={KEY}"), "--set access.api_key: unknown setting 'api_key'"),
        (("--set", f"api_key={KEY}"), "--set api_key: unknown setting"),
        (("--set", f"access.api_key_env={KEY}"), "expected the name of an environment variable"),
        (("--set", f"access.base_url=https://x:{KEY}@host/v1"), "base_url: expected no user name"),
        (("--set", "max_tokens=2001-99-99"), "max_tokens"),
        (("--set", f"max_tokens={'9' * 5000}"), "max_tokens"),
        (("--set", f"max_tokens={'[' * 3000}"), "max_tokens"),
    ],
    ids=lambda part: part[1][:24] if isinstance(part, tuple) else "",
)
def test_what_cannot_be_is_one_line_without_a_secret(monkeypatch, tmp_path, verb, options, words):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    line = error_line(*verb, *options, "--out", "out")
    assert words in line and KEY not in line and len(line) < 600
    assert not (tmp_path / "out").exists()


def test_a_settings_file_with_a_key_is_refused_without_repeating_it(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "run.yaml").write_text(f"access:\n  api_key: {KEY}\n")
    assert KEY not in error_line("judge", "two-choice", "--config", "run.yaml", "--out", "out")
    (tmp_path / "run.yaml").write_text(f"extra_body:\n  Authorization: Bearer {KEY}\n")
    assert KEY not in error_line("judge", "two-choice", "--judge", "api:m", "--config", "run.yaml", "--out", "out")


@pytest.mark.parametrize("config", [ChoosingConfig, BenchConfig, FigureBenchConfig, ImgCoderConfig, GenerateConfig])
def test_every_asking_config_knows_how_models_are_asked(config):
    chosen = config().override(
        ["temperature=0.3", "max_tokens=77", "reasoning_effort=low", 'extra_body={"top_p": 0.5, "a": [1]}']
    )
    assert isinstance(chosen, AskingConfig)
    settings = chosen.settings("m").sampling
    assert (settings.temperature, settings.max_tokens, settings.reasoning_effort) == (0.3, 77, "low")
    assert settings.extra_body == {"top_p": 0.5, "a": [1]} and config.parse(chosen.model_dump(mode="json")) == chosen
    for none in ("none", "null"):
        assert config().override([f"temperature={none}"]).settings("m").sampling.temperature == "none"
    assert config().settings("m").sampling.body == {}
    with pytest.raises(ConfigError, match="did you mean 'temperature'"):
        config().override(["temperatur=0.3"])


@pytest.mark.parametrize(
    ("options", "price"),
    [
        ((), (2, 8, 0.5)),
        (("--usd-per-image", 0.04), (2, 8, 0.04)),
        (("--price", 1, 4), (1, 4, 0.5)),
        (("--price", 1, 4, "--usd-per-image", 0), (1, 4, 0)),
    ],
)
def test_a_part_of_a_price_that_is_not_given_stays(tmp_path, options, price):
    known = {"usd_per_million_input": 2, "usd_per_million_output": 8, "usd_per_image": 0.5}
    path = tmp_path / "run.yaml"
    path.write_text(json.dumps({"access": {"price": known}}))
    found = run_json("generate", "--config", path, *options, "--print-config")["access"]["price"]
    assert tuple(found.values()) == price


def test_what_the_judge_leaves_out_is_as_for_everybody():
    common = {"base_url": "https://draw.example/v1", "api_key_env": "DRAW", "max_concurrency": 3}
    price = {"usd_per_million_input": 1, "usd_per_million_output": 2}
    for config in (BenchConfig, FigureBenchConfig):
        alone = config.parse({"access": {**common, "price": price}})
        assert (
            alone.judge_settings("j").base_url == "https://draw.example/v1"
            and alone.judging.price.usd_per_million_input == 1
        )
        own = alone.override(["judge_access.base_url=https://judge.example/v1", "judge_access.api_key_env=JUDGE"])
        judge, drawer = own.judge_settings("j"), own.settings("d")
        assert (judge.base_url, judge.api_key_env, judge.max_concurrency) == ("https://judge.example/v1", "JUDGE", 3)
        assert (drawer.base_url, drawer.api_key_env) == ("https://draw.example/v1", "DRAW")


@pytest.mark.parametrize(
    ("text", "name", "weight"),
    [
        ("lab-sciscore", "lab-sciscore", 1.0),
        ("lab-sciscore=0.5", "lab-sciscore", 0.5),
        ("https://host/score?key=abc", "https://host/score?key=abc", 1.0),
        ("https://host/score?key=12", "https://host/score?key=12", 1.0),
        ("https://host/score?a=1&key=12", "https://host/score?a=1&key=12", 1.0),
        ("https://host/score?key=12=0.5", "https://host/score?key=12", 0.5),
        ("https://host/score=2", "https://host/score", 2.0),
        ("folder/with=sign=3", "folder/with=sign", 3.0),
    ],
)
def test_rewards_with_an_equals_sign_in_their_name(text, name, weight):
    assert parse_rewards([text]) == [{"name": name, "weight": weight}]


def test_a_weight_that_is_none_is_one_line():
    with pytest.raises(ConfigError, match="expected NAME or NAME=WEIGHT"):
        parse_rewards(["lab-sciscore=much"])


def draw(call):
    buffer = io.BytesIO()
    Image.new("RGB", (16, 16), (sum(map(ord, call.text)) % 256, 0, 0)).save(buffer, "PNG")
    return pictures({"b64_json": base64.b64encode(buffer.getvalue()).decode()})


def test_a_resumed_drawing_says_what_the_whole_run_has_cost(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    prompts = [part for number in range(5) for part in ("--prompt", f"a stone, number {number}")]
    with FakeOpenAI() as server:
        server.behave = draw
        command = ["generate", *prompts, "--model", "api:d", "--base-url", server.base_url, "--usd-per-image", "0.25",
                   "--price", "5", "40", "--out", "out", "--json"]  # fmt: skip
        first = runner.invoke(app, [*command, "--max-requests", "2"])
        assert first.exit_code == 3 and json.loads(first.stdout)["cost"]["usd"] == pytest.approx(0.5)
        # Killed between a reply and its row: the reply is kept, the row is not.
        journal = tmp_path / "out" / "images" / "images.jsonl"
        journal.write_text("".join(line for line in journal.read_text().splitlines(True) if '"ok"' not in line))
        cost = json.loads(runner.invoke(app, command).stdout)["cost"]
        assert cost["usd"] == pytest.approx(1.25) and cost["usd_this_session"] == pytest.approx(0.75)
        assert (cost["replayed"], cost["requests"], len(server.calls)) == (2, 5, 5)
        rows = {row["id"]: row["cost"]["usd"] for row in map(json.loads, journal.read_text().splitlines())}
        assert sum(rows.values()) == pytest.approx(1.25), "each row says what its image cost"
        assert json.loads((tmp_path / "out" / "results.json").read_text())["cost"] == cost


def test_drawing_with_code_wants_its_packages_before_anybody_is_asked(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with FakeOpenAI() as server:
        monkeypatch.setitem(__import__("sys").modules, "rdkit", None)
        line = error_line("imgcoder", "draw", "a circle", "--model", "m", "--base-url", server.base_url, "--out", "out")
        assert "scisynth[figures]" in line and not server.calls and not (tmp_path / "out").exists()


@pytest.mark.parametrize("verb", ASKING, ids=lambda verb: " ".join(verb[:2]))
def test_asking_wants_its_client_before_anything_is_drawn(monkeypatch, tmp_path, verb):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(__import__("sys").modules, "openai", None)
    line = error_line(*verb, "--base-url", "http://127.0.0.1:9/v1", "--out", "out")
    assert "scisynth[api]" in line and not (tmp_path / "out").exists()


def test_a_price_per_image_is_no_price_of_a_judge():
    """Or a plan would say that its words cost nothing, and `--max-usd` would let it ask for ever."""
    by_piece = {"usd_per_million_input": 0, "usd_per_million_output": 0, "usd_per_image": 0.04}
    by_token = {**by_piece, "usd_per_million_input": 2.5}
    free = dict.fromkeys(by_piece, 0)
    for price, judge_price, expected in (
        (by_piece, None, None), (by_token, None, by_token), (free, None, free), (by_piece, by_token, by_token), (None, None, None),
    ):  # fmt: skip
        given = {"access": {"price": price}, "judge_access": {"price": judge_price}}
        found = JudgingConfig.parse(given).judging.price
        assert (found.model_dump() if found else None) == expected
