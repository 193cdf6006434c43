"""Biology - Cell Diagram: cells with their organelles, sizes from a scale bar, and stages of division.

Chromosomes are counted by centromeres. In mitosis 2n of them stand on the plate and 2n chromatids move to each pole; in
meiosis I n pairs stand there and n chromosomes of two chromatids each move to each pole. Not covered: crossing over.
"""

from dataclasses import replace
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.biology import chloroplast, golgi, mitochondrion, nucleus, rough_er, rounded, scattered
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, RED
from scisynth.figures.parts.universal import leader
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Biology - Cell Diagram"
TASKS = {
    "nucleus": "holds the chromosomes and is bounded by a double envelope",
    "mitochondrion": "makes most of the ATP by respiration",
    "Golgi apparatus": "sorts and packs proteins into vesicles",
    "lysosome": "digests worn-out parts with acid hydrolases",
    "rough ER": "bears ribosomes and makes proteins for export",
    "chloroplast": "makes sugar by photosynthesis",
    "vacuole": "stores sap and keeps up turgor",
    "cell wall": "gives shape outside the membrane",
    "nucleoid": "holds the ring of the main DNA without an envelope",
    "plasmid": "is a small extra ring of DNA",
    "flagellum": "drives the cell by rotating",
    "ribosome": "translates mRNA into protein",
}
PARTS = {
    "animal": ("nucleus", "mitochondrion", "Golgi apparatus", "lysosome", "rough ER"),
    "plant": ("nucleus", "mitochondrion", "chloroplast", "vacuole", "cell wall"),
    "bacterial": ("cell wall", "nucleoid", "plasmid", "flagellum", "ribosome"),
}
PARAMECIA = (
    ("Paramecium caudatum", 170, 331, 50),
    ("Paramecium aurelia", 120, 181, 50),
    ("Paramecium bursaria", 80, 151, 20),
)
"""Length in µm from and to, and a scale bar that fits."""
Targets = dict[str, tuple[tuple[float, float], str]]
"""Part to a place on it and the mark whose inside it is; an empty mark for a line."""


@family(TYPE, "labelled_cell")
def labelled_cell(draw: Random) -> FigureScene:
    """An animal, plant or bacterial cell with named organelles; the one marked X is asked for."""
    kind = draw.choice(sorted(PARTS))
    many = draw.randint(2, 4)
    asked = draw.choice(PARTS[kind])
    sketch = Sketch()
    counted, targets = {"animal": _animal, "plant": _plant, "bacterial": _bacterium}[kind](sketch, many, draw)
    left = sorted((part for part in targets if targets[part][0][0] < 5), key=lambda p: targets[p][0][1])
    right = sorted((part for part in targets if targets[part][0][0] >= 5), key=lambda p: targets[p][0][1])
    for side, x in ((left, -0.5), (right, 10.5)):
        ys = np.linspace(0.6, 5.4, len(side)) if len(side) > 1 else [3.0]
        if kind == "bacterial" and side is left and len(side) == 3:
            ys = [0.6, 1.8, 5.4]  # the flagellum lies at the middle height
        for part, y in zip(side, ys, strict=True):
            tip, inside = targets[part]
            words = "X" if part == asked else part
            leader(
                sketch, part.replace(" ", "_"), tip, (x, float(y)), words, of=inside, size=15 if part == asked else 12.5
            )
    sketch.claim("count", "tip", value=len(targets))
    sketch.entity(f"{kind} cell", "cell:outline")
    sketch.text("title:kind", f"{kind} cell", (5, -0.75), size=13)
    named = next(part for part in PARTS[kind] if part != asked)
    other = [task for part, task in TASKS.items() if part not in (asked, named)]
    absent = {"animal": "chloroplast", "plant": "flagellum", "bacterial": "nucleus with an envelope"}[kind]
    present = [part for part in PARTS[kind] if part != asked][:3]
    return sketch.scene(
        problem=f"The figure shows {'an' if kind == 'animal' else 'a'} {kind} cell with {many} {counted}. Which part, marked X, {TASKS[asked]}?",
        multimodal_question=f"Which part of the {kind} cell is marked X, and what does it do?",
        givens=(Quantity(symbol=counted, value=many),),
        unknown="the part marked X",
        answer=Answer(text=asked),
        solution=f"X is the {asked}: it {TASKS[asked]}",
        hidden=(asked,),
        quizzes=(
            make_quiz(
                draw,
                "Which kind of cell is drawn?",
                f"{kind} cell",
                [f"{k} cell" for k in ("animal", "plant", "bacterial", "fungal")],
            ),
            make_quiz(draw, f"How many {counted} are drawn?", str(many), [str(n) for n in (1, 2, 3, 4, 5, 6)]),
            make_quiz(
                draw,
                f"What does the part labelled '{named}' do?",
                f"it {TASKS[named]}",
                [f"it {task}" for task in draw.sample(other, 3)],
            ),
            make_quiz(draw, "Which of these parts is not drawn?", absent, present),
        ),
        alt_text=f"Diagram of {'an' if kind == 'animal' else 'a'} {kind} cell with {many} {counted}; its parts are named, one is marked X.",
    )


