"""Where a model is and how it may be asked. No secret lives here: a key is read from the environment when it is needed.

A key travels only over https, or to this machine itself. A URL that carries a user name, a password or a query is refused,
since URLs end in messages and logs.
"""

import ipaddress
import os
import re
from dataclasses import replace
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    JsonValue,
    NonNegativeFloat,
    PositiveInt,
    field_validator,
    model_validator,
)

from scisynth.clients.records import ChatRequest
from scisynth.core.config import Config, looks_secret
from scisynth.core.errors import ConfigError

MIN_SECRET_LENGTH = 8
"""Shorter keys (`EMPTY`, `none`) are placeholders of local servers; blotting them out would garble ordinary words."""


RESERVED = frozenset(
    {"model", "messages", "prompt", "stream", "max_tokens", "max_completion_tokens", "temperature", "reasoning_effort"}
)
"""Parameters that a verb sets itself, or that have an option of their own."""


class Price(Config):
    """What a provider charges, as its price list says on the day."""

    usd_per_million_input: float = Field(ge=0)
    """USD per million input tokens."""
    usd_per_million_output: float = Field(ge=0)
    """USD per million output tokens."""
    usd_per_image: float = Field(default=0.0, ge=0)
    """USD per image, for image models with a price per image; added to the price of tokens."""

    @property
    def is_by_piece(self) -> bool:
        """Whether it is one of images alone, which says nothing of what words cost."""
        return self.usd_per_image > 0 == self.usd_per_million_input == self.usd_per_million_output


def _check_extra_body(extra: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Refuses what a verb sets itself, and secrets, since settings are written to disk."""
    if taken := sorted(extra.keys() & RESERVED):
        raise ValueError(f"extra_body: {taken[0]!r} is set by the verb or an option of its own; leave it out")
    if secret := sorted(filter(looks_secret, extra)):
        raise ValueError(f"extra_body: {secret[0]!r} looks like a secret; put the key in api_key_env")
    return extra


ExtraBody = Annotated[dict[str, JsonValue], AfterValidator(_check_extra_body)]
"""Further parameters of a request, such as `top_p` or `chat_template_kwargs`."""


class Sampling(Config):
    """How a model is asked, where a user says so; what is left out is the verb's own choice."""

    temperature: NonNegativeFloat | Literal["none"] | None = None
    """`none` sends no temperature at all."""
    max_tokens: PositiveInt | None = None
    """Maximum tokens of a reply, reasoning included."""
    reasoning_effort: str = ""
    """Effort of a reasoning model, for example `low`. Empty: the server decides."""
    extra_body: ExtraBody = Field(default_factory=dict)
    """Further parameters of the request, such as `top_p` or `chat_template_kwargs`, sent as they are."""

    def apply(self, request: ChatRequest) -> ChatRequest:
        """The request, asked in this way."""
        extra: dict[str, Any] = {"extra_body": self.extra_body} if self.extra_body else {}
        return replace(request, **self._named(), **extra)

    @property
    def body(self) -> dict[str, Any]:
        """The parameters that were given, as a request has them."""
        return {**{name: value for name, value in self._named().items() if value is not None}, **self.extra_body}

    def _named(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.temperature is not None:
            found["temperature"] = None if self.temperature == "none" else self.temperature
        if self.max_tokens is not None:
            found["max_tokens"] = self.max_tokens
        if self.reasoning_effort:
            found["reasoning_effort"] = self.reasoning_effort
        return found


class ApiSettings(Config):
    """One model at one OpenAI-compatible server."""

    model_config = ConfigDict(hide_input_in_errors=True)

    model: str = Field(min_length=1)
    base_url: str = "https://api.openai.com/v1"
    api_key_env: str = "OPENAI_API_KEY"
    """Name of the environment variable that holds the key; a server on this machine may do without."""
    timeout_s: float = Field(default=180.0, gt=0)
    """Wall clock of one attempt, from connecting to the last byte, however slowly the bytes drip."""
    max_attempts: int = Field(default=8, ge=1)
    backoff_s: float = Field(default=1.0, ge=0)
    """First wait after a failure; doubled each time, with jitter."""
    start_concurrency: int = Field(default=8, ge=1)
    max_concurrency: int = Field(default=64, ge=1)
    price: Price | None = None
    sampling: Sampling = Sampling()
    image_tokens: int = Field(default=4096, ge=0)
    """Most prompt tokens one image may count; used to reserve money until the server tells."""

    @field_validator("base_url")
    @classmethod
    def _check_url(cls, url: str) -> str:
        try:
            parts = urlsplit(url)
            host, userinfo = parts.hostname, "@" in parts.netloc
            _ = parts.port
        except ValueError:
            raise ValueError("base_url: expected a URL such as https://api.openai.com/v1; check it") from None
        if userinfo or parts.query or parts.fragment:
            raise ValueError("base_url: expected no user name, password, query or fragment; put the key in api_key_env")
        if not host or parts.scheme not in ("http", "https"):
            raise ValueError("base_url: expected a URL such as https://api.openai.com/v1; check it")
        if parts.scheme == "http" and not is_loopback(host):
            raise ValueError(
                f"base_url: expected https for {host}, got http, which shows the key to everyone on the way"
            )
        return url

    @field_validator("api_key_env")
    @classmethod
    def _check_key_name(cls, name: str) -> str:
        if not re.fullmatch(r"[A-Z_][A-Z0-9_]*", name):
            raise ValueError("api_key_env: expected the name of an environment variable such as OPENAI_API_KEY")
        return name

    @model_validator(mode="after")
    def _check_concurrency(self) -> Self:
        if self.start_concurrency > self.max_concurrency:
            raise ValueError(
                f"start_concurrency: expected at most max_concurrency ({self.max_concurrency}), got {self.start_concurrency}"
            )
        return self

    @property
    def local(self) -> bool:
        """Whether the server is on this machine."""
        return is_loopback(urlsplit(self.base_url).hostname or "")


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only mean this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read_key(settings: ApiSettings) -> str:
    """The key from the environment, or an empty string where the server is local and none is set."""
    key = os.environ.get(settings.api_key_env, "").strip()
    if not key and not settings.local:
        raise ConfigError(
            f"{settings.base_url}: expected a key in the environment variable {settings.api_key_env}; set it"
        )
    if not re.fullmatch(r"[!-~]*", key):
        raise ConfigError(f"{settings.api_key_env}: expected a key of printable ASCII without spaces; set it again")
    return key


def redact(text: str, key: str) -> str:
    """The text with the key blotted out, for servers that repeat what they were sent."""
    return text.replace(key, "[key]") if len(key) >= MIN_SECRET_LENGTH else text
