"""Habits of scripts that were written for another place or another year, made to work here.

* names that libraries have removed, where the release notes say what stands in their place: of NumPy (1.20 to 2.4) and of Matplotlib
  (3.3 to 3.11: `cm.get_cmap`, the style sheets "seaborn", arguments such as `normed`);
* names that everybody imports alike (`plt`, `np`, `Circle`) and that a script uses without importing them;
* a notebook's `display`.

Nothing here draws anything.
"""

import ast
import builtins
import functools
import importlib
import operator
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from scisynth.sandbox.scripts.text import bound_names

NUMPY = {
    "float": "builtins.float", "int": "builtins.int", "object": "builtins.object", "complex": "builtins.complex",
    "str": "builtins.str", "bool": "builtins.bool", "float_": "numpy.float64", "complex_": "numpy.complex128",
    "unicode_": "numpy.str_", "string_": "numpy.bytes_", "Inf": "math.inf", "Infinity": "math.inf", "infty": "math.inf",
    "PINF": "math.inf", "NaN": "math.nan", "NAN": "math.nan", "product": "numpy.prod", "cumproduct": "numpy.cumprod",
    "sometrue": "numpy.any", "alltrue": "numpy.all", "in1d": "numpy.isin", "trapz": "numpy.trapezoid",
    "row_stack": "numpy.vstack", "round_": "numpy.round", "mat": "numpy.asmatrix", "math": "math",
}  # fmt: skip
"""Removed name to what the release notes name in its place."""
RENAMED = {
    "hist": {"normed": "density"},
    "grid": {"b": "visible"},
    "annotate": {"s": "text"},
    "stem": {"use_line_collection": ""},
    "set_aspect": {},
    "axis": {},
    "set_adjustable": {},
    "savefig": {"quality": "", "frameon": "", "papertype": ""},
}
"""Functions of Matplotlib with their removed arguments, an empty text for one without effect; some had a value "box-forced"."""
ALIASES = {
    "plt": "matplotlib.pyplot", "matplotlib": "matplotlib", "mpl": "matplotlib", "np": "numpy", "numpy": "numpy",
    "math": "math", "patches": "matplotlib.patches", "mpatches": "matplotlib.patches", "nx": "networkx", "pd": "pandas",
    "schemdraw": "schemdraw", "elm": "schemdraw.elements", "os": "os", "sys": "sys", "random": "random",
    "Line2D": "matplotlib.lines.Line2D",
} | {
    name: f"matplotlib.patches.{name}"
    for name in ("Arc", "Circle", "Ellipse", "FancyArrowPatch", "FancyBboxPatch", "Polygon", "Rectangle", "Wedge")
}  # fmt: skip
LIBRARIES = ("matplotlib", "numpy", "scipy", "sympy", "networkx", "pandas", "PIL", "schemdraw", "rdkit", "shapely")


def install_habits() -> None:
    """Patches NumPy, Matplotlib and builtins in this process."""
    import numpy

    for name, target in NUMPY.items():
        if name not in vars(numpy):
            setattr(numpy, name, _found(target))
    _patch_matplotlib()
    patched: Any = builtins
    patched.display = _show_as_notebook


def add_aliases(source: str, names: dict[str, Any]) -> None:
    """Gives a code what it uses by its usual name and does not import."""
    tree = ast.parse(Path(source).read_bytes())
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    # `from pylab import *` brings names that nobody sees here; a name of its own still wins, as it comes later.
    for name in used & set(ALIASES) - bound_names(tree):
        with suppress(ImportError):
            names[name] = _found(ALIASES[name])


def advice(error: BaseException) -> str:
    """What to do instead, for an error that comes of the place and not of the code; empty for any other."""
    if isinstance(error, ModuleNotFoundError):
        return f"; installed are {', '.join(name for name in LIBRARIES if find_spec(name))}"
    if type(error).__name__ == "TclError":
        return "; there is no screen here: draw with matplotlib"
    if isinstance(error, EOFError):
        return "; nobody types here: write the values into the script"
    return ""


def _found(target: str) -> Any:
    """A module, or what one holds."""
    module, _, name = target.rpartition(".")
    held = vars(importlib.import_module(module)) if module else {}
    return held[name] if name in held else importlib.import_module(target)


def _patch_matplotlib() -> None:
    from matplotlib import cm, pyplot, rcParams, style
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import FigureCanvasBase, FigureManagerBase
    from matplotlib.figure import Figure

    patched: Any
    for patched in (Axes, Figure, pyplot):
        for name, arguments in RENAMED.items():
            if hasattr(patched, name):
                setattr(patched, name, _with_old_arguments(getattr(patched, name), arguments))
    patched = cm
    patched.get_cmap = pyplot.get_cmap
    for name in list(style.library):
        style.library.setdefault(name.replace("-v0_8", ""), style.library[name])
    # There is no LaTeX; Matplotlib sets formulas itself.
    rcParams.validate["text.usetex"] = lambda _wish: False
    patched = style
    patched.use = _known_styles(style.use)
    patched = Figure
    patched.gca = _with_projection(Figure.gca)
    patched = FigureCanvasBase
    patched.set_window_title = _no_effect
    patched = FigureManagerBase
    patched.window = _NoWindow()
    for patched in (Axes, pyplot):
        patched.hold = _no_effect
    with suppress(ImportError):
        from mpl_toolkits.mplot3d import Axes3D

        patched = Axes3D
        for axis in "xyz":
            setattr(patched, f"w_{axis}axis", property(operator.attrgetter(f"{axis}axis")))


def _with_old_arguments(call: Callable[..., Any], arguments: dict[str, str]) -> Callable[..., Any]:
    @functools.wraps(call)
    def fixed(*given: Any, **settings: Any) -> Any:
        for old, new in arguments.items():
            if old in settings:
                value = settings.pop(old)
                settings |= {new: value} if new else {}
        if settings.get("adjustable") == "box-forced":
            settings["adjustable"] = "box"
        return call(*given, **settings)

    return fixed


def _known_styles(use: Callable[..., Any]) -> Callable[..., Any]:
    """A style sheet that does not exist leaves the looks as they are."""

    @functools.wraps(use)
    def fixed(names: Any) -> None:
        try:
            use(names)
        except OSError as error:
            sys.stderr.write(f"left out: {error}\n")

    return fixed


def _with_projection(gca: Callable[..., Any]) -> Callable[..., Any]:
    """`gca(projection="3d")`, until 3.6."""

    @functools.wraps(gca)
    def fixed(figure: Any, **settings: Any) -> Any:
        return figure.add_subplot(**settings) if settings else gca(figure)

    return fixed


class _NoWindow:
    """Answers every wish about a window with nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_arguments: Any, **_settings: Any) -> "_NoWindow":
        return self


def _no_effect(*_arguments: Any, **_settings: Any) -> None:
    """Stands for what has lost its meaning."""


def _show_as_notebook(*values: Any, **_settings: Any) -> None:
    """A notebook's `display`: what was drawn is kept anyway, other values are printed."""
    for value in values:
        sys.stdout.write(f"{str(value)[:200]}\n")
