"""Options of more than one verb of `scisynth imgcoder`."""

from typing import Annotated, Any

import typer

AllowUnsafeOption = Annotated[
    bool,
    typer.Option(
        "--allow-unsafe-exec", help="Run generated code with your own rights if the kernel cannot confine it."
    ),
]


def read_script_formats(text: str) -> Any:
    """Formats of a figure that a script draws, from `png,svg`."""
    from scisynth.pipelines.scigenbench.files import read_formats

    return read_formats(text, ("png", "svg"))


def read_figure_formats(text: str) -> Any:
    """Formats of a figure that a family draws, from `png,svg,pdf`."""
    from scisynth.pipelines.scigenbench.files import read_formats

    return read_formats(text)
