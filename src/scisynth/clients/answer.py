"""What a server's JSON says: the model's words, what it thought before them, whether they are whole, and whether it was willing.

Thinking stands next to the answer (`reasoning_content`, `reasoning`, parts of their own) or in front of it (`<think>`). It is kept, and
never read as the answer. A refusal (`message.refusal`), a filter's stop (`content_filter`, `SAFETY`, a blocked prompt) and a cut at
the token limit (`length`) are states of their own, decided before anybody reads the text.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from scisynth.clients.budget import read_usage
from scisynth.clients.parse import parse_reply
from scisynth.clients.records import Status
from scisynth.clients.refusals import is_refusal
from scisynth.clients.transport import Failure
from scisynth.core.errors import shorten
from scisynth.core.replies.thinking import split_thinking

CUT = frozenset({"length", "max_tokens", "max_output_tokens", "model_length", "model_context_window_exceeded"})
BLOCKED = re.compile(r"content_?filter|safety|prohibited|recitation|blocklist|spii|sensitive|moderation", re.IGNORECASE)
THINKING_KEYS = ("reasoning_content", "reasoning", "thinking", "reasoning_text")
THINKING_PARTS = frozenset(
    {"thinking", "reasoning", "reasoning.text", "reasoning.summary", "summary_text", "redacted_thinking"}
)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One answer of a model, or the failure to get one."""

    status: Status
    reason: str = ""
    text: str = ""
    thinking: str = ""
    """What the model wrote before its answer, where the server shows it."""
    called: str = ""
    """Arguments of the tools that the model called instead of answering, one object after the other."""
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
    choice = _first_choice(payload)
    message = _mapping(choice.get("message"))
    thought, text = split_thinking(read_text(message))
    whole = Turn(
        status="ok",
        text=clean(text),
        thinking=clean("\n".join(filter(None, (*_thinking_of(message), thought)))),
        called=clean("\n".join(_arguments_of(message))),
        model=read_model(payload, clean),
        tokens=read_usage(payload) or (0, 0),
    )
    status, reason = _state(payload, choice, message)
    return replace(whole, status=status, reason=brief_words(clean(reason)))


def brief_words(text: str) -> str:
    """A model's or provider's words on one line, for a reason."""
    return shorten(" ".join(text.split()), 300)


def no_answer(turn: Turn) -> str:
    """Why a turn that ended well holds no words."""
    if turn.called:
        return "the model called a tool instead of answering"
    return "the reply holds the model's thinking and no answer" if turn.thinking else "the answer is empty"


def read_repair(turns: Sequence[Turn], reason: str, schema: type[BaseModel]) -> tuple[BaseModel | None, Turn]:
    """(value, how the request ended) after the turn in which a model might fix an answer that was wrong for `reason`."""
    first, second = turns
    if second.status == "budget":
        return None, replace(first, status="unparsed", reason=f"{reason}; not asked to mend it: {second.reason}")
    if second.status != "ok":
        return None, replace(second, reason=f"asked to mend its answer ({reason}): {second.reason}", model=first.model)
    value, again = parse_reply(answer_of(second), schema)
    if value is None and is_refusal(second.text):
        return None, replace(second, status="refused", reason=brief_words(second.text))
    return value, replace(second, status="unparsed" if again else "ok", reason=again)


def read_longer(first: Turn, second: Turn, max_tokens: int) -> Turn:
    """How a request ended that was cut off and then asked once more with `max_tokens`; the tokens of both."""
    if second.status == "budget":
        return replace(first, reason=f"{first.reason}; not asked again with more room: {second.reason}")
    tokens = (first.tokens[0] + second.tokens[0], first.tokens[1] + second.tokens[1])
    reason = f"{second.reason} (asked twice, the second time with {max_tokens:,} tokens)" if second.reason else ""
    return replace(second, reason=reason, tokens=tokens, model=first.model if second.model is None else second.model)


def answer_of(turn: Turn) -> str:
    """The words to read a value from: the text, or what the model handed to a tool when it wrote nothing else."""
    return turn.text if turn.text.strip() else turn.called


