"""Sizes of populations: mark and recapture, N = M C / R (Lincoln-Petersen), or (M+1)(C+1)/(R+1) − 1 (Chapman), and quadrats."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.biology import scattered
from scisynth.figures.parts.palette import BLUE, DARK_GREY, GREEN, PAPER, RED
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch

WHO = (
    ("fish", "pond"),
    ("beetles", "meadow"),
    ("snails", "garden"),
    ("newts", "pool"),
    ("crickets", "field"),
    ("crabs", "bay"),
)

ROOTED = (
    ("daisies", "lawn"),
    ("thistles", "pasture"),
    ("orchids", "meadow"),
    ("limpets", "shore"),
    ("barnacles", "rock"),
    ("snails", "garden"),
)
"""What stays in its place and can be counted in quadrats."""


@dataclass(frozen=True, kw_only=True)
class Census(Parameters):
    """A first catch, a second one, and the marked among it; or counts in squares."""

    layout: str = one_of("trap", "chapman", "quadrats", level_1=("trap", "quadrats"))
    who: int = one_of(*range(len(WHO)))
    marked: int = one_of(*range(18, 71))
    caught: int = one_of(*range(12, 25))
    again: int = one_of(3, 4, 5, 6, 7)
    squares: int = one_of(3, 4, 5, 6)
    """Quadrats that are counted, of 1 m² each."""
    area: int = one_of(60, 80, 120, 150, 200, 240, 300)
    counts: int = one_of(*range(500))
    places: int = one_of(*range(60))

    def valid(self) -> bool:
        """The estimate is a whole number of animals."""
        return abs(self.estimate - round(self.estimate)) < 1e-9 and (
            self.layout == "quadrats" or self.marked > self.again
        )

    @property
    def counted(self) -> tuple[str, str]:
        """What is counted, and where."""
        return (ROOTED if self.layout == "quadrats" else WHO)[self.who]

    @property
    def found(self) -> list[int]:
        """Animals in each quadrat."""
        draw = Random(self.counts)
        return [draw.randint(1, 5) for _ in range(self.squares)]

    @property
    def estimate(self) -> float:
        """Of the population."""
        if self.layout == "quadrats":
            return self.area * sum(self.found) / self.squares
        if self.layout == "chapman":
            return (self.marked + 1) * (self.caught + 1) / (self.again + 1) - 1
        return self.marked * self.caught / self.again


@family("Biology - Ecological")
class MarkRecapture(Family[Census]):
    """A second catch with marked animals, the same for Chapman's estimate, or quadrats in which animals are counted."""

    def solve(self, p: Census) -> Solution:
        """By the estimate of the layout."""
        who, place = p.counted
        value = round(p.estimate)
        steps = {
            "trap": f"N = MC/R = {p.marked} · {p.caught}/{p.again}",
            "chapman": f"N = {p.marked + 1} · {p.caught + 1}/{p.again + 1} − 1",
            "quadrats": f"N = {p.area} · ({' + '.join(map(str, p.found))})/{p.squares}",
        }[p.layout]
        return Solution(
            answer=Answer(text=f"{value} {who}", value=value, unit=who, tolerance=0.005),
            symbol="N",
            values={
                "animals": who,
                "place_name": place,
                "steps": steps,
                "listing": ", ".join(map(str, p.found)),
                "case": p.layout,
            },
        )

    def draw(self, p: Census, sketch: Sketch) -> None:
        """Animals are scattered; marked ones are filled red."""
        who, place = p.counted
        if p.layout == "quadrats":
            self._quadrats(p, sketch, who, place)
            return
        if p.layout == "trap":
            sketch.circle("trap:second", (5, 2.4), 4.6, radius_y=2.5, fill="#eef5fb", color=BLUE, width=1.6)
            box = (2.0, 0.8, 8.0, 4.0)
        else:
            sketch.rectangle("trap:second", 0.8, 0.2, 9.2, 4.6, fill="#eef5fb", color=BLUE, width=1.6)
            box = (1.3, 0.6, 8.7, 4.2)
        for index, at in enumerate(scattered(Random(p.places), p.caught, box, 0.68)):
            role = "marked" if index < p.again else "plain"
            _animal(sketch, f"{role}:{index}", at, role == "marked")
            sketch.claim("inside", f"{role}:{index}", "trap:second")
        sketch.claim("count", "marked", value=p.again)
        sketch.claim("count", "plain", value=p.caught - p.again)
        sketch.text(
            "label:first", f"first catch in the {place}: {p.marked} {who}, all marked and released", (5, 5.75), size=13
        )
        sketch.text("label:second", "second catch", (5, 4.9), toward=(0, 1), gap_pt=4, size=12.5)
        for name, x, is_marked in (("keymarked", 2.4, True), ("keyplain", 6.3, False)):
            _animal(sketch, f"{name}:sample", (x, -0.75), is_marked)
            words = "marked" if is_marked else "not marked"
            sketch.text(f"label:{name}", words, (x + 0.3, -0.75), of=f"{name}:sample", toward=(1, 0), gap_pt=5, size=12)
        if p.layout == "chapman":
            sketch.text("label:formula", "$N = (M+1)(C+1)/(R+1) - 1$", (5, -1.5), size=13)
        sketch.entity("second catch", "trap:second")

    def _quadrats(self, p: Census, sketch: Sketch, who: str, place: str) -> None:
        """Squares of 1 m² in a row, in each its animals."""
        draw = Random(p.places)
        for k, num in enumerate(p.found):
            x = 2.6 * k
            sketch.rectangle(f"quadrat:{k}", x, 0, x + 2.2, 2.2, fill="#f3f8ec", color=GREEN, width=1.8)
            for n, at in enumerate(scattered(draw, num, (x + 0.35, 0.3, x + 1.85, 1.9), 0.5)):
                _animal(sketch, f"animal:{k}{n}", at, False)
                sketch.claim("inside", f"animal:{k}{n}", f"quadrat:{k}")
            sketch.text(f"name:{k}", f"{k + 1}", (x + 1.1, 0), of=f"quadrat:{k}", toward=(0, -1), size=12.5)
        middle = 1.3 * p.squares - 0.2
        sketch.text("label:area", f"{place} of {p.area} m², quadrats of 1 m²", (middle, 2.9), size=13)
        sketch.text("label:who", who, (middle, -0.95), size=13)
        sketch.claim("count", "quadrat", value=p.squares)
        sketch.claim("count", "animal", value=sum(p.found))
        sketch.entity("quadrats", *(f"quadrat:{k}" for k in range(p.squares)))

    def questions(self, p: Census) -> Iterator[Question]:
        """Counts, and what the note states."""
        names = [row[0] for row in (ROOTED if p.layout == "quadrats" else WHO)]
        yield ask_word("who", p.counted[0], names)
        if p.layout == "quadrats":
            k = p.places % p.squares
            yield ask_count("one", p.found[k], low=1, k=k + 1, who=p.counted[0])
            yield ask_count("sum", sum(p.found), low=1, who=p.counted[0])
            yield ask_number("area", p.area, unit="m²", likely=[60, 80, 120, 150, 200, 240, 300], low=10)
        else:
            yield ask_count("again", p.again, low=1)
            yield ask_count("caught", p.caught, likely=[p.caught - p.again, p.caught + 2, p.caught - 2], low=2)
            yield ask_number("first", p.marked, likely=[p.caught, p.marked + 6, p.marked - 6], low=2, step=4)
            yield ask_count("unmarked", p.caught - p.again, likely=[p.caught], low=1)

    @defect(visibility=2)
    def mark_lost(self, p: Census, scene: FigureScene, draw: Random) -> FigureScene:
        """An animal that belongs to the count is not drawn."""
        return scene.without(draw.choice([m.id for m in scene.marks if m.id.startswith(("marked:", "animal:"))]))

    @defect(visibility=3)
    def animal_escaped(self, p: Census, scene: FigureScene, draw: Random) -> FigureScene:
        """An animal of the catch, or of a quadrat, lies outside it."""
        mark = draw.choice([m for m in scene.marks if m.id.startswith(("plain:", "animal:"))])
        assert isinstance(mark, Round)
        return change(scene, replace(mark, center=(mark.center[0], mark.center[1] - 5.5)))

    @defect(visibility=1)
    def wrong_note(self, p: Census, scene: FigureScene, draw: Random) -> FigureScene:
        """The note states another number than the problem."""
        mark = scene.label("label:area" if p.layout == "quadrats" else "label:first")
        old = p.area if p.layout == "quadrats" else p.marked
        return change(scene, replace(mark, text=mark.text.replace(str(old), str(old + 13), 1)))


def _animal(sketch: Sketch, name: str, at: tuple[float, float], marked: bool) -> None:
    sketch.circle(name, at, 0.25, radius_y=0.18, fill=RED if marked else PAPER, color=DARK_GREY, width=1.2, z=4)
