"""Prompts in a model's own words: what it is asked, and what it answers."""

from pydantic import BaseModel, ConfigDict, Field

from scisynth.clients.records import ChatRequest, Topic
from scisynth.core.records import PromptSet
from scisynth.science.laws import Law, load_places

MAX_TOKENS = 1024
SYSTEM = (
    "You write prompts for text-to-image models, in plain natural English. Three prompts belong together: the implicit prompt states a "
    "situation and leaves what happens to science; the explicit prompt says what is truly seen; the superficial prompt says what a "
    "careless eye expects. Answer with one JSON object and nothing else."
)
QUESTION = """Word these three prompts in another way. They must mean the same and not sound like a template.

implicit: {implicit}
explicit: {explicit}
superficial: {superficial}

The law: {statement}
What is true: {derivation}
The explicit image shows: {true}. The superficial image shows: {wrong}.

Rules:
* Every prompt names the subject, "{subject}", and the situation: {condition}.{place}
* The implicit prompt has no word that tells or hints at the outcome, and no number of its own.
* Explicit and superficial prompt differ in the outcome alone.
* One sentence each, at most 40 words, with a capital at the beginning and a full stop at the end.
"""


class Wording(BaseModel):
    """What a model has to answer."""

    model_config = ConfigDict(extra="ignore")

    implicit: str = Field(description="States the situation, not the outcome.")
    explicit: str = Field(description="Says what is truly seen.")
    superficial: str = Field(description="Says what a careless eye expects.")


def wording_request(item: PromptSet, law: Law) -> ChatRequest:
    """The question about one prompt triple."""
    place = (
        f" They are set {load_places().get(item.place, item.place)}." if item.place else " They name no other place."
    )
    words = QUESTION.format(
        implicit=item.implicit_prompt,
        explicit=item.explicit_prompt,
        superficial=item.superficial_prompt,
        statement=law.statement or law.name,
        derivation=item.derivation,
        true=law.outcomes[item.outcome],
        wrong=law.outcomes[item.superficial_outcome],
        subject=item.subject,
        condition=law.conditions[item.condition].phrase,
        place=place,
    )
    return ChatRequest(
        content=(words,),
        system=SYSTEM,
        schema=Wording,
        temperature=0.7,
        max_tokens=MAX_TOKENS,
        topic=Topic(step="prompts", item=item.id),
    )
