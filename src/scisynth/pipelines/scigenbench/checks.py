"""A figure as pages show it: its record, and the checks on it with their places.

Checks are of claims, given values, labels, layout and the hidden answer.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from scisynth.core.problems import FigureProblem
from scisynth.core.texts import shorten_middle
from scisynth.figures.verify.claims import Finding
from scisynth.figures.verify.verify import Verification
from scisynth.reports.figures.gallery import Check, FigureRecord
from scisynth.reports.parts.format import plural

PLAN_CLAIMS, SCENE_CLAIMS = "claims of its own plan", "claims of its program"
GIVENS, LABELS, LAYOUT, LEAKS = "given values", "labels of the plan", "layout", "the hidden answer"
MAX_PART_BYTES = 20_000
"""Of a script, a log or a reply in the gallery; the run folder has the whole one."""


def figure_record(
    problem: FigureProblem,
    image: Path | None,
    *,
    verdict: str,
    passed: bool,
    checks: Iterable[Check],
    parts: Iterable[tuple[str, str]],
    alt: str = "",
    title: str = "",
    group: str = "",
    answer: str = "",
) -> FigureRecord:
    """The record of a problem's figure.

    Args:
        problem: what was asked.
        picture: the image; None where there is none.
        verdict: what became of it, in a few words.
        passed: whether it is as it should be.
        checks: what was looked at.
        parts: (name, text) folded away below the figure; empty texts are left out, long ones shortened.
        alt: what the figure shows, in words.
        title: instead of the problem's id.
        group: what the page filters by, instead of the image type or, without one, the source.
        answer: instead of the problem's own.
    """
    return FigureRecord(
        id=problem.id,
        group=group or problem.image_type or problem.source,
        title=title or problem.id,
        picture=image,
        problem=problem.question,
        answer=answer or problem.answer.text or "(not given)",
        verdict=verdict,
        passed=passed,
        checks=tuple(checks),
        parts=tuple((name, shorten_middle(text, MAX_PART_BYTES)) for name, text in parts if text),
        alt=alt,
    )


def checks_of(found: Verification | None, *, claims: str = PLAN_CLAIMS) -> list[Check]:
    """Everything that was looked at, in the order of a page; empty where nothing was."""
    if found is None:
        return []
    return [
        *_checks(found.claims, claims),
        *_checks((item for item in found.required if item.kind == "given"), GIVENS),
        *_checks((item for item in found.required if item.kind != "given"), LABELS),
        *_checks(found.layout, LAYOUT),
        *_checks(found.leaks, LEAKS),
    ]


def _checks(findings: Iterable[Finding], part: str) -> list[Check]:
    return [
        Check(
            status=finding.status,
            words=f"{' '.join((finding.kind.replace('_', ' '), ', '.join(finding.of))).strip()}: {finding.message}",
            part=part,
            boxes=finding.boxes,
        )
        for finding in findings
    ]


def count_checks(figures: Sequence[Sequence[Check]]) -> str:
    """`40 of 44 claims of their own plans hold; 16 of 16 given values and 26 of 26 labels are printed; 1 check could not be made`."""
    checks = [check for found in figures for check in found]
    whose = "its own plan" if len(figures) == 1 else "their own plans"
    texts = [_held_of(checks, GIVENS, "given values"), _held_of(checks, LABELS, "labels")]
    printed = " and ".join(filter(None, texts))
    unchecked = sum(check.status == "unchecked" for check in checks)
    claims = _held_of(checks, PLAN_CLAIMS, f"claims of {whose}")
    parts = (
        f"{claims} hold" if claims else "no claims to check",
        f"{printed} are printed" if printed else "",
        f"{plural(unchecked, 'check')} could not be made" if unchecked else "",
    )
    return "; ".join(filter(None, parts))


def _held_of(checks: Iterable[Check], part: str, words: str) -> str:
    """`3 of 4 labels`; empty for none at all."""
    states = [check.status for check in checks if check.part == part]
    return f"{states.count('held')} of {len(states)} {words}" if states else ""
