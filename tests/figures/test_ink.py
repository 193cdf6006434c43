"""What no eye sees counts for nothing; what every eye sees is searched for the answer. Scripts of `ink/` through the real sandbox."""

import io
import re

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from support.ink_scripts import PRELUDE, ink_scripts

from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.figure import figure_marks
from scisynth.figures.read_back.fonts import cover_letters, missing_letters
from scisynth.figures.read_back.ink import InkPage
from scisynth.figures.read_back.svg.document import svg_marks
from scisynth.figures.scene.draw import draw_sketch
from scisynth.figures.scene.scene import Claim
from scisynth.figures.scene.sketch import Sketch
from scisynth.figures.verify.verify import verify
from scisynth.sandbox import Sandbox, probe

UNSEEN, LEAKS, PLAIN = (ink_scripts(kind) for kind in ("unseen", "leaks", "plain"))


def names_of(script) -> set[str]:
    """Ids of the marks that a script is about."""
    return set(re.findall(r"gid=?\(?'([a-z]+:[w-x])'", script.code))


@pytest.fixture(scope="session")
def sandbox():
    if not probe().confines:
        pytest.skip(f"this kernel confines nothing: {probe().found}")
    with Sandbox(workers=2, preload=("numpy", "matplotlib.pyplot")) as box:
        yield box


@pytest.fixture
def check(sandbox):
    """Draws a script: the page, and what was found on it."""

    def run(item):
        result = sandbox.render(item.code)
        assert result.ok and result.marks, f"{item.name}: {result.reason} {result.traceback}"
        page = Drawing.from_rows(result.marks)
        claims = [Claim(kind="near", of=(name, "line:a")) for name in names_of(item)]
        hidden = [item.answer] if item.answer else []
        return page, verify(page, claims, hidden, fitted=True, image=result.image)

    return run


@pytest.mark.parametrize("script", UNSEEN, ids=lambda script: script.name)
def test_what_no_eye_sees_counts_for_no_claim_and_is_a_finding(check, script):
    page, found = check(script)
    (name,) = names_of(script)
    assert page.find(name) is None
    assert [claim.status for claim in found.claims] == ["failed"]
    told = [fault for fault in found.layout if fault.kind == "no_ink" and name in fault.of]
    assert told and re.search("not seen: (it|its|no|nothing) ", told[0].message)


@pytest.mark.parametrize("script", LEAKS, ids=lambda script: script.name)
def test_an_answer_that_every_eye_sees_is_found(check, script):
    assert check(script)[1].leaks


@pytest.mark.parametrize("script", PLAIN, ids=lambda script: script.name)
def test_pages_that_are_as_they_should_be_have_no_findings(check, script):
    page, found = check(script)
    assert [fault.message for fault in (*found.layout, *found.leaks)] == []
    assert all(page.find(name) for name in names_of(script))


def test_a_text_below_lines_is_seen_and_struck_through(sandbox):
    lines = "a.text(.5, .5, 'WATER', gid='label:w'); [a.axhline(y, zorder=9) for y in (.49, .51, .53)]"
    script = f"{PRELUDE}{lines}\nplt.show()\n"
    result = sandbox.render(script)
    page = Drawing.from_rows(result.marks)
    found = verify(page, [], fitted=True, image=result.image).layout
    assert page.find("label:w") and [(fault.kind, fault.of) for fault in found] == [("struck_text", ("label:w",))]


LETTERED = "a.plot(.6, .8, 'k.', gid='{0}'); a.text(.6 + {1}, .8, '{2}', ha='center', va='center', bbox=dict(fc='white', ec='none'))"


@pytest.mark.parametrize(
    ("name", "shift", "word", "is_seen"),
    [
        ("atom:w", 0, "F", True),
        ("atom:w", 0, "COOH", True),
        ("atom:w", 0.03, "fluorine", False),
        ("point:w", 0, "F", False),
    ],
)
def test_an_atom_is_seen_as_the_letter_in_its_place(sandbox, name, shift, word, is_seen):
    """A point of data below a text is lost, and so is an atom below the side of another text."""
    result = sandbox.render(f"{PRELUDE}{LETTERED.format(name, shift, word)}\nplt.show()\n")
    found = verify(Drawing.from_rows(result.marks), [Claim(kind="count", of=("atom",), value=1)], image=result.image)
    assert (found.claims[0].status == "held") == is_seen
    assert [fault.kind for fault in found.layout] == ([] if is_seen else ["no_ink"])


