"""Verbs that run from a config: their options come from its fields, and they get the config ready.

    @app.command("science-t2i", cls=Verb)
    @configured("scisynth.pipelines.science_t2i.run:BenchConfig", Setting(option="--data", path="data"), ...)
    def science_t2i(config: "BenchConfig", run: RunOptions, api: ApiOptions, shard: ShardOption = None) -> None:

What the command line says is applied in this order: `--config`, else the config that fits the model; single options; `--set`.
`--print-config` prints the outcome and ends. The options of settings are built when they are first asked for, so the whole command tree
costs no more than the verb that runs.
"""

import functools
import importlib
import inspect
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup

from scisynth.cli.fields import FieldFacts, read_field
from scisynth.cli.options import ApiOptions, ConfigOptions, RunOptions, Setting
from scisynth.cli.shared import emit, guarded

if TYPE_CHECKING:
    from scisynth.core.config import Config

KEYWORD = inspect.Parameter.KEYWORD_ONLY
PRINT_CONFIG = "--print-config"
Command = Callable[..., None]
GROUPS = (RunOptions, ConfigOptions, ApiOptions)
"""Types of a command's parameters that stand for a group of options."""


class CommandTree(TyperGroup):
    """A command tree in which `--record` and `--replay` may stand with a folder or without one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """`--record --out x` to `--record= --out x`; a word after it is its folder, a sentence is not."""
        read = list(args)
        for place, (word, after) in enumerate(zip(args, [*args, "-"][1:], strict=True)):
            if word in ("--record", "--replay") and (after.startswith("-") or any(map(str.isspace, after))):
                read[place] = f"{word}="
        return super().parse_args(ctx, read)


class Verb(TyperCommand):
    """A command made by `configured`: its own options, and those of its settings as soon as they are needed."""

    _own: list[Any]
    _all: list[Any] | None

    @property
    def params(self) -> list[Any]:
        """Options of settings, then the command's own."""
        if self._all is None:
            made = build_options(getattr(self.callback, "settings", ()), getattr(self.callback, "config", ""))
            self._all = [*made, *self._own]
        return self._all

    @params.setter
    def params(self, own: list[Any]) -> None:
        self._own = own
        self._all = None

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """`--print-config` wants no `--out`."""
        needed = [param for param in self._own if param.name == "out" and param.required]
        if PRINT_CONFIG not in args:
            return super().parse_args(ctx, args)
        try:
            for param in needed:
                param.required = False
            return super().parse_args(ctx, args)
        finally:
            for param in needed:
                param.required = True

    def invoke(self, ctx: Any) -> Any:
        """Hands the settings to `configured` by the context, since Typer knows only the command's own options."""
        own = {param.name for param in self._own}
        ctx.obj = {name: ctx.params.pop(name) for name in [*ctx.params] if name not in own}
        return super().invoke(ctx)


def configured(
    config: str, *settings: Setting, start: Callable[..., "Config"] | None = None
) -> Callable[[Command], Command]:
    """Gives a command its config, and the options that change it.

    The command takes the config first; then `RunOptions` (or `ConfigOptions`), `ApiOptions` if it asks models, and options of its own.
    An option of its own with the name of one of a group takes its place.

    Args:
        config: `module:Class`, imported when the verb runs.
        settings: options that set fields of it.
        start: makes the config that is changed, where the plain class does not; takes options of the command and settings by name.
    """

    def decorate(command: Command) -> Command:
        _, *parameters = inspect.signature(command).parameters.values()
        groups = {parameter.name: parameter.annotation for parameter in parameters if parameter.annotation in GROUPS}
        own = [parameter.replace(kind=KEYWORD) for parameter in parameters if parameter.name not in groups]
        taken = {parameter.name for parameter in own}
        context = inspect.Parameter("ctx", KEYWORD, annotation=typer.Context)
        joined = [context, *own, *(option for group in groups.values() for option in _group_options(group, taken))]

        @guarded
        @functools.wraps(command)
        def run(ctx: typer.Context, **given: Any) -> None:
            values = {**given, **{name: _settled(value) for name, value in ctx.obj.items()}}
            made = {name: _make(group, given) for name, group in groups.items()}
            options = next(group for group in made.values() if isinstance(group, ConfigOptions))
            chosen = _choose(config, settings, values, options, start)
            if options.print_config:
                return emit(chosen.model_dump(mode="json"), as_json=options.as_json, text=chosen.to_yaml())
            return command(chosen, **made, **{name: given[name] for name in taken})

        # Typer reads a command's options from its signature and annotations.
        run.__signature__ = inspect.Signature(joined)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in joined}
        run.config, run.settings = config, settings  # type: ignore[attr-defined]
        return run

    return decorate


def build_options(settings: Sequence[Setting], config: str) -> list[Any]:
    """The settings as options of the parser, each as its field describes it."""

    def collect(**_: Any) -> None: ...

    parameters = [_parameter(setting, read_field(config, setting.path)) for setting in settings]
    collect.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    collect.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    app = typer.Typer(add_completion=False)
    app.command()(collect)
    return typer.main.get_command(app).params


