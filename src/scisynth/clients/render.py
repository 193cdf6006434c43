"""A request in the form in which it travels: messages with images inline, and the key of its answer.

Every image is opened by `core.images.open_image` and sent as a PNG without metadata, so the model sees the pixels that everything
else here sees. The key takes the digest of the source (a file's bytes, a PIL image's pixels), which no encoder changes.
A schema travels once: as `response_format`, with what its fields mean in words. A server that refuses or ignores that parameter gets
the whole schema in words instead (`dialect`). The key names the schema itself, however it travels.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
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

SCHEMA_WORDS = "Answer with one JSON object that fits this JSON schema, and nothing else:\n"


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A chat request with its images read, once, so that what is sent is what the key names."""

    request: ChatRequest
    key: str
    parts: tuple[str | bytes | Image.Image, ...]

    @property
    def num_images(self) -> int:
        """Images among the parts."""
        return sum(not isinstance(part, str) for part in self.parts)

    def prompt_tokens(self, image_tokens: int) -> int:
        """An upper bound of the tokens of the first turn."""
        texts = [self.request.system, *(part for part in self.parts if isinstance(part, str))]
        if self.request.schema is not None:
            texts.append(schema_text(self.request.schema))
        return sum(text_tokens(text) for text in texts) + self.num_images * image_tokens


def text_tokens(text: str) -> int:
    """An upper bound of the tokens of a message: its UTF-8 bytes and what a chat template adds."""
    return len(text.encode()) + TURN_TOKENS


def prepare(request: ChatRequest, model: str) -> Prepared:
    """Reads the images and forms the key; raises `ImageError` for an image that is missing or too large."""
    parts: list[str | bytes | Image.Image] = []
    content: list[Mapping[str, str]] = []
    for part in request.content:
        if isinstance(part, str):
            # Half of a surrogate pair, which no request can carry, becomes a question mark.
            part = part.encode(errors="replace").decode()
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
        if note := field_note(request.schema):
            parts.append(note)
        # As the schema was first spelled out, so that answers kept since then stay valid.
        content.append({"text": SCHEMA_WORDS + schema_text(request.schema)})
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
    """The key of an image's answer; `further` holds the parameters beyond the request's own."""
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
    """The messages of the first turn; raises `ImageError` for a broken image."""
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
    """The one turn in which a model may fix its answer."""
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


def field_note(schema: type[BaseModel]) -> str:
    """What the described fields of an answer mean, in words; empty where the prompt itself says it all."""
    if not any(field.description for field in schema.model_fields.values()):
        return ""
    lines = [
        f'"{name}": {field.description}' if field.description else f'"{name}"'
        for name, field in schema.model_fields.items()
    ]
    return "Answer with one JSON object, whose keys are\n" + "\n".join(lines)


def with_schema_in_words(messages: Sequence[Message], form: Mapping[str, Any]) -> list[Message]:
    """The messages with the schema of a `response_format` after the user's first words."""
    words = SCHEMA_WORDS + json.dumps(form["json_schema"]["schema"], ensure_ascii=False)
    place = next(number for number, message in enumerate(messages) if message["role"] == "user")
    content = messages[place]["content"]
    said = f"{content}\n\n{words}" if isinstance(content, str) else [*content, {"type": "text", "text": words}]
    return [*messages[:place], {**messages[place], "content": said}, *messages[place + 1 :]]


def response_format(schema: type[BaseModel]) -> dict[str, Any]:
    """The schema for servers that constrain what the model may write; fields in their own order, for models write them in it."""
    name = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in schema.__name__)[:64]
    return {
        "type": "json_schema",
        "json_schema": {"name": name, "strict": True, "schema": strict_schema(schema, brief=True)},
    }


def _pixel_digest(image: Image.Image) -> str:
    rgb = to_rgb(image)
    return hashlib.sha256(f"{rgb.width}x{rgb.height} ".encode() + rgb.tobytes()).hexdigest()


def _data_url(source: bytes | Image.Image) -> str:
    return "data:image/png;base64," + base64.b64encode(png_bytes(open_image(source))).decode()
