"""Pictures from a model behind an API: `images.generate`, or a chat model that answers with pictures.

A picture may come as base64, as a data URL, or as a link (fetched over https only, bounded). Whatever comes is opened by
`core.images.open_image` before it counts; the bytes are kept as they came, named by their content beside the cache's journal.
Limits, budgets, retries and states are those of `chat`. Not covered: editing pictures, several pictures in one request.
"""

import asyncio
import base64
import binascii
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from scisynth.clients.answer import Turn, read_chat, read_failure, read_message, read_model
from scisynth.clients.budget import Budget, Meter, read_usage
from scisynth.clients.cache import Mode, ReplyCache
from scisynth.clients.limiter import Gate, Level
from scisynth.clients.records import Estimate, ImageReply, ImageRequest
from scisynth.clients.render import image_key, text_tokens
from scisynth.clients.runner import Answer, run_each
from scisynth.clients.sender import Sender, Tally
from scisynth.clients.settings import ApiSettings
from scisynth.clients.transport import Endpoint, Failure, Route
from scisynth.core.errors import ConfigError, DataError, ImageError, one_line
from scisynth.core.images import examine_image, open_image


class ImageClient:
    """One picture model at one server; `route` is `image` for `images.generate` and `chat` for a chat model that draws."""

    def __init__(
        self,
        settings: ApiSettings,
        *,
        route: Route = "image",
        cache: Path | None = None,
        mode: Mode = "live",
        budget: Budget | None = None,
    ) -> None:
        self.settings = settings
        self.route: Route = route
        self.budget = budget or Budget()
        if self.budget.max_usd is not None and settings.price is None:
            raise ConfigError(
                f"max_usd: expected the price of {settings.model}, got none; set price, or drop the limit"
            )
        self._cache = ReplyCache(cache, mode)
        self._level = Level(start=settings.start_concurrency, highest=settings.max_concurrency)
        self._meter = Meter(settings.price)

    def ask(self, request: ImageRequest) -> ImageReply:
        """One prompt, one picture."""
        return next(reply for _, reply in self.run([request]))

    def run(self, requests: Sequence[ImageRequest], *, label: str = "") -> Iterator[tuple[int, ImageReply]]:
        """Yields (index, reply) as they finish, every index once; errors as for `ChatClient.run`."""
        keys = [image_key(request, self.settings.model, self.route) for request in requests]
        if self._cache.mode == "replay":
            self._cache.missing({key: repr(request.prompt[:60]) for key, request in zip(keys, requests, strict=True)})
        self.budget.start()

        @asynccontextmanager
        async def session() -> AsyncIterator[Answer[ImageReply]]:
            async with Endpoint(self.settings) as endpoint:
                sender = Sender(endpoint, Gate(self._level), self.budget)
                same: dict[str, asyncio.Lock] = {}

                async def answer(index: int) -> ImageReply:
                    async with same.setdefault(keys[index], asyncio.Lock()) if self._cache.remembers else nullcontext():
                        return await self._answer(sender, requests[index], keys[index])

                yield answer

        yield from run_each(session, len(requests), workers=2 * self.settings.max_concurrency, label=label)

    def estimate(self, requests: Sequence[ImageRequest]) -> Estimate:
        """What the pictures that the cache does not hold would cost at most, without retries."""
        keys = {image_key(request, self.settings.model, self.route): request for request in requests}
        fresh = [request for key, request in keys.items() if self._cache.get(key) is None]
        prompt_tokens = sum(text_tokens(request.prompt) for request in fresh)
        completion_tokens = sum(request.max_tokens for request in fresh)
        usd = self._meter.worst_usd(prompt_tokens, completion_tokens, images=len(fresh))
        return Estimate(
            calls=len(fresh),
            cached=len(requests) - len(fresh),
            prompt_tokens=prompt_tokens,
            completion_tokens=completion_tokens,
            usd=usd if self.settings.price else None,
        )

    async def _answer(self, sender: Sender, request: ImageRequest, key: str) -> ImageReply:
        began, tally = time.monotonic(), Tally()
        kept = self._recall(key)
        if kept is not None:
            return kept
        bound = text_tokens(request.prompt)
        payload = await sender.send(
            self.route,
            partial(self._body, request),
            worst_usd=self._meter.worst_usd(bound, request.max_tokens, images=1),
            spent_usd=lambda found: self._meter.spent_usd(bound, request.max_tokens, found, images=1),
            tally=tally,
        )
        turn, data = await self._read(sender.endpoint, payload)
        if turn.model is not None:
            self._cache.check_model(self.settings.model, turn.model)
        reply = ImageReply(
            status=turn.status,
            reason=turn.reason,
            text=turn.text,
            data=data,
            model=turn.model or "",
            prompt_tokens=turn.tokens[0],
            completion_tokens=turn.tokens[1],
            usd=tally.usd if self.settings.price else None,
            attempts=tally.attempts,
            seconds=time.monotonic() - began,
        )
        self._keep(key, reply)
        return reply

    def _body(self, request: ImageRequest) -> dict[str, Any]:
        extra: dict[str, Any] = {} if request.seed is None else {"seed": request.seed}
        if self.route == "chat":
            messages = [{"role": "user", "content": request.prompt}]
            extra |= {"modalities": ["image", "text"]}
            return {"model": self.settings.model, "messages": messages, "extra_body": extra}
        chosen = {"size": request.size, "quality": request.quality}
        given = {name: value for name, value in chosen.items() if value is not None}
        return {"model": self.settings.model, "prompt": request.prompt, "n": 1, "extra_body": extra, **given}

    async def _read(self, endpoint: Endpoint, payload: dict[str, Any] | Failure) -> tuple[Turn, bytes]:
        """How the request ended, and the encoded picture when it ended well."""
        if isinstance(payload, Failure):
            return read_failure(payload), b""
        turn, source = read_picture(payload, self.route, endpoint.clean)
        if turn.status != "ok":
            return turn, b""
        try:
            async with asyncio.timeout(self.budget.remaining_s()):
                data = decode_source(source) if source.startswith("data:") else await endpoint.download(source)
        except TimeoutError:
            return replace(turn, status="budget", reason=self.budget.out_of_time()), b""
        if isinstance(data, Failure):
            return replace(turn, status="transport", reason=data.reason), b""
        try:
            await asyncio.to_thread(open_image, data)
        except ImageError as error:
            return replace(turn, status="unparsed", reason=one_line(error)), b""
        return turn, data

    def _recall(self, key: str) -> ImageReply | None:
        row = self._cache.get(key)
        data = self._cache.read_image(str(row.get("file", ""))) if row else None
        if row is not None and data is None and self._cache.mode == "replay":
            raise DataError(
                f"{self._cache.path}: the picture {row.get('file')!r} beside it is gone or damaged; ask live to make it again"
            )
        if row is None or data is None:
            return None
        return ImageReply(
            status="ok",
            text=row["text"],
            data=data,
            model=row["model"],
            prompt_tokens=row["prompt_tokens"],
            completion_tokens=row["completion_tokens"],
            usd=0.0,
            cached=True,
        )

    def _keep(self, key: str, reply: ImageReply) -> None:
        if reply.status != "ok":
            return
        self._cache.put(
            {
                "key": key,
                "asked": self.settings.model,
                "model": reply.model,
                "text": reply.text,
                "file": self._cache.save_image(reply.data, examine_image(reply.data)[0].lower()),
                "prompt_tokens": reply.prompt_tokens,
                "completion_tokens": reply.completion_tokens,
                "usd": reply.usd,
                "attempts": reply.attempts,
                "seconds": round(reply.seconds, 3),
            }
        )