def _animal(sketch: Sketch, many: int, draw: Random) -> tuple[str, Targets]:
    sketch.circle("cell:outline", (5, 3), 4.6, radius_y=3.2, fill="#fdf3e7", color="#a0662b", width=2.4, z=0)
    center = (draw.uniform(4.7, 5.2), draw.uniform(2.9, 3.3))
    nucleus(sketch, center, 1.05)
    rough_er(sketch, center, 1.05)
    golgi(sketch, (7.4, 1.9))
    spots = ((7.6, 4.2), (3.0, 4.9), (6.0, 5.3), (5.9, 0.75))[:many]
    for k, at in enumerate(spots):
        mitochondrion(sketch, f"mitochondrion:{k}", at, draw.uniform(-30, 30))
        sketch.claim("inside", f"mitochondrion:{k}", "cell:outline")
    for k, at in enumerate(((1.9, 3.6), (2.2, 2.2), (8.6, 3.1))):
        sketch.circle(f"lysosome:{k}", at, 0.22, fill="#e6a3a3", color=RED, width=1.2, z=3)
        sketch.claim("inside", f"lysosome:{k}", "cell:outline")
    for part in ("organelle:nucleus", "organelle:golgi"):
        sketch.claim("inside", part, "cell:outline")
    sketch.claim("count", "mitochondrion", value=many)
    sketch.claim("count", "lysosome", value=3)
    turn = np.radians(235)
    er = (center[0] + 1.57 * np.cos(turn), center[1] + 1.57 * np.sin(turn))
    return "mitochondria", {
        "nucleus": ((center[0] - 0.5, center[1] + 0.4), "organelle:nucleus"),
        "mitochondrion": ((7.9, 4.2), "mitochondrion:0"),
        "Golgi apparatus": ((7.7, 1.85), "organelle:golgi"),
        "lysosome": ((1.85, 3.6), "lysosome:0"),
        "rough ER": ((float(er[0]), float(er[1])), "cell:outline"),
        "cell membrane": ((9.52, 3.6), ""),
    }


def _plant(sketch: Sketch, many: int, draw: Random) -> tuple[str, Targets]:
    sketch.area("cell:outline", *rounded(0.3, 0, 9.7, 6, 0.5), fill="#cfe3b8", color="#4f7a2c", width=2, z=0)
    sketch.area("membrane:cell", *rounded(0.52, 0.22, 9.48, 5.78, 0.4), fill="#f3f9ec", color="#7a9c58", width=1.4, z=1)
    sketch.area("organelle:vacuole", *rounded(3.0, 1.45, 8.0, 4.45, 1.1), fill="#d8ebf7", color=BLUE, width=1.5, z=2)
    shift = draw.uniform(-0.2, 0.2)
    nucleus(sketch, (1.85, 3.2 + shift), 0.85)
    for k, at in enumerate(((8.75, 4.3), (6.2, 5.1), (4.2, 0.85), (8.72, 1.6))[:many]):
        chloroplast(sketch, f"chloroplast:{k}", at, draw.uniform(-12, 12) + (90 if at[0] > 8.5 else 0))
        sketch.claim("inside", f"chloroplast:{k}", "membrane:cell")
    for k, at in enumerate(((2.3, 1.15), (6.5, 0.85), (3.5, 5.1))):
        mitochondrion(sketch, f"mitochondrion:{k}", at, draw.uniform(-12, 12))
        sketch.claim("inside", f"mitochondrion:{k}", "membrane:cell")
    for part in ("organelle:nucleus", "organelle:vacuole"):
        sketch.claim("inside", part, "membrane:cell")
    sketch.claim("inside", "membrane:cell", "cell:outline")
    sketch.claim("count", "chloroplast", value=many)
    sketch.claim("count", "mitochondrion", value=3)
    return "chloroplasts", {
        "nucleus": ((1.5, 3.5 + shift), "organelle:nucleus"),
        "mitochondrion": ((1.95, 1.15), "mitochondrion:0"),
        "chloroplast": ((8.8, 4.45), "chloroplast:0"),
        "vacuole": ((6.8, 2.9), "organelle:vacuole"),
        "cell wall": ((9.4, 0.1), "cell:outline"),
        "cell membrane": ((0.9, 5.78), ""),
    }


