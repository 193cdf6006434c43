"""Real problems through the whole flow, of all 25 image types where the published data are here, a local server playing a model that is good, or bad at first."""

import json
import os
import random
import re
import signal
import time
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest
from support.fake_openai import TOKENS, FakeOpenAI
from support.forked import Forked, run_forked
from support.scripted_problems import OWN, number_of, scripted_problems
from support.thorough import kill_counts

from scisynth.clients.chat import ChatClient
from scisynth.clients.settings import ApiSettings
from scisynth.figures.labels.text import numbers, plain
from scisynth.figures.read_back.drawing import Drawing
from scisynth.grading.five_dimensions import DIMENSIONS
from scisynth.grading.problems import read_problems
from scisynth.imgcoder.coder import CoderSettings, ImgCoder
from scisynth.sandbox import Limits, Sandbox, probe

BROKEN = {
    "631099": "x and y must have same first dimension",
    "1130709": "expected lengths pole:1 : man:1 of 2.5, drawn 1.67",
    "2033221": "no mark has the id label:frequency",
    "768851": "gives away '11.2 m'",
    "1864855": "overlap: the text",
    "1380248": "(ran longer|used more) than [0-9]+ s",
    "1187770": "the page is white and empty",
    "29700": "SystemExit: no normal curve in this version",
    "1547734": "the script breaks off before its end",
    "808769": "expected a Python script, got latex",
}
"""Problems whose first answer is bad, and what the model must be told of it, as a pattern."""
KILLED = (
    "1547734", "1130709", "631099", "1864855",
    "598635", "439246", "429129",
)  # fmt: skip


@pytest.fixture(scope="module")
def real(problem_file):
    return scripted_problems(problem_file)


@pytest.fixture(scope="module")
def drawn(real):
    """Everything once through the flow."""
    if not probe().confines:
        pytest.skip(f"this kernel confines nothing: {probe().found}")
    with FakeOpenAI() as server, Sandbox(limits=Limits(wall_s=40, cpu_s=4), workers=2) as sandbox:
        server.behave = lambda call: real.script_of(call.text)
        settings = ApiSettings.parse({"model": "fake", "base_url": server.base_url, "backoff_s": 0.002})
        coder = ImgCoder(ChatClient(settings), sandbox, CoderSettings(), image_types=["any"])
        figures = {number_of(figure.problem.id): figure for figure in coder.draw(real.problems)}
    return SimpleNamespace(figures=figures, calls=server.calls)


def test_the_published_problems_cover_every_image_type(shared_data):
    real = scripted_problems(shared_data / "scigenbench" / "scigen.json")
    kinds = Counter(problem.image_type for problem in real.problems)
    assert len(kinds) == 25 and min(kinds.values()) >= 2 and kinds.total() >= 60


def test_the_problems_hold_every_bad_answer(real):
    assert {number_of(item.problem.id) for item in real.items if item.broken} == set(BROKEN)
    assert all(3 <= len(item.plan["claims"]) <= 8 for item in real.items)


def test_every_figure_is_drawn_and_verified(drawn):
    wrong = {
        name: (figure.status, figure.reason, figure.attempts[-1].complaints() if figure.attempts else "")
        for name, figure in drawn.figures.items()
        if not (figure.status == "ok" and figure.verified)
    }
    assert not wrong
    for figure in drawn.figures.values():
        found = figure.best.verification
        assert not figure.set_aside and found.score == 1.0
        assert all(claim.status == "held" for claim in found.claims) and len(found.claims) == len(figure.plan.claims)


def test_a_bad_first_answer_costs_exactly_one_repair(drawn):
    assert {name: len(figure.attempts) for name, figure in drawn.figures.items() if len(figure.attempts) != 1} == (
        dict.fromkeys(BROKEN, 2)
    )


@pytest.mark.parametrize("name", BROKEN)
def test_the_model_is_told_what_was_wrong(drawn, real, name):
    question = drawn.figures[name].text
    repairs = [call.text for call in drawn.calls if "Correct the script" in call.text and question in call.text]
    assert len(repairs) == 1 and re.search(BROKEN[name], repairs[0])


def test_no_image_is_blank_or_tiny(drawn):
    for name, figure in drawn.figures.items():
        pixels = np.asarray(figure.best.render.image.convert("L"))
        assert min(pixels.shape) > 150, name
        assert 0.004 < (pixels < 128).mean() < 0.5, name


def test_what_is_given_stands_on_the_page(drawn, real):
    """Every label of the plan, and every number that the data's own list of elements puts in quotes."""
    for item in real.items:
        texts = [
            mark.text for mark in Drawing.from_rows(drawn.figures[number_of(item.problem.id)].best.render.marks).texts
        ]
        words = "|".join(plain(text) for text in texts)
        assert not [label for label in item.plan["labels"] if plain(label) not in words], item.problem.id
        shown = [number for text in texts for number in numbers(text)]
        quoted = [part for element in item.problem.elements for part in re.findall(r"'([^']+)'", element)]
        for value in (number for part in quoted for number in numbers(part)):
            assert any(abs(value - other) <= 1e-6 * max(1, abs(value)) for other in shown), (item.problem.id, value)


