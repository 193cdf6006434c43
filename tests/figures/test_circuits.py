"""Circuits read off drawings: schemdraw on axes and as SVG, hand-drawn ones, our own drawer, and netlists in many ways of writing."""

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import pytest
import schemdraw
import schemdraw.elements as elm
from support.circuit_samples import OTHERS, SCHEMDRAW

from scisynth.core.errors import DataError
from scisynth.figures.circuits.read import circuit_fault
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.schematics import watch_schematics
from scisynth.figures.read_back.svg.document import svg_marks
from scisynth.figures.scene.circuit_symbols import DRAWN
from scisynth.figures.scene.netlists import name_in_label, netlist_text, read_netlist, same_netlist, value_in_label
from scisynth.figures.scene.scene import Claim
from scisynth.figures.scene.sketch import Sketch
from scisynth.figures.verify.claims import check_claim
from scisynth.figures.verify.layout import check_layout

watch_schematics()


def on_axes(body):
    figure, axes = plt.subplots()
    drawing = schemdraw.Drawing(canvas=axes, show=False)
    exec(body, {"d": drawing, "elm": elm})
    drawing.draw(show=False)
    axes.set_aspect("equal")
    read = Drawing.of(figure)
    plt.close(figure)
    return read


def as_svg(body):
    drawing = schemdraw.Drawing(canvas="svg", show=False)
    exec(body, {"d": drawing, "elm": elm})
    return Drawing.from_rows(svg_marks(drawing.get_imagedata("svg").decode()))


@pytest.mark.parametrize("how", [on_axes, as_svg])
@pytest.mark.parametrize("name", SCHEMDRAW)
def test_schemdraw_gives_its_netlist(name, how):
    body, netlist = SCHEMDRAW[name]
    drawing = how(body)
    assert circuit_fault(drawing, netlist) == ""
    if name in OTHERS:
        assert "expected the circuit" in circuit_fault(drawing, OTHERS[name])


def test_labels_of_schemdraw_get_ids():
    drawing = on_axes("d += elm.Resistor().label('$R_1$ = 4 Ω')\nd += elm.Capacitor().label('2 µF')")
    assert drawing.find("label:R1").text == "$R_1$ = 4 Ω" and not drawing.find("resistor:R1").closed
    assert {mark.text for mark in drawing.texts if mark.role == "label"} == {"$R_1$ = 4 Ω", "2 µF"}


def test_a_component_is_found_by_the_name_that_its_line_got_later():
    figure, axes = plt.subplots()
    drawing = schemdraw.Drawing(canvas=axes, show=False)
    exec(SCHEMDRAW_LOOP, {"d": drawing, "elm": elm})
    drawing.draw(show=False)
    zigzags = [line for line in axes.lines if len(line.get_xdata()) == 10]
    for number, line in enumerate(zigzags, start=1):
        line.set_gid(f"resistor:R{number}")
    read = Drawing.of(figure)
    plt.close(figure)
    assert len([mark for mark in read.marks if mark.role == "resistor"]) == len(zigzags) == 2
    assert circuit_fault(read, "V1 a c; R1 a b; R2 b c") == ""
    assert circuit_fault(read, "V1 a c; R1 a c; R2 a c")


@pytest.mark.parametrize("how", [on_axes, as_svg])
@pytest.mark.parametrize(
    ("part", "form", "other"),
    [
        ("ResistorIEEE().right()", "zigzag", "rectangle"),
        ("ResistorIEEE().up().reverse()", "zigzag", "rectangle"),
        ("ResistorVarIEEE().down()", "zigzag", "rectangle"),
        ("ResistorIEC().left().flip()", "rectangle", "zigzag"),
        ("Inductor().right().flip()", "curved", "zigzag"),
        ("Inductor().up().reverse()", "curved", "zigzag"),
        ("Inductor2().down().scale(1.5)", "curved", "rectangle"),
        ("FuseUS().right().dot()", "curved", "rectangle"),
        ("SourceSin().up()", "circle", "square"),
        ("MeterA().down().scale(0.7)", "circle", "square"),
        ("Lamp().right().dot()", "circle", "square"),
        ("Diode().left().reverse()", "triangle", "rectangle"),
    ],
)
def test_a_symbol_of_schemdraw_has_the_form_it_is_drawn_in(part, form, other, how):
    drawing = how(f"d += elm.{part}.label('$X_1$')")
    others = ("label", "lead", "plus")
    symbol = next(mark for mark in drawing.marks if mark.id.endswith(":X1") and mark.role not in others)
    assert check_claim(Claim(kind="shape", of=(symbol.id,), value=form), drawing).status == "held"
    assert check_claim(Claim(kind="shape", of=(symbol.id,), value=other), drawing).status == "failed"


