"""A request in the form in which it travels: messages with pictures inline, and the key of its answer.

Every picture is opened by `core.images.open_image` and sent as a PNG without metadata, so the model sees the pixels that everything
else here sees. The key takes the digest of the source (a file's bytes, a PIL picture's pixels), which no encoder changes.
A schema is always spelled out in the prompt as well, for servers that ignore `response_format`.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PIL import Image
from pydantic import BaseModel

from scisynth.clients.cache import request_key
from scisynth.clients.parse import strict_schema
from scisynth.clients.records import ChatRequest, ImageRequest
from scisynth.core.images import open_image, png_bytes, read_image_bytes, to_rgb

TURN_TOKENS = 64
"""More than any chat template adds around a message."""

Message = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A chat request with its pictures read, once, so that what is sent is what the key names."""

    request: ChatRequest
    key: str
    parts: tuple[str | bytes | Image.Image, ...]

    @property
    def num_images(self) -> int:
        """Pictures among the parts."""
        return sum(not isinstance(part, str) for part in self.parts)

    def prompt_tokens(self, image_tokens: int) -> int:
        """An upper bound of the tokens of the first turn."""
        texts = [self.request.system, *(part for part in self.parts if isinstance(part, str))]
        return sum(text_tokens(text) for text in texts) + self.num_images * image_tokens


def text_tokens(text: str) -> int:
    """An upper bound of the tokens of a message: its UTF-8 bytes and what a chat template adds."""
    return len(text.encode()) + TURN_TOKENS


def prepare(request: ChatRequest, model: str) -> Prepared:
    """Reads the pictures and forms the key; raises `ImageError` for a picture that is missing or too large."""
    parts: list[str | bytes | Image.Image] = []
    content: list[Mapping[str, str]] = []
    for part in request.content:
        if isinstance(part, str):
            parts.append(part)
            content.append({"text": part})
        elif isinstance(part, Image.Image):
            parts.append(part)
            content.append({"pixels": _pixel_digest(part)})
        else:
            data = read_image_bytes(part)[1]
            parts.append(data)
            content.append({"image": hashlib.sha256(data).hexdigest()})
    if request.schema is not None:
        note = schema_note(request.schema)
        parts.append(note)
        content.append({"text": note})
    key = request_key(
        {
            "route": "chat",
            "model": model,
            "system": request.system,
            "content": content,
            "temperature": request.temperature,
            "max_tokens": request.max_tokens,
            "seed": request.seed,
            "repeat": request.repeat,
            **_further(request.reasoning_effort, request.extra_body),
        }
    )
    return Prepared(request=request, key=key, parts=tuple(parts))


def _further(reasoning_effort: str, extra_body: Mapping[str, Any]) -> dict[str, Any]:
    """What is part of a key only where it is given, so that answers kept before it could be given stay valid."""
    found: dict[str, Any] = {"reasoning_effort": reasoning_effort} if reasoning_effort else {}
    return {**found, "extra_body": dict(extra_body)} if extra_body else found


def image_key(request: ImageRequest, model: str, route: str, further: Mapping[str, Any]) -> str:
    """The key of a picture's answer; `further` holds the parameters beyond the request's own."""
    return request_key(
        {
            "route": f"image by {route}",
            "model": model,
            "prompt": request.prompt,
            "size": request.size,
            "quality": request.quality,
            "seed": request.seed,
            "repeat": request.repeat,
            **({"further": dict(further)} if further else {}),
        }
    )


def build_messages(prepared: Prepared) -> list[Message]:
    """The messages of the first turn; raises `ImageError` for a broken picture."""
    system: list[Message] = [{"role": "system", "content": prepared.request.system}] if prepared.request.system else []
    if not prepared.num_images:
        text = "\n\n".join(part for part in prepared.parts if isinstance(part, str))
        return [*system, {"role": "user", "content": text}]
    content = [
        {"type": "text", "text": part}
        if isinstance(part, str)
        else {"type": "image_url", "image_url": {"url": _data_url(part)}}
        for part in prepared.parts
    ]
    return [*system, {"role": "user", "content": content}]


def build_repair(text: str, reason: str) -> list[Message]:
    """The one turn in which a model may mend its answer."""
    return [
        # Some servers refuse a message without words.
        {"role": "assistant", "content": text if text.strip() else "(no answer)"},
        {
            "role": "user",
            "content": f"That answer cannot be read: {reason}. Give the same answer again as one JSON object that fits "
            "the schema, and nothing else.",
        },
    ]


def describe(request: ChatRequest) -> str:
    """A few words by which a person knows the question."""
    text = " ".join(" ".join(part for part in request.content if isinstance(part, str)).split())
    return repr(text if len(text) <= 60 else text[:59] + "…") + (
        f" (repeat {request.repeat})" if request.repeat else ""
    )


@lru_cache(maxsize=256)
def schema_text(schema: type[BaseModel]) -> str:
    """The strict JSON schema of a model class, on one line."""
    return json.dumps(strict_schema(schema), sort_keys=True, ensure_ascii=False)


def schema_note(schema: type[BaseModel]) -> str:
    """What the prompt says about the form of the answer."""
    return f"Answer with one JSON object that fits this JSON schema, and nothing else:\n{schema_text(schema)}"


def response_format(schema: type[BaseModel]) -> dict[str, Any]:
    """The same for servers that constrain what the model may write."""
    name = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in schema.__name__)[:64]
    return {
        "type": "json_schema",
        "json_schema": {"name": name, "strict": True, "schema": json.loads(schema_text(schema))},
    }


def _pixel_digest(image: Image.Image) -> str:
    rgb = to_rgb(image)
    return hashlib.sha256(f"{rgb.width}x{rgb.height} ".encode() + rgb.tobytes()).hexdigest()


def _data_url(source: bytes | Image.Image) -> str:
    return "data:image/png;base64," + base64.b64encode(png_bytes(open_image(source))).decode()
