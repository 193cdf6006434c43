"""Understand, plan, code, render, verify, repair: what goes right, and every way in which it does not."""

import json
import re

import pytest
from support.fake_openai import filtered, refusal, status, too_long
from support.scripted_model import BROKEN, FALSE, GOOD, LEAKING, PLAN, SKETCHED, UNDERSTANDING, step_of

from scisynth.core.problems import Answer, FigureProblem
from scisynth.figures.scene.sketch import Sketch
from scisynth.imgcoder.coder import CoderSettings, ImgCoder

QUESTION = "In a right triangle the legs are a = 3 cm and b = 4 cm. Find the hypotenuse."


def problem(question=QUESTION, name="one"):
    return FigureProblem(id=name, source="test", question=question, image_type="", answer=Answer(text="5 cm"))


@pytest.fixture
def draw(client_of, sandbox):
    def run(*problems, **settings):
        coder = ImgCoder(client_of(), sandbox, CoderSettings(**settings), image_types=["Math - Plane Geometric"])
        return coder.draw(problems or [problem()])

    return run


def test_a_good_model_needs_three_questions(draw, drawing_model):
    (figure,) = draw()
    assert drawing_model.steps == ["understand", "plan", "code"]
    assert figure.status == "ok" and figure.verified and figure.best.verification.score == 1.0
    assert figure.best.render.tier == "landlock" and figure.cost.requests == 3
    assert min(figure.best.render.image.size) > 100


def test_a_model_may_draw_with_our_own_marks(draw, drawing_model):
    drawing_model.script["code"] = SKETCHED
    (figure,) = draw(flow="sketch")
    assert figure.verified and len(figure.attempts) == 1 and figure.best.verification.score == 1.0
    told = next(call.text for call in drawing_model.calls if step_of(call.text) == "code")
    methods = re.findall(r"^sketch\.(\w+)\(", told, re.MULTILINE)
    assert len(methods) > 10 and all(hasattr(Sketch, name) for name in methods)
    assert "dash='solid|dashed|dotted'" in told


def test_a_text_beyond_the_edge_of_our_own_page_is_told(draw, drawing_model):
    beyond = SKETCHED.replace(
        "figure = sketch.figure()", 'figure = sketch.figure()\nfigure.text(1.05, 0.5, "a right triangle")'
    )
    drawing_model.script["code"] = beyond
    (figure,) = draw(max_repairs=0)
    assert [fault.kind for fault in figure.attempts[0].verification.faults] == ["cut_off"]


@pytest.mark.parametrize(
    ("first", "complaint"),
    [
        (FALSE, "expected lengths side:a : side:b of 0.75, drawn 0.5"),
        (LEAKING, "gives away '5 cm'"),
        (BROKEN, "x and y must have same first dimension"),
        ("Sorry, only words.", "no code in the reply"),
        ("```latex\n\\draw (0,0);\n```", "expected a Python script, got latex"),
    ],
    ids=["false", "leaking", "broken", "no code", "another language"],
)
def test_what_was_wrong_goes_back_and_is_mended(draw, drawing_model, first, complaint):
    drawing_model.script["code"] = first
    (figure,) = draw()
    assert drawing_model.steps == ["understand", "plan", "code", "repair"]
    assert complaint in drawing_model.calls[-1].text
    assert figure.verified and len(figure.attempts) == 2


def test_setting_one_claim_aside_keeps_its_likes_in_the_plan(draw, drawing_model):
    anywhere = [{"kind": "label", "of": [], "value": words} for words in ("7 cm", "4 cm")]
    drawing_model.script["plan"] = json.dumps({**PLAN, "claims": [*PLAN["claims"], *anywhere]})
    (figure,) = draw()
    assert [claim.value for claim in figure.set_aside] == ["7 cm"] and figure.verified
    assert re.findall(r"^- label.* = 4 cm$", drawing_model.calls[-1].text, re.MULTILINE) == [
        "- label label:b = 4 cm",
        "- label = 4 cm",
    ]


def test_the_best_attempt_is_kept_when_repairs_make_it_worse(draw, drawing_model):
    drawing_model.script["code"] = LEAKING
    drawing_model.script["repair"] = [FALSE, BROKEN]
    (figure,) = draw(max_repairs=2)
    assert len(figure.attempts) == 3 and figure.best is figure.attempts[0]
    assert figure.status == "ok" and not figure.verified


def test_a_false_claim_of_the_plan_is_set_aside(draw, drawing_model):
    plan = {
        **PLAN,
        "claims": [*PLAN["claims"], {"kind": "label", "of": ["label:a"], "value": "7 cm"}, {"kind": "mood", "of": []}],
    }
    drawing_model.script["plan"] = json.dumps(plan)
    (figure,) = draw()
    assert [claim.value for claim in figure.set_aside] == ["7 cm", None]
    assert figure.verified
    assert "7 cm" not in drawing_model.calls[-1].text


