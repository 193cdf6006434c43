"""Scripts as models write them for molecules, circuits and graphs: each ends with an image, and its marks say what is drawn."""

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import networkx as nx
import pytest

from scisynth.figures.circuits.read import circuit_fault
from scisynth.figures.molecules.read import molecule_fault
from scisynth.figures.pixels.confirm import add_pixels
from scisynth.figures.pixels.reader import ReadText
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.graph_drawings import watch_graphs
from scisynth.figures.read_back.svg.document import svg_marks
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claims import Finding, check_claim
from scisynth.figures.verify.required import GivenValue, Required
from scisynth.figures.verify.verify import Verification
from scisynth.imgcoder.checker import Checker
from scisynth.imgcoder.kept import Draft, DrawnScripts
from scisynth.sandbox import Sandbox
from scisynth.sandbox.marks import parse_marks

PARTS = """
d += elm.SourceV().up().label('9 V')
d += elm.Resistor().right().label('$R_1$ = 4 Ω')
d += elm.Capacitor().down().label('C')
d += elm.Line().left()
"""
HEAD = "import schemdraw\nimport schemdraw.elements as elm\nimport matplotlib.pyplot as plt\n"
WITH = "".join(f"    {line}\n" for line in PARTS.split("\n") if line)
CIRCUITS = {
    "shown": f"{HEAD}with schemdraw.Drawing() as d:\n{WITH}",
    "shown as svg": f"{HEAD}schemdraw.use('svg')\nwith schemdraw.Drawing() as d:\n{WITH}",
    "never drawn": f"{HEAD}d = schemdraw.Drawing()\n{PARTS}",
    "never drawn, svg": f"{HEAD}schemdraw.use('svg')\nd = schemdraw.Drawing()\n{PARTS}",
    "saved as png": f"{HEAD}d = schemdraw.Drawing(show=False)\n{PARTS}\nd.save('circuit.png', dpi=150)",
    "saved as svg": f"{HEAD}with schemdraw.Drawing(file='circuit.svg', show=False) as d:\n{WITH}",
    "svg backend, saved": f"{HEAD}schemdraw.use('svg')\nd = schemdraw.Drawing(show=False)\n{PARTS}\nd.save('circuit.svg')",
    "on axes": f"{HEAD}fig, ax = plt.subplots()\nd = schemdraw.Drawing(canvas=ax)\n{PARTS}\nd.draw()\nax.axis('off')\nplt.show()",
    "bytes in a variable": f"{HEAD}schemdraw.use('svg')\nd = schemdraw.Drawing(show=False)\n{PARTS}\npicture = d.get_imagedata('svg')\ndel d",
}
MOL = "from rdkit import Chem\nfrom rdkit.Chem import Draw\nfrom rdkit.Chem.Draw import rdMolDraw2D\nm = Chem.MolFromSmiles('CC(=O)O')\n"
MOLECULES = {
    "svg in a variable": f"{MOL}d = rdMolDraw2D.MolDraw2DSVG(400, 300)\nd.DrawMolecule(m)\nd.FinishDrawing()\nsvg = d.GetDrawingText()",
    "svg printed": f"{MOL}d = rdMolDraw2D.MolDraw2DSVG(400, 300)\nd.DrawMolecule(m)\nd.FinishDrawing()\nprint(d.GetDrawingText())",
    "svg file": f"{MOL}Draw.MolToFile(m, 'm.svg')",
    "svg written": f"{MOL}d = rdMolDraw2D.MolDraw2DSVG(400, 300)\nd.DrawMolecule(m)\nd.FinishDrawing()\nopen('m.svg', 'w').write(d.GetDrawingText())",
    "image saved": f"{MOL}Draw.MolToImage(m, size=(400, 300)).save('m.png')",
    "image in a variable": f"{MOL}image = Draw.MolToImage(m, size=(400, 300))",
    "image shown": f"{MOL}Draw.MolToImage(m, size=(400, 300)).show()",
    "png file": f"{MOL}Draw.MolToFile(m, 'm.png', size=(400, 300))",
    "cairo": f"{MOL}d = rdMolDraw2D.MolDraw2DCairo(400, 300)\nd.drawOptions().bondLineWidth = 3\nrdMolDraw2D.PrepareAndDrawMolecule(d, m, legend='acid')\nd.FinishDrawing()\nd.WriteDrawingText('m.png')",
    "imshow": f"{MOL}import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.imshow(Draw.MolToImage(m, size=(400, 300)))\nax.axis('off')\nax.set_title('acetic acid')\nplt.show()",
    "grid": f"{MOL}Draw.MolsToGridImage([m], molsPerRow=1, subImgSize=(300, 300)).save('g.png')",
}  # fmt: skip


