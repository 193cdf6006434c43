"""The commands, built with Typer. They parse, call one function, print; nothing else."""