def _bacterium(sketch: Sketch, many: int, draw: Random) -> tuple[str, Targets]:
    sketch.area("cell:outline", *rounded(1.2, 1.0, 8.8, 5.0, 1.9), fill="#e6dcc4", color="#7c6a3c", width=2.2, z=0)
    sketch.area("membrane:cell", *rounded(1.45, 1.25, 8.55, 4.75, 1.7), fill="#fbf7ea", color="#b39b5a", width=1.4, z=1)
    t = np.linspace(0, 2 * np.pi, 120)
    wave = 1 + 0.22 * np.sin(7 * t + draw.uniform(0, 6))
    dna = zip((4.4 + 1.55 * wave * np.cos(t)).tolist(), (3.0 + 0.85 * wave * np.sin(t)).tolist(), strict=True)
    sketch.area("organelle:nucleoid", *dna, color=BLUE, width=2, z=3)
    for k, at in enumerate(((7.3, 3.8), (7.35, 2.2), (2.35, 2.1), (2.3, 3.9))[:many]):
        sketch.circle(f"plasmid:{k}", at, 0.3, color=RED, width=2.2, z=3)
        sketch.claim("inside", f"plasmid:{k}", "membrane:cell")
    for k, at in enumerate(
        scattered(draw, 8, (3.3, 1.5, 6.3, 1.8), 0.3) + scattered(draw, 8, (3.3, 4.25, 6.3, 4.55), 0.3)
    ):
        sketch.dot(f"ribosome:{k}", at, 0.07, color="#5d4a8a")
        sketch.claim("inside", f"ribosome:{k}", "membrane:cell")
    x = np.linspace(0, 2.6, 60)
    tail = zip((1.2 - x).tolist(), (3 + 0.35 * np.sin(4.2 * x) * np.minimum(1, 2 * x)).tolist(), strict=True)
    sketch.line("organelle:flagellum", *tail, color="#7c6a3c", width=2.4)
    sketch.claim("connected", "organelle:flagellum", "cell:outline", tolerance=5)
    sketch.claim("inside", "organelle:nucleoid", "membrane:cell")
    sketch.claim("inside", "membrane:cell", "cell:outline")
    sketch.claim("count", "plasmid", value=many)
    sketch.claim("count", "ribosome", value=16)
    ribosome = next(m for m in sketch.marks if m.id == "ribosome:0")
    assert isinstance(ribosome, Round)
    return "plasmids", {
        "cell wall": ((8.68, 3.0), "cell:outline"),
        "nucleoid": ((4.0, 3.1), "organelle:nucleoid"),
        "plasmid": ((7.3, 3.8), "plasmid:0"),
        "flagellum": ((0.45, 3.0), ""),
        "ribosome": (ribosome.center, ""),
    }


