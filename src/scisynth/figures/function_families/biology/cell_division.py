"""Biology - Cell Diagram: stages of mitosis and meiosis with chromosomes that can be counted, and a neuron."""

from dataclasses import replace
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.function_families.biology.cell_diagram import TYPE
from scisynth.figures.parts.palette import BLUE, DARK_GREY, GREY, RED
from scisynth.figures.parts.universal import leader
from scisynth.figures.scene.marks import Path, Round
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz

STAGES = {
    "metaphase of mitosis": "the chromosomes stand on the plate one by one",
    "anaphase of mitosis": "single chromatids move to the poles",
    "metaphase I of meiosis": "pairs of chromosomes stand on the plate",
    "anaphase I of meiosis": "chromosomes of two chromatids move to the poles",
}
POLES = {"left": (0.9, 3.0), "right": (9.1, 3.0)}
QUESTIONS = (
    ("How many chromosomes does each gamete of this organism have?", "the number of chromosomes of a gamete"),
    ("How many DNA double strands are in the whole cell at this stage?", "the number of DNA double strands"),
    ("How many chromosomes does a body cell of this organism have between two divisions?", "the diploid number"),
)


@family(TYPE, "division_stage")
def division_stage(draw: Random) -> FigureScene:
    """A stage of mitosis or meiosis; a number that follows from its chromosomes is asked for."""
    stage, num, which = draw.choice(sorted(STAGES)), draw.choice((2, 3, 4)), draw.randrange(3)
    question, unknown = QUESTIONS[which]
    value = (num, 4 * num, 2 * num)[which]
    sketch = Sketch()
    sketch.circle("cell:outline", (5, 3), 5.0, radius_y=3.1, fill="#fdf3e7", color="#a0662b", width=2.2, z=0)
    sketch.line("plate:1", (5, 0.25), (5, 5.75), dash="dashed", width=1, color=GREY, z=1)
    for side, at in POLES.items():
        sketch.dot(f"pole:{side}", at, 0.13, color=DARK_GREY)
        sketch.claim("inside", f"pole:{side}", "cell:outline")
    sides = {"left": (0.0, 0.0, 5.0, 6.0), "right": (5.0, 0.0, 10.0, 6.0)}
    for side, box in sides.items():
        sketch.rectangle(f"half:{side}", *box, width=0, z=0)
    centromeres = {
        "metaphase of mitosis": _plate_single,
        "anaphase of mitosis": _apart_single,
        "metaphase I of meiosis": _plate_pairs,
        "anaphase I of meiosis": _apart_double,
    }[stage](sketch, num)
    shown = sum(m.id.startswith("chromatid:") for m in sketch.marks)
    sketch.claim("count", "chromatid", value=shown)
    sketch.claim("count", "centromere", value=centromeres)
    leader(sketch, "pole", (9.1, 3.05), (10.6, 4.6), "spindle pole", size=12.5)
    leader(sketch, "plate", (5, 0.45), (6.3, -0.55), "equatorial plane", size=12.5)
    sketch.entity("dividing cell", "cell:outline")
    sketch.entity("chromosomes", *(m.id for m in sketch.marks if m.id.startswith("centromere:")))
    return sketch.scene(
        problem=f"A cell with {centromeres} centromeres is shown in {stage}: {STAGES[stage]}. {question}",
        multimodal_question=question,
        givens=(Quantity(symbol="centromeres", value=centromeres),),
        unknown=unknown,
        answer=Answer(text=str(value), value=value, tolerance=0),
        solution=f"{stage}: n = {num}, 2n = {2 * num}, {shown} chromatids; asked: {value}",
        hidden=(f"n = {num}", f"number: {value}"),
        quizzes=(
            make_quiz(draw, "Which stage is shown?", stage, [s for s in STAGES if s != stage]),
            make_quiz(
                draw,
                "How many chromatids are drawn?",
                str(shown),
                [str(shown + d) for d in (2, -2, 4)] + [str(shown // 2)],
            ),
            make_quiz(
                draw,
                "Where is the equatorial plane?",
                "between the two poles",
                ["at the left pole", "at the right pole", "outside the cell"],
            ),
        ),
        alt_text=f"A cell in {stage} with two spindle poles and {shown} chromatids at {centromeres} centromeres.",
    )


def _chromatid(sketch: Sketch, name: str, at: tuple[float, float], bend: float, half: float, color: str) -> None:
    """A bent rod through a centromere; its arms lean to the side of `bend`."""
    t = np.linspace(-1, 1, 17)
    xs, ys = at[0] + bend * (0.12 + t**2) * 0.9, at[1] + half * t
    sketch.line(f"chromatid:{name}", *zip(xs.tolist(), ys.tolist(), strict=True), color=color, width=4, z=3)


def _centromere(sketch: Sketch, name: str, at: tuple[float, float], sides: str, *claims: tuple[str, str]) -> None:
    """A dot with spindle fibres to one or both poles."""
    sketch.dot(f"centromere:{name}", at, 0.1, color="#222222", z=5)
    for side in ("left", "right"):
        if side[0] in sides:
            sketch.line(f"fibre:{name}{side}", POLES[side], at, width=0.8, color=GREY, z=1)
            sketch.claim("connected", f"fibre:{name}{side}", f"pole:{side}", tolerance=10)
            sketch.claim("connected", f"fibre:{name}{side}", f"centromere:{name}", tolerance=8)
    for kind, other in claims:
        sketch.claim(kind, f"centromere:{name}", other)


def _rows(num: int) -> list[float]:
    return [float(y) for y in (np.linspace(1.0, 5.0, num) if num > 3 else np.linspace(1.4, 4.6, num))]


def _half(num: int, total: int) -> float:
    """Half the length of a rod: pairs differ in size."""
    return min(1.9 / (total - 1), 0.5) * (1 - 0.12 * (num % 4))


def _plate_single(sketch: Sketch, num: int) -> int:
    total = 2 * num
    for k, y in enumerate(np.linspace(0.85, 5.15, total)):
        color, half = (BLUE, RED)[k % 2], _half(k // 2, total)
        for tag, bend in (("l", -0.25), ("r", 0.25)):
            _chromatid(sketch, f"{k}{tag}", (5, float(y)), bend, half, color)
        _centromere(sketch, str(k), (5, float(y)), "lr", ("on", "plate:1"))
    return total


def _apart_single(sketch: Sketch, num: int) -> int:
    total = 2 * num
    for side, x, bend in (("left", 3.3, 0.45), ("right", 6.7, -0.45)):
        for k, y in enumerate(np.linspace(1.05, 4.95, total)):
            name = f"{side[0]}{k}"
            _chromatid(sketch, name, (x, float(y)), bend, _half(k // 2, total), (BLUE, RED)[k % 2])
            _centromere(sketch, name, (x, float(y)), side[0], ("inside", f"half:{side}"))
    return 2 * total


def _plate_pairs(sketch: Sketch, num: int) -> int:
    for k, y in enumerate(_rows(num)):
        for side, x, color in (("left", 4.3, BLUE), ("right", 5.7, RED)):
            color = color if k % 2 == 0 else (RED if color == BLUE else BLUE)
            name = f"{side[0]}{k}"
            for tag, bend in (("l", -0.22), ("r", 0.22)):
                _chromatid(sketch, f"{name}{tag}", (x, y), bend, _half(k, 2 * num) * 1.05, color)
            _centromere(sketch, name, (x, y), side[0], ("inside", f"half:{side}"))
        sketch.claim("order", f"centromere:l{k}", f"centromere:r{k}", value="left_to_right")
    return 2 * num


def _apart_double(sketch: Sketch, num: int) -> int:
    for side, x in (("left", 2.9), ("right", 7.1)):
        for k, y in enumerate(_rows(num)):
            name = f"{side[0]}{k}"
            color = (BLUE, RED)[(k + (side == "right")) % 2]
            for tag, bend in (("l", -0.22), ("r", 0.22)):
                _chromatid(sketch, f"{name}{tag}", (x, y), bend, _half(k, 2 * num), color)
            _centromere(sketch, name, (x, y), side[0], ("inside", f"half:{side}"))
    return 2 * num


def _soma(sketch: Sketch) -> None:
    """A star-shaped cell body with its nucleus and six branched dendrites."""
    turn = np.radians(np.arange(0, 360, 5))
    size = 0.75 + 0.12 * np.cos(5 * turn)
    sketch.area(
        "soma:1",
        *zip((size * np.cos(turn)).tolist(), (size * np.sin(turn)).tolist(), strict=True),
        fill="#fbe3c0",
        color="#a0662b",
        width=1.8,
        z=3,
    )
    sketch.circle("nucleus:1", (0, 0), 0.3, fill="#d9cdea", color="#5b3f8c", width=1.3, z=4)
    for k, angle in enumerate((72, 118, 160, 205, 245, 288)):
        a = np.radians(angle)
        root, knee = 0.75 * np.asarray([np.cos(a), np.sin(a)]), 1.5 * np.asarray([np.cos(a + 0.08), np.sin(a + 0.08)])
        ends = [knee + 0.6 * np.asarray([np.cos(a + d), np.sin(a + d)]) for d in (-0.5, 0.5)]
        sketch.line(f"dendrite:{k}", ends[0], knee, root, width=2.2, color="#a0662b")
        sketch.line(f"branch:{k}", knee, ends[1], width=1.7, color="#a0662b")
        sketch.claim("connected", f"dendrite:{k}", "soma:1", tolerance=12)


@family(TYPE, "neuron")
def neuron(draw: Random) -> FigureScene:
    """A neuron with a myelinated axon; the time that an impulse takes along it is asked for."""
    sheaths, length, speed = (
        draw.randint(3, 5),
        draw.choice((0.2, 0.3, 0.45, 0.6, 0.8, 0.9, 1.0)),
        draw.choice((30, 40, 50, 60, 80, 100)),
    )
    sketch = Sketch()
    _soma(sketch)
    start, stop = 0.85, 9.0
    sketch.line("axon:1", (start, 0), (stop, 0), width=3, color="#a0662b", z=1)
    sketch.claim("connected", "axon:1", "soma:1", tolerance=6)
    step = (stop - start - 0.7) / sheaths
    for k in range(sheaths):
        x = start + 0.45 + (k + 0.5) * step
        sketch.circle(f"myelin:{k}", (x, 0), 0.43 * step, radius_y=0.3, fill="#fff4d6", color="#b8860b", width=1.5, z=2)
        sketch.claim("on", f"myelin:{k}", "axon:1")
    for k, dy in enumerate((-0.8, 0.0, 0.8)):
        sketch.line(f"twig:{k}", (stop, 0), (stop + 0.7, dy), width=2, color="#a0662b")
        sketch.dot(f"terminal:{k}", (stop + 0.7, dy), 0.13, color="#a0662b")
        sketch.claim("connected", f"twig:{k}", f"terminal:{k}", tolerance=9)
    sketch.arrow("impulse:1", (3.2, 0.75), (5.6, 0.75), width=1.8, color=RED)
    sketch.text(
        "label:speed", f"$v$ = {speed} m/s", (4.4, 0.75), of="impulse:1", toward=(0, 1), gap_pt=4, size=12.5, color=RED
    )
    sketch.dimension(
        "length:axon", (start, -0.3), (stop, -0.3), f"$L$ = {length:g} m", -1.2, toward=(0, -1), gap_pt=4, size=12.5
    )
    for part, tip, at, words, of in (
        ("soma", (0.35, 0.45), (1.3, 1.75), "cell body", "soma:1"),
        (
            "myelin",
            (start + 0.45 + (sheaths - 0.5) * step, 0.15),
            (7.3, 1.55),
            "myelin sheath",
            f"myelin:{sheaths - 1}",
        ),
        ("dendrite", (-1.2, 0.355), (-2.0, 2.0), "dendrite", ""),
        ("terminal", (9.7, 0.8), (9.7, 1.7), "terminal", "terminal:2"),
    ):
        leader(sketch, part, tip, at, words, of=of, size=12.5)
    sketch.claim("order", "soma:1", *(f"myelin:{k}" for k in range(sheaths)), "terminal:1", value="left_to_right")
    sketch.claim("count", "myelin", value=sheaths)
    sketch.claim("inside", "nucleus:1", "soma:1")
    sketch.entity("neuron", "soma:1", "axon:1")
    time = 1000 * length / speed
    answer = Answer(text=f"{time:.3g} ms", value=time, unit="ms")
    return sketch.scene(
        problem=f"An impulse runs along a myelinated axon of {length:g} m at {speed} m/s. How long does it take to the terminals, in ms?",
        multimodal_question="How long does an impulse take from the cell body to the terminals, in ms?",
        givens=(Quantity(symbol="L", value=length, unit="m"), Quantity(symbol="v", value=speed, unit="m/s")),
        unknown="the time of the impulse",
        answer=answer,
        solution=f"t = L/v = {length:g} m / {speed} m/s = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw, "How many segments of myelin are drawn?", str(sheaths), [str(sheaths + d) for d in (1, -1, 2)]
            ),
            make_quiz(
                draw,
                "In which direction does the impulse run?",
                "from the cell body to the terminals",
                ["from the terminals to the cell body", "both ways", "from dendrite to dendrite"],
            ),
            make_quiz(draw, "How long is the axon?", f"{length:g} m", [f"{v:g} m" for v in (0.2, 0.3, 0.45, 0.6, 0.8)]),
        ),
        alt_text=f"Neuron with dendrites, cell body, an axon of {length:g} m with {sheaths} segments of myelin, and terminals; impulse at {speed} m/s.",
    )


@defect("division_stage", "chromosome_astray")
def chromosome_astray(scene: FigureScene, draw: Random) -> FigureScene:
    """A centromere has left its place on the plate, or is on the wrong side."""
    dots = [m for m in scene.marks if isinstance(m, Round) and m.id.startswith("centromere:")]
    mark = draw.choice(dots)
    x, y = mark.center
    return change(scene, replace(mark, center=(x + (2.4 if x <= 5 else -2.4), y)))


@defect("neuron", "impulse_to_dendrites")
def impulse_to_dendrites(scene: FigureScene, draw: Random) -> FigureScene:
    """The impulse runs from the terminals to the cell body."""
    mark = scene.mark("impulse:1")
    assert isinstance(mark, Path)
    return change(scene, replace(mark, points=mark.points[::-1]))
