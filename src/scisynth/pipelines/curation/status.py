"""`curate status`: what a curation folder holds, what it waits for, what it has cost, and the history of an item."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scisynth.clients.cache import read_spent, replies_in
from scisynth.core.errors import DataError, nearest
from scisynth.core.records import FREE, Cost
from scisynth.core.results import OPTIONAL, Result
from scisynth.curation.records import LAWS, CurationItem, CurationLog
from scisynth.pipelines.curation.law import CheckedLaw, check_laws
from scisynth.pipelines.curation.prompts import count_findings
from scisynth.pipelines.curation.publish import read_versions


@dataclass(frozen=True, kw_only=True)
class StatusResult(Result):
    """Where a curation folder stands."""

    out: Path
    laws: tuple[CheckedLaw, ...]
    items: int
    by_status: Mapping[str, int]
    """accepted, rejected, to be corrected (a check of the prompts failed), without images, waiting for review."""
    findings: Mapping[str, int]
    """Items by the name of a check of their prompts that failed."""
    reasons: Mapping[str, int]
    """Of rejections."""
    versions: tuple[str, ...]
    """Published ones, oldest first."""
    cost: Cost
    """What all commands have asked of models behind an API."""
    item: CurationItem | None = field(default=None, metadata=OPTIONAL)
    """The item that was asked about, with its history."""


def read_status(out: Path, item: str = "") -> StatusResult:
    """The status of a folder.

    Raises:
        DataError: no curation folder, or no such item.
    """
    laws = check_laws(out / LAWS) if any((out / LAWS).glob("*.yaml")) else ()
    items = CurationLog(out).items()
    if not laws and not items:
        raise DataError(f"{out}: expected a curation folder, found none; `scisynth curate law` starts one")
    if item and item not in items:
        raise DataError(f"{out}: no item {item!r}; {nearest(item, items)}")
    replies = {path for folder in {path.parent for path in out.rglob("*replies*.jsonl")} for path in replies_in(folder)}
    return StatusResult(
        out=out,
        laws=laws,
        items=len(items),
        by_status=Counter(_state(found) for found in items.values()),
        findings=count_findings(items.values()),
        reasons=Counter(found.reason for found in items.values() if found.status == "rejected"),
        versions=tuple(read_versions(out)),
        cost=sum(map(read_spent, replies), FREE),
        item=items.get(item),
    )


def _state(item: CurationItem) -> str:
    if item.status != "draft":
        return item.status
    if not item.is_sound:
        return "to be corrected"
    return "waiting for review" if item.is_reviewable else "without images"
