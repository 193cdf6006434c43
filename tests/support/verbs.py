"""Verbs as a user runs them, in this process: results on stdout, one line for a mistake, the right exit code."""

import json

import typer
from typer.testing import CliRunner

from scisynth.cli.main import app


def run(*arguments: object, code: int = 0):
    """Runs a verb and checks its exit code."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output + repr(result.exception)
    return result


def run_json(*arguments: object, code: int = 0) -> dict:
    """What a verb prints with `--json`."""
    return json.loads(run(*arguments, "--json", code=code).stdout)


def error_line(*arguments: object) -> str:
    """The one line of a mistake, which is all that is printed."""
    result = run(*arguments, code=2)
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("Error: ") and not result.stdout, result.output
    return lines[0]


def verbs(group=None, path: tuple[str, ...] = ()) -> list:
    """(words of a verb, its command) of the whole command tree."""
    found = []
    for name, command in (group or typer.main.get_command(app)).commands.items():
        if hasattr(command, "commands"):
            found += verbs(command, (*path, name))
        else:
            found.append((" ".join([*path, name]), command))
    return found
