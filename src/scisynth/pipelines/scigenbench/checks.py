"""What a verification found, as pages show it: claims, given values, labels, layout and the hidden answer, each with its place."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scisynth.figures.verify.claims import Finding
from scisynth.figures.verify.verify import Verification
from scisynth.reports.figures.gallery import Check
from scisynth.reports.parts.format import plural

PLAN_CLAIMS, SCENE_CLAIMS = "claims of its own plan", "claims of its program"
GIVENS, LABELS, LAYOUT, LEAKS = "given values", "labels of the plan", "layout", "the hidden answer"


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


def check_from_dict(row: Mapping[str, Any]) -> Check:
    """Inverse of `asdict`, also after JSON has turned tuples into lists."""
    return Check(**{**row, "boxes": tuple((left, top, right, bottom) for left, top, right, bottom in row["boxes"])})


def count_checks(rows: Sequence[Mapping[str, Any]]) -> str:
    """`40 of 44 claims of their own plans hold; 16 of 16 given values and 26 of 26 labels are printed; 1 check could not be made`."""
    checks = [check for row in rows for check in row["checks"]]
    whose = "its own plan" if len(rows) == 1 else "their own plans"
    texts = [_held_of(checks, GIVENS, "given values"), _held_of(checks, LABELS, "labels")]
    printed = " and ".join(filter(None, texts))
    unchecked = sum(check["status"] == "unchecked" for check in checks)
    claims = _held_of(checks, PLAN_CLAIMS, f"claims of {whose}")
    parts = (
        f"{claims} hold" if claims else "no claims to check",
        f"{printed} are printed" if printed else "",
        f"{plural(unchecked, 'check')} could not be made" if unchecked else "",
    )
    return "; ".join(filter(None, parts))


def _held_of(checks: Iterable[Mapping[str, Any]], part: str, words: str) -> str:
    """`3 of 4 labels`; empty for none at all."""
    states = [check["status"] for check in checks if check["part"] == part]
    return f"{states.count('held')} of {len(states)} {words}" if states else ""
