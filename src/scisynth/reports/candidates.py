"""index.html of assisted images: prompt by prompt, what was changed and why, then every candidate with its scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scisynth.core.store import write_atomic
from scisynth.reports.parts.templating import inline_parts, make_environment
from scisynth.reports.parts.thumbnails import Shown, show_image

PAGE = "index.html"
MAX_ITEMS = 64
"""Images asked for that one page shows."""


@dataclass(frozen=True, kw_only=True)
class ShownCandidate:
    """One image that was drawn."""

    file: str
    """Relative to the folder of the page; empty where there is none."""
    title: str
    alt: str
    prompt: str
    """What the generator was given."""
    scores: Sequence[tuple[str, str]]
    """(who chooses, the score or why there is none)."""
    is_kept: bool
    reason: str = ""
    """Why there is no image."""

    def image(self, folder: Path) -> Shown:
        """Ready for the page."""
        return show_image(self.file, folder) if self.file else Shown(reason=self.reason)


@dataclass(frozen=True, kw_only=True)
class ShownItem:
    """One image asked for."""

    prompt: str
    change: str
    """What became of the prompt."""
    derivation: str
    outcome: str
    """Which candidate was kept, and why."""
    candidates: Sequence[ShownCandidate]
    findings: Sequence[str]


def write_candidates_page(folder: Path, items: Sequence[ShownItem], title: str) -> Path:
    """Writes the page into the folder of the candidates; a large run is shown in part, and the page says so."""
    environment = make_environment()
    page = environment.get_template("candidates.html").render(
        results={"title": title},
        **inline_parts(environment, [], ["report"]),
        items=[
            (item, [(candidate, candidate.image(folder)) for candidate in item.candidates])
            for item in items[:MAX_ITEMS]
        ],
        num_items=len(items),
    )
    write_atomic(folder / PAGE, page.encode(), fsync=False)
    return folder / PAGE
