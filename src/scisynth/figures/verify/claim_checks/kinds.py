"""The vocabulary of claims: one registry from which the checks, the prompt of the plan and the table of the docs come.

A kind belongs to groups; a plan is shown the kinds of the groups that its type of figure needs (`imgcoder.defaults`).
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claim_checks import (
    axis_names,
    charts,
    domain,
    legends,
    lines,
    places,
    shading,
    shapes,
    texts,
)

Takes = Literal["nothing", "number", "numbers", "text", "texts", "direction", "quantity", "truth"]
"""What a claim of a kind has as its value; a quantity is a number, or one with its unit as text."""
GROUPS = ("text", "shape", "arrow", "place", "region", "axes", "table", "molecule", "circuit")

FEWER_IDS = {"label": 0, "angle": 1, "symmetric": 2, "distance_ratio": 3, "equal_spacing": 1, "level": 1, "heights": 1}
"""Ids that a kind needs, where its example has more."""


@dataclass(frozen=True, kw_only=True)
class ClaimKind:
    """One thing that a claim can say."""

    name: str
    check: Callable[[Claim, Drawing], str]
    """What is wrong, or an empty text. `ValueError` for a claim that makes no sense, `MissingMarkError` for a mark that is not there."""
    words: str
    """For a prompt: `a`, `b`, `c` are the ids in `of`, `value` is the value."""
    example: Mapping[str, object]
    """`of` and `value` of one claim."""
    groups: tuple[str, ...]
    takes: Takes = "nothing"
    least: int = 0
    """Ids that it needs."""


def _kind(
    name: str,
    groups: str,
    check: Callable[[Claim, Drawing], str],
    words: str,
    of: str,
    value: object = None,
    takes: Takes = "nothing",
) -> ClaimKind:
    example = {"of": of.split(), **({} if value is None else {"value": value})}
    least = FEWER_IDS.get(name, len(of.split()))
    return ClaimKind(
        name=name, check=check, words=words, example=example, groups=tuple(groups.split()), takes=takes, least=least
    )


_ALL = [
    _kind("names", "text", texts.names, "the text `value` stands by or in a, by no other of its kind", "side:AB", "4 m", "text"),
    _kind("label", "text", texts.label, "the text `value` is printed; with `of`, on that text", "label:AB", "4 m", "text"),
    _kind("value", "text", texts.value, "the text a, or the text by mark a, states `value`", "side:AB", "4 m", "quantity"),
    _kind("near", "text", texts.near, "text a stands by, or in, mark b", "label:AB side:AB"),
    _kind("count", "text", texts.count, "`value` marks have the role a", "charge", 3, "number"),
    _kind("ratio", "shape", lines.ratio, "length of a / length of b (of circles: radii)", "side:AB side:AC", 1.5, "number"),
    _kind("angle", "shape", lines.angle, "degrees between a and b, or spanned by arc a", "side:AB side:AC", 60, "number"),
    _kind("shape", "shape", shapes.shape, "a is a circle, square, polygon, curved, zigzag, convex, ...", "lens:1", "convex", "text"),
    _kind("shaded", "region", shading.shaded, "a is filled or hatched", "region:A", "true", "truth"),
    _kind("parallel", "shape", lines.parallel, "lines a and b", "side:AB side:DC"),
    _kind("perpendicular", "shape", lines.parallel, "lines a and b", "side:AB side:BC"),
    _kind("tangent", "shape", lines.tangent, "line a, or circle a, touches circle b in one point", "side:t circle:O"),
    _kind("on", "shape place", places.on, "point a lies on line b; body a rests on it", "point:P circle:O"),
    _kind("connected", "shape place", places.connected, "an end of one lies on the next", "rope:1 pulley:1"),
    _kind("crosses", "shape", places.crosses, "a and b cross, not at an end", "side:AC side:BD"),
    _kind("symmetric", "shape place", places.symmetric, "a and b are mirror images in line c; or a in line b", "lobe:1 lobe:2 axis:y"),
    _kind("distance_ratio", "shape place", lines.distance_ratio, "distance ab / distance cd", "lens:1 focus:F lens:1 object:1", 0.5, "number"),
    _kind("height_ratio", "place", lines.size_ratio, "height of a / height of b", "tank:1 tank:2", 2, "number"),
    _kind("width_ratio", "place", lines.size_ratio, "width of a / width of b", "slit:1 slit:2", 2, "number"),
    _kind("direction", "arrow", lines.direction, "arrow a flies to `value`: degrees anticlockwise from right, or words", "force:W", "down", "direction"),
    _kind("points_to", "arrow", lines.points_to, "arrow a points at b", "force:F body:earth"),
    _kind("head", "arrow", lines.head, "arrow heads of a: start, end, both, none", "force:F", "end", "text"),
    _kind("connects", "arrow", lines.connects, "line or arrow a runs from b to c", "edge:1 node:A node:B"),
    _kind("inside", "region", places.inside, "a lies in b", "body:ball tank:1"),
    _kind("outside", "region", places.outside, "a lies outside b", "point:P circle:O"),
    _kind("in_overlap", "region", places.in_overlap, "a lies in all others", "label:3 set:A set:B"),
    _kind("touches", "region place", places.touches, "a and b meet without overlap", "body:block ground:1"),
    _kind("order", "place", places.order, "they follow: left_to_right, top_to_bottom, ... or degrees", "lens:1 screen:1", "left_to_right", "direction"),
    _kind("equal_spacing", "place", places.equal_spacing, "neighbours are equally far apart", "node:1 node:2 node:3"),
    _kind("level", "place", places.level, "they lie at one height", "body:A body:B"),
    _kind("heights", "place", places.heights, "heights in proportion to `value`", "level:1 level:2 level:3", [-13.6, -3.4, -1.5], "numbers"),
    _kind("at", "axes place", charts.at, "a lies at [x, y] of its axes; of a, origin, unit: from origin, in units", "point:P", [2, 4], "numbers"),
    _kind("through", "axes", charts.through, "curve a passes [x, y]", "curve:f", [0, 1], "numbers"),
    _kind("values", "axes", charts.values, "heights of bars or y of points, by x", "bar", [3, 5, 2], "numbers"),
    _kind("formula", "axes", charts.formula, "curve a is `value`", "curve:f", "0.2x + 2.2", "text"),
    _kind("monotone", "axes", charts.monotone, "curve a is increasing or decreasing", "curve:f", "increasing", "text"),
    _kind("axis_labels", "axes", axis_names.axis_labels, "what the x and y axis are called", "", ["t (s)", "v (m/s)"], "texts"),
    _kind("legend", "axes", legends.legend, "words for a in the legend", "curve:f", "2 K", "text"),
    _kind("row", "table", texts.row, "these texts stand in one row, left to right", "", ["t (s)", "0", "1"], "texts"),
    _kind("column", "table", texts.row, "these texts stand in one column, top to bottom", "", ["x", "1", "2"], "texts"),
    _kind("smiles", "molecule", domain.smiles, "the molecule that is drawn", "", "CC(=O)O", "text"),
    _kind("netlist", "circuit", domain.netlist, "the circuit that is drawn, components with their two nets", "", "battery:V1 n1 n2; resistor:R1 n1 n2", "text"),
]  # fmt: skip
KINDS: Mapping[str, ClaimKind] = {kind.name: kind for kind in _ALL}


def kinds_of(groups: Iterable[str], names: Iterable[str] = ()) -> list[ClaimKind]:
    """The kinds of some groups, and some further ones by their names, in the order of the registry."""
    wanted, named = set(groups), set(names)
    return [kind for kind in _ALL if kind.name in named or wanted.intersection(kind.groups)]


def describe_kinds(groups: Iterable[str], names: Iterable[str] = ()) -> str:
    """The kinds as lines of a prompt."""
    return "\n".join(f"  {kind.name}: {kind.words}" for kind in kinds_of(groups, names))


def table_of_kinds() -> str:
    """The registry as the table of `docs/reference/figure-checks.md`."""
    rows = [f"| `{kind.name}` | {kind.words.replace('|', '/')} | `{_shown(kind)}` |" for kind in _ALL]
    return "\n".join(["| kind | what it says | `of` and `value` |", "|---|---|---|", *rows])


def _shown(kind: ClaimKind) -> str:
    return json.dumps(kind.example, ensure_ascii=False).strip("{}").replace('"of": [], ', "").replace('"', "")
