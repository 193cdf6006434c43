"""Replies in the habits of weak models: which script is taken from them, and what becomes of whole problems."""

import json
from pathlib import Path

import pytest

from scisynth.imgcoder.replies import find_script
from scisynth.sandbox.scripts.text import fixed, parsed

FINAL = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nfor i in range(3):\n    ax.plot([0, i], [1, i])\nax.text(0, 1, 'A < B', size=9)\n"
LINES = FINAL.strip().split("\n")
WEAK = Path(__file__).parents[1] / "data" / "imgcoder" / "weak"


def fenced(code, language="python"):
    return f"```{language}\n{code}```"


def numbered(form):
    return "\n".join(form.format(number, line) for number, line in enumerate(LINES, 1)) + "\n"


def prompted():
    lines = [f"{'...' if line.startswith(' ') else '>>>'} {line}" for line in LINES]
    return "\n".join([*lines[:4], "...", "[<matplotlib.lines.Line2D object>]", *lines[4:]]) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        "python\n" + FINAL,
        "Python:\n" + FINAL,
        "Here is the code that draws the figure:\n\n" + FINAL,
        FINAL + "\nThis draws three lines with a label\n",
        "**Step 1: the script**\n" + FINAL,
        "```python\n" + FINAL,
        FINAL.replace("'", "’").replace("range(3)", "range(3)\u200b"),
        FINAL.replace("'A", "‘A").replace("B'", "B’"),
        FINAL.replace("'", "“").replace("“A", "“A").replace("B“", "B”"),
        FINAL.replace("<", "&lt;").replace("'", "&#39;"),
        FINAL.replace("'", "&quot;").replace("<", "&lt;"),
        FINAL.replace("    ax", "\u00a0\u00a0\u00a0\u00a0ax"),
        FINAL.replace("(0, 1,", "（0，1,"),
        FINAL.replace("plt.subplots", "plt\\.subplots").replace("\\.", ".").replace("size", "si\\_ze").replace("si\\_ze", "size").replace("ax.text", "ax\\_text").replace("ax\\_text", "ax.text") + "b\\_c = 1\n",
        numbered("{} {}"),
        numbered("{}. {}"),
        numbered("{:>3}| {}"),
        numbered("{:<4}{}"),
        prompted(),
        prompted().replace("...\n", "... \n"),
        "In [1]: " + "\n   ...: ".join(LINES) + "\n",
        FINAL.replace("\n", "\\n").replace("'", '\\"'),
        FINAL.replace("\n", "\n\t", 1).replace("\n    ", "\n\t    ").replace("\nfor", "\n\tfor").replace("\nax", "\n\tax"),
        FINAL.replace("\n", "\n    ").rstrip(" "),
        FINAL + "print \"done\"\n",
        FINAL.replace("\n", "<br>"),
    ],
)  # fmt: skip
def test_what_came_between_is_undone(text):
    code = fixed(text)
    assert parsed(text) is None or text.lower().startswith("python")
    assert parsed(code) is not None and code.count("ax.plot([0, i], [1, i])") == 1 and "plt.subplots()" in code
    assert "A < B" in code and "    ax.plot" in code
    assert find_script(fenced(text)).code.strip() == code.strip() or "```" in text


@pytest.mark.parametrize("guard", ["if name == 'main':", 'if **name** == "**main**":', "if _name_ == '_main_':"])
def test_a_guard_gets_its_underscores_back(guard):
    assert fixed(f"{FINAL}{guard}\n    plt.show()\n") == f'{FINAL}if __name__ == "__main__":\n    plt.show()\n'


@pytest.mark.parametrize(
    "magic",
    [
        "%matplotlib inline",
        "!pip install matplotlib",
        "pip install numpy",
        "%%capture",
        "$ pip install x",
        "%config X = 1",
    ],
)
def test_a_notebooks_magics_do_nothing_and_move_no_line(magic):
    code = fixed(f"{magic}\n{FINAL}")
    assert parsed(code) is not None and code.split("\n")[1:-1] == LINES and code.startswith("pass")
    assert parsed(fixed(f"try:\n    import x\nexcept ImportError:\n    !pip install x\n{FINAL}")) is not None


@pytest.mark.parametrize(
    "text",
    [
        "DRAW circle AT (0, 0)\nFOR each person IN 1 TO 5:\n    PLACE node\n",
        "+----[10]----+\n",
        "import math\nprint(math.pi\n",
        "fig = plt.subplots(\nax.plot([1, 2)\n",
        "\\draw (0,0);\n",
        "s = 'a “quoted” word'\n",
        "fig = plot(\nimport numpy as np\nprint(np.pi)\n",
        'def draw():\n    """Draws.\n\n    >>> draw()\n    """\n    return (\n\ndraw()\n',
        "name = 'main'\nif name == 'main':\n    print(1)\n",
        "x = 5\n% 3\nprint(x)\nif\n",
    ],
)
def test_what_is_no_program_or_needs_nothing_stays_as_it_is(text):
    assert fixed(text) == text


