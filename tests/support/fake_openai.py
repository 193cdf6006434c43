"""A real HTTP server on this machine that speaks enough of the OpenAI protocol, counts what it is asked, and fails to order.

    with FakeOpenAI() as server:
        server.behave = lambda call: answer('{"score": 4}') if call.nth == 1 else status(500)
        client = ChatClient(ApiSettings(model="m", base_url=server.base_url))

`behave` sees a `Call` and returns what to do with it: one of the functions below, or a plain text to answer with.
"""

import asyncio
import base64
import json
import socket
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

MODEL = "fake-model-2026-01-01"
TOKENS = (100, 20)


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request as the server saw it."""

    text: str
    """The texts of the first user message, or the prompt of an image."""
    nth: int
    """How many times this text was asked, this one included."""
    number: int
    """Which request to this server it is, from 1: unlike `len(server.calls)` it does not grow while others ask."""
    is_repair: bool
    body: dict[str, Any] = field(repr=False)
    authorization: str = field(repr=False)
    at: float

    @property
    def images(self) -> list[bytes]:
        """The images of the message, decoded."""
        parts = [part for message in self.body["messages"] for part in _parts(message)]
        urls = [part["image_url"]["url"] for part in parts if part["type"] == "image_url"]
        return [base64.b64decode(url.partition(",")[2]) for url in urls]


def completion(message, finish="stop", *, model=MODEL, tokens=TOKENS, usage=None, **further):
    """A chat completion around any message; `further` stands beside the choices."""
    payload = {
        "id": "chat-1",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", **message}}],
    }
    if tokens:
        payload["usage"] = dict(zip(("prompt_tokens", "completion_tokens"), tokens, strict=True))
        payload["usage"]["total_tokens"] = sum(tokens)
    return JSONResponse({**payload, **({"usage": usage} if usage else {}), **further})


def answer(text, **options):
    """An ordinary answer."""
    return completion({"content": text}, **options)


def refusal(words="I will not."):
    """The model declines."""
    return completion({"content": None, "refusal": words})


def filtered():
    """The provider withholds the answer."""
    return completion({"content": None}, "content_filter")


def too_long(text='{"score": '):
    """The answer reaches its token limit."""
    return completion({"content": text}, "length")


def status(code, message="told to fail", *, retry_after=None, error_code=None):
    """An HTTP error in the usual form."""
    headers = {} if retry_after is None else {"retry-after": str(retry_after)}
    return JSONResponse({"error": {"message": message, "code": error_code}}, status_code=code, headers=headers)


def refused(parameter, message=None, code="unsupported_parameter"):
    """A parameter that the model does not take, refused in OpenAI's form."""
    words = message or f"Unsupported parameter: '{parameter}' is not supported with this model."
    error = {"message": words, "type": "invalid_request_error", "param": parameter, "code": code}
    return JSONResponse({"error": error}, status_code=400)


def reasoning_model(answer_to, *, hidden=700, in_the_open=False):
    """A `behave` of a model that thinks first: its own temperature only, `max_completion_tokens` only, `hidden` tokens before a word.

    `answer_to` maps a call to the reply; `in_the_open` shows the thinking as `<think>` instead of hiding it.
    """

    def behave(call):
        if call.body.get("temperature", 1) != 1:
            words = "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported."
            return refused("temperature", words, "unsupported_value")
        if "max_tokens" in call.body:
            words = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
            return refused("max_tokens", words)
        text = answer_to(call)
        needed, limit = hidden + len(text) // 4 + 1, call.body["max_completion_tokens"]
        is_cut = limit < needed
        spent = {
            "prompt_tokens": 100,
            "completion_tokens": min(needed, limit),
            "total_tokens": 100 + min(needed, limit),
        }
        spent["completion_tokens_details"] = {"reasoning_tokens": min(hidden, limit)}
        thought = "<think>First, A? No {draft}. Second, B: hm.</think>\n\n" if in_the_open else ""
        return completion({"content": "" if is_cut else thought + text}, "length" if is_cut else "stop", usage=spent)

    return behave


