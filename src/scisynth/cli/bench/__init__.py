"""`scisynth bench`: the two benchmarks and the table that joins runs."""

import typer

from scisynth.cli.bench import leaderboard, science_t2i, scigenbench
from scisynth.cli.verb import Verb

app = typer.Typer(help="Benchmark generators for scientific correctness.", no_args_is_help=True)
app.command("science-t2i", cls=Verb)(science_t2i.science_t2i)
app.command("scigenbench", cls=Verb)(scigenbench.scigenbench)
app.command("leaderboard")(leaderboard.leaderboard)
