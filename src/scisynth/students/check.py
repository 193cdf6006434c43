"""The self-test before any training: would the reward pay for right answers, and for nothing else?

For each item the gold answer in six spellings must earn 1, its wrong answers and an empty reply 0. An exception aborts. What is counted and
told: how far the answers are guessed without the image, how many prompts are cut, and how many images a processor scales up.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scisynth.core.errors import ScisynthError
from scisynth.core.problems import Answer
from scisynth.core.results import Result
from scisynth.students.items import TrainingItem

Reward = Callable[[str, Answer], float]
RAISED = (ScisynthError, ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What a reward may raise on a reply."""
LETTERS = frozenset("ABCDEFGH")
ALL_EQUAL = {
    "gold refused": ", so that all rewards would be 0 and nothing is learned",
    "wrong paid": ", so that all rewards would be equal and nothing is learned",
    "empty paid": ", so that all rewards would be equal and nothing is learned",
}


@dataclass(frozen=True, kw_only=True)
class RewardFault(Result):
    """An item on which the reward errs."""

    id: str
    fault: str
    """`gold refused`, `wrong paid`, `empty paid`, `letter gold` or `raised`."""
    detail: str


@dataclass(frozen=True, kw_only=True)
class RewardCheck(Result):
    """What the self-test found."""

    items: int
    faults: tuple[RewardFault, ...]
    top_answer: float
    """Fraction of the items that have the most frequent answer of their group: what somebody gets who never looks."""

    @property
    def passed(self) -> bool:
        """Whether training may begin."""
        return not self.faults

    @property
    def verdict(self) -> str:
        """Whether it is the reward that is broken, and not single items; empty where it is not."""
        kinds = {fault.fault for fault in self.faults}
        if self.items < 2 or len(self.faults) < self.items or len(kinds) > 1:
            return ""
        return f"the reward itself is broken: {kinds.pop()} on every item{ALL_EQUAL.get(self.faults[0].fault, '')}"


def spellings(answer: Answer) -> tuple[str, ...]:
    """The gold answer as six models would write it."""
    text = answer.text
    return (
        text,
        f"\\boxed{{{text}}}",
        f"Answer: {text}",
        f"The final answer is {text}.",
        f"<think>Let me look at the image.</think>\n\n**{text}**",
        f"First I read the values. Then I compute.\n\n$$\\boxed{{{text}}}$$",
    )


def check_reward(items: Sequence[TrainingItem], reward: Reward) -> RewardCheck:
    """Asks the reward for each item; an exception of the reward is a fault of the item, so that all of them are told."""
    faults: list[RewardFault] = []
    for item in items:
        faults += _faults(item, reward)
    return RewardCheck(items=len(items), faults=tuple(faults), top_answer=top_answer(items))


def _faults(item: TrainingItem, reward: Reward) -> list[RewardFault]:
    if _is_letter_key(item):
        detail = f"the answer {item.answer.text!r} is the letter of an option that the question does not tell"
        return [RewardFault(id=item.id, fault="letter gold", detail=detail)]
    wanted = [(text, 1.0, "gold refused") for text in spellings(item.answer)]
    wanted += [(f"\\boxed{{{text}}}", 0.0, "wrong paid") for text in item.wrong]
    wanted += [("", 0.0, "empty paid"), ("I cannot tell.", 0.0, "empty paid")]
    for reply, due, fault in wanted:
        try:
            paid = reward(reply, item.answer)
        except RAISED as error:
            return [
                RewardFault(id=item.id, fault="raised", detail=f"{type(error).__name__}: {error} for {reply[:60]!r}")
            ]
        if paid != due:
            return [
                RewardFault(
                    id=item.id, fault=fault, detail=f"{reply[:80]!r} earns {paid:g}; the answer is {item.answer.text!r}"
                )
            ]
    return []


def _is_letter_key(item: TrainingItem) -> bool:
    """Whether the answer and all wrong ones are letters of a choice, of which the question does not name every one."""
    if item.kind == "reading" or item.answer.unit or item.answer.value is not None:
        return False
    letters = [text.strip().upper() for text in (item.answer.text, *item.wrong)]
    return LETTERS.issuperset(letters) and not all(re.search(rf"\b{letter}\b", item.question) for letter in letters)


def top_answer(items: Sequence[TrainingItem]) -> float:
    """Fraction of items with the most frequent answer of their group and question kind."""
    groups: dict[tuple[str, str], Counter[str]] = {}
    for item in items:
        groups.setdefault((item.group, item.kind), Counter())[item.answer.text] += 1
    return sum(max(counts.values()) for counts in groups.values()) / len(items) if items else 0.0
