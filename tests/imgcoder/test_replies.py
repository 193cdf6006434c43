"""The script of a reply is the last complete program outside of the thinking."""

import json

import pytest

from scisynth.imgcoder.replies import find_script

DRAFT = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([0, 1, 2, 3], [0, 1, 4, 9])\nax.set_title('a long draft of the figure')\n"
FINAL = "import matplotlib.pyplot as plt\nplt.plot([0, 1])\n"
DOCSTRING = 'import math\n\n\ndef draw_diagram():\n    """Draws it.\n\n    ```\n    draw_diagram()\n    ```\n    """\n    return math.pi\n\n\ndraw_diagram()\n'


def fenced(code, language="python", fence="```"):
    return f"{fence}{language}\n{code}{fence}"


@pytest.mark.parametrize(
    "reply",
    [
        fenced(FINAL),
        fenced(FINAL, "py"),
        fenced(FINAL, "Python3"),
        fenced(FINAL, " python"),
        fenced(FINAL, "{.python}"),
        fenced(FINAL, 'python title="figure.py"'),
        fenced(FINAL, ""),
        fenced(FINAL, "text"),
        fenced(FINAL, "python", "~~~"),
        fenced(FINAL, "python", "````"),
        fenced(FINAL, "", "~~~~"),
        fenced(FINAL).replace("\n", "\r\n"),
        "   " + fenced(FINAL).replace("\n", "\n   "),
        "1. " + fenced(FINAL).replace("\n", "\n   "),
        "> " + fenced(FINAL).replace("\n", "\n> "),
        "Here it is:\n\n" + fenced(FINAL) + "\n\nIt shows a line.",
        # The last complete one, not the longest.
        fenced(DRAFT) + "\nBetter:\n" + fenced(FINAL),
        fenced(DRAFT, "") + "\n" + fenced(FINAL),
        fenced(DRAFT, "python", "~~~") + "\n" + fenced(FINAL),
        f"<think>\n{fenced(DRAFT)}\n</think>\n{fenced(FINAL)}",
        f"{fenced(FINAL)}\n<think>\n{fenced(DRAFT)}\n</think>",
        f"Let me think.\n{fenced(DRAFT)}\n</think>\n{fenced(FINAL)}",
        fenced("fig, ax = plt.subplots()\n") + "\nThe whole script:\n" + fenced(FINAL),
        # What is no program does not replace one.
        fenced(FINAL) + "\nInstall first:\n" + fenced("pip install matplotlib\n", "bash"),
        fenced(FINAL) + "\nInstall first:\n" + fenced("pip install matplotlib\n"),
        fenced(FINAL) + "\nInstall first:\n" + fenced("!pip install matplotlib\n", ""),
        fenced(FINAL) + "\nOutput:\n" + fenced("42\n", ""),
        fenced(FINAL) + "\nOutput:\n" + fenced("area: 42\n", ""),
        fenced(FINAL) + "\nTo change the colour:\n" + fenced("plt.plot([0, 1], color='r')\n"),
        fenced(FINAL) + "\n" + fenced('{"claims": []}\n', "json"),
        fenced(FINAL) + "\n" + fenced("\\draw (0,0);\n", "latex"),
        fenced(FINAL) + "\nAnd with a title:\n```python\n" + DRAFT,
        fenced(FINAL) + "\n```python\nimport matplotlib",
        # In a block of Markdown, with longer fences or with equal ones.
        "````markdown\n" + fenced(FINAL) + "\n````",
        "```markdown\n# The figure\n" + fenced(FINAL) + "\nDone.\n```",
        "```md\n" + fenced(DRAFT) + "\nBetter:\n" + fenced(FINAL) + "\n```",
        "```markdown\nNotes.\n```\n" + fenced(FINAL),
        "<|channel|>analysis<|message|>"
        + fenced(DRAFT)
        + "<|end|><|start|>assistant<|channel|>final<|message|>"
        + fenced(FINAL),
        # Not fenced.
        FINAL,
        "Here is the script:\n\n" + FINAL,
        json.dumps({"code": FINAL}),
        json.dumps({"plan": "a line", "code": FINAL}),
        fenced(json.dumps({"code": FINAL}) + "\n", "json"),
        json.dumps({"python_code": fenced(FINAL)}),
        "[PYTHON]\n" + FINAL + "[/PYTHON]",
        "<code>\n" + FINAL + "</code>",
    ],
)
def test_the_last_complete_program_is_taken(reply):
    script = find_script(reply)
    assert (script.code.strip(), script.reason) == (FINAL.strip(), "")


def test_words_after_bare_code_are_left_out():
    assert find_script(f"{FINAL}\n\nThis draws a line.").code.strip() == FINAL.strip()


@pytest.mark.parametrize("fence", ["```", "~~~"])
def test_a_fence_in_a_docstring_ends_no_script(fence):
    code = DOCSTRING.replace("```", fence)
    reply = f"{fenced(code, 'python', fence)}\n\nDone. Output:\n{fenced('3.14' + chr(10), '', fence)}"
    assert find_script(reply).code == code


def test_a_script_with_a_slip_is_taken_so_that_it_can_be_repaired():
    broken = "import math\nprint(math.pi\n"
    assert find_script(fenced(broken)).code == broken


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("", "no code"),
        ("I cannot draw this.", "no code"),
        (f"<think>{fenced(FINAL)}</think>", "no code"),
        (f"<think>{fenced(FINAL)}", "no code"),
        ("```python\n" + FINAL, "breaks off"),
        (fenced("\\draw (0,0);\n", "latex"), "got latex"),
        (fenced("pip install matplotlib\n"), "no Python program"),
        (fenced("42\n", ""), "no Python program"),
        (fenced("\n"), "no Python program"),
        ('{"code": "import math', "no code"),
        ("The import of energy is important.", "no code"),
        ("from here on it is steel", "no code"),
    ],
)
def test_the_absence_of_a_script_is_explained(reply, reason):
    script = find_script(reply)
    assert not script.code and reason in script.reason