def raw(body, code=200, media_type="application/json", headers=None):
    """Any bytes at all."""
    return Response(body, status_code=code, media_type=media_type, headers=headers)


def drip(seconds, pause_s=0.02):
    """A space now and then, never the end: only a clock over the whole exchange stops it."""

    async def spaces():
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            yield b" "
            await asyncio.sleep(pause_s)

    return StreamingResponse(spaces(), media_type="application/json")


def cut():
    """The connection breaks after the first bytes of the body."""

    async def half():
        yield b'{"id": "chat-1", "choi'
        raise ConnectionResetError

    return StreamingResponse(half(), media_type="application/json")


def pictures(*items, usage=None, model=None):
    """An answer of `images.generate`; each item is a dict with `b64_json` or `url`."""
    extra = {"usage": usage} if usage else {}
    return JSONResponse({"created": 0, "data": list(items), **extra, **({"model": model} if model else {})})


class _PromptServer(uvicorn.Server):
    """Ends at once: uvicorn looks every 0.1 s whether it shall end, and gives its connections 0.1 s more."""

    async def main_loop(self):
        await self.on_tick(0)
        while not self.should_exit:
            await asyncio.sleep(0.01)

    async def shutdown(self, sockets=None):
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
            connection.transport.close()
        await asyncio.sleep(0.01)


class FakeOpenAI:
    """The server, in a thread of its own, on a free port. Use it as a context."""

    def __init__(self):
        self.behave = lambda call: '{"score": 4}'
        self.delay_s = 0.0
        self.most_at_once = None
        """Requests beyond it are refused with 429."""
        self.key = None
        """When set, requests without it are refused with 401."""
        self.files = {}
        """Path to bytes, served by GET."""
        self.calls: list[Call] = []
        self.in_flight = self.peak = self.refused = 0
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def base_url(self) -> str:
        """What to put into `ApiSettings`."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def counts(self) -> Counter:
        """Number of requests for each text, repair turns left out."""
        return Counter(call.text for call in self.calls if not call.is_repair)

    def __enter__(self):
        routes = [
            Route("/v1/chat/completions", self._chat, methods=["POST"]),
            Route("/v1/images/generations", self._image, methods=["POST"]),
            Route("/files/{name}", self._file),
        ]
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        config = uvicorn.Config(Starlette(routes=routes), log_level="critical", access_log=False, lifespan="off")
        self._server = _PromptServer(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        return self

    def __exit__(self, *_):
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(5)
        with suppress(OSError):
            self._socket.close()

    async def _chat(self, request: Request) -> Response:
        body = json.loads(await request.body())
        user = next(message for message in body["messages"] if message["role"] == "user")
        text = "\n".join(part["text"] for part in _parts(user) if part["type"] == "text")
        return await self._answer(request, body, text, any(m["role"] == "assistant" for m in body["messages"]))

    async def _image(self, request: Request) -> Response:
        body = json.loads(await request.body())
        return await self._answer(request, body, body["prompt"], False)

    async def _file(self, request: Request) -> Response:
        return Response(self.files[request.path_params["name"]], media_type="image/png")

    async def _answer(self, request: Request, body: dict, text: str, is_repair: bool) -> Response:
        authorization = request.headers.get("authorization", "")
        with self._lock:
            self._counts[text] += 1
            nth = self._counts[text]
            call = Call(
                text=text,
                nth=nth,
                number=len(self.calls) + 1,
                is_repair=is_repair,
                body=body,
                authorization=authorization,
                at=time.monotonic(),
            )
            self.calls.append(call)
            if self.most_at_once is not None and self.in_flight >= self.most_at_once:
                self.refused += 1
                return status(429, "too many requests at once")
            self.in_flight += 1
            self.peak = max(self.peak, self.in_flight)
        try:
            if self.key is not None and authorization != f"Bearer {self.key}":
                return status(401, "wrong key")
            await asyncio.sleep(self.delay_s)
            found = self.behave(call)
            return answer(found) if isinstance(found, str) else found
        finally:
            with self._lock:
                self.in_flight -= 1


def _parts(message: dict) -> list[dict]:
    content = message["content"]
    return [{"type": "text", "text": content}] if isinstance(content, str) else content
