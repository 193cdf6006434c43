"""Layer 4: Typer verbs. They parse, call one function, print; nothing else."""