TWO = "plt.plot([1, 2]); plt.title('{}'); plt.show()\n"
PAGES = {
    "two shown": ("import matplotlib.pyplot as plt\n" + TWO.format("one") + TWO.format("two"), "several_figures"),
    "two saved": (
        "import matplotlib.pyplot as plt\nfor n in (1, 2):\n plt.figure(); plt.plot([n, 2]); plt.savefig(f'{n}.png'); plt.close()",
        "several_figures",
    ),
    "one twice": (
        "import matplotlib.pyplot as plt\nfor n in (1, 2):\n plt.figure(); plt.plot([1, 2]); plt.show()",
        "several_figures",
    ),
    "drawn over itself": (
        "import matplotlib.pyplot as plt\nf, a = plt.subplots()\nfor n in (1, 2):\n"
        " a.plot([0, 1], [1, 0], 'b'); a.plot([0, 1], [0, 1], 'r'); a.text(.5, .2, 'x'); a.text(.2, .5, 'y')",
        "drawn_twice",
    ),
    "empty axes": ("import matplotlib.pyplot as plt\nf, a = plt.subplots(); a.set_title('Plot'); plt.show()", "empty"),
    "empty animation": (
        "import matplotlib.pyplot as plt\nfrom matplotlib.animation import FuncAnimation\nf, a = plt.subplots()\n"
        "(line,) = a.plot([], [])\nkept = FuncAnimation(f, lambda n: line.set_data([0, n], [0, n]), frames=9)\nplt.show()",
        "empty",
    ),
    "letters without a font": (
        "import matplotlib.pyplot as plt\nplt.rcParams['font.sans-serif'] = ['SimHei']\nplt.plot([1, 2]); plt.title('\ue000\ue001')",
        "missing_letters",
    ),
}


@pytest.mark.parametrize(("code", "kind"), PAGES.values(), ids=PAGES)
def test_pages_that_are_not_one_figure_are_findings(sandbox, code, kind):
    result = sandbox.render(code)
    assert result.ok, result.reason
    kinds = [fault.kind for fault in verify(Drawing.from_rows(result.marks), [], image=result.image).layout]
    assert kind in kinds


def test_after_a_window_was_closed_drawing_goes_on_a_new_figure(sandbox):
    result = sandbox.render("import matplotlib.pyplot as plt\n" + TWO.format("one") + TWO.format("two"))
    titles = [text.text for text in Drawing.from_rows(result.marks).texts]
    assert "two" in titles and "one" not in titles


@pytest.mark.parametrize(
    "code", ["f, a = plt.subplots(); plt.savefig('a.png'); plt.show()", "plt.figure(); f, a = plt.subplots()"]
)
def test_one_figure_is_one_however_it_is_shown(sandbox, code):
    result = sandbox.render(f"import matplotlib.pyplot as plt\n{code}\na.plot([1, 2])\nplt.show()")
    kinds = [fault.kind for fault in verify(Drawing.from_rows(result.marks), [], image=result.image).layout]
    assert "several_figures" not in kinds


def forged(**page) -> list[dict]:
    rows = figure_marks(_figure())
    mark = {**next(row for row in rows if row.get("id") == "label:w"), "unseen": "", "ink": 1.0}
    return [{**rows[0], **page}, {**mark, "id": "label:forged", "bbox": (150, 300, 260, 330)}, mark]


def _figure():
    figure, axes = plt.subplots()
    axes.plot([0, 1], [0, 0.2], gid="line:a")
    axes.text(0.7, 0.5, "WATER", gid="label:w")
    axes.set_ylim(0, 1)
    plt.close(figure)
    FigureCanvasAgg(figure)  # closing took it
    return figure


def _image() -> Image.Image:
    buffer = io.BytesIO()
    _figure().savefig(buffer, format="png", bbox_inches="tight")
    return Image.open(buffer).convert("RGB")


def test_forged_rows_over_an_empty_place_are_a_finding():
    found = verify(Drawing.from_rows(forged()), [Claim(kind="near", of=("label:forged", "label:w"))], image=_image())
    assert found.claims[0].status == "failed"
    assert [fault.of for fault in found.layout if fault.kind == "no_ink"] == [("label:forged",)]


