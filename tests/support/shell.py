"""A user's terminal: runs `scisynth` commands one after the other in one process, as cheaply as the imports allow.

Reads a JSON list of words a line from stdin; answers each with `{"code", "out", "err"}`. The caller decides folder and environment,
which the libraries read when they are imported; therefore this is a process of its own.
"""

import json
import sys
import traceback

import transformers  # noqa: F401  (its log handler keeps the stderr of the moment in which it is imported)
from typer.testing import CliRunner

from scisynth.cli.main import app

replies, sys.stdout = sys.stdout, sys.stderr
for line in sys.stdin:
    result = CliRunner().invoke(app, json.loads(line))
    error = result.stderr
    if result.exception and not isinstance(result.exception, SystemExit):
        error += "".join(traceback.format_exception(result.exception))
    replies.write(json.dumps({"code": result.exit_code, "out": result.stdout, "err": error}) + "\n")
    replies.flush()