def read_picture(payload: Mapping[str, Any], route: Literal["chat", "image"], clean: Any) -> tuple[Turn, str]:
    """(how it ended, data URL or link of the first picture) of an answer in either form."""
    if route == "chat":
        turn = read_chat(payload, clean)
        source = next(_chat_sources(read_message(payload)), "")
    else:
        items = payload.get("data")
        item = items[0] if isinstance(items, list) and items and isinstance(items[0], Mapping) else {}
        base64_text, link, words = item.get("b64_json"), item.get("url"), item.get("revised_prompt")
        source = f"data:image;base64,{base64_text}" if base64_text else link if isinstance(link, str) else ""
        text = clean(words) if isinstance(words, str) else ""
        turn = Turn(status="ok", text=text, model=read_model(payload, clean), tokens=read_usage(payload) or (0, 0))
    if turn.status in ("ok", "truncated") and source:
        return replace(turn, status="ok", reason=""), source
    if turn.status == "ok":
        return replace(turn, status="unparsed", reason="no picture in the answer"), ""
    return turn, ""


def decode_source(data_url: str) -> bytes:
    """The bytes of a base64 data URL; empty, which no picture is, when it is broken."""
    head, _, body = data_url.partition(",")
    try:
        return base64.b64decode(body, validate=True) if head.endswith(";base64") else b""
    except (binascii.Error, ValueError):
        return b""


def _chat_sources(message: Mapping[str, Any]) -> Iterator[str]:
    """Where a message holds pictures: in a list of its own, or among the parts of its content."""
    for group in (message.get("images"), message.get("content")):
        for part in group if isinstance(group, list) else []:
            found = part.get("image_url") if isinstance(part, Mapping) else None
            link = found.get("url") if isinstance(found, Mapping) else found
            if isinstance(link, str):
                yield link