@family(TYPE, "cell_scale_bar")
def cell_scale_bar(draw: Random) -> FigureScene:
    """A drawn Paramecium with a scale bar; its real length is asked for."""
    name, low, high, bar = draw.choice(PARAMECIA)
    micrometres = draw.randrange(low, high, 5)
    width = 9.0
    length, drawn = width * bar / micrometres, draw.choice((6, 8, 9, 10, 12))
    sketch = Sketch()
    half = width / 2
    sketch.circle("cell:outline", (half, 3), half, radius_y=1.5, fill="#eef5e6", color=GREEN, width=2, z=1)
    for k, turn in enumerate(np.radians(np.arange(0, 360, 8))):
        edge = np.asarray([half + half * np.cos(turn), 3 + 1.5 * np.sin(turn)])
        out = np.asarray([np.cos(turn) / half, np.sin(turn) / 1.5])
        sketch.line(f"cilium:{k}", edge, edge + 0.22 * out / np.linalg.norm(out), width=0.9, color=GREEN, z=0)
    sketch.circle(
        "organelle:nucleus", (half - 0.3, 3.1), 0.95, radius_y=0.5, fill="#d9cdea", color="#5b3f8c", width=1.5, z=3
    )
    for k, x in enumerate((1.6, 7.3)):
        sketch.circle(f"vacuole:{k}", (x, 3.0), 0.42, fill="#d8ebf7", color=BLUE, width=1.4, z=3)
        sketch.claim("inside", f"vacuole:{k}", "cell:outline")
    sketch.claim("inside", "organelle:nucleus", "cell:outline")
    sketch.dimension("length:cell", (width, 4.6), (0, 4.6), f"{drawn} cm", -0.75, toward=(0, 1), gap_pt=4)
    sketch.line("bar:scale", (0.1, 0.75), (0.1 + length, 0.75), width=4)
    sketch.text("label:bar", f"{bar} µm", (0.1 + length / 2, 0.75), of="bar:scale", toward=(0, -1), gap_pt=6, size=13)
    sketch.claim("ratio", "length:cell", "bar:scale", value=micrometres / bar)
    leader(sketch, "nucleus", (half, 2.95), (half + 1.6, 0.9), "macronucleus", of="organelle:nucleus", size=12.5)
    sketch.claim("count", "vacuole", value=2)
    sketch.entity(name, "cell:outline")
    magnified = drawn * 1e4 / micrometres
    answer = number_answer(magnified, "×", tolerance=0.04)
    small = drawn * bar / micrometres
    return sketch.scene(
        problem=f"In a drawing {drawn} cm long, a {name} has a scale bar of {bar} µm that is {small:.3g} cm long. Find the magnification of the drawing.",
        multimodal_question=f"The drawing of the {name} is as long as stated on it. Find its magnification with the scale bar.",
        givens=(
            Quantity(symbol="drawn length", value=drawn, unit="cm"),
            Quantity(symbol="scale bar", value=bar, unit="µm"),
        ),
        unknown="the magnification",
        answer=answer,
        solution=f"the cell is {micrometres / bar:.3g} bars = {micrometres} µm long; {drawn} cm / {micrometres} µm = {answer.text}",
        hidden=(answer.text, f"{micrometres} µm"),
        quizzes=(
            make_quiz(
                draw,
                "Which length does the scale bar stand for?",
                f"{bar} µm",
                [f"{b} µm" for b in (10, 20, 50, 100, 200)],
            ),
            make_quiz(draw, "How many round vacuoles are drawn?", "2", ["1", "3", "4"]),
            make_quiz(
                draw, "Which length is written above the cell?", f"{drawn} cm", [f"{d} cm" for d in (6, 8, 9, 10, 12)]
            ),
            make_quiz(
                draw, "What surrounds the cell?", "short cilia", ["a thick wall", "one long flagellum", "nothing"]
            ),
        ),
        alt_text=f"Drawing of a {name} {drawn} cm long with a scale bar of {bar} µm, cilia, a macronucleus and two vacuoles.",
    )


@defect("labelled_cell", "organelle_outside_cell")
def organelle_outside_cell(scene: FigureScene, draw: Random) -> FigureScene:
    """An organelle lies outside the cell."""
    kinds = ("lysosome:0", "mitochondrion:1", "plasmid:0")
    mark = draw.choice([m for m in scene.marks if isinstance(m, Round) and m.id in kinds])
    return change(scene, replace(mark, center=(mark.center[0], 6.9)))


@defect("cell_scale_bar", "nucleus_outside_cell")
def nucleus_outside_cell(scene: FigureScene, draw: Random) -> FigureScene:
    """The nucleus lies outside the cell."""
    mark = scene.mark("organelle:nucleus")
    assert isinstance(mark, Round)
    return change(scene, replace(mark, center=(mark.center[0], 0.9), color=GREY))
