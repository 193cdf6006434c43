"""From verdicts to items: each decided item is accepted or rejected in the folder's own history, and the long table is written.

Settling again changes only what is different: a verdict that no longer stands opens its item again. Items of known truth that
are shown as they are follow their truth, those shown with a flaw are left alone.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scisynth.core.store import write_lines
from scisynth.curation.records import REVIEW, SIDES, CurationItem, CurationLog
from scisynth.curation.review.clicks import Click, pseudonyms
from scisynth.curation.review.consensus import Consensus, Standing, find_consensus
from scisynth.curation.review.summary import long_table
from scisynth.curation.review.tasks import Task

ANSWERS_FILE = f"{REVIEW}/answers.jsonl"
"""In a curation folder: the long table, `ReviewAnswer` a line."""


@dataclass(frozen=True, kw_only=True)
class _Fate:
    """What becomes of an item."""

    status: str
    reason: str
    by: str
    why: str
    chosen: Mapping[str, str]
    words: Mapping[str, str]
    reviews: Mapping[str, Any]


def settle(root: Path, standing: Standing) -> int:
    """Writes what the review decided into the items; the number of items that changed.

    Args:
        root: the curation folder.
        standing: all answers that stand.
    """
    found = find_consensus(standing)
    log = CurationLog(root)
    log.repair()
    items = log.items()
    num = 0
    for task in standing.tasks.values():
        if task.known is None or not task.known.flaw:
            num += _settle(log, items[task.item.id], task, _fate(found, task))
    write_lines(root / ANSWERS_FILE, [asdict(row) for row in long_table(standing)])
    return num


def _settle(log: CurationLog, item: CurationItem, task: Task, fate: _Fate | None) -> bool:
    """Whether the item had to be changed."""
    if fate is None:
        if item.status == "draft":
            return False
        changes = {"status": "draft", "reason": "", "chosen": dict(task.item.chosen), "prompts": task.words()}
        log.append(item.id, "reopened", "reviewer:all", changes, reason="the verdict no longer stands")
        return True
    prompts = {**task.words(), **fate.words}
    chosen = dict(fate.chosen) or {side: task.shown[side] for side in SIDES}
    wanted = (fate.status, fate.reason, chosen, prompts)
    now = {name: getattr(item.prompts, name) for name in prompts}
    if (item.status, item.reason, {side: item.chosen.get(side) for side in SIDES}, now) == wanted:
        return False
    changes = {
        "status": fate.status, "reason": fate.reason, "chosen": chosen, "prompts": prompts, "reviews": fate.reviews
    }  # fmt: skip
    log.append(item.id, "accepted" if fate.status == "accepted" else "rejected", fate.by, changes, reason=fate.why)
    return True


def _fate(found: Consensus, task: Task) -> _Fate | None:
    if task.known:
        is_good = task.known.expected != "reject"
        shown = tuple(task.shown[side] for side in SIDES)
        chosen: dict[str, str] = dict(zip(SIDES, shown[::-1] if task.known.expected == "swap" else shown, strict=True))
        return _Fate(
            status="accepted" if is_good else "rejected", reason="" if is_good else task.known.why or "known to be wrong",
            by="reviewer:known truth", why="", chosen=chosen, words={}, reviews={"num_answers": 0},
        )  # fmt: skip
    click = found.decision(task.id)
    return _from_click(found, task, click) if click else None


def _from_click(found: Consensus, task: Task, click: Click) -> _Fate:
    answers = found.answers.get(task.id, [])
    name = pseudonyms(found.standing.by_person)[click.person]
    is_good = click.action != "reject"
    alike = sum(other.label == click.label for other in answers)
    return _Fate(
        status="accepted" if is_good else "rejected",
        reason=click.reason,
        by=f"{click.role}:{name}",
        why=click.note,
        chosen={"explicit": click.explicit, "superficial": click.superficial} if is_good else {},
        words=click.words,
        reviews={
            "num_answers": len(answers),
            "num_alike": alike,
            "probability": None if click.role == "adjudicator" else round(found.verdict(task.id)[1], 4),
            "adjudicated": click.role == "adjudicator",
        },
    )
