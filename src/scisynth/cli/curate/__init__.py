"""`scisynth curate`: from a law in words to a reviewed data set (`verbs`, `review`)."""

from scisynth.cli.curate.review import review
from scisynth.cli.curate.verbs import app
from scisynth.cli.verb import Verb

app.command("review", cls=Verb)(review)

__all__ = ["app"]