def drawn(sandbox, code):
    (result,) = sandbox.render_many([code])
    assert result.status == "ok", result.reason
    assert result.image is not None and result.marks_json
    return Drawing.from_rows(parse_marks(result.marks_json)), result


@pytest.mark.parametrize("name", CIRCUITS)
def test_a_script_with_schemdraw_gives_a_image_and_its_netlist(sandbox, name):
    drawing, _ = drawn(sandbox, CIRCUITS[name])
    assert circuit_fault(drawing, "V1 p n 9 V; R1 p q 4 Ω; C q n") == ""
    assert circuit_fault(drawing, "V1 p n; R1 p q; C p n") != ""


@pytest.mark.parametrize("name", MOLECULES)
def test_a_script_with_rdkit_gives_a_image_and_its_molecule(sandbox, name):
    drawing, _ = drawn(sandbox, MOLECULES[name])
    assert molecule_fault(drawing, "CC(=O)O") == ""
    assert molecule_fault(drawing, "CC(N)=O") != ""


def test_marks_of_a_pixel_image_stand_where_its_pixels_are(sandbox):
    for name in ("cairo", "imshow", "svg file"):
        _, result = drawn(sandbox, MOLECULES[name])
        with Checker() as checker:
            found = checker.check(result.marks_json, result.image, [Claim(kind="smiles", value="CC(=O)O")])
        assert [claim.status for claim in found.claims] == ["held"], name


def test_a_pixel_image_that_was_changed_is_no_molecule_any_more(sandbox):
    code = f"{MOL}image = Draw.MolToImage(m).rotate(10)\nimage.save('m.png')"
    (result,) = sandbox.render_many([code])
    assert result.status == "ok" and result.marks_json is None


def test_what_a_script_leaves_is_not_taken_before_its_figure(sandbox):
    code = f"{MOL}image = Draw.MolToImage(m)\nimport matplotlib.pyplot as plt\nplt.plot([0, 1])\n"
    drawing, _ = drawn(sandbox, code)
    assert not any(mark.role == "atom" for mark in drawing.marks)
    (nothing,) = sandbox.render_many(["x = 'no image <svg'\ny = [1, 2]"])
    assert nothing.status == "no_picture"


def test_a_plot_of_sympy_is_drawn_without_being_shown(sandbox):
    code = "from sympy import symbols, sin, plot\nx = symbols('x')\np = plot(sin(x), (x, -3, 3), show=False)"
    drawing, _ = drawn(sandbox, code)
    assert any(len(mark.points) > 20 for mark in drawing.marks)


# Graphs.


def test_nodes_edges_and_labels_of_networkx_get_ids():
    watch_graphs()
    graph = nx.DiGraph()
    graph.add_weighted_edges_from([("A", "B", 3), ("B", "C", 5), ("A", "C", 4)])
    places = {"A": (0, 0), "B": (1, 1), "C": (2, 0)}
    figure, axes = plt.subplots()
    nx.draw(graph, places, ax=axes, with_labels=True)
    nx.draw_networkx_edge_labels(graph, places, nx.get_edge_attributes(graph, "weight"), ax=axes)
    drawing = Drawing.of(figure)
    plt.close(figure)
    assert {f"node:{name}" for name in "ABC"} <= {mark.id for mark in drawing.marks}
    assert drawing.find("label:A-B").text == "3" and drawing.find("label:B").text == "B"
    edge = drawing.find("edge:A-C")
    assert edge.arrow == "end" and edge.points[0][0] < edge.points[-1][0]
    assert drawing.find("node:B").bbox[1] > drawing.find("node:A").bbox[1]


def test_undirected_edges_and_chosen_nodes_get_ids_in_their_order():
    watch_graphs()
    graph = nx.path_graph(4)
    places = {number: (number, 0) for number in graph}
    figure, axes = plt.subplots()
    nx.draw_networkx_nodes(graph, places, nodelist=[3, 1], ax=axes)
    nx.draw_networkx_edges(graph, places, edgelist=[(2, 3), (0, 1)], ax=axes)
    drawing = Drawing.of(figure)
    plt.close(figure)
    assert drawing.find("node:3").bbox[0] > drawing.find("node:1").bbox[0]
    assert drawing.find("edge:2-3").bbox[0] > drawing.find("edge:0-1").bbox[0]
    assert drawing.find("node:0") is None


