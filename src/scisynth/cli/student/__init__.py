"""`scisynth student`: data, check, export, sft and grpo (`verbs`)."""

from scisynth.cli.student.verbs import app

__all__ = ["app"]
