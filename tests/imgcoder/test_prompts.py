"""What a drawing model is asked: how long it is, what stands in it, and that the one example of Sketch draws what it should."""

import json
import statistics
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from support.fake_openai import status
from support.scripted_model import BROKEN, FALSE, GOOD, LEAKING, PLAN, UNDERSTANDING, step_of
from support.scripted_problems import scripted_problems
from support.tokens import estimate_tokens

from scisynth.clients.render import response_format
from scisynth.core.problems import Answer, FigureProblem
from scisynth.core.texts import shorten_middle
from scisynth.figures.families.registry import image_types
from scisynth.figures.scene.scene import Claim
from scisynth.figures.scene.sketch import Sketch
from scisynth.imgcoder.checker import Checker
from scisynth.imgcoder.coded import CodedFigure
from scisynth.imgcoder.coder import CoderSettings, ImgCoder
from scisynth.imgcoder.kept import Draft, DrawnScripts
from scisynth.imgcoder.plan import Plan
from scisynth.imgcoder.prompting import (
    REPAIR_BYTES,
    SIDE_PX,
    SYSTEM,
    code_prompt,
    plan_prompt,
    understand_prompt,
)
from scisynth.imgcoder.sketch_reference import CIRCUIT, EXAMPLES, GEOMETRY, MOLECULE, describe_sketch
from scisynth.imgcoder.understanding import Understanding

MAX_TOKENS = 1800
QUESTION = (
    "In a right triangle the legs are {eq}a = 3 \\; \\rm cm\n\n{/eq} and $b = 4\\,\\textbf{cm}$. Find the hypotenuse."
)
BLANK = "```python\nimport matplotlib.pyplot as plt\nplt.figure()\nprint('drew nothing')\nplt.show()\n```"


def problem(question=QUESTION, image_type="Math - Plane Geometric"):
    return FigureProblem(id="one", source="test", question=question, image_type=image_type, answer=Answer(text="5 cm"))


@pytest.fixture
def draw(client_of, sandbox):
    def run(*problems, **settings):
        coder = ImgCoder(client_of(), sandbox, CoderSettings(**settings), image_types=image_types())
        return coder.draw(problems or [problem()])

    return run


def told(drawing_model, step):
    return next(call for call in reversed(drawing_model.calls) if step_of(call.text) == step)


def prompts_of(item, flow="auto"):
    figure = CodedFigure(problem=item.problem)
    asked = [understand_prompt(figure, image_types())]
    figure = replace(figure, understanding=Understanding.model_validate(item.understanding))
    asked.append(plan_prompt(figure))
    plan = Plan.model_validate(item.plan)
    figure = replace(figure, plan=plan, claims=tuple(plan.split_claims(figure.text)[0]))
    asked.append(code_prompt(figure, 20, flow))
    return [prompt.text for prompt in asked]


def test_a_figure_without_repairs_costs_at_most_1800_tokens(problem_file):
    totals, forms = {}, sum(estimate_tokens(json.dumps(response_format(schema))) for schema in (Understanding, Plan))
    for item in scripted_problems(problem_file).items:
        words = sum(estimate_tokens(SYSTEM) + estimate_tokens(text) for text in prompts_of(item))
        totals[item.problem.id] = words, estimate_tokens(item.problem.question)
    assert len(totals) >= 13
    # A longer problem is repeated in every call.
    assert max(words for words, own in totals.values() if own <= 70) <= MAX_TOKENS
    # Servers count the forms of `response_format` as well, as far as they count them at all.
    assert statistics.median(words for words, _ in totals.values()) + forms <= MAX_TOKENS + 150


def test_a_schema_travels_once(draw, drawing_model):
    draw()
    for call in drawing_model.calls:
        assert '"properties"' not in call.text and ("response_format" in call.body) == (step_of(call.text) != "code")


def test_a_server_that_takes_no_schema_gets_it_in_words(draw, drawing_model):
    usual = drawing_model.behave
    drawing_model.behave = lambda call: (
        status(400, "Unknown parameter: response_format") if "response_format" in call.body else usual(call)
    )
    (figure,) = draw()
    assert figure.verified and all('"properties"' in told(drawing_model, step).text for step in ("understand", "plan"))


def test_problems_go_in_without_markup(draw, drawing_model):
    for flow in ("single", "auto"):
        draw(flow=flow)
    for step in ("single", "understand", "plan", "code"):
        assert "the legs are a = 3 cm and b = 4 cm." in told(drawing_model, step).text


