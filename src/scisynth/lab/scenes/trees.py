"""Scenes of trees through the seasons: bare, green, in autumn colours, in blossom.

The outline and the bark of a tree, and the sign in front of it, say of what kind it is; the ground says the season. All of them are the
same on both sides of a pair.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scisynth.lab.canvas import Canvas, Color, Point, darker, lighter, luminance, mix
from scisynth.lab.objects.plant_shapes import UP, bezier, toward
from scisynth.lab.objects.tree_signs import draw_sign
from scisynth.lab.places import STAND
from scisynth.lab.view import SceneView

WRONG_AUTUMN, WRONG_BLOSSOM = "#e0802a", "#f3b3cb"
"""Foliage of the images that show an evergreen in autumn colours or a tree without blossom in bloom."""
BARK = "#6b5140"
PALE = 205
"""Brightness, of 255, above which a bark is white and has dark scars, as a birch's."""


@dataclass(frozen=True, kw_only=True)
class Tree:
    """One tree to draw."""

    view: SceneView
    x: float
    foot: float
    height: float
    width: float
    """Half width of the crown."""
    foliage: Color
    """Empty when the tree is bare."""
    bark: Color

    @property
    def top(self) -> float:
        """y of the tip."""
        return self.foot - self.height


def seasonal_change(canvas: Canvas, view: SceneView) -> None:
    """One tree on the season's ground; its crown shows the state."""
    rng = view.rng
    width = rng.uniform(0.26, 0.3) * view.look("width", 1.0)
    tree = Tree(
        view=view, x=rng.uniform(0.45, 0.55), foot=STAND, height=rng.uniform(0.7, 0.76), width=width,
        foliage=_foliage(view), bark=view.look("bark", BARK),
    )  # fmt: skip
    _ground(canvas, tree)
    with canvas.region():
        SILHOUETTES[view.look("shape")](canvas, tree)
    if view.outcome == "autumn":
        _scatter(canvas, tree, tree.foliage, 14)
    elif view.outcome == "blossom":
        _scatter(canvas, tree, tree.foliage, 8)
    draw_sign(canvas, 0.17, 0.83, view.look("leaf"), view.look("fruit"))


def _foliage(view: SceneView) -> Color:
    color = {
        "bare": "",
        "green": view.look("green"),
        "autumn": view.look("autumn", WRONG_AUTUMN),
        "blossom": view.look("blossom", WRONG_BLOSSOM),
    }[view.outcome]
    return mix(color, "#000000", view.rng.uniform(0, 0.08)) if color else color


def _ground(canvas: Canvas, tree: Tree) -> None:
    """Snow, dull grass or fresh grass: the season, the same on both sides of a pair."""
    season = tree.view.condition.facts["season"]
    color = {"winter": "#f3f7fb", "autumn": "#b3a662", "spring": "#86c05a"}[season]
    canvas.ellipse(tree.x, STAND + 0.012, 0.4, 0.05, darker(color, 0.12))
    canvas.ellipse(tree.x, STAND + 0.004, 0.39, 0.042, color)
    canvas.ellipse(tree.x, STAND, 0.2, 0.018, "#00000026")
    if season == "spring":
        for _ in range(9):
            at = (tree.x + tree.view.rng.uniform(-0.34, 0.34), STAND + tree.view.rng.uniform(-0.005, 0.03))
            canvas.ellipse(*at, 0.008, 0.007, tree.view.rng.choice(("#ffffff", "#f7dc4a", "#d9a6e8")))


def _scatter(canvas: Canvas, tree: Tree, color: Color, num: int) -> None:
    """Fallen leaves or petals."""
    for _ in range(num):
        at = (tree.x + tree.view.rng.uniform(-0.34, 0.34), STAND + tree.view.rng.uniform(-0.012, 0.03))
        canvas.ellipse(*at, 0.013, 0.007, darker(color, tree.view.rng.uniform(0, 0.2)))


