"""Finds an answer among the texts that a figure shows: in one text, in letters set apart, in texts that stand side by side, and
in a point that lies just there on a scale.

What counts as the answer is said in `hidden_text`. Two things give nothing away: the labels of an ordinary scale, and one of several
like names (`Q3` among Q1 to Q4, a bar among bars, a curve of the legend), of which a reader still has to choose the right one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from scisynth.figures.labels.like_names import like_names
from scisynth.figures.labels.text import equal_labels, numbers
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.marks import Label, Mark
from scisynth.figures.verify.claim_checks.legends import entries
from scisynth.figures.verify.claims import Finding
from scisynth.figures.verify.hidden_text import is_shown, place_of, precise_value, says_nothing
from scisynth.figures.verify.side_by_side import joined_texts

ON_SCALE = 0.004
"""Part of an axis within which a point is at a place."""
MIN_CURVE = 8
"""Points of a line that is a curve, of which a single coordinate tells something."""
__all__ = ["check_leaks", "is_shown", "texts_to_hide"]


def check_leaks(drawing: Drawing, hidden: Sequence[str]) -> list[Finding]:
    """Texts and points of the figure that give the answer away, each once."""
    secrets = [secret for secret in dict.fromkeys(hidden) if not says_nothing(secret)]
    if not secrets:
        return []
    findings: list[Finding] = []
    told: set[str] = set()
    choices = [words for words in _choices(drawing) if any(equal_labels(words, secret) for secret in secrets)]
    texts = [mark for mark in drawing.texts if not mark.is_tick and mark.text not in choices]
    for mark in texts:
        secret = next((secret for secret in secrets if is_shown(secret, mark.text)), None)
        if secret is not None and mark.text not in told:
            findings.append(_fault(mark.text, secret, mark.id))
            told.add(mark.text)
    for words, pieces in joined_texts(texts):
        secret = next((secret for secret in secrets if is_shown(secret, words)), None)
        if secret is not None and not any(piece.text in told for piece in pieces):
            findings.append(_fault(" ".join(words.split()), secret, ""))
            told |= {piece.text for piece in pieces}
    return findings if findings else list(_points(drawing, secrets))


def texts_to_hide(marks: Iterable[Mark], answer: str, symbol: str = "") -> tuple[str, ...]:
    """What a figure of these marks must not show: the answer, or `symbol = answer` where something given has the same text."""
    printed = [DrawnMark(kind="text", text=mark.text) for mark in marks if isinstance(mark, Label)]
    if symbol and check_leaks(Drawing(1, 1, 1, tuple(printed)), (answer,)):
        return (f"{symbol} = {answer}",)
    return (answer,)


def _choices(drawing: Drawing) -> set[str]:
    """Texts that are one of several: like names, names in the legend, and words at the ticks of one axis, which two words may be notes on."""
    lists: dict[tuple[str, str], set[str]] = defaultdict(set)
    for mark in drawing.texts:
        if mark.tick_of:
            lists[mark.axes, mark.tick_of].add(mark.text)
    lists["legend", ""] = {entry.text for entry in entries(drawing)}
    names = {key: {text for text in texts if not numbers(text)} for key, texts in lists.items()}
    several = (group for (kind, _), group in names.items() if len(group) >= (2 if kind == "legend" else 3))
    return like_names(mark.text for mark in drawing.texts).union(*several)


def _fault(text: str, secret: str, mark_id: str) -> Finding:
    message = f"the text {text[:40]!r} gives away {secret!r}; take it out"
    return Finding(kind="leak", status="failed", message=message, of=(mark_id,) if mark_id else ())


def _points(drawing: Drawing, secrets: Sequence[str]) -> Iterator[Finding]:
    """A marked point, or the end of a curve, whose place on scales with numbers is the answer; the first one."""
    places = [(secret, place) for secret in secrets if (place := place_of(secret)) is not None]
    values = [(secret, value) for secret in secrets if (value := precise_value(secret)) is not None]
    scales = Counter(mark.axes for mark in drawing.texts if mark.is_tick)
    for mark in drawing.marks if places or values else ():
        axes = drawing.find(mark.axes) if mark.kind == "path" and scales[mark.axes] > 1 else None
        if axes is None or len(axes.data) < 2:
            continue
        spans = np.abs(np.subtract(axes.data[1], axes.data[0])).clip(min=1e-300)
        for end in _ends(mark):
            told = [secret for secret, place in places if (np.abs(np.subtract(end, place)) <= ON_SCALE * spans).all()]
            if len(mark.data) >= MIN_CURVE:
                told += [secret for secret, value in values if np.isclose(end, value, rtol=ON_SCALE / 2, atol=0).any()]
            if told:
                where = f"{mark.id or 'a line'} ends at ({end[0]:.4g}, {end[1]:.4g})"
                message = f"{where} of its scale, which gives away {told[0]!r}; end it elsewhere or leave it out"
                yield Finding(kind="leak", status="failed", message=message, of=(mark.id,) if mark.id else ())
                return


def _ends(mark: DrawnMark) -> list[tuple[float, float]]:
    """The middle of a point or dot, the two ends of a curve; nothing of an outline."""
    if len(mark.data) == 1:
        return [mark.data[0]]
    if mark.closed:
        return []
    return [mark.data[0], mark.data[-1]]
