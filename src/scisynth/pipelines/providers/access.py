"""Where models behind an API are, how they are asked, and what one command may spend on them.

A benchmark asks two sides: the model that draws and the model that judges. Each may have its own server, key and price; what `judge_access`
leaves out is as in `access`. How models are asked (`temperature`, `max_tokens`, ...) is the verb's own choice until a user sets it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, TypeVar, cast

from pydantic import BeforeValidator, Field, NonNegativeFloat, PositiveFloat, PositiveInt

from scisynth.clients.account import RunCost, Usage, sum_usage
from scisynth.clients.budget import Budget
from scisynth.clients.chat import ChatClient
from scisynth.clients.images import ImageClient
from scisynth.clients.record import Record
from scisynth.clients.settings import ApiSettings, ExtraBody, Price, Sampling, read_key
from scisynth.clients.transport import Route
from scisynth.core.config import Config
from scisynth.core.extras import require
from scisynth.core.results import OPTIONAL, Result

API_KINDS = frozenset({"api", "imgcoder"})
P = TypeVar("P", bound=Config)

Temperature = Annotated[
    NonNegativeFloat | Literal["auto", "none"], BeforeValidator(lambda value: "none" if value is None else value)
]
"""`auto` is the verb's own choice, `none` (or null) sends none."""


class ApiAccess(Config):
    """A server, its prices and its pace; the key itself stays in the environment. See `clients.settings.ApiSettings`."""

    base_url: str = "https://api.openai.com/v1"
    """Address of the OpenAI-compatible server; https, or this machine."""
    api_key_env: str = "OPENAI_API_KEY"
    """Environment variable with the API key. The key itself is never stored."""
    price: Price | None = None
    """USD per million input and output tokens."""
    timeout_s: PositiveFloat = 180.0
    """Maximum seconds of one attempt."""
    max_attempts: PositiveInt = 8
    """Attempts per request."""
    backoff_s: NonNegativeFloat = 1.0
    """Seconds before the second attempt; doubled each time."""
    max_concurrency: PositiveInt = 64
    """Maximum parallel requests."""

    def settings(self, model: str, sampling: Sampling | None = None) -> ApiSettings:
        """The settings of one model there.

        Raises:
            ConfigError: a URL that would show the key, or the name of no variable.
        """
        given = self.model_dump()
        given["start_concurrency"] = min(8, self.max_concurrency)
        return ApiSettings.parse({"model": model, **given, "sampling": sampling or Sampling()})


class JudgeAccess(Config):
    """The judge's server where it is another than the drawing model's; what is None is as in `access`."""

    base_url: str | None = None
    """Server of the judge, if different from --base-url."""
    api_key_env: str | None = None
    """Environment variable of the judge's API key, if different from --api-key-env."""
    price: Price | None = None
    """Price of the judge, if different from --price."""
    timeout_s: PositiveFloat | None = None
    """As in `access`; None: the same value."""
    max_attempts: PositiveInt | None = None
    """As in `access`; None: the same value."""
    backoff_s: NonNegativeFloat | None = None
    """As in `access`; None: the same value."""
    max_concurrency: PositiveInt | None = None
    """As in `access`; None: the same value."""


class AccessConfig(Config):
    """Settings of a step that may ask one model behind an API, as its server chooses."""

    access: ApiAccess = ApiAccess()
    """Server of models behind an API, its price and its limits."""

    def image_settings(self, model: str) -> ApiSettings:
        """An image API at its server."""
        return self.access.settings(model)


class AskingConfig(AccessConfig):
    """Settings of every pipeline that may ask a model behind an API."""

    temperature: Temperature = "auto"
    """Sampling temperature of chat models. `auto`: the command decides; `none`: send none."""
    max_tokens: PositiveInt | None = None
    """Maximum tokens of a reply, reasoning included. A reply that is cut off is requested once more with four times as
    many.
    """
    reasoning_effort: str = ""
    """Effort of a reasoning model: low, medium, high, ... Empty: the server decides."""
    extra_body: ExtraBody = Field(default_factory=dict)
    """More parameters of every request, for example `{"top_p": 0.9}`."""

    @property
    def sampling(self) -> Sampling:
        """How models are asked, as far as it was set."""
        return Sampling.parse(
            {
                "temperature": None if self.temperature == "auto" else self.temperature,
                "max_tokens": self.max_tokens,
                "reasoning_effort": self.reasoning_effort,
                "extra_body": self.extra_body,
            }
        )

    def settings(self, model: str) -> ApiSettings:
        """The model at its server, asked as set."""
        return self.access.settings(model, self.sampling)

    def image_settings(self, model: str) -> ApiSettings:
        """An image API at its server."""
        return self.settings(model)


