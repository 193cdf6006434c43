"""`scisynth student`: data, check, export, sft and grpo (`verbs`), and eval (`evaluate`)."""

from scisynth.cli.student import evaluate
from scisynth.cli.student.verbs import app
from scisynth.cli.verb import Verb

__all__ = ["app"]
app.command("eval", cls=Verb)(evaluate.evaluate)
