r"""The value that a sentence commits to, where the final answer of a reply is still a sentence.

    The resistance comes out as 73 Ω.       73 Ω
    Hence $x = 4$.                           x = 4
    It is 5. No, 6.                          nothing: two numbers

A number is taken out of a sentence only if it is the only one that can be meant: of the key's dimension, not denied, and without
another value next to it.
"""

import re
from collections.abc import Iterator

from scisynth.grading.reading.markers import UNREAL
from scisynth.grading.values.plain import plain_text
from scisynth.grading.values.quantities import CAP, Quantity, read_quantity, same_quantity
from scisynth.grading.values.units import conversion

MAX_NUMBERS = 40
_LEAD = re.compile(
    r"^(?:(?:so|thus|hence|therefore|then|finally|and|ok(?:ay)?|well|it follows that|this gives|this means|we (?:get|have|find|obtain)|which gives"
    r"|it is|it's|that is|i get|the (?:final |correct )?(?:answer|result|solution)(?: is)?|answer|result|final answer|or)\b[\s:,]*)+", re.IGNORECASE,
)  # fmt: skip
_VERB = re.compile(
    r"(?:\b(?:is|are|was|be|equals?|becomes?|gives?|yields?|get|obtain|have|reads?|states?|comes (?:out )?(?:to|as|at)|turns out to be|ist|est|es|são|sont"
    r"|beträgt|vaut)\b|[是为為は：]|:)\s*(?:then |about |approximately |therefore |thus |equal to |given by |simply |just |also )*", re.IGNORECASE,
)  # fmt: skip
_MATH = re.compile(r"\$\$?([^$]+)\$\$?|\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
_BOLD = re.compile(r"\*\*([^*\n]{1,200})\*\*|`([^`\n]{1,200})`")
_DENIED = re.compile(
    r"\bnot\b|n't\b|≠|\b(?:or|either|maybe|perhaps|no,|wait|instead|wrong|never|cannot|neither|nor|doubt|without|except|(?:anything|all) but|nicht|keine?|pas)\b",
    re.IGNORECASE,
)
_NOT_MEANT = re.compile(
    r"(?:\s*[,;(—–]\s*(?:and\s+|but\s+)?|\s+(?:and|but)\s+)not\s[^,;]{1,80}$|,?\s+(?:rather\s+than|instead\s+of|as\s+opposed\s+to)\s[^,;]{1,80}$",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"[<>≤≥≠±√]|\b(?:more|less|greater|fewer|larger|smaller) than\b|\bat (?:least|most)\b|\bbetween\b|\b(?:over|under|above|below|exceed\w*|twice|thrice|double|triple|times|half(?: of)?)\s(?=[-+]?[\d.])",
    re.IGNORECASE,
)
"""A limit or a multiple, and no value."""
_NUMBER = re.compile(r"(?<![\w.,^_{/\\])[+-]?\s?[$€£]?(?:\d|\.\d)")
_IMPLIES = re.compile(r"\s*(?:⇒|⇔|∴)\s*")


def candidates(final: str, wanted: str) -> Iterator[str]:
    """Plain texts that may be the answer, from the whole final answer to what a sentence in it says.

    Args:
        final: from `read_final_answer`.
        wanted: the key, after `plain_text`.
    """
    whole = plain_text(final)
    seen = {whole}
    yield whole
    for text in _inner(final, whole, wanted):
        if text and text not in seen:
            seen.add(text)
            yield text


def without_denied(text: str) -> str:
    """A plain text without a last part that says what it does not mean.

    >>> without_denied("5 N, not 6 N"), without_denied("not 5 N")
    ('5 N', 'not 5 N')
    """
    return _NOT_MEANT.sub("", text)


def _inner(final: str, whole: str, wanted: str) -> Iterator[str]:
    yield plain_text(_LEAD.sub("", whole))
    if "⇒" in whole or "⇔" in whole:
        yield plain_text(_IMPLIES.split(whole)[-1])
    if _DENIED.search(whole) or UNREAL.search(whole):
        return
    if len(found := _BOLD.findall(final)) == 1:
        yield plain_text(found[0][0] or found[0][1])
    if len(pieces := _MATH.findall(final)) == 1:
        yield plain_text(next(piece for piece in pieces[0] if piece))
    asked = read_quantity(wanted)
    if asked is not None:
        if (number := _only_number(whole, asked)) is not None:
            yield number
        if len(_NUMBER.findall(whole)) > 1:
            return
    verbs = list(_VERB.finditer(whole))
    for verb in (verbs[-1:] + verbs[:1]) if len(whole) <= 400 else ():
        yield plain_text(whole[verb.end() :])


def _only_number(text: str, asked: Quantity) -> str | None:
    """The text of the one quantity in a sentence that can be meant; None where there is none, or several that differ."""
    found: list[tuple[str, Quantity]] = []
    end = 0
    if _BOUND.search(text):
        return None
    for match in list(_NUMBER.finditer(text))[:MAX_NUMBERS]:
        if match.start() < end:
            continue
        piece = re.split(r"(?<=[\w)])[.;?!]\s|\n", text[match.start() : match.start() + 120])[0]
        quantity = read_quantity(piece.rstrip(" .,;"))
        if quantity is None:
            return None
        end = match.start() + 1 if quantity.remark else match.start() + len(piece)
        is_other = (
            asked.unit is not None and asked.unit.is_known and quantity.unit is not None and quantity.unit.is_known
            and conversion(quantity.unit, asked.unit) is None
        )  # fmt: skip
        if not is_other:
            found.append((piece, quantity))
    if not found or any(same_quantity(found[0][1], other, CAP)[0] is not True for _, other in found[1:]):
        return None
    return found[0][0].rstrip(" .,;")
