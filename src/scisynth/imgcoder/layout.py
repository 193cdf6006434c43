"""Measures a drawing's layout: texts that overlap, leave the page or are too small, and answers that leak.

Every fault is a finding with its place, so that a repair can act on it. Thresholds are those a reader of the picture at its
own size would feel.
"""

from collections.abc import Sequence
from itertools import combinations

from scisynth.imgcoder import geometry
from scisynth.imgcoder.claims import Finding
from scisynth.imgcoder.read_back import Drawing, DrawnMark
from scisynth.imgcoder.words import tokens

MIN_FONT_PT = 6.0
MAX_OVERLAP = 0.12
"""Common area of two texts as a share of the smaller."""
SLACK_PX = 2.0
GROWTH = 0.15
"""How far a picture that is fitted to its contents may grow beyond the page, as a share of the page, before a text stands astray."""


def check_layout(drawing: Drawing, *, fitted: bool = False) -> list[Finding]:
    """Overlaps, cut-off texts and tiny fonts; empty when a reader has nothing to complain of.

    `fitted`: the picture was cut to its contents, so that a text just outside of the page is on the picture all the same.
    """
    texts = drawing.texts
    slack = GROWTH * max(drawing.width_px, drawing.height_px) if fitted else SLACK_PX
    findings = [_fault("cut_off", mark, "leaves the page") for mark in texts if _leaves(mark, drawing, slack)]
    findings += [
        _fault("tiny_text", mark, f"is set in {mark.size:.1f} pt, below {MIN_FONT_PT:g} pt")
        for mark in texts
        if mark.size < MIN_FONT_PT
    ]
    for one, two in combinations(texts, 2):
        share = geometry.overlap_area(one.bbox, two.bbox) / max(min(_area(one), _area(two)), 1.0)
        if share > MAX_OVERLAP:
            findings.append(_fault("overlap", one, f"covers {share:.0%} of {two.text[:30]!r}", two.id))
    return findings


def check_leaks(drawing: Drawing, hidden: Sequence[str]) -> list[Finding]:
    """Texts of the figure that give the answer away."""
    return [
        _fault("leak", mark, f"gives away {secret!r}")
        for mark in drawing.texts
        for secret in hidden
        if _stands_in(tokens(secret), tokens(mark.text))
    ]


def _stands_in(secret: list[str], text: list[str]) -> bool:
    """As a whole: `5 cm` stands neither in `15 cm` nor in `2.5 cm`."""
    return bool(secret) and any(text[at : at + len(secret)] == secret for at in range(len(text) - len(secret) + 1))


def _leaves(mark: DrawnMark, drawing: Drawing, slack: float) -> bool:
    left, bottom, right, top = mark.bbox
    return min(left, bottom) < -slack or right > drawing.width_px + slack or top > drawing.height_px + slack


def _area(mark: DrawnMark) -> float:
    left, bottom, right, top = mark.bbox
    return (right - left) * (top - bottom)


def _fault(kind: str, mark: DrawnMark, what: str, other: str = "") -> Finding:
    message = f"the text {mark.text[:40]!r} {what}"
    return Finding(kind=kind, status="failed", message=message, of=tuple(name for name in (mark.id, other) if name))