@pytest.mark.parametrize("name", ["", "resistor:R1", "R1"])
def test_a_lead_strikes_through_a_text_whatever_its_line_is_called(name):
    figure, axes = plt.subplots()
    drawing = schemdraw.Drawing(canvas=axes, show=False)
    drawing += elm.Resistor().right()
    drawing.draw(show=False)
    axes.set_aspect("equal")
    axes.text(2.6, 0, "struck", va="center")
    axes.lines[0].set_gid(name or None)
    found = check_layout(Drawing.of(figure))
    plt.close(figure)
    assert [finding.kind for finding in found] == ["struck_text"]


SCHEMDRAW_LOOP = """
d += elm.SourceV().up().label("9 V")
d += elm.Resistor().right().label("2 Ω")
d += elm.Resistor().down().label("3 Ω")
d += elm.Line().left()
"""


@pytest.mark.parametrize("part", ["BjtNpn()", "Opamp()", "SwitchSpdt()", "Transformer()", "Crystal()"])
def test_a_part_that_is_not_read_leaves_the_claim_unchecked(part):
    drawing = on_axes(f"d += elm.Resistor().label('R1')\nd += elm.{part}")
    finding = check_claim(Claim(kind="netlist", value="R1 a b; V1 a b"), drawing)
    assert finding.status == "unchecked" and "is not read" in finding.message


def test_what_a_stranger_writes_as_shapes_is_taken_with_care():
    for shapes in (
        "[",
        "null",
        "[1, 2]",
        '[["a"]]',
        '[["wire:1", [["x", 1]]]]',
        '[["wire:1", [[1e999, 0]]]]',
        "[" * 5000,
    ):
        body = f"<path d='M0 0 L9 9' stroke='black' data-shapes='{shapes}'/>"
        rows = svg_marks(f"<svg xmlns='http://www.w3.org/2000/svg' width='20' height='20'>{body}</svg>")
        assert len(rows) >= 2


# Ordinary Matplotlib with ids, and habits in it.


def by_hand(draw):
    figure, axes = plt.subplots()
    axes.set(xlim=(-1, 7), ylim=(-1, 4))
    draw(axes)
    read = Drawing.of(figure)
    plt.close(figure)
    return read


def box(axes, name, left, bottom, wide, high):
    axes.add_patch(plt.Rectangle((left, bottom), wide, high, fc="white", ec="black", gid=name, zorder=3))


def loop(axes, label="R₁ = 4 Ω"):
    """A rectangle of wire on which boxes lie: the commonest way to draw a circuit by hand."""
    axes.plot([0, 6, 6, 0, 0], [0, 0, 3, 3, 0], "k-", gid="wire:1")
    box(axes, "resistor:R1", 2, 2.7, 2, 0.6)
    box(axes, "lamp:L1", 5.7, 1, 0.6, 1)
    box(axes, "battery:V1", -0.3, 1, 0.6, 1)
    axes.text(3, 3.5, label, gid="label:R1")
    axes.text(-0.7, 2.1, "+", gid="plus:V1")


def test_wires_that_run_behind_symbols_are_their_leads():
    drawing = by_hand(loop)
    assert circuit_fault(drawing, "V1 a c; R1 a b; lamp L1 b c") == ""
    assert circuit_fault(drawing, "V1 c a; R1 a b; lamp L1 b c") != "", "the plus sign is at the other end"
    assert circuit_fault(drawing, "V1 a c; R1 a c; lamp L1 a c") != ""


def test_wires_that_end_on_symbols_are_their_leads():
    def draw(axes):
        box(axes, "resistor:R1", 1, 2.7, 1, 0.6)
        box(axes, "resistor:R2", 4, 2.7, 1, 0.6)
        box(axes, "battery:V1", 2, -0.3, 1, 0.6)
        axes.plot([2, 4], [3, 3], gid="wire:a")
        axes.plot([1, 0, 0, 2], [3, 3, 0, 0], gid="wire:b")
        axes.plot([5, 6, 6, 3], [3, 3, 0, 0], gid="wire:c")

    assert circuit_fault(by_hand(draw), "R1 a b; R2 b c; battery V1 a c") == ""


