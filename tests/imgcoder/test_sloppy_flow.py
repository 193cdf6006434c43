"""Whole problems with the replies of a weak model, and with plans and scripts at the edge: a figure, or a state with its reason."""

import json
from collections import Counter
from pathlib import Path

import pytest
from support.fake_openai import FakeOpenAI
from support.scripted_model import GOOD, PLAN, UNDERSTANDING, step_of
from support.thorough import some

from scisynth.clients.chat import ChatClient
from scisynth.clients.settings import ApiSettings
from scisynth.core.problems import Answer, FigureProblem
from scisynth.figures.families.registry import image_types
from scisynth.imgcoder.coder import CoderSettings, ImgCoder

WEAK = Path(__file__).parents[1] / "data" / "imgcoder" / "weak"
THIRD = sorted(WEAK.iterdir())[1::3]
HONEST_ERRORS = {"weak-16", "weak-37"}
"""Drawable by hand, but their scripts err before the figure is shown."""
UNSHOWN = GOOD.replace("plt.show()\n", "")


@pytest.fixture
def draw(client_of, sandbox, drawing_model):
    """One problem, with the replies by step that differ from the good ones."""

    def run(**replies):
        drawing_model.script |= replies
        problem = FigureProblem(
            id="one", source="test", question="Legs a = 3 cm, b = 4 cm.", image_type="", answer=Answer(text="5 cm")
        )
        coder = ImgCoder(client_of(), sandbox, CoderSettings(max_repairs=1), image_types=["Math - Plane Geometric"])
        (figure,) = coder.draw([problem])
        assert figure.status != "ok" or figure.best.is_drawn
        assert figure.status == "ok" or figure.reason
        return figure

    return run


def said(folder, name, call):
    """What a folder answers to a step; a second question about the plan has its own answer."""
    step = step_of(call.text)
    asked = said.asked
    asked[name, step] += 1
    files = {"understand": "understand", "plan": "plan", "code": "code", "repair": "repair"}
    paths = [folder / f"{files[step]}.txt"]
    if step == "plan" and asked[name, step] > 1:
        paths.insert(0, folder / "plan_again.txt")
    return next(path for path in (*paths, folder / "code.txt") if path.is_file()).read_text()


@pytest.mark.parametrize("folder", some(THIRD, 4), ids=lambda path: path.name)
def test_a_weak_model_gives_a_figure_or_a_reason(folder, sandbox, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    row = json.loads((folder / "problem.json").read_text())
    problem = FigureProblem(
        id=row["id"],
        source="own",
        question=row["question"],
        image_type=row["image_type"],
        answer=Answer(text=row["answer"]),
    )
    said.asked = Counter()
    with FakeOpenAI() as server:
        server.behave = lambda call: said(folder, row["id"], call)
        client = ChatClient(ApiSettings(model="recorded", base_url=server.base_url, timeout_s=60))
        (figure,) = ImgCoder(client, sandbox, CoderSettings(max_repairs=2), image_types=image_types()).draw([problem])
    if row["drawable"] and row["id"] not in HONEST_ERRORS:
        assert figure.status == "ok" and figure.best.is_drawn, figure.reason
    else:
        assert figure.status in ("error", "unparsed", "refused") and figure.reason and not figure.verified


REFUSAL = "I'm sorry, but as a text-based AI I cannot create images."


@pytest.mark.parametrize("step", ["understand", "plan"])
@pytest.mark.parametrize("words", [REFUSAL, "I can't help with that.", "I'm unable to draw figures."])
def test_a_refusal_in_words_before_the_code_ends_no_figure(draw, step, words):
    figure = draw(**{step: words})
    assert figure.status == "ok" and (figure.understanding_reason if step == "understand" else figure.plan_reason)
    assert draw(code=words, repair=words).status == "refused"


def planned(**changes):
    return json.dumps({**PLAN, **changes})


@pytest.mark.parametrize(
    ("plan", "is_verified"),
    [
        (planned(claims=[]), False),
        (planned(claims=None), False),
        (planned(claims="none"), False),
        (planned(claims=3), False),
        (planned(claims=PLAN["claims"][0]), True),
        (planned(claims=PLAN["claims"] * 50), True),
        (planned(claims=[{"kind": "label", "of": [f"label:{n}"], "value": f"{n} cm"} for n in range(200)]), False),
        (planned(claims=[*PLAN["claims"], {"kind": "inside", "of": ["atom:x", "cell:y"]}]), False),
        (
            planned(claims=[{"kind": "length", "of": 7, "value": 3}, {"kind": "label", "of": [3], "value": "3 cm"}]),
            False,
        ),
        (planned(claims=[{"kind": "label", "of": [None, {}], "value": "3 cm"}]), False),
        (planned(labels=["3 cm", "\U0001f600", "\u4e09", "\ue000", "a\u0301\u0302"]), False),
        (planned(content=[], layout=[], labels=[], considerations=[]), True),
    ],
)
def test_plans_at_the_edge(draw, plan, is_verified):
    figure = draw(plan=plan)
    assert figure.status == "ok" and figure.verified == is_verified
    if not is_verified:
        found = figure.best.verification
        assert found.reason or found.faults or figure.plan.refused or figure.set_aside or not figure.claims


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="90"><rect x="9" y="9" width="150" height="50" fill="none" stroke="black"/></svg>'


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (UNSHOWN.replace("```python", "```python\nimport matplotlib.pyplot as p\np.plot([0, 1])\np.show()"), "ok"),
        ("```python\nimport matplotlib.pyplot as plt\nplt.figure()\n```", "error"),
        ("```python\nimport math\nprint(math.pi)\n```", "error"),
        (f"```python\nopen('a.svg', 'w').write('''{SVG}''')\n```", "ok"),
        (UNSHOWN.replace('gid="side:a"', "gid=7"), "ok"),
        (UNSHOWN.replace('gid="side:a"', "gid=None").replace('gid="side:b"', "gid=['b']"), "ok"),
        (UNSHOWN.replace('"3 cm"', '"\U0001f600 \u4e09 \ue000 3 cm"'), "ok"),
        (UNSHOWN.replace('"3 cm"', r'"\ud800 3 cm"'), "error"),
        (UNSHOWN.replace('"4 cm"', '"a\u0301\u202e4 cm\u200f"'), "ok"),
    ],
)
def test_scripts_at_the_edge(draw, code, status):
    figure = draw(code=code, repair=code)
    assert figure.status == status and not figure.verified


def test_of_two_figures_the_repair_is_told(draw, drawing_model):
    second = UNSHOWN.replace("```python", "```python\nimport matplotlib.pyplot as p\np.plot([0, 1])\np.show()")
    figure = draw(code=second)
    assert figure.verified and "2 figures" in drawing_model.calls[-1].text


def test_a_script_that_breaks_off_is_drawn_and_asked_for_again(draw, drawing_model):
    cut = UNSHOWN.replace("```", "", 2).replace("python\n", "```python\n", 1) + "axes.set_title('A triangle wi"
    figure = draw(code=cut, repair=cut)
    assert figure.status == "ok" and not figure.verified and "breaks off" in figure.reason
    assert "breaks off" in drawing_model.calls[-1].text and "axes.axis" in drawing_model.calls[-1].text
    whole = draw(code=cut, repair=GOOD)
    assert whole.verified and not whole.reason


def test_an_understanding_that_is_empty_or_a_list_is_done_without(draw):
    for words in ("", "[]", "{}", json.dumps([UNDERSTANDING]), "null"):
        assert draw(understand=words).status == "ok"
