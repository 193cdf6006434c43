"""Solids between surfaces in space, by the numbers of their equations: what they are called, where they end, and their integrals."""

import math
from dataclasses import dataclass
from fractions import Fraction

from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.parts.solid import View, orthogonal
from scisynth.figures.scene.scene import Quantity

ELEVATION = 22
SIN, COS = math.sin(math.radians(ELEVATION)), math.cos(math.radians(ELEVATION))
EDGED = ("corner", "box")
LIDLESS = (*EDGED, "half", "ball", "hollow", "eighth", "quarter", "shell", "dome", "scoop")
"""Those that no level circle closes above."""
HANGING = ("bowl", "cone", "scoop")
"""Those whose lowest point is the origin."""


WEIGHTS = {
    "bowl": 2,
    "dome": 2,
    "cone": 5,
    "scoop": 1,
    "half": 1,
    "ball": 1,
    "hollow": 3,
    "eighth": 1,
    "quarter": 2,
    "shell": 4,
    "cylinder": 2,
    "cut": 16,
    "corner": 3,
    "box": 3,
}
"""How often a shape is drawn: those of which few numbers are in proportion more often."""


def _often(*shapes: str) -> list[str]:
    return [shape for shape in shapes or WEIGHTS for _ in range(WEIGHTS[shape])]


