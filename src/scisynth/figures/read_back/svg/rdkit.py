"""Finds the atoms and bonds of RDKit's drawings in an SVG: its classes say what a shape belongs to, its letters are outlines.

    class='bond-1 atom-1 atom-2'    strokes of a bond (each in two halves where colours differ), a wedge, or rungs of a hashed one
    class='atom-2'                  an outline for each letter of a label; figures are small, above or below the line

What comes out are the marks that `figures.molecules.read` reads: texts `atom:2`, strokes `bond:1-2`, `wedge:`, `hash:`. Which ends meet is
left to be read off the page. Legends become texts. Letters are recognised by their outlines, with RDKit's own as the pattern. Highlights,
notes and the corners without a class stay what they are.
"""

import re
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
from svgelements import Path

from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.read_back.svg.ink import StyledMark
from scisynth.figures.read_back.svg.paths import stretches

BOND = re.compile(r"bond-(\d{1,6}) atom-(\d{1,6}) atom-(\d{1,6})")
ATOM = re.compile(r"atom-(\d{1,6})")
SAME_GLYPH = 0.06
"""Mean distance of the points of two outlines that are the same letter, in sizes of the letter."""
JOINED_PX = 1.0
LETTERS = f"{string.ascii_letters}{string.digits}+-()[],.:;/%"
TWINS = {"l": "I", "v": "V", "w": "W"}
"""Small letters whose outline is that of a capital one."""
CAP_EM = 0.73


@dataclass
class _Shapes:
    """What belongs to one bond or one atom."""

    name: str
    is_bond: bool
    items: list[StyledMark] = field(default_factory=list)


def with_molecules(styled: Sequence[StyledMark]) -> list[StyledMark]:
    """The marks of a page with RDKit's shapes as atoms and bonds, in the place of the first shape of each."""
    shapes = _shapes(styled)
    legends = [item for item in styled if item.css == "legend" and item.mark.kind == "path"]
    first = {id(found.items[0]): found for found in shapes.values()}
    taken = {id(item) for found in shapes.values() for item in found.items}
    out: list[StyledMark] = []
    for item in styled:
        if id(item) in first:
            found = first[id(item)]
            out += _bond(found) if found.is_bond else _label(found)
        elif id(item) not in taken and item.css != "legend":
            out.append(item)
    return [*out, *_legends(legends)]


def _shapes(styled: Iterable[StyledMark]) -> dict[str, _Shapes]:
    """Shapes by the bond or atom they belong to; the numbers of a further molecule on the page begin again."""
    shapes: dict[str, _Shapes] = {}
    molecule, last = 1, -1
    had_labels = False
    for item in styled:
        bond, atom = BOND.fullmatch(item.css), ATOM.fullmatch(item.css)
        if item.mark.kind != "path" or item.mark.id or not (bond or atom) or _is_highlight(item, bool(bond)):
            continue
        if bond and (had_labels or int(bond[1]) < last):
            molecule, last, had_labels = molecule + 1, -1, False
        start = f"{molecule}." if molecule > 1 else ""
        if bond:
            last = int(bond[1])
            name = f"{start}{bond[2]}-{bond[3]}"
        else:
            assert atom is not None
            had_labels, name = True, f"{start}{atom[1]}"
        shapes.setdefault(name, _Shapes(name, bool(bond))).items.append(item)
    return shapes


def _is_highlight(item: StyledMark, is_bond: bool) -> bool:
    """A coloured disc behind an atom, or a coloured band behind a bond: four corners, parallel sides."""
    if not is_bond:
        return item.tag in ("ellipse", "circle")
    if not item.mark.filled or len(_corners(item.mark)) != 4:
        return False
    a, b, c, d = _corners(item.mark)
    across = abs(np.linalg.norm(a - d) - np.linalg.norm(b - c)) + abs(np.linalg.norm(a - b) - np.linalg.norm(c - d))
    return bool(across < 0.5)


def _corners(mark: DrawnMark) -> np.ndarray:
    return mark.xy[:-1] if mark.closed else mark.xy


