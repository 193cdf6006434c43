"""Measures a drawing's layout: texts that overlap, leave the page or are too small, and answers that leak.

Every fault is a finding with its place, so that a repair can act on it. Thresholds are those a reader of the picture at its
own size would feel.
"""

from collections.abc import Sequence

import numpy as np

from scisynth.imgcoder.claims import MAX_OF_A_KIND, Finding, left_out
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
    return findings + _overlaps(texts)


def _overlaps(texts: Sequence[DrawnMark]) -> list[Finding]:
    """Pairs of texts that cover each other; those beyond the first `MAX_OF_A_KIND` are one finding with their number."""
    if len(texts) < 2:
        return []
    boxes = np.asarray([mark.bbox for mark in texts])
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    findings: list[Finding] = []
    num = 0
    for place, (box, one) in enumerate(zip(boxes[:-1], texts[:-1], strict=True)):
        others = boxes[place + 1 :]
        with np.errstate(all="ignore"):
            width = np.minimum(others[:, 2], box[2]) - np.maximum(others[:, 0], box[0])
            height = np.minimum(others[:, 3], box[3]) - np.maximum(others[:, 1], box[1])
            smaller = np.maximum(np.minimum(areas[place + 1 :], areas[place]), 1.0)
            shares = np.maximum(width, 0) * np.maximum(height, 0) / smaller
        covered = np.flatnonzero(shares > MAX_OVERLAP)
        num += len(covered)
        for index in covered[: MAX_OF_A_KIND - len(findings)]:
            two = texts[place + 1 + index]
            findings.append(_fault("overlap", one, f"covers {shares[index]:.0%} of {two.text[:30]!r}", two.id))
    return [*findings, *left_out("overlap", num - len(findings))]


def check_leaks(drawing: Drawing, hidden: Sequence[str]) -> list[Finding]:
    """Texts of the figure that give the answer away."""
    secrets = [(secret, _in_tokens(secret)) for secret in hidden if tokens(secret)]
    shown = [(mark, _in_tokens(mark.text)) for mark in drawing.texts] if secrets else []
    return [
        _fault("leak", mark, f"gives away {secret!r}")
        for mark, text in shown
        for secret, parts in secrets
        if parts in text
    ]


def _in_tokens(text: str) -> str:
    """Tokens with bounds around each, so that `5 cm` stands neither in `15 cm` nor in `2.5 cm`."""
    return "".join(f"\n{token}\n" for token in tokens(text))


def _leaves(mark: DrawnMark, drawing: Drawing, slack: float) -> bool:
    left, bottom, right, top = mark.bbox
    return min(left, bottom) < -slack or right > drawing.width_px + slack or top > drawing.height_px + slack


def _fault(kind: str, mark: DrawnMark, what: str, other: str = "") -> Finding:
    message = f"the text {mark.text[:40]!r} {what}"
    return Finding(kind=kind, status="failed", message=message, of=tuple(name for name in (mark.id, other) if name))
