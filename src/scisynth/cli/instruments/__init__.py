"""`scisynth instruments`: list, make, validate, compare, utility."""

import typer

from scisynth.cli.instruments import listing, verbs
from scisynth.cli.verb import Verb

app = typer.Typer(
    no_args_is_help=True,
    help="Instrument images (micrographs, diffraction patterns, skies) with exact truth, and validators for any image of that kind.",
)
app.command("list")(listing.list_)
app.command("make", cls=Verb)(verbs.make)
app.command("validate", cls=Verb)(verbs.validate)
app.command("compare", cls=Verb)(verbs.compare)
app.command("utility", cls=Verb)(verbs.utility)