def _parameter(setting: Setting, facts: FieldFacts) -> inspect.Parameter:
    default = setting.default or (_shown(facts.default) if facts.default else "")
    text = f"{facts.help} Repeatable." if facts.is_many and not setting.is_one_word else facts.help
    text = f"{text} [default: {default}]" if default else text
    # Square brackets are marks of colour in the help.
    words = text.replace("[", "\\[")
    is_option = setting.option.startswith("-")
    kind = typer.Option if is_option else typer.Argument
    names = [setting.option, *setting.also] if is_option else []
    info = kind(
        *names,
        help=words,
        metavar=setting.metavar or _metavar(setting, facts),
        rich_help_panel=setting.panel,
        autocompletion=_completion(setting, facts),
    )
    return inspect.Parameter(setting.name, KEYWORD, default=None, annotation=Annotated[_type_of(setting, facts), info])


def _type_of(setting: Setting, facts: FieldFacts) -> Any:
    if setting.parts:
        return tuple[float, float] | None
    one: Any = str if setting.read else facts.type
    return list[one] | None if facts.is_many and not setting.is_one_word else one | None


def _metavar(setting: Setting, facts: FieldFacts) -> str | None:
    if facts.choices and not setting.is_one_word:
        return "|".join(facts.choices)
    return None if setting.option.startswith("-") else f"[{setting.option}]..."


def _shown(default: Any) -> str:
    return ", ".join(map(str, default)) if isinstance(default, tuple | list) else str(default)


def _completion(setting: Setting, facts: FieldFacts) -> Callable[[str], list[str]] | None:
    if not facts.choices and setting.words is None:
        return None

    def complete(incomplete: str) -> list[str]:
        before, comma, begun = incomplete.rpartition(",") if setting.is_one_word else ("", "", incomplete)
        known = [*facts.choices, *(setting.words() if setting.words else ())]
        return [f"{before}{comma}{word}" for word in known if word.startswith(begun)]

    return complete


def _make(group: type, given: Mapping[str, Any]) -> Any:
    """A group of options; those that the command has itself stay at their defaults."""
    found = {field.name: given.get(field.name) for field in fields(group) if field.name in given}
    missing = {field.name: None for field in fields(group) if field.default is MISSING and field.name not in given}
    return group(**missing, **found)


def _choose(
    config: str,
    settings: Sequence[Setting],
    values: Mapping[str, Any],
    options: ConfigOptions,
    start: Callable[..., "Config"] | None,
) -> "Config":
    """The config that the command line asks for."""
    if start is None:
        module, _, name = config.partition(":")
        cls: type[Config] = getattr(importlib.import_module(module), name)
        chosen = cls.load(options.config) if options.config else cls()
    else:
        chosen = start(**{name: values[name] for name in inspect.signature(start).parameters})
        chosen = type(chosen).load(options.config) if options.config else chosen
    return apply(chosen, settings, values).override(options.settings or ())


def apply(config: "Config", settings: Sequence[Setting], values: Mapping[str, Any]) -> "Config":
    """A copy of the config with the settings whose value is not None."""
    changed = config.model_dump(mode="json")
    given = [setting for setting in settings if values.get(setting.name) is not None]
    for setting in given:
        for path, value in (setting.resets or {}).items():
            _put(changed, path.split("."), value)
        for path, value in (setting.fills or {}).items():
            if _get(changed, path.split(".")) is None:
                _put(changed, path.split("."), value)
        value = values[setting.name]
        value = setting.read(value) if setting.read else value
        if setting.parts:
            for part, number in zip(setting.parts, value, strict=True):
                _put(changed, [*setting.path.split("."), part], number)
        else:
            _put(changed, setting.path.split("."), value)
    return type(config).parse(changed) if given else config


def _get(values: Any, path: Sequence[str]) -> Any:
    for name in path:
        values = None if values is None else values.get(name)
    return values


def _put(values: dict[str, Any], path: Sequence[str], value: Any) -> None:
    *parents, last = path
    for parent in parents:
        if values.get(parent) is None:
            values[parent] = {}
        values = values[parent]
    values[last] = value


def _group_options(group: type, taken: Container[str]) -> list[inspect.Parameter]:
    """Options of a group but those that the command has itself; where a run is written comes first."""
    hints = get_type_hints(group, include_extras=True)
    return [
        inspect.Parameter(
            field.name,
            KEYWORD,
            default=inspect.Parameter.empty if field.default is MISSING else field.default,
            annotation=hints[field.name],
        )
        for field in sorted(fields(group), key=lambda field: field.name not in ("out", "seed"))
        if field.name not in taken
    ]


def _settled(value: Any) -> Any:
    """None for an option that was not given; repeated ones as a list."""
    if isinstance(value, list | tuple):
        return list(value) or None
    return value
