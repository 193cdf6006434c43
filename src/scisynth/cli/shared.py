"""What every verb shares: options, error lines, exit codes, and the two ways to print a result.

Exit codes: 0 success, 2 a mistake the user can fix (one line, no traceback), 3 finished with failed items, 4 a gate falls
short (`--fail-under`, `--baseline`), 130 interrupted (the same command resumes).
"""

import functools
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from scisynth.core.errors import ConfigError, HubError, MissingExtraError, ScisynthError
from scisynth.core.extras import extra_of

if TYPE_CHECKING:
    from scisynth.core.records import Metric

F = TypeVar("F", bound=Callable[..., None])

EXIT_USER_ERROR = 2
EXIT_FAILED_ITEMS = 3
EXIT_GATE = 4
EXIT_INTERRUPTED = 130


def guarded(command: F) -> F:
    """Turns a user's mistake into one line and exit code 2, and Ctrl-C into a run that resumes."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except HubError as error:
            context = kwargs.get("ctx")
            given = {**kwargs, **(context.obj or {} if context else {})}
            fail(HubError(f"{error}{_option_of(error, given)}"))
        except ScisynthError as error:
            fail(error)
        except ModuleNotFoundError as error:
            package = (error.name or "").split(".")[0]
            if not (extra := extra_of(package)):
                raise
            fail(MissingExtraError(package, extra))
        except KeyboardInterrupt:
            sys.stderr.write("\nInterrupted; finished rows are safe. Run the same command again to resume.\n")
            raise typer.Exit(EXIT_INTERRUPTED) from None

    return run  # type: ignore[return-value]


def _option_of(error: HubError, given: Mapping[str, Any]) -> str:
    """`: --judge sciscore:FOLDER` for the option that named what the hub does not give out."""
    for name, value in given.items() if error.repo else ():
        for text in value if isinstance(value, list | tuple) else [value]:
            if isinstance(text, str) and error.repo in text:
                option = "set" if name == "settings" else name.replace("_", "-")
                return f": --{option} {text.replace(error.repo, error.folder)}"
    return ""


def fail(error: Exception) -> None:
    """One line on stderr, exit code 2."""
    sys.stderr.write(f"Error: {' '.join(str(error).split())}\n")
    raise typer.Exit(EXIT_USER_ERROR) from None


def emit(result: dict[str, Any], *, as_json: bool, text: str) -> None:
    """The result on stdout: one JSON object, or text for people. Of several launched processes only the first speaks.

    Numbers in it are finite: what was not measured is None where it is made, since JSON has no NaN.
    """
    if os.environ.get("RANK", "0") != "0":
        return
    sys.stdout.write((json.dumps(result, ensure_ascii=False, allow_nan=False) if as_json else text.rstrip()) + "\n")


def finish(outcomes: Mapping[str, int], gate: Mapping[str, Any] | None = None) -> None:
    """Exit code 4 where a gate falls short, else 3 where some items ended without an answer."""
    if gate and not gate["ok"]:
        raise typer.Exit(EXIT_GATE)
    if any(count for name, count in outcomes.items() if name != "ok"):
        raise typer.Exit(EXIT_FAILED_ITEMS)


def count_words(outcomes: Mapping[str, int]) -> str:
    """`ok 24, refused 2`, without what did not occur."""
    return ", ".join(f"{name} {count}" for name, count in outcomes.items() if count) or "none"


def shard_of(text: str) -> tuple[int, int]:
    """`1/4` as (1, 4)."""
    number, separator, count = text.partition("/")
    if not (separator and number.isdecimal() and count.isdecimal() and int(number) < int(count)):
        raise ConfigError(f"--shard {text}: expected I/N with I from 0 to N - 1, for example 0/4")
    return int(number), int(count)


def percent(metric: dict[str, Any]) -> str:
    """`97.3 % [96.1, 98.2] n=960`, or a dash where nothing was measured."""
    if metric["value"] is None:
        return "-"
    return f"{100 * metric['value']:.1f} % [{100 * metric['low']:.1f}, {100 * metric['high']:.1f}] n={metric['n']}"


def percent_of(metric: "Metric | None") -> str:
    """The same of a typed metric; a dash for none."""
    return percent(metric.to_dict()) if metric else "-"


def number(score: dict[str, Any], digits: int = 1) -> str:
    """`26.9 [21.0, 33.1] n=240`, with the coverage where something is left out."""
    if score["value"] is None:
        return "-"
    interval = "" if score["low"] is None else f" [{score['low']:.{digits}f}, {score['high']:.{digits}f}]"
    coverage = "" if score["coverage"] == 1 else f", coverage {score['coverage']:.0%}"
    return f"{score['value']:.{digits}f}{interval} n={score['n']}{coverage}"


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Columns aligned by spaces."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def read_words(text: str) -> list[str]:
    """The words between commas."""
    return [word.strip() for word in text.split(",") if word.strip()]


def read_families(text: str) -> list[str]:
    """Names of families, from words between commas."""
    names = read_words(text)
    if not names:
        raise ConfigError(f"--families {text!r}: expected names of families, separated by commas")
    return names


def family_words() -> list[str]:
    """All families, for shell completion."""
    from scisynth.figures.families.registry import family_names

    return [*family_names("")]


def reward_words() -> list[str]:
    """Names of rewards, for shell completion."""
    from scisynth.rewards.info import INFO

    return ["lab-sciscore", *(f"{kind}:" for kind in INFO)]
