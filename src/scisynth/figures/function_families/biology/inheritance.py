"""Biology - Genetics: pedigrees, a chi-square test and paired DNA.

A pedigree's carriers are not listed: every assignment of genotypes that agrees with who is affected is enumerated, each
weighted by its Mendelian probability, and the asked probability is the weight of those in which it holds (Bayes).
chi^2 = sum (O - E)^2 / E. Wallace rule for short strands: T_m = 2 °C (A + T) + 4 °C (G + C).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.function_families.biology.genetics import TRAITS, TYPE
from scisynth.figures.parts.palette import BLUE, DARK_GREY, PALE_ORANGE, PAPER, RED, STRONG
from scisynth.figures.scene.marks import Label, Path, Round
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

Person = tuple[str, str, str, str]
"""Name, sex (f, m), mother, father; founders have no parents."""


def _genotypes(sex: str, linked: bool) -> tuple[str, ...]:
    """`A` works, `a` does not; a son has one X."""
    return ("A", "a") if linked and sex == "m" else ("AA", "Aa", "aa")


def transmission(child: str, mother: str, father: str, sex: str, linked: bool) -> Fraction:
    """Probability of a child's genotype by its parents'; `linked` is a gene on X."""
    from_mother = Fraction(mother.count(child[0]), 2) if linked and sex == "m" else None
    if from_mother is not None:
        return from_mother
    hits = [a + b for a in mother for b in father]
    return Fraction(sum("".join(sorted(pair)) == child for pair in hits), len(hits))


def risk(
    people: Sequence[Person], affected: Mapping[str, bool], child: Person, linked: bool, clear: Sequence[str]
) -> Fraction:
    """Probability that `child` is affected; founders are any genotype alike, those in `clear` carry no `a`."""
    total = hit = Fraction(0)
    for chosen in product(*(_genotypes(sex, linked) for _, sex, _, _ in people)):
        genes = dict(zip((person[0] for person in people), chosen, strict=True))
        if any(("A" not in genes[name]) != affected[name] for name in genes) or any(
            "a" in genes[name] for name in clear
        ):
            continue
        weight = Fraction(1)
        for name, sex, mother, father in people:
            if mother:
                weight *= transmission(genes[name], genes[mother], genes[father], sex, linked)
        if not weight:
            continue
        sexes = ("m", "f") if child[1] == "?" else (child[1],)
        for sex in sexes:
            bad = "a" if linked and sex == "m" else "aa"
            hit += weight * transmission(bad, genes[child[2]], genes[child[3]], sex, linked) / len(sexes)
        total += weight
    return hit / total


SPOTS = {
    "I-1": (1.0, 4.6),
    "I-2": (3.0, 4.6),
    "I-3": (7.0, 4.6),
    "I-4": (9.0, 4.6),
    "II-1": (0.6, 2.3),
    "II-2": (2.0, 2.3),
    "II-3": (3.8, 2.3),
    "II-4": (6.2, 2.3),
    "II-5": (8.0, 2.3),
    "II-6": (9.6, 2.3),
    "III-1": (5.0, 0),
}


@family(TYPE, "pedigree")
def pedigree(draw: Random) -> FigureScene:
    """Two families joined by a marriage; the risk of their child for a recessive disorder is asked for."""
    linked = draw.random() < 0.4
    sexes = {name: draw.choice("fm") for name in ("II-1", "II-2", "II-5", "II-6")}
    sexes |= {"I-1": "m", "I-2": "f", "I-3": "m", "I-4": "f", "II-3": "f", "II-4": "m"}
    people: list[Person] = []
    for name, sex in sorted(sexes.items()):
        parents = (
            ("", "")
            if name.startswith("I-")
            else ("I-2", "I-1")
            if name in ("II-1", "II-2", "II-3")
            else ("I-4", "I-3")
        )
        people.append((name, sex, *parents))
    child = ("III-1", "m" if linked else "?", "II-3", "II-4")
    while True:
        affected = _inherit(draw, people, linked)
        one, two = ([affected[f"II-{k}"] for k in part] for part in ((1, 2), (5, 6)))
        if not affected["II-3"] and any(one) and not (affected["I-1"] and affected["I-2"]):
            break
    clear = [] if any(two) or affected["II-4"] or affected["I-3"] or affected["I-4"] or linked else ["II-4"]
    value = risk(people, affected, child, linked, clear)
    if value in (0, 1):
        return pedigree(draw)
    sketch = Sketch()
    _draw_pedigree(sketch, sexes, affected, linked)
    note = "X-linked recessive" if linked else "autosomal recessive"
    extra = "; II-4 carries no disease allele" if clear else ""
    sketch.text("note:mode", f"{note}{extra}", (5, -1.15), size=12.5)
    ill = [name for name in sexes if affected[name]]
    who = "son" if linked else "child"
    num, round_ones = sum(affected.values()), [n for n, s in sexes.items() if s == "f"]
    second = sum(name.startswith("II-") and affected[name] for name in sexes)
    text = f"{value.numerator}/{value.denominator}"
    return sketch.scene(
        problem=f"{note.capitalize()} disorder: I-1 and I-2 have the children II-1, II-2, II-3; I-3 and I-4 have II-4, II-5, II-6. Affected: {', '.join(sorted(ill))}{extra}. With what probability is the {who} III-1 of II-3 and II-4 affected?",
        multimodal_question=f"The disorder is inherited as noted. With what probability is the {who} III-1 affected?",
        givens=(Quantity(symbol="affected", value=num),),
        unknown=f"the risk of III-1 (a {who})",
        answer=Answer(text=text, value=float(value)),
        solution=f"all genotypes that agree with the pedigree, weighted by Mendel's rules, give {text} = {format_number(float(value))}",
        hidden=(text, f"P = {format_number(float(value))}"),
        quizzes=(
            make_quiz(
                draw, "How many people are affected (filled symbols)?", str(num), [str(num + d) for d in (1, -1, 2, 3)]
            ),
            make_quiz(draw, "How many of generation II are affected?", str(second), [str(n) for n in range(5)]),
            make_quiz(
                draw,
                "Who are the parents of III-1?",
                "II-3 and II-4",
                ["I-1 and I-2", "II-1 and II-2", "II-5 and II-6"],
            ),
            make_quiz(
                draw,
                "How many women does generation II show?",
                str(sum(n.startswith("II-") for n in round_ones)),
                [str(n) for n in range(1, 7)],
            ),
        ),
        alt_text=f"Pedigree of three generations; affected: {', '.join(sorted(ill))}; {note}{extra}; III-1 bears a question mark.",
    )


def _inherit(draw: Random, people: Sequence[Person], linked: bool) -> dict[str, bool]:
    """Genotypes drawn by Mendel's rules from parents that are mostly carriers; who is affected."""
    genes: dict[str, str] = {}
    for name, sex, mother, father in people:
        if not mother:
            genes[name] = draw.choice(("A", "A", "a") if linked and sex == "m" else ("Aa", "Aa", "Aa", "AA", "aa"))
        elif linked and sex == "m":
            genes[name] = draw.choice(genes[mother])
        else:
            genes[name] = "".join(sorted(draw.choice(genes[mother]) + draw.choice(genes[father])))
    return {name: "A" not in genotype for name, genotype in genes.items()}


