"""What `curate review` prints: the queue, agreement a question, and a line a reviewer."""

from typing import TYPE_CHECKING

from scisynth.cli.shared import number, percent_of, table
from scisynth.curation.review.summary import QUESTIONS, ReviewerResult

if TYPE_CHECKING:
    from scisynth.pipelines.curation.review import ReviewResult

SHOWN = 5


def review_words(result: "ReviewResult") -> str:
    """The result for people."""
    summary, queue = result.summary, result.summary.queue
    left = f"{queue.open} open" + (
        f" ({queue.only_abstentions} with abstentions only)" if queue.only_abstentions else ""
    )
    lines = [
        f"{queue.num_items} items: {queue.accepted} accepted, {queue.rejected} rejected, {queue.conflict} in conflict, {left}"
    ]
    if summary.reasons:
        lines.append("rejected: " + ", ".join(f"{reason} {num}" for reason, num in sorted(summary.reasons.items())))
    if summary.num_stale:
        lines.append(f"{summary.num_stale} answers are to items that were changed since, and do not count")
    lines += [f"not asked: {item}: {reason}" for item, reason in list(queue.not_asked.items())[:SHOWN]]
    if len(queue.not_asked) > SHOWN:
        lines.append(f"not asked: {len(queue.not_asked) - SHOWN} more")
    if not summary.reviewers:
        return "\n".join([*lines, "no answers yet"])
    per_item = "" if summary.answers_per_item is None else f", {summary.answers_per_item:.2f} per decided item"
    lines += [f"{summary.num_answers} answers{per_item}", "", _agreement(result), "", _reviewers(summary.reviewers)]
    lines += [f"{one.name}: {remark}" for one in summary.reviewers for remark in one.remarks]
    return "\n".join([*lines, f"answers in {result.out}"])


def _agreement(result: "ReviewResult") -> str:
    found = result.summary.agreement
    rows = [("agreement", "Krippendorff's alpha")]
    rows += [(question, number({**found[question].to_dict(), "coverage": 1}, 2)) for question in QUESTIONS]
    return table(rows)


def _reviewers(reviewers: list[ReviewerResult]) -> str:
    rows = [("reviewer", "answers", "known truths", "reliability", "seconds", "hours")]
    for one in reviewers:
        seconds = "-" if one.median_seconds is None else f"{one.median_seconds:.1f}"
        known = f"{one.known_right} of {one.known_asked}" if one.known_asked else "-"
        reliability = percent_of(one.reliability.overall if one.reliability else None)
        rows.append((one.name, str(one.num_answers), known, reliability, seconds, f"{one.hours:.1f}"))
    return table(rows)
