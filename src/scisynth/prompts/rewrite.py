"""Prompts that say what must be seen: an unripe tomato is told to be green. The prompt itself is kept whole, word for word.

    rewrite_by_facts("A tomato not yet ripe.")    "A hard green tomato with no trace of red. A tomato not yet ripe."

What is seen stands in front, since text encoders cut long prompts at the end. What science does not know is left alone
(`situation` says why). A rewrite by somebody's model is held to `find_fault`: it may add, and neither drop nor obey.
Published systems rewrite every prompt; they score against the user's prompt in the better case (UniRL, pull request 477).
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol

from scisynth.core.records import FREE, Cost, Outcome, PromptSet, with_cost
from scisynth.prompts.situation import FreeSituation, NotKnown, find_situation, telling_words

FACTS = "facts"
MAX_ADDED_CHARS = 600
INSTRUCTION = re.compile(
    r"\b(?:ignor(?:e|ing)|disregard|forget|override)\b.{0,40}\b(?:above|previous|prior|earlier|instructions?|prompt|rules|everything|text)\b"
    r"|\bsystem (?:prompt|message)\b|\byou are (?:now|an?|the)\b|\bas an ai\b|\b(?:reply|respond|answer|output|print|write) (?:only|with|exactly|the words?)\b"
    r"|\binstead,? (?:of (?:this|that)|write|say|draw|paint|output|generate)\b|\b(?:new|following) instructions?\b"
    r"|</?(?:system|user|assistant|prompt|instructions?)>|\[/?INST\]|<\|",
    re.IGNORECASE | re.DOTALL,
)
"""Words that speak to whoever reads the prompt, not of the image."""
SMALL_WORDS = frozenset(
    ["and", "the", "with", "for", "from", "that", "this", "has", "been", "its", "are", "was", "were", "not", "very", "some", "into", "onto", "out", "over", "under", "which", "there", "a", "an", "of", "in", "on", "at", "to", "by", "is", "it", "or", "as", "simple", "simply", "realistic", "realistically", "realism", "clear", "clearly", "image", "picture", "photo", "depiction", "depicted", "depicting", "scene", "presented", "shown", "showing", "style"]
)  # fmt: skip
"""Words of a prompt that a rewriter may turn or leave out: grammar and style."""


@dataclass(frozen=True, kw_only=True)
class Rewrite:
    """One prompt before and after."""

    original_prompt: str
    """What was asked for; images are scored against this."""
    generation_prompt: str
    """What the generator is given; the original where it was left alone."""
    status: Literal["rewritten", "left alone"]
    reason: str = ""
    """Why it was left alone."""
    law: str = ""
    derivation: str = ""
    """Why what was added is true; empty where no facts were used."""
    by: str = FACTS
    state: Outcome = "ok"
    """How asking a model ended; what passes is asked for again by the next run."""
    cost: Cost = FREE

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> "Rewrite":
        """Inverse of `to_dict`."""
        return cls(**with_cost(row))


class Rewriter(Protocol):
    """Turns prompts into prompts that say what must be seen."""

    name: str

    def rewrite(self, prompts: Sequence[str]) -> list[Rewrite]:
        """One rewrite a prompt, in their order."""
        ...


class FactsRewriter:
    """Rewrites by science's facts, without a model (`Rewriter`)."""

    name = FACTS

    def rewrite(self, prompts: Sequence[str]) -> list[Rewrite]:
        """One rewrite a prompt; the same prompt is rewritten the same way everywhere."""
        return [rewrite_by_facts(prompt) for prompt in prompts]


def rewrite_by_facts(prompt: str) -> Rewrite:
    """The prompt with what science says must be seen in front, or left alone with the reason.

    >>> rewrite_by_facts("A banana picked before it was ripe.").generation_prompt
    'A hard green banana with no trace of yellow. A banana picked before it was ripe.'
    >>> rewrite_by_facts("Two cats on a sofa.").reason
    'no known law speaks of it'
    """
    if INSTRUCTION.search(prompt):
        return left_alone(prompt, "it holds an instruction to whoever reads it")
    try:
        situation = find_situation(prompt)
    except NotKnown as reason:
        return left_alone(prompt, str(reason))
    return Rewrite(
        original_prompt=prompt,
        generation_prompt=f"{situation.shown()} {prompt}",
        status="rewritten",
        law=situation.law.name,
        derivation=situation.derivation,
    )


def left_alone(prompt: str, reason: str, *, by: str = FACTS, state: Outcome = "ok", cost: Cost = FREE) -> Rewrite:
    """A rewrite that changes nothing."""
    return Rewrite(
        original_prompt=prompt,
        generation_prompt=prompt,
        status="left alone",
        reason=reason,
        by=by,
        state=state,
        cost=cost,
    )


def asked_of(prompt: str) -> PromptSet:
    """A free prompt as judges take it: with its law and the derived truth where they are known, else with its words alone."""
    try:
        return find_situation(prompt).to_prompt_set()
    except NotKnown:
        return PromptSet(
            id=prompt, law="", field="", type="ST", subject="", condition="", setting="S", place="", entity="",
            implicit_prompt=prompt, explicit_prompt="", superficial_prompt="", paraphrase=0, outcome="",
            superficial_outcome="", derivation="", split="test_S", subject_seen=True,
            scene_rubric=f"Everything that the prompt asks for: {prompt}",
            reality_rubric="What would really be seen, by what you know of physics, chemistry and biology.",
        )  # fmt: skip


def find_fault(original: str, rewritten: str, situation: FreeSituation | None = None) -> str:
    """Why a rewrite by somebody's model must not be used; empty where it may.

    It has to keep every word of content, may add at most `MAX_ADDED_CHARS`, must not speak to its reader, and must not say a wrong
    outcome where the facts are known.
    """
    kept = {_stem(word) for word in _all(rewritten)}
    if lost := [word for word in _content(original) if _stem(word) not in kept]:
        return f"the rewriter dropped {', '.join(lost[:5])}"
    if len(rewritten) > len(original) + MAX_ADDED_CHARS:
        return f"the rewriter added {len(rewritten) - len(original)} characters, more than {MAX_ADDED_CHARS}"
    if INSTRUCTION.search(rewritten):
        return "the rewriter's words hold an instruction to whoever reads them"
    if situation is not None:
        added = set(_all(rewritten)) - set(_all(original))
        told = {outcome for outcome, words in telling_words(situation.law.name).items() if words & added}
        if told and situation.verdict.outcome not in told:
            return f"the rewriter says {' or '.join(sorted(told))}, the facts say {situation.verdict.outcome}"
    return ""


def _content(text: str) -> list[str]:
    return [word for word in dict.fromkeys(_all(text)) if len(word) > 2 and word not in SMALL_WORDS]


def _all(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _stem(word: str) -> str:
    """A word without the ending that grammar gives it."""
    return re.sub(r"(?:ing|ed|es|s|ly)$", "", word) if len(word) > 4 else word
