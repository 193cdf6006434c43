"""A reply to a question as a row: right, wrong, or a state with its reason.

right, wrong                      by `scisynth.grading`: a letter where there are options, else the answer's own kind
unparsed                          no answer in it, or other words than the key's, which a person has to read
truncated, refused, filtered      the model's own doing: no answer, and counted as none
transport, budget, missing        nobody answered: counted nowhere, and asked again by the same command
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from scisynth.clients.records import ChatReply
from scisynth.clients.refusals import is_refusal
from scisynth.core.problems import Answer
from scisynth.core.records import FREE, RETRIED, Cost, Outcome
from scisynth.core.results import Result
from scisynth.grading.answers import check_answer
from scisynth.grading.reading.letters import read_letter
from scisynth.grading.verdicts import Method
from scisynth.students.evaluation.items import EvalItem
from scisynth.students.evaluation.questions import Arm, Question


@dataclass(frozen=True, kw_only=True)
class AnswerRow(Result):
    """One answer of a run."""

    item: str
    group: str = ""
    """Family, image type or subject of the item."""
    image_hash: str = ""
    """Of the item's own images; empty in rows of early versions."""
    arm: Arm
    sample: int
    shown: str = ""
    """Id of the item whose image was shown; empty where none was."""
    status: Outcome
    correct: bool | None
    """None unless `status` is `ok`."""
    method: Method = "none"
    """How code graded it."""
    reason: str = ""
    raw: str = ""
    thinking: str = ""
    tokens: int = 0
    """Of the reply."""
    cost: Cost = FREE

    @property
    def score(self) -> float | None:
        """1 for a right answer, 0 for any other that the model gave, None where nobody answered."""
        return None if self.status in RETRIED else float(self.correct is True)


def grade_reply(question: Question, reply: ChatReply) -> AnswerRow:
    """The row of one reply."""
    status, correct, method, reason = _verdict(question.item, reply)
    return AnswerRow(
        item=question.item.id,
        group=question.item.group,
        image_hash=question.item.image_hash,
        arm=question.arm,
        sample=question.sample,
        shown=question.shown,
        status=status,
        correct=correct,
        method=method,
        reason=reason,
        raw=reply.text,
        thinking=reply.thinking,
        tokens=reply.completion_tokens,
        cost=reply.cost,
    )


def _verdict(item: EvalItem, reply: ChatReply) -> tuple[Outcome, bool | None, Method, str]:
    if reply.status != "ok":
        return reply.status, None, "none", reply.reason
    return _graded(reply.text, item.answer, item.options)


def _graded(text: str, answer: Answer, options: Mapping[str, str]) -> tuple[Outcome, bool | None, Method, str]:
    if options:
        letter = read_letter(text, options)
        if letter is not None:
            return "ok", letter == answer.text, "choice", f"{letter} for {answer.text}"
        reason = "the answer names no single option"
    else:
        verdict = check_answer(text, answer)
        if verdict.status != "unknown":
            return "ok", verdict.status == "right", verdict.method, verdict.reason
        reason = verdict.reason
    if is_refusal(text):
        return "refused", None, "none", "it declined in words"
    return "unparsed", None, "none", reason


def key_of(item: EvalItem) -> str:
    """All that a grader needs of an item, as JSON in one cell: the typed answer and the options."""
    return json.dumps({"answer": asdict(item.answer), "options": dict(item.options)}, ensure_ascii=False)


def grade_with_key(text: str, key: str) -> bool | None:
    """Whether a model's words are right by a cell of `key_of`; None where they decline or cannot be read.

    Exported tasks of other frameworks call it.
    """
    found = json.loads(key)
    return _graded(text, Answer(**found["answer"]), found["options"])[1]


def unreadable_keys(items: Sequence[EvalItem]) -> list[str]:
    """Ids of open questions whose own key, in a box, is not found right: only its very words can be."""
    return [
        item.id
        for item in items
        if not item.options and check_answer(f"\\boxed{{{item.answer.text}}}", item.answer).status != "right"
    ]
