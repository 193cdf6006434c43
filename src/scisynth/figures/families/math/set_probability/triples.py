"""Three sets in a Venn diagram, one region of which is unknown."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from scisynth.figures.corruptions import swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.math.set_probability.venns import TOPICS, draw_circles, put_number
from scisynth.figures.families.parameters import Parameters, one_of, several
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import PALE_ORANGE
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Place, Sketch, number_answer

REGIONS = ("A", "B", "C", "AB", "AC", "BC", "ABC")


@dataclass(frozen=True, kw_only=True)
class ThreeSets(Parameters):
    """Members of the regions of three sets, one of which is unknown."""

    topic: str = one_of(*TOPICS)
    sizes: tuple[int, ...] = several(range(2, 26), 8)
    gap: str = one_of(*REGIONS, level_1=("AB", "AC", "BC", "ABC"))
    twice: str = one_of("A", "B", "C")
    letters: tuple[str, ...] = one_of(
        ("A", "B", "C"), ("D", "E", "F"), ("G", "H", "J"), ("K", "L", "M"), ("S", "T", "V"), ("X", "Y", "Z")
    )
    is_upright: bool = one_of(False, True)
    layout: str = one_of("total", "set", "multiple", level_1=("total", "set"), level_3=("multiple", "multiple", "set"))

    @property
    def counts(self) -> dict[str, int]:
        """Members of each region; where it is so drawn, one of them is twice the unknown one."""
        found = dict(zip((*REGIONS, "none"), self.sizes, strict=True))
        return {**found, self.twice: 2 * found[self.gap]} if self.layout == "multiple" else found

    @property
    def host(self) -> str:
        """The set with the unknown region whose size is stated."""
        return self.gap[len(self.gap) // 2]

    @property
    def stated(self) -> tuple[str, int, tuple[str, ...]]:
        """(name, size, known regions) of what is stated as a whole: everything, or one set."""
        n = self.counts
        known = [name for name in n if name not in self.unknown]
        if self.layout != "set":
            return "U", sum(n.values()), tuple(known)
        parts = [name for name in REGIONS if self.host in name]
        whole = sum(n[name] for name in parts)
        return self.letters["ABC".index(self.host)], whole, tuple(name for name in parts if name != self.gap)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Regions whose number is not printed."""
        return (self.gap, self.twice) if self.layout == "multiple" else (self.gap,)

    def words(self, region: str) -> str:
        """`A and B`."""
        named = [self.letters["ABC".index(member)] for member in region]
        return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The whole, and the numbers of the known regions."""
        name, size, _ = self.stated
        known = [
            (f"n({self.words(key)} only)" if key != "none" else "n(none)", value)
            for key, value in self.counts.items()
            if key not in self.unknown
        ]
        return (Quantity(symbol=f"n({name})", value=size), *(Quantity(symbol=key, value=value) for key, value in known))

    def valid(self) -> bool:
        """The region with twice as many members is another one."""
        return self.twice != self.gap and self.sizes[REGIONS.index(self.gap)] <= 15


def missing_part(whole: int, known: list[int], times: int) -> float:
    """What each of `times` equal parts of a whole counts, next to the known ones."""
    return (whole - sum(known)) / times


@family("Math - Set & Probability")
class VennThreeUnknown(Family[ThreeSets]):
    """Three sets with a region of unknown size, from the size of everything or of one set."""

    def solve(self, p: ThreeSets) -> Solution:
        """By adding up the regions."""
        name, size, known = p.stated
        who, *verbs = TOPICS[p.topic]
        place = f"in {p.words(p.gap)}" + ("" if len(p.gap) == 3 else " only")
        times = 3 if p.layout == "multiple" else 1
        value = missing_part(size, [p.counts[key] for key in known], times)
        listed = ", ".join(
            f"{count} are {'in none of the sets' if key == 'none' else f'only in {p.words(key)}' if len(key) < 3 else f'in {p.words(key)}'}"
            for key, count in p.counts.items() if key not in p.unknown
        )  # fmt: skip
        double = f"; only in {p.words(p.twice)} are 2x, twice as many as {place}" if times == 3 else ""
        whole = "all sets and outside" if name == "U" else f"set {name}"
        values = {
            "who": who, "sets": ", ".join(f"{verb} ({letter})" for verb, letter in zip(verbs[:2], p.letters, strict=False)),
            "last": f"{verbs[2]} ({p.letters[2]})", "listed": listed, "place": place,
            "double": double, "name": name, "size": size, "sum": " + ".join(str(p.counts[key]) for key in known), "whole": whole,
            "times": "3x" if times == 3 else "x", "rest": size - sum(p.counts[key] for key in known),
        }  # fmt: skip
        answer = number_answer(value, who)
        return Solution(answer=answer, symbol="x", values=values, hidden=(answer.text, f"x = {value:g}"))

    def draw(self, p: ThreeSets, sketch: Sketch) -> None:
        """Three circles, two of them above or below."""
        angles = (210, 330, 90) if p.is_upright else (150, 30, 270)
        centers: dict[str, Place] = {name: polar(angle, 1.25) for name, angle in zip("ABC", angles, strict=True)}
        letters = dict(zip("ABC", p.letters, strict=True))
        places = draw_circles(sketch, centers, letters, {p.gap: PALE_ORANGE})
        for name, count in p.counts.items():
            words = "$x$" if name == p.gap else "$2x$" if name in p.unknown else str(count)
            put_number(sketch, name, words, places[name])
        name, size, _ = p.stated
        right, top = places["all"]
        sketch.text("number:whole", f"$n({name}) = {size}$", (right, top), of="universe:U", toward=(-1, 1), gap_pt=4)
        sketch.claim("inside", f"number:{p.gap}", f"region:{p.gap}")

    def questions(self, p: ThreeSets) -> Iterator[Question]:
        """Where x stands; numbers of regions; the stated whole."""
        yield ask_word("gap", p.words(p.gap), [p.words(name) for name in self._near(p)])
        n, known = p.counts, [name for name in p.counts if name not in p.unknown]
        single = [name for name in "ABC" if name in known]
        yield ask_count("single", n[single[0]], likely=[n[name] for name in known], one=p.words(single[0]))
        pair = [name for name in ("AC", "AB", "BC") if name in known][p.sizes[0] % 2]
        third = next(name for name in "ABC" if name not in pair)
        yield ask_count(
            "pair", n[pair], likely=[n["ABC"], *(n[name] for name in known)], pair=p.words(pair), third=p.words(third)
        )
        yield ask_count("outside", n["none"], likely=[n[name] for name in known])
        yield ask_count("all", p.stated[1], likely=(p.stated[1] - n["none"],), which=p.stated[0])

    @staticmethod
    def _near(p: ThreeSets) -> list[str]:
        """Other regions, first those that share a set with the unknown one, in an order of the scene's own."""
        others = [name for name in REGIONS if name != p.gap]
        Random(str(p.sizes)).shuffle(others)
        return others

    @defect(visibility=2)
    def x_in_wrong_region(self, p: ThreeSets, scene: FigureScene, draw: Random) -> FigureScene:
        """The unknown x stands in a region other than that which the problem asks for."""
        known = [name for name in REGIONS if name not in p.unknown]
        return swap_texts(scene, f"number:{p.gap}", f"number:{draw.choice(known)}")

    @defect(visibility=2)
    def missing_number(self, p: ThreeSets, scene: FigureScene, draw: Random) -> FigureScene:
        """The number of a region that the problem states is missing."""
        return scene.without(f"number:{draw.choice([name for name in p.counts if name not in p.unknown])}")

    @defect(visibility=3)
    def missing_circle(self, p: ThreeSets, scene: FigureScene, draw: Random) -> FigureScene:
        """One of the three circles is not drawn."""
        return scene.without(f"circle:{draw.choice('ABC')}")

    @defect(visibility=1)
    def exchanged_letters(self, p: ThreeSets, scene: FigureScene, draw: Random) -> FigureScene:
        """The letters of two sets are exchanged."""
        return swap_texts(scene, "set:A", "set:B")
