"""Images from a model behind an API: `images.generate`, or a chat model that answers with images.

An image may come as base64 in any of its spellings, as a data URL, or as a link (fetched over https only, bounded). Whatever comes is
opened by `core.images.open_image` before it counts; the bytes are kept as they came, named by their content next to the cache's journal.
Limits, budgets, retries, refused parameters and states are those of `chat`. Not covered: editing images, several images in one request.
"""

import asyncio
import base64
import binascii
import re
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

from scisynth.clients.account import Account, Usage
from scisynth.clients.answer import (
    Turn,
    blocked_reason,
    brief_words,
    read_chat,
    read_failure,
    read_message,
    read_model,
    read_text,
)
from scisynth.clients.budget import Budget, Meter, read_usage
from scisynth.clients.cache import Mode, ReplyCache
from scisynth.clients.dialect import Body, Dialect, send_adapted
from scisynth.clients.limiter import AdaptiveLimit, ConcurrencyLimiter
from scisynth.clients.records import CallEstimate, ImageReply, ImageRequest
from scisynth.clients.refusals import is_refusal
from scisynth.clients.render import image_key, text_tokens
from scisynth.clients.runner import Answer, run_each
from scisynth.clients.sender import RequestCounter, Sender
from scisynth.clients.settings import ApiSettings
from scisynth.clients.transport import Endpoint, Failure, Route
from scisynth.core.errors import DataError, ImageError, one_line, shorten
from scisynth.core.images import examine_image, open_image