def test_what_the_reader_sees_goes_before_the_id():
    """Names were swapped on the page while the ids stayed."""

    def draw(axes):
        loop(axes, "R₂ = 4 Ω")
        axes.plot([1, 1], [0, 3], "k-", gid="wire:2")
        box(axes, "resistor:R2", 0.7, 1, 0.6, 1)
        axes.text(1.5, 1.5, "R₁", gid="label:R2")

    drawing = by_hand(draw)
    netlist = "V1 a c; R1 {} ; R2 {}; lamp L1 b c"
    assert circuit_fault(drawing, netlist.format("a c", "a b")) == "", "R₁ is what stands across the battery"
    assert circuit_fault(drawing, netlist.format("a b", "a c")) != ""


def test_values_count_where_both_sides_tell_them():
    drawing = by_hand(loop)
    assert circuit_fault(drawing, "V1 a c 9 V; R1 a b 4 Ω; lamp L1 b c") == ""
    assert circuit_fault(drawing, "V1 a c; R1 a b 0.004 kΩ; lamp L1 b c") == ""
    assert circuit_fault(drawing, "V1 a c; R1 a b 5 Ω; lamp L1 b c") != ""


def test_a_drawing_without_ids_is_unchecked_and_one_without_a_component_fails():
    bare = by_hand(lambda axes: axes.plot([0, 1], [0, 1]))
    assert check_claim(Claim(kind="netlist", value="R1 a b"), bare).status == "unchecked"
    wires = by_hand(lambda axes: axes.plot([0, 1], [0, 1], gid="wire:1"))
    assert check_claim(Claim(kind="netlist", value="R1 a b"), wires).status == "failed"


# Netlists.

LOOP = "battery:V1 a c; resistor:R1 a b; resistor:R2 b c"


@pytest.mark.parametrize(
    "text",
    ["V1 1 0\nR1 1 2\nR2 2 0", "V1 1 0 9 V; R1 1 2 4Ω; R2 2 0 100", "battery V1 a c, resistor R1 a b, resistor R2 b c",
     "R1: x - y; R2: y - z; V1: x - z", "R1 (p, q); R2 (q, r); V1 (p, r)", "V1(a,c), R1(a,b), R2(b,c)", "r1 a b; r2 b c; v1 a c",
     "cell V1 between a and c; R1 between a and b; R2 between b and c", "R_2 b c; R_1 a b; source V1 a c",
     "V1 top bottom; R1 top mid; R2 mid bottom", "R1 = 4 Ω a b; R2 = 6 Ω b c; V1 = 9 V a c", "voltage source V1 a c; R1 a -> b; R2 b -> c",
     "R1 resistor a b; R2 resistor b c; V1 battery a c", "battery:V1 a c; resistor:R1 a b; resistor:R2 b c;"],
)  # fmt: skip
def test_a_netlist_may_be_written_in_any_sensible_way(text):
    assert same_netlist(LOOP, text), netlist_text(read_netlist(text))


@pytest.mark.parametrize(
    "text",
    ["V1 c a; R1 a b; R2 b c", "V1 a c; R1 a b; R2 a c", "V1 a c; R1 a b", "V1 a c; R1 a b; R3 b c", "V1 a c; R1 a b; lamp R2 b c",
     "V1 a c; R1 a b; R2 b c; R3 b c", "", "hello", "R1", "R1 a", "R1 a b c d e", "x" * 100_000, ";".join("R1 a b" for _ in range(5000))],
)  # fmt: skip
def test_another_netlist_is_another_circuit(text):
    assert not same_netlist(LOOP, text)


def test_components_without_a_name_are_told_by_their_place():
    assert same_netlist("battery ? a c; lamp ? a b; lamp ? b c", "battery a c; lamp L1 a b; lamp L2 b c")
    assert not same_netlist("battery a c; lamp a b; lamp b c", "battery a c; lamp a c; lamp a c")
    for row in ("lamp a b", "lamp:L1 a b"):
        many = ";".join(row for _ in range(60))
        assert not same_netlist(many, many), "too many to be told apart: no hours are spent on it"


