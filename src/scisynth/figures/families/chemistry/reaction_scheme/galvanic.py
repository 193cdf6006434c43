"""Galvanic cells of two metals: the voltage by Nernst, the free energy, and what a current dissolves and deposits.

E = E°(cathode) − E°(anode) − R T/(z F) ln Q with Q = c(anode ion)^(z/z_a) / c(cathode ion)^(z/z_c); ΔG = −z F E; m = M I t/(z F).
Potentials at 25 °C (298.15 K); volts, mol/L, kJ/mol, g.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.chemistry.reaction_scheme.couples import (
    COUPLES,
    GREY_METAL,
    METAL,
    ion,
    liquid_color,
    open_glass,
    plate,
)
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of, several
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import FARADAY, GAS_CONSTANT, MASSES, formula_text, plain_formula
from scisynth.figures.parts.palette import BLUE, GREY, PAPER
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

CONCENTRATIONS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
KELVIN = 298.15
PLACES = {"left": (0.0, 0.75), "right": (4.0, 5.65)}
"""Left wall of the beaker, middle of the electrode."""


def cell_voltage(anode: str, cathode: str, anode_conc: float, cathode_conc: float) -> tuple[float, int]:
    """Nernst voltage of a metal cell in volts, and the electrons of its balanced reaction."""
    (low, e_low), (high, e_high) = COUPLES[anode], COUPLES[cathode]
    electrons = math.lcm(low, high)
    quotient = anode_conc ** (electrons // low) / cathode_conc ** (electrons // high)
    return e_high - e_low - GAS_CONSTANT * KELVIN / (electrons * FARADAY) * math.log(quotient), electrons


@dataclass(frozen=True, kw_only=True)
class MetalCell(Parameters):
    """Two metals in solutions of their ions, and what is asked of them."""

    layout: str = one_of("bridge", "wall", "load", level_1=("bridge", "wall"))
    metals: tuple[str, ...] = several(tuple(COUPLES), 2)
    """Left, right."""
    left_conc: float = number("c_1", "mol/L", CONCENTRATIONS, meaning="concentration on the left", level_1=(0.1, 1.0))
    right_conc: float = number(
        "c_2", "mol/L", CONCENTRATIONS, meaning="concentration on the right", level_1=(0.01, 0.1, 1.0)
    )
    task: str = one_of("voltage", "energy", level_1=("voltage",))
    end: str = one_of("anode", "cathode")
    current: float = number("I", "A", (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8), meaning="current", given=False)
    minutes: float = number("t", "min", (15, 20, 30, 40, 50, 60, 75, 90, 120), meaning="time", given=False)

    def valid(self) -> bool:
        """Neither order of the potentials nor of the voltage is in doubt."""
        return abs(self._potential(0) - self._potential(1)) > 0.2 and self.voltage > 0.15

    def _potential(self, place: int) -> float:
        return COUPLES[self.metals[place]][1]

    @property
    def asked(self) -> str:
        """Voltage, energy, or the mass of a metal where the cell drives a lamp."""
        return "mass" if self.layout == "load" else self.task

    @property
    def anode(self) -> str:
        """The less noble metal, which dissolves."""
        return min(self.metals, key=lambda item: COUPLES[item][1])

    @property
    def cathode(self) -> str:
        """The nobler metal."""
        return max(self.metals, key=lambda item: COUPLES[item][1])

    @property
    def concs(self) -> dict[str, Quantity]:
        """By metal."""
        values = (self.left_conc, self.right_conc)
        return {
            name: Quantity(symbol=f"c({name})", value=value, unit="mol/L")
            for name, value in zip(self.metals, values, strict=True)
        }

    @property
    def potentials(self) -> dict[str, Quantity]:
        """By metal."""
        return {name: Quantity(symbol=f"E°({name})", value=COUPLES[name][1], unit="V") for name in self.metals}

    @property
    def voltage(self) -> float:
        """In volts."""
        return cell_voltage(self.anode, self.cathode, self.concs[self.anode].value, self.concs[self.cathode].value)[0]

    @property
    def electrons(self) -> int:
        """Of the balanced reaction."""
        return math.lcm(*(COUPLES[name][0] for name in self.metals))

    @property
    def changed(self) -> str:
        """The metal whose mass is asked for."""
        return self.anode if self.end == "anode" else self.cathode

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Concentrations and potentials; current and time too, where a mass is asked for."""
        load = (self.quantity("current"), self.quantity("minutes")) if self.layout == "load" else ()
        return (*self.concs.values(), *self.potentials.values(), *load)


def signed(value: float) -> str:
    """`+0.342`, `−0.762`."""
    return f"{'−' if value < 0 else '+'}{abs(value):.3f}"


