"""Parts of the periodic table: a block with a gap, an element among its neighbours, and marked places in the outline of the whole.

Atomic numbers and conventional atomic weights: IUPAC, abridged to four figures.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import GREY, PALE_BLUE, PALE_GREY, PALE_ORANGE
from scisynth.figures.scene.marks import Label, Path
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch
from scisynth.grading.values.chemistry import NUMBERS

BLOCK = {
    2: "B 10.81 boron, C 12.01 carbon, N 14.01 nitrogen, O 16.00 oxygen, F 19.00 fluorine, Ne 20.18 neon",
    3: "Al 26.98 aluminium, Si 28.09 silicon, P 30.97 phosphorus, S 32.06 sulfur, Cl 35.45 chlorine, Ar 39.95 argon",
    4: "Ga 69.72 gallium, Ge 72.63 germanium, As 74.92 arsenic, Se 78.97 selenium, Br 79.90 bromine, Kr 83.80 krypton",
    5: "In 114.8 indium, Sn 118.7 tin, Sb 121.8 antimony, Te 127.6 tellurium, I 126.9 iodine, Xe 131.3 xenon",
}
"""Period to its elements of groups 13 to 18."""
PLACES = {
    "Li": (2, 1), "Be": (2, 2), "B": (2, 13), "C": (2, 14), "N": (2, 15), "O": (2, 16), "F": (2, 17),
    "Na": (3, 1), "Mg": (3, 2), "Al": (3, 13), "Si": (3, 14), "P": (3, 15), "S": (3, 16), "Cl": (3, 17),
    "K": (4, 1), "Ca": (4, 2), "Se": (4, 16), "Br": (4, 17), "Rb": (5, 1), "Sr": (5, 2), "Te": (5, 16), "I": (5, 17),
}  # fmt: skip
"""(period, group) of the main-group elements whose order every trend of the table gets right."""
NAMES = ("ABCD", "PQRS", "WXYZ", "KLMN", "EGHJ", "DBAC", "SRPQ", "ZWXY", "NKML", "JEGH")
TO_LOWER_LEFT = ("largest radius", "lowest energy")
"""Properties whose extreme value lies at the lower left; those of the others lie at the upper right."""
SIDES = {"left": (0, -1), "right": (0, 1), "above": (-1, 0), "below": (1, 0)}


@dataclass(frozen=True, kw_only=True)
class Element:
    """What a tile says."""

    symbol: str
    weight: str
    words: str
    period: int
    group: int

    @property
    def number(self) -> int:
        """Atomic number."""
        return NUMBERS[self.symbol]


def element_at(period: int, column: int) -> Element:
    """Of the block of groups 13 to 18."""
    symbol, weight, words = BLOCK[period].split(", ")[column].split()
    return Element(symbol=symbol, weight=weight, words=words, period=period, group=13 + column)


def extreme_of(symbols: Sequence[str], wanted: str) -> int | None:
    """Index of the element that lies nearest to the corner of a trend: no other lies further that way in period or group.

    Atomic radius grows down and to the left; first ionisation energy and electronegativity grow up and to the right. Two
    neighbours in a period do not count for energies, since beryllium and nitrogen are above the trend. None where no element is
    ahead of all others.
    """
    sign = -1 if wanted in TO_LOWER_LEFT else 1
    for index, symbol in enumerate(symbols):
        period, group = PLACES[symbol]
        others = [PLACES[other] for other in symbols if other != symbol]
        ahead = all(sign * period <= sign * p and sign * group >= sign * g for p, g in others)
        close = any(p == period and abs(_column(group) - _column(g)) < 2 for p, g in others)
        if ahead and not (close and "energy" in wanted):
            return index
    return None


def _column(group: int) -> int:
    """Of the main groups alone."""
    return group if group < 3 else group - 10


def draw_marked(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Three or four elements in the outline, one of them ahead of the others where a few tries find such."""
    for _ in range(60):
        found = tuple(draw.sample(list(PLACES), 3 if level == 1 else 4))
        if values["layout"] != "outline" or extreme_of(found, values["wanted"]) is not None:
            break
    return found


