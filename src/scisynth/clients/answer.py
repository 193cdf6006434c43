"""What a server's JSON says: the model's words, whether they are whole, and whether it was willing.

A refusal (`message.refusal`), a filter's stop (`content_filter`) and a cut at the token limit (`length`) are states of their
own, decided before anybody reads the text.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from scisynth.clients.budget import read_usage
from scisynth.clients.parse import parse_reply
from scisynth.clients.records import Status
from scisynth.clients.transport import Failure


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One answer of a model, or the failure to get one."""

    status: Status
    reason: str = ""
    text: str = ""
    model: str | None = None
    """None when no model answered."""
    tokens: tuple[int, int] = (0, 0)
    """(prompt, completion) as the server counted them."""


def read_failure(failure: Failure) -> Turn:
    """The state in which a failed exchange leaves its request."""
    if failure.kind == "budget":
        return Turn(status="budget", reason=failure.reason)
    return Turn(status="filtered" if failure.kind == "filtered" else "transport", reason=failure.reason)


def read_chat(payload: Mapping[str, Any], clean: Callable[[str], str]) -> Turn:
    """The first choice of a chat completion; `clean` blots secrets out of what is kept."""
    message, finish = _first_choice(payload)
    whole = Turn(
        status="ok",
        text=clean(read_text(message)),
        model=read_model(payload, clean),
        tokens=read_usage(payload) or (0, 0),
    )
    refusal = message.get("refusal")
    if isinstance(refusal, str) and refusal:
        return replace(whole, status="refused", reason=clean(" ".join(refusal.split()))[:300])
    if finish.startswith("content_filter"):
        return replace(whole, status="filtered", reason=f"the provider withheld the answer ({clean(finish)[:80]})")
    if finish == "length":
        return replace(whole, status="truncated", reason="the answer reached max_tokens; allow more")
    return whole


def read_repair(turns: Sequence[Turn], reason: str, schema: type[BaseModel]) -> tuple[BaseModel | None, Turn]:
    """(value, how the request ended) after the turn in which a model might mend an answer that was wrong for `reason`."""
    first, second = turns
    if second.status == "budget":
        return None, replace(first, status="unparsed", reason=f"{reason}; not asked to mend it: {second.reason}")
    if second.status != "ok":
        return None, replace(second, reason=f"asked to mend its answer ({reason}): {second.reason}", model=first.model)
    value, again = parse_reply(second.text, schema)
    return value, replace(second, status="unparsed" if again else "ok", reason=again)


def read_message(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """The message of the first choice, empty when there is none."""
    return _first_choice(payload)[0]


def read_model(payload: Mapping[str, Any], clean: Callable[[str], str]) -> str:
    """The id under which the server answered, empty when it gives none."""
    model = payload.get("model")
    return clean(model) if isinstance(model, str) else ""


def read_text(message: Mapping[str, Any]) -> str:
    """The words of a message, given as one string or as parts."""
    content = message.get("content")
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    texts = [part.get("text") for part in parts if isinstance(part, Mapping)]
    return "".join(text for text in texts if isinstance(text, str))


def _first_choice(payload: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    choices = payload.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(choice, Mapping):
        return {}, ""
    message = choice.get("message")
    return message if isinstance(message, Mapping) else {}, str(choice.get("finish_reason") or "")
