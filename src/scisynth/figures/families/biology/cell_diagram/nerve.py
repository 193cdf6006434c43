"""Nerve cells: how long an impulse takes along axons and over synapses, t = L / v + delay."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import RED
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch

BROWN = "#a0662b"


@dataclass(frozen=True, kw_only=True)
class Nerve(Parameters):
    """Lengths, speeds and a delay."""

    layout: str = one_of("bare", "myelin", "mixed", "synapse", level_1=("bare", "myelin"), level_3=("mixed", "synapse"))
    length: float = number(
        "L_1", "m", (0.2, 0.25, 0.3, 0.4, 0.45, 0.5, 0.6, 0.75, 0.8, 0.9), meaning="length of the first axon"
    )
    slow: float = number("v_1", "m/s", (0.5, 0.6, 0.8, 1, 1.2, 1.5, 2), meaning="speed without myelin")
    fast: float = number("v_2", "m/s", (20, 25, 40, 50, 60, 75, 80, 100), meaning="speed with myelin")
    second: float = number("L_2", "m", (0.1, 0.12, 0.15, 0.24, 0.36, 0.48, 0.7), meaning="length of the second stretch")
    delay: float = number("d", "ms", (0.5, 0.6, 0.8, 1, 1.2, 1.5), meaning="delay of a synapse")
    sheaths: int = one_of(3, 4, 5, 6)
    twigs: int = one_of(2, 3, 4)
    dendrites: int = one_of(3, 4, 5, 6)
    is_mirrored: bool = one_of(False, True)

    @property
    def used(self) -> tuple[str, ...]:
        """Fields that the figure prints."""
        return {
            "bare": ("length", "slow"),
            "myelin": ("length", "fast"),
            "mixed": ("length", "fast", "second", "slow"),
            "synapse": ("length", "fast", "second", "delay"),
        }[self.layout]

    def quantity(self, name: str) -> Quantity:
        """Numbered in the order of the stretches, where there are several."""
        found = super().quantity(name)
        symbols = {"fast": "v_1", "slow": "v_2"} if self.layout == "mixed" else {"fast": "v", "slow": "v"}
        symbols |= {"length": "L"} if self.layout in ("bare", "myelin") else {}
        return replace(found, symbol=symbols.get(name, found.symbol))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Those of the layout."""
        return tuple(self.quantity(name) for name in self.used)


def travel_time(p: Nerve) -> float:
    """Milliseconds from the first cell body to the last terminals."""
    if p.layout == "bare":
        return 1000 * p.length / p.slow
    first = 1000 * p.length / p.fast
    if p.layout == "mixed":
        return first + 1000 * p.second / p.slow
    return first + (1000 * p.second / p.fast + p.delay if p.layout == "synapse" else 0.0)


@family("Biology - Cell Diagram")
class Neuron(Family[Nerve]):
    """A bare axon, one with myelin, one with myelin on its first stretch only, or two neurons with a synapse."""

    def solve(self, p: Nerve) -> Solution:
        """Stretches one after another."""
        value = travel_time(p)
        text = {
            "bare": f"{p.text('length')} / {p.text('slow')}",
            "myelin": f"{p.text('length')} / {p.text('fast')}",
            "mixed": f"{p.text('length')} / {p.text('fast')} + {p.text('second')} / {p.text('slow')}",
            "synapse": f"({p.text('length')} + {p.text('second')}) / {p.text('fast')} + {p.text('delay')}",
        }[p.layout]
        told = {
            "bare": f"an axon of {p.text('length')} without myelin at {p.text('slow')}",
            "myelin": f"a myelinated axon of {p.text('length')} at {p.text('fast')}",
            "mixed": f"{p.text('length')} of axon with myelin at {p.text('fast')} and {p.text('second')} without it at {p.text('slow')}",
            "synapse": f"two axons of {p.text('length')} and {p.text('second')} at {p.text('fast')} with a synapse between them that delays it by {p.text('delay')}",
        }[p.layout]
        return Solution(
            answer=Answer(text=f"{format_number(float(f'{value:.3g}'))} ms", value=value, unit="ms", tolerance=0.02),
            values={"told": told, "steps": text, "body": "first cell body" if p.layout == "synapse" else "cell body"},
        )

    def draw(self, p: Nerve, sketch: Sketch) -> None:
        """From the left to the right: cell body, axon, terminals, and perhaps the next cell."""
        _soma(sketch, "a", 0.0, p.dendrites)
        end = 5.2 if p.layout in ("mixed", "synapse") else 9.0
        _axon(sketch, "a", 0.72, end, p.sheaths if p.layout != "bare" else 0)
        speed = p.label("slow" if p.layout == "bare" else "fast")
        _measured(sketch, "first", 0.72, end, p.label("length"), speed)
        sketch.entity("first neuron", "soma:a", "axon:a")
        if p.layout == "mixed":
            _axon(sketch, "b", end, 9.4, 0)
            sketch.claim("connected", "axon:a", "axon:b")
            _measured(sketch, "second", end, 9.4, p.label("second"), p.label("slow"))
            _terminals(sketch, "a", 9.4, p.twigs)
        elif p.layout == "synapse":
            _terminals(sketch, "a", end, p.twigs)
            _soma(sketch, "b", 6.95, 0)
            _axon(sketch, "b", 7.67, 11.2, p.sheaths)
            _measured(sketch, "second", 7.67, 11.2, p.label("second"), p.label("fast"))
            _terminals(sketch, "b", 11.2, p.twigs)
            sketch.text("label:delay", f"synapse: {p.label('delay')}", (6.15, -2.35), size=12.5)
        else:
            _terminals(sketch, "a", end, p.twigs)
        sheaths = p.sheaths * {"bare": 0, "synapse": 2}.get(p.layout, 1)
        if sheaths:
            sketch.claim("count", "myelin", value=sheaths)
        if p.is_mirrored:
            mirror(sketch)

    def questions(self, p: Nerve) -> Iterator[Question]:
        """Printed values, segments, terminals."""
        every = [p.quantity(name) for name in p.used]
        yield ask_value("length", every[0], *every)
        yield ask_value("speed", every[1], *every)
        if p.layout != "bare":
            yield ask_count("segments", p.sheaths * (2 if p.layout == "synapse" else 1), likely=[p.sheaths], low=1)
        yield ask_count("twigs", p.twigs, low=1)
        yield ask_count("dendrites", p.dendrites, low=1)

    @defect(visibility=3)
    def impulse_backwards(self, p: Nerve, scene: FigureScene, draw: Random) -> FigureScene:
        """The impulse runs from the terminals to the cell body."""
        mark = scene.path("impulse:first")
        return change(scene, replace(mark, points=mark.points[::-1]))

    @defect(visibility=2)
    def segment_missing(self, p: Nerve, scene: FigureScene, draw: Random) -> FigureScene:
        """A segment of the myelin sheath is missing."""
        if p.layout == "bare":
            raise DoesNotApplyError
        return scene.without(f"myelin:a{draw.randrange(p.sheaths)}")

    @defect(visibility=1)
    def wrong_unit(self, p: Nerve, scene: FigureScene, draw: Random) -> FigureScene:
        """The speed is printed in km/s, which no nerve reaches."""
        mark = scene.label("label:first_speed")
        return change(scene, replace(mark, text=mark.text.replace("m/s", "km/s")))

    @defect(visibility=2)
    def nucleus_astray(self, p: Nerve, scene: FigureScene, draw: Random) -> FigureScene:
        """The nucleus lies outside the cell body."""
        mark = scene.round("nucleus:a")
        return change(scene, replace(mark, center=(mark.center[0], 1.6)))