class JudgingConfig(AskingConfig):
    """Settings of a pipeline with a drawing and a judging side."""

    judge_access: JudgeAccess = JudgeAccess()
    """Server of the judge, where it differs from `access`."""

    @property
    def judging(self) -> ApiAccess:
        """The judge's server, keys and prices; of a price per image nothing follows for a judge, whose price is then not known."""
        found = self.access.replace(self.judge_access.model_dump())
        is_known = self.judge_access.price is not None or not (found.price and found.price.is_by_piece)
        return found if is_known else found.model_copy(update={"price": None})

    def judge_settings(self, model: str) -> ApiSettings:
        """The judge at its server, asked as set."""
        return self.judging.settings(model, self.sampling)

    def image_settings(self, model: str) -> ApiSettings:
        """An image API at its server; what is set for a judge's words (temperature, effort) is nothing for it."""
        return self.access.settings(model)


@dataclass(frozen=True, kw_only=True)
class Spending:
    """How one command may use an API; changes no result, so it is no part of a run's config."""

    budget: Budget = field(default_factory=Budget)
    mode: Literal["live", "record", "replay"] = "live"
    """Ask what is not kept; ask everything again and keep it; answer from kept replies alone."""
    record: Record | None = None
    """Where chat exchanges are recorded; in a replay, where they come from."""
    clients: list[ChatClient | ImageClient] = field(default_factory=list, compare=False, repr=False)
    """Everyone who spends, for the bill at the end."""

    def chat(self, settings: ApiSettings, cache: Path) -> ChatClient:
        """A chat model whose replies are kept in `cache`."""
        client = ChatClient(settings, cache=cache, budget=self.budget, mode=self.mode, record=self.record)
        self.clients.append(client)
        return client

    def images(self, settings: ApiSettings, cache: Path, route: Route) -> ImageClient:
        """An image model whose replies are kept in `cache`."""
        client = ImageClient(settings, route=route, cache=cache, budget=self.budget, mode=self.mode)
        self.clients.append(client)
        return client

    def usage(self) -> Usage:
        """What all of them took."""
        return sum_usage(client.usage() for client in self.clients)

    def renewed(self) -> "Spending":
        """The same budget and mode, with nobody on the bill yet: what one run starts with."""
        return Spending(budget=self.budget, mode=self.mode, record=self.record)


@dataclass(frozen=True, kw_only=True)
class Bill(Result):
    """What results say of asking."""

    cost: RunCost
    changed_parameters: tuple[Mapping[str, str], ...] | None = field(default=None, metadata=OPTIONAL)
    """Parameters that servers refused, and what was done: endpoint, model, parameter, done, reason. None: nothing was refused."""


def bill(usage: Usage) -> Bill:
    """The bill of what was used."""
    return Bill(cost=usage.run_cost, changed_parameters=usage.changes or None)


def part_of(config: Config, kind: type[P]) -> P:
    """The settings of one step: a config of `kind`, which is a base of the whole config's class, with the values of the whole."""
    assert isinstance(config, kind), f"{type(config).__name__} has no part {kind.__name__}"
    return cast(P, kind.model_construct(**{name: getattr(config, name) for name in kind.model_fields}))


def check_access(sides: Iterable[tuple[str, ApiAccess]], out: Path, spending: Spending) -> None:
    """Says before a new run draws or claims anything that the key of an API, or the library that asks it, is missing.

    A run that was started may be finished without one, from the replies that it keeps.

    Args:
        sides: model names such as `api:MODEL` or `lab-judge`, each with where it is found.

    Raises:
        ConfigError: one of the models is behind an API that wants a key, and there is none.
        MissingExtraError: the client of such models is not installed.
    """
    asked = [access for name, access in sides if name.partition(":")[0] in API_KINDS]
    if not asked or spending.mode == "replay":
        return
    require("api", "a model behind an API")
    if not (out / "manifest.json").exists():
        for access in asked:
            read_key(access.settings("any"))
