"""`student eval`: is a multimodal model right, and does it need the image for it?

    load        the protocol's questions, from their published layout (`load`)
    answer      k answers with the image, and the controls: without it, and with another item's (`answer`)
    summarize   avg@k, pass@k, image gain, states, intervals: one `EvalResult` (`summarize`)
    report      results.json, gallery.html, report/report.html (`report`)

Replies are kept as they come; the same command resumes where it stopped and changes no number.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scisynth.core.progress import say
from scisynth.core.results import Result
from scisynth.core.store import Journal, RunFolder
from scisynth.pipelines.providers.access import Spending, check_access
from scisynth.pipelines.providers.estimates import CostEstimate, cost_sentences
from scisynth.pipelines.students.evaluation.answer import ROWS, STAGE, answer_questions, estimate_answers
from scisynth.pipelines.students.evaluation.config import COMMAND, EvalConfig
from scisynth.pipelines.students.evaluation.load import check_eval, keep_items, load_items
from scisynth.pipelines.students.evaluation.report import GALLERY, REPORT, RESULTS, write_pages
from scisynth.pipelines.students.evaluation.summarize import item_scores, summarize
from scisynth.reports.students.results import EvalResult
from scisynth.stats.gates import PERCENT, Headline
from scisynth.stats.intervals import choose_units, times
from scisynth.stats.power import MIN_CLUSTERS, Assumptions, minimum_detectable_effect
from scisynth.students.evaluation.grading import AnswerRow
from scisynth.students.evaluation.items import EvalItem
from scisynth.students.evaluation.local import load_answering
from scisynth.students.evaluation.questions import ask_all

ASSUMPTIONS = Assumptions(score_sd=0.5, rho=0.5, icc=0.05)
"""Of two models: each is right on half of the items, both find the same ones hard, and groups and images differ a little."""


def run_student_eval(config: EvalConfig, out: Path, *, seed: int, spending: Spending | None = None) -> EvalResult:
    """Asks what the run folder does not hold, grades and reports.

    Raises:
        ConfigError: settings that do not go together, a missing key, or a folder of another run.
        DataError: a test set in another layout, a row without an image, or data that changed since the run began.
        ModelError: no such model, one without a vision tower, or a server that never answers.
    """
    spending = (spending or Spending()).renewed()
    check_eval(config)
    items = load_items(config)
    questions = ask_all(items, samples=config.samples, control_samples=config.control_samples, seed=seed)
    if config.is_api:
        check_access([(config.model, config.access)], out, spending)
        student = None
    else:
        student = load_answering(
            config.model, config.revision, min_pixels=config.min_pixels, max_pixels=config.max_pixels
        )
    run = RunFolder(out, config, command=COMMAND, seed=seed)
    items, digest = keep_items(items, config, run)
    say(f"{config.protocol}: {len(questions)} questions about {len(items)} items to {config.model}")
    kept = ask_all(items, samples=config.samples, control_samples=config.control_samples, seed=seed)
    rows = answer_questions(config, kept, run, student, seed=seed, spending=spending)
    measured = summarize(config, out, items, rows, digest, spending)
    measured.save(out / RESULTS)  # without the two places below, which change when the folder moves
    result = replace(measured, gallery=out / GALLERY, report=out / REPORT)
    write_pages(result, items, rows)
    return result


@dataclass(frozen=True, kw_only=True)
class EvalPlan(Result):
    """What `student eval --plan` says; nothing was sent or written."""

    protocol: str
    num_items: int
    num_questions: int
    api: CostEstimate | None
    """None for a model of this machine."""
    sentences: tuple[str, ...]


def plan_student_eval(config: EvalConfig, out: Path, *, seed: int, spending: Spending) -> EvalPlan:
    """Calls, tokens and money at most, and the smallest difference that the run can tell; nothing is sent or written."""
    check_eval(config)
    items = load_items(config)
    questions = ask_all(items, samples=config.samples, control_samples=config.control_samples, seed=seed)
    estimate = estimate_answers(config, questions, out, spending)
    sentences = [
        f"{config.protocol}: {len(items):,} items, {len(questions):,} questions: {config.samples} answers each with the image, "
        f"{config.control_samples} without it, {config.control_samples} with a wrong one.",
        *(cost_sentences({config.model: estimate}) if estimate else _local_sentences(config, len(questions))),
        f"avg@k. {detectable_sentence(items)}",
    ]
    return EvalPlan(
        protocol=config.protocol,
        num_items=len(items),
        num_questions=len(questions),
        api=estimate,
        sentences=tuple(sentences),
    )


def _local_sentences(config: EvalConfig, num: int) -> list[str]:
    return [f"{config.model} on this machine: at most {num * config.asked_max_tokens:,} tokens to write."]


def detectable_sentence(items: Sequence[EvalItem]) -> str:
    """The smallest difference of two models that their test can tell; its units are groups, or images where there are few groups."""
    groups = [item.group for item in items] if any(item.group for item in items) else None
    units, kind = choose_units(groups, [item.image_hash for item in items])
    sizes = list(Counter(units).values())
    if len(sizes) < MIN_CLUSTERS:
        return "Fewer than three images: no difference between models can be significant."
    return minimum_detectable_effect(sizes, ASSUMPTIONS).sentence("items", "groups" if kind == "clusters" else "images")


def read_eval(folder: Path) -> tuple[EvalResult, list[AnswerRow]]:
    """The numbers and the answers of a finished run.

    Raises:
        DataError: it is none.
    """
    result = EvalResult.load(folder / RESULTS)
    return result, [AnswerRow.from_dict(row) for row in Journal(folder / STAGE / ROWS)]


def eval_headline(folder: Path) -> Headline:
    """avg@k of a finished run, in percent, for gates."""
    result, rows = read_eval(folder)
    return Headline(
        metric=f"avg@{result.samples}",
        unit=PERCENT,
        value=times(result.avg_at_k, 100),
        coverage=result.coverage,
        scores=item_scores(rows),
        clusters=group_of(rows),
        prompts=image_of(rows),
    )


def group_of(rows: Sequence[AnswerRow]) -> dict[str, str] | None:
    """By item, what it shares with others; None where the data names no groups."""
    groups = {row.item: row.group for row in rows}
    return groups if any(groups.values()) else None


def image_of(rows: Sequence[AnswerRow]) -> dict[str, str]:
    """By item, its image, which several questions may share; the item's own name where rows do not tell."""
    return {row.item: row.item for row in rows} | {row.item: row.image_hash for row in rows if row.image_hash}
