"""Scripts in the habits of weak models: what is drawn all the same, and what stays an error with its reason."""

import pytest

BEGIN = "import matplotlib.pyplot as plt\n"
BODY = "    fig, ax = plt.subplots()\n    ax.plot([0, 1], [0, 1])\n    ax.text(0.2, 0.7, '{}')\n"
PAGE = BODY.replace("    ", "")


def drawn(sandbox, code):
    """The texts that are on the page."""
    result = sandbox.render(code)
    assert result.ok, f"{result.reason}\n{result.traceback}"
    return {row.get("text") for row in result.marks or [] if row.get("kind") != "axes" and not row.get("is_tick")} - {
        None,
        "",
    }


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("def main():\n" + BODY.format("m"), "m"),
        ("def draw_diagram(width=4, *, show=True, **others):\n" + BODY.format("m"), "m"),
        ("def plot_it():\n" + BODY.format("m") + "    return fig\n\nif __name__ == 'main':\n    plot_it()\n", "m"),
        ("def f():\n" + BODY.format("m") + "    return fig\n", "m"),
        ("def part(ax, x): ax.text(x, 0, 'part')\ndef create():\n" + BODY.format("m") + "    part(ax, 0)\n", "part"),
        ("def draw_first():\n" + BODY.format("a") + "def main():\n    draw_first()\n", "a"),
        ("def data(): return [1, 2]\ndef draw():\n" + BODY.format("m") + "    ax.plot(data())\n", "m"),
        ("def draw(ax):\n    ax.plot([0, 1])\n    ax.text(0, 0, 'on axes')\n", "on axes"),
        ("def draw(fig, ax):\n    ax.plot([0, 1])\n    fig.text(0.4, 0.4, 'on a figure')\n", "on a figure"),
        ("class Wrong(Exception): pass\nclass Style(dict): pass\nclass Name(str): pass\ndef f():\n" + BODY.format("m"), "m"),
        ("class Tank:\n    def __init__(self, h=2): self.h = h\n    def draw(self):\n    " + BODY.format("m").replace("\n    ", "\n        "), "m"),
        ("class Tank:\n    def size(self): return 1\n    def plot(self, ax):\n        ax.plot([0, 1])\n        ax.text(0, 0, 'tank')\n", "tank"),
    ],
)  # fmt: skip
def test_what_is_defined_and_never_called_is_called(sandbox, code, text):
    assert text in drawn(sandbox, BEGIN + code)


def test_a_image_that_an_uncalled_function_returns_is_kept(sandbox):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect x="9" y="9" width="50" height="50"/></svg>'
    assert sandbox.render(f"def make_svg():\n    return '''{svg}'''\n").ok
    pil = "from PIL import Image, ImageDraw\ndef draw():\n    page = Image.new('RGB', (90, 90), 'white')\n"
    assert sandbox.render(pil + "    ImageDraw.Draw(page).line((9, 9, 60, 60), fill='black')\n    return page\n").ok


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("def draw(length):\n" + BODY, "no_picture"),
        ("def draw(ax, angle):\n    ax.plot([angle])\n", "no_picture"),
        ("def load(path='data.csv'):\n    open(path)\n", "exception"),
        ("def area(): return 3\n", "no_picture"),
        ("async def draw():\n" + BODY, "no_picture"),
        ("def draw():\n    draw()\n", "exception"),
    ],
)
def test_nothing_is_made_up_for_a_function_that_needs_something(sandbox, code, status):
    result = sandbox.render(BEGIN + code)
    assert (result.status, result.image) == (status, None) and result.reason


def test_what_a_script_draws_itself_is_not_drawn_twice(sandbox):
    code = f"{BEGIN}def main():\n{BODY.format('a')}\ndef draw_other():\n{BODY.format('b')}\nmain()\n"
    assert drawn(sandbox, code) == {"a"} and sandbox.render(code).num_figures == 1


@pytest.mark.parametrize(
    "write",
    [
        "plt.savefig('/tmp/output/line.png')",
        "fig.savefig('figures/deep/line.svg')",
        "import os\nos.makedirs('/mnt/data', exist_ok=True)\nplt.savefig('/mnt/data/line.pdf')\nplt.close()",
        "from pathlib import Path\nPath('/content/out').mkdir(parents=True, exist_ok=True)\nplt.savefig(Path('/content/out') / 'a.png')",
        "import os\nif not os.path.exists('/home/user/images'):\n    os.makedirs('/home/user/images')\nplt.savefig('/home/user/images/a.jpg')",
    ],
)
def test_a_folder_that_does_not_exist_takes_no_figure(sandbox, write):
    assert drawn(sandbox, BEGIN + PAGE.format("m") + write) == {"m"}