def _bond(found: _Shapes) -> Iterator[StyledMark]:
    wedges = [item for item in found.items if item.mark.filled]
    strokes = [(item.mark.xy[[0, -1]], item) for item in found.items if not item.mark.filled]
    if wedges:
        yield _wedge(wedges, found.name)
    if _are_rungs([ends for ends, _ in strokes]):
        for number, (_, item) in enumerate(strokes, 1):
            yield replace(item, mark=replace(item.mark, id=f"hash:{found.name}.{number}"))
        return
    for number, (ends, item) in enumerate(_whole(strokes), 1):
        points = tuple((float(x), float(y)) for x, y in ends)
        mark = replace(
            item.mark,
            id=f"bond{number if number > 1 else ''}:{found.name}",
            points=points,
            bbox=geometry.box_of(ends.tolist()),
        )
        yield replace(item, mark=mark)


def _wedge(pieces: Sequence[StyledMark], name: str) -> StyledMark:
    """The triangle over all coloured pieces: from its sharp corner to the two corners farthest from it."""
    corners = np.concatenate([_corners(item.mark) for item in pieces])
    tip = _corners(pieces[0].mark)[_sharp(pieces[0].mark)]
    base = corners[np.argsort(-np.linalg.norm(corners - tip, axis=1), kind="stable")[:2]]
    points = np.asarray([tip, *base, tip])
    mark = replace(
        pieces[0].mark,
        id=f"wedge:{name}",
        points=tuple(map(tuple, points.tolist())),
        bbox=geometry.box_of(points.tolist()),
    )
    return replace(pieces[0], mark=mark)


def _sharp(mark: DrawnMark) -> int:
    """The corner across from the shortest side."""
    a, b, c = _corners(mark)[:3]
    return int(np.argmin([np.linalg.norm(b - c), np.linalg.norm(a - c), np.linalg.norm(a - b)]))


def _are_rungs(strokes: Sequence[np.ndarray]) -> bool:
    """Strokes across the way on which their middles lie."""
    if len(strokes) < 4:
        return False
    middles = np.asarray([ends.mean(axis=0) for ends in strokes])
    along = middles[-1] - middles[0]
    steps = np.asarray([ends[1] - ends[0] for ends in strokes])
    size = np.linalg.norm(steps, axis=1) * np.linalg.norm(along)
    return bool((np.abs(steps @ along) <= 0.3 * np.maximum(size, 1e-9)).mean() > 0.8)


def _whole(strokes: Sequence[tuple[np.ndarray, StyledMark]]) -> list[tuple[np.ndarray, StyledMark]]:
    """Halves of one stroke, which meet end to end and go on in one line, put together."""
    whole: list[tuple[np.ndarray, StyledMark]] = []
    for ends, item in strokes:
        before = whole[-1][0] if whole else None
        if before is not None and np.linalg.norm(before[1] - ends[0]) < JOINED_PX and _in_line(before, ends):
            whole[-1] = (np.asarray([before[0], ends[1]]), whole[-1][1])
        else:
            whole.append((ends, item))
    return whole


def _in_line(one: np.ndarray, two: np.ndarray) -> bool:
    a, b = one[1] - one[0], two[1] - two[0]
    return float(a @ b) > 0.97 * float(np.linalg.norm(a) * np.linalg.norm(b))


def _label(found: _Shapes) -> list[StyledMark]:
    """The label of an atom as a text; the shapes as they are where a letter of it is not known."""
    letters: dict[int, list[np.ndarray]] = {}
    for item in found.items:
        letters.setdefault(item.element, []).append(item.mark.xy)
    glyphs = [np.concatenate(pieces) for pieces in letters.values()]
    names = [_letter(points) for points in glyphs]
    if not all(names):
        return found.items
    text = _text(names, glyphs)
    high = max(float(np.ptp(points[:, 1])) for points in glyphs)
    mark = replace(
        found.items[0].mark,
        kind="text",
        id=f"atom:{found.name}",
        text=text,
        points=(),
        bbox=geometry.box_of(np.concatenate(glyphs).tolist()),
        closed=False,
        filled=False,
        size=high / CAP_EM * 0.75,
    )
    return [replace(found.items[0], mark=mark)]


def _text(names: Sequence[str], glyphs: Sequence[np.ndarray]) -> str:
    """The letters in a row, figures marked as raised or lowered by where they stand against the capitals."""
    capitals = [points for name, points in zip(names, glyphs, strict=True) if name.isupper()]
    text, before, was_raised = "", "", False
    for name, points in zip(names, glyphs, strict=True):
        if name == "I" and f"{before}l" in ("Cl", "Al", "Tl"):
            name = "l"
        is_raised = False
        if name.isalpha():
            text += name
        else:
            line = min(capitals, key=lambda other: _gap(other, points), default=points)
            is_raised = name in "+-" or _middle(points) > _middle(line)
            text += name if is_raised and was_raised else f"{'^' if is_raised else '_'}{name}"
        before, was_raised = name, is_raised
    return text