def test_rows_of_another_page_than_the_images_hold_nothing():
    found = verify(Drawing.from_rows(forged(picture_box=[0, 0, 300, 900])), [], image=_image())
    assert {"other_page", "no_ink"} <= {fault.kind for fault in found.layout}


@pytest.mark.parametrize("dpi", [60, 100, 250])
def test_true_rows_lie_on_their_image_at_any_resolution(dpi):
    buffer = io.BytesIO()
    _figure().savefig(buffer, format="png", bbox_inches="tight", dpi=dpi)
    page = Drawing.of(_figure())
    found = verify(page, [], image=Image.open(buffer).convert("RGB"))
    assert found.layout == () and page.find("label:w") is not None


@pytest.mark.parametrize("side", [700, 9000])
def test_a_large_page_is_measured_at_fewer_dots_an_inch(side):
    figure, axes = plt.subplots(figsize=(side / 100, side / 100))
    axes.plot([0, 1], [0, 1], gid="line:a")
    axes.text(0.2, 0.6, "WATER", gid="label:w", size=side / 30)
    axes.text(0.6, 0.2, "WATER", gid="label:x", size=side / 30, color="white")
    page = Drawing.of(figure)
    plt.close(figure)
    assert page.find("label:w") and page.find("line:a") and [mark.id for mark in page.unseen] == ["label:x"]


def test_the_share_that_is_seen_is_the_share_that_is_left():
    figure, axes = plt.subplots()
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.add_patch(plt.Rectangle((0.1, 0.1), 0.8, 0.8, color="navy", gid="body:a", lw=0))
    axes.add_patch(plt.Rectangle((0.1, 0.1), 0.2, 0.8, color="gold", lw=0))
    mark = Drawing.of(figure).find("body:a")
    plt.close(figure)
    assert mark.ink == pytest.approx(0.75, abs=0.01)


def test_another_font_is_taken_where_one_has_the_letters():
    figure = plt.figure()
    text = figure.text(0.5, 0.5, "\U0001d420 \u2b7e", family="DejaVu Sans")
    lacking = missing_letters(text)
    note = cover_letters([text])
    plt.close(figure)
    assert lacking and lacking[0] in note.line
    assert note.is_covered == (missing_letters(text) == "")


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100">{}</svg>'
SVG_UNSEEN = [
    '<text id="w" x="20" y="50" opacity="0">WATER</text>',
    '<g opacity="0.2"><text id="w" x="20" y="50" opacity="5%">WATER</text></g>',
    '<text id="w" x="20" y="50" fill-opacity="0">WATER</text>',
    '<text id="w" x="20" y="50" fill="none">WATER</text>',
    '<text id="w" x="20" y="50" style="display:none">WATER</text>',
    '<g visibility="hidden"><text id="w" x="20" y="50">WATER</text></g>',
    '<text id="w" x="420" y="50">WATER</text>',
    '<text id="w" x="20" y="50" fill="white">WATER</text>',
    '<text id="w" x="20" y="50" fill="#fefefe">WATER</text>',
    '<rect x="0" y="0" width="200" height="100" fill="navy"/><text id="w" x="20" y="50" fill="navy">WATER</text>',
    '<text id="w" x="20" y="50" font-size="0.1">WATER</text>',
    '<text id="w" x="20" y="50">WATER</text><rect x="10" y="20" width="150" height="60" fill="tan"/>',
    '<clipPath id="c"><rect x="150" y="80" width="9" height="9"/></clipPath><text id="w" x="20" y="50" clip-path="url(#c)">WATER</text>',
    '<line id="w" x1="0" y1="0" x2="90" y2="90" stroke="black" stroke-width="0"/>',
    '<line id="w" x1="0" y1="0" x2="90" y2="90" stroke="none"/>',
    '<rect id="w" x="5" y="5" width="50" height="50" fill="none"/>',
    '<circle id="w" cx="50" cy="50" r="20" fill="white" stroke="white"/>',
    '<path id="w" d="M0 0L50 50" stroke="black" stroke-opacity="0"/>',
]
SVG_SEEN = [
    '<text id="w" x="20" y="50">WATER</text>',
    '<text id="w" x="20" y="50" fill="none" stroke="black">WATER</text>',
    '<rect x="10" y="20" width="150" height="60" fill="black"/><text id="w" x="20" y="50" fill="white">WATER</text>',
    '<text id="w" x="20" y="50">WATER</text><rect x="10" y="20" width="150" height="60" fill="tan" fill-opacity="0.3"/>',
    '<clipPath id="c"><rect x="0" y="0" width="190" height="90"/></clipPath><text id="w" x="20" y="50" clip-path="url(#c)">WATER</text>',
    '<line id="w" x1="0" y1="0" x2="90" y2="90" stroke="#ccc" stroke-width="0.5"/>',
    '<rect id="w" x="5" y="5" width="50" height="50" fill="#eee"/>',
    '<path id="w" d="M0 0L50 50L50 0"/>',
]