@pytest.mark.parametrize(
    ("step", "reply", "expected"),
    [
        ("understand", refusal(), "refused"),
        ("understand", filtered(), "filtered"),
        ("plan", refusal(), "refused"),
        ("code", refusal(), "refused"),
        ("code", "```python\nraise SystemExit\n```", "error"),
        ("code", "words", "unparsed"),
    ],
)
def test_a_failure_is_a_state_and_the_others_go_on(draw, drawing_model, step, reply, expected):
    drawing_model.script["repair"] = "```python\nraise SystemExit\n```" if expected == "error" else "words"
    usual = drawing_model.behave
    drawing_model.behave = lambda call: reply if "ill-fated" in call.text and (step in _steps(call)) else usual(call)
    failed, fine = draw(problem("An ill-fated triangle.", "bad"), problem(name="good"), max_repairs=1)
    assert failed.status == expected and failed.reason and not failed.verified
    assert fine.status == "ok" and (fine.verified or fine.attempts)


@pytest.mark.parametrize(
    "reply",
    ["no json here", '{"mood": "good"}', '{"labels": ["3 cm"', too_long()],
    ids=["words", "other keys", "broken", "too long"],
)
@pytest.mark.parametrize("step", ["understand", "plan"])
def test_what_stays_unreadable_stops_no_figure_and_is_said(draw, drawing_model, step, reply):
    usual = drawing_model.behave
    drawing_model.behave = lambda call: reply if step in _steps(call) else usual(call)
    (figure,) = draw()
    reasons = {"understand": figure.understanding_reason, "plan": figure.plan_reason}
    assert figure.status == "ok" and figure.best.is_drawn and len(figure.attempts) == 1
    assert [name for name, reason in reasons.items() if reason] == [step]
    assert figure.verified == (step == "understand"), "without a plan nothing is claimed"
    told = drawing_model.calls[-1].text
    assert ("There is none. Understood so far" in told) == (step == "plan")
    assert "These" not in told.partition("Must not appear: ")[2]


def test_without_any_plan_the_problem_alone_is_drawn(draw, drawing_model):
    usual = drawing_model.behave
    drawing_model.behave = lambda call: "words" if _steps(call) != {"code"} else usual(call)
    (figure,) = draw()
    assert figure.status == "ok" and figure.understanding_reason and figure.plan_reason and not figure.claims
    assert "label every value that the problem states" in drawing_model.calls[-1].text


def _steps(call):
    return {step_of(call.text)} if not call.is_repair else {"understand", "plan", "code"}


def test_a_dead_server_is_said_once_and_plainly(draw, drawing_model):
    drawing_model.behave = lambda call: status(400, "no such model")
    (figure,) = draw()
    assert figure.status == "transport" and "no such model" in figure.reason


@pytest.mark.parametrize("question", ["", "  \n", "x" * 30_000])
def test_no_problem_is_no_question(draw, drawing_model, question):
    (figure,) = draw(problem(question))
    assert figure.status in ("missing", "error") and figure.reason and not drawing_model.calls


def test_the_published_flow_is_one_call_without_repair(draw, drawing_model):
    drawing_model.script["single"] = LEAKING
    (figure,) = draw(flow="single")
    assert drawing_model.steps == ["single"] and figure.status == "ok" and not figure.verified


def test_a_image_without_a_figure_behind_it_is_drawn_but_never_verified(draw, drawing_model):
    drawing_model.script["code"] = (
        "```python\nfrom PIL import Image, ImageDraw\nimage = Image.new('RGB', (200, 200), 'white')\n"
        "ImageDraw.Draw(image).rectangle((50, 50, 150, 150), outline='black')\nimage.save('image.png')\n```"
    )
    (figure,) = draw(max_repairs=0)
    assert figure.status == "ok" and not figure.verified and figure.best.verification.score is None


def test_a_finished_question_is_not_asked_again(client_of, sandbox, drawing_model, tmp_path):
    for _ in range(2):
        coder = ImgCoder(client_of(cache=tmp_path / "replies.jsonl"), sandbox, CoderSettings(), image_types=["x"])
        (figure,) = coder.draw([problem()])
    assert figure.verified and len(drawing_model.calls) == 3


def test_the_scripted_model_is_what_the_tests_say():
    assert UNDERSTANDING["hidden"] == ["5 cm"] and "5 cm" not in GOOD and "5 cm" in LEAKING
