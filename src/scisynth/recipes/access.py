"""Where models behind an API are, and what one command may spend on them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import NonNegativeFloat, PositiveFloat, PositiveInt

from scisynth.clients.budget import Budget
from scisynth.clients.settings import ApiSettings, Price, read_key
from scisynth.core.config import Config
from scisynth.core.extras import require

API_KINDS = frozenset({"api", "imgcoder"})


class ApiAccess(Config):
    """A server, its prices and its pace; the key itself stays in the environment. See `clients.settings.ApiSettings`."""

    base_url: str = "https://api.openai.com/v1"
    api_key_env: str = "OPENAI_API_KEY"
    price: Price | None = None
    timeout_s: PositiveFloat = 180.0
    max_attempts: PositiveInt = 8
    backoff_s: NonNegativeFloat = 1.0
    max_concurrency: PositiveInt = 64

    def settings(self, model: str) -> ApiSettings:
        """The settings of one model there.

        Raises:
            ConfigError: a URL that would show the key, or the name of no variable.
        """
        given = self.model_dump()
        given["start_concurrency"] = min(8, self.max_concurrency)
        return ApiSettings.parse({"model": model, **given})


@dataclass(frozen=True, kw_only=True)
class Spending:
    """How one command may use an API; changes no result, so it is no part of a run's config."""

    budget: Budget = field(default_factory=Budget)
    mode: Literal["live", "record", "replay"] = "live"
    """Ask what is not kept; ask everything anew and keep it; answer from kept replies alone."""


def check_key(access: ApiAccess, models: Iterable[str], out: Path, spending: Spending) -> None:
    """Says before a new run draws or claims anything that the key of an API is missing.

    A run that was begun may be finished without one, from the replies that it keeps.

    Raises:
        ConfigError: one of the models is behind an API that wants a key, and there is none.
        MissingExtraError: the client of such models is not installed.
    """
    behind_api = any(name.partition(":")[0] in API_KINDS for name in models)
    if behind_api and spending.mode != "replay":
        require("api", "a model behind an API")
        if not (out / "manifest.json").exists():
            read_key(access.settings("any"))
