"""Options that many verbs share, each written once.

    JsonOption, SeedOption, ...   single options, as annotations
    RunOptions                    the options of every verb that runs from a config
    ApiOptions                    limits and records of verbs that ask models behind an API
    API, IMAGE_API, JUDGE_API     settings of the same verbs: where models are and how they are asked

`cli.verb.configured` gives them to a command.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scisynth.core.errors import ConfigError

if TYPE_CHECKING:
    from scisynth.clients.cache import Mode
    from scisynth.pipelines.providers.access import Spending

RUN, GATES = "Run", "Gates"
SERVER, ASKING, LIMITS, RECORDS = "Server and key", "How models are asked", "Limits", "Recorded replies"
"""Headings of the help."""

JsonOption = Annotated[
    bool, typer.Option("--json", help="Print one JSON object on stdout; logs go to stderr.", rich_help_panel=RUN)
]
SeedOption = Annotated[
    int,
    typer.Option(
        "--seed", min=0, max=2**32 - 2, help="Seed of every random choice.", rich_help_panel=RUN, show_default=True
    ),
]
OutOption = Annotated[
    Path, typer.Option("--out", help="Run folder. The same command resumes an interrupted run.", rich_help_panel=RUN)
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Change one setting, for example --set num=500; applied last. Repeatable.",
        rich_help_panel=RUN,
    ),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help="YAML or JSON file of settings, or the manifest.json of a run. Options change it.",
        rich_help_panel=RUN,
    ),
]
PrintConfigOption = Annotated[
    bool,
    typer.Option(
        "--print-config", help="Print the complete config as YAML, for --config, and exit.", rich_help_panel=RUN
    ),
]
FailUnderOption = Annotated[
    float | None,
    typer.Option(
        "--fail-under",
        metavar="X",
        help="Exit code 4 if the headline number is below X. Fractions in percent.",
        rich_help_panel=GATES,
    ),
]
BaselineOption = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        metavar="RUN",
        help="Exit code 4 if this run is significantly worse than that run.",
        rich_help_panel=GATES,
    ),
]
ShardOption = Annotated[
    str | None, typer.Option("--shard", metavar="I/N", help="Run shard I of N (I from 0).", rich_help_panel=RUN)
]
EngineOption = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="ENGINE",
        help="Where rows are computed: local, ray (this machine, or RAY_ADDRESS) or ray:ADDRESS of a cluster. Same result.",
        rich_help_panel=RUN,
    ),
]
PlanOption = Annotated[
    bool,
    typer.Option(
        "--plan",
        help="Print the cost and the minimum detectable difference; send no request.",
        rich_help_panel=RUN,
    ),
]


@dataclass(frozen=True, kw_only=True)
class ConfigOptions:
    """What changes a config as a whole, and how the result is printed."""

    config: ConfigOption = None
    settings: SetOption = None
    print_config: PrintConfigOption = False
    as_json: JsonOption = False


@dataclass(frozen=True, kw_only=True)
class RunOptions(ConfigOptions):
    """Those of a verb that writes a run folder."""

    out: OutOption
    seed: SeedOption = 0


@dataclass(frozen=True, kw_only=True)
class ApiOptions:
    """What one command may spend on models behind an API, and which replies it keeps. None of it changes a result."""

    max_usd: Annotated[
        float | None,
        typer.Option(
            "--max-usd",
            min=0,
            help="Stop before this command spends more USD. Earlier commands of the run do not count.",
            rich_help_panel=LIMITS,
        ),
    ] = None
    max_requests: Annotated[
        int | None,
        typer.Option(
            "--max-requests",
            min=0,
            help="Stop after this many requests. Earlier commands of the run do not count.",
            rich_help_panel=LIMITS,
        ),
    ] = None
    max_seconds: Annotated[
        float | None,
        typer.Option(
            "--max-seconds", min=0, help="Stop this many seconds after the first request.", rich_help_panel=LIMITS
        ),
    ] = None
    record: Annotated[
        str | None,
        typer.Option(
            "--record",
            metavar="[FOLDER]",
            help="Also write all exchanges with chat models to FOLDER. Without FOLDER: send every request again, "
            "even if the run has its reply.",
            rich_help_panel=RECORDS,
        ),
    ] = None
    replay: Annotated[
        str | None,
        typer.Option(
            "--replay",
            metavar="[FOLDER]",
            help="Send no request; read the replies that --record wrote to FOLDER. Without FOLDER: those of this run.",
            rich_help_panel=RECORDS,
        ),
    ] = None

    def spending(self) -> "Spending":
        """The budget and the use of recorded replies."""
        from scisynth.clients.budget import Budget
        from scisynth.clients.record import Record
        from scisynth.pipelines.providers.access import Spending

        if self.record is not None and self.replay is not None:
            raise ConfigError("expected --record or --replay, got both")
        budget = Budget(max_usd=self.max_usd, max_requests=self.max_requests, max_seconds=self.max_seconds)
        folder = self.record or self.replay
        record = Record(Path(folder), must_exist=not self.record) if folder else None
        # Into a folder only what is asked anyway is recorded; without one everything is asked again.
        mode: Mode = "replay" if self.replay is not None else "record" if self.record == "" else "live"
        return Spending(budget=budget, mode=mode, record=record)


@dataclass(frozen=True, kw_only=True)
class Setting:
    """An option that sets a field of a verb's config; its help, type, choices and default are those of the field."""

    option: str
    """`--data`; without dashes it is an argument."""
    also: tuple[str, ...] = ()
    """Further names of the option."""
    path: str
    """The field, as `--set` names it: `data`, `pictures.model`."""
    metavar: str | None = None
    panel: str | None = None
    """Heading of the help under which it stands."""
    read: Callable[[Any], Any] | None = None
    """From the words of the command line to the field's value, where they are not the value."""
    parts: tuple[str, ...] = ()
    """Settings below `path` that take a number each: `--price IN OUT`."""
    is_one_word: bool = False
    """Given once, although the field holds several values; `read` takes it apart."""
    words: Callable[[], Iterable[str]] | None = None
    """What shell completion offers in addition to the choices of the field."""
    default: str | None = None
    """What the help says of it, where it is not the field's own default."""
    resets: Mapping[str, Any] | None = None
    """Fields that were derived from this one, and what they begin with again."""
    fills: Mapping[str, Any] | None = None
    """Fields that must have a value as soon as this one has, and theirs where they have none."""

    @property
    def name(self) -> str:
        """As a Python name."""
        return self.option.lstrip("-").replace("-", "_").lower()


