"""gallery.html of drawn figures: image, problem, checks, and the texts behind it (plan, code, log) side by side.

Checks are marked on the image itself, each with its number. Images lie next to the page while there are many, and inside it while
there are few, so that a small page can travel alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markupsafe import Markup

from scisynth.core.store import write_atomic
from scisynth.reports.parts.links import link_from
from scisynth.reports.parts.templating import inline_parts, make_environment
from scisynth.reports.parts.thumbnails import show_image

MAX_INSIDE = 120
SIDE_PX = 520
MAX_SPOTS = 300
"""Places marked on one image."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that was looked at, by code, by a reader of pixels or by a judge."""

    status: str
    """held, failed, unchecked, or note: seen, and no fault."""
    words: str
    part: str = ""
    """What it is counted with on the page, such as `given values`."""
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    """Where it is on the image: left, top, right, bottom as fractions of its sides, in [0, 1]."""


@dataclass(frozen=True)
class CheckGroup:
    """Checks of one part of a record, each with its number on the image."""

    name: str
    checks: tuple[tuple[int, Check], ...]

    @property
    def words(self) -> str:
        """`given values: 3 of 4 hold, 1 unchecked`; where nothing can hold, how many faults there are."""
        num = {
            state: sum(check.status == state for _, check in self.checks) for state in ("held", "failed", "unchecked")
        }
        parts = []
        if num["held"]:
            parts.append(f"{num['held']} of {sum(num.values())} hold")
        elif num["failed"]:
            parts.append(f"{num['failed']} failed")
        if num["unchecked"]:
            parts.append(f"{num['unchecked']} unchecked")
        return f"{self.name or 'checks'}: {', '.join(parts) or 'for information'}"


@dataclass(frozen=True, kw_only=True)
class Overlay:
    """A drawing over the image of what was found in it."""

    svg: Markup
    """In the proportions of the image; whoever made it has escaped its words."""
    legend: tuple[tuple[str, str], ...]
    """(class of the drawing's parts, what they are)."""


@dataclass(frozen=True, kw_only=True)
class FigureRecord:
    """One figure as a reader meets it."""

    id: str
    group: str
    """What the page filters by, such as the image type."""
    title: str
    picture: Path | None
    """As the command line reads a path: from the working directory."""
    problem: str
    answer: str
    verdict: str
    passed: bool
    checks: tuple[Check, ...]
    parts: tuple[tuple[str, str], ...] = ()
    """(name, text) folded away below the figure: plan, code, log."""
    alt: str = ""
    """What the figure shows, in words, for those who cannot see it; empty where nobody has written it."""
    overlay: Overlay | None = None

    @cached_property
    def check_groups(self) -> list[CheckGroup]:
        """The checks by part, in the order in which the parts come."""
        groups: dict[str, list[tuple[int, Check]]] = {}
        for number, check in enumerate(self.checks, start=1):
            groups.setdefault(check.part, []).append((number, check))
        return [CheckGroup(name, tuple(checks)) for name, checks in groups.items()]

    @cached_property
    def spots(self) -> Sequence[Mapping[str, object]]:
        """Places on the image, with what they are marked by; failed ones lie above the others."""
        found = [
            {
                "number": number,
                "status": check.status,
                "words": check.words,
                "place": f"left:{100 * left:.2f}%;top:{100 * top:.2f}%;width:{100 * (right - left):.2f}%;height:{100 * (bottom - top):.2f}%",
            }
            for number, check in enumerate(self.checks, start=1)
            for left, top, right, bottom in check.boxes
        ]
        return sorted(found, key=lambda spot: spot["status"] == "failed")[-MAX_SPOTS:]


def write_figures_page(records: Sequence[FigureRecord], path: Path, *, title: str, headline: str, note: str) -> None:
    """Writes the page; records keep their order."""
    environment = make_environment()
    inside = len(records) <= MAX_INSIDE
    shown = []
    for record in records:
        source, reason = "", "no image"
        if record.picture and inside:
            image = show_image(record.picture.absolute(), path.parent, SIDE_PX)
            source, reason = image.uri, image.reason
        elif record.picture:
            source = link_from(path.parent, record.picture)
        shown.append((record, source, reason))
    page = environment.get_template("figures.html").render(
        title=title,
        headline=headline,
        note=note,
        shown=shown,
        groups=list(dict.fromkeys(record.group for record in records)),
        has_spots=any(check.boxes for record in records for check in record.checks),
        has_overlays=any(record.overlay for record in records),
        **inline_parts(environment, ["figures"], ["report", "figures"]),
    )
    write_atomic(path, page.encode())