def _legends(items: Sequence[StyledMark]) -> Iterator[StyledMark]:
    """The lines below molecules as texts; letters that are not known are left out."""
    glyphs: dict[int, list[np.ndarray]] = {}
    for item in items:
        glyphs.setdefault(item.element, []).append(item.mark.xy)
    line: list[tuple[str, np.ndarray]] = []
    like = items[0] if items else None
    for pieces in glyphs.values():
        points = np.concatenate(pieces)
        name = _letter(points)
        if line and like and not _follows(line[-1][1], points):
            yield _line(line, like)
            line = []
        if name:
            line.append((name, points))
    if line and like:
        yield _line(line, like)


def _follows(before: np.ndarray, points: np.ndarray) -> bool:
    """On the same line, to the right, a blank or less away."""
    high = max(float(np.ptp(before[:, 1])), float(np.ptp(points[:, 1])))
    gap = float(points[:, 0].min() - before[:, 0].max())
    return -0.5 * high < gap < 1.5 * high and abs(_middle(before) - _middle(points)) < high


def _line(letters: Sequence[tuple[str, np.ndarray]], like: StyledMark) -> StyledMark:
    high = max(float(np.ptp(points[:, 1])) for _, points in letters)
    text, before = "", None
    for name, points in letters:
        if before is not None and points[:, 0].min() - before[:, 0].max() > 0.3 * high:
            text += " "
        if name in TWINS.values():
            # A small letter stands lower, and seldom begins a word.
            is_small = text[-1:].isalpha() if name == "I" else np.ptp(points[:, 1]) < 0.85 * high
            name = {"I": "l", "V": "v", "W": "w"}[name] if is_small else name
        text, before = text + name, points
    box = geometry.box_of(np.concatenate([points for _, points in letters]).tolist())
    size = high / CAP_EM * 0.75
    mark = replace(like.mark, kind="text", text=text, points=(), bbox=box, closed=False, filled=False, size=size)
    return replace(like, mark=mark)


def _middle(points: np.ndarray) -> float:
    return float(points[:, 1].min() + points[:, 1].max()) / 2


def _gap(one: np.ndarray, two: np.ndarray) -> float:
    return float(np.linalg.norm(one.mean(axis=0) - two.mean(axis=0)))


def _letter(points: np.ndarray) -> str:
    """The letter with this outline (pixels, y up); empty for one that is not known."""
    shape = _normal(points)
    best, name = SAME_GLYPH, ""
    for letter, pattern in _alphabet().get(len(points), ()):
        off = float(np.abs(shape - pattern).mean())
        if off < best:
            best, name = off, letter
    return TWINS.get(name, name)


def _normal(points: np.ndarray) -> np.ndarray:
    span = np.ptp(points, axis=0)
    return np.asarray((points - points.min(axis=0)) / max(float(span.max()), 1e-9))


@cache
def _alphabet() -> dict[int, list[tuple[str, np.ndarray]]]:
    """The outlines of RDKit's letters, normal and y up, by their number of points."""
    from rdkit.Chem.Draw import rdMolDraw2D
    from rdkit.Geometry import Point2D

    drawer = rdMolDraw2D.MolDraw2DSVG(1000, 1000)
    drawer.SetScale(1000, 1000, Point2D(0, 0), Point2D(10, 10))
    drawer.SetFontSize(40)
    found: dict[int, list[tuple[str, np.ndarray]]] = {}
    start = len(drawer.GetDrawingText())
    for letter in LETTERS:
        drawer.DrawString(letter, Point2D(5, 5))
        text = drawer.GetDrawingText()
        outline = re.search(r" d='([^']*)'", text[start - len("</svg>") - 2 :])
        start = len(text)
        if outline is None:
            continue
        points = [point for part in stretches(Path(outline[1]), [1000]) for point in part]
        places = np.asarray([(float(point.x), -float(point.y)) for point in points])
        found.setdefault(len(places), []).append((letter, _normal(places)))
    return found