def test_questions_and_tokens_add_up(drawn, real):
    num, repairs = len(real.items), len(BROKEN)
    asked = Counter(step for (_, step), times in real.asked.items() for _ in range(times))
    assert asked == {"understand": num, "plan": num, "code": num, "repair": repairs}
    costs = [figure.cost for figure in drawn.figures.values()]
    assert sum(cost.requests for cost in costs) == len(drawn.calls) == 3 * num + repairs
    assert sum(cost.input_tokens for cost in costs) == TOKENS[0] * len(drawn.calls)
    assert sum(cost.output_tokens for cost in costs) == TOKENS[1] * len(drawn.calls)


def bench_command(data, out, server):
    settings = ("access.max_concurrency=1", "access.backoff_s=0.002", "ocr=off")
    options = [part for setting in settings for part in ("--set", setting)]
    models = ["--generator", "imgcoder:fake", "--judge", "api:fake", "--base-url", server.base_url]
    given = ["--data", str(data), *models, "--out", str(out), *options]
    return ["-m", "scisynth", "bench", "scigenbench", *given]


def model_and_judge(real, problems):
    """Draws as scripted; a judge with good eyes that finds every right answer, and is fond of the first option when blind."""
    right = {(quiz.question, text) for item in problems for quiz in item.quizzes if quiz.is_sound
             for letter, text in quiz.options.items() if letter == quiz.correct}  # fmt: skip
    answer_of = {item.multimodal_question: item.answer.text for item in problems if item.multimodal_question}

    def behave(call):
        if "expressiveness" in call.text:
            return json.dumps({**dict.fromkeys(DIMENSIONS, 2), "reasoning": "as it should be", "failures": []})
        if call.text in answer_of:
            return answer_of[call.text]
        question, _, options = call.text.partition("\nA. ")
        if options and not call.images:
            return "A"
        if options:
            found = [line[0] for line in f"A. {options}".split("\n") if (question, line[3:]) in right]
            return found[0] if found else "none of them"
        return real.script_of(call.text)

    return behave


@kill_counts(2, 10)
def test_kills_lose_no_answer_and_change_no_number(tmp_path, num_kills):
    """Draw, verify, repair, quiz, judge, report. One question at a time, so that all but the last were finished at a kill."""
    if not probe().confines:
        pytest.skip(f"this kernel confines nothing: {probe().found}")
    real, rows = scripted_problems(OWN), json.loads(OWN.read_text(encoding="utf-8"))
    killed = KILLED[: num_kills + 1]
    data = tmp_path / "problems.json"
    data.write_text(json.dumps([row for row in rows if number_of(row["id"]) in killed]), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "OPENAI_API_KEY"}
    dice = random.Random(7)
    with FakeOpenAI() as server:
        server.behave = model_and_judge(real, read_problems(data))
        finished = run_forked(bench_command(data, tmp_path / "once", server), env=environment)
        assert finished.returncode == 0, finished.stderr
        questions = Counter(key_of(call) for call in server.calls)
        assert set(questions.values()) == {1}
        server.calls.clear()
        may_repeat = Counter()
        for place in sorted(dice.sample(range(1, len(questions)), num_kills)):
            child = Forked(bench_command(data, tmp_path / "killed", server), env=environment)
            wait_for(lambda place=place: len({key_of(call) for call in list(server.calls)}) >= place, child)
            time.sleep(dice.uniform(0, 0.15))
            child.send_signal(signal.SIGKILL)
            child.wait()
            may_repeat[key_of(server.calls[-1])] += 1
        finished = run_forked(bench_command(data, tmp_path / "killed", server), env=environment)
        assert finished.returncode == 0, finished.stderr
        asked = Counter(key_of(call) for call in server.calls)
    assert all(times <= 1 + may_repeat[key] for key, times in asked.items())
    assert set(asked) == set(questions)
    once, again = (numbers_of(tmp_path / run) for run in ("once", "killed"))
    assert once == again
    assert once["structural"]["value"] == once["r_inv"]["value"] == once["dimensions"]["ceiling"]["value"] == 1.0
    assert once["blind"]["value"] < 0.6 and once["outcomes"]["pictures"] == {"ok": len(killed)}


def key_of(call):
    """One question; the same quiz is asked with the figure and blind."""
    return call.text, bool(call.images)


def numbers_of(run):
    """The results without what they cost, which is what the last run alone has asked."""
    results = json.loads((run / "results.json").read_text(encoding="utf-8"))
    return {key: value for key, value in results.items() if key not in ("cost", "out")}


def wait_for(condition, process):
    """Until it holds; a program that ended before is a failure of the test."""
    ends = time.monotonic() + 120
    while not condition():
        assert process.poll() is None, "the program ended before it was killed"
        assert time.monotonic() < ends, "the program asks nothing more"
        time.sleep(0.01)
