"""What is asked of a model behind an API, and how each request ends.

A reply is a state with a reason: `ok` alone carries a value. `budget` means that nobody was asked (or that the clock of the
whole run cut the wait short), so a later run may ask again; `transport` means that no usable answer came back over the wire;
`missing` means that an image of the request could not be opened.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from PIL import Image
from pydantic import BaseModel

from scisynth.core.records import FREE, Cost

MORE_ROOM = 4
"""Times the limit with which a truncated answer is asked for again."""

Status = Literal["ok", "refused", "filtered", "truncated", "unparsed", "transport", "budget", "missing"]

Part = str | Path | bytes | Image.Image
"""A piece of a user's message: a `str` is text; a path, encoded bytes or a PIL image is an image."""


@dataclass(frozen=True, kw_only=True)
class Topic:
    """What a question is about, for whoever reads a record; no part of the question or of its key."""

    step: str = ""
    """Such as `plan`, `repair` or `quiz`."""
    item: str = ""
    """Id of the problem."""
    text: str = ""
    """What the item says, where a replay may answer by step and item alone; empty where the image counts too."""

    @property
    def digest(self) -> str:
        """Of the text; empty without one."""
        return hashlib.sha256(self.text.encode(errors="replace")).hexdigest()[:16] if self.text else ""


@dataclass(frozen=True, kw_only=True)
class ChatRequest:
    """One question to a chat model: texts and images in the order in which the model should meet them."""

    content: tuple[Part, ...]
    system: str = ""
    schema: type[BaseModel] | None = None
    """What the answer must be; None takes any text."""
    temperature: float | None = 0.0
    """None leaves it to the server; a server that takes none is asked again without."""
    max_tokens: int = 1024
    """Upper limit of the answer, a model's hidden thinking included."""
    asks_longer: bool = True
    """Whether an answer that reaches the limit is asked for once more with `MORE_ROOM` times as much."""
    seed: int | None = None
    reasoning_effort: str = ""
    """How hard a reasoning model thinks, e.g. `low`; empty leaves it to the server."""
    extra_body: Mapping[str, Any] = field(default_factory=dict)
    """Further parameters, sent as they are."""
    repeat: int = 0
    """Number of the repetition: the same question with another number is asked again, not answered from the cache."""
    topic: Topic | None = None
    """For the record; no part of what is asked."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """How any request ended, and what it took."""

    status: Status
    reason: str = ""
    """Why there is no value; empty when `status` is `ok`."""
    text: str = ""
    """The model's own words; of an image model, the prompt as it rewrote it."""
    thinking: str = ""
    """What the model wrote before its answer, where the server shows it; never part of the answer."""
    model: str = ""
    """The id under which the server answered, which may be more exact than the one asked for."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    usd: float | None = None
    """Cost of every attempt; a lost one counts at its worst case. None without a price, 0 from the cache."""
    attempts: int = 0
    """HTTP requests made, repair turn and retries included; 0 from the cache."""
    cached: bool = False
    seconds: float = 0.0
    """From being taken up to the end, waits included; of a kept reply, as long as it took when it was asked for."""
    spent_before: Cost = FREE
    """What earlier invocations of the run paid for this question."""

    @property
    def own_cost(self) -> Cost:
        """What the reply took in this invocation; nothing when it was cached."""
        if self.cached:
            return FREE
        return Cost(
            requests=self.attempts,
            input_tokens=self.prompt_tokens,
            output_tokens=self.completion_tokens,
            usd=self.usd or 0.0,
        )

    @property
    def cost(self) -> Cost:
        """What the question has taken in the whole run, so that rows of a resumed run add up."""
        return self.own_cost + self.spent_before

    def to_columns(self) -> dict[str, Any]:
        """What a judge's row keeps of a reply: the words, the thinking before them, and the cost."""
        return {"raw": self.text, "thinking": self.thinking, "cost": self.cost}


@dataclass(frozen=True, kw_only=True)
class ChatReply(Reply):
    """A chat model's answer."""

    value: Any = None
    """An instance of the request's schema when `status` is `ok`, else None; always None without a schema."""


@dataclass(frozen=True, kw_only=True)
class ImageRequest:
    """One image asked of a model behind an API."""

    prompt: str
    size: str | None = None
    """Such as `1024x1024`; None leaves it to the server."""
    quality: str | None = None
    seed: int | None = None
    """Passed on where given; few servers know it."""
    max_tokens: int = 8192
    """Most output tokens one image may count; used to reserve money, never sent."""
    repeat: int = 0


@dataclass(frozen=True, kw_only=True)
class ImageReply(Reply):
    """An image model's answer."""

    data: bytes = b""
    """The encoded image (PNG, JPEG or WEBP), checked by `core.images.open_image`; empty unless `status` is `ok`."""


@dataclass(frozen=True, kw_only=True)
class CallEstimate:
    """What requests would cost at most, each asked once and every answer as long as allowed; nothing is sent."""

    calls: int
    cached: int
    """Requests that the cache, or an equal request of the same batch, already answers."""
    prompt_tokens: int
    completion_tokens: int
    usd: float | None
    """None without a price."""