def _draw_pedigree(sketch: Sketch, sexes: Mapping[str, str], affected: Mapping[str, bool], son: bool) -> None:
    """Circles for women, squares for men, a diamond for a child of either sex; filled where affected."""
    for name, (x, y) in SPOTS.items():
        fill = PALE_ORANGE if name not in sexes else DARK_GREY if affected[name] else PAPER
        role = "child" if name not in sexes else "affected" if affected[name] else "healthy"
        if name not in sexes:
            corners = [(x, y + 0.5), (x + 0.5, y), (x, y - 0.5), (x - 0.5, y)]
            if son:
                corners = [(x - 0.5, y + 0.5), (x + 0.5, y + 0.5), (x + 0.5, y - 0.5), (x - 0.5, y - 0.5)]
            sketch.area(f"{role}:{name}", *corners, fill=fill, width=1.5)
            sketch.text("mark:child", "?", (x, y), size=15)
        elif sexes[name] == "f":
            sketch.circle(f"{role}:{name}", (x, y), 0.38, fill=fill, width=1.5, z=3)
        else:
            sketch.rectangle(f"{role}:{name}", x - 0.36, y - 0.36, x + 0.36, y + 0.36, fill=fill, width=1.5, z=3)
        sketch.text(
            f"name:{name}",
            name,
            (x, y - 0.5 if role == "child" else y - 0.38),
            of=f"{role}:{name}",
            toward=(0, -1),
            gap_pt=4,
            size=10.5,
        )
    roles = {name: "affected" if affected[name] else "healthy" for name in sexes} | {"III-1": "child"}
    for one, two, children in (
        ("I-1", "I-2", ("II-1", "II-2", "II-3")),
        ("I-3", "I-4", ("II-4", "II-5", "II-6")),
        ("II-3", "II-4", ("III-1",)),
    ):
        _draw_couple(sketch, one, two, children, {n: f"{roles[n]}:{n}" for n in (one, two, *children)})
    for kind, flag in (("affected", True), ("healthy", False)):
        sketch.claim("count", kind, value=sum(value is flag for value in affected.values()))
    sketch.entity("affected", *(f"affected:{name}" for name in sexes if affected[name]))