def test_graphviz_tells_nodes_edges_and_heads():
    drawing = Drawing.from_rows(
        svg_marks(
            '<svg xmlns="http://www.w3.org/2000/svg" width="62pt" height="131pt" viewBox="0 0 62 131">'
            '<g id="graph0" class="graph" transform="translate(4 127)"><title>G</title>'
            '<g id="node1" class="node"><title>A</title><ellipse fill="none" stroke="black" cx="27" cy="-105" rx="27" ry="18"/>'
            '<text text-anchor="middle" x="27" y="-101">start</text></g>'
            '<g id="node2" class="node"><title>B</title><g id="a_node2"><ellipse fill="none" stroke="black" cx="27" cy="-18" rx="27" ry="18"/>'
            '</g></g><g id="edge1" class="edge"><title>A&#45;&gt;B</title><path fill="none" stroke="black" d="M27,-87C27,-75 27,-60 27,-46"/>'
            '<polygon fill="black" stroke="black" points="30.5,-46 27,-36 23.5,-46 30.5,-46"/><text x="33" y="-58">3</text></g></g></svg>'
        )
    )
    assert {"node:A", "node:B", "edge:A-B"} <= {mark.id for mark in drawing.marks}
    assert drawing.find("label:A").text == "start" and drawing.find("label:A-B").text == "3"
    edge = drawing.find("edge:A-B")
    assert edge.arrow == "end" and edge.points[0][1] > edge.points[-1][1]


# Images of pixels alone.

NEEDED = Required(
    givens=(GivenValue(symbol="F", value="12", unit="N"), GivenValue(value="35", unit="kg")),
    labels=("block", "wall", "wall"),
)


def texts(*words):
    return [
        ReadText(text=word, confidence=0.9, box_px=(10, 40 * place, 100, 40 * place + 20))
        for place, word in enumerate(words)
    ]


def test_givens_and_labels_of_a_image_without_marks_are_confirmed_or_unchecked():
    unreadable = Verification(status="unreadable", reason="no marks")
    claims = [Claim(kind="label", value="F = 12 N")]
    found = add_pixels(unreadable, claims, [], texts("F = 12 N", "block", "wall"), NEEDED)
    assert [(item.kind, item.status) for item in found.required] == [
        ("given", "held"), ("given", "unchecked"), ("plan_label", "held"), ("plan_label", "unchecked"),
    ], "a label that is listed twice has one finding, held where it is read twice"  # fmt: skip
    assert found.claims[0].status == "held" and not found.passed, "what is unchecked is no pass"
    whole = add_pixels(unreadable, claims, [], texts("F = 12 N", "35 kg", "block", "wall", "wall"), NEEDED)
    assert whole.passed and all(item.status == "held" for item in whole.required)
    blank = add_pixels(unreadable, claims, [], [], NEEDED)
    assert {item.status for item in blank.required} == {"unchecked"} and not blank.faults and not blank.passed


def test_reading_takes_no_failure_back():
    marks = Verification(
        required=tuple(Finding(kind="given", status="failed", message="it is nowhere") for _ in range(5))
    )
    found = add_pixels(marks, [], [], texts("F = 12 N", "35 kg", "block", "wall"), NEEDED)
    assert {item.status for item in found.required} == {"failed"}


def test_a_image_of_pil_is_read_in_its_pixels(sandbox):
    pytest.importorskip("rapidocr")
    code = (
        "from PIL import Image, ImageDraw, ImageFont\nimage = Image.new('RGB', (640, 400), 'white')\npen = ImageDraw.Draw(image)\n"
        "pen.rectangle((250, 200, 390, 300), outline='black', width=3)\npen.text((270, 235), 'F = 12 N', fill='black', font_size=26)\n"
        "pen.text((260, 330), 'm = 35 kg', fill='black', font_size=26)\nimage.show()\n"
    )
    need = Required(givens=(*NEEDED.givens, GivenValue(value="78", unit="m")), labels=("F = 12 N",))
    draft = Draft(code=code, claims=[Claim(kind="label", value="m = 35 kg"), Claim(kind="ratio", of=("a:b", "c:d"), value=2)], hidden=(), required=need)  # fmt: skip
    with Checker() as checker:
        ((result, found),) = DrawnScripts(reads_pixels=True).draw(sandbox, checker, [draft])
        ((_, blind),) = DrawnScripts().draw(sandbox, checker, [draft])
    assert result.status == "ok" and found.status == "unreadable"
    assert [item.status for item in found.required] == ["held", "held", "unchecked", "held"]
    assert [item.status for item in found.claims] == ["held", "unchecked"] and not found.passed and not found.faults
    assert {item.status for item in blind.required} == {"unchecked"} and not blind.passed and not blind.faults


# Too much of everything.


