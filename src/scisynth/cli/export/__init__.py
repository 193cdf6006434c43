"""`scisynth export`: results and questions for other evaluation frameworks."""

from scisynth.cli.export.verbs import app

__all__ = ["app"]
