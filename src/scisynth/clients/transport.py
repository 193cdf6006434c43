"""One HTTP exchange with an OpenAI-compatible server: the JSON it answered with, or a typed failure. No retries here.

The key goes from the environment into the `openai` client and nowhere else. Errors of that library never leave this module, for they
hold the request with its headers. The deadline is one clock over the whole exchange, so a server that drips bytes cannot
hold a place forever; bodies are bounded; redirects are not followed.
"""

import asyncio
import importlib
import json
import math
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self
from urllib.parse import urlsplit

from scisynth.clients.refusal_bodies import MAX_CHARS, is_blocked, message_of, named_places
from scisynth.clients.settings import ApiSettings, is_loopback, read_key, redact
from scisynth.core.errors import MissingExtraError, one_line

if TYPE_CHECKING:
    import openai

Route = Literal["chat", "image"]

MAX_BODY_BYTES = 96 * 1024 * 1024
"""An image of the largest size that `open_image` takes, in base64, with room to spare."""
CONNECT_TIMEOUT_S = 10.0
THROTTLED = (429, 503, 529)
REQUIRED = ("model", "messages", "prompt")
"""Parameters that the library itself insists on."""
SPENT_CODES = ("insufficient_quota", "billing_hard_limit_reached")


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why an exchange gave no answer."""

    kind: Literal["throttled", "stumbled", "unreachable", "rejected", "filtered", "budget"]
    """Come back later; broke on the way; no connection; the request was refused for good; so was its content; not asked."""
    reason: str
    code: int = 0
    """HTTP status; 0 when none came."""
    retry_after_s: float | None = None
    charged: bool = False
    """Whether the provider may charge for it all the same."""
    detail: str = ""
    """Of a refused request, the server's words at full length, in which the name of a parameter may stand."""
    places: tuple[str, ...] = ()
    """Parts of the request that the body points at, in the server's own writing."""


