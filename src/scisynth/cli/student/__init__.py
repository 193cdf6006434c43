"""`scisynth student`: data, check, export, sft and grpo (`verbs`), eval (`evaluate`) and study (`study`)."""

from scisynth.cli.student import evaluate, study
from scisynth.cli.student.verbs import app
from scisynth.cli.verb import Verb

__all__ = ["app"]
app.command("eval", cls=Verb)(evaluate.evaluate)
app.command("study", cls=Verb)(study.study)