@pytest.mark.parametrize("flow", ["auto", "verify", "plan", "sketch"])
@pytest.mark.parametrize("image_type", [*sorted(EXAMPLES), "Universal - Plot & Chart", ""])
def test_sketch_is_offered_where_it_helps_and_never_instead_of_matplotlib(flow, image_type):
    text = code_prompt(CodedFigure(problem=problem(image_type=image_type)), 20, flow).text
    assert "Matplotlib as you are used to it" in text
    assert ("Sketch()" in text) == (flow == "sketch" or (flow == "auto" and image_type in EXAMPLES))
    assert EXAMPLES.get(image_type, "") in text or flow in ("verify", "plan")
    assert ("sketch.curve(name" in text) == (flow == "sketch")


def test_an_image_type_is_listed_only_where_the_data_names_none():
    known, unknown = (
        understand_prompt(CodedFigure(problem=problem(image_type=name)), image_types()).text
        for name in ("Physics - Circuit", "")
    )
    assert "image_type: Physics - Circuit\n" in known and "Optical" not in known
    assert all(name in unknown for name in image_types())


GEOMETRY_CLAIMS = [
    Claim(kind="label", of=("label:A",), value="θ"),
    Claim(kind="near", of=("label:A", "angle:A")),
    Claim(kind="label", of=("label:h",), value="3 m"),
    Claim(kind="near", of=("label:h", "dim:h")),
    Claim(kind="direction", of=("force:F",), value=45.0),
    Claim(kind="head", of=("force:F",), value="end"),
]
CIRCUIT_CLAIMS = [
    Claim(kind="netlist", value="battery:V1 n1 n2; resistor:R1 n1 n3; switch:S n3 n2"),
    Claim(kind="near", of=("label:R1", "resistor:R1")),
    Claim(kind="near", of=("label:V1", "battery:V1")),
]
MOLECULE_CLAIMS = [Claim(kind="smiles", value="CC(=O)O"), Claim(kind="label", of=("label:name",), value="acetic acid")]


@pytest.mark.parametrize(
    ("example", "claims"),
    [(GEOMETRY, GEOMETRY_CLAIMS), (CIRCUIT, CIRCUIT_CLAIMS), (MOLECULE, MOLECULE_CLAIMS)],
    ids=["geometry", "circuit", "molecule"],
)
def test_the_examples_of_sketch_draw_what_they_say(sandbox, example, claims):
    with Checker() as checker:
        ((render, found),) = DrawnScripts().draw(sandbox, checker, [Draft(code=example, claims=claims, hidden=[])])
    assert render.ok and found.status == "checked" and not found.faults
    assert [finding.status for finding in found.claims] == ["held"] * len(claims)


def test_toward_is_a_direction_in_the_example(sandbox):
    marks = sandbox.render(GEOMETRY).marks
    (label,) = (row for row in marks if row.get("id") == "label:C")
    corner = max(point[1] for row in marks if row.get("id") == "triangle:ABC" for point in row["points"])
    assert label["bbox"][1] > corner, "toward=(0, 1) is above"


def test_the_reference_of_sketch_keeps_what_matters():
    text = describe_sketch()
    for words in ("`toward` is a direction, not a place", "id of the mark it names", 'makes the text label:A', "(left, bottom, right, top)",
                  "a Python function of a NumPy array", "offset units to its left"):  # fmt: skip
        assert words in text
    assert "claims its" not in text, "a model's plan claims, its script does not"
    assert all(
        line.split("(")[0].removeprefix("sketch.") in dir(Sketch)
        for line in text.splitlines()
        if line.startswith("sketch.")
    )


def test_a_repair_is_told_what_is_drawn_and_what_is_wrong(draw, drawing_model):
    drawing_model.script["code"] = LEAKING.replace("[0, 3]", "[0, 2]")
    (figure,) = draw()
    text = told(drawing_model, "repair").text
    assert "gives away '5 cm'" in text and "side:a : side:b of 0.75" in text
    drawn = text.partition("Drawn now: ")[2].partition("\n")[0]
    assert "label:a '3 cm'" in drawn and "side:c" in drawn and "'c = 5 cm'" in drawn
    assert "no line through a label" in text and "Must not appear: 5 cm" in text and 'labels: "3 cm", "4 cm"' in text
    assert 'axes.text(2.2, 1.8, "c = 5 cm")' in text and figure.verified