def test_a_page_full_of_symbols_and_wires_is_not_traced_for_hours():
    blank = {"kind": "path", "text": "", "data": [], "closed": False, "filled": False, "arrow": "", "size": 1, "color": "", "axes": ""}  # fmt: skip
    rows = [{"width_px": 900, "height_px": 900, "dpi": 72}]
    wire = [[n % 900, n // 900] for n in range(2000)]
    rows += [{**blank, "id": f"wire:{n}", "points": wire, "bbox": [0, 0, 900, 3]} for n in range(9)]
    rows += [
        {**blank, "id": f"resistor:R{n}", "points": [[0, 0], [9, 9], [0, 0]], "bbox": [0, 0, 9, 9]} for n in range(900)
    ]
    assert "too many" in circuit_fault(Drawing.from_rows(rows), "R1 a b")


def test_labels_tell_names_and_values():
    names = {
        "$R_1$ = 4 Ω": "R1",
        "R₁": "R1",
        "9 V": "",
        "10kΩ": "",
        r"$\varepsilon$ = 9 V": "ε",
        "R1\n4 Ω": "R1",
        "V_s": "Vs",
        "": "",
    }
    assert {text: name_in_label(text) for text in names} == names
    values = {"$R_1$ = 4 Ω": 4, "R₁": 0, r"$R = 4.7\,\mathrm{k\Omega}$": 4700, "2 µF": 2e-6, "I": 0, "12 V": 12}
    assert {text: value_in_label(text) for text in values} == pytest.approx(values)


# The drawer.


@pytest.mark.parametrize(
    "kind", [kind for kind in DRAWN if kind != "ground"] + ["closed switch", "bulb", "Inductor", "open switch", "cell"]
)
def test_every_symbol_reads_back(kind):
    sketch = Sketch()
    sketch.component("X", kind, (0, 3), (3, 3), words="X")
    sketch.component("R9", "resistor", (0, 0), (3, 0), words="R₉", toward=(0, -1))
    sketch.wire((0, 3), (0, 0))
    sketch.wire((3, 3), (3, 0), dots=True)
    drawing = Drawing.of(sketch.figure())
    assert circuit_fault(drawing, f"{kind} X a b; R9 a b") == ""
    assert circuit_fault(drawing, f"{kind} X a b; R9 b c") != ""


def test_a_drawn_circuit_reads_back_with_poles_values_and_earth():
    sketch = Sketch()
    sketch.component("V1", "battery", (0, 3), (0, 0), "9 V")
    sketch.component("R1", "resistor", (0, 3), (3, 3), "R₁ = 4 Ω")
    sketch.component("D1", "LED", (3, 3), (6, 3), "D₁")
    sketch.component("R2", "resistor", (3, 3), (3, 0), "R₂ = 6 Ω", toward=(1, 0))
    sketch.component("L1", "lamp", (6, 3), (6, 0), "L₁", toward=(1, 0))
    sketch.wire((0, 0), (3, 0), dots=True)
    sketch.wire((3, 0), (6, 0))
    sketch.component("E", "ground", (3, 0))
    drawing = Drawing.of(sketch.figure())
    netlist = "V1 a 0 9 V; R1 a b 4 Ω; R2 b 0 6 Ω; led D1 {}; lamp L1 c 0; ground 0"
    assert circuit_fault(drawing, netlist.format("b c")) == ""
    assert circuit_fault(drawing, netlist.format("c b")) != "", "the LED the other way round"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("R1", "resistr", (0, 0), (1, 0)), "did you mean 'resistor'"), (("R1", "", (0, 0), (1, 0)), "unknown kind"),
     (("R1", "resistor", (0, 0), (0, 0)), "two places apart"), (("R1", "resistor", (0, 0)), "where it stops"),
     (("", "resistor", (0, 0), (1, 0)), "expected a name"), (("R1", "resistor", (0, 0, 1), (1, 0, 0)), "two places"),
     (("R1", "resistor", (0, 0), (float("nan"), 0)), "two places"), (("R1", "ground " * 99, (0, 0)), "unknown kind")],
)  # fmt: skip
def test_bad_components_are_refused_in_one_line(arguments, words):
    with pytest.raises(DataError, match=words) as caught:
        Sketch().component(*arguments)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 330