@pytest.mark.parametrize(
    "write",
    ["page.save('/tmp/out/line.png')", "import cv2, numpy\npage.save('x/y.png')", "open('/srv/a.svg', 'w').write(SVG)"],
)
def test_a_image_that_is_no_figure_goes_to_the_working_folder(sandbox, write):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect x="9" y="9" width="50" height="50"/></svg>'
    page = "page = Image.new('RGB', (90, 90), 'white')\nImageDraw.Draw(page).line((9, 9, 60, 60), fill='black')\n"
    result = sandbox.render(f"from PIL import Image, ImageDraw\nSVG = '''{svg}'''\n{page}{write}\n")
    assert result.ok and "from the file" in result.reason


@pytest.mark.parametrize(
    "code",
    [
        "open('/tmp/x/notes.txt', 'w')",
        "open('/tmp/x/a.png')",
        "open('/etc/passwd', 'a')",
        "import os; os.chdir('/mnt/data')",
    ],
)
def test_other_files_are_not_redirected(sandbox, code):
    assert sandbox.render(BEGIN + PAGE + code).status == "exception"


@pytest.mark.parametrize(
    "end",
    ["input('Press Enter')", "print(speed)", "plt.get_window().close()", "import sys; sys.exit('done')", "1 / 0"],
)
@pytest.mark.parametrize("shown", ["plt.show()\n", "plt.savefig('a.png')\n"])
def test_an_error_after_the_figure_was_shown_is_a_note(sandbox, shown, end):
    result = sandbox.render(BEGIN + PAGE.format("m") + shown + end)
    assert result.ok and "after the figure was shown: " in result.reason


@pytest.mark.parametrize(
    "end",
    [
        "plt.title(speed)\nplt.show()",
        "n = int(input('How many? '))\nplt.show()",
        "plt.show()\nplt.figure()\nplt.plot([0, 1])\nplt.title(speed)\nplt.show()",
    ],
)
def test_an_error_before_that_stays_an_error(sandbox, end):
    result = sandbox.render(BEGIN + PAGE.format("m") + end)
    assert (result.status, result.image) == ("exception", None) and "Error" in result.reason


@pytest.mark.parametrize(
    "code",
    [
        "plt.style.use('seaborn-whitegrid')",
        "plt.style.use('seaborn')",
        "plt.style.use(['science', 'ieee'])",
        "plt.rcParams['text.usetex'] = True",
        "plt.rc('text', usetex=True)",
        "ax.set_aspect('equal', adjustable='box-forced')",
        "ax.grid(b=True)",
        "plt.grid(b=True, which='major')",
        "ax.hist([1, 2, 2], normed=True)",
        "plt.stem([1, 2], [3, 4], use_line_collection=True)",
        "ax.annotate(s='old', xy=(0, 0))",
        "c = plt.cm.get_cmap('viridis', 5)(2)",
        "import matplotlib.cm as cm\nc = cm.get_cmap('jet')(0.5)",
        "fig.canvas.set_window_title('Tank')",
        "plt.get_current_fig_manager().window.state('zoomed')",
        "ax.hold(True)",
        "ax3 = plt.figure().gca(projection='3d')\nax3.w_xaxis.set_pane_color((1, 1, 1))\nax3.plot([0, 1], [0, 1], [0, 1])\nax3.text(0, 0, 0, 'm')",
        "import numpy as np\nx = np.array([1, 2], dtype=np.float) * np.product([1, 2]) + np.Inf * 0 + np.trapz([1, 2])",
        "import numpy as np\nn = np.int(3.2) + int(np.bool(1)) + len(np.str('x'))",
        "x = np.linspace(0, 1, 5) + math.pi\nax.add_patch(Circle((0, 0), 1))\nax.add_patch(patches.Rectangle((0, 0), 1, 1))",
        "plt.savefig('a.png', quality=95)",
        "display(fig)",
    ],
)
def test_what_libraries_have_removed_or_everybody_imports_is_there(sandbox, code):
    assert "m" in drawn(sandbox, BEGIN + PAGE.format("m") + code)


@pytest.mark.parametrize(
    "code", ["np = None\nnp.pi", "def f(math): return math.pi\nf(1)", "import numpy as math\nmath.gcdd(1)"]
)
def test_a_name_of_the_scripts_own_is_never_replaced(sandbox, code):
    assert sandbox.render(BEGIN + PAGE + code).status == "exception"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import plotly.graph_objects as go", "installed are matplotlib, numpy"),
        ("import seaborn as sns", "installed are matplotlib"),
        ("from manim import *", "installed are matplotlib"),
        ("n = int(input())", "nobody types here"),
    ],
)
def test_an_error_of_the_place_says_what_to_do(sandbox, code, words):
    result = sandbox.render(code)
    assert result.status == "exception" and words in result.reason and "\n" not in result.reason