@dataclass(frozen=True, kw_only=True)
class Bounded(Parameters):
    """The surfaces by their numbers, what is integrated, and the side from which the axes are seen."""

    layout: str = one_of(
        *_often(),
        level_1=_often("half", "ball", "eighth", "cylinder", "corner", "box"),
        level_3=_often("bowl", "dome", "cone", "scoop", "quarter", "shell", "hollow", "cut"),
    )
    a: int = one_of(*range(1, 9))
    b: int = one_of(*range(2, 10))
    c: int = one_of(*range(1, 13))
    steep: str = one_of("1/4", "1/3", "1/2", "1", "2", "3")
    asked: str = one_of("volume", "moment", "flux", level_1=("volume",), level_3=("moment", "flux"))
    field: tuple[int, ...] = one_of((1, 1, 1), (1, 2, 1), (2, 1, 3), (3, 1, -1), (2, -1, 3), (1, 3, 2))
    azimuth: float = number("", "°", range(112, 144, 4), meaning="turn of the axes", given=False)

    @property
    def k(self) -> Fraction:
        """How steep the bowl, cone or plane is."""
        return Fraction(self.steep)

    @property
    def radius(self) -> float:
        """Of the widest circle."""
        k = float(self.k)
        found = {
            "bowl": math.sqrt(self.c / k),
            "dome": math.sqrt(self.c / k),
            "quarter": math.sqrt(self.c / k),
            "cone": self.c / k,
            "shell": self.b,
            "hollow": self.b,
        }
        return float(found.get(self.layout, self.a / math.sqrt(2) if self.layout == "scoop" else self.a))

    @property
    def top(self) -> float:
        """Where the solid ends on the z axis."""
        return float(
            {"half": self.a, "eighth": self.a, "ball": self.a, "scoop": self.a, "shell": self.b, "hollow": self.b}.get(
                self.layout, self.c
            )
        )

    @property
    def size(self) -> float:
        """Largest extent."""
        return max(self.a, self.b, self.c) if self.layout in EDGED else max(self.radius, self.top)

    @property
    def view(self) -> View:
        """x to the lower left, y to the right, z upwards; the reader looks from where x, y and z are positive."""
        turned = orthogonal(self.azimuth, ELEVATION)
        return View(turned.matrix, -turned.eye)

    @property
    def names(self) -> dict[str, int]:
        """The numbers in the figure, by the parameter."""
        return {
            "half": {"a": self.a}, "eighth": {"a": self.a}, "ball": {"a": self.a}, "hollow": {"a": self.a, "b": self.b}, "scoop": {"a": self.a}, "shell": {"a": self.a, "b": self.b}, "cylinder": {"a": self.a, "c": self.c},
            "cut": {"a": self.a, "c": self.c}, "corner": {"a": self.a, "b": self.b, "c": self.c}, "box": {"a": self.a, "b": self.b, "c": self.c},
        }.get(self.layout, {"c": self.c})  # fmt: skip

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Numbers that the figure prints."""
        return tuple(Quantity(symbol=name, value=value) for name, value in self.names.items())

    def times(self, words: str) -> str:
        """`words` k times: `2(x² + y²)`, `(x² + y²)/4`."""
        k = self.k
        front = "" if k.numerator == 1 else str(k.numerator)
        behind = "" if k.denominator == 1 else f"/{k.denominator}"
        return f"{front}{words}{behind}"

    @property
    def surface(self) -> str:
        """Equation of the surface that is labelled; empty where the axes carry its numbers."""
        paraboloid = self.times("(x² + y²)")
        cap = f"z = {self.c} − {'x² − y²' if self.k == 1 else paraboloid}"
        return {
            "bowl": f"z = {'x² + y²' if self.k == 1 else paraboloid}", "dome": cap, "quarter": cap, "cone": f"z = {self.times('√(x² + y²)')}",
            "scoop": "z = √(x² + y²)", "cut": f"z = {self.c} − {self.times('y')}",
        }.get(self.layout, "")  # fmt: skip

    @property
    def where(self) -> str:
        """The solid in words."""
        a, b, c, ball = self.a, self.b, self.c, "x² + y² + z² ="
        plane = f"{_over('x', a)} + {_over('y', b)} + {_over('z', c)} = 1"
        return {
            "bowl": f"above the paraboloid {self.surface} and below the plane z = {c}", "dome": f"below the paraboloid {self.surface} and above the xy plane",
            "cone": f"above the cone {self.surface} and below the plane z = {c}", "scoop": f"above the cone {self.surface} and inside the sphere {ball} {a * a}",
            "eighth": f"inside the sphere {ball} {a * a} in the first octant", "quarter": f"below the paraboloid {self.surface} in the first octant",
            "half": f"inside the sphere {ball} {a * a} and above the xy plane", "cylinder": f"inside the cylinder x² + y² = {a * a} between the planes z = 0 and z = {c}",
            "ball": f"inside the sphere {ball} {a * a}", "hollow": f"between the spheres {ball} {a * a} and {ball} {b * b}",
            "shell": f"between the hemispheres {ball} {a * a} and {ball} {b * b} above the xy plane",
            "cut": f"inside the cylinder x² + y² = {a * a}, above the xy plane and below the plane {self.surface}",
            "corner": f"in the first octant below the plane {plane}", "box": f"in the box 0 ≤ x ≤ {a}, 0 ≤ y ≤ {b}, 0 ≤ z ≤ {c}",
        }[self.layout]  # fmt: skip

    @property
    def arrows(self) -> str:
        """The field of a flux, `(2x, −y, 3z)`."""
        return f"({', '.join(_term(factor, letter) for factor, letter in zip(self.field, 'xyz', strict=True))})"

    def valid(self) -> bool:
        """In proportion; what is asked is not 0; its outline shows; surfaces do not meet inside it."""
        if self.layout in EDGED:
            sizes = sorted((self.a, self.b, self.c))
            return len(set(sizes)) == 3 and sizes[2] <= 2.5 * sizes[0]
        if self.layout in ("ball", "hollow") and self.asked == "moment":
            return False
        if self.layout in ("shell", "hollow"):
            return 0.4 <= self.a / self.b <= 0.75
        if self.layout == "cut" and not (self.k in (1, 2, Fraction(1, 2)) and 1.3 <= self.c / (self.a * self.k) <= 3):
            return False
        if self.layout in ("bowl", "dome", "quarter") and SIN / COS / (2 * float(self.k)) > 0.6 * self.radius:
            return False
        return self.layout in ("half", "ball", "eighth", "scoop") or 0.7 <= self.top / self.radius <= 2.4


def _term(factor: int, letter: str) -> str:
    return {1: letter, -1: f"−{letter}"}.get(factor, f"{factor}{letter}")


def _over(letter: str, size: int) -> str:
    return letter if size == 1 else f"{letter}/{size}"


def volume_and_moment(p: Bounded) -> tuple[float, float]:
    """Volume of the solid and ∭ z dV over it, by integration over z or over the shadow on the xy plane."""
    a, b, c, k, r = p.a, p.b, p.c, float(p.k), p.radius
    disc_area = math.pi * r * r
    volume, moment = {
        "bowl": (disc_area * c / 2, disc_area * c * c / 3), "dome": (disc_area * c / 2, disc_area * c * c / 6),
        "cone": (disc_area * c / 3, disc_area * c * c / 4), "scoop": (2 / 3 * math.pi * a**3 * (1 - math.sqrt(0.5)), math.pi * a**4 / 8),
        "half": (2 / 3 * math.pi * a**3, math.pi * a**4 / 4), "shell": (2 / 3 * math.pi * (b**3 - a**3), math.pi * (b**4 - a**4) / 4),
        "cylinder": (disc_area * c, disc_area * c * c / 2), "cut": (disc_area * c, math.pi * (a * a * c * c / 2 + k * k * a**4 / 8)),
        "ball": (4 / 3 * math.pi * a**3, 0.0), "hollow": (4 / 3 * math.pi * (b**3 - a**3), 0.0),
        "eighth": (math.pi * a**3 / 6, math.pi * a**4 / 16), "quarter": (disc_area * c / 8, disc_area * c * c / 24),
        "corner": (a * b * c / 6, a * b * c * c / 24), "box": (a * b * c, a * b * c * c / 2),
    }[p.layout]  # fmt: skip
    return volume, moment
