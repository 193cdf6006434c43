"""Remembers which node and edge each mark of networkx shows: `node:A`, `edge:A-B`, `label:A`, and `label:A-B` for an edge's text.

networkx draws all nodes as one collection of points and edges as one of lines, or as arrows. While it draws, in the process that runs
the code, these get the ids of their parts in order. An id that the code sets itself goes first.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from itertools import islice
from typing import Any

PART_IDS = "_scisynth_ids"
"""Attribute of a collection: the ids of its parts in the order they are drawn."""
MAX_PARTS = 2000
MAX_NAME = 40


def watch_graphs() -> None:
    """From now on graphs that this process draws with networkx say what they show; nothing where it is not loaded."""
    import sys

    module = sys.modules.get("networkx.drawing.nx_pylab")
    if module is None or hasattr(module.draw_networkx_nodes, "__wrapped__"):
        return
    notes = {
        "draw_networkx_nodes": _note_nodes,
        "draw_networkx_edges": _note_edges,
        "draw_networkx_labels": _note_labels,
        "draw_networkx_edge_labels": _note_labels,
    }
    for name, note in notes.items():
        noted = _noted(getattr(module, name), note)
        for place in (module, sys.modules.get("networkx.drawing"), sys.modules.get("networkx")):
            if place is not None:
                setattr(place, name, noted)


def _noted(draw: Callable[..., Any], note: Callable[..., None]) -> Callable[..., Any]:
    @wraps(draw)
    def noted(graph: Any, pos: Any, *others: Any, **named: Any) -> Any:
        made = draw(graph, pos, *others, **named)
        note(made, graph, others, named)
        return made

    return noted


def _note_nodes(made: Any, graph: Any, others: tuple[Any, ...], named: Mapping[str, Any]) -> None:
    nodes = named.get("nodelist", others[0] if others else None)
    setattr(made, PART_IDS, [f"node:{_name(node)}" for node in _some(nodes, graph.nodes)])


def _note_edges(made: Any, graph: Any, others: tuple[Any, ...], named: Mapping[str, Any]) -> None:
    edges = named.get("edgelist", others[0] if others else None)
    ids = [f"edge:{_name(edge[0])}-{_name(edge[1])}" for edge in _some(edges, graph.edges)]
    if not isinstance(made, list):
        setattr(made, PART_IDS, ids)
        return
    for arrow, name in zip(made, ids, strict=False):
        arrow.set_gid(name)


def _note_labels(made: Any, _graph: Any, _others: tuple[Any, ...], _named: Mapping[str, Any]) -> None:
    for key, text in made.items() if isinstance(made, dict) else ():
        text.set_gid(f"label:{'-'.join(map(_name, key[:2])) if isinstance(key, tuple) else _name(key)}")


def _some(given: Any, every: Iterable[Any]) -> list[Any]:
    return list(islice(every if given is None else given, MAX_PARTS))


def _name(node: Any) -> str:
    return str(node)[:MAX_NAME]