# --- parts --------------------------------------------------------------------------------------------------------


def _trunk(canvas: Canvas, tree: Tree, top: float, width: float = 0.03) -> None:
    """A tapered trunk from the foot up to y = `top`, lit from the left."""
    x, foot, color = tree.x, tree.foot, tree.bark
    canvas.polygon(
        [
            (x - width * 1.5, foot + 0.008),
            (x - width * 0.5, top),
            (x + width * 0.5, top),
            (x + width * 1.5, foot + 0.008),
        ],
        color,
    )
    canvas.polygon(
        [
            (x + width * 0.3, foot + 0.008),
            (x + width * 0.1, top),
            (x + width * 0.5, top),
            (x + width * 1.5, foot + 0.008),
        ],
        darker(color, 0.25),
    )
    if luminance(color) > PALE:
        for step in range(6):
            y = foot - 0.02 - (foot - top) * (step + 0.5) / 7
            side = width * (0.5 if step % 2 else -0.7)
            canvas.line([(x + side - width * 0.35, y), (x + side + width * 0.45, y - 0.004)], "#3d3833", 0.012)


def _limbs(canvas: Canvas, tree: Tree, start: Point, angle: float, length: float, width: float, depth: int) -> None:
    """A limb that forks `depth` times; twigs are dark even where the trunk is pale."""
    end = toward(start, angle, length)
    canvas.line([start, end], mix(tree.bark, "#3d2e28", 0.25 * (3 - depth)), width)
    if depth == 0:
        return
    for turn in (-0.5, 0.05, 0.48):
        turn += tree.view.rng.uniform(-0.16, 0.16)
        _limbs(canvas, tree, end, angle + turn, length * tree.view.rng.uniform(0.62, 0.78), width * 0.58, depth - 1)


def _skeleton(canvas: Canvas, tree: Tree, fork: float, spread: float = 0.75, reach: float = 0.5) -> None:
    """Trunk and main limbs from the height share `fork` on."""
    y = tree.foot - tree.height * fork
    _trunk(canvas, tree, y - 0.03)
    for turn in (-1.0, -0.35, 0.35, 1.0):
        start = (tree.x, y + 0.03 * abs(turn))
        _limbs(
            canvas,
            tree,
            start,
            UP + turn * spread,
            tree.height * reach * (0.8 if abs(turn) > 0.5 else 0.95) * 0.62,
            0.02,
            2,
        )


def _clump(canvas: Canvas, at: Point, radius: float, color: Color) -> None:
    """A puff of foliage: shade, body, light."""
    canvas.ellipse(at[0] + radius * 0.1, at[1] + radius * 0.14, radius, radius * 0.86, darker(color, 0.2))
    canvas.ellipse(*at, radius * 0.92, radius * 0.8, color)
    canvas.ellipse(at[0] - radius * 0.25, at[1] - radius * 0.26, radius * 0.5, radius * 0.36, lighter(color, 0.16))


def _speckle(canvas: Canvas, tree: Tree, at: Point, rx: float, ry: float, num: int = 26) -> None:
    """Leaves or flowers that stand out of the crown."""
    tones = (lighter(tree.foliage, 0.28), darker(tree.foliage, 0.14), lighter(tree.foliage, 0.12))
    for number in range(num):
        turn, far = tree.view.rng.uniform(0, 2 * math.pi), math.sqrt(tree.view.rng.random())
        spot = (at[0] + rx * far * math.cos(turn), at[1] + ry * far * math.sin(turn))
        canvas.ellipse(*spot, 0.011, 0.009, tones[number % 3])


# --- silhouettes --------------------------------------------------------------------------------------------------