def test_a_page_of_thousands_of_atoms_is_refused_and_not_worked_on():
    letters = "".join(f"<path class='atom-{n}' d='M 0 0 L 9 9 L 0 9 Z' fill='#000'/>" for n in range(4000))
    with pytest.raises(ValueError, match="more than 12,000 pieces"):
        svg_marks(f"<svg xmlns='http://www.w3.org/2000/svg' width='900' height='900'>{letters}</svg>")
    strokes = "".join(
        f"<path class='bond-{n} atom-{n} atom-{n + 1}' d='M {n % 90 * 10} {n // 90 * 20} l 10 10' stroke='black' fill='none'/>"
        for n in range(3000)
    )
    drawing = Drawing.from_rows(
        svg_marks(f"<svg xmlns='http://www.w3.org/2000/svg' width='900' height='900'>{strokes}</svg>")
    )
    assert "more than 400" in molecule_fault(drawing, "CCO")


def test_a_image_with_a_thousand_lines_and_letters_without_ids_is_not_taken_for_a_molecule():
    rows = [{"width_px": 900, "height_px": 900, "dpi": 72}]
    blank = {
        "kind": "path",
        "id": "",
        "text": "",
        "data": [],
        "closed": False,
        "filled": False,
        "arrow": "",
        "size": 1,
        "color": "",
        "axes": "",
    }
    for n in range(1000):
        rows.append({**blank, "points": [[n, 0], [n, 30]], "bbox": [n, 0, n, 30]})
    with pytest.raises(ValueError, match="no mark has the id"):
        molecule_fault(Drawing.from_rows(rows), "CCO")


SHOWN = """
import matplotlib.pyplot as plt
from rdkit import Chem
from rdkit.Chem import Draw
figure, axes = plt.subplots()
axes.imshow(Draw.MolToImage(Chem.MolFromSmiles('{smiles}'), size=(500, 400))).set_gid('molecule:main')
axes.axis('off')
axes.text(0.5, -0.05, 'the compound', transform=axes.transAxes, ha='center', va='top', gid='label:name')
"""


@pytest.mark.parametrize(
    ("smiles", "groups"),
    [("Cc1ccc(O)cc1N", ["NH2", "H2N", "OH"]), ("NCCO", ["NH2", "OH", "HO"]), ("OCC", ["OH", "HO"])],
)
def test_a_image_with_an_id_is_an_area_and_its_letters_are_texts(smiles, groups):
    with Sandbox(workers=1) as sandbox:
        (drawn,) = sandbox.render_many([SHOWN.format(smiles=smiles)])
    page = Drawing.from_rows(drawn.marks)

    def said(kind, of=(), value=None):
        return check_claim(Claim(kind=kind, of=of, value=value), page).status

    assert said("order", ("molecule:main", "label:name"), "top_to_bottom") == "held"
    assert said("order", ("label:name", "molecule:main"), "top_to_bottom") == "failed"
    assert said("near", ("label:name", "molecule:main")) == "held"
    assert said("smiles", ("molecule:main",), smiles) == "held"
    assert said("smiles", ("molecule:main",), "CCC") == "failed"
    assert [said("label", value=group) for group in groups] == ["held"] * len(groups)
    assert said("label", value="NO2") == "failed" and said("label", value="NH3") == "failed"


NAMED = """
import matplotlib.pyplot as plt
import schemdraw
import schemdraw.elements as elm
figure, axes = plt.subplots()
with schemdraw.Drawing(canvas=axes, show=False) as drawing:
    source = elm.SourceSin().up().label('Amplifier')
    elm.Line().right()
    elm.Resistor().down().label('14 Ω', loc='bottom')
    elm.Line().left().tox(source.start)
drawing.draw(show=False)
for line in axes.lines:
    if len(line.get_xdata()) == 10:
        line.set_gid('resistor:R1')
axes.lines[0].set_gid('source:V1')
axes.axis('off')
"""


def test_a_component_of_schemdraw_has_the_id_that_a_script_gives_its_line():
    with Sandbox(workers=1) as sandbox:
        (drawn,) = sandbox.render_many([NAMED])
    page = Drawing.from_rows(drawn.marks)
    right = [("count", ("resistor",), 1), ("names", ("resistor:R1",), "14 Ω"), ("netlist", (), "V1 a 0; R1 a 0 14")]
    wrong = [("count", ("resistor",), 2), ("names", ("source:V1",), "14 Ω"), ("netlist", (), "V1 a 0; R1 a 0 12")]
    for kind, of, value in right:
        assert check_claim(Claim(kind=kind, of=of, value=value), page).status == "held", kind
    for kind, of, value in wrong:
        assert check_claim(Claim(kind=kind, of=of, value=value), page).status == "failed", kind
