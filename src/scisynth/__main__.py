"""`python -m scisynth`, which is also what `accelerate launch -m scisynth reward train ...` runs."""

from scisynth.cli.main import run

run()
