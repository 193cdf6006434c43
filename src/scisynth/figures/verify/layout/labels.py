"""Notes on labels, which leave a figure verified: labels of one kind that are set unevenly, or stand nearer to a foreign mark.

A label's own mark is known by its id: `label:AB` belongs to the only line or area whose name is `AB`. A text in a colour that just one
mark of the page has belongs to that mark. Others are left alone.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.marks import Box
from scisynth.figures.verify.claim_checks.texts import anchors
from scisynth.figures.verify.claims import Finding
from scisynth.figures.verify.layout.strokes import Core, is_colourful, name_of, quote

MIN_ALIKE = 3
"""Labels of one kind, from which on they have a usual distance."""
MAX_LABELS = 100
MAX_RIVALS = 50
FAR_TIMES = 3.0
FAR_EM = 1.2
"""A label this many times as far as is usual, and by so many sizes of its font, stands unevenly."""
OWN_EM = 4.0
"""A label farther off than this from its mark, in sizes of the font, is told only where it stands at another one."""
TOUCH_PX = 3.0
AWAY_EM = 2.0
NEAR_EM = 1.0
"""Distances, in sizes of the font, beyond which a label stands away from its own mark, and within which it stands at another."""
SIZE_RATIO = 1.25
EDGE_PX = 1.0


@dataclass(frozen=True)
class _Label:
    text: DrawnMark
    mark: DrawnMark
    """Its own."""
    gap: float
    """Between its ink and its mark, pixels."""
    em: float
    """Size of its font, pixels."""

    @property
    def is_far(self) -> bool:
        """Too far off to be taken for a label of its mark."""
        return self.gap >= OWN_EM * self.em


def label_notes(drawing: Drawing, *, fitted: bool) -> Iterator[Finding]:
    """`uneven_label`, `near_foreign` and `at_edge`."""
    labels = _labels(drawing)
    yield from _uneven(labels)
    foreign = dict(_near_foreign(labels, drawing))
    yield from foreign.values()
    yield from _off_colour(drawing, {id(label.text) for label in labels if not label.is_far} | foreign.keys())
    if not fitted:
        for text in drawing.texts:
            left, bottom, right, top = text.bbox if not text.frame else Core.of(text, drawing.dpi).box
            if abs(min(left, bottom, drawing.width_px - right, drawing.height_px - top)) < EDGE_PX:
                yield _note("at_edge", text, f"the text {quote(text)} touches the edge of the page: leave a margin")


def _labels(drawing: Drawing) -> list[_Label]:
    named: dict[str, list[DrawnMark]] = defaultdict(list)
    for mark in drawing.marks:
        role, _, name = mark.id.partition(":")
        if name and mark.kind == "path" and role != "leader":
            named[name].append(mark)
    found: list[_Label] = []
    for text in drawing.texts:
        role, _, name = text.id.partition(":")
        own = named.get(name, [])
        if role != "label" or len(own) != 1 or len(found) == MAX_LABELS:
            continue
        core = Core.of(text, drawing.dpi)
        found.append(_Label(text, own[0], _gap(_box(core), own[0]), core.em))
    return found


def _box(core: Core) -> Box:
    left, bottom, right, top = (float(side) for side in core.box)
    return left, bottom, right, top


def _gap(box: Box, mark: DrawnMark) -> float:
    """Between a text and a line, an area or the symbols at points, pixels."""
    return max(0.0, geometry.box_to_path(box, mark) - mark.marker_px / 2)


def _uneven(labels: list[_Label]) -> Iterator[Finding]:
    kinds: dict[tuple[str, str], list[_Label]] = defaultdict(list)
    for label in labels:
        if not label.is_far:
            kinds[label.mark.role, label.mark.axes].append(label)
    for alike in kinds.values():
        if len(alike) < MIN_ALIKE:
            continue
        usual, size = (
            float(np.median([label.gap for label in alike])),
            float(np.median([label.text.size for label in alike])),
        )
        for label in alike:
            words = f"the text {quote(label.text)}"
            is_far = label.gap > FAR_TIMES * usual and label.gap - usual > FAR_EM * label.em
            if is_far and not _is_staggered(label, alike):
                what = f"{words} stands {label.gap:.0f} px from {label.mark.id}, others of its kind {usual:.0f} px"
                yield _note("uneven_label", label.text, f"{what}: set them alike", label.mark.id)
            elif not 1 / SIZE_RATIO <= label.text.size / max(size, 1e-6) <= SIZE_RATIO:
                what = f"{words} is set in {label.text.size:g} pt, others of its kind in {size:g} pt"
                yield _note("uneven_label", label.text, f"{what}: set them alike", label.mark.id)


def _is_staggered(label: _Label, alike: list[_Label]) -> bool:
    """Whether it stands farther off since it would else run into another of its kind."""
    left, bottom, right, top = label.text.bbox
    pad = 1.5 * (top - bottom)
    others = [other.text.bbox for other in alike if other is not label]
    above = any(box[0] - pad < right and box[2] + pad > left for box in others)
    beside = any(box[1] < top and box[3] > bottom for box in others)
    return above and not beside


def _near_foreign(labels: list[_Label], drawing: Drawing) -> Iterator[tuple[int, Finding]]:
    """Notes by the identity of their texts."""
    roles: dict[tuple[str, str], list[DrawnMark]] = defaultdict(list)
    for mark in drawing.marks:
        if mark.kind == "path" and mark.id:
            roles[mark.role, mark.axes].append(mark)
    for label in labels:
        if label.is_far and anchors(drawing, label.text) != [label.text.bbox]:
            continue  # a line leads from it to its mark
        box = _box(Core.of(label.text, drawing.dpi))
        near = AWAY_EM * label.em if label.is_far else label.gap - TOUCH_PX
        for rival in roles[label.mark.role, label.mark.axes][:MAX_RIVALS]:
            reach = near + rival.marker_px / 2
            is_near = rival.id != label.mark.id and geometry.box_distance(box, rival.extent) < reach
            if is_near and _gap(box, rival) < near:
                what = f"the text {quote(label.text)} stands nearer to {name_of(rival)} than to {label.mark.id}"
                remedy = f"move it towards {label.mark.id}"
                yield id(label.text), _note("near_foreign", label.text, f"{what}: {remedy}", label.mark.id)
                break


def _off_colour(drawing: Drawing, told: set[int]) -> Iterator[Finding]:
    """A text in the colour of one mark that stands at a mark of another colour, and away from its own."""
    colours: dict[str, list[DrawnMark]] = defaultdict(list)
    for mark in drawing.marks:
        if mark.kind == "path":
            for colour in {mark.stroke, mark.face} - {""}:
                colours[colour].append(mark)
    texts = [text for text in drawing.texts if id(text) not in told and is_colourful(text.color)]
    for text in texts[:MAX_LABELS]:
        own = colours.get(text.color, [])
        alike = [other for other in drawing.texts if other.color == text.color]
        if len(own) != 1 or len(alike) != 1:
            continue
        core = Core.of(text, drawing.dpi)
        box, em = _box(core), core.em
        gap = geometry.box_to_path(box, own[0])
        others = [mark for mark in drawing.marks if mark.kind == "path" and text.color not in (mark.stroke, mark.face)]
        near = [mark for mark in others if mark.id or mark.stroke or mark.face]
        near = [mark for mark in near if geometry.box_distance(box, mark.extent) < NEAR_EM * em][:MAX_RIVALS]
        rival = min(near, key=lambda mark: geometry.box_to_path(box, mark), default=None)
        if gap > AWAY_EM * em and rival and geometry.box_to_path(box, rival) < NEAR_EM * em:
            what = f"the text {quote(text)} stands at {name_of(rival)}, but has the colour of {name_of(own[0])}"
            yield _note("near_foreign", text, f"{what}: move it to the mark that it names, or set it in black")


def _note(kind: str, text: DrawnMark, message: str, other: str = "") -> Finding:
    names = tuple(name for name in (text.id, other) if name)
    return Finding(kind=kind, status="note", message=message, of=names, boxes=(text.bbox,))