def _crown(canvas: Canvas, tree: Tree, fork: float, rx: float, ry: float, clumps: int) -> None:
    """A crown of clumps around an oval, above a trunk with some limbs."""
    if not tree.foliage:
        _skeleton(canvas, tree, fork)
        return
    _trunk(canvas, tree, tree.foot - tree.height * (fork + 0.2))
    middle = (tree.x, tree.top + ry)
    canvas.ellipse(*middle, rx * 0.86, ry * 0.86, darker(tree.foliage, 0.22))
    for step in range(clumps):
        angle = UP + 2 * math.pi * step / clumps + tree.view.rng.uniform(-0.1, 0.1)
        at = (middle[0] + rx * 0.66 * math.cos(angle), middle[1] + ry * 0.66 * math.sin(angle))
        _clump(canvas, at, rx * 0.4, darker(tree.foliage, 0.1 * (1 + math.sin(angle))))
    _clump(canvas, (middle[0] - rx * 0.08, middle[1] - ry * 0.08), rx * 0.55, tree.foliage)
    _speckle(canvas, tree, middle, rx * 0.92, ry * 0.88)


def _round(canvas: Canvas, tree: Tree) -> None:
    _crown(canvas, tree, 0.28, tree.width, tree.height * 0.37, 9)


def _egg(canvas: Canvas, tree: Tree) -> None:
    _crown(canvas, tree, 0.22, tree.width * 0.76, tree.height * 0.43, 9)


def _dome(canvas: Canvas, tree: Tree) -> None:
    """A dense shrub-like crown that reaches the ground."""
    low = Tree(**{**vars(tree), "height": tree.height * 0.72})
    if not low.foliage:
        _skeleton(canvas, low, 0.08, 1.0, 0.5)
        return
    middle, ry = (low.x, low.top + low.height * 0.52), low.height * 0.5
    canvas.ellipse(*middle, low.width, ry, darker(low.foliage, 0.22))
    for dx, dy in ((-0.55, 0.3), (0.55, 0.35), (-0.5, -0.25), (0.5, -0.2), (0.0, -0.5), (0.0, 0.35), (0.0, -0.05)):
        _clump(
            canvas,
            (middle[0] + dx * low.width, middle[1] + dy * ry),
            low.width * 0.46,
            darker(low.foliage, 0.1 * (1 + dy)),
        )
    _speckle(canvas, low, middle, low.width * 0.92, ry * 0.9)


def _clouds(canvas: Canvas, tree: Tree) -> None:
    """Separate puffs at the ends of visible limbs."""
    if not tree.foliage:
        _skeleton(canvas, tree, 0.26, 0.95)
        return
    fork = (tree.x, tree.foot - tree.height * 0.26)
    _trunk(canvas, tree, fork[1] - 0.02)
    spots = ((-0.8, 0.46), (0.8, 0.5), (-0.55, 0.7), (0.55, 0.74), (0.0, 0.62), (-0.1, 0.9), (0.28, 0.88))
    ends = [(tree.x + dx * tree.width, tree.foot - up * tree.height * 0.96) for dx, up in spots]
    for end in ends:
        canvas.line(bezier(fork, (tree.x, end[1] + 0.1), end, 5), tree.bark, 0.018)
    for end, (dx, _) in zip(ends, spots, strict=True):
        _clump(canvas, end, tree.width * 0.42, darker(tree.foliage, 0.08 * (1 + dx)))
    _speckle(canvas, tree, (tree.x, tree.foot - tree.height * 0.67), tree.width, tree.height * 0.27)