@pytest.mark.parametrize("unit", ['"\\"', "“", "'", '"""', ">>> (", "&lt;", "1 x\n", "`" * 3 + "\n", "import a b\n", "{'code': \"", "<code>", "\\n"])  # fmt: skip
def test_hostile_texts_are_read_in_bounded_work(unit):
    text = (unit * 60_000)[:120_000]
    assert fixed(text) is not None and find_script(text) and find_script(fenced(text + "\n"))


PARTS = {
    "imports": "import matplotlib.pyplot as plt\n",
    "data": "import numpy as np\nx = np.linspace(0, 1)\n",
    "draw": "fig, ax = plt.subplots()\nax.plot(x, x)\n",
    "end": "plt.show()\n",
}


@pytest.mark.parametrize(
    "order",
    [
        ["imports", "data", "draw", "end"],
        ["data", "imports", "draw"],
        ["data", "draw", "imports"],
        ["imports", "data", "draw"],
    ],
)
@pytest.mark.parametrize("language", ["python", ""])
def test_pieces_of_one_script_are_put_together(order, language):
    code = find_script("\nThen:\n".join(fenced(PARTS[name], language) for name in order)).code
    assert all(code.count(PARTS[name]) == 1 for name in order)
    assert code.index("import matplotlib") < code.index("plt.subplots") and code.index("x = np") < code.index("ax.plot")


@pytest.mark.parametrize(
    "other",
    [
        "plt.plot([0, 1], color='r')\n",
        "ax.set_title('new')\n",
        "pip install matplotlib\n",
        "y = 3\n",
        "print(area)\n",
        "import os\n",
    ],
)
def test_a_variant_beside_a_program_that_ends_is_left_out(other):
    whole = FINAL + "plt.show()\n"
    assert find_script(f"{fenced(whole)}\nOr:\n{fenced(other)}").code == whole


def test_two_versions_are_not_mixed():
    first, second = FINAL + "plt.show()\n", FINAL.replace("A < B", "C") + "plt.show()\n"
    assert find_script(f"{fenced(first)}\nOr:\n{fenced(second)}").code == second


@pytest.mark.parametrize(
    "reply",
    [
        "```python " + FINAL + "```",
        "```" + FINAL + "```",
        "```python\n" + FINAL.rstrip() + "```\nDone.",
        "'''python\n" + FINAL + "'''",
        "<pre><code class=\"language-python\">\n" + FINAL.replace("<", "&lt;") + "</code></pre>",
        "[code]\n" + FINAL + "[/code]",
        prompted(),
        json.dumps({"name": "python", "arguments": {"code": FINAL}}),
        json.dumps({"code": LINES}),
        json.dumps({"cells": [{"cell_type": "markdown", "source": ["# Title"]}, {"source": [f"{line}\n" for line in LINES]}]}),
        '{"code": "' + FINAL.replace("\n", "\\n").replace("'", '"') + '"}',
        '{"plan": 1, "code": """' + FINAL + '"""}',
        "1. Run this:\n\n   ```py\n   " + FINAL.replace("\n", "\n   ") + "```\n\n2. Done.",
    ],
)  # fmt: skip
def test_odd_wrappings_are_taken_off(reply):
    assert [line.replace('"', "'") for line in find_script(reply).code.strip().split("\n") if line.strip()] == LINES


@pytest.mark.parametrize(
    "end", ["ax.set_title('Isobaric expan", "ax.plot([0, 1],\n        [2,", "for k in range(", "# and now the"]
)
def test_what_stands_before_a_break_is_kept_apart(end):
    script = find_script(f"```python\n{FINAL}{end}")
    assert not script.code and "breaks off" in script.reason
    assert script.begun.startswith(FINAL) and "expan" not in script.begun and parsed(script.begun)


@pytest.mark.parametrize("code", ["import math\nv =", "import math\n", "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.set_xlim(0,", "Draw a"])  # fmt: skip
def test_a_break_before_anything_is_drawn_leaves_nothing(code):
    script = find_script(f"```python\n{code}")
    assert not script.text and "breaks off" in script.reason


def test_a_fence_that_is_not_closed_after_the_end_is_whole():
    whole = FINAL + "plt.show()\n"
    assert find_script(f"```python\n{whole}").code.strip() == whole.strip()


def test_a_piece_with_names_of_its_own_still_continues_a_program():
    begin = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\n"
    for piece in (
        "try:\n    ax.plot([0, 1])\nexcept ValueError as error:\n    print(error)\nplt.show()\n",
        "match ax:\n    case None as nothing:\n        print(nothing)\n    case [*rest]:\n        print(rest)\nax.plot([0, 1])\nplt.show()\n",
    ):
        assert find_script(f"{fenced(begin)}\n\nThen:\n\n{fenced(piece)}").code == f"{begin}\n{piece}"
