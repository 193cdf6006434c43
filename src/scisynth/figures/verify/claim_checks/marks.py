"""Finds the marks that a claim speaks of, and says what is on the page where one is missing.

An id is looked up as it stands; where it is not drawn, one that differs only in case, spaces or `#` is taken, if it is the only one,
and `AB` is the one mark that is called `role:AB`. Nothing else is guessed: the message lists what comes close instead.
Several marks may share an id (the points of a scatter, the outline and the filling of a body).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

import numpy as np

from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.marks import role_of
from scisynth.figures.scene.scene import Claim

TOUCH_PX, TOUCH_PT = 3.0, 2.2
"""What touches may be this far apart: 3 pixels, and 2.2 points where a page has many pixels."""
RELATIVE, PIXELS = 0.02, 2.0
"""How far a length or spacing may be off: as a part of it, and by rounding alone."""
MAX_PIECES = 20
"""Marks with one id that are looked at one by one."""
SHRINK_PT = 4.0
"""Matplotlib's arrows end 2 points before what they point at, and half a line's width comes to that."""
MAX_LISTED = 4
"""Marks or texts that a message names."""
MAX_SEARCHED = 300
"""Ids that are compared with a missing one, which bounds the work."""
MAX_ID = 40
"""Characters of an id in a message."""
TEXT_ROLES = ("label", "text", "name", "caption", "title", "annotation", "tag")
UNNAMED = "no mark has the id"
"""How a message begins that a repair can act on by giving ids."""


class MissingMarkError(LookupError):
    """A mark that the claim speaks of is not in the drawing; its text is the id."""


def pieces(drawing: Drawing, mark_id: str) -> list[DrawnMark]:
    """All marks with this id; without the texts where an id is shared by a mark and its text. Never empty."""
    found = drawing.find_all(mark_id) or drawing.find_all(_only_alike(drawing, mark_id))
    if not found:
        raise MissingMarkError(mark_id)
    return [mark for mark in found if mark.kind != "text"] or found


def one(drawing: Drawing, mark_id: str) -> DrawnMark:
    """The first of the marks with this id, with the box of them all."""
    found = pieces(drawing, mark_id)
    if len(found) == 1:
        return found[0]
    boxes = np.asarray([mark.bbox for mark in found])
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    largest = max(found, key=lambda mark: (mark.bbox[2] - mark.bbox[0]) + (mark.bbox[3] - mark.bbox[1]))
    return replace(largest, bbox=(*low.tolist(), *high.tolist()))


def path(drawing: Drawing, mark_id: str) -> DrawnMark:
    """The line or outline with this id; of an annotation its arrow, of scattered points the course through all of them."""
    every = pieces(drawing, mark_id)
    found = [mark for mark in every if len(mark.points) >= 2]
    if not found and every[0].kind == "text":
        found = drawing.find_all(f"leader:{mark_id.partition(':')[2] or mark_id}")
    if found:
        return max(found, key=geometry.length)
    if len(every) > 1 and all(mark.points for mark in every):
        points, data = (sum((getattr(mark, name) for mark in every), ()) for name in ("points", "data"))
        return replace(one(drawing, mark_id), points=points, data=data)
    raise ValueError(f"{mark_id} is no line")


def text(drawing: Drawing, mark_id: str) -> DrawnMark | None:
    """The text with this id; None where the id is that of another mark."""
    found = drawing.find_all(mark_id) or drawing.find_all(_only_alike(drawing, mark_id))
    if not found:
        raise MissingMarkError(mark_id)
    return next((mark for mark in found if mark.kind == "text"), None)


def of_role(drawing: Drawing, names: Sequence[str]) -> list[DrawnMark]:
    """The marks of these ids; a single name that is no id is a role, and stands for all marks of it."""
    if len(names) == 1 and not drawing.find_all(names[0]):
        roles = {role for role in map(role_of, drawing.ids) if same_role(role, names[0])}
        found = [mark for mark in drawing.marks if mark.role in roles]
        if found:
            return found
    return [mark for name in names for mark in pieces(drawing, name)]


def same_role(role: str, said: str) -> bool:
    """Whether a plan's word for a role is a role of the drawing: `balls`, `Ball`, `ball:` and `ball:*` are `ball`."""
    return bool(role) and _singular(role) == _singular(said.partition(":")[0])


def _singular(word: str) -> str:
    word = re.sub(r"[\W_]+", "", word.casefold())
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("sses", "xes", "ches", "shes"):
        if word.endswith(ending):
            return word[:-2]
    return word[:-1] if len(word) > 2 and word.endswith("s") and not word.endswith("ss") else word


