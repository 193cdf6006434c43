"""Pedigrees: the risk of a child by every assignment of genotypes that agrees with who is affected, weighted by Mendel's rules (Bayes)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.biology.genetics.family_tree import TREES, Tree, draw_tree
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import PAPER
from scisynth.figures.scene.marks import Path, Round
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch

Person = tuple[str, str, str, str]
"""Name, sex (f, m), mother, father; founders have no parents."""
PRIOR = {"AA": Fraction(1), "Aa": Fraction(1), "aa": Fraction(1), "A": Fraction(1), "a": Fraction(1)}
OTHER_PRIOR = {**PRIOR, "AA": Fraction(7), "A": Fraction(5)}


def genotypes(sex: str, linked: bool) -> tuple[str, ...]:
    """`A` works, `a` does not; a son has one X."""
    return ("A", "a") if linked and sex == "m" else ("AA", "Aa", "aa")


def transmission(child: str, mother: str, father: str, sex: str, linked: bool) -> Fraction:
    """Probability of a child's genotype by its parents'; `linked` is a gene on X."""
    if linked and sex == "m":
        return Fraction(mother.count(child[0]), 2)
    hits = [a + b for a in mother for b in father]
    return Fraction(sum("".join(sorted(pair)) == child for pair in hits), len(hits))


def weights(
    people: Sequence[Person],
    affected: Mapping[str, bool],
    linked: bool,
    clear: Sequence[str] = (),
    prior: Mapping[str, Fraction] = PRIOR,
) -> list[tuple[dict[str, str], Fraction]]:
    """Every assignment of genotypes that agrees with the pedigree, with its weight; those in `clear` carry no `a`."""
    found: list[tuple[dict[str, str], Fraction]] = [({}, Fraction(1))]
    for name, sex, mother, father in people:
        grown = []
        for genes, weight in found:
            for own in genotypes(sex, linked):
                if ("A" not in own) != affected[name] or (name in clear and "a" in own):
                    continue
                part = transmission(own, genes[mother], genes[father], sex, linked) if mother else prior[own]
                if part:
                    grown.append(({**genes, name: own}, weight * part))
        found = grown
    return found


def risk(
    people: Sequence[Person],
    affected: Mapping[str, bool],
    child: Person,
    linked: bool,
    clear: Sequence[str] = (),
    prior: Mapping[str, Fraction] = PRIOR,
    carrier: bool = False,
) -> Fraction:
    """Probability that `child` is affected, or a carrier without the disorder. People stand after their parents."""
    total = hit = Fraction(0)
    wanted = "Aa" if carrier else "a" if linked and child[1] == "m" else "aa"
    for genes, weight in weights(people, affected, linked, clear, prior):
        total += weight
        hit += weight * transmission(wanted, genes[child[2]], genes[child[3]], child[1], linked)
    return hit / total if total else Fraction(0)


def _sexes(draw: Random, _: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    tree = TREES[values["layout"]]
    return tuple(tree.sexes.get(name) or draw.choice("fm") for name in tree.names)


def _genes(draw: Random, _: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Drawn by Mendel's rules from founders that are often carriers."""
    tree, linked = TREES[values["layout"]], values["is_linked"]
    genes: dict[str, str] = {}
    for name, sex in zip(tree.names, values["sexes"], strict=True):
        mother, father = tree.parents_of(name)
        if not mother:
            genes[name] = draw.choice(("A", "A", "a") if linked and sex == "m" else ("Aa", "Aa", "AA", "aa"))
        elif linked and sex == "m":
            genes[name] = draw.choice(genes[mother])
        else:
            genes[name] = "".join(sorted(draw.choice(genes[mother]) + draw.choice(genes[father])))
    return tuple(genes.values())