def _draw_couple(sketch: Sketch, one: str, two: str, children: Sequence[str], ids: Mapping[str, str]) -> None:
    half = 0.38
    (x0, y), (x1, _) = SPOTS[one], SPOTS[two]
    sketch.line(f"couple:{one}", (x0 + half, y), (x1 - half, y))
    sketch.claim("connected", f"couple:{one}", ids[one], tolerance=6)
    sketch.claim("connected", f"couple:{one}", ids[two], tolerance=6)
    middle, bar = (x0 + x1) / 2, y - 1.25
    if len(children) == 1:
        sketch.line(f"descent:{children[0]}", (middle, y), (middle, SPOTS[children[0]][1] + 0.5))
        sketch.claim("connected", f"descent:{children[0]}", f"couple:{one}")
        sketch.claim("connected", f"descent:{children[0]}", ids[children[0]], tolerance=6)
        return
    sketch.line(f"stem:{one}", (middle, y), (middle, bar))
    xs = [SPOTS[name][0] for name in children]
    sketch.line(f"sibship:{one}", (min(xs), bar), (max(xs), bar))
    sketch.claim("connected", f"stem:{one}", f"couple:{one}")
    sketch.claim("connected", f"stem:{one}", f"sibship:{one}")
    for name in children:
        x, low = SPOTS[name]
        sketch.line(f"descent:{name}", (x, bar), (x, low + half))
        sketch.claim("connected", f"descent:{name}", f"sibship:{one}")
        sketch.claim("connected", f"descent:{name}", ids[name], tolerance=6)


def _bar_pair(sketch: Sketch, kind: str, numbers: Sequence[int], side: float, fill: str) -> None:
    """The two bars of one kind with their numbers."""
    for x, number in enumerate(numbers, 1):
        left, right = x + side - 0.2, x + side + 0.2
        name = f"bar:{kind}{x}"
        sketch.area(
            name,
            (left, 0),
            (right, 0),
            (right, number),
            (left, number),
            fill=fill,
            color="#333333",
            axes="axes:chart",
            width=1.1,
        )
        sketch.claim("at", name, value=(x + side, number / 2), tolerance=0.005)
        sketch.text(
            f"number:{kind}{x}",
            str(number),
            (x + side, number),
            of=name,
            toward=(0, 1),
            gap_pt=3,
            axes="axes:chart",
            size=12.5,
        )


