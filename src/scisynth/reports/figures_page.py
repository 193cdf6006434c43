"""gallery.html of drawn figures: picture, problem, checks, and the texts behind it (plan, code, log) side by side.

Pictures lie beside the page while there are many, and inside it while there are few, so that a small page can travel alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scisynth.core.store import write_atomic
from scisynth.grading.readable import readable
from scisynth.reports.links import link_from
from scisynth.reports.pictures import show_picture
from scisynth.reports.templating import inline_parts, make_environment

MAX_INSIDE = 120
SIDE_PX = 520


@dataclass(frozen=True, kw_only=True)
class FigureCard:
    """One figure as a reader meets it."""

    id: str
    group: str
    """What the page filters by, such as the image type."""
    title: str
    picture: Path | None
    """As the command line reads a path: from the working directory."""
    problem: str
    """As published; the page shows it without its markup, and the answer too."""
    answer: str
    verdict: str
    passed: bool
    checks: tuple[tuple[str, str], ...]
    """(held, failed or unchecked; words)."""
    parts: tuple[tuple[str, str], ...] = ()
    """(name, text) folded away below the figure: plan, code, log."""
    alt: str = ""
    """What the figure shows, in words, for those who cannot see it; empty where nobody has written it."""


def write_figures_page(cards: Sequence[FigureCard], path: Path, *, title: str, note: str) -> None:
    """Writes the page; cards keep their order."""
    environment = make_environment()
    inside = len(cards) <= MAX_INSIDE
    shown = []
    for given in cards:
        card = replace(given, problem=readable(given.problem), answer=readable(given.answer))
        source, reason = "", "no picture"
        if card.picture and inside:
            picture = show_picture(card.picture.absolute(), path.parent, SIDE_PX)
            source, reason = picture.uri, picture.reason
        elif card.picture:
            source = link_from(path.parent, card.picture)
        shown.append((card, source, reason))
    page = environment.get_template("figures.html").render(
        title=title,
        note=note,
        shown=shown,
        groups=list(dict.fromkeys(card.group for card in cards)),
        num_passed=sum(card.passed for card in cards),
        **inline_parts(environment, ["figures"], ["report", "figures"]),
    )
    write_atomic(path, page.encode())
