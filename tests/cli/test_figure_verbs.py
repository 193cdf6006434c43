"""`imgcoder families | draw`, `bench scigenbench` and `bench leaderboard` of figures, as a user meets them."""

import json

import pytest
from support.fake_openai import FakeOpenAI, cut
from support.scripted_model import GOOD, PLAN, UNDERSTANDING, step_of
from typer.testing import CliRunner

from scisynth.cli.main import app

runner = CliRunner()
PROBLEM = "In a right triangle the legs are a = 3 cm and b = 4 cm. Find the hypotenuse."
SCRIPT = {"understand": json.dumps(UNDERSTANDING), "plan": json.dumps(PLAN), "code": GOOD, "repair": GOOD}
QUICK = ("--set", "access.backoff_s=0.002", "--set", "access.max_attempts=2")


def run(*arguments, code):
    result = runner.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output + str(result.exception)
    return result


@pytest.fixture
def server(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with FakeOpenAI() as running:
        running.behave = lambda call: SCRIPT[step_of(call.text)]
        yield running


def test_families_draw_one_type_and_say_how_fast(tmp_path):
    result = run("imgcoder", "families", "--type", "Physics - Circuit", "--num", 2, "--twins", 1, "--out", tmp_path / "f", "--json", code=0)  # fmt: skip
    row = json.loads(result.stdout)
    assert row["outcomes"] == {"ok": 2} and row["twins"] == {"drawn": 2, "caught": 2} and row["figures_per_second"] > 0
    assert len(list((tmp_path / "f" / "figures").glob("*.png"))) == 4
    again = run("imgcoder", "families", "--type", "Physics - Circuit", "--num", 2, "--twins", 1, "--out", tmp_path / "f", code=0)  # fmt: skip
    assert "2 figures pass their checks, all drawn before" in again.stdout


def test_draw_shows_its_steps_and_keeps_everything(server, tmp_path):
    result = run("imgcoder", "draw", PROBLEM, "--model", "fake", "--base-url", server.base_url, "--out", tmp_path / "d", *QUICK, code=0)  # fmt: skip
    assert (
        "figure.png, verified; 4 of 4 claims of its own plan hold; 2 of 2 given values and 2 of 2 labels are printed"
        in result.stdout
    )
    assert "1 of 1 figures verified" in result.stdout
    findings = json.loads((tmp_path / "d" / "coded" / "problem-1" / "attempt-1.json").read_text())["findings"]
    assert {"given", "plan_label", "ratio"} <= {finding["kind"] for finding in findings}
    kept = {path.name for path in (tmp_path / "d" / "coded" / "problem-1").iterdir()}
    assert {"plan.json", "understanding.json", "attempt-1.py", "attempt-1.png", "figure.png", "replies.txt"} <= kept


def test_a_server_that_dies_half_way_leaves_states_and_the_same_command_goes_on(server, tmp_path):
    problems = [PROBLEM.replace("3 cm", f"{number} cm") for number in (3, 6, 9)]
    command = ("imgcoder", "draw", *problems, "--model", "fake", "--base-url", server.base_url, "--out", tmp_path / "d",
               "--set", "access.max_concurrency=1", *QUICK, "--json")  # fmt: skip
    server.behave = lambda call: SCRIPT[step_of(call.text)] if call.number <= 7 else cut()
    row = json.loads(run(*command, code=3).stdout)
    assert row["outcomes"] == {"ok": 1, "transport": 2}
    assert sorted(bool(item["reason"]) for item in row["figures"]) == [False, True, True], "whichever was first"
    asked = len(set(server.counts))
    server.behave = lambda call: SCRIPT[step_of(call.text)]
    server.calls.clear()
    row = json.loads(run(*command, code=0).stdout)
    assert row["outcomes"] == {"ok": 3} and len(server.calls) == 2 and asked == 9, "only the two lost scripts"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("imgcoder", "families", "--type", "Physics - Circuits"), "Physics - Circuit"),
        (("imgcoder", "draw", PROBLEM), "--model: expected the name of a chat model"),
        (("imgcoder", "draw", "--model", "m"), "expected a problem or --data, got neither"),
        (("imgcoder", "draw", PROBLEM, "--model", "m"), "OPENAI_API_KEY"),
        (("imgcoder", "draw", PROBLEM, "--model", "m", "--base-url", "http://example.org/v1"), "https"),
        (("bench", "scigenbench", "--judge", "gpt"), "expected api:MODEL"),
        (("bench", "scigenbench", "--judge", "api:gpt"), "OPENAI_API_KEY"),
        (("bench", "science-t2i", "--judge", "api:gpt"), "OPENAI_API_KEY"),
        (("bench", "scigenbench", "--generator", "folder:nowhere", "--data", "nowhere.json"), "nowhere.json"),
        (("bench", "leaderboard", "nowhere"), "no manifest.json"),
        (("audit", "nowhere"), "expected a folder of results"),
    ],
)
def test_a_users_mistake_is_one_line_and_leaves_nothing(monkeypatch, tmp_path, arguments, words):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    out = () if arguments[0] == "audit" else ("--out", tmp_path / "out")
    result = run(*arguments, *out, code=2)
    assert words in result.stderr and len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_the_plan_is_printed_and_a_run_stands_on_the_leaderboard(server, tmp_path, monkeypatch):
    monkeypatch.setattr("scisynth.pipelines.scigenbench.families.image_types", lambda: ["Universal - Table / Grid"])
    server.behave = lambda call: "A"
    given = ("--judge", "api:fake", "--base-url", server.base_url, "--num", 2, "--out", tmp_path / "run", *QUICK)
    planned = run("bench", "scigenbench", *given, "--plan", code=0)
    assert "2 problems" in planned.stdout and "no price given" in planned.stdout and not server.calls
    # "A" is no grade: those are states, and the exit code says so.
    done = run("bench", "scigenbench", *given, code=3)
    assert "R_inv" in done.stdout and "claims that hold" in done.stdout
    board = run("bench", "leaderboard", tmp_path / "run", "--out", tmp_path / "board", code=0)
    assert "families" in board.stdout and (tmp_path / "board" / "leaderboard.html").is_file()
