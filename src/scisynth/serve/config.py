"""What a server serves, where it listens, and how much it takes at a time. No secret lives here: the token is read from the environment."""

import os
import re
from typing import Annotated, Literal

from pydantic import Field, PositiveFloat, PositiveInt, field_validator

from scisynth.clients.settings import is_loopback
from scisynth.core.config import Config
from scisynth.core.errors import ConfigError
from scisynth.core.extras import found_and_missing

Check = Literal["answers", "figures", "texts"]
EXTRA_OF: dict[Check, str] = {"figures": "figures", "texts": "ocr"}
"""Checks that need an extra."""
MIN_TOKEN_CHARS = 16
MAKE_TOKEN = 'export {name}=$(python -c "import secrets; print(secrets.token_urlsafe(24))")'


class QueueConfig(Config):
    """How requests become batches, and when the server says that it has enough."""

    max_batch: PositiveInt = 32
    """Maximum pairs that a reward scores at once."""
    max_wait_ms: Annotated[float, Field(ge=0, le=10_000)] = 5.0
    """Milliseconds that the first pair of a batch waits for others."""
    max_queue: PositiveInt = 4096
    """Pairs and checks that may wait; beyond it a request gets 429 with Retry-After."""
    num_threads: PositiveInt = 4
    """Threads that decode the images of a reward."""


class LimitsConfig(Config):
    """What one request may be. Beyond a limit it is refused, or the item is."""

    max_items: PositiveInt = 1024
    """Maximum items of a request."""
    max_body_mb: PositiveFloat = 256.0
    """Maximum size of a request in MB."""
    max_inflight_mb: PositiveFloat = 1024.0
    """Maximum size of all requests at a time in MB; beyond it a request gets 429."""
    max_image_mb: PositiveFloat = 32.0
    """Maximum size of one encoded image in MB."""
    max_pixels: PositiveInt = 25_000_000
    """Maximum width x height of one image."""
    max_prompt_chars: PositiveInt = 10_000
    """Maximum characters of a prompt."""
    body_timeout_s: PositiveFloat = 120.0
    """Seconds in which a request has to arrive."""


class ServeConfig(Config):
    """Everything that decides what a server does."""

    rewards: tuple[str, ...] = ("lab-sciscore",)
    """Reward: a name as in `score --model`, or ALIAS=NAME. The first is the default of requests that name none."""
    checks: tuple[Check, ...] | None = None
    """Checks to serve: answers, figures, texts (OCR). Default: all that are installed."""
    host: str = "127.0.0.1"
    """Address to listen on. Beyond this machine (0.0.0.0) a token is needed."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """Port. 0 takes a free one."""
    token_env: str = "SCISYNTH_TOKEN"
    """Environment variable with the token that every request must carry. On this machine it may be unset."""
    tls_cert: str = ""
    """PEM file of the certificate, for https."""
    tls_key: str = ""
    """PEM file of the certificate's private key."""
    canary: Literal["warn", "refuse", "off"] = "warn"
    """What happens at the start if false images do not score lower than true ones: `warn`, `refuse` to serve, or `off` (not asked)."""
    canary_data: str = "lab"
    """Tuples of the canary: `lab` (or what a reward brings along, such as the twins of an instrument), or a tuple data set."""
    canary_num: PositiveInt = 12
    """Number of pairs of the canary."""
    queue: QueueConfig = QueueConfig()
    limits: LimitsConfig = LimitsConfig()

    @field_validator("token_env")
    @classmethod
    def _check_env(cls, name: str) -> str:
        if not re.fullmatch(r"[A-Z_][A-Z0-9_]*", name):
            raise ValueError("token_env: expected the name of an environment variable such as SCISYNTH_TOKEN")
        return name

    @property
    def named_rewards(self) -> dict[str, str]:
        """Alias to name, in their order.

        Raises:
            ConfigError: an alias stands twice.
        """
        named: dict[str, str] = {}
        for text in self.rewards:
            alias, separator, name = text.partition("=")
            alias, name = (alias, name) if separator else (text, text)
            if not alias or not name:
                raise ConfigError(f"--reward {text}: expected NAME or ALIAS=NAME, for example sci=Jialuo21/SciScore")
            if alias in named:
                raise ConfigError(f"--reward {text}: {alias!r} is served already; name it ALIAS=NAME")
            named[alias] = name
        return named

    def wanted_checks(self) -> tuple[Check, ...]:
        """Those that were asked for, or all whose packages are there."""
        if self.checks is not None:
            return self.checks
        return tuple(name for name in ("answers", "figures", "texts") if not found_and_missing_of(name))

    def token(self) -> str:
        """The token of the environment; empty on this machine where none is set.

        Raises:
            ConfigError: none for a server beyond this machine, or one that is too short or cannot travel in a header.
        """
        token = os.environ.get(self.token_env, "").strip()
        if not token and not is_loopback(self.host):
            raise ConfigError(
                f"--host {self.host}: expected a token, since others can reach this address; run: "
                f"{MAKE_TOKEN.format(name=self.token_env)}"
            )
        if token and (len(token) < MIN_TOKEN_CHARS or not re.fullmatch(r"[!-~]+", token)):
            raise ConfigError(
                f"{self.token_env}: expected a token of at least {MIN_TOKEN_CHARS} printable ASCII characters without spaces; "
                f"run: {MAKE_TOKEN.format(name=self.token_env)}"
            )
        return token


def found_and_missing_of(check: Check) -> list[str]:
    """The packages that a check lacks."""
    extra = EXTRA_OF.get(check)
    return found_and_missing(extra)[1] if extra else []