def touch_px(drawing: Drawing, *marks: DrawnMark) -> float:
    """How far apart two marks may be that touch: by the page's resolution, their line widths and the gaps arrows leave."""
    point = drawing.dpi / 72
    widths = sum(mark.size for mark in marks if mark.points) / 2
    shrink = SHRINK_PT if any(mark.arrow for mark in marks) else 0.0
    return max(TOUCH_PX, TOUCH_PT * point, min(widths, 10.0) * point, shrink * point)


def number(claim: Claim) -> float:
    """The value, which has to be a number."""
    if not isinstance(claim.value, int | float):
        raise ValueError(f"{claim.kind} needs a number")
    return float(claim.value)


def numbers(claim: Claim) -> np.ndarray:
    """The value, which has to be a list of numbers, float [N]."""
    value = claim.value if isinstance(claim.value, tuple) else (claim.value,)
    if not value or not all(isinstance(item, int | float) for item in value):
        raise ValueError(f"{claim.kind} needs a list of numbers")
    return np.asarray(value, dtype=float)


def words(claim: Claim) -> str:
    """The value, which has to be a text."""
    if claim.value is None or isinstance(claim.value, tuple):
        raise ValueError(f"{claim.kind} needs a text")
    return f"{claim.value:g}" if isinstance(claim.value, float) else str(claim.value)


def at_least(claim: Claim, num: int) -> tuple[str, ...]:
    """The ids, which have to be so many."""
    if len(claim.of) < num:
        raise ValueError(f"{claim.kind} needs {num} ids, got {len(claim.of)}")
    return claim.of


def short(mark_id: str) -> str:
    """An id as a message shows it."""
    return mark_id if len(mark_id) <= MAX_ID else mark_id[: MAX_ID - 1] + "…"


def describe_missing(drawing: Drawing, mark_id: str) -> str:
    """What was looked for, what is there instead, and what to do."""
    ids = [name for name in drawing.ids[:MAX_SEARCHED] if not name.startswith(("axes:", "page:"))]
    if not ids:
        return f"{UNNAMED} {short(mark_id)}: no artist has an id; give each its own with artist.set_gid(...)"
    about = _candidates(mark_id, ids)
    shown = ", ".join(_shown(drawing, name) for name in about)
    kind = "texts on the page" if _is_text(mark_id) and any(_is_text(name) for name in about) else "ids on the page"
    more = " and others" if len(about) < len(ids) else ""
    return f"{UNNAMED} {short(mark_id)}; {kind}: {shown}{more}; give the right artist this id"


def _candidates(mark_id: str, ids: Sequence[str]) -> list[str]:
    """Ids that come closest: of the same name or role, then of like spelling, then the first ones."""
    name = _plain(mark_id.rpartition(":")[2])
    parts = {_plain(part) for part in mark_id.split(":")} - {""}
    wanted = [other for other in ids if _is_text(other)] if _is_text(mark_id) else list(ids)
    same = [other for other in wanted if _plain(other.rpartition(":")[2]) in parts or _plain(other) == name]
    role = [other for other in wanted if same_role(role_of(other), mark_id)]
    alike = get_close_matches(mark_id[:MAX_ID], [other for other in wanted if len(other) <= 2 * MAX_ID], n=MAX_LISTED)
    return list(dict.fromkeys([*same, *alike, *role, *wanted, *ids]))[:MAX_LISTED]


def _shown(drawing: Drawing, mark_id: str) -> str:
    found = next((mark.text for mark in drawing.find_all(mark_id) if mark.kind == "text"), "")
    return f"{short(mark_id)} ({found[:MAX_ID]!r})" if found else short(mark_id)


def _is_text(mark_id: str) -> bool:
    return any(part.casefold() in TEXT_ROLES for part in mark_id.split(":"))


def _only_alike(drawing: Drawing, mark_id: str) -> str:
    """The one id that is spelled otherwise only by case, spaces or signs, or is `role:name` for a plain name."""
    sought = _plain(mark_id)
    ids = drawing.ids[:MAX_SEARCHED]
    alike = [name for name in ids if _plain(name) == sought]
    if not alike and ":" not in mark_id:
        alike = [name for name in ids if _plain(name.partition(":")[2]) == sought and not _is_text(name)]
    return alike[0] if len(alike) == 1 and sought else ""


def _plain(mark_id: str) -> str:
    return re.sub(r"[\W_]+", "", mark_id.casefold())