def _tiers(canvas: Canvas, tree: Tree, half: float, num: int, clear: float) -> None:
    """A conifer: toothed tiers on a straight trunk, or its bare side branches."""
    rng, low = tree.view.rng, tree.foot - tree.height * clear
    if not tree.foliage:
        _trunk(canvas, tree, tree.top, 0.02)
        for step in range(2 * num + 2):
            fraction = (step + 0.6) / (2 * num + 2)
            y = tree.top + (low - tree.top) * fraction
            for side in (-1, 1):
                tip = (tree.x + side * half * fraction * rng.uniform(0.8, 1.05), y + 0.03 * fraction - 0.02)
                bend = (tree.x + side * half * fraction * 0.5, y - 0.012)
                canvas.line([(tree.x, y), bend, tip], darker(tree.bark, 0.15), 0.011)
                canvas.line([bend, (bend[0] + side * 0.04 * fraction, bend[1] + 0.045 * fraction)], tree.bark, 0.006)
        return
    _trunk(canvas, tree, low - 0.02, 0.022)
    for step in range(num, 0, -1):
        bottom = tree.top + (low - tree.top) * step / num
        peak = tree.top + (low - tree.top) * max(step - 1.9, 0) / num
        reach = half * (0.16 + 0.84 * step / num) * rng.uniform(0.94, 1.04)
        teeth = [
            (
                tree.x + reach * (1 - number / 4),
                bottom - (0.03 if number % 2 else 0.0),
            )
            for number in range(9)
        ]
        canvas.polygon([(tree.x, peak), *teeth], darker(tree.foliage, 0.24 if step % 2 else 0.14))
        lit = [(tree.x - (tree.x - p[0]) * 0.93, p[1] - 0.012) for p in teeth[3:]]
        canvas.polygon([(tree.x, peak), *lit], tree.foliage)
        canvas.polygon([(tree.x, peak), *lit[3:]], lighter(tree.foliage, 0.1))


def _cone(canvas: Canvas, tree: Tree) -> None:
    _tiers(canvas, tree, tree.width * 0.9, 6, 0.1)


def _tower(canvas: Canvas, tree: Tree) -> None:
    _tiers(canvas, tree, tree.width * 0.62, 8, 0.24)


def _column(canvas: Canvas, tree: Tree) -> None:
    """A narrow flame from the ground up."""
    _flame_body(canvas, tree, tree.width * 0.36, tree.height)


def _flame(canvas: Canvas, tree: Tree) -> None:
    """A broad low flame, as a juniper."""
    _flame_body(canvas, tree, tree.width * 0.66, tree.height * 0.8)


def _flame_body(canvas: Canvas, tree: Tree, half: float, height: float) -> None:
    x, foot, rng = tree.x, tree.foot - 0.02, tree.view.rng
    if not tree.foliage:
        short = Tree(**{**vars(tree), "height": height})
        _trunk(canvas, short, short.top, 0.02)
        for step in range(13):
            y = foot - height * (0.06 + 0.066 * step)
            for side in (-1, 1):
                reach = half * 1.1 * math.sin(math.pi * (0.22 + 0.055 * step)) * rng.uniform(0.75, 1.0)
                tip = (x + side * reach, y - 0.07)
                canvas.line([(x, y), (x + side * reach * 0.6, y - 0.02), tip], darker(tree.bark, 0.12), 0.01)
        return
    _trunk(canvas, tree, foot - 0.08, 0.022)
    for shrink, tone in ((1.0, darker(tree.foliage, 0.25)), (0.82, tree.foliage), (0.45, lighter(tree.foliage, 0.12))):
        shift = x - half * 0.16 * (1 - shrink)
        tip, reach = (shift, foot - height * (0.4 + 0.6 * shrink)), half * shrink * 1.75
        left = bezier(
            tip, (shift - reach, foot - height * 0.28), (shift - half * 0.42 * shrink, foot - 0.012 / shrink), 9
        )
        right = bezier(
            (shift + half * 0.42 * shrink, foot - 0.012 / shrink), (shift + reach, foot - height * 0.28), tip, 9
        )
        canvas.polygon([*left, *right], tone)
    for _ in range(24):
        fraction = rng.uniform(0.1, 0.85)
        at = (x + half * 0.75 * math.sin(math.pi * (1 - fraction) * 0.8) * rng.uniform(-1, 1), foot - height * fraction)
        canvas.line(
            [at, (at[0], at[1] - 0.03)], rng.choice((lighter(tree.foliage, 0.22), darker(tree.foliage, 0.18))), 0.008
        )