@family(TYPE, "chi_square_bars")
def chi_square_bars(draw: Random) -> FigureScene:
    """Observed and expected numbers of a 3 : 1 split as bars; the chi-square value is asked for."""
    who, letter, strong, weak = draw.choice(TRAITS)
    total = draw.choice((80, 120, 160, 200))
    expected = (total * 3 // 4, total // 4)
    shift = draw.choice([d for d in range(-14, 15, 2) if abs(d) > 3])
    observed = (expected[0] + shift, expected[1] - shift)
    chi = sum((o - e) ** 2 / e for o, e in zip(observed, expected, strict=True))
    sketch, top = Sketch(), 10 * (max(observed[0], expected[0]) // 10 + 3)
    sketch.axes(
        "axes:chart",
        (0, 0, 9, 5.6),
        x_limits=(0.3, 2.7),
        y_limits=(0, top),
        x_ticks=(1, 2),
        x_tick_labels=(strong, weak),
        y_label=f"number of {who}",
    )
    for kind, numbers, side, fill in (
        ("observed", observed, -0.21, STRONG[0]),
        ("expected", expected, 0.21, PAPER),
    ):
        _bar_pair(sketch, kind, numbers, side, fill)
        left = 2.2 if kind == "observed" else 5.3
        sketch.rectangle(f"key:{kind}", left, 5.95, left + 0.42, 6.27, fill=fill, color="#333333", width=1)
        sketch.text(f"name:{kind}", kind, (left + 0.42, 6.11), of=f"key:{kind}", toward=(1, 0), size=12.5)
    for words in (strong, weak):
        sketch.claim("label", value=words)
    sketch.claim("count", "bar", value=4)
    sketch.entity("observed", "bar:observed1", "bar:observed2")
    sketch.entity("expected", "bar:expected1", "bar:expected2")
    answer = number_answer(chi, "")
    told = "agrees with" if chi < 3.841 else "contradicts"
    return sketch.scene(
        problem=f"A cross {letter}{letter.lower()} × {letter}{letter.lower()} gave {observed[0]} {strong} and {observed[1]} {weak} {who}; {expected[0]} and {expected[1]} were expected. Find the chi-square value.",
        multimodal_question="Find the chi-square value of the observed against the expected numbers.",
        givens=tuple(
            Quantity(symbol=s, value=v)
            for s, v in (("O_1", observed[0]), ("O_2", observed[1]), ("E_1", expected[0]), ("E_2", expected[1]))
        ),
        unknown="the chi-square value",
        answer=answer,
        solution=f"({shift})²/{expected[0]} + ({-shift})²/{expected[1]} = {answer.text}; it {told} 3 : 1 at 5% (3.841)",
        hidden=(f"χ² = {answer.text}",),
        quizzes=(
            make_quiz(
                draw,
                f"How many {weak} {who} were observed?",
                str(observed[1]),
                [str(n) for n in (expected[1], observed[0], expected[0], observed[1] + 3)],
            ),
            make_quiz(
                draw,
                f"How many {strong} {who} were expected?",
                str(expected[0]),
                [str(n) for n in (observed[0], observed[1], expected[1], expected[0] + 5)],
            ),
            make_quiz(draw, "Which bars are filled with colour?", "observed", ["expected", "all", "none"]),
        ),
        alt_text=f"Bars of observed ({observed}) and expected ({expected}) numbers of {strong} and {weak} {who}.",
    )


PARTNER = {"A": "T", "T": "A", "G": "C", "C": "G"}
BASE_FILL = {"A": "#cfe3c9", "T": "#f6d2cc", "G": "#cfe0f2", "C": "#fbe5b8"}


@family(TYPE, "dna_pairing")
def dna_pairing(draw: Random) -> FigureScene:
    """A stretch of paired DNA with its hydrogen bonds; the melting temperature by the Wallace rule is asked for."""
    num = draw.randint(8, 10)
    strand = "".join(draw.choice("ATGC") for _ in range(num))
    strong = sum(base in "GC" for base in strand)
    melting = 2 * (num - strong) + 4 * strong
    sketch, bonds = Sketch(), 0
    for y, tag, height in ((2.9, "top", 0.28), (-0.28, "bottom", 0.28)):
        sketch.rectangle(f"backbone:{tag}", -0.1, y, num + 0.1, y + height, fill="#d9d2c4", color="#8d8265", width=1.2)
    for index, base in enumerate(strand):
        _base(sketch, f"top{index}", base, index, 1.9, 2.9)
        _base(sketch, f"low{index}", PARTNER[base], index, 0.0, 1.0)
        for k in range(3 if base in "GC" else 2):
            x = index + 0.5 + 0.14 * (k - (1 if base in "GC" else 0.5))
            sketch.line(f"bond:{index}{k}", (x, 1.0), (x, 1.9), dash="dotted", width=1.4, color=RED)
            bonds += 1
    for tag, words, at, toward in (
        ("5top", "5′", (-0.1, 3.04), (-1, 0)),
        ("3top", "3′", (num + 0.1, 3.04), (1, 0)),
        ("3low", "3′", (-0.1, -0.14), (-1, 0)),
        ("5low", "5′", (num + 0.1, -0.14), (1, 0)),
    ):
        sketch.text(
            f"end:{tag}", words, at, of=f"backbone:{'top' if 'top' in tag else 'bottom'}", toward=toward, size=14
        )
    sketch.claim("count", "bond", value=bonds)
    sketch.claim("count", "base", value=2 * num)
    sketch.claim("parallel", "backbone:top", "backbone:bottom")
    sketch.entity("upper strand", "backbone:top")
    sketch.entity("lower strand", "backbone:bottom")
    answer = number_answer(melting, "°C", tolerance=0.01)
    low = "".join(PARTNER[base] for base in strand)
    return sketch.scene(
        problem=f"One strand of a short DNA double strand reads 5′-{strand}-3′. Estimate its melting temperature by the Wallace rule, T = 2 °C·(A + T) + 4 °C·(G + C), counted along one strand.",
        multimodal_question="Estimate the melting temperature of the double strand by the Wallace rule, T = 2 °C·(A + T) + 4 °C·(G + C), counted along one strand.",
        givens=(Quantity(symbol="n", value=num, unit="base pairs"),),
        unknown="the melting temperature",
        answer=answer,
        solution=f"{num - strong} A-T pairs and {strong} G-C pairs: 2·{num - strong} + 4·{strong} = {melting} °C",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(draw, "How many base pairs are drawn?", str(num), [str(num + d) for d in (1, -1, 2)]),
            make_quiz(
                draw, "Which base is at the left end of the lower strand?", low[0], [b for b in "ATGC" if b != low[0]]
            ),
            make_quiz(draw, "By how many hydrogen bonds is each G-C pair joined?", "3", ["1", "2", "4"]),
            make_quiz(draw, "How many G-C pairs are drawn?", str(strong), [str(strong + d) for d in (1, -1, 2)]),
        ),
        alt_text=f"Two antiparallel strands of DNA, 5′-{strand}-3′ above 3′-{low}-5′, with dotted hydrogen bonds.",
    )


def _base(sketch: Sketch, name: str, base: str, index: int, low: float, high: float) -> None:
    sketch.rectangle(
        f"base:{name}", index + 0.14, low, index + 0.86, high, fill=BASE_FILL[base], color="#555555", width=0.9
    )
    sketch.text(f"letter:{name}", base, (index + 0.5, (low + high) / 2), size=15)
    sketch.claim("inside", f"letter:{name}", f"base:{name}")


@defect("dna_pairing", "mispaired_base")
def mispaired_base(scene: FigureScene, draw: Random) -> FigureScene:
    """A base of the lower strand is drawn like the one above it."""
    index = draw.randrange(8)
    upper, lower = scene.mark(f"letter:top{index}"), scene.mark(f"letter:low{index}")
    assert isinstance(upper, Label) and isinstance(lower, Label)
    return change(scene, replace(lower, text=upper.text))


@defect("pedigree", "affected_person_lost")
def affected_person_lost(scene: FigureScene, draw: Random) -> FigureScene:
    """An affected person is drawn as a healthy one."""
    filled = [m for m in scene.marks if isinstance(m, Path | Round) and m.id.startswith("affected:")]
    mark = draw.choice(filled)
    healthy = replace(mark, id=mark.id.replace("affected:", "healthy:"), fill=PAPER, color=BLUE)
    return scene.with_marks(tuple(healthy if m.id == mark.id else m for m in scene.marks))