@pytest.mark.parametrize(
    ("first", "words"),
    [
        (BROKEN, "x and y must have same first dimension"),
        (BLANK, "1 Matplotlib figures were opened, the last has 0 artists, it printed: drew nothing"),
        (
            BLANK.replace("print(", "plt.text(0.5, 0.5, 'F', color='white')\nplt.axis('off')\nprint("),
            "not to be seen: 'F' (it has nearly",
        ),
        ("```python\nimport numpy\n```", "0 Matplotlib figures were opened"),
    ],
    ids=["broken", "blank", "white on white", "no figure"],
)
def test_a_repair_of_nothing_is_told_why_there_is_nothing(draw, drawing_model, first, words):
    drawing_model.script["code"] = first
    (figure,) = draw()
    call = told(drawing_model, "repair")
    assert words in call.text and not call.images and figure.verified


def test_a_repair_shows_the_image_in_a_bounded_size(draw, drawing_model):
    drawing_model.script["code"] = FALSE.replace("plt.subplots()", "plt.subplots(figsize=(20, 8))")
    (figure,) = draw()
    (data,) = told(drawing_model, "repair").images
    from io import BytesIO

    with Image.open(BytesIO(data)) as image:
        assert max(image.size) == SIDE_PX and np.asarray(image.convert("L")).min() < 100
    assert max(figure.attempts[0].render.image.size) > SIDE_PX


@pytest.mark.parametrize(
    "words",
    [
        "Invalid content type. image_url is only supported by certain models.",
        "At most 0 image(s) may be provided in one request.",
        "this is not a multimodal model",
    ],
)
def test_a_model_that_takes_no_image_is_asked_in_words_from_then_on(draw, drawing_model, words):
    drawing_model.script["code"] = FALSE
    drawing_model.script["repair"] = [FALSE, GOOD]
    usual = drawing_model.behave
    drawing_model.behave = lambda call: status(400, words) if call.images else usual(call)
    (figure,) = draw()
    assert figure.verified and len(figure.attempts) == 3
    assert sum(bool(call.images) for call in drawing_model.calls) == 1


@pytest.mark.parametrize(("repair_image", "shown"), [("on", 1), ("off", 0)])
def test_the_image_is_a_setting(draw, drawing_model, repair_image, shown):
    drawing_model.script["code"] = FALSE
    draw(repair_image=repair_image)
    assert sum(bool(call.images) for call in drawing_model.calls) == shown


@pytest.mark.parametrize("reply", ["only words", FALSE, BROKEN, BLANK], ids=["words", "same", "broken", "blank"])
def test_a_repair_that_brings_nothing_loses_nothing(draw, drawing_model, reply):
    drawing_model.script["code"] = FALSE
    drawing_model.script["repair"] = [reply, GOOD]
    (figure,) = draw()
    assert figure.verified and len(figure.attempts) == 3
    # The second repair starts from the figure, not from what was worse.
    second = told(drawing_model, "repair").text
    assert "[0, 2]" in second and ("your last correction did not help" in second) == (reply != FALSE)
    drawing_model.script.update(code=FALSE, repair=reply)
    (figure,) = draw()
    assert figure.status == "ok" and figure.best is figure.attempts[0] and figure.best.is_drawn


def test_repairs_that_bring_nothing_twice_are_the_last(draw, drawing_model):
    drawing_model.script.update(code=FALSE, repair=FALSE)
    (figure,) = draw(max_repairs=9)
    assert len(figure.attempts) == 3 and figure.best.is_drawn
    # Another failure is a step; the same one is not.
    drawing_model.script.update(
        code=BROKEN, repair=[BROKEN.replace("[1]", "[1, 2, 3]"), BLANK, BROKEN, BLANK, GOOD, GOOD]
    )
    (figure,) = draw(max_repairs=9)
    assert len(figure.attempts) == 5 and not figure.verified


def test_a_repair_has_at_most_its_bytes(draw, drawing_model):
    long = "x = 0\n" * 20_000
    drawing_model.script["code"] = f"```python\n{long}{FALSE.removeprefix('```python')}"
    drawing_model.script["plan"] = json.dumps({**PLAN, "content": ["many words"] * 200, "layout": ["y" * 1900] * 40})
    drawing_model.script["understand"] = json.dumps({**UNDERSTANDING, "hidden": ["5 cm", "z" * 2000, "w" * 2000]})
    draw()
    text = told(drawing_model, "repair").text
    assert len(text.encode()) <= REPAIR_BYTES and "bytes left out" in text
    assert len(told(drawing_model, "code").text.encode()) < 10_000


def test_texts_are_shortened_in_the_middle():
    assert shorten_middle("é" * 40, 100) == "é" * 40
    short = shorten_middle("é" * 1000, 200)
    assert len(short.encode()) <= 200 and short.startswith("éé") and short.endswith("éé") and "bytes left out" in short