def _umbrella(canvas: Canvas, tree: Tree) -> None:
    """A pine: a high bare trunk under flat plates of needles."""
    fork = tree.foot - tree.height * 0.5
    _trunk(canvas, tree, tree.top + 0.05, 0.024)
    plates = ((-0.62, 0.58, 0.5), (0.66, 0.66, 0.52), (-0.4, 0.8, 0.55), (0.34, 0.86, 0.52), (0.0, 0.96, 0.46))
    for dx, up, _ in plates:
        end = (tree.x + dx * tree.width, tree.foot - up * tree.height)
        canvas.line(
            bezier((tree.x, end[1] + 0.07), (tree.x + dx * tree.width * 0.5, end[1] + 0.05), end, 5), tree.bark, 0.016
        )
        if not tree.foliage:
            for turn in (-0.7, -0.2, 0.3, 0.8):
                _limbs(canvas, tree, end, UP + turn * 1.3 + dx * 0.6, 0.055, 0.01, 1)
    if not tree.foliage:
        _limbs(canvas, tree, (tree.x, fork), UP + 1.1, 0.1, 0.012, 1)
        return
    for dx, up, rx in plates:
        at, reach = (tree.x + dx * tree.width, tree.foot - up * tree.height), rx * tree.width
        canvas.ellipse(at[0] + 0.008, at[1] + 0.016, reach, reach * 0.42, darker(tree.foliage, 0.25))
        for shift in (-0.5, 0.5, 0.0):
            canvas.ellipse(at[0] + shift * reach, at[1] - reach * 0.06, reach * 0.52, reach * 0.34, tree.foliage)
        canvas.ellipse(
            at[0] - reach * 0.2, at[1] - reach * 0.16, reach * 0.5, reach * 0.16, lighter(tree.foliage, 0.18)
        )
    _speckle(canvas, tree, (tree.x, tree.foot - 0.78 * tree.height), tree.width * 0.85, tree.height * 0.2, 18)


def _weeping(canvas: Canvas, tree: Tree) -> None:
    """A willow: arching limbs with hanging strands."""
    rng, fork = tree.view.rng, (tree.x, tree.foot - tree.height * 0.42)
    _trunk(canvas, tree, fork[1] - 0.05, 0.032)
    crest = tree.top + 0.12
    if tree.foliage:
        canvas.ellipse(tree.x, crest + 0.12, tree.width * 0.95, 0.2, darker(tree.foliage, 0.2))
        canvas.ellipse(tree.x - 0.03, crest + 0.06, tree.width * 0.75, 0.15, tree.foliage)
    for turn in (-0.8, -0.3, 0.3, 0.8):
        canvas.line(
            bezier(fork, (tree.x + turn * 0.1, crest), (tree.x + turn * tree.width, crest + 0.06 * abs(turn))),
            tree.bark,
            0.016,
        )
    strands = 21 if tree.foliage else 17
    for number in range(strands):
        fraction = 2 * number / (strands - 1) - 1
        start = (
            tree.x + fraction * tree.width * 0.85,
            crest - 0.07 + 0.13 * fraction * fraction + rng.uniform(0, 0.05),
        )
        end = (tree.x + fraction * tree.width * 1.2, tree.foot - rng.uniform(0.06, 0.16) - 0.06 * (1 - abs(fraction)))
        strand = bezier(start, (end[0], start[1]), end, 6)
        if tree.foliage:
            tone = rng.choice((tree.foliage, darker(tree.foliage, 0.15), lighter(tree.foliage, 0.18)))
            canvas.line(strand, tone, 0.02)
        else:
            canvas.line(strand, darker(tree.bark, 0.05), 0.007)


SILHOUETTES: Mapping[str, Callable[[Canvas, Tree], None]] = {
    "round": _round, "egg": _egg, "dome": _dome, "clouds": _clouds, "cone": _cone, "tower": _tower,
    "column": _column, "flame": _flame, "umbrella": _umbrella, "weeping": _weeping,
}  # fmt: skip
