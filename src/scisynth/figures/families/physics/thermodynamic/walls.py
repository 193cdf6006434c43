"""Steady conduction through layers: one flux passes them all, so the temperature falls in proportion to their resistances."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from random import Random

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of, several
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import GREY, ORANGE, PALE_BLUE, PALE_GREY, PALE_ORANGE, RED
from scisynth.figures.parts.physics import count_roles
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

BUILDING = {
    "brick": (0.70, PALE_ORANGE, ""),
    "concrete": (1.4, PALE_GREY, "..."),
    "wood": (0.14, "#f3e2c7", "---"),
    "mineral wool": (0.04, "#fdf6d8", "xx"),
    "plaster": (0.5, "#f7f3ea", "\\\\"),
    "sandstone": (1.7, "#efdcb8", "//"),
}
"""Conductivity W/(m K), fill and hatch."""
GLASS = 0.96
"""Conductivity of window glass, W/(m K)."""
TALL, WIDE = 4.2, 6.0


@dataclass(frozen=True, kw_only=True)
class Wall(Parameters):
    """Layers between two temperatures; a window has a layer of still air on both sides of its pane."""

    materials: tuple[str, ...] = several(tuple(BUILDING), 3)
    first: float = number("d_1", "cm", (8, 10, 12, 15, 18, 20, 24), meaning="thickness of layer 1", given=False)
    second: float = number("d_2", "cm", (8, 10, 12, 15, 18, 20, 24), meaning="thickness of layer 2", given=False)
    third: float = number("d_3", "cm", (8, 10, 12, 15, 18, 20, 24), meaning="thickness of layer 3", given=False)
    pane: float = number("d", "mm", (4, 5, 6, 8, 10), meaning="thickness of the pane", given=False)
    film_1: float = number("R_1", "m²K/W", (0.08, 0.1, 0.12, 0.13), meaning="resistance of the inner air", given=False)
    film_2: float = number("R_2", "m²K/W", (0.04, 0.05, 0.06, 0.1), meaning="resistance of the outer air", given=False)
    inner: float = number("T_1", "°C", (18, 19, 20, 21, 22, 24), meaning="temperature inside")
    outer: float = number("T_2", "°C", (-20, -15, -12, -10, -8, -5, 0, 4), meaning="temperature outside")
    area: float = number("A", "m²", (2, 3, 4, 5, 6, 8, 10, 12), meaning="area", given=False)
    layout: str = one_of("two", "three", "window", level_1=("two",), level_3=("three", "window"))
    asked: str = one_of("temperature", "flux", "rate", level_1=("temperature", "flux"))
    edge: int = one_of(1, 2)
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """Each layer takes a share that is seen, and no temperature is near 0."""
        shares = [value / sum(self.resistances) for value in self.resistances]
        sizes = (self.first, self.second, self.third)
        if self.layout == "three" and min(sizes) < 0.24 * sum(sizes):
            # Too thin for the words above it.
            return False
        return (
            min(shares) > (0.02 if self.layout == "window" else 0.08)
            and self.edge < len(shares)
            and abs(self.levels[self.edge]) > 1.5
        )

    @property
    def layers(self) -> tuple[tuple[str, Quantity, Quantity | None], ...]:
        """(name, thickness or resistance, conductivity) of each, from the inside."""
        if self.layout == "window":
            glass = Quantity(symbol=r"\lambda", value=GLASS, unit="W/(m K)")
            return (("air", self.quantity("film_1"), None), ("glass", self.quantity("pane"), glass),
                    ("air", self.quantity("film_2"), None))  # fmt: skip
        names = ("first", "second", "third")[: 2 if self.layout == "two" else 3]
        return tuple(
            (
                self.materials[index],
                self.quantity(name),
                Quantity(symbol=rf"\lambda_{index + 1}", value=BUILDING[self.materials[index]][0], unit="W/(m K)"),
            )
            for index, name in enumerate(names)
        )

    @property
    def resistances(self) -> list[float]:
        """Of each layer, m²K/W: d/λ."""
        metres = {"mm": 1e-3, "cm": 1e-2}
        return [
            size.value if conductivity is None else size.value * metres[size.unit] / conductivity.value
            for _, size, conductivity in self.layers
        ]

    @property
    def levels(self) -> list[float]:
        """Temperatures at the edges of the layers, from the inside, °C."""
        drop, whole = self.inner - self.outer, sum(self.resistances)
        return [self.inner - drop * part / whole for part in accumulate(self.resistances, initial=0.0)]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """With the layers, and the area where a rate is asked for."""
        found = [item for _, size, conductivity in self.layers for item in (size, conductivity) if item is not None]
        return (*super().givens, *found, *((self.quantity("area"),) if self.asked == "rate" else ()))


def flux_through(resistances: list[float], drop: float) -> float:
    """Heat flux through layers in a row, W/m²."""
    return drop / sum(resistances)


@family("Physics - Thermodynamic")
class TwoLayerWall(Family[Wall]):
    """A wall of two or three layers, or a window with the air at its pane: heat flux, heat rate, or a temperature between layers."""

    def solve(self, p: Wall) -> Solution:
        """Resistances in a row add up."""
        flux = flux_through(p.resistances, p.inner - p.outer)
        rows = [
            f"{size.text} of {name} (λ = {conductivity.text})" if conductivity else f"a layer of air (R = {size.text})"
            for name, size, conductivity in p.layers
        ]
        inner = " + ".join(f"R{'₁₂₃'[index]}" for index in range(p.edge))
        values = {
            "layers": f"{', '.join(rows[:-1])} and {rows[-1]}", "flux": Quantity(symbol="q", value=round(flux, 2), unit="W/m²"),
            "sum": " + ".join(f"R{'₁₂₃'[index]}" for index in range(len(rows))),
            "where": self._where(p), "part": f"({inner})" if p.edge > 1 else inner,
            "thing": "window" if p.layout == "window" else "wall",
        }  # fmt: skip
        answer, symbol = {
            "temperature": (number_answer(p.levels[p.edge], "°C", tolerance=0.03), "T_m"),
            "flux": (number_answer(flux, "W/m²"), "q"),
            "rate": (number_answer(flux * p.area, "W"), "P"),
        }[p.asked]
        return Solution(answer=answer, symbol=symbol, values=values)

    @staticmethod
    def _where(p: Wall) -> str:
        if p.layout == "window":
            return f"at the {'inner' if p.edge == 1 else 'outer'} face of the glass"
        return f"between {p.layers[p.edge - 1][0]} and {p.layers[p.edge][0]}, counted from the inside"

    def draw(self, p: Wall, sketch: Sketch) -> None:
        """Inside on the left before mirroring."""
        edges = self._edges(p)
        for index, (name, size, conductivity) in enumerate(p.layers, 1):
            left, right = edges[index - 1], edges[index]
            _, fill, hatch = BUILDING.get(name, (0.0, PALE_BLUE if name == "glass" else "#fbfdff", ""))
            sketch.rectangle(
                f"layer:{index}", left, 0, right, TALL, fill=fill, hatch=hatch, width=1.2, color=GREY, z=0 if name == "air" else 1,
                **({"dash": "dashed"} if name == "air" else {}),
            )  # fmt: skip
            half = (left + right) / 2
            sketch.text(f"name:{index}", name, (half, TALL), of=f"layer:{index}", toward=(0, 1), gap_pt=24)
            words = conductivity.label if conductivity else size.label
            sketch.text(
                f"lambda:{index}", words, (half, TALL), of=f"layer:{index}", toward=(0, 1), gap_pt=7, size=9.5
            )  # fmt: skip
            if conductivity:
                sketch.line(f"size:{index}", (left, -0.4), (right, -0.4), arrow="both", width=0.9)
                sketch.text(f"label:d{index}", size.label, (half, -0.4), of=f"size:{index}", toward=(0, -1), gap_pt=3)
        self._draw_profile(p, sketch, edges)
        sketch.arrow("flux:q", (-1.9, 0.35), (-0.4, 0.35), color=ORANGE, width=2.6)
        sketch.text("label:q", "heat", (-1.15, 0.35), of="flux:q", toward=(0, 1), color=ORANGE)
        for side, x in (("inside", -1.15), ("outside", edges[-1] + 1.15)):
            sketch.text(f"name:{side}", side, (x, 0.45 * TALL), size=11, color=GREY)
        if p.asked == "rate":
            sketch.text("label:A", p.label("area"), (edges[-1] + 0.4, TALL - 0.2), toward=(1, 0))
        if p.layout != "window":
            sketch.claim("ratio", "size:1", "size:2", value=p.first / p.second)
        count_roles(sketch, "layer", "profile")
        sketch.entity("layers", *(f"layer:{index}" for index in range(1, len(edges))))
        sketch.entity("temperature", *(f"profile:{index}" for index in range(1, len(edges))))
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _edges(p: Wall) -> list[float]:
        """Of the layers on the page; thick layers are to scale, pane and air are not."""
        sizes = [2.3, 1.4, 2.3] if p.layout == "window" else [size.value for _, size, _ in p.layers]
        scale = (WIDE if len(sizes) == 2 else 8.6) / sum(sizes)
        return list(accumulate((scale * size for size in sizes), initial=0.0))

    @staticmethod
    def _draw_profile(p: Wall, sketch: Sketch, edges: list[float]) -> None:
        drop = p.inner - p.outer
        points = [(x, 0.6 + 3.0 * (t - p.outer) / drop) for x, t in zip(edges, p.levels, strict=True)]
        for index in range(1, len(points)):
            sketch.line(f"profile:{index}", points[index - 1], points[index], color=RED, width=2.4, z=4)
            sketch.line(f"fall:{index}", (-0.2, points[index - 1][1]), (-0.2, points[index][1]), width=0, z=0)
            slope = (points[index][1] - points[index - 1][1]) / (points[index][0] - points[index - 1][0])
            place = edges[index - 1]
            sketch.claim("ratio", f"fall:{index}", "fall:1", value=p.resistances[index - 1] / p.resistances[0])
            if not p.is_mirrored:
                sketch.claim(
                    "formula", f"profile:{index}", value=f"{points[index - 1][1]:.8f} + {slope:.8f}*(x - {place:.8f})"
                )
            else:
                sketch.claim(
                    "formula", f"profile:{index}", value=f"{points[index - 1][1]:.8f} + {-slope:.8f}*(x + {place:.8f})"
                )
        names = ["in", *(str(index) for index in range(1, len(points) - 1)), "out"]
        for name, at in zip(names, points, strict=True):
            sketch.dot(f"face:{name}", at, 0.09, color=RED, z=6)
        for index, name in enumerate(names):
            sketch.claim("on", f"face:{name}", f"profile:{max(index, 1)}")
        sketch.claim("order", *(f"face:{name}" for name in names), value="left_to_right")
        sides = [("in", points[0], p.label("inner"), (-1, 0.4)), ("out", points[-1], p.label("outer"), (1, 0.2))]
        if p.asked == "temperature":
            sides.append((str(p.edge), points[p.edge], "$T_m$", (1, 0.8)))
        for name, at, words, way in sides:
            sketch.text(f"label:T{name}", words, at, of=f"face:{name}", toward=way, gap_pt=7, color=RED, halo=True, z=7)

    def questions(self, p: Wall) -> Iterator[Question]:
        """Which layer is where and how thick; where the temperature falls most; where it is warm."""
        shown = list(reversed(p.layers)) if p.is_mirrored else list(p.layers)
        numbers = p.resistances[::-1] if p.is_mirrored else p.resistances
        places = ("left", "middle", "right") if len(shown) == 3 else ("left", "right")
        yield ask_word(
            "most",
            places[max(range(len(numbers)), key=lambda index: numbers[index])],
            ["left", "middle", "right", "equal"],
        )
        if p.layout == "window":
            yield ask_value("pane", p.quantity("pane"))
            yield ask_value("air", shown[0][1], shown[2][1])
        else:
            others = [name for name in BUILDING if name != shown[0][0]]
            yield ask_word("left", shown[0][0], [shown[-1][0], *others])
            yield ask_value("thick", shown[-1][1], shown[0][1])
        yield ask_value("inside", p.quantity("inner"), p.quantity("outer"))
        yield ask_value("outside", p.quantity("outer"), p.quantity("inner"))

    @defect(visibility=2)
    def one_slope(self, p: Wall, scene: FigureScene, draw: Random) -> FigureScene:
        """The temperature falls by the wrong amounts in the first two layers, as if their conductivities were others."""
        one, two = scene.path("profile:1"), scene.path("profile:2")
        (x0, y0), (x1, y1), (x2, y2) = one.points[0], one.points[1], two.points[1]
        share = (y0 - y1) / (y0 - y2)
        knee = (x1, y0 - (share + 0.25 if share < 0.5 else share - 0.25) * (y0 - y2))
        return change(scene, replace(one, points=((x0, y0), knee)), replace(two, points=(knee, (x2, y2))))

    @defect(visibility=2)
    def heat_to_warm(self, p: Wall, scene: FigureScene, draw: Random) -> FigureScene:
        """The heat flows from the cold side to the warm one."""
        arrow = scene.path("flux:q")
        return change(scene, replace(arrow, points=arrow.points[::-1]))

    @defect(visibility=2)
    def temperatures_exchanged(self, p: Wall, scene: FigureScene, draw: Random) -> FigureScene:
        """The temperatures inside and outside are exchanged, so that the heat would flow uphill."""
        return swap_texts(scene, "label:Tin", "label:Tout")