@dataclass(frozen=True, kw_only=True)
class Kin(Parameters):
    """A family tree, who is affected in it, and what is asked of its last child."""

    layout: str = one_of(
        "outside", "joined", "three", "cousins", level_1=("outside", "joined"), level_3=("three", "cousins")
    )
    is_linked: bool = one_of(False, True, level_1=(False,))
    sexes: tuple[str, ...] = drawn(_sexes, words="sexes of the people")
    genes: tuple[str, ...] = drawn(_genes, words="genotypes by Mendel's rules")
    asked: str = one_of("affected", "carrier", level_1=("affected",))
    rate: int = one_of(0, 0, 20, 24, 25, 28, 30, 32, 36, 40, 45, 50, 60, level_1=(0, 0, 20, 25, 30, 40, 50))

    def valid(self) -> bool:
        """Somebody is affected, and the risk follows from the tree, whatever the frequency of carriers."""
        num = sum(self.affected.values())
        if self.rate and (
            self.layout not in ("outside", "three") or self.is_linked or self.affected[self.tree.couples[-1][1]]
        ):
            return False
        one, two = self.tree.couples[-1][:2]
        if not 0 < num <= len(self.genes) // 2 or (self.affected[one] and self.affected[two]):
            return False
        if self.value not in (0, 1) and self.value == self.risk_with(OTHER_PRIOR):
            # Halves and quarters are the commonest risks by far; most of them are passed over.
            return self.value.denominator > 4 or self.salt % (2 if self.layout in ("joined", "cousins") else 6) == 0
        return False

    @property
    def salt(self) -> int:
        """A number from the people, for choices that nothing gives away."""
        return sum(place * ord(letter) for place, letter in enumerate("".join(self.sexes + self.genes), 1))

    @property
    def tree(self) -> Tree:
        """Names, couples and places."""
        return TREES[self.layout]

    @cached_property
    def affected(self) -> dict[str, bool]:
        """Whether each person has the disorder."""
        return {name: "A" not in genes for name, genes in zip(self.tree.names, self.genes, strict=True)}

    @property
    def people(self) -> list[Person]:
        """Ready for `risk`."""
        return [(name, sex, *self.tree.parents_of(name)) for name, sex in zip(self.tree.names, self.sexes, strict=True)]

    @cached_property
    def clear(self) -> list[str]:
        """Healthy founders without affected descendants who do not carry the allele: the note says so."""
        healthy = [n for n, genes in zip(self.tree.names, self.genes, strict=True) if "a" not in genes]
        founders = [name for name in healthy if not self.tree.parents_of(name)[0]]
        women = dict(zip(self.tree.names, self.sexes, strict=True))
        known = [name for name in founders if not (self.is_linked and women[name] == "m")]
        partner = self.tree.couples[-1][1]
        return [name for name in known if not (self.rate and name == partner)]

    @property
    def child(self) -> Person:
        """The last one, whose risk is asked for; of a gene on X a son, or a daughter who carries it."""
        one, two, (name,) = self.tree.couples[-1]
        sex = dict(zip(self.tree.names, self.sexes, strict=True))
        mother, father = (one, two) if sex[one] == "f" else (two, one)
        return name, "f" if self.asked == "carrier" else "m", mother, father

    @cached_property
    def value(self) -> Fraction:
        """What is asked for."""
        return self.risk_with(PRIOR)

    def risk_with(self, prior: Mapping[str, Fraction]) -> Fraction:
        """With genotypes of the founders as frequent as that; a partner from outside carries with 1 in `rate`."""
        carrier = self.asked == "carrier"
        if not self.rate:
            return risk(self.people, self.affected, self.child, self.is_linked, self.clear, prior, carrier)
        partner = self.tree.couples[-1][1]
        known = [person for person in self.people if person[0] != partner]
        total = hit = Fraction(0)
        wanted = "Aa" if carrier else "aa"
        for genes, weight in weights(known, self.affected, False, self.clear, prior):
            for own, part in (("Aa", Fraction(1, self.rate)), ("AA", 1 - Fraction(1, self.rate))):
                both = {**genes, partner: own}
                total += weight * part
                hit += weight * part * transmission(wanted, both[self.child[2]], both[self.child[3]], "f", False)
        return hit / total if total else Fraction(0)