class Endpoint:
    """The connections to one server, for one event loop. Use it as an async context."""

    def __init__(self, settings: ApiSettings) -> None:
        self.settings = settings
        self._client: openai.AsyncOpenAI | None = None
        self._key = ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._client is not None:
            await self._client.close()

    def clean(self, text: str) -> str:
        """The text without the key, and without what UTF-8 cannot hold."""
        return redact(text, self._key).encode(errors="replace").decode()

    def brief(self, text: str, limit: int = 300) -> str:
        """The same on one line, for reasons; cut after the key is out, lest half of it stay."""
        return " ".join(self.clean(text).split())[:limit]

    async def post(self, route: Route, body: dict[str, Any]) -> dict[str, Any] | Failure:
        """Sends one request; what the library does not know of goes out as it is."""
        client = self.open()
        create: Any = client.chat.completions if route == "chat" else client.images
        create = create.with_streaming_response.create if route == "chat" else create.with_streaming_response.generate
        known = {name: body[name] for name in REQUIRED if name in body}
        other = {name: value for name, value in body.items() if name not in REQUIRED}
        failure, data = await self._read(create(**known, extra_body=other))
        return failure or self._decode(data)

    async def download(self, url: str) -> bytes | Failure:
        """A file that an answer points to: over https, or from this machine when the server itself is on it."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return Failure(kind="rejected", reason="the answer points to an image with a broken link", charged=True)
        here = parts.scheme == "http" and self.settings.local and is_loopback(parts.hostname or "")
        if parts.scheme != "https" and not here:
            return Failure(kind="rejected", reason="the answer points to an image that is not on https", charged=True)
        self.open()
        failure, data = await self._read(self._http.stream("GET", url))
        return failure or data

    def open(self) -> "openai.AsyncOpenAI":
        """Reads the key and makes the client, once; raises `ConfigError` or `MissingExtraError` where that cannot be."""
        if self._client is not None:
            return self._client
        try:
            import openai
        except ImportError:
            raise MissingExtraError("a model behind an API", "api") from None
        self._key = read_key(self.settings)
        # Downloads of images come on top of what the gate lets through.
        limit = 2 * self.settings.max_concurrency
        timeout_s = self.settings.timeout_s
        timeout = _same_library("Timeout")(timeout_s, connect=min(timeout_s, CONNECT_TIMEOUT_S))
        self._http = openai.DefaultAsyncHttpxClient(
            timeout=timeout,
            follow_redirects=False,
            # A proxy from the environment must not see what is meant for this machine.
            trust_env=not self.settings.local,
            limits=_same_library("Limits")(max_connections=limit, max_keepalive_connections=limit),
        )
        self._client = openai.AsyncOpenAI(
            api_key=self._key or "none",
            base_url=self.settings.base_url,
            max_retries=0,
            timeout=timeout,
            http_client=self._http,
        )
        return self._client

    async def _read(self, exchange: Any) -> tuple[Failure | None, bytes]:
        """The bytes of a streamed response, within the deadline and the size cap."""
        import openai

        data = bytearray()
        try:
            async with asyncio.timeout(self.settings.timeout_s), exchange as response:
                if response.status_code >= 300:
                    # Only downloads come here; the library raises for its own requests.
                    return Failure(kind="stumbled", reason=f"{response.status_code} for an image", charged=True), b""
                # Counted as they come: an announced length proves nothing. A plain response's `iter_bytes` is not async.
                chunks = getattr(response, "aiter_bytes", None) or response.iter_bytes
                async for chunk in chunks():
                    data += chunk
                    if len(data) > MAX_BODY_BYTES:
                        reason = f"expected an answer of at most {MAX_BODY_BYTES:,} bytes, got more"
                        return Failure(kind="rejected", reason=reason, charged=True), b""
        except openai.APIStatusError as error:
            return self._refusal(error), b""
        except (TimeoutError, openai.APITimeoutError) as error:
            if isinstance(error.__cause__, _same_library("ConnectTimeout")):
                return self._broken(error), b""
            reason = f"no whole answer within {self.settings.timeout_s:g} s"
            return Failure(kind="stumbled", reason=reason, charged=True), b""
        except (openai.OpenAIError, _same_library("HTTPError"), _same_library("InvalidURL")) as error:
            return self._broken(error), b""
        return None, bytes(data)

    def _broken(self, error: Exception) -> Failure:
        cause = error.__cause__ or error
        reason = self.brief(one_line(cause, limit=10_000))
        if isinstance(cause, (_same_library("ConnectError"), _same_library("ConnectTimeout"))):
            return Failure(kind="unreachable", reason=f"cannot connect to {self.settings.base_url} ({reason})")
        return Failure(kind="stumbled", reason=f"the connection broke ({reason})", charged=True)

    def _refusal(self, error: "openai.APIStatusError") -> Failure:
        code, headers = error.status_code, error.response.headers
        marks = f"{error.code} {error.type}".lower()
        reason = self.brief(f"{code} {message_of(error.body) or error.response.reason_phrase}")
        if any(mark in marks for mark in SPENT_CODES):
            return Failure(kind="rejected", reason=reason, code=code)
        if code in THROTTLED:
            return Failure(kind="throttled", reason=reason, code=code, retry_after_s=read_retry_after(headers))
        if is_blocked(error.body, code, marks):
            return Failure(kind="filtered", reason=reason, code=code)
        if code >= 500:
            return Failure(kind="stumbled", reason=reason, code=code, retry_after_s=read_retry_after(headers))
        if code < 400:
            reason = (
                f"{code} redirect to {self.brief(headers.get('location', 'nowhere'))}; set base_url to where the API is"
            )
        return self._rejected(error.body, reason, code)

    def _decode(self, data: bytes) -> dict[str, Any] | Failure:
        try:
            payload = json.loads(data)
        except (ValueError, RecursionError):
            payload = None
        if not isinstance(payload, dict):
            start = self.brief(data[:10_000].decode(errors="replace"), limit=80)
            reason = f"expected a JSON object from {self.settings.base_url}, got {start!r}; check base_url"
            return Failure(kind="stumbled", reason=reason, code=200, charged=True)
        # Some relays report trouble under 200.
        return self._wrapped(payload["error"]) if payload.get("error") else payload

    def _wrapped(self, error: object) -> Failure:
        """The failure that a body tells of although the status is 200; the code inside it counts where there is one."""
        reason = self.brief(message_of(error))
        code = error.get("code") if isinstance(error, dict) else None
        if is_blocked(error, 400):
            return Failure(kind="filtered", reason=reason, code=200, charged=True)
        if code in (400, 422):
            return self._rejected(error, reason, code)
        return Failure(kind="stumbled", reason=reason, code=200, charged=True)

    def _rejected(self, body: object, reason: str, code: int) -> Failure:
        places = tuple(map(self.clean, named_places(body)))
        return Failure(
            kind="rejected", reason=reason, code=code, detail=self.brief(message_of(body), MAX_CHARS), places=places
        )


def read_retry_after(headers: Any) -> float | None:
    """Seconds that a server asks to wait (`Retry-After` as seconds or as a date), or None where it does not say."""
    text = headers.get("retry-after", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - time.time()
        except (ValueError, OverflowError):
            return None
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _same_library(name: str) -> Any:
    """A class of the HTTP library under `openai`, whichever of its versions that is."""
    import openai

    library = openai.DefaultAsyncHttpxClient.__mro__[1].__module__.partition(".")[0]
    return getattr(importlib.import_module(library), name)
