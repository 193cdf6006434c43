"""Family trees as geneticists draw them: who descends from whom, where each person stands, and the lines between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scisynth.figures.parts.palette import DARK_GREY, PALE_ORANGE, PAPER
from scisynth.figures.scene.sketch import Sketch

HALF = 0.38
"""Half the width of a symbol."""
Couple = tuple[str, str, tuple[str, ...]]
"""Two people and their children; the left one first."""


@dataclass(frozen=True, kw_only=True)
class Tree:
    """Couples from the eldest on, the last with the child that is asked for; places; sexes that are fixed."""

    couples: tuple[Couple, ...]
    spots: Mapping[str, tuple[float, float]]
    sexes: Mapping[str, str] = field(default_factory=dict)
    is_related: bool = False
    """Whether the last couple has ancestors in common: a double line."""

    @property
    def names(self) -> tuple[str, ...]:
        """All but the last child."""
        return tuple(self.spots)[:-1]

    def parents_of(self, name: str) -> tuple[str, str]:
        """Mother and father, or empty texts of a founder."""
        for one, two, children in self.couples:
            if name in children:
                return (one, two) if self.sexes[one] == "f" else (two, one)
        return "", ""


TREES = {
    "outside": Tree(
        couples=(("I-1", "I-2", ("II-1", "II-2", "II-3")), ("II-3", "II-4", ("III-1",))),
        spots={"I-1": (1.2, 4.6), "I-2": (3.2, 4.6), "II-1": (0.6, 2.3), "II-2": (2.2, 2.3), "II-3": (3.8, 2.3),
               "II-4": (6.2, 2.3), "III-1": (5.0, 0)},
        sexes={"I-1": "m", "I-2": "f", "II-3": "f", "II-4": "m"},
    ),
    "joined": Tree(
        couples=(("I-1", "I-2", ("II-1", "II-2", "II-3")), ("I-3", "I-4", ("II-4", "II-5", "II-6")), ("II-3", "II-4", ("III-1",))),
        spots={"I-1": (1.2, 4.6), "I-2": (3.2, 4.6), "I-3": (6.8, 4.6), "I-4": (8.8, 4.6), "II-1": (0.6, 2.3),
               "II-2": (2.2, 2.3), "II-3": (3.8, 2.3), "II-4": (6.2, 2.3), "II-5": (7.8, 2.3), "II-6": (9.4, 2.3),
               "III-1": (5.0, 0)},
        sexes={"I-1": "m", "I-2": "f", "I-3": "f", "I-4": "m", "II-3": "f", "II-4": "m"},
    ),
    "three": Tree(
        couples=(("I-1", "I-2", ("II-1", "II-2")), ("II-2", "II-3", ("III-1", "III-2", "III-3")), ("III-3", "III-4", ("IV-1",))),
        spots={"I-1": (0.8, 6.9), "I-2": (2.8, 6.9), "II-1": (0.6, 4.6), "II-2": (3.0, 4.6), "II-3": (5.4, 4.6),
               "III-1": (2.4, 2.3), "III-2": (4.2, 2.3), "III-3": (6.0, 2.3), "III-4": (8.4, 2.3), "IV-1": (7.2, 0)},
        sexes={"I-1": "m", "I-2": "f", "II-2": "f", "II-3": "m", "III-3": "f", "III-4": "m"},
    ),
    "cousins": Tree(
        couples=(("I-1", "I-2", ("II-2", "II-3", "II-4")), ("II-1", "II-2", ("III-1", "III-2")), ("II-4", "II-5", ("III-3", "III-4")),
                 ("III-2", "III-3", ("IV-1",))),
        spots={"I-1": (4.0, 6.9), "I-2": (6.0, 6.9), "II-1": (1.2, 4.6), "II-2": (3.2, 4.6), "II-3": (5.0, 4.6),
               "II-4": (6.8, 4.6), "II-5": (8.8, 4.6), "III-1": (1.2, 2.3), "III-2": (3.2, 2.3), "III-3": (6.8, 2.3),
               "III-4": (8.8, 2.3), "IV-1": (5.0, 0)},
        sexes={"I-1": "m", "I-2": "f", "II-1": "m", "II-2": "f", "II-4": "m", "II-5": "f", "III-2": "f", "III-3": "m"},
        is_related=True,
    ),
}  # fmt: skip


def draw_tree(
    sketch: Sketch, tree: Tree, sexes: Mapping[str, str], affected: Mapping[str, bool], child_shape: str
) -> None:
    """Circles for women, squares for men, filled where affected; the last child by its shape: area (a diamond), circle, square."""
    ids = {name: f"{'affected' if affected[name] else 'healthy'}:{name}" for name in tree.names}
    child = tuple(tree.spots)[-1]
    ids[child] = f"child:{child}"
    shapes = {name: "circle" if sexes[name] == "f" else "square" for name in tree.names} | {child: child_shape}
    for name, at in tree.spots.items():
        fill = PALE_ORANGE if name == child else DARK_GREY if affected[name] else PAPER
        _symbol(sketch, ids[name], at, shapes[name], fill)
        low = HALF if shapes[name] != "area" else 0.5
        sketch.text(f"name:{name}", name, (at[0], at[1] - low), of=ids[name], toward=(0, -1), gap_pt=4, size=10.5)
        if name != child:
            sketch.claim("shape", ids[name], value=shapes[name])
    sketch.text("mark:child", "?", tree.spots[child], size=15)
    for index, (one, two, children) in enumerate(tree.couples):
        is_last = index == len(tree.couples) - 1
        _couple(sketch, tree, (one, two), children, ids, is_last and tree.is_related, child_shape == "area")
    for kind, flag in (("affected", True), ("healthy", False)):
        sketch.claim("count", kind, value=sum(value is flag for value in affected.values()))
    sketch.entity("affected", *(ids[name] for name in tree.names if affected[name]))


def _symbol(sketch: Sketch, name: str, at: tuple[float, float], shape: str, fill: str) -> None:
    x, y = at
    if shape == "circle":
        sketch.circle(name, at, HALF, fill=fill, z=3)
    elif shape == "square":
        sketch.rectangle(name, x - HALF, y - HALF, x + HALF, y + HALF, fill=fill, z=3)
    else:
        sketch.area(name, (x, y + 0.5), (x + 0.5, y), (x, y - 0.5), (x - 0.5, y), fill=fill, z=3)


def _couple(
    sketch: Sketch,
    tree: Tree,
    pair: tuple[str, str],
    children: Sequence[str],
    ids: Mapping[str, str],
    double: bool,
    is_diamond: bool,
) -> None:
    one, two = pair
    (x0, y), (x1, _) = tree.spots[one], tree.spots[two]
    for lift in (0.07, -0.07) if double else (0.0,):
        name = f"couple:{one}" if lift <= 0 else f"kin:{one}"
        sketch.line(name, (x0 + HALF, y + lift), (x1 - HALF, y + lift))
        for person in pair:
            sketch.claim("connected", name, ids[person], tolerance=6)
    middle, start = (x0 + x1) / 2, y - 0.07 * double
    if len(children) == 1:
        x, low = tree.spots[children[0]]
        half = 0.5 if is_diamond else HALF
        sketch.line(f"descent:{children[0]}", (middle, start), (middle, low + half))
        sketch.claim("connected", f"descent:{children[0]}", f"couple:{one}")
        sketch.claim("connected", f"descent:{children[0]}", ids[children[0]], tolerance=6)
        return
    bar = y - 1.3
    xs = [tree.spots[name][0] for name in children]
    sketch.line(f"stem:{one}", (middle, start), (middle, bar))
    sketch.line(f"sibship:{one}", (min(*xs, middle), bar), (max(*xs, middle), bar))
    sketch.claim("connected", f"stem:{one}", f"couple:{one}")
    sketch.claim("connected", f"stem:{one}", f"sibship:{one}")
    for name in children:
        x, low = tree.spots[name]
        sketch.line(f"descent:{name}", (x, bar), (x, low + HALF))
        sketch.claim("connected", f"descent:{name}", f"sibship:{one}")
        sketch.claim("connected", f"descent:{name}", ids[name], tolerance=6)