@family("Biology - Genetics")
class Pedigree(Family[Kin]):
    """A partner from outside, two families joined, three generations, or a marriage of cousins; on an autosome or on X."""

    def solve(self, p: Kin) -> Solution:
        """By all assignments of genotypes that agree with the tree."""
        text = f"{p.value.numerator}/{p.value.denominator}"
        ill = [name for name, flag in p.affected.items() if flag]
        one, two, (child,) = p.tree.couples[-1]
        couples = [f"{a} and {b} have {_listed(children)}" for a, b, children in p.tree.couples[:-1]]
        who = ("son" if p.asked == "affected" else "daughter") if p.is_linked else "child"
        sex = dict(zip(p.tree.names, p.sexes, strict=True))
        women = [name for name in p.tree.names if sex[name] == "f"]
        return Solution(
            answer=Answer(text=text, value=float(p.value), tolerance=0.005),
            symbol="P",
            values={
                "mode": "X-linked recessive" if p.is_linked else "autosomal recessive",
                "told": "; ".join(couples),
                "women": _listed(women),
                "ill": _listed(ill),
                "extra": "".join(f"; {note}" for note in self._notes(p)),
                "one": one,
                "two": two,
                "child": child,
                "who": who,
                "what": "affected" if p.asked == "affected" else "a healthy carrier",
                "rounded": format_number(float(p.value)),
                "chart": p.layout,
            },
            hidden=(text, f"P = {format_number(float(p.value))}"),
        )

    def _notes(self, p: Kin) -> list[str]:
        notes = [f"no disease allele: {_listed(p.clear)}"] if p.clear else []
        if p.rate:
            notes.append(f"{p.tree.couples[-1][1]} carries the allele with probability 1/{p.rate}")
        return notes

    def draw(self, p: Kin, sketch: Sketch) -> None:
        """Filled symbols are affected."""
        sexes = dict(zip(p.tree.names, p.sexes, strict=True))
        child = "area" if not p.is_linked else "circle" if p.asked == "carrier" else "square"
        draw_tree(sketch, p.tree, sexes, p.affected, child)
        low = min(y for _, y in p.tree.spots.values())
        middle = sum(x for x, _ in p.tree.spots.values()) / len(p.tree.spots)
        mode = "X-linked recessive" if p.is_linked else "autosomal recessive"
        for k, words in enumerate([mode, *self._notes(p)]):
            sketch.text(f"note:{k}", words, (middle, low - 1.2 - 0.42 * k), size=12.5)

    def questions(self, p: Kin) -> Iterator[Question]:
        """Who is affected, who is a woman, who belongs to whom."""
        ill = [name for name, flag in p.affected.items() if flag]
        fine = [name for name, flag in p.affected.items() if not flag]
        salt = p.salt
        if len(fine) >= 3:
            yield ask_word("affected", ill[salt % len(ill)], _turned(fine, salt))
        women = [name for name, sex in zip(p.tree.names, p.sexes, strict=True) if sex == "f"]
        men = [name for name in p.tree.names if name not in women]
        if len(men) >= 3:
            yield ask_word("woman", women[salt % len(women)], _turned(men, salt))
        yield ask_count("num_affected", len(ill), likely=[len(ill) + 1, len(ill) - 1, len(fine)])
        yield ask_count("num_women", len(women), likely=[len(men)], low=1)
        second = [name for name in p.tree.names if name.startswith("II-")]
        yield ask_count("second", sum(p.affected[name] for name in second), likely=[len(second)])

    @defect(visibility=2)
    def affected_person_lost(self, p: Kin, scene: FigureScene, draw: Random) -> FigureScene:
        """A person of whom the problem says that the disorder shows is drawn as a healthy one."""
        mark = draw.choice([m for m in scene.marks if m.id.startswith("affected:")])
        assert isinstance(mark, Path | Round)
        healthy = replace(mark, id=mark.id.replace("affected:", "healthy:"), fill=PAPER)
        return scene.with_marks(tuple(healthy if m.id == mark.id else m for m in scene.marks))

    @defect(visibility=2)
    def child_of_nobody(self, p: Kin, scene: FigureScene, draw: Random) -> FigureScene:
        """The line from a couple to its child is missing in part: it does not reach the child."""
        mark = scene.path(f"descent:{p.child[0]}")
        (x, y), (_, low) = mark.points
        return change(scene, replace(mark, points=((x, y), (x, y - 0.45 * (y - low)))))

    @defect(visibility=3)
    def wrong_sex(self, p: Kin, scene: FigureScene, draw: Random) -> FigureScene:
        """A man is drawn as a circle, as women are."""
        squares = [m for m in scene.marks if isinstance(m, Path) and m.closed and not m.id.startswith("child:")]
        if not squares:
            raise DoesNotApplyError
        mark = draw.choice(squares)
        xs, ys = [x for x, _ in mark.points], [y for _, y in mark.points]
        middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
        return change(
            scene, Round(id=mark.id, center=middle, radius=0.38, fill=mark.fill, color=mark.color, width=1.5, z=3)
        )


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _turned(names: Sequence[str], by: int) -> list[str]:
    by %= len(names)
    return [*names[by:], *names[:by]]
