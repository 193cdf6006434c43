"""`judge people` as it is used: the real command serves, people answer, Ctrl-C ends it, and the answers are counted."""

import http.client
import json
import re
import signal
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

from scisynth.cli.main import app

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

COMMAND = ("judge", "people", "--data", "lab", "--num", "4", "--out", "people")


def ask(place, method, path, cookie="", body=None):
    connection = http.client.HTTPConnection(place, timeout=60)
    try:
        connection.request(method, path, body, {"Cookie": cookie, "Origin": f"http://{place}"})
        reply = connection.getresponse()
        return reply.getheader("set-cookie", "").split(";")[0], reply.read()
    finally:
        connection.close()


def answer(url, rater, answers):
    """Gives a rater's answers, one after the other."""
    parts = urlsplit(url)
    cookie, _ = ask(parts.netloc, "GET", f"{parts.path}?{parts.query}")
    state = json.loads(ask(parts.netloc, "GET", f"/state?rater={rater}", cookie)[1])
    for given in answers:
        posted = {"rater": rater, "item": state["now"]["item"], "answer": given, "seconds": 1.5}
        state = json.loads(ask(parts.netloc, "POST", "/answer", cookie, json.dumps(posted))[1])


def served(folder, *extra, people=None):
    """(exit code, stdout) of the command, ended by Ctrl-C once everybody has answered."""
    command = [sys.executable, "-m", "scisynth", *COMMAND, *extra]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with process:
        try:
            url = next(found[0] for line in process.stderr if (found := re.search(r"http://\S+", line)))
            for rater, answers in (people or {}).items():
                answer(url, rater, answers)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=120)
        finally:
            process.kill()
    assert "Traceback" not in err, err
    return process.returncode, out


def counted(*extra):
    result = CliRunner().invoke(app, [*COMMAND, "--count", *extra])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_answers_are_counted_after_ctrl_c_and_later_as_text_and_json(tmp_path, monkeypatch):
    people = {"anna": ["left", "right", "left", "cannot_tell"], "ben": ["left", "left"]}
    code, text = served(tmp_path, people=people)
    assert code == 0
    assert re.search(r"^anna +\d+\.\d %.* n=3$", text, re.MULTILINE), text
    assert re.search(r"^ben +\d+\.\d %.* n=2$", text, re.MULTILINE), text
    monkeypatch.chdir(tmp_path)
    assert counted() == text, "the count says what the end of the session said"
    found = json.loads(counted("--json"))
    assert (found["num_answers"], found["num_cannot_tell"], found["accuracy"]["n"]) == (6, 1, 5)
    assert set(found["by_rater"]) == {"anna", "ben"} and found["by_rater"]["ben"]["accuracy"]["n"] == 2
    code, again = served(tmp_path, "--json", people={"cleo": ["right"]})
    assert code == 0 and json.loads(again)["num_answers"] == 7, "a later session goes on"


def test_only_cannot_tell_has_no_share_and_is_no_mistake(tmp_path):
    code, text = served(tmp_path, people={"anna": ["cannot_tell"] * 4})
    assert code == 0 and re.search(r"^anna +-$", text, re.MULTILINE), text


def test_a_page_that_nobody_answered_ends_quietly_but_cannot_be_counted(tmp_path, monkeypatch):
    code, text = served(tmp_path)
    assert code == 0 and "no answers yet" in text
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, [*COMMAND, "--count"])
    assert result.exit_code == 2 and result.stderr.count("\n") == 1 and "answers.jsonl" in result.stderr
