"""Images that a code makes and does not write: an SVG in a variable, an image of PIL, a drawing of schemdraw or a plot of sympy that was not shown.

In a notebook the last value is shown. A script that was written for one ends there and leaves no file; what it has made is written
for it. Every text and file is still that of the code.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MAX_NAMES = 2000
MAX_SVG_CHARS = 4_000_000


def show_pil_as_file() -> None:
    """There is no screen: an image of PIL that is shown is written instead."""
    from PIL import Image

    def show(image: Any, *_arguments: Any, **_settings: Any) -> None:
        image.save("shown.png")

    picture: Any = Image.Image
    picture.show = show


def write_leftover(names: Mapping[str, Any], folder: Path) -> bool:
    """Writes, or draws, the last image among the variables of a code; False where there is none."""
    for value in reversed([*names.values()][:MAX_NAMES]):
        if svg := _svg_text(value):
            (folder / "left.svg").write_text(svg)
            return True
        if _is_of(value, "PIL.Image", "Image"):
            value.convert("RGB").save(folder / "left.png")
            return True
        if _is_of(value, "schemdraw.schemdraw", "Drawing") and value.elements:
            figure = value.draw(show=False)
            if hasattr(figure, "svgelements"):
                figure.save(str(folder / "left.svg"))
            return True
        if _is_of(value, "sympy.plotting.backends.base_backend", "Plot"):
            value.show()
            return True
    return False


def _svg_text(value: Any) -> str:
    """An SVG in a text, or in the drawer of RDKit that holds one."""
    if _is_of(value, "rdkit.Chem.Draw.rdMolDraw2D", "MolDraw2DSVG"):
        value = value.GetDrawingText()
    value = value.decode(errors="replace") if isinstance(value, bytes) and len(value) <= MAX_SVG_CHARS else value
    if not isinstance(value, str) or len(value) > MAX_SVG_CHARS or "<svg" not in value[:2000]:
        return ""
    start, end = value.find("<svg"), value.rfind("</svg>")
    # RDKit closes the page only when the drawing is finished.
    is_rdkit = end < start and "rdkit:" in value[:2000]
    return f"{value[start:]}</svg>" if is_rdkit else value[start : end + len("</svg>")]


def _is_of(value: Any, module: str, name: str) -> bool:
    kind = getattr(sys.modules.get(module), name, None)
    return isinstance(kind, type) and isinstance(value, kind)
