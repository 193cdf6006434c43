"""`curate review` as it is used: the real command serves, people answer, it is killed, goes on, and settles."""

import json
import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from http.client import HTTPException
from random import Random

import pytest
from support.curation_folder import make_folder
from support.visitor import Visitor
from typer.testing import CliRunner

from scisynth.cli.main import app
from scisynth.core.store import Journal
from scisynth.curation.records import read_items
from scisynth.curation.review.clicks import CLICKS_FILE

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

KILLS = 4


def started(root, *extra):
    """The running command and its two visitors."""
    command = [sys.executable, "-m", "scisynth", "curate", "review", "--out", str(root), *extra]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    links = {}
    for line in process.stderr:
        if found := re.search(r"(\w+)s open (http://\S+)", line):
            links[found[1]] = found[2]
        if len(links) == 2:
            break
    assert len(links) == 2, process.stderr.read()
    return process, Visitor(links["reviewer"]), Visitor(links["adjudicator"])


def answer(visitor, state, **given):
    now = state["now"]
    body = {"rater": state["rater"], "item": now["item"], "action": "accept", "seconds": 2.0, **now["chosen"], **given}
    reply, data = visitor.post(f"{visitor.home}/answer", body)
    assert reply.status == 200, data
    return json.loads(data)


def ended(process):
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in err, err
    return process.returncode, out


def invoke(*words):
    return CliRunner().invoke(app, ["curate", "review", *map(str, words)])


def test_a_review_from_known_truths_to_settled_items(tmp_path):
    ids = make_folder(tmp_path / "set", 6)
    table = tmp_path / "known.csv"
    table.write_text(f"item,expected,use,why\n{ids[0]},keep,qualification,the tube is narrow\n")
    process, visitor, head = started(tmp_path / "set", "--known", str(table), "--overlap", "2")
    try:
        state = answer(visitor, visitor.state("anna"))
        assert state["trial"] == {"right": True, "expected": "keep", "why": "the tube is narrow"}
        while state["now"]:
            state = answer(visitor, state)
        state = answer(visitor, visitor.state("ben"))
        state = answer(visitor, state, action="reject", reason="both wrong")
        while state["now"]:
            state = answer(visitor, state)
        state = answer(head, head.state("chief"), action="reject", reason="ambiguous")
        assert state["now"] is None
        code, text = ended(process)
    finally:
        process.kill()
    assert code == 0 and text.startswith("5 items: 4 accepted, 1 rejected, 0 in conflict, 0 open")
    assert "rejected: ambiguous 1" in text and re.search(r"^anna +6 +1 of 1 ", text, re.MULTILINE), text
    items = read_items(tmp_path / "set")
    assert Counter(item.status for item in items.values()) == {"accepted": 5, "rejected": 1}
    # The settings are the folder's own: counting again needs none of them.
    again = invoke("--out", tmp_path / "set", "--count", "--json")
    assert again.exit_code == 0, again.output
    found = json.loads(again.stdout)
    assert found["settled"] == 0 and found["queue"]["accepted"] == 4 and found["adjudicated"] == 1
    assert json.loads((tmp_path / "set" / "review" / "settings.json").read_text())["config"]["overlap"] == 2
    assert invoke("--out", tmp_path / "set", "--count", "--known", table).exit_code == 0, "the same command goes on"
    table.write_text(f"item,expected\n{ids[1]},keep\n")
    late = invoke("--out", tmp_path / "set", "--count", "--known", table)
    assert late.exit_code == 2 and late.stderr.count("\n") == 1 and "has answers already" in late.stderr


def test_kills_in_the_middle_of_answers_lose_none(tmp_path):
    root, chance, saved = tmp_path / "set", Random(7), 0
    make_folder(root, 40 * KILLS)
    for _ in range(KILLS):
        process, visitor, _ = started(root, "--overlap", "1")
        try:
            state = visitor.state("anna")
            assert state["done"] in (saved, saved + 1), "all that was acknowledged is there, and at most one more"
            saved = state["done"]
            killer = threading.Timer(chance.uniform(0.1, 0.6), process.kill)
            killer.start()
            for _ in range(39):
                action = chance.choice(
                    [{}, {"action": "reject", "reason": "unsafe"}, {"words": {"implicit_prompt": "A."}}]
                )
                state = answer(visitor, state, **action)
                saved += 1
                assert state["done"] == saved
        except (ConnectionError, HTTPException):
            pass
        finally:
            killer.join()
            process.kill()
            process.communicate()
    rows = Journal(root / CLICKS_FILE).read()
    assert len(rows) in (saved, saved + 1) and len({row["item"] for row in rows}) == len(rows) > KILLS
    result = invoke("--out", root, "--count", "--json")
    assert result.exit_code == 0, (result.stderr, result.exception)
    assert json.loads(result.stdout)["settled"] == len(rows)
    assert sum(item.status != "draft" for item in read_items(root).values()) == len(rows)


def test_label_studio_there_and_back(tmp_path):
    make_folder(tmp_path / "set", 3)
    out = invoke("--out", tmp_path / "set", "--export", tmp_path / "ls")
    assert out.exit_code == 0 and out.stdout.startswith("3 tasks in"), out.output
    rows = json.loads((tmp_path / "ls" / "tasks.json").read_text())
    for row, verdict in zip(rows, ("keep", "swap", "splendid"), strict=True):
        result = [{"from_name": "verdict", "to_name": "x", "type": "choices", "value": {"choices": [verdict]}}]
        row["annotations"] = [
            {"completed_by": 3, "lead_time": 5, "created_at": "2026-01-02T00:00:00Z", "result": result}
        ]
    (tmp_path / "export.json").write_text(json.dumps(rows))
    refused = invoke("--out", tmp_path / "set", "--import", tmp_path / "export.json")
    assert refused.exit_code == 2 and "task 3: expected one verdict" in refused.stderr
    taken = invoke("--out", tmp_path / "set", "--overlap", "1", "--import", tmp_path / "export.json", "--skip-broken")
    assert taken.exit_code == 3 and taken.stdout.startswith("3 items: 2 accepted, 0 rejected, 0 in conflict, 1 open")


@pytest.mark.parametrize("make", [lambda root: None, lambda root: make_folder(root, 1, sides=("explicit",))])
def test_a_folder_with_nothing_to_review_is_one_line(tmp_path, make):
    make(tmp_path / "set")
    result = invoke("--out", tmp_path / "set", "--count")
    assert result.exit_code == 2 and result.stderr.count("\n") == 1, result.stderr
    assert "image on both sides, found none among" in result.stderr and "Traceback" not in result.output
    assert not (tmp_path / "set" / "review").exists()
