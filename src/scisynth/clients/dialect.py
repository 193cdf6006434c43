"""What one model at one server takes of a request, learned from what it refuses.

A reasoning model takes no temperature, calls the limit of an answer `max_completion_tokens`, and knows no seed; other servers know no
`response_format`, no system message, no size. The usual form is sent first. Where the refusal (400, 422) names a part of the request:

    max_tokens                      sent as max_completion_tokens, then left out
    a limit that is too large       lowered to what the refusal allows; for one request alone where its prompt is the reason
    a message with the role system  sent as role developer where the refusal says so, else in front of the user's words
    response_format                 left out, and its schema spelled out in the prompt
    everything else                 left out: temperature, seed, top_p, reasoning_effort, n, size, ...

The change holds for every later request to this model and for those under way, and is noted. What a request *is*, and so the key under
which its answer is kept, stays what was asked for. Not covered: servers that refuse without naming anything, or with a 500.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scisynth.clients.render import with_schema_in_words
from scisynth.clients.sender import RequestCounter, Sender
from scisynth.clients.transport import Failure, Route

Body = dict[str, Any]

REFUSALS = (400, 422)
MAX_CHANGES = 12
"""Refusals of one request that are met with a change; more than there are parameters to lose."""
LIMIT, LONG_LIMIT = "max_tokens", "max_completion_tokens"
NEVER_DROPPED = frozenset({"model", "messages", "prompt"})
SCHEMA_WORDS = re.compile(r"response_format|json_schema|json schema|grammar|structured|guided", re.IGNORECASE)
LIMIT_WORDS = re.compile(r"max[_ ]?(?:output|completion|new)?[_ ]?tokens", re.IGNORECASE)
ALIASES: Mapping[str, re.Pattern[str]] = {
    LIMIT: LIMIT_WORDS,
    LONG_LIMIT: LIMIT_WORDS,
    "response_format": SCHEMA_WORDS,
    "temperature": re.compile(r"\btemperature\b", re.IGNORECASE),
    "top_p": re.compile(r"\btop_?p\b", re.IGNORECASE),
    "reasoning_effort": re.compile(r"reasoning[_. ]?effort|\breasoning\b", re.IGNORECASE),
}
"""Words that mean a parameter wherever they stand in a refusal; other names must be quoted, or called a parameter."""
TOO_LARGE = re.compile(
    r"too (?:large|high|big|long|many)|exceed|greater than|at most|less than or equal|maximum (?:context|value|number|allowed)"
    r"|context (?:length|window)|must be (?:<|at most|no more)|\brange\b|\bbetween\b",
    re.IGNORECASE,
)
CONTEXT = re.compile(r"context (?:length|window|size)[^0-9]{0,40}([\d,]+)", re.IGNORECASE)
PROMPT = re.compile(
    r"([\d,]+)[^0-9.]{0,20}(?:input tokens|in the messages|of text input|prompt tokens|tokens from the (?:input|prompt))"
    r"|(?:prompt|input|messages)[^0-9.]{0,40}?([\d,]+) tokens",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d[\d,]*")
ROLE = re.compile(
    r"does not support '(?:system|developer)'|(?:system|developer) (?:role|message|prompt|instruction)s?\b[^.]{0,60}?(?:not|n't|unsupported)"
    r"|(?:not|n't|unsupported)[^.]{0,40}(?:system|developer) (?:role|message|prompt|instruction)|roles? must alternate"
    r"|(?:invalid|unknown|unsupported|unexpected) (?:message )?role",
    re.IGNORECASE,
)
DEVELOPER_INSTEAD = re.compile(
    r"(?:use|instead|supported|expected|allowed|one of|should be)[^.]{0,60}developer", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that a server refused, and what was done."""

    parameter: str
    done: str
    """Such as `left out`, `sent as max_completion_tokens` or `lowered to 4096`."""
    reason: str
    """The server's words."""


