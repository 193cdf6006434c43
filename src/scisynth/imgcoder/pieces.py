"""Blocks of a reply that are one script in several pieces: imports in one, the drawing in another, the saving in a third.

A piece belongs to a program where one uses names that only the other brings. A program that draws and ends by itself takes no further
piece: what follows it is a variant of one of its lines, and would be drawn twice. Only parsed, never run.
"""

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass

from scisynth.sandbox.scripts.text import bound_names, parsed

NONE, IMPORTS, FRAGMENT, WHOLE = range(4)
"""What a text is: no Python or nothing that does anything, imports alone, a fragment, a program that brings its imports."""
MAX_PIECES = 30
MAX_ENDS = 6
"""Lines, and statements of the top level, that are given up to find the end of what is whole."""
ENDS = frozenset({"show", "savefig", "save", "imsave", "imwrite", "write", "WriteDrawingText", "to_file", "MolToFile"})
"""Calls that end a drawing."""
BEGINS = frozenset(
    {"figure", "Figure", "subplots", "subplot", "axes", "plot", "Drawing", "draw", "new", "gca", "MolToImage"}
)
"""Calls that begin one."""
PAGES = (BEGINS - {"plot", "draw"}) | {"add_subplot", "axis", "grid", "use", "tight_layout"}
"""Calls after which nothing is seen yet."""


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """A block that is Python."""

    code: str
    grade: int
    binds: frozenset[str]
    """Names that it brings."""
    wants: frozenset[str]
    """Names that it uses and does not bring."""
    calls: frozenset[str]
    """Last names of what it calls."""


def grade(code: str) -> int:
    """What a text is; the later of `NONE`, `IMPORTS`, `FRAGMENT`, `WHOLE`, the better."""
    tree = parsed(code)
    return NONE if tree is None else _grade(tree)


def joined(codes: list[str]) -> str:
    """The last program among texts, with the pieces that belong to it; empty where none does anything."""
    pieces = [piece for code in codes[-MAX_PIECES:] if (piece := _piece(code)) is not None]
    best = max((piece.grade for piece in pieces), default=NONE)
    if best < FRAGMENT:
        return ""
    index = next(number for number in reversed(range(len(pieces))) if pieces[number].grade == best)
    chosen = {index} | _continuations(pieces, index)
    # What these use and do not bring stands before them; imports may also come last.
    wants: set[str] = set().union(*(pieces[number].wants for number in chosen)) - _brought(pieces, chosen)
    for number in (*reversed(range(index)), *range(index + 1, len(pieces))):
        piece = pieces[number]
        if wants & piece.binds and (number < index or piece.grade == IMPORTS):
            chosen.add(number)
            wants = (wants - piece.binds) | piece.wants
    order = sorted(chosen, key=lambda number: (pieces[number].grade != IMPORTS, number))
    return "\n".join(pieces[number].code for number in order) if len(order) > 1 else pieces[index].code


def without_cut_end(code: str) -> str:
    """The whole statements before the place where a text breaks off; empty where none of them draws."""
    lines = code.split("\n")
    # The last statement may be whole itself, and end in the middle of what was to be drawn.
    for end in _statement_ends(lines):
        kept = "\n".join(lines[:end]) + "\n"
        tree = parsed(kept)
        if tree is not None:
            return kept if any(name not in PAGES and not name.startswith("set_") for name in _calls(tree)) else ""
    return ""


def _statement_ends(lines: list[str]) -> Iterator[int]:
    """Numbers of lines after which a statement of the top level may have ended, the last first."""
    yield len(lines)
    tops = [number for number, line in enumerate(lines) if line[:1].strip() and line[0] not in ")]}#"]
    # Inside of a definition the last whole line is an end as well.
    yield from range(len(lines) - 1, max(len(lines) - MAX_ENDS, 0), -1)
    yield from reversed(tops[-MAX_ENDS:])


def has_end(code: str) -> bool:
    """Whether the last statement of a text shows or saves what was drawn."""
    tree = parsed(code)
    return (
        tree is not None
        and bool(tree.body)
        and isinstance(tree.body[-1], ast.Expr)
        and bool(_calls(tree.body[-1]) & ENDS)
    )


def _continuations(pieces: list[_Piece], index: int) -> set[int]:
    """Pieces after a program that has not ended, which use what it brings and nothing else that is not imported."""
    calls = pieces[index].calls
    if calls & ENDS:
        return set()
    imports = {number for number, piece in enumerate(pieces) if piece.grade == IMPORTS}
    found: set[int] = set()
    for number in range(index + 1, len(pieces)):
        piece = pieces[number]
        known = _brought(pieces, {index} | imports | found | set(range(index)))
        if piece.grade == FRAGMENT and piece.wants and piece.wants <= known:
            found.add(number)
    ended = any(pieces[number].calls & ENDS for number in found)
    return found if ended or not calls & BEGINS else set()


def _brought(pieces: list[_Piece], numbers: set[int]) -> frozenset[str]:
    return frozenset().union(*(pieces[number].binds for number in numbers))


def _piece(code: str) -> _Piece | None:
    tree = parsed(code)
    if tree is None or (value := _grade(tree)) == NONE:
        return None
    binds = bound_names(tree)
    wants = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - binds - set(dir(builtins))
    return _Piece(code=code, grade=value, binds=frozenset(binds), wants=frozenset(wants), calls=_calls(tree))


def _calls(tree: ast.AST) -> frozenset[str]:
    """Last names of what is called."""
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    attributes = {one.attr for one in called if isinstance(one, ast.Attribute)}
    return frozenset(attributes | {one.id for one in called if isinstance(one, ast.Name)})


def _grade(tree: ast.Module) -> int:
    """A lone name, as in a placeholder, does nothing."""
    inert = (ast.AnnAssign, ast.Expr, ast.Pass, ast.Import, ast.ImportFrom)
    does_something = any(
        not isinstance(node, inert) or isinstance(getattr(node, "value", None), ast.Call) for node in tree.body
    )
    has_imports = any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(tree))
    if not does_something:
        return IMPORTS if has_imports else NONE
    return WHOLE if has_imports else FRAGMENT