def draw_blank(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[tuple[int, int], ...]:
    """Further tiles, or neighbours, without their texts."""
    if values["layout"] == "neighbours":
        rest = [side for side in SIDES.values() if _fits(values, side)]
        return tuple(draw.sample(rest, max(0, len(rest) - draw.choice((2, 3)))))
    rest = [(i, j) for i in range(3) for j in range(3) if (i, j) != (values["row"], values["column"])]
    return tuple(sorted(draw.sample(rest, {1: 0, 2: 1, 3: 3}[level])))


def _fits(values: Mapping[str, Any], side: tuple[int, int]) -> bool:
    period, column = values["period"] + values["row"] + side[0], values["first"] + values["column"] + side[1]
    return 2 <= period <= 5 and 0 <= column <= 5


@dataclass(frozen=True, kw_only=True)
class Extract(Parameters):
    """Which part of the table, and the place that is asked for."""

    layout: str = one_of("block", "neighbours", "outline")
    period: int = one_of(2, 3)
    first: int = one_of(0, 1, 2, 3)
    row: int = one_of(0, 1, 2)
    column: int = one_of(0, 1, 2)
    shows: str = one_of("number", "weight", "both")
    blank: tuple[tuple[int, int], ...] = drawn(draw_blank, words="tiles without texts")
    wanted: str = one_of("largest radius", "smallest radius", "highest energy", "lowest energy", "highest attraction")
    marked: tuple[str, ...] = drawn(draw_marked, words="main-group elements")
    names: str = one_of(*NAMES)
    turn: int = one_of(*range(8))

    def valid(self) -> bool:
        """In the outline one element is ahead of the others; an element has two neighbours at least."""
        if self.layout == "outline":
            return extreme_of(self.marked, self.wanted) is not None
        return self.layout == "block" or len(self.tiles) > 2

    @property
    def asked(self) -> Element:
        """In the tile with the question mark."""
        return element_at(self.period + self.row, self.first + self.column)

    @property
    def tiles(self) -> dict[tuple[int, int], Element]:
        """Place, in rows and columns, to what stands there; the one that is asked for included."""
        if self.layout == "block":
            return {(i, j): element_at(self.period + i, self.first + j) for i in range(3) for j in range(3)}
        own, values = (self.row, self.column), self.to_dict()
        around = [side for side in SIDES.values() if _fits(values, side) and side not in self.blank]
        places = [own, *((own[0] + a, own[1] + b) for a, b in around)]
        return {(i, j): element_at(self.period + i, self.first + j) for i, j in places}

    @property
    def shown(self) -> dict[tuple[int, int], Element]:
        """Tiles with their texts."""
        hidden = {(self.row, self.column), *(self.blank if self.layout == "block" else ())}
        return {place: tile for place, tile in self.tiles.items() if place not in hidden}

    @property
    def letters(self) -> dict[str, str]:
        """Letter to the element at its place."""
        return dict(zip(self.names, self.marked, strict=False))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """How many tiles are shown, or places marked."""
        num = len(self.marked) if self.layout == "outline" else len(self.shown)
        return (Quantity(symbol="n", value=num, meaning="tiles"),)


@family("Universal - Table / Grid")
class PeriodicExtract(Family[Extract]):
    """A block of tiles with a gap, an element among its neighbours, or lettered places in the outline of the periodic table."""

    def solve(self, p: Extract) -> Solution:
        """By place, or by the trends of the table."""
        if p.layout == "outline":
            index = extreme_of(p.marked, p.wanted)
            assert index is not None
            places = "; ".join(f"{x} in period {PLACES[s][0]}, group {PLACES[s][1]}" for x, s in p.letters.items())
            values = {"listing": places, "corner": "lower left" if p.wanted in TO_LOWER_LEFT else "upper right"}
            return Solution(answer=Answer(text=p.names[index]), values=values, hidden=(f"{p.names[index]} has",))
        asked = p.asked
        around = [f"{p.shown[place].symbol} {side} it" for side, place in self._around(p) if place in p.shown]
        words = ", ".join(around).replace("left it", "to its left").replace("right it", "to its right")
        return Solution(
            answer=Answer(text=f"{asked.words} ({asked.symbol})"),
            values={
                "listing": words or "no neighbour shown",
                "period_asked": asked.period,
                "group_asked": asked.group,
                "number_asked": asked.number,
                "valence": asked.group - 10,
                "periods": f"{p.period} to {p.period + 2}",
                "groups": f"{13 + p.first} to {15 + p.first}",
            },
            hidden=(asked.words, asked.symbol),
        )

    def _around(self, p: Extract) -> list[tuple[str, tuple[int, int]]]:
        return [(side, (p.row + a, p.column + b)) for side, (a, b) in SIDES.items()]

    def draw(self, p: Extract, sketch: Sketch) -> None:
        """Tiles of one unit; periods run downwards."""
        if p.layout == "outline":
            self._draw_outline(p, sketch)
            return
        for place, tile in p.tiles.items():
            self._draw_tile(p, sketch, place, tile)
        sketch.claim("count", "tile", value=len(p.tiles))
        if p.layout == "block":
            for i in range(3):
                sketch.text(f"head:period{i}", f"period {p.period + i}", (-0.15, 2.5 - i), align="right", size=11)
                sketch.text(f"head:group{i}", f"group {13 + p.first + i}", (i + 0.5, 3.13), size=11)
                sketch.claim("order", *(f"tile:{i}{j}" for j in range(3)), value="left_to_right")
                sketch.claim("order", *(f"tile:{j}{i}" for j in range(3)), value="top_to_bottom")
                sketch.claim("order", f"head:period{i}", f"tile:{i}0", value="left_to_right")
        for side, place in self._around(p) if p.layout == "neighbours" else ():
            if place in p.tiles:
                ahead = {"left": "right_to_left", "right": "left_to_right", "above": "bottom_to_top", "below": "top_to_bottom"}[side]  # fmt: skip
                sketch.claim("order", f"tile:{p.row}{p.column}", f"tile:{place[0]}{place[1]}", value=ahead)
                sketch.claim("touches", f"tile:{p.row}{p.column}", f"tile:{place[0]}{place[1]}")
        sketch.entity("tiles", *(mark.id for mark in sketch.marks if mark.id.startswith("tile:")))

    def _draw_tile(self, p: Extract, sketch: Sketch, place: tuple[int, int], tile: Element) -> None:
        i, j = place
        asked, name = place == (p.row, p.column), f"tile:{i}{j}"
        fill = PALE_ORANGE if asked else PALE_BLUE if place in p.shown else ""
        sketch.rectangle(name, j, 2 - i, j + 1, 3 - i, fill=fill, color=GREY, width=1)
        parts: list[tuple[str, str, tuple[float, float], float]] = [
            ("symbol", "?" if asked else tile.symbol, (j + 0.5, 2.5 - i), 22)
        ]
        if p.shows != "weight":
            parts.append(("number", str(tile.number), (j + 0.19, 2.83 - i), 11))
        if p.shows != "number":
            parts.append(("weight", tile.weight, (j + 0.5, 2.15 - i), 10.5))
        for part, words, at, size in parts:
            if place in p.shown or (asked and part == "symbol"):
                sketch.text(f"{part}:{i}{j}", words, at, size=size)
                sketch.claim("inside", f"{part}:{i}{j}", name)
        if asked:
            sketch.claim("count", "symbol", value=len(p.shown) + 1)

    def _draw_outline(self, p: Extract, sketch: Sketch) -> None:
        """The whole table without lanthanides and actinides, its first two periods with their gaps."""
        marked = {PLACES[symbol]: letter for letter, symbol in p.letters.items()}
        for period in range(1, 8):
            sketch.text(f"head:period{period}", str(period), (-0.35, 7.5 - period), size=11)
            for group in range(1, 19):
                first = 1 if period == 1 else 2 if period < 4 else 3
                last = 18 if period == 1 else 13 if period < 4 else 3
                if not (group <= first or group >= last):
                    continue
                letter = marked.get((period, group), "")
                name = f"place:{letter}" if letter else f"tile:{period}-{group}"
                fill = PALE_ORANGE if letter else PALE_GREY
                sketch.rectangle(name, group - 1, 7 - period, group, 8 - period, fill=fill, color=GREY, width=0.8)
                if letter:
                    sketch.text(f"letter:{letter}", letter, (group - 0.5, 7.5 - period), of=name, size=13)
                    sketch.claim("inside", f"letter:{letter}", name)
        for group in range(1, 19):
            top = 7 if group in (1, 18) else 6 if group in (2, *range(13, 18)) else 4
            sketch.text(f"head:group{group}", str(group), (group - 0.5, top + 0.35), size=10)
        for letter, symbol in p.letters.items():
            period, group = PLACES[symbol]
            sketch.claim("level", f"place:{letter}", f"tile:{period}-18", f"head:period{period}")
            sketch.claim("order", f"tile:7-{group}", f"place:{letter}", f"head:group{group}", value="bottom_to_top")
        sketch.claim("count", "place", value=len(p.marked))
        sketch.claim("count", "tile", value=90 - len(p.marked))
        for letter, symbol in p.letters.items():
            group = PLACES[symbol][1]
            if group > 1:
                sketch.claim("order", f"tile:7-{group - 1}", f"place:{letter}", value="left_to_right")
            sketch.claim("order", f"place:{letter}", f"tile:7-{group + 1}", value="left_to_right")
        sketch.entity("marked places", *(f"place:{letter}" for letter in p.letters))

    def questions(self, p: Extract) -> Iterator[Question]:
        """What stands where."""
        if p.layout == "outline":
            yield from self._ask_outline(p)
            return
        shown = list(p.shown.values())
        one = shown[p.turn % len(shown)]
        symbols = [tile.symbol for tile in shown]
        spare = ["B", "C", "N", "O", "F", "Si", "P", "S", "Cl", "As", "Se", "Br", "Sn", "Te", "I"]
        spare = [x for x in (spare[p.turn :] + spare[: p.turn]) if x != p.asked.symbol]
        for side, place in self._around(p):
            if place in p.shown:
                wrong = [x for x in symbols if x != p.shown[place].symbol]
                yield ask_word(
                    "beside",
                    p.shown[place].symbol,
                    (wrong if len(set(wrong)) > 2 else [*wrong, *spare]),
                    side_words={"left": "to the left of", "right": "to the right of"}.get(side, side),
                )
                break
        if p.shows != "weight":
            numbers = [tile.number for tile in shown if tile is not one]
            yield ask_count("number", one.number, likely=numbers, low=1, element=one.symbol)
        if p.shows != "number":
            weights = [tile.weight for tile in shown if tile is not one]
            yield ask_word("weight", one.weight, [*weights, f"{float(one.weight) + 1:.4g}", f"{one.number}", f"{float(one.weight) - 2:.4g}"], element=one.symbol)  # fmt: skip
        if p.layout == "block":
            own = f"period {p.asked.period}, group {p.asked.group}"
            wrong_places = [f"period {p.period + i}, group {13 + p.first + j}" for i in range(3) for j in range(3)]
            yield ask_word("asked_place", own, wrong_places[p.turn :] + wrong_places[: p.turn])
            yield ask_word("shown_at", one.symbol, symbols, at_period=one.period, at_group=one.group)  # fmt: skip
        else:
            yield ask_count("tiles", len(p.tiles), likely=[len(p.tiles) - 1, len(p.tiles) + 1], low=1)
            yield ask_word("largest", max(shown, key=lambda tile: tile.number).symbol, [*symbols, *spare])

    def _ask_outline(self, p: Extract) -> Iterator[Question]:
        letters = list(p.letters)
        spare = [*letters, *(x for x in p.names if x not in letters), "none"]
        one = letters[p.turn % len(letters)]
        period, group = PLACES[p.letters[one]]
        yield ask_count("period", period, likely=[period + 1, period - 1], low=1, place=one)
        yield ask_count("group", group, likely=[PLACES[s][1] for s in p.marked] + [group + 1, group - 1], low=1, place=one)  # fmt: skip
        by_group = sorted(letters, key=lambda x: PLACES[p.letters[x]][1])
        if PLACES[p.letters[by_group[0]]][1] != PLACES[p.letters[by_group[1]]][1]:
            yield ask_word("leftmost", by_group[0], spare)
        by_number = sorted(letters, key=lambda x: NUMBERS[p.letters[x]])
        yield ask_word("lightest", by_number[0], spare)
        yield ask_word("heaviest", by_number[-1], spare)

    @defect(visibility=1)
    def exchanged_symbols(self, p: Extract, scene: FigureScene, draw: Random) -> FigureScene:
        """Two elements, or two letters, have changed places."""
        role = "letter" if p.layout == "outline" else "symbol"
        found = [m for m in scene.marks if isinstance(m, Label) and m.id.startswith(f"{role}:") and m.text != "?"]
        one, two = draw.sample(found, 2)
        return change(scene, replace(one, text=two.text), replace(two, text=one.text))

    @defect(visibility=2)
    def lost_tile(self, p: Extract, scene: FigureScene, draw: Random) -> FigureScene:
        """A tile of the table is missing, with all that it says."""
        if p.layout == "outline":
            return scene.without(draw.choice([m.id for m in scene.marks if m.id.startswith("tile:")]))
        i, j = draw.choice(list(p.shown))
        return scene.without(*(f"{part}:{i}{j}" for part in ("tile", "symbol", "number", "weight")))

    @defect(visibility=2)
    def moved_place(self, p: Extract, scene: FigureScene, draw: Random) -> FigureScene:
        """A letter stands in another place than the one that is meant."""
        if p.layout != "outline":
            raise DoesNotApplyError
        letter = draw.choice(list(p.letters))
        group = PLACES[p.letters[letter]][1]
        box, label = scene.mark(f"place:{letter}"), scene.mark(f"letter:{letter}")
        assert isinstance(box, Path) and isinstance(label, Label)
        step = 1 if group == 1 or (group == 13) else -1
        moved = tuple((x + step, y) for x, y in box.points)
        return change(scene, replace(box, points=moved), replace(label, at=(label.at[0] + step, label.at[1])))

    @defect(visibility=2)
    def wrong_head(self, p: Extract, scene: FigureScene, draw: Random) -> FigureScene:
        """A period or a group of the table is numbered wrongly."""
        heads = [m for m in scene.marks if isinstance(m, Label) and m.id.startswith("head:")]
        if not heads:
            raise DoesNotApplyError
        one = draw.choice(heads)
        number = "".join(char for char in one.text if char.isdecimal())
        return change(scene, replace(one, text=one.text.replace(number, str(int(number) + draw.choice((1, 2))))))
