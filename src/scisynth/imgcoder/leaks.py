"""Finds an answer among the texts that a figure shows: in one text, in letters set apart, in texts that stand side by side, and
in a point that lies just there on a scale.

What counts as the answer is said in `hidden_text`. The labels of an ordinary scale count for nothing where the answer is a number.
"""

import re
from collections.abc import Iterator, Sequence

from scisynth.imgcoder.claims import Finding
from scisynth.imgcoder.hidden_text import is_shown, says_nothing
from scisynth.imgcoder.label_text import tokens
from scisynth.imgcoder.read_back import Drawing, DrawnMark
from scisynth.imgcoder.side_by_side import joined_texts

MAX_POINTS = 500
"""Points and ends of curves that are compared with the answer."""
ON_SCALE = 0.004
"""Part of an axis within which a point is at a place."""
POINT = re.compile(r"\(\s*([^(),;]{1,20})[,;]\s*([^(),;]{1,20})\)")
__all__ = ["check_leaks", "is_shown"]


def check_leaks(drawing: Drawing, hidden: Sequence[str]) -> list[Finding]:
    """Texts and points of the figure that give the answer away, each once."""
    secrets = [secret for secret in dict.fromkeys(hidden) if not says_nothing(secret)]
    if not secrets:
        return []
    findings: list[Finding] = []
    told: set[str] = set()
    for mark in drawing.texts:
        secret = next((secret for secret in secrets if _tells(mark, secret)), None)
        if secret is not None and mark.text not in told:
            findings.append(_fault(mark.text, secret, mark.id))
            told.add(mark.text)
    for words, pieces in joined_texts([mark for mark in drawing.texts if not mark.is_tick]):
        secret = next((secret for secret in secrets if is_shown(secret, words)), None)
        if secret is not None and not any(piece.text in told for piece in pieces):
            findings.append(_fault(" ".join(words.split()), secret, ""))
            told |= {piece.text for piece in pieces}
    return findings if findings else list(_points(drawing, secrets))


def _tells(mark: DrawnMark, secret: str) -> bool:
    return not (mark.is_tick and _is_number(secret)) and is_shown(secret, mark.text)


def _fault(text: str, secret: str, mark_id: str) -> Finding:
    message = f"the text {text[:40]!r} gives away {secret!r}; take it out"
    return Finding(kind="leak", status="failed", message=message, of=(mark_id,) if mark_id else ())


def _is_number(secret: str) -> bool:
    return all(token.kind not in ("word", "unit") for token in tokens(secret))


def _points(drawing: Drawing, secrets: Sequence[str]) -> Iterator[Finding]:
    """A marked point, or the end of a curve, whose place on two scales with numbers is the answer."""
    return iter(())
