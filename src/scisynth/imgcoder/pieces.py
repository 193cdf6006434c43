"""Blocks of a reply that are one script in several pieces: imports in one, the drawing in another, the saving in a third.

A piece belongs to a program where one uses names that only the other brings. A program that draws and ends by itself takes no further
piece: what follows it is a variant of one of its lines, and would be drawn twice. Only parsed, never run.
"""

import ast
import builtins
from dataclasses import dataclass

from scisynth.imgcoder.script_text import parsed

NONE, IMPORTS, FRAGMENT, WHOLE = range(4)
"""What a text is: no Python or nothing that does anything, imports alone, a fragment, a program that brings its imports."""
MAX_PIECES = 30
ENDS = frozenset({"show", "savefig", "save", "imsave", "imwrite", "write", "WriteDrawingText", "to_file", "MolToFile"})
"""Calls that end a drawing."""
BEGINS = frozenset(
    {"figure", "Figure", "subplots", "subplot", "axes", "plot", "Drawing", "draw", "new", "gca", "MolToImage"}
)
"""Calls that begin one."""


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
    chosen = {index}
    # Backwards: what the program uses and does not bring. Imports may also come last.
    wants = set(pieces[index].wants)
    for number in (*reversed(range(index)), *range(index + 1, len(pieces))):
        piece = pieces[number]
        if wants & piece.binds and (number < index or piece.grade == IMPORTS):
            chosen.add(number)
            wants = (wants - piece.binds) | piece.wants
    chosen |= _continuations(pieces, index, chosen)
    order = sorted(chosen, key=lambda number: (pieces[number].grade != IMPORTS, number))
    return "\n".join(pieces[number].code for number in order) if len(order) > 1 else pieces[index].code


def _continuations(pieces: list[_Piece], index: int, chosen: set[int]) -> set[int]:
    """Pieces after a program that has not ended, which use what it brings and nothing else."""
    calls = frozenset().union(*(pieces[number].calls for number in chosen))
    if calls & ENDS:
        return set()
    known = frozenset().union(*(pieces[number].binds for number in chosen))
    found: set[int] = set()
    for number in range(index + 1, len(pieces)):
        piece = pieces[number]
        if piece.grade == FRAGMENT and piece.wants and piece.wants <= known:
            found.add(number)
            known |= piece.binds
    ended = any(pieces[number].calls & ENDS for number in found)
    return found if ended or not calls & BEGINS else set()


def _piece(code: str) -> _Piece | None:
    tree = parsed(code)
    if tree is None or (value := _grade(tree)) == NONE:
        return None
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    binds = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    calls = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            binds |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            binds.add(node.name)
        elif isinstance(node, ast.arg):
            binds.add(node.arg)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            calls.add(node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id)
    wants = {node.id for node in names} - binds - set(dir(builtins))
    return _Piece(code=code, grade=value, binds=frozenset(binds), wants=frozenset(wants), calls=frozenset(calls))


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