def _soma(sketch: Sketch, name: str, x: float, dendrites: int) -> None:
    """A star-shaped cell body with its nucleus and branched dendrites."""
    turn = np.radians(np.arange(0, 360, 5))
    size = 0.68 + 0.1 * np.cos(5 * turn)
    outline = zip((x + size * np.cos(turn)).tolist(), (size * np.sin(turn)).tolist(), strict=True)
    sketch.area(f"soma:{name}", *outline, fill="#fbe3c0", color=BROWN, width=1.8, z=3)
    sketch.circle(f"nucleus:{name}", (x, 0), 0.3, fill="#d9cdea", color="#5b3f8c", width=1.3, z=4)
    sketch.claim("inside", f"nucleus:{name}", f"soma:{name}")
    for k, angle in enumerate(np.linspace(80, 280, dendrites).tolist() if dendrites else ()):
        a = np.radians(angle)
        root, knee = 0.66 * np.asarray([np.cos(a), np.sin(a)]), 1.4 * np.asarray([np.cos(a + 0.05), np.sin(a + 0.05)])
        ends = [knee + 0.45 * np.asarray([np.cos(a + d), np.sin(a + d)]) for d in (-0.45, 0.45)]
        sketch.line(f"dendrite:{name}{k}", ends[0], knee, root, width=2.2, color=BROWN)
        sketch.line(f"branch:{name}{k}", knee, ends[1], width=1.7, color=BROWN)
        sketch.claim("connected", f"dendrite:{name}{k}", f"soma:{name}", tolerance=12)


def _axon(sketch: Sketch, name: str, start: float, stop: float, sheaths: int) -> None:
    sketch.line(f"axon:{name}", (start, 0), (stop, 0), width=3, color=BROWN, z=1)
    step = (stop - start - 0.5) / max(sheaths, 1)
    for k in range(sheaths):
        x = start + 0.3 + (k + 0.5) * step
        sketch.circle(
            f"myelin:{name}{k}", (x, 0), 0.43 * step, radius_y=0.27, fill="#fff4d6", color="#b8860b", width=1.5
        )
        sketch.claim("on", f"myelin:{name}{k}", f"axon:{name}")


def _terminals(sketch: Sketch, name: str, x: float, twigs: int) -> None:
    for k, dy in enumerate(np.linspace(-0.75, 0.75, twigs).tolist()):
        sketch.line(f"twig:{name}{k}", (x, 0), (x + 0.6, dy), width=2, color=BROWN)
        sketch.dot(f"terminal:{name}{k}", (x + 0.6, dy), 0.13, color=BROWN)
        sketch.claim("connected", f"twig:{name}{k}", f"terminal:{name}{k}", tolerance=9)
        sketch.claim("connected", f"twig:{name}{k}", f"axon:{'b' if name == 'a' and x > 9.2 else name}", tolerance=9)


def _measured(sketch: Sketch, name: str, start: float, stop: float, length: str, speed: str) -> None:
    """The length below the axon, the arrow of the impulse and its speed above it."""
    middle = (start + stop) / 2
    sketch.arrow(f"impulse:{name}", (middle - 0.9, 0.65), (middle + 0.9, 0.65), width=1.8, color=RED)
    sketch.text(
        f"label:{name}_speed",
        speed,
        (middle, 0.65),
        of=f"impulse:{name}",
        toward=(0, 1),
        gap_pt=4,
        size=12.5,
        color=RED,
    )
    sketch.dimension(f"length:{name}", (start, -0.2), (stop, -0.2), length, -1.0, toward=(0, -1), gap_pt=4, size=12.5)
