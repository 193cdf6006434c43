"""Requests as bytes: read within bounds, then taken apart.

JSON form      Content-Type: application/json           images as base64 texts, `data:image/png;base64,` before them or not
binary form    Content-Type: application/x-scisynth     the same JSON, then the images as they are (`rewards.remote.binary_form`)

The binary form spares a third of the bytes. Whatever is wrong with a request as a whole is a `RefusedError` with a status; what is
wrong with one image is a reason in the place of that image.
"""

import asyncio
import base64
import binascii
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from scisynth.core.errors import one_line
from scisynth.core.strict_json import parse_json
from scisynth.rewards.remote import binary_form
from scisynth.serve.config import LimitsConfig

if TYPE_CHECKING:
    from starlette.requests import Request


class RefusedError(Exception):
    """The request as a whole is answered with an HTTP status and a reason."""

    def __init__(self, status: int, reason: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.status, self.reason, self.retry_after_s = status, reason, retry_after_s


class Reservations:
    """Bytes of the requests that are under way: their sum is bounded before the first byte of one is read."""

    def __init__(self, limits: LimitsConfig) -> None:
        self._limits = limits
        self._free = limits.max_inflight_mb * 1e6

    @contextmanager
    def reserve(self, announced: str | None) -> Iterator[int]:
        """Room for a request of an announced length, or of the largest one where it announces none; gives its limit in bytes.

        Raises:
            RefusedError: 413 for one that is too large, 429 where there is no room now.
        """
        most = int(self._limits.max_body_mb * 1e6)
        size = int(announced) if announced and announced.isdecimal() else most
        if size > most:
            raise RefusedError(
                413, f"expected at most {self._limits.max_body_mb:g} MB, got {size / 1e6:.1f} MB; send fewer items"
            )
        if size > self._free:
            raise RefusedError(429, "too many requests are under way; send this one again later", retry_after_s=1)
        self._free -= size
        try:
            yield size
        finally:
            self._free += size


async def read_body(request: "Request", max_bytes: int, timeout_s: float) -> bytes:
    """All bytes of a request.

    Raises:
        RefusedError: 413 for more than `max_bytes`, 408 for one that does not arrive in time.
    """
    parts, size = [], 0
    try:
        async with asyncio.timeout(timeout_s):
            async for chunk in request.stream():
                size += len(chunk)
                if size > max_bytes:
                    raise RefusedError(413, f"expected at most {max_bytes:,} bytes, got more; send fewer items")
                parts.append(chunk)
    except TimeoutError:
        raise RefusedError(408, f"expected the whole request within {timeout_s:g} s") from None
    return b"".join(parts)


def parse_body(body: bytes, content_type: str) -> dict[str, Any]:
    """The JSON object of a request; in the binary form its `images` are bytes.

    Raises:
        RefusedError: 400 for anything else.
    """
    try:
        if content_type.partition(";")[0].strip().lower() == binary_form.MEDIA_TYPE:
            return binary_form.unpack(body)
        values = parse_json(body.decode())
    except ValueError as error:
        raise RefusedError(400, f"expected a JSON object, or one in the binary form: {one_line(error, 200)}") from None
    if not isinstance(values, dict):
        raise RefusedError(400, f"expected a JSON object, got {type(values).__name__}")
    return values


def read_image(given: Any, max_bytes: int) -> tuple[bytes, str]:
    """(bytes, "") of an image as it was sent, or (b"", reason); nothing is decoded here."""
    if isinstance(given, str):
        text = given.partition(",")[2] if given.startswith("data:") else given
        if len(text) > max_bytes * 4 // 3 + 4:
            return b"", f"expected an image of at most {max_bytes:,} bytes, got more"
        try:
            given = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            return b"", "expected an image in base64, got something else"
    if not isinstance(given, bytes):
        return b"", f"expected an image in base64, got {type(given).__name__}"
    if not given:
        return b"", "expected an image, got nothing"
    if len(given) > max_bytes:
        return b"", f"expected an image of at most {max_bytes:,} bytes, got {len(given):,}"
    return given, ""


def read_prompt(given: Any, max_chars: int) -> tuple[str, str]:
    """(prompt, "") as it was sent, or ("", reason)."""
    if not isinstance(given, str):
        return "", f"expected a prompt as a text, got {type(given).__name__}"
    if not given.strip():
        return "", "expected a prompt, got an empty one; write what the image should show"
    if len(given) > max_chars:
        return "", f"expected a prompt of at most {max_chars:,} characters, got {len(given):,}"
    # JSON may carry half of a surrogate pair, which no tokenizer takes.
    if not given.isascii() and given.encode(errors="replace").decode() != given:
        return "", "expected a prompt in Unicode, got one with a lone surrogate"
    return given, ""
