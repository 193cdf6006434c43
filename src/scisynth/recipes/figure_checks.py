"""What a verification found, as pages show it: claims, given values, labels, layout and the hidden answer, each with its place."""

from collections.abc import Iterable, Mapping
from typing import Any

from scisynth.imgcoder.claims import Finding
from scisynth.imgcoder.verify import Verification
from scisynth.reports.figures_page import Check

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
