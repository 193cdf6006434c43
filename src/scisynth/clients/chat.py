"""Questions with images to a chat model, thousands at a time: `for index, reply in client.run(requests)`.

A request goes: cache, then (limiter, budget, network, retries) once; once more with more room when the answer was cut off; then at
most one repair turn when it does not fit the schema. Parameters that the server refuses are changed or left out (`dialect`), which
costs no attempt and no money. Not covered: streaming, tools of our own, several turns of conversation.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from scisynth.clients.account import Account, Usage
from scisynth.clients.answer import (
    Turn,
    answer_of,
    brief_words,
    no_answer,
    read_chat,
    read_failure,
    read_longer,
    read_repair,
)
from scisynth.clients.budget import Budget, Meter
from scisynth.clients.cache import Mode, ReplyCache
from scisynth.clients.dialect import LIMIT, Body, Dialect, send_adapted
from scisynth.clients.limiter import AdaptiveLimit, ConcurrencyLimiter
from scisynth.clients.parse import parse_reply
from scisynth.clients.record import ENDED, KEPT, Record
from scisynth.clients.records import MORE_ROOM, CallEstimate, ChatReply, ChatRequest
from scisynth.clients.refusals import is_refusal
from scisynth.clients.render import (
    Message,
    Prepared,
    build_messages,
    build_repair,
    describe,
    prepare,
    response_format,
    schema_text,
    text_tokens,
)
from scisynth.clients.runner import Answer, run_each
from scisynth.clients.sender import RequestCounter, Sender
from scisynth.clients.settings import ApiSettings, redact
from scisynth.clients.transport import Endpoint, Failure
from scisynth.core.errors import ImageError, one_line
from scisynth.core.progress import say


class ChatClient:
    """One model at one server. What it learns (how many requests at once, which dialect) stays with it between runs."""

    def __init__(
        self,
        settings: ApiSettings,
        *,
        cache: Path | None = None,
        mode: Mode = "live",
        budget: Budget | None = None,
        record: Record | None = None,
    ) -> None:
        """`record`: exchanges go there as well; in the mode `replay` they come from there where the cache has none."""
        self.settings = settings
        self.budget = budget or Budget()
        self.budget.check_price(settings)
        self._cache = ReplyCache(cache, mode, has_record=record is not None)
        self._record = record
        self._reworded = 0
        """Questions of this run that were answered by their topic."""
        self._level = AdaptiveLimit(start=settings.start_concurrency, highest=settings.max_concurrency)
        self._meter = Meter(settings.price)
        self._dialect = Dialect()
        self._account = Account(settings, self._cache, self._dialect)

    def usage(self) -> Usage:
        """What asking has taken, over all invocations and in this one, and which parameters the server refused."""
        return self._account.usage()

    def ask(self, request: ChatRequest) -> ChatReply:
        """One question, one answer."""
        return next(reply for _, reply in self.run([request]))

    def run(self, requests: Sequence[ChatRequest], *, label: str = "") -> Iterator[tuple[int, ChatReply]]:
        """Yields (index, reply) as they finish, every index once; a bar is shown under `label`.

        Raises `ModelError` when nothing answers at all or the server changes its model, `ConfigError` without a key,
        `DataError` when a replay lacks an answer. Answers that finished before stand in the cache.
        """
        if self._cache.mode == "replay":
            # Said before the first reply, not in the middle of a report.
            self._check_replay(requests)
        self.budget.start()

        @asynccontextmanager
        async def session() -> AsyncIterator[Answer[ChatReply]]:
            async with Endpoint(self.settings) as endpoint:
                sender = Sender(endpoint, ConcurrencyLimiter(self._level), self.budget)
                same: dict[str, asyncio.Lock] = {}

                async def answer(index: int) -> ChatReply:
                    return await self._answer(sender, requests[index], same)

                yield answer

        requests = [self.settings.sampling.apply(request) for request in requests]
        # Twice as many as places, since those that wait for another attempt hold none.
        yield from run_each(session, len(requests), workers=2 * self.settings.max_concurrency, label=label)
        if self._reworded:
            say(
                f"{label or 'replay'}: {self._reworded} recorded replies answer questions whose words have changed since"
            )
            self._reworded = 0

    def estimate(self, requests: Sequence[ChatRequest]) -> CallEstimate:
        """What the requests that the cache does not hold would cost at most, without retries and repairs."""
        keys: set[str] = set()
        num_asked = prompt_tokens = completion_tokens = 0
        for prepared in self._prepare_each(requests):
            num_asked += 1
            if prepared.key not in keys and self._cache.get(prepared.key) is None:
                keys.add(prepared.key)
                prompt_tokens += prepared.prompt_tokens(self.settings.image_tokens)
                completion_tokens += prepared.request.max_tokens
        return CallEstimate(
            calls=len(keys),
            cached=num_asked - len(keys),
            prompt_tokens=prompt_tokens,
            completion_tokens=completion_tokens,
            usd=self._meter.worst_usd(prompt_tokens, completion_tokens) if self.settings.price else None,
        )

    def _check_replay(self, requests: Sequence[ChatRequest]) -> None:
        """Raises `DataError` when any of the questions has an answer neither in the cache nor in the record."""
        asked = {prepared.key: prepared.request for prepared in self._prepare_each(requests)}
        if self._record is None:
            self._cache.missing({key: describe(request) for key, request in asked.items()})
            return
        found = {key for key in asked if self._cache.holds(key)}
        model = self.settings.model
        absent = [
            request for key, request in asked.items() if key not in found and not self._record.find(key, model, request)
        ]
        if absent:
            raise self._record.missing(model, absent, len(asked))

    def _prepare_each(self, requests: Sequence[ChatRequest]) -> Iterator[Prepared]:
        """One at a time, for they hold images; those whose images cannot be read are never sent, and left out."""
        for request in requests:
            with suppress(ImageError):
                yield prepare(self.settings.sampling.apply(request), self.settings.model)

    async def _answer(self, sender: Sender, request: ChatRequest, same: dict[str, asyncio.Lock]) -> ChatReply:
        began = time.monotonic()
        try:
            # Reading and encoding images takes milliseconds that others need.
            prepared = await asyncio.to_thread(prepare, request, self.settings.model)
            # Equal questions of one run wait for the first to be answered, where its answer will serve them.
            async with same.setdefault(prepared.key, asyncio.Lock()) if self._cache.remembers else nullcontext():
                reply = self._recall(prepared)
                messages: list[Message] = []
                if reply is None:
                    reply, messages = await self._ask(sender, prepared, began)
                closed = self._account.close(prepared.key, reply)
                if self._record and self._cache.mode != "replay":
                    await asyncio.to_thread(self._keep, self._record, prepared, messages, reply)
                return closed
        except ImageError as error:
            return ChatReply(status="missing", reason=one_line(error), usd=0.0, seconds=time.monotonic() - began)

    def _recall(self, prepared: Prepared) -> ChatReply | None:
        row = self._cache.get(prepared.key) or self._find_recorded(prepared)
        if row is None:
            return None
        if row.get("status", "ok") != "ok":
            return _failed_before(row)
        schema = prepared.request.schema
        value, reason = parse_reply(row["text"], schema) if schema else (None, "")
        if reason and self._cache.mode != "replay":
            # The schema's own checks have changed since; ask again.
            return None
        return ChatReply(
            status="unparsed" if reason else "ok",
            reason=reason,
            text=row["text"],
            thinking=row.get("thinking", ""),
            value=value,
            model=row["model"],
            prompt_tokens=row["prompt_tokens"],
            completion_tokens=row["completion_tokens"],
            usd=0.0,
            cached=True,
            seconds=row.get("seconds", 0.0),
        )

    def _find_recorded(self, prepared: Prepared) -> dict[str, Any] | None:
        """In a replay, the recorded exchange; it is kept in the cache from here on."""
        if self._record is None or self._cache.mode != "replay":
            return None
        found = self._record.find(prepared.key, self.settings.model, prepared.request)
        if found is None:
            return None
        self._reworded += found["key"] != prepared.key
        row = {name: found.get(name) for name in ("status", "reason", "date", *KEPT)} | {"key": prepared.key}
        self._cache.adopt(row)
        return row

    def _keep(self, record: Record, prepared: Prepared, messages: list[Message], reply: ChatReply) -> None:
        """Writes an exchange into the record, with the request as the server was sent it."""
        if reply.status not in ENDED:
            return
        key = os.environ.get(self.settings.api_key_env, "").strip()
        body = _body(self.settings.model, prepared.request, messages or build_messages(prepared))
        row = self._account.row(prepared.key, reply) | (self._cache.get(prepared.key) or {})
        record.keep(
            prepared.key,
            prepared.request,
            self._dialect.translate(body),
            {**row, "status": reply.status, "reason": reply.reason},
            lambda text: redact(text, key),
        )

    async def _ask(self, sender: Sender, prepared: Prepared, began: float) -> tuple[ChatReply, list[Message]]:
        """The reply, and the messages of the last turn."""
        messages = await asyncio.to_thread(build_messages, prepared)
        bound = prepared.prompt_tokens(self.settings.image_tokens)
        schema, tally = prepared.request.schema, RequestCounter()
        value: BaseModel | None = None
        turns = [await self._take_turn(sender, prepared.request, messages, bound, tally)]
        final = turns[0]
        if final.status == "ok" and schema is not None:
            value, reason = parse_reply(answer_of(final), schema)
            if value is None and is_refusal(final.text):
                final = replace(final, status="refused", reason=brief_words(final.text))
            elif value is None:
                reason = reason if answer_of(final).strip() or not final.thinking else no_answer(final)
                self._dialect.spell_schema()
                messages = [*messages, *build_repair(answer_of(final), reason)]
                bound += sum(text_tokens(message["content"]) for message in messages[-2:])
                turns.append(await self._take_turn(sender, prepared.request, messages, bound, tally))
                value, final = read_repair(turns, reason, schema)
        elif final.status == "ok" and not final.text.strip():
            final = replace(final, status="unparsed", reason=no_answer(final))
        reply = ChatReply(
            status=final.status,
            reason=final.reason,
            text=final.text if schema is None else answer_of(final),
            thinking="\n\n".join(filter(None, (turn.thinking for turn in turns))),
            value=value,
            model=final.model or "",
            prompt_tokens=sum(turn.tokens[0] for turn in turns),
            completion_tokens=sum(turn.tokens[1] for turn in turns),
            usd=tally.usd if self.settings.price else None,
            attempts=tally.attempts,
            seconds=time.monotonic() - began,
        )
        return reply, messages

    async def _take_turn(
        self, sender: Sender, request: ChatRequest, messages: list[Message], bound: int, tally: RequestCounter
    ) -> Turn:
        """One answer, asked for once more with more room where the limit cut it off."""
        turn = await self._ask_once(sender, request, messages, bound, tally)
        if turn.status != "truncated" or not request.asks_longer:
            return turn
        longer = replace(request, max_tokens=MORE_ROOM * request.max_tokens)
        return read_longer(turn, await self._ask_once(sender, longer, messages, bound, tally), longer.max_tokens)

    async def _ask_once(
        self, sender: Sender, request: ChatRequest, messages: list[Message], bound: int, tally: RequestCounter
    ) -> Turn:
        if request.schema is not None:
            bound += text_tokens(schema_text(request.schema))
        answer = await send_adapted(
            sender,
            "chat",
            _body(self.settings.model, request, messages),
            self._dialect,
            worst_usd=self._meter.worst_usd(bound, request.max_tokens),
            spent_usd=partial(self._meter.spent_usd, bound, request.max_tokens),
            tally=tally,
        )
        self._account.tell_changes()
        if isinstance(answer, Failure):
            return read_failure(answer)
        turn = read_chat(answer, sender.endpoint.clean)
        self._cache.check_model(self.settings.model, turn.model or "")
        return turn


def _failed_before(row: Mapping[str, Any]) -> ChatReply:
    """A recorded exchange that gave no answer."""
    return ChatReply(
        status=row["status"],
        reason=row["reason"],
        text=row["text"] or "",
        thinking=row["thinking"] or "",
        model=row["model"] or "",
        prompt_tokens=row["prompt_tokens"] or 0,
        completion_tokens=row["completion_tokens"] or 0,
        usd=0.0,
        cached=True,
        seconds=row["seconds"] or 0.0,
    )


def _body(model: str, request: ChatRequest, messages: list[Message]) -> Body:
    """The request in the usual form; what the user names himself stands above it."""
    body: Body = {"model": model, "messages": messages, LIMIT: request.max_tokens}
    if request.temperature is not None:
        body["temperature"] = request.temperature
    if request.reasoning_effort:
        body["reasoning_effort"] = request.reasoning_effort
    if request.seed is not None:
        body["seed"] = request.seed
    if request.schema is not None:
        body["response_format"] = response_format(request.schema)
    return {**body, **request.extra_body}