@pytest.mark.parametrize("body", SVG_UNSEEN)
def test_what_no_eye_sees_of_an_svg_is_found(body):
    drawing = Drawing.from_rows(svg_marks(SVG.format(body)))
    assert drawing.find("w") is None and [mark.id for mark in drawing.unseen] == ["w"]


@pytest.mark.parametrize("body", SVG_SEEN)
def test_what_is_seen_of_an_svg_counts(body):
    drawing = Drawing.from_rows(svg_marks(SVG.format(body)))
    assert drawing.find("w") is not None and not drawing.unseen


def test_the_label_of_a_dimension_hides_the_line_it_stands_on():
    """Between letters the line would read as a minus sign: `L =-3 m`."""
    sketch = Sketch()
    sketch.line("side:a", (0, 0), (4, 0))
    sketch.dimension("dimension:L", (0, 0), (4, 0), "L = 3 m", 0.6)
    figure = draw_sketch(sketch.marks)
    figure.canvas.draw()
    (label,) = [mark for mark in Drawing.of(figure).texts if mark.id == "label:L"]
    left, bottom, right, top = (round(value) for value in label.bbox)
    pixels = np.asarray(figure.canvas.buffer_rgba())[::-1][:, :, :3].min(axis=2)
    row = pixels[(bottom + top) // 2 - 1 : (bottom + top) // 2 + 2, left:right] < 128
    gaps = [len(run) for run in re.findall("1+", "".join("1" if dark else "0" for dark in row.all(axis=0)))]
    # The strokes of letters are short, the dash of the dimension line between them would be long.
    assert row.any() and max(gaps, default=0) < 12


def pages_drawn(num: int, monkeypatch) -> int:
    """How often a page of so many texts in one place is drawn to measure it."""
    figure, axes = plt.subplots()
    for number in range(num):
        axes.text(0.5, 0.5, f"label {number}")
    drawn = []
    save = type(figure.canvas).print_figure
    monkeypatch.setattr(
        type(figure.canvas), "print_figure", lambda *some, **named: drawn.append(1) or save(*some, **named)
    )
    figure_marks(figure)
    plt.close(figure)
    return len(drawn)


def test_a_page_that_takes_long_to_draw_is_drawn_again_less_often(monkeypatch):
    assert pages_drawn(200, monkeypatch) > pages_drawn(600, monkeypatch) > 1, (
        "a script's own seconds would go into measuring its page"
    )


@pytest.mark.parametrize(("alpha", "is_seen"), [(0.4, True), (1.0, False)])
def test_where_no_page_can_be_drawn_again_a_text_under_a_veil_is_seen_and_one_under_a_cover_is_not(alpha, is_seen):
    figure, axes = plt.subplots()
    axes.scatter(np.random.default_rng(0).random(500_000), np.full(500_000, 0.1), s=1)
    axes.text(0.3, 0.5, "48 cm", fontsize=14, gid="label:x")
    axes.add_patch(plt.Rectangle((0.2, 0.4), 0.4, 0.3, color="orange", alpha=alpha, zorder=9))
    page = Drawing.of(figure)
    plt.close(figure)
    assert (page.find("label:x") is not None) == is_seen


def test_a_page_whose_letters_need_another_font_is_measured_once(monkeypatch):
    figure, axes = plt.subplots()
    axes.text(0.3, 0.5, "力", fontfamily="DejaVu Sans")
    measured = []
    measure = InkPage._measure
    monkeypatch.setattr(InkPage, "_measure", lambda page: measured.append(1) or measure(page))
    page = Drawing.of(figure)
    plt.close(figure)
    assert len(measured) == 1 and (page.faults or page.texts)
