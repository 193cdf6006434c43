"""Options of every verb that may ask somebody's API: where it is, how it is asked, what it costs, and when to stop.

They are written once, as the fields of `ApiOptions`; `with_api_options` gives them to a command that takes `api: ApiOptions`.
"""

import functools
import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_type_hints

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from scisynth.clients.cache import Mode
    from scisynth.pipelines.providers.access import AskingConfig, Spending

Command = TypeVar("Command", bound=Callable[..., None])
Pair = tuple[float, float] | None

IMAGES = ("usd_per_image",)
"""Options of verbs that may draw with an API."""
SERVER, ASKING, LIMITS, RECORDS = "Server and key", "How models are asked", "Limits", "Records of exchanges"
"""Headings of the help."""
JUDGE = ("judge_base_url", "judge_api_key_env", "judge_price")
"""Options of verbs with a drawing and a judging side."""


@dataclass(frozen=True, kw_only=True)
class ApiOptions:
    """What the command line says about APIs; None where it says nothing."""

    base_url: Annotated[
        str | None,
        typer.Option(
            "--base-url",
            help="OpenAI-compatible server of `api:` models; https, or this machine.",
            rich_help_panel=SERVER,
        ),
    ] = None
    api_key_env: Annotated[
        str | None,
        typer.Option(
            "--api-key-env",
            help="Environment variable that holds the key (OPENAI_API_KEY); the key is never stored.",
            rich_help_panel=SERVER,
        ),
    ] = None
    price: Annotated[
        Pair,
        typer.Option(
            "--price", metavar="IN OUT", help="USD per million input and output tokens.", rich_help_panel=SERVER
        ),
    ] = None
    usd_per_image: Annotated[
        float | None,
        typer.Option(
            "--usd-per-image",
            min=0,
            help="For image APIs that charge by the piece; adds to --price.",
            rich_help_panel=SERVER,
        ),
    ] = None
    judge_base_url: Annotated[
        str | None,
        typer.Option(
            "--judge-base-url", help="The judge's server, where it is another than --base-url.", rich_help_panel=SERVER
        ),
    ] = None
    judge_api_key_env: Annotated[
        str | None,
        typer.Option(
            "--judge-api-key-env",
            help="The judge's key, where it is another than --api-key-env.",
            rich_help_panel=SERVER,
        ),
    ] = None
    judge_price: Annotated[
        Pair,
        typer.Option(
            "--judge-price",
            metavar="IN OUT",
            help="The judge's price, where it is another than --price.",
            rich_help_panel=SERVER,
        ),
    ] = None
    temperature: Annotated[
        str | None,
        typer.Option(
            "--temperature",
            metavar="NUMBER|none",
            help="Sampling temperature of chat models; `none` sends none.",
            rich_help_panel=ASKING,
        ),
    ] = None
    max_tokens: Annotated[
        int | None,
        typer.Option(
            "--max-tokens",
            min=1,
            help="Most tokens of an answer, hidden thinking included; one that is cut off gets four times as many, once.",
            rich_help_panel=ASKING,
        ),
    ] = None
    reasoning_effort: Annotated[
        str | None,
        typer.Option(
            "--reasoning-effort", help="Of models that think first: low, medium, high, ...", rich_help_panel=ASKING
        ),
    ] = None
    extra_body: Annotated[
        str | None,
        typer.Option(
            "--extra-body",
            metavar="JSON",
            help="Further parameters of requests, e.g. '{\"top_p\": 0.9}'.",
            rich_help_panel=ASKING,
        ),
    ] = None
    max_usd: Annotated[
        float | None,
        typer.Option(
            "--max-usd",
            min=0,
            help="Most USD that this command spends; earlier starts of the run do not count.",
            rich_help_panel=LIMITS,
        ),
    ] = None
    max_requests: Annotated[
        int | None,
        typer.Option(
            "--max-requests",
            min=0,
            help="Most requests that this command sends; earlier starts of the run do not count.",
            rich_help_panel=LIMITS,
        ),
    ] = None
    max_seconds: Annotated[
        float | None,
        typer.Option(
            "--max-seconds", min=0, help="Stop asking this long after the first request.", rich_help_panel=LIMITS
        ),
    ] = None
    record: Annotated[
        str | None,
        typer.Option(
            "--record",
            metavar="[FOLDER]",
            help="Also write every exchange with chat models to FOLDER. Without FOLDER: ask again, although replies are kept.",
            rich_help_panel=RECORDS,
        ),
    ] = None
    replay: Annotated[
        str | None,
        typer.Option(
            "--replay",
            metavar="[FOLDER]",
            help="Send nothing: take the replies that --record wrote to FOLDER. Without FOLDER: those that this run has kept.",
            rich_help_panel=RECORDS,
        ),
    ] = None

    def settings(self, start: "AskingConfig") -> dict[str, Any]:
        """Fields of a config that were given on the command line, on top of those that `start` has."""
        given: dict[str, Any] = {
            "access": start.access.replace(self._access(start)),
            "temperature": _number_or_none(self.temperature),
            "max_tokens": self.max_tokens,
            "reasoning_effort": self.reasoning_effort,
            "extra_body": _parse_object(self.extra_body),
        }
        judge = {
            "base_url": self.judge_base_url,
            "api_key_env": self.judge_api_key_env,
            "price": _price(self.judge_price),
        }
        if hasattr(start, "judge_access"):
            given["judge_access"] = start.judge_access.replace(judge)
        return given

    def spending(self) -> "Spending":
        """The budget and the use of kept replies."""
        from scisynth.clients.budget import Budget
        from scisynth.clients.record import Record
        from scisynth.core.errors import ConfigError
        from scisynth.pipelines.providers.access import Spending

        if self.record is not None and self.replay is not None:
            raise ConfigError("expected --record or --replay, got both")
        budget = Budget(max_usd=self.max_usd, max_requests=self.max_requests, max_seconds=self.max_seconds)
        folder = self.record or self.replay
        record = Record(Path(folder), must_exist=not self.record) if folder else None
        # Into a folder only what is asked anyway is recorded; without one everything is asked anew.
        mode: Mode = "replay" if self.replay is not None else "record" if self.record == "" else "live"
        return Spending(budget=budget, mode=mode, record=record)

    def _access(self, start: "AskingConfig") -> dict[str, Any]:
        """What was given; a part of the price that was not stays as `start` has it."""
        given = _price(self.price) or {}
        if self.usd_per_image is not None:
            given["usd_per_image"] = self.usd_per_image
        known = start.access.price.model_dump() if start.access.price else _price((0.0, 0.0))
        price = {**(known or {}), **given} if given else None
        return {"base_url": self.base_url, "api_key_env": self.api_key_env, "price": price}