@family("Chemistry - Reaction Scheme")
class GalvanicCell(Family[MetalCell]):
    """Two half cells with a salt bridge, with a porous wall, or driving a lamp."""

    def solve(self, p: MetalCell) -> Solution:
        """By Nernst and Faraday."""
        voltage, electrons = cell_voltage(p.anode, p.cathode, p.concs[p.anode].value, p.concs[p.cathode].value)
        molar, charge = MASSES[p.changed], COUPLES[p.changed][0]
        answers = {
            "voltage": number_answer(voltage, "V"),
            "energy": number_answer(-electrons * FARADAY * voltage / 1000, "kJ/mol"),
            "mass": number_answer(molar * p.current * p.minutes * 60 / (charge * FARADAY), "g"),
        }
        return Solution(
            answer=answers[p.asked],
            symbol={"voltage": "E", "energy": "ΔG", "mass": "m"}[p.asked],
            values={
                "asked": p.asked,
                "left": p.metals[0],
                "right": p.metals[1],
                "left_ion": plain_formula(ion(p.metals[0])),
                "right_ion": plain_formula(ion(p.metals[1])),
                "left_e": f"{signed(COUPLES[p.metals[0]][1])} V",
                "right_e": f"{signed(COUPLES[p.metals[1]][1])} V",
                "anode": p.anode,
                "cathode": p.cathode,
                "volts": f"{format_number(round(voltage, 3))} V",
                "standard": f"{COUPLES[p.cathode][1] - COUPLES[p.anode][1]:.3f} V",
                "quotient": self._quotient(p),
                "z": str(electrons),
                "changed": p.changed,
                "does": "dissolves at the anode" if p.end == "anode" else "is deposited at the cathode",
                "molar": f"{molar:g} g/mol",
                "charge": str(charge),
                "seconds": format_number(p.minutes * 60),
            },
        )

    @staticmethod
    def _quotient(p: MetalCell) -> str:
        parts = []
        for name in (p.anode, p.cathode):
            times = p.electrons // COUPLES[name][0]
            power = {1: "", 2: "²", 3: "³", 6: "⁶"}[times]
            parts.append(f"{format_number(p.concs[name].value)}{power}")
        return "/".join(parts)

    def draw(self, p: MetalCell, sketch: Sketch) -> None:
        """The vessel, the electrodes with their values below, and the circuit above."""
        for side, name in zip(("left", "right"), p.metals, strict=True):
            self._draw_half(p, sketch, side, name)
        if p.layout == "wall":
            open_glass(sketch, "trough", 0, 6.4, 2.1)
            sketch.line("wall:porous", (3.2, 0.04), (3.2, 2.05), width=3.0, dash="dotted", color=GREY, z=3)
            sketch.text("name:wall", "porous wall", (3.2, 2.05), of="wall:porous", toward=(0, 1), gap_pt=5)
            sketch.claim("order", "electrode:left", "wall:porous", "electrode:right", value="left_to_right")
        else:
            legs = [(1.8, 0.7), (1.8, 2.75), (4.6, 2.75), (4.6, 0.7), (4.3, 0.7), (4.3, 2.45), (2.1, 2.45), (2.1, 0.7)]
            sketch.area("bridge:salt", *legs, fill="#efe3c4", color=GREY, width=1.0, z=3)
            sketch.text("name:bridge", "salt bridge", (3.2, 2.45), of="bridge:salt", toward=(0, -1), gap_pt=5)
            sketch.claim("order", "electrode:left", "bridge:salt", "electrode:right", value="left_to_right")
        self._draw_circuit(p, sketch)
        sketch.claim("row", value=p.metals)
        sketch.claim("row", value=tuple(rf"$E^\circ$ = {signed(COUPLES[name][1])} V" for name in p.metals))
        sketch.text("note:temperature", "25 °C", (3.2, -0.25), valign="top")
        sketch.claim("count", "electrode", value=2)

    @staticmethod
    def _draw_half(p: MetalCell, sketch: Sketch, side: str, name: str) -> None:
        left, x = PLACES[side]
        right = left + 2.4
        if p.layout == "wall":
            left, right = (0.0, 3.2) if side == "left" else (3.2, 6.4)
        else:
            open_glass(sketch, side, left, right, 2.1)
        liquid = sketch.rectangle(f"liquid:{side}", left, 0.03, right, 1.55, fill=liquid_color(name), width=0, z=0)
        metal = plate(sketch, side, x, 0.35, 2.95, METAL.get(name, GREY_METAL))
        out = -1 if side == "left" else 1
        sketch.text(f"metal:{side}", name, (x + 0.18 * out, 2.65), of=metal, toward=(out, 0), gap_pt=5, size=14)
        middle = (left + right) / 2
        words = f"{format_number(p.concs[name].value)} mol/L {formula_text(ion(name))}"
        sketch.text(f"solution:{side}", words, (middle, -0.2), of=liquid, valign="top")
        sketch.text(f"potential:{side}", rf"$E^\circ$ = {signed(COUPLES[name][1])} V", (middle, -0.7), valign="top")
        sketch.claim("value", f"potential:{side}", value=COUPLES[name][1])
        sketch.claim("value", f"solution:{side}", value=p.concs[name].value)

    @staticmethod
    def _draw_circuit(p: MetalCell, sketch: Sketch) -> None:
        """The electrons leave the less noble metal."""
        high = 3.95
        left, right = PLACES["left"][1], PLACES["right"][1]
        parts = ((2.3, "lamp"), (4.1, "ammeter")) if p.layout == "load" else ((3.2, "voltmeter"),)
        for x, name in parts:
            sketch.circle(f"device:{name}", (x, high), 0.38, fill=PAPER, width=1.5, z=3)
            if name == "lamp":
                reach = 0.38 * math.sqrt(0.5)
                for tag, way in (("1", 1), ("2", -1)):
                    ends = [(x - reach, high - way * reach), (x + reach, high + way * reach)]
                    sketch.line(f"cross:{tag}", *ends, width=1.2, z=4)
            else:
                letter = "A" if name == "ammeter" else "V"
                sketch.text(f"name:{name}", letter, (x, high), of=f"device:{name}", size=14)
        first, last = parts[0][0] - 0.38, parts[-1][0] + 0.38
        for side, x, stop, part in (("left", left, first, parts[0][1]), ("right", right, last, parts[-1][1])):
            sketch.line(f"wire:{side}", (x, 2.95), (x, high), (stop, high), width=1.5)
            sketch.claim("connected", f"wire:{side}", f"electrode:{side}")
            sketch.claim("connected", f"wire:{side}", f"device:{part}")
        if p.layout == "load":
            sketch.line("wire:middle", (2.68, high), (3.72, high), width=1.5)
            words = f"{p.label('current')},  {p.label('minutes')}"
            sketch.text("note:load", words, (3.2, high + 0.45), valign="bottom")
            sketch.claim("value", "note:load", value=p.current)
            sketch.claim("value", "note:load", value=p.minutes)
            sketch.claim("connected", "wire:middle", "device:lamp")
        else:
            at_left = p.metals[0] == p.anode
            tail, tip = (left + 0.15, left + 1.2) if at_left else (right - 0.15, right - 1.2)
            sketch.arrow("flow:electrons", (tail, high + 0.22), (tip, high + 0.22), color=BLUE, width=1.4)
            middle = ((tail + tip) / 2, high + 0.22)
            sketch.text("name:electrons", r"$\mathrm{e^-}$", middle, of="flow:electrons", toward=(0, 1), color=BLUE)

    def questions(self, p: MetalCell) -> Iterator[Question]:
        """Metals, values, and the way of the electrons."""
        rest = [name for name in COUPLES if name not in p.metals]
        side = "left" if p.end == "anode" else "right"
        index = 0 if side == "left" else 1
        mine, other = p.metals[index], p.metals[1 - index]
        yield ask_word("metal", mine, [other, *rest], side=side)
        yield ask_value("conc", p.concs[other], p.concs[mine], ion=plain_formula(ion(other)))
        volts = [f"{signed(COUPLES[name][1])} V" for name in (other, *rest)]
        yield ask_word("potential", f"{signed(COUPLES[mine][1])} V", volts, metal=mine)
        if p.layout == "load":
            yield ask_value("current", p.quantity("current"))
            yield ask_value("minutes", p.quantity("minutes"))
            yield ask_word("less", p.anode, [p.cathode, *rest])
        else:
            yield ask_word("source", p.anode, [p.cathode, *rest])

    @defect(visibility=2)
    def electrons_to_anode(self, p: MetalCell, scene: FigureScene, draw: Random) -> FigureScene:
        """The electrons flow from the nobler metal to the less noble one."""
        if p.layout == "load":
            return self.open_wire(p, scene, draw)
        flow = scene.path("flow:electrons")
        return change(scene, replace(flow, points=flow.points[::-1]))

    @defect(visibility=1)
    def wrong_sign(self, p: MetalCell, scene: FigureScene, draw: Random) -> FigureScene:
        """The standard potential of a metal has the wrong sign."""
        mark = scene.label(f"potential:{draw.choice(('left', 'right'))}")
        flipped = mark.text.replace("−", "~").replace("+", "−").replace("~", "+")
        return change(scene, replace(mark, text=flipped))

    @defect(visibility=2)
    def open_wire(self, p: MetalCell, scene: FigureScene, draw: Random) -> FigureScene:
        """A wire ends above its electrode without touching it."""
        wire = scene.path(f"wire:{draw.choice(('left', 'right'))}")
        (x, y), *further = wire.points
        return change(scene, replace(wire, points=((x, y + 0.45), *further)))

    @defect(visibility=3)
    def both_in_one(self, p: MetalCell, scene: FigureScene, draw: Random) -> FigureScene:
        """Both electrodes stand in the same solution, so that the cell is short-circuited inside."""
        metal = scene.path("electrode:right")
        return change(scene, replace(metal, points=tuple((x - 4.3, y) for x, y in metal.points)))
