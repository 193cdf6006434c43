"""One function a law: `(canvas, view) -> None`."""

import pkgutil
from collections.abc import Callable, Mapping
from importlib import import_module

from scisynth.lab.canvas import Canvas
from scisynth.lab.view import SceneView
from scisynth.science.laws import LAW_NAMES

SceneFunction = Callable[[Canvas, SceneView], None]


def _find_scenes() -> dict[str, SceneFunction]:
    found = {}
    for info in pkgutil.iter_modules(__path__):
        module = import_module(f"{__name__}.{info.name}")
        for name in LAW_NAMES:
            if hasattr(module, name.replace(" ", "_")):
                found[name] = getattr(module, name.replace(" ", "_"))
    return found


SCENES: Mapping[str, SceneFunction] = _find_scenes()