NONE_GIVEN = ApiOptions()


class WithOptionalFolders(TyperGroup):
    """A command tree in which `--record` and `--replay` may stand with a folder or without one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """`--record --out x` to `--record= --out x`; a word after it is its folder, a sentence is not."""
        read = list(args)
        for place, (word, after) in enumerate(zip(args, [*args[1:], "-"], strict=True)):
            if word in ("--record", "--replay") and (after.startswith("-") or any(map(str.isspace, after))):
                read[place] = f"{word}="
        return super().parse_args(ctx, read)


def with_api_options(*further: str) -> Callable[[Command], Command]:
    """Gives a command that takes `api: ApiOptions` the options of that class.

    Args:
        further: those that only some verbs have and this one does: `*IMAGES`, `*JUDGE`.
    """
    hints = get_type_hints(ApiOptions, include_extras=True)
    names = [field.name for field in fields(ApiOptions) if field.name not in {*IMAGES, *JUDGE} - {*further}]
    defaults = {field.name: field.default for field in fields(ApiOptions)}
    keyword = inspect.Parameter.KEYWORD_ONLY
    options = [inspect.Parameter(name, keyword, default=defaults[name], annotation=hints[name]) for name in names]

    def decorate(command: Command) -> Command:
        own = inspect.signature(command).parameters.values()
        joined: list[inspect.Parameter] = []
        for parameter in own:
            joined += options if parameter.name == "api" else [parameter.replace(kind=keyword)]

        @functools.wraps(command)
        def run(**given: Any) -> None:
            api = ApiOptions(**{name: given.pop(name) for name in names})
            command(api=api, **given)

        # Typer reads a command's options from its signature and annotations.
        run.__signature__ = inspect.Signature(joined)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in joined}
        return run  # type: ignore[return-value]

    return decorate


def _price(pair: Pair) -> dict[str, float] | None:
    return None if pair is None else {"usd_per_million_input": pair[0], "usd_per_million_output": pair[1]}


def _number_or_none(text: str | None) -> float | str | None:
    from scisynth.core.errors import ConfigError

    if text is None or text in ("auto", "none"):
        return text
    try:
        return float(text)
    except ValueError:
        raise ConfigError(f"--temperature {text}: expected a number, or none to send none") from None


def _parse_object(text: str | None) -> dict[str, Any] | None:
    from scisynth.core.errors import ConfigError

    try:
        found = None if text is None else json.loads(text)
    except (ValueError, RecursionError):
        found = ()
    if found is not None and not isinstance(found, dict):
        raise ConfigError("--extra-body: expected a JSON object, for example '{\"top_p\": 0.9}'")
    return found
