"""Keeps the advice and the loading bars of the libraries out of logs and notebooks; what matters is checked and raised by us."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module


@contextmanager
def quiet_libraries(*names: str, bars: bool = False) -> Iterator[None]:
    """Errors alone, inside of the block; both libraries are as they were after it.

    transformers advises to install torchvision for every class of images that diffusers only mentions.

    Args:
        names: `transformers`, `diffusers`, or both.
        bars: keeps loading bars where somebody watches (a terminal), as for models of gigabytes.
    """
    libraries = [import_module(f"{name}.utils.logging") for name in names]
    levels = [library.get_verbosity() for library in libraries]
    hidden = [
        library for library in libraries if library.is_progress_bar_enabled() and not (bars and sys.stderr.isatty())
    ]
    for library in libraries:
        library.set_verbosity_error()
    for library in hidden:
        library.disable_progress_bar()
    try:
        yield
    finally:
        for library, level in zip(libraries, levels, strict=True):
            library.set_verbosity(level)
        for library in hidden:
            library.enable_progress_bar()