def read_message(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """The message of the first choice, empty when there is none."""
    return _mapping(_first_choice(payload).get("message"))


def read_model(payload: Mapping[str, Any], clean: Callable[[str], str]) -> str:
    """The id under which the server answered, empty when it gives none."""
    model = payload.get("model")
    return clean(model) if isinstance(model, str) else ""


def read_text(message: Mapping[str, Any]) -> str:
    """The words of a message, given as one string or as parts; parts that hold thinking are none of them."""
    content = message.get("content")
    if isinstance(content, str):
        return content
    texts = [part.get("text") for part in _parts(content) if part.get("type") not in THINKING_PARTS]
    return "".join(text for text in texts if isinstance(text, str))


def blocked_reason(payload: Mapping[str, Any]) -> str:
    """Which filter stopped a prompt or an answer, as Gemini's and Azure's fields tell; empty where none did."""
    for name in ("promptFeedback", "prompt_feedback"):
        feedback = _mapping(payload.get(name))
        reason = feedback.get("blockReason") or feedback.get("block_reason")
        if reason:
            return f"the prompt was blocked ({reason})"
    for part, what in ((payload, "prompt"), (_first_choice(payload), "answer")):
        results = part.get(f"{'prompt' if what == 'prompt' else 'content'}_filter_results")
        for item in results if isinstance(results, list) else [results]:
            found = _mapping(item)
            kinds = _mapping(found.get("content_filter_results", found))
            named = [kind for kind, verdict in kinds.items() if _mapping(verdict).get("filtered") is True]
            if named:
                return f"the provider's filter stopped the {what} ({', '.join(map(str, named))})"
    return ""


def _state(payload: Mapping[str, Any], choice: Mapping[str, Any], message: Mapping[str, Any]) -> tuple[Status, str]:
    finishes = [str(choice.get(name) or "") for name in ("finish_reason", "native_finish_reason")]
    refusals = [message.get("refusal"), *(part.get("refusal") for part in _parts(message.get("content")))]
    if said := next((words for words in refusals if isinstance(words, str) and words), ""):
        return "refused", said
    if "refusal" in finishes:
        return "refused", "the model declined to answer"
    if stop := next((finish for finish in finishes if BLOCKED.search(finish)), ""):
        return "filtered", f"the provider withheld the answer ({stop[:80]})"
    if blocked := blocked_reason(payload):
        return "filtered", blocked
    if any(finish.lower() in CUT for finish in finishes):
        return "truncated", "the answer reached max_tokens; allow more"
    broken = choice.get("error")
    if broken and not read_text(message):
        return "transport", f"the provider broke off ({_mapping(broken).get('message') or broken})"
    return "ok", ""


def _thinking_of(message: Mapping[str, Any]) -> Iterator[str]:
    """What was thought, in every place where servers put it; the first that holds words counts."""
    named = [message.get(key) for key in THINKING_KEYS]
    if text := next((words for words in named if isinstance(words, str) and words.strip()), ""):
        yield text
        return
    details = message.get("reasoning_details")
    parts = _parts(details) or [part for part in _parts(message.get("content")) if part.get("type") in THINKING_PARTS]
    for part in parts:
        for key in ("text", "thinking", "summary", "reasoning", "content"):
            yield from _strings(part.get(key))


def _strings(value: object) -> Iterator[str]:
    """A text, or the texts of parts in a list."""
    if isinstance(value, str):
        yield value
    for part in value if isinstance(value, list) else ():
        text = part.get("text") if isinstance(part, Mapping) else part
        if isinstance(text, str):
            yield text


def _arguments_of(message: Mapping[str, Any]) -> Iterator[str]:
    calls = [_mapping(call.get("function")) or call for call in _parts(message.get("tool_calls"))]
    for call in (*calls, _mapping(message.get("function_call"))):
        arguments = call.get("arguments", call.get("input"))
        if isinstance(arguments, str):
            yield arguments
        elif isinstance(arguments, Mapping):
            yield json.dumps(arguments, ensure_ascii=False)


def _parts(content: object) -> list[Mapping[str, Any]]:
    return [part for part in content if isinstance(part, Mapping)] if isinstance(content, list) else []


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _first_choice(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    choices = payload.get("choices")
    return _mapping(choices[0]) if isinstance(choices, list) and choices else {}
