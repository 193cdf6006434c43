"""`scisynth curate review`, and what it prints: the queue, agreement a question, and a line a reviewer."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scisynth.cli.options import RunOptions, Setting
from scisynth.cli.shared import EXIT_FAILED_ITEMS, emit, number, percent_of, table
from scisynth.cli.verb import configured

if TYPE_CHECKING:
    from scisynth.core.config import Config
    from scisynth.curation.review.settings import ReviewConfig
    from scisynth.curation.review.summary import ReviewerResult
    from scisynth.pipelines.curation.review import ReviewResult

SHOWN = 5
OTHERS = "Label Studio"
"""Heading of the help."""


def _start_review(out: Path | None) -> "Config":
    from scisynth.curation.review.settings import ReviewConfig
    from scisynth.pipelines.curation.review import kept_settings

    return kept_settings(out) if out else ReviewConfig()


@configured(
    "scisynth.curation.review.settings:ReviewConfig",
    Setting(option="--overlap", path="overlap"),
    Setting(option="--confidence", path="confidence"),
    start=_start_review,
)
def review(
    config: "ReviewConfig",
    run: RunOptions,
    known: Annotated[
        Path | None, typer.Option("--known", help="Table of items with known truth: item, expected, use, why, flaw.")
    ] = None,
    count: Annotated[
        bool, typer.Option("--count", help="Start no server; settle and count the answers so far.")
    ] = False,
    annotations: Annotated[
        Path | None,
        typer.Option(
            "--import", help="JSON export of Label Studio: take its annotations over.", rich_help_panel=OTHERS
        ),
    ] = None,
    tasks: Annotated[
        Path | None,
        typer.Option(
            "--export",
            help="Folder for tasks.json and labels.xml of Label Studio, answers included.",
            rich_help_panel=OTHERS,
        ),
    ] = None,
    prefix: Annotated[
        str, typer.Option(help="With --export: what Label Studio needs before the image paths.", rich_help_panel=OTHERS)
    ] = "/data/local-files/?d=",
    skip_broken: Annotated[
        bool,
        typer.Option("--skip-broken", help="With --import: leave out unusable annotations.", rich_help_panel=OTHERS),
    ] = False,
    host: Annotated[
        str, typer.Option(help="Address to listen on. Use 0.0.0.0 to accept devices on the local network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port. 0 takes a free one.")] = 0,
) -> None:
    """Serve a page on which experts keep, correct or reject items, and one on which conflicts are decided.

    Every click is saved at once. Stop with Ctrl-C; what is decided is then accepted or rejected in the folder, and the same
    command goes on with the same settings. An option changes one from then on.

    Examples:

    scisynth curate review --out out/capillary --known known.csv
    scisynth curate review --out out/capillary --host 0.0.0.0 --port 8080
    scisynth curate review --out out/capillary --count
    scisynth curate review --out out/capillary --export out/label-studio
    """
    from scisynth.core.extras import require
    from scisynth.core.progress import say
    from scisynth.pipelines.curation.review import (
        export_annotations,
        import_annotations,
        run_review,
        settle_review,
        take_known,
    )

    if known:
        say(f"{take_known(run.out, known)} tasks of known truth from {known}")
    if tasks:
        num = export_annotations(config, run.out, tasks, seed=run.seed, prefix=prefix)
        return emit({"out": str(tasks), "tasks": num}, as_json=run.as_json, text=f"{num} tasks in {tasks}")
    left_out: list[tuple[str, str]] = []
    if annotations:
        taken = import_annotations(run.out, annotations, skip_broken=skip_broken)
        left_out = taken.left_out
        say(
            f"{taken.taken} answers taken over, {taken.known} known, {taken.cancelled} cancelled, {len(left_out)} left out"
        )
        for place, reason in left_out:
            say(f"{place}: {reason}")
    if count or annotations:
        result = settle_review(config, run.out, seed=run.seed)
    else:
        require("people", "the review page")
        result = run_review(
            config, run.out, seed=run.seed, host=host, port=port,
            on_ready=lambda links: say("\n".join(f"{role}s open {link}" for role, link in links.items())),
        )  # fmt: skip
    emit(result.to_dict(), as_json=run.as_json, text=_words(result))
    if left_out:
        raise typer.Exit(EXIT_FAILED_ITEMS)


def _words(result: "ReviewResult") -> str:
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
    rows += [(question, number({**found[question].to_dict(), "coverage": 1}, 2)) for question in found]
    return table(rows)


def _reviewers(reviewers: "list[ReviewerResult]") -> str:
    rows = [("reviewer", "answers", "known truths", "reliability", "seconds", "hours")]
    for one in reviewers:
        seconds = "-" if one.median_seconds is None else f"{one.median_seconds:.1f}"
        known = f"{one.known_right} of {one.known_asked}" if one.known_asked else "-"
        reliability = percent_of(one.reliability.overall if one.reliability else None)
        rows.append((one.name, str(one.num_answers), known, reliability, seconds, f"{one.hours:.1f}"))
    return table(rows)