class Dialect:
    """What is known of one model at one server; changes are made in place, so that everybody who asks it knows."""

    def __init__(self) -> None:
        self.changes: dict[str, Change] = {}
        """By parameter, as first learned; a later change of the same one replaces it."""
        self._dropped: set[str] = set()
        self._limit_name = LIMIT
        self._highest_limit: int | None = None
        self._system_role = "system"
        self._spells_schema = False

    def spell_schema(self) -> None:
        """From now on the schema stands in the prompt as well: the server takes `response_format` and does not heed it."""
        self._spells_schema = True

    def translate(self, wanted: Body) -> Body:
        """The request as this server takes it."""
        body: Body = {}
        form = wanted.get("response_format")
        if form and (self._spells_schema or "response_format" in self._dropped):
            wanted = {**wanted, "messages": with_schema_in_words(wanted["messages"], form)}
        for name, value in wanted.items():
            spoken = self._limit_name if name == LIMIT else name
            if spoken in self._dropped:
                continue
            if name == LIMIT and self._highest_limit is not None:
                value = min(value, self._highest_limit)
            body[spoken] = _with_role(value, self._system_role) if name == "messages" else value
        return body

    def adapt(self, failure: Failure, wanted: Body, sent: Body) -> Body | None:
        """The request to ask now, after `sent` was refused; None where the refusal is about no part that could change."""
        if failure.kind != "rejected" or failure.code not in REFUSALS:
            return None
        if self.translate(wanted) != sent:
            # Another request under way has taught it meanwhile.
            return wanted
        if lowered := self._lower(failure, wanted, sent):
            return lowered
        if name := _named(sent, failure):
            self._refuse(name, failure)
            return wanted
        return self._change_role(failure, wanted, sent)

    def _refuse(self, name: str, failure: Failure) -> None:
        if name == LIMIT:
            self._limit_name = LONG_LIMIT
            self._note(LIMIT, f"sent as {LONG_LIMIT}", failure)
            return
        self._dropped.add(name)
        self._note(LIMIT if name == LONG_LIMIT and self._limit_name == LONG_LIMIT else name, "left out", failure)

    def _lower(self, failure: Failure, wanted: Body, sent: Body) -> Body | None:
        """For a limit that is too large: the request with, or after learning, a smaller one."""
        asked = sent.get(self._limit_name)
        if not isinstance(asked, int) or not TOO_LARGE.search(failure.detail):
            return None
        context, prompt = CONTEXT.search(failure.detail), PROMPT.search(failure.detail)
        if context:
            # The prompt and the answer share the window; other prompts leave another rest.
            used = _number(next(filter(None, prompt.groups()))) if prompt else _number(context[1]) // 2
            rest = _number(context[1]) - used
            return {**wanted, LIMIT: rest} if 0 < rest < asked else None
        if not LIMIT_WORDS.search(failure.detail) and not any("tokens" in place for place in failure.places):
            return None
        allowed = [number for number in map(_number, NUMBER.findall(failure.detail)) if 0 < number < asked]
        lower = max(allowed, default=asked // 2)
        if not lower:
            return None
        self._highest_limit = lower
        self._note(LIMIT, f"lowered to {self._highest_limit}", failure)
        return wanted

    def _change_role(self, failure: Failure, wanted: Body, sent: Body) -> Body | None:
        roles = [message.get("role") for message in sent.get("messages", ())]
        if self._system_role not in roles or self._system_role == "user":
            return None
        if not ROLE.search(failure.detail) and not any("role" in place for place in failure.places):
            return None
        instead = self._system_role == "system" and DEVELOPER_INSTEAD.search(failure.detail)
        self._system_role = "developer" if instead else "user"
        self._note("role system", f"sent as role {self._system_role}", failure)
        return wanted

    def _note(self, parameter: str, done: str, failure: Failure) -> None:
        self.changes[parameter] = Change(parameter=parameter, done=done, reason=failure.reason)


async def send_adapted(
    sender: Sender,
    route: Route,
    wanted: Body,
    dialect: Dialect,
    *,
    worst_usd: float,
    spent_usd: Callable[[dict[str, Any]], float],
    tally: RequestCounter,
) -> dict[str, Any] | Failure:
    """The server's answer to a request, or the failure that remained after everything it refused was changed."""
    for _ in range(MAX_CHANGES):
        sent: Body = {}

        def build(wanted: Body = wanted, sent: Body = sent) -> Body:
            # When a place is free, with what the requests before have taught meanwhile.
            sent.clear()
            sent.update(dialect.translate(wanted))
            return sent

        answer = await sender.send(route, build, worst_usd=worst_usd, spent_usd=spent_usd, tally=tally)
        changed = dialect.adapt(answer, wanted, sent) if isinstance(answer, Failure) else None
        if changed is None:
            break
        wanted = changed
    return answer


def _named(sent: Body, failure: Failure) -> str:
    """The parameter of a request that its refusal is about, or an empty string. A place says more than words do."""
    names = [name for name in sent if name not in NEVER_DROPPED]
    pointed = [re.split(r"[.\[\]/]+", place) for place in failure.places]
    found = next((name for name in names if any(name in parts for parts in pointed)), "")
    if found or any(NEVER_DROPPED & set(parts) for parts in pointed):
        return found
    return next((name for name in names if _is_mentioned(name, failure.detail)), "")


def _is_mentioned(name: str, words: str) -> bool:
    if name in ALIASES:
        return bool(ALIASES[name].search(words))
    word = re.escape(name)
    return any(
        re.search(pattern, words, re.IGNORECASE)
        for pattern in (
            rf"['\"`]{word}['\"`]",
            rf"\b(?:parameter|argument|field|option|keyword|property|input)s?\b[^.]{{0,40}}\b{word}\b",
            rf"\b{word}\b[^.]{{0,30}}\b(?:parameter|argument|field|option|(?:is|are) (?:not|un\w+|invalid)|must be|not supported)",
        )
    )


def _with_role(messages: list[dict[str, Any]], role: str) -> list[dict[str, Any]]:
    """The messages with their system message in another role; in front of the user's first words for `user`."""
    if role == "system":
        return messages
    system = [message for message in messages if message.get("role") == "system"]
    others = [message for message in messages if message.get("role") != "system"]
    if role != "user":
        return [*({**message, "role": role} for message in system), *others]
    words = "\n\n".join(message["content"] for message in system)
    if not words or not others:
        return others
    content = others[0]["content"]
    joined = f"{words}\n\n{content}" if isinstance(content, str) else [{"type": "text", "text": words}, *content]
    return [{**others[0], "content": joined}, *others[1:]]


def _number(text: str) -> int:
    return int(text.replace(",", "")[:9] or 0)
