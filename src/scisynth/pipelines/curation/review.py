"""The step `curate review`: serve the two pages until Ctrl-C, then write what was decided into the folder and say what is left."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scisynth.core.errors import DataError
from scisynth.core.store import exclusive_folder, write_json
from scisynth.core.strict_json import parse_json
from scisynth.curation.records import REVIEW
from scisynth.curation.review.book import ReviewBook
from scisynth.curation.review.clicks import CLICKS_FILE, Role
from scisynth.curation.review.label_studio import LabelStudioImport, export_label_studio, import_label_studio
from scisynth.curation.review.server import open_review_server
from scisynth.curation.review.settings import ReviewConfig
from scisynth.curation.review.settle import settle
from scisynth.curation.review.summary import ReviewSummary, summarize
from scisynth.curation.review.tasks import check_known, load_tasks, read_known, write_known
from scisynth.web.listening import run_server

SETTINGS_FILE = f"{REVIEW}/settings.json"
"""In a curation folder: settings and seed of its review."""


@dataclass(frozen=True, kw_only=True)
class ReviewResult:
    """Where a review stands."""

    out: Path
    """The curation folder."""
    settled: int
    """Items that were accepted, rejected or opened again now."""
    summary: ReviewSummary

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return {"out": str(self.out), "settled": self.settled, **asdict(self.summary)}


def run_review(
    config: ReviewConfig,
    root: Path,
    *,
    seed: int,
    host: str,
    port: int,
    on_ready: Callable[[Mapping[Role, str]], None],
) -> ReviewResult:
    """Serves the pages until Ctrl-C, then settles; every click is a row of the folder, where a later call goes on.

    Args:
        config: how to ask.
        root: the curation folder.
        seed: of orders, canaries and the items that always get a second answer.
        host: address to listen on; "0.0.0.0" lets phones of the same network in.
        port: 0 takes a free one.
        on_ready: called once with the link of each role; `&rater=<name>` may be added.

    Raises:
        ConfigError: the address cannot be listened on.
        DataError: nothing to ask about.
        MissingExtraError: the web server is not installed.
    """
    # Asked before the folder is made, which would otherwise lie where nothing is.
    load_tasks(root)
    with exclusive_folder(root / REVIEW):
        book, _ = _open(config, root, seed)
        server, listener, links = open_review_server(book, root, host=host, port=port)
        run_server(server, listener, lambda: on_ready(links))
    return settle_review(config, root, seed=seed)


def _open(config: ReviewConfig, root: Path, seed: int) -> tuple[ReviewBook, Mapping[str, str]]:
    """The book of a folder, its settings written down, and why some of the items are not asked about."""
    found = load_tasks(root)
    kept = _keep(config, root, seed)
    return ReviewBook(found.tasks, root / CLICKS_FILE, config, seed=kept), found.not_asked


def settle_review(config: ReviewConfig, root: Path, *, seed: int) -> ReviewResult:
    """Writes what the answers so far decide into the items, and counts.

    Raises:
        DataError: nothing to ask about.
    """
    book, not_asked = _open(config, root, seed)
    return ReviewResult(out=root, settled=settle(root, book.standing), summary=summarize(book.standing, not_asked))


def export_annotations(config: ReviewConfig, root: Path, folder: Path, *, seed: int, prefix: str) -> int:
    """Writes tasks and answers for Label Studio; the number of tasks."""
    book, _ = _open(config, root, seed)
    return export_label_studio(book.standing, folder, prefix=prefix)


def import_annotations(root: Path, source: Path, *, skip_broken: bool) -> LabelStudioImport:
    """Takes the annotations of a Label Studio export over, as answers of this review.

    Raises:
        DataError: they cannot be used.
    """
    tasks = {task.id: task for task in load_tasks(root).tasks}
    with exclusive_folder(root / REVIEW):
        return import_label_studio(tasks, root, source, skip_broken=skip_broken)


def kept_settings(root: Path) -> ReviewConfig:
    """The settings that a review began with or was last given; the defaults before its first start."""
    found = _kept(root)
    return ReviewConfig.parse(found["config"]) if found else ReviewConfig()


def summary_of(root: Path) -> ReviewSummary | None:
    """What the review of a folder found so far; None where nobody has answered."""
    if not (root / CLICKS_FILE).is_file():
        return None
    book, not_asked = _open(kept_settings(root), root, 0)
    return summarize(book.standing, not_asked)


def _kept(root: Path) -> dict[str, Any] | None:
    path = root / SETTINGS_FILE
    if not path.exists():
        return None
    try:
        found = parse_json(path.read_text(encoding="utf-8"))
        return {"config": dict(found["config"]), "seed": int(found["seed"])}
    except (ValueError, TypeError, KeyError):
        raise DataError(f"{path}: not the settings of a review; remove the file to start with the defaults") from None


def _keep(config: ReviewConfig, root: Path, seed: int) -> int:
    """Writes the settings down; the seed that counts is the first one, which gave everybody their order."""
    found = _kept(root)
    seed = found["seed"] if found else seed
    values = {"config": config.model_dump(mode="json"), "seed": seed}
    if values != found:
        write_json(root / SETTINGS_FILE, values)
    return seed


def take_known(root: Path, table: Path) -> int:
    """Takes tasks of known truth over from a table; how many.

    Raises:
        DataError: the review started with others, or a row is not as it should be.
    """
    rows = check_known(root, table)
    if (root / CLICKS_FILE).exists() and rows != read_known(root):
        raise DataError(
            f"{root}: has answers already, and tasks of known truth cannot change under them; leave --known as it was"
        )
    write_known(root, rows)
    return len(rows)
