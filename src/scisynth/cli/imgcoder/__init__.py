"""`scisynth imgcoder`: exact figures from code."""

import typer

from scisynth.cli.imgcoder import draw, families, match, render, stock
from scisynth.cli.verb import Verb

app = typer.Typer(help="Draw exact scientific figures with code, and check them.", no_args_is_help=True)
app.command("families", cls=Verb)(families.families)
app.command("draw", cls=Verb)(draw.draw)
app.command("render")(render.render)
app.command("stock")(stock.stock)
app.command("match")(match.match)
