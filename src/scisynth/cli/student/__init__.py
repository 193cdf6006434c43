"""`scisynth student`: data, check, export, sft and grpo (`verbs`), eval (`evaluate`), plan (`plan`) and study (`study`)."""

from scisynth.cli.student import evaluate, plan, study
from scisynth.cli.student.verbs import app
from scisynth.cli.verb import Verb

__all__ = ["app"]
app.command("eval", cls=Verb)(evaluate.evaluate)
app.command("plan", cls=Verb)(plan.plan)
app.command("study", cls=Verb)(study.study)