DATA_URL = re.compile(r"data:[\w.+/-]*;base64,[\w+/=%-]+(?:\r?\n[\w+/=-]{20,})*", re.IGNORECASE | re.ASCII)
MARKDOWN_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\(\s*<?(https?://[^\s)>]+)", re.IGNORECASE)
BASE64_KEYS = ("b64_json", "b64", "base64", "image_base64", "data")


class ImageClient:
    """One image model at one server; `route` is `image` for `images.generate` and `chat` for a chat model that draws."""

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
        self.budget.check_price(settings)
        self._cache = ReplyCache(cache, mode)
        self._level = AdaptiveLimit(start=settings.start_concurrency, highest=settings.max_concurrency)
        self._meter = Meter(settings.price)
        self._dialect = Dialect()
        self._account = Account(settings, self._cache, self._dialect)

    def usage(self) -> Usage:
        """What asking has taken, over all invocations and in this one, and which parameters the server refused."""
        return self._account.usage()

    def ask(self, request: ImageRequest) -> ImageReply:
        """One prompt, one image."""
        return next(reply for _, reply in self.run([request]))

    def run(self, requests: Sequence[ImageRequest], *, label: str = "") -> Iterator[tuple[int, ImageReply]]:
        """Yields (index, reply) as they finish, every index once; errors as for `ChatClient.run`."""
        keys = [self._key(request) for request in requests]
        if self._cache.mode == "replay":
            self._cache.missing({key: repr(request.prompt[:60]) for key, request in zip(keys, requests, strict=True)})
        self.budget.start()

        @asynccontextmanager
        async def session() -> AsyncIterator[Answer[ImageReply]]:
            async with Endpoint(self.settings) as endpoint:
                sender = Sender(endpoint, ConcurrencyLimiter(self._level), self.budget)
                same: dict[str, asyncio.Lock] = {}

                async def answer(index: int) -> ImageReply:
                    async with same.setdefault(keys[index], asyncio.Lock()) if self._cache.remembers else nullcontext():
                        return await self._answer(sender, requests[index], keys[index])

                yield answer

        yield from run_each(session, len(requests), workers=2 * self.settings.max_concurrency, label=label)

    def estimate(self, requests: Sequence[ImageRequest]) -> CallEstimate:
        """What the images that the cache does not hold would cost at most, without retries."""
        keys = {self._key(request): request for request in requests}
        fresh = [request for key, request in keys.items() if self._cache.get(key) is None]
        prompt_tokens = sum(text_tokens(request.prompt) for request in fresh)
        completion_tokens = sum(self._max_tokens(request) for request in fresh)
        by_piece = self._meter.by_piece_usd(len(fresh))
        usd = by_piece or self._meter.worst_usd(prompt_tokens, completion_tokens, images=len(fresh))
        return CallEstimate(
            calls=len(fresh),
            cached=len(requests) - len(fresh),
            prompt_tokens=prompt_tokens,
            completion_tokens=completion_tokens,
            usd=usd if self.settings.price else None,
        )

    def _max_tokens(self, request: ImageRequest) -> int:
        """Most tokens that the image may count, as far as it is known."""
        return self.settings.sampling.max_tokens or request.max_tokens

    def _key(self, request: ImageRequest) -> str:
        return image_key(request, self.settings.model, self.route, self.settings.sampling.body)

    async def _answer(self, sender: Sender, request: ImageRequest, key: str) -> ImageReply:
        reply = self._recall(key) or await self._ask(sender, request)
        file = {} if reply.status != "ok" or reply.cached else {"file": self._save(reply.data)}
        return self._account.close(key, reply, **file)

    async def _ask(self, sender: Sender, request: ImageRequest) -> ImageReply:
        began, tally = time.monotonic(), RequestCounter()
        bound = text_tokens(request.prompt)
        max_tokens = self._max_tokens(request)
        payload = await send_adapted(
            sender,
            self.route,
            self._body(request),
            self._dialect,
            worst_usd=self._meter.worst_usd(bound, max_tokens, images=1),
            spent_usd=lambda found: self._meter.spent_usd(bound, max_tokens, found, images=1),
            tally=tally,
        )
        self._account.tell_changes()
        turn, data = await self._read(sender.endpoint, payload)
        if turn.model is not None:
            self._cache.check_model(self.settings.model, turn.model)
        return ImageReply(
            status=turn.status,
            reason=turn.reason,
            text=turn.text,
            thinking=turn.thinking,
            data=data,
            model=turn.model or "",
            prompt_tokens=turn.tokens[0],
            completion_tokens=turn.tokens[1],
            usd=tally.usd if self.settings.price else None,
            attempts=tally.attempts,
            seconds=time.monotonic() - began,
        )

    def _body(self, request: ImageRequest) -> Body:
        given = {} if request.seed is None else {"seed": request.seed}
        further = {**given, **self.settings.sampling.body}
        if self.route == "chat":
            messages = [{"role": "user", "content": request.prompt}]
            return {"model": self.settings.model, "messages": messages, "modalities": ["image", "text"], **further}
        chosen = {"size": request.size, "quality": request.quality}
        named = {name: value for name, value in chosen.items() if value is not None}
        return {"model": self.settings.model, "prompt": request.prompt, "n": 1, **named, **further}

    async def _read(self, endpoint: Endpoint, payload: dict[str, Any] | Failure) -> tuple[Turn, bytes]:
        """How the request ended, and the encoded image when it ended well."""
        if isinstance(payload, Failure):
            return read_failure(payload), b""
        turn, source = read_image_reply(payload, self.route, endpoint.clean)
        if turn.status != "ok":
            return turn, b""
        try:
            async with asyncio.timeout(self.budget.remaining_s()):
                data = decode_source(source) if source[:5].lower() == "data:" else await endpoint.download(source)
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
                f"{self._cache.path}: the image {row.get('file')!r} beside it is gone or damaged; ask live to make it again"
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

    def _save(self, data: bytes) -> str:
        """The name under which the image is kept; before the row that names it."""
        return self._cache.save_image(data, examine_image(data)[0].lower())


def read_image_reply(payload: Mapping[str, Any], route: Literal["chat", "image"], clean: Any) -> tuple[Turn, str]:
    """(how it ended, data URL or link of the first image) of an answer in either form."""
    if route == "chat":
        turn = read_chat(payload, clean)
        source = next(_chat_sources(read_message(payload)), "")
    else:
        items = payload.get("data")
        item = items[0] if isinstance(items, list) and items and isinstance(items[0], Mapping) else {}
        words, blocked = item.get("revised_prompt"), blocked_reason(payload) or blocked_reason({"choices": [item]})
        source = next(_sources(item), "")
        turn = Turn(
            status="filtered" if blocked and not source else "ok",
            reason=blocked if not source else "",
            text=clean(words) if isinstance(words, str) else "",
            model=read_model(payload, clean),
            tokens=read_usage(payload) or (0, 0),
        )
    if turn.status in ("ok", "truncated") and source:
        return replace(turn, status="ok", reason=""), source
    if turn.status == "ok":
        if route == "chat" and is_refusal(turn.text):
            return replace(turn, status="refused", reason=brief_words(turn.text)), ""
        said = shorten(" ".join(turn.text.split())) if route == "chat" else ""
        return replace(turn, status="unparsed", reason="no image in the answer" + (f": {said!r}" if said else "")), ""
    return turn, ""


def decode_source(data_url: str) -> bytes:
    """The bytes of a base64 data URL; empty, which no image is, when it is broken.

    Line breaks, escapes (`%2B`), the alphabet of URLs (`-_`) and missing padding are base64 in other spellings.
    """
    head, _, body = data_url.partition(",")
    if not head.lower().endswith(";base64"):
        return b""
    letters = (
        re.sub(r"\s+", "", unquote(body) if "%" in body else body).translate(str.maketrans("-_", "+/")).rstrip("=")
    )
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _chat_sources(message: Mapping[str, Any]) -> Iterator[str]:
    """Where a message holds images: in a list of its own, among the parts of its content, or in its words."""
    for group in (message.get("images"), message.get("content")):
        for part in group if isinstance(group, list) else []:
            if isinstance(part, Mapping):
                yield from _sources(part)
            elif isinstance(part, str):
                yield from _in_words(part)
    yield from _in_words(read_text(message))


def _sources(part: Mapping[str, Any]) -> Iterator[str]:
    """Data URLs and links in one part, under the names that servers use."""
    for name in BASE64_KEYS:
        text = part.get(name)
        if isinstance(text, str) and text.strip():
            yield text.strip() if text.lstrip()[:5].lower() == "data:" else f"data:image;base64,{text}"
    for name in ("image_url", "url", "image", "inline_data", "source"):
        value = part.get(name)
        if isinstance(value, Mapping):
            yield from _sources(value)
        elif isinstance(value, str) and value.strip():
            yield value.strip()


def _in_words(text: str) -> Iterator[str]:
    if found := DATA_URL.search(text):
        yield found[0]
    if found := MARKDOWN_IMAGE.search(text):
        yield found[1]
