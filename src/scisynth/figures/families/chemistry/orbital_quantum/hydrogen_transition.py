"""Levels of one-electron atoms and of an unknown atom: photons of transitions, one after the other or alone.

One electron and Z protons: E_n = -13.606 eV Z^2 / n^2 and, by Bohr, r_n = a_0 n^2 / Z. Heights of levels and radii of rings are to
scale. A photon of the energy dE has the wavelength h c / dE.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import CHARGE, LIGHT, PLANCK, RYDBERG_EV, canvas, formula_text
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_ORANGE, RED
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

SPECIES = {1: "H", 2: "He⁺", 3: "Li²⁺", 4: "Be³⁺"}
HIGH, WIDE = 5.2, 4.4
CASCADE_STEP = 0.9
LAST = 6


def level_energy(n: int, charge: int) -> float:
    """Of one electron and `charge` protons, eV."""
    return -RYDBERG_EV * charge**2 / n**2


def photon_nm(gap: float) -> float:
    """Wavelength in nm of a photon of `gap` eV."""
    return PLANCK * LIGHT / (gap * CHARGE) * 1e9


def photon_thz(gap: float) -> float:
    """Frequency in THz of a photon of `gap` eV."""
    return gap * CHARGE / PLANCK / 1e12


def _energies(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[float, ...]:
    """Of an unknown atom: levels that rise ever less, in eV, and far enough apart to be read."""
    if values["layout"] != "unknown":
        return ()
    found = [-draw.randrange(800, 1600, 5) / 100]
    for _ in range(draw.choice((3, 4))):
        found.append(round(found[-1] * draw.uniform(0.5, 0.78), 2))
    return tuple(found)


def _ends(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """Lowest level first; three of them where two transitions follow each other."""
    last = len(values["energies"]) or (LAST if values["layout"] != "rings" else 5)
    first = 1 if values["layout"] != "levels" else draw.choice((1, 2, 2, 3))
    return tuple(sorted(draw.sample(range(first, last + 1), 3 if values["layout"] == "cascade" else 2)))


@dataclass(frozen=True, kw_only=True)
class Transition(Parameters):
    """An electron that changes its level."""

    layout: str = one_of(
        "levels",
        "rings",
        "unknown",
        "cascade",
        level_1=("levels", "rings", "unknown"),
        level_3=("rings", "unknown", "cascade"),
    )
    charge: int = one_of(1, 2, 3, 4, level_1=(1, 2))
    energies: tuple[float, ...] = drawn(_energies, words="levels of an unknown atom, or none")
    ends: tuple[int, ...] = drawn(_ends, words="levels of the transition, 1 to 6")
    emits: bool = one_of(True, False)
    asked: str = one_of("wavelength", "frequency", "energy", level_3=("wavelength", "frequency", "radii"))
    marked: int = one_of(0, 1)
    letters: str = one_of("AB", "PQ", "RS")

    def valid(self) -> bool:
        """Whether radii are asked of rings only, and two arrows have room."""
        if self.asked == "radii":
            return self.layout == "rings"
        gap = self.gap
        return 0.05 < gap < 250

    @property
    def known(self) -> dict[int, float]:
        """Energy of every level that is drawn, eV."""
        if self.energies:
            return dict(enumerate(self.energies, 1))
        bottom = 1 if self.layout in ("rings", "cascade") else self.ends[0]
        last = 5 if self.layout == "rings" else LAST
        return {n: level_energy(n, self.charge) for n in range(min(bottom, self.ends[0]), last + 1)}

    @property
    def jump(self) -> tuple[int, int]:
        """Lower and upper level of the transition that is asked."""
        if self.layout == "cascade":
            return (self.ends[0], self.ends[1]) if self.marked else (self.ends[1], self.ends[2])
        return self.ends[0], self.ends[1]

    @property
    def gap(self) -> float:
        """eV."""
        low, high = self.jump
        return self.known[high] - self.known[low]

    @property
    def species(self) -> str:
        """As printed."""
        return "atom X" if self.energies else SPECIES[self.charge]


@family("Chemistry - Orbital / Quantum")
class HydrogenTransition(Family[Transition]):
    """Transitions between the levels of hydrogen, of its ions or of an unknown atom: wavelength, frequency, energy or radii."""

    def solve(self, p: Transition) -> Solution:
        """From the difference of two levels."""
        low, high = p.jump
        gap = p.gap
        radii = (high / low) ** 2
        answer = {
            "wavelength": number_answer(photon_nm(gap), "nm"),
            "frequency": number_answer(photon_thz(gap), "THz"),
            "energy": number_answer(gap, "eV"),
            "radii": number_answer(radii, ""),
        }[p.asked]
        start, stop = (high, low) if p.emits or p.layout == "cascade" else (low, high)
        energies = ", ".join(f"E_{n} = {_minus(energy)}" for n, energy in p.known.items()) if p.energies else ""
        return Solution(
            answer=answer,
            hidden=(f"= {answer.text}",),
            values={
                "species": "an unknown atom X" if p.energies else p.species,
                "start": start,
                "stop": stop,
                "low": low,
                "high": high,
                "listed": energies or "E = −13.606 eV" + (f" · {p.charge}²" if p.charge > 1 else "") + " / n²",
                "gap": f"{format_number(gap, 4)} eV",
                "upper": _minus(p.known[high]),
                "lower": _minus(p.known[low]),
                "arrow": f"arrow {p.letters[p.marked]}" if p.layout == "cascade" else "the arrow",
                "shown": f"n = {min(p.known)} to {max(p.known)}",
            },
        )

    def draw(self, p: Transition, sketch: Sketch) -> None:
        """Levels at their heights, or rings around a nucleus."""
        if p.layout == "rings":
            self._draw_rings(p, sketch)
        else:
            self._draw_levels(p, sketch)

    def _draw_levels(self, p: Transition, sketch: Sketch) -> None:
        known = p.known
        bottom = min(known)
        scale = HIGH / -known[bottom]
        if p.layout == "cascade":
            heights = {n: CASCADE_STEP * n for n in known}
        else:
            heights = {n: energy * scale for n, energy in known.items()}
        above = -math.inf
        needed = {*p.ends, bottom}
        named: list[float] = []
        for n, y in heights.items():
            sketch.line(f"level:{n}", (0, y), (WIDE, y), width=1.6, color=BLUE)
            # Levels near the limit crowd; those that the arrow needs are named to the right of the stack.
            if y - above > 0.3:
                above = y
                named.append(y)
                sketch.text(f"number:{n}", f"$n$ = {n}", (0, y), of=f"level:{n}", toward=(-1, 0))
                sketch.text(f"energy:{n}", _minus(known[n]), (WIDE, y), of=f"level:{n}", toward=(1, 0))
                needed.discard(n)
        has_limit = p.layout == "levels" and -max(heights.values()) > 0.3
        if has_limit:
            sketch.line("level:limit", (0, 0), (WIDE, 0), width=1.0, dash="dashed", color=GREY)
            sketch.text("number:limit", r"$n \rightarrow \infty$", (0, 0), of="level:limit", toward=(-1, 0))
        for n in sorted(needed):
            # Leaders fan out above the stack, where there is room.
            place = sorted(needed).index(n)
            at = (WIDE + 0.55, heights[n] + 0.35 + 0.42 * place)
            sketch.line(f"leader:{n}", (WIDE, heights[n]), at, width=0.8, color=GREY)
            sketch.text(f"number:{n}", f"$n$ = {n}", at, of=f"leader:{n}", toward=(1, 0), gap_pt=3)
            sketch.claim("connected", f"leader:{n}", f"level:{n}")
        names = [f"level:{n}" for n in known]
        sketch.claim("order", *names, value="bottom_to_top")
        for one in names[1:]:
            sketch.claim("parallel", one, names[0])
        self._draw_jumps(p, sketch, heights)
        over = 0.0 if has_limit else max(heights.values())
        words = _typeset(p) + (" (not to scale)" if p.layout == "cascade" else "")
        sketch.text("title:species", words, (0.1, over + 0.25), size=13, align="left", valign="bottom")
        sketch.entity("levels", *names)

    def _draw_jumps(self, p: Transition, sketch: Sketch, heights: dict[int, float]) -> None:
        pairs = [(p.ends[0], p.ends[1])]
        places = [WIDE / 2]
        if p.layout == "cascade":
            pairs, places = [(p.ends[1], p.ends[2]), (p.ends[0], p.ends[1])], [1.4, 3.0]
        for place, ((low, high), x) in enumerate(zip(pairs, places, strict=True)):
            down = p.emits or p.layout == "cascade"
            ends = [(x, heights[high]), (x, heights[low])]
            name = f"photon:{place}"
            sketch.arrow(name, *(ends if down else ends[::-1]), color=(RED, GREEN)[place], width=2.0, z=4)
            sketch.claim("connected", name, f"level:{high}")
            sketch.claim("connected", name, f"level:{low}")
            sketch.claim("ratio", name, f"level:{low}", value=(heights[high] - heights[low]) / WIDE)
            if p.layout == "cascade":
                middle = (x, (heights[high] + heights[low]) / 2)
                color = (RED, GREEN)[place]
                sketch.text(
                    f"name:{place}", p.letters[place], middle, of=name, toward=(1, 0), color=color, size=13, halo=True
                )

    def _draw_rings(self, p: Transition, sketch: Sketch) -> None:
        """Circles with radii in the ratio of n squared, on which one electron jumps."""
        unit = 0.2
        nucleus = sketch.circle("nucleus:core", (0, 0), 0.11, fill=PALE_ORANGE, color=RED)
        for n in p.known:
            sketch.circle(f"ring:{n}", (0, 0), unit * n * n, color=BLUE, width=1.1)
            if n > 1:
                sketch.claim("ratio", f"ring:{n}", "ring:1", value=float(n * n))
                turn = math.radians(250)
                at = (unit * n * n * math.cos(turn), unit * n * n * math.sin(turn))
                sketch.text(f"number:{n}", str(n), at, of=f"ring:{n}", size=11, plate=True)
            else:
                sketch.text("number:1", "1", (-unit, 0), of="ring:1", toward=(-1, 0), gap_pt=2, size=11)
        low, high = p.jump
        ends = [(unit * high * high, 0.0), (unit * low * low, 0.0)]
        sketch.arrow("photon:0", *(ends if p.emits else ends[::-1]), color=RED, width=2.0, z=4)
        for n in (high, low):
            dot = sketch.dot(f"electron:{n}", (unit * n * n, 0), 0.07, color=BLUE)
            sketch.claim("on", dot, f"ring:{n}")
            sketch.claim("connected", "photon:0", dot)
            sketch.claim("connected", "photon:0", f"ring:{n}")
        sketch.claim("count", "ring", value=len(p.known))
        at = (unit * max(p.known) ** 2 * 0.72, unit * max(p.known) ** 2 * 0.86)
        sketch.text("title:species", f"{_typeset(p)}, $n$ = 1 to {max(p.known)}", at, size=12, align="left")
        sketch.claim("inside", nucleus, "ring:1")
        canvas(sketch, -5.1, -5.1, 5.1, 5.1)
        sketch.entity("rings", *(f"ring:{n}" for n in p.known))

    def questions(self, p: Transition) -> Iterator[Question]:
        """Where the arrow starts and ends, how many levels it passes, and what is printed."""
        low, high = p.jump
        down = p.emits or p.layout == "cascade"
        start, stop = (high, low) if down else (low, high)
        slots: dict[str, Any] = {"arrow": f"arrow {p.letters[p.marked]}" if p.layout == "cascade" else "the arrow"}
        around = [n for n in range(1, 8) if n not in (start, stop)]
        yield ask_number("start", start, likely=[stop, *around], step=1, low=1, **slots)
        yield ask_number("stop", stop, likely=[start, *around], step=1, low=1, **slots)
        if p.layout == "rings":
            yield ask_count("passed", high - low - 1, likely=[high - low, low, high], **slots)
        else:
            named = [n for n in p.known if n <= min(p.known) + 1 or p.layout != "levels"]
            place = named[(3 * start + stop + p.charge) % len(named)]
            energies = [round(energy, 2) for energy in p.known.values()]
            yield ask_number("printed", round(p.known[place], 2), unit="eV", likely=energies, decimals=2, n=place)
            yield ask_number("deepest", min(energies), unit="eV", likely=energies, decimals=2)
        if not p.energies:
            yield ask_word("species", p.species, [*SPECIES.values(), "B⁴⁺"])

    @defect(visibility=2)
    def wrong_final_level(self, p: Transition, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrow of a photon ends between two levels."""
        jump = scene.path("photon:0")
        (x0, y0), (x1, y1) = jump.points
        return change(scene, replace(jump, points=((x0, y0), (x0 + 0.6 * (x1 - x0), y0 + 0.6 * (y1 - y0)))))

    @defect(visibility=2)
    def backwards(self, p: Transition, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrow points from the level where the electron ends to the one where it starts."""
        jump = scene.path("photon:0")
        return change(scene, replace(jump, points=jump.points[::-1]))

    @defect(visibility=2)
    def missing_level(self, p: Transition, scene: FigureScene, draw: Random) -> FigureScene:
        """A level of the transition is not drawn."""
        gone = draw.choice(p.jump)
        return scene.without(f"level:{gone}", f"ring:{gone}")


def _minus(energy: float) -> str:
    """`−3.40 eV`."""
    return f"−{-energy:.2f} eV"


def _typeset(p: Transition) -> str:
    if p.energies:
        return p.species
    size = p.charge - 1
    return formula_text(("H", "He", "Li", "Be")[size] + (f"^{size if size > 1 else ''}+" if size else ""))
