"""Corrupted figures: the same scene with one named defect in its drawing, and its claims unchanged.

Generic defects act on any scene that has what they spoil; a family adds its own (`families.family.defect`). Every twin
made here is one that a check can catch, so that a judge's misses can be counted without people.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.figures.families.family import DoesNotApplyError, Family
from scisynth.figures.scene.marks import Axes, Label, Mark, Path, Round, role_of
from scisynth.figures.scene.scene import FigureScene

Corruption = Callable[[FigureScene, Random], FigureScene]
"""Makes one named defect: other marks, the same claims."""
GENERIC_RATE = 0.25
"""How often a sample takes a generic defect where the family has its own."""


@dataclass(frozen=True, kw_only=True)
class CorruptedFigure:
    """A scene whose drawing is wrong in one way."""

    defect: str
    scene: FigureScene
    sentence: str
    """What a careful reader would say of it."""
    visibility: int
    """3: seen at once; 2: seen by who looks for it; 1: seen by who measures."""
    is_generic: bool
    """Whether any figure may have the defect, and not only one of this family."""


def make_corrupted(
    scene: FigureScene, family: Family[Any] | None = None, draw: Random | None = None
) -> list[CorruptedFigure]:
    """Every defect that fits, once, the generic ones first; the same for the same seed."""
    draw = draw or Random(scene.id)
    own = family.corruptions if family else {}
    found = []
    for name, corruption in {**GENERIC, **own}.items():
        try:
            spoiled = corruption(scene, draw)
        except DoesNotApplyError:
            continue
        known = family.defects.get(name) if family else None
        found.append(
            CorruptedFigure(
                defect=name,
                scene=spoiled,
                sentence=known.sentence if known else " ".join((corruption.__doc__ or "").split()),
                visibility=known.visibility if known else 3 if name in SEEN_AT_ONCE else 2,
                is_generic=name not in own,
            )
        )
    return found


def sample_corrupted(scene: FigureScene, family: Family[Any], num: int) -> list[CorruptedFigure]:
    """At most `num` corrupted figures, about three quarters of them with defects of the family's own.

    There are never more than one generic for two of the family's own, so that a large sample is generic to a third at most.
    """
    found = make_corrupted(scene, family)
    draw = Random(f"{scene.id}: sample")
    own = [item for item in found if not item.is_generic]
    generic = [item for item in found if item.is_generic]
    if not own:
        return draw.sample(generic, min(num, len(generic)))
    most = max(len(own) // 2, 1)
    wished = min(sum(draw.random() < GENERIC_RATE for _ in range(num)), most)
    num_own = min(num - wished, len(own))
    num_generic = min(num - num_own, most)
    return draw.sample(own, num_own) + draw.sample(generic, min(num_generic, len(generic)))


def change(scene: FigureScene, *marks: Mark) -> FigureScene:
    """The scene with these marks in the place of those of the same id."""
    new = {mark.id: mark for mark in marks}
    return scene.with_marks(tuple(new.get(mark.id, mark) for mark in scene.marks))


def swap_texts(scene: FigureScene, one: str, two: str) -> FigureScene:
    """The scene with the words of two labels exchanged."""
    first, second = scene.label(one), scene.label(two)
    return change(scene, replace(first, text=second.text), replace(second, text=first.text))


def _pick(items: list[Mark], draw: Random) -> Mark:
    if not items:
        raise DoesNotApplyError
    return draw.choice(items)


def _claimed(scene: FigureScene, *kinds: str) -> set[str]:
    return {name for claim in scene.claims if claim.kind in kinds for name in claim.of}


def swapped_label(scene: FigureScene, draw: Random) -> FigureScene:
    """Two labels change places."""
    near = _claimed(scene, "label")
    labels = [mark for mark in scene.marks if isinstance(mark, Label) and mark.id in near]
    pairs = [(a, b) for a in labels for b in labels if a.id < b.id and a.text != b.text and a.axes == b.axes]
    named = [pair for pair in pairs if pair[0].of and pair[1].of] or pairs
    if not named:
        raise DoesNotApplyError
    one, two = draw.choice(named)
    return swap_texts(scene, one.id, two.id)


def wrong_value(scene: FigureScene, draw: Random) -> FigureScene:
    """A label states another number."""
    known = _claimed(scene, "label", "value")
    numbered = [
        mark
        for mark in scene.marks
        if isinstance(mark, Label) and mark.id in known and any(c.isdecimal() for c in mark.text)
    ]
    label = _pick(list(numbered), draw)
    assert isinstance(label, Label)
    place = draw.choice([index for index, char in enumerate(label.text) if char.isdecimal()])
    digit = str((int(label.text[place]) + draw.randint(1, 8)) % 9 + 1)
    digit = digit if digit != label.text[place] else str(int(digit) % 9 + 1)
    return change(scene, replace(label, text=label.text[:place] + digit + label.text[place + 1 :]))


def missing_label(scene: FigureScene, draw: Random) -> FigureScene:
    """A label is left out."""
    known = _claimed(scene, "label")
    gone = _pick([mark for mark in scene.marks if isinstance(mark, Label) and mark.id in known], draw)
    return scene.without(gone.id)


def wrong_count(scene: FigureScene, draw: Random) -> FigureScene:
    """One of several equal things is left out, of which the problem says how many there are."""
    said = set(re.findall(r"\d+|[a-z]+", scene.problem.lower()))
    roles = {
        claim.of[0]
        for claim in scene.claims
        if claim.kind == "count" and isinstance(claim.value, int | float) and said & _words_of(claim.value)
    }
    gone = _pick([mark for mark in scene.marks if role_of(mark.id) in roles], draw)
    return scene.without(gone.id)


def _words_of(number: float) -> set[str]:
    """A count in digits and in letters."""
    names = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    return {f"{number:g}", *names[int(number) : int(number) + 1]}


def overlap(scene: FigureScene, draw: Random) -> FigureScene:
    """A text is set upon another."""
    labels = [mark for mark in scene.marks if isinstance(mark, Label)]
    pairs = [(a, b) for a in labels for b in labels if a.id != b.id and a.axes == b.axes and not a.rotation_deg]
    if not pairs:
        raise DoesNotApplyError
    one, two = draw.choice(pairs)
    return change(
        scene,
        replace(
            one, at=two.at, shift_pt=two.shift_pt, align=two.align, valign=two.valign, rotation_deg=two.rotation_deg
        ),
    )


def leaked_answer(scene: FigureScene, draw: Random) -> FigureScene:
    """The figure states the answer."""
    if not scene.hidden:
        raise DoesNotApplyError
    places = [point for mark in scene.marks if not getattr(mark, "axes", "") for point in _span(mark)]
    xs, ys = zip(*places, strict=True)
    gap = 0.08 * max(max(xs) - min(xs), max(ys) - min(ys), 1e-9)
    at = ((min(xs) + max(xs)) / 2, min(ys) - 2 * gap)
    # A bare number or word does not say that it is the answer; a value with its unit does.
    text = scene.hidden[0] if re.search(r"\d\s*[^\W\d]", scene.hidden[0]) else f"Answer: {scene.hidden[0]}"
    leak = Label(id="note:answer", text=text, at=at, valign="top")
    return scene.with_marks((*scene.marks, leak))


def reversed_arrow(scene: FigureScene, draw: Random) -> FigureScene:
    """An arrow points the other way."""
    known = _claimed(scene, "direction", "points_to", "head")
    arrows = [m for m in scene.marks if isinstance(m, Path) and m.arrow in ("end", "start") and m.id in known]
    arrow = _pick(list(arrows), draw)
    assert isinstance(arrow, Path)
    return change(scene, replace(arrow, arrow="start" if arrow.arrow == "end" else "end"))


def wrong_angle(scene: FigureScene, draw: Random) -> FigureScene:
    """A line is turned about its first point by 15 to 40 degrees."""
    known = _claimed(scene, "angle", "parallel", "perpendicular")
    line = _pick(
        [m for m in scene.marks if isinstance(m, Path) and m.id in known and not m.axes and len(m.points) == 2], draw
    )
    assert isinstance(line, Path)
    turn = math.radians(draw.choice((-1, 1)) * draw.uniform(15, 40))
    (x0, y0), (x1, y1) = line.points
    dx, dy = x1 - x0, y1 - y0
    end = (x0 + dx * math.cos(turn) - dy * math.sin(turn), y0 + dx * math.sin(turn) + dy * math.cos(turn))
    return change(scene, replace(line, points=((x0, y0), end)))


def shifted_curve(scene: FigureScene, draw: Random) -> FigureScene:
    """A curve leaves its formula."""
    known = _claimed(scene, "formula")
    curve = _pick([m for m in scene.marks if isinstance(m, Path) and m.id in known], draw)
    assert isinstance(curve, Path)
    ys = [y for _, y in curve.points]
    shift = draw.choice((-0.2, 0.2)) * (max(ys) - min(ys) or abs(ys[0]) or 1.0)
    return change(scene, replace(curve, points=tuple((x, y + shift) for x, y in curve.points)))


def moved_point(scene: FigureScene, draw: Random) -> FigureScene:
    """A point of a plot lies elsewhere."""
    known = {claim.of[0] for claim in scene.claims if claim.kind == "at"}
    point = _pick([m for m in scene.marks if isinstance(m, Round) and m.id in known and m.axes], draw)
    assert isinstance(point, Round)
    plot = next(m for m in scene.marks if isinstance(m, Axes) and m.id == point.axes)
    step = 0.15 * (plot.x_limits[1] - plot.x_limits[0])
    x = point.center[0] + (step if point.center[0] + step < plot.x_limits[1] else -step)
    return change(scene, replace(point, center=(x, point.center[1])))


def _span(mark: Mark) -> list[tuple[float, float]]:
    if isinstance(mark, Path):
        return list(mark.points)
    if isinstance(mark, Label):
        return [mark.at]
    if isinstance(mark, Round):
        size = max(mark.radius, mark.radius_y)
        return [(mark.center[0] - size, mark.center[1] - size), (mark.center[0] + size, mark.center[1] + size)]
    return [(mark.box[0], mark.box[1]), (mark.box[2], mark.box[3])]


GENERIC: Mapping[str, Corruption] = {
    "swapped_label": swapped_label,
    "wrong_value": wrong_value,
    "missing_label": missing_label,
    "wrong_count": wrong_count,
    "overlap": overlap,
    "leaked_answer": leaked_answer,
    "reversed_arrow": reversed_arrow,
    "wrong_angle": wrong_angle,
    "shifted_curve": shifted_curve,
    "moved_point": moved_point,
}
"""Defects that any scene may have."""
SEEN_AT_ONCE = ("overlap", "leaked_answer")
