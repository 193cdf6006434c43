r"""Is an answer right? Decided by code where code can, and `unknown` where it cannot.

    check_answer("So v = 3*4 = 12.0 m/s (to the east)", "12 m/s")         right
    check_answer("2x - y = 0", "x + y = 0")                                wrong
    check_answer("the lens bends the light", "refraction")                 unknown

A key is typed when it is read (`compare` lists the kinds, `quantities` the tolerance of numbers). Every part of a key has to be met, and a
reply that commits to several different answers is never right. Nothing is executed, no second model is asked, and the work is bounded
by the lengths of the two texts. `unknown` belongs to a person or a judge and is neither right nor wrong. A reply without a unit is taken
to be in the unit asked for.
Not covered: definitions that are not in the texts (k for 1/4πε_0), integrals and sums beyond the same text, synonyms, drawings.
"""

import re

from scisynth.core.problems import Answer
from scisynth.grading.compare import compare
from scisynth.grading.reading.final import closed_boxes, read_final_answer
from scisynth.grading.reading.letters import read_letter
from scisynth.grading.reading.prose import candidates, without_denied
from scisynth.grading.rules import Context
from scisynth.grading.values.numbers import read_number, with_decimal_points
from scisynth.grading.values.parts import split_parts
from scisynth.grading.values.plain import plain_text
from scisynth.grading.verdicts import AnswerVerdict, Method, Status, decided, unknown

__all__ = ["AnswerVerdict", "Method", "Status", "check_answer"]
MAX_CHARS = 100_000
MAX_ANSWER_CHARS = 4_000
_CLOSING_TAG = re.compile(r"(?:</\w+>\s*)+$")
LETTERS = "ABCDEFGH"
MAX_BOXES = 24


def check_answer(reply: str, key: str | Answer) -> AnswerVerdict:
    """Whether a reply states a problem's answer.

    Args:
        reply: a model's words; what they commit to is found by `read_final_answer`.
        key: a text, or an `Answer` with a value in a unit and perhaps a relative tolerance of its own.

    >>> check_answer("The speed is 43.2 km/h.", "12 m/s").status, check_answer("12.5 m/s", "12 m/s").status
    ('right', 'wrong')
    """
    answer = Answer(text=key) if isinstance(key, str) else key
    if reply.strip() and reply.strip() == answer.text.strip():
        return decided(True, "text", "the same text")
    if len(reply) > MAX_CHARS or len(answer.text) > MAX_CHARS:
        return unknown(f"longer than {MAX_CHARS:,} characters")
    wanted = _declared(answer) if answer.value is not None else _key_text(answer.text)
    if not wanted:
        return unknown("the key is empty")
    final = read_final_answer(reply)
    if not final.strip():
        return unknown("the reply is empty, or names no answer")
    if _ends_with(reply, answer.text):
        return decided(True, "text", "the key's own words")
    if len(final) > MAX_ANSWER_CHARS or len(wanted) > MAX_ANSWER_CHARS:
        return unknown("too long for an answer, and not the key's words")
    if len(_boxes(reply)) > 1 and len(split_parts(wanted)) > 1:
        final = _boxed_lines(reply)
    verdict = _check(final, wanted, Context(answer.tolerance))
    if (
        verdict is None
        and len(wanted) == 1
        and wanted.upper() in LETTERS
        and (letter := read_letter(reply, LETTERS)) is not None
    ):
        return decided(letter == wanted.upper(), "choice", f"{letter} for {wanted.upper()}")
    return verdict or unknown("other words than the answer's; a person has to look")


def _check(final: str, wanted: str, context: Context) -> AnswerVerdict | None:
    """The first candidate of the final answer that a rule can read next to the key."""
    fallback: AnswerVerdict | None = None
    whole = plain_text(final)
    if (meant := without_denied(whole)) not in ("", whole):
        verdict = compare(meant, wanted, context)
        if verdict is not None and verdict.status == "right":
            return verdict
    for place, said in enumerate(candidates(final, wanted)):
        verdict = compare(said, wanted, context)
        if (
            place
            and verdict is not None
            and verdict.status != "right"
            and verdict.method in ("text", "direction", "none")
        ):
            continue  # words cut out of a sentence are no answer unless they are the key's
        if verdict is not None and verdict.status == "right":
            return verdict
        if (pointed := with_decimal_points(said)) != said and (other := compare(pointed, wanted, context)) is not None:
            # A comma between digits may be a decimal one, if the answer is right or readable that way only.
            verdict = other if other.status == "right" or verdict is None or verdict.status == "unknown" else verdict
        if verdict is not None:
            fallback = verdict
            break
    return fallback


def _declared(answer: Answer) -> str:
    """The declared value as a text, with the digits of the key's own text where that states it."""
    assert answer.value is not None
    text, digits = plain_text(answer.text), f"{answer.value:.15g}"
    for found in re.finditer(r"(?<![\w.])[+-]?(?:\d|\.\d)", text):
        number = read_number(text[found.start() :])
        if number is not None and abs(number[0].value - answer.value) <= 1e-9 * abs(answer.value):
            digits = text[found.start() : len(text) - len(number[1])]
            break
    return f"{digits} {plain_text(answer.unit)}".strip()


def _key_text(text: str) -> str:
    """The plain text of a key: what it has in boxes, if it has any, else all of it."""
    boxes = _boxes(text)
    return plain_text(_boxed_lines(text) if len(boxes) > 1 else boxes[0] if boxes else text)


def _boxed_lines(text: str) -> str:
    """The lines with boxes, with the labels before these; only the boxes where one is longer than its line."""
    boxes = _boxes(text)
    lines = [line for line in text.split("\n") if _boxes(line)]
    is_split = any("\n" in box for box in boxes) or sum(len(_boxes(line)) for line in lines) != len(boxes)
    return "\n".join(boxes if is_split else lines)


def _boxes(text: str) -> list[str]:
    r"""What is inside each `\boxed{...}` that closes, the last `MAX_BOXES` of them."""
    return [text[inside:closing] for _, inside, closing in closed_boxes(text)[-MAX_BOXES:]]


def _ends_with(reply: str, key: str) -> bool:
    """Whether the reply ends with all of a long key, word for word."""
    words, said = (_CLOSING_TAG.sub("", " ".join(text.split()).rstrip("}$ .")).rstrip("}$ .") for text in (key, reply))
    before = said.removesuffix(words)
    is_apart = (
        before != said
        and before[-1:] in ("", " ", "{", ":", ">", "$")
        and not before.rstrip().endswith(("not", "n't", "or"))
    )
    return len(words) >= 24 and is_apart
