"""A user's terminal: runs `scisynth` commands, and blocks of Python, one after the other in one process, as cheaply as the imports allow.

Reads one JSON value a line from stdin and answers each with `{"code", "out", "err"}`:

    ["score", "a red apple", "a.png"]      the words of a command
    {"python": "print(1)"}                 a block of Python; names stay for the next block
    {"folder": "/tmp/x"}                   goes to a folder, and forgets all names

The caller decides folder and environment, which the libraries read when they are imported; therefore this is a process of its own.
"""

import contextlib
import io
import json
import os
import sys
import traceback

import transformers  # noqa: F401  (its log handler keeps the stderr of the moment in which it is imported)
from pytest import MonkeyPatch
from typer.testing import CliRunner

from scisynth.cli.main import app


def run_command(words):
    result = CliRunner().invoke(app, words)
    error = result.stderr
    if result.exception and not isinstance(result.exception, SystemExit):
        error += "".join(traceback.format_exception(result.exception))
    return {"code": result.exit_code, "out": result.stdout, "err": error}


def run_python(source, names):
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(source, "tutorial", "exec"), names)
    except Exception:  # noqa: BLE001  (whatever a block raises is reported, as an interpreter does)
        return {"code": 1, "out": out.getvalue(), "err": traceback.format_exc()}
    return {"code": 0, "out": out.getvalue(), "err": ""}


if __name__ == "__main__":  # worker processes of a command read this file, too
    # Here alone: when they do, `sys.path` is that of the folder.
    from warm_processes import keep_processes

    keep_processes(MonkeyPatch())
    replies, sys.stdout = sys.stdout, sys.stderr
    names = {"__name__": "__main__"}
    for line in sys.stdin:
        asked = json.loads(line)
        if isinstance(asked, list):
            reply = run_command(asked)
        elif "python" in asked:
            reply = run_python(asked["python"], names)
        else:
            os.chdir(asked["folder"])
            sys.path[0] = asked["folder"]  # as in an interactive session there
            names = {"__name__": "__main__"}
            reply = {"code": 0, "out": "", "err": ""}
        replies.write(json.dumps(reply) + "\n")
        replies.flush()