def read_temperature(text: str) -> float | str:
    """A number, `auto` or `none`."""
    if text in ("auto", "none"):
        return text
    try:
        return float(text)
    except ValueError:
        raise ConfigError(f"--temperature {text}: expected a number, or none to send none") from None


def read_object(text: str) -> dict[str, Any]:
    """A JSON object."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ConfigError("--extra-body: expected a JSON object, for example '{\"top_p\": 0.9}'")
    return found


def law_words() -> list[str]:
    """All laws of the package and the word for all of them, for shell completion."""
    from scisynth.science.laws import EXTENDED, load_laws

    return [*load_laws(), EXTENDED]


LAW_FORMS = "NAME|FILE|FOLDER|extended"
LAWS = Setting(option="--law", also=("--laws",), path="laws", metavar=LAW_FORMS, words=law_words)
LawsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--law",
        "--laws",
        metavar=LAW_FORMS,
        help="Law: a name, a law's YAML file, a folder of them, or `extended`: the sixteen and six more. Repeatable. Default: the sixteen.",
    ),
]
PRICE = ("usd_per_million_input", "usd_per_million_output")
SERVERS = (
    Setting(option="--base-url", path="access.base_url", panel=SERVER),
    Setting(option="--api-key-env", path="access.api_key_env", panel=SERVER),
    Setting(option="--price", path="access.price", parts=PRICE, metavar="IN OUT", panel=SERVER),
)
ASKED = (
    Setting(option="--temperature", path="temperature", metavar="NUMBER|none", read=read_temperature, panel=ASKING),
    Setting(option="--max-tokens", path="max_tokens", panel=ASKING),
    Setting(option="--reasoning-effort", path="reasoning_effort", panel=ASKING),
    Setting(option="--extra-body", path="extra_body", metavar="JSON", read=read_object, panel=ASKING),
)
IMAGE_API = (
    Setting(
        option="--usd-per-image",
        path="access.price.usd_per_image",
        fills={f"access.price.{part}": 0.0 for part in PRICE},
        panel=SERVER,
    ),
)
"""Of verbs that may generate with an API."""
JUDGE_API = (
    Setting(option="--judge-base-url", path="judge_access.base_url", panel=SERVER),
    Setting(option="--judge-api-key-env", path="judge_access.api_key_env", panel=SERVER),
    Setting(option="--judge-price", path="judge_access.price", parts=PRICE, metavar="IN OUT", panel=SERVER),
)
"""Of verbs with a generating and a judging side."""
API = (*SERVERS, *ASKED)
"""Of every verb that may ask a model behind an API."""
