"""A script that defines how to draw and never does it: the function is called for it, where it can be called without an argument.

Replies often end with a definition ("call `draw_circuit()` to see the figure"), or with a guard that is misspelled. A function that
only needs axes is given new ones. Nothing else is made up: a function that wants a length or a file stays uncalled.
"""

import ast
import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FunctionType
from typing import Any

MAX_CALLS = 8
MAIN = frozenset({"main", "run", "__main__"})
DRAWS = (
    "draw",
    "plot",
    "create",
    "make",
    "show",
    "render",
    "build",
    "generate",
    "visual",
    "diagram",
    "figure",
    "sketch",
)
"""Beginnings or parts of names that tell that something is drawn."""
AXES, FIGURE = frozenset({"ax", "axes", "axis"}), frozenset({"fig", "figure"})


def drawing_calls(source: str, names: Mapping[str, Any]) -> list[tuple[str, Callable[[], Any]]]:
    """Calls that may draw, by name, the likeliest first, at most `MAX_CALLS`.

    Args:
        source: path of the code.
        names: what it has defined.
    """
    tree = ast.parse(Path(source).read_bytes())
    helpers = _used_by_others(tree)
    known = [
        (node.name, names[node.name])
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name not in helpers and node.name in names
    ]
    # The last definition is the one that uses the others.
    calls = [(name, call) for name, value in known[::-1] for call in [_call_of(value)] if call is not None]
    return sorted(calls, key=lambda item: _rank(item[0]))[:MAX_CALLS]


def _used_by_others(tree: ast.Module) -> set[str]:
    """Names that stand in the body of another definition."""
    used: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            inner = {
                part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)
            }
            used |= inner - {node.name}
    return used


def _rank(name: str) -> int:
    lowered = name.lower()
    return 0 if lowered in MAIN else 1 if any(word in lowered for word in DRAWS) else 2


def _call_of(value: Any) -> Callable[[], Any] | None:
    """The value as a call without arguments; None where something is missing that nobody knows."""
    if isinstance(value, FunctionType):
        wanted = _required(value)
        return None if wanted is None else lambda: value(**_new_page(wanted))
    if isinstance(value, type) and value.__module__ == "__main__" and _required(value) == []:
        ranked = sorted((name for name in vars(value) if not name.startswith("_")), key=_rank)
        methods = [name for name in ranked if _rank(name) < 2 and _required(vars(value)[name], skip=1) is not None]
        return (lambda: _draw_with(value(), methods[0])) if methods else None
    return None


def _draw_with(item: Any, method: str) -> Any:
    call = getattr(item, method)
    return call(**_new_page(_required(call) or []))


def _required(call: Any, *, skip: int = 0) -> list[str] | None:
    """Names of the arguments that must be given, all of them axes or a figure; None for any other."""
    if not callable(call) or inspect.iscoroutinefunction(call):
        return None
    try:
        parameters = inspect.signature(call).parameters
    except ValueError:
        # A subclass of a builtin class, such as an exception, says nothing of its arguments.
        return None
    needed = [
        name
        for name, one in list(parameters.items())[skip:]
        if one.default is one.empty and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)
    ]
    return needed if all(name in AXES | FIGURE for name in needed) else None


def _new_page(names: list[str]) -> dict[str, Any]:
    if not names:
        return {}
    from matplotlib import pyplot

    figure, axes = pyplot.subplots()
    return {name: axes if name in AXES else figure for name in names}
