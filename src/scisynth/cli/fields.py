"""What a config field says about itself, read from its source: help text, type, choices and default.

An option of the command line takes all of this from the field that it sets, so each setting is described once. The source is parsed and
not imported: modules with configs may import torch, and `--help` and shell completion answer at once.

    read_field("scisynth.pipelines.providers.generate:GenerateConfig", "images_per_prompt").help

`tests/cli/test_fields.py` compares what is read here with what pydantic knows of the same fields.
"""

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

NUMBERS = {
    "PositiveInt": int,
    "NonNegativeInt": int,
    "PositiveFloat": float,
    "NonNegativeFloat": float,
    "FiniteFloat": float,
}
"""Types of pydantic that fields have."""
PLAIN = {"int": int, "float": float, "str": str, "bool": bool}


@dataclass(frozen=True, kw_only=True)
class FieldFacts:
    """One field of a config."""

    help: str
    """The docstring that stands below it, as one paragraph."""
    type: type = str
    choices: tuple[str, ...] = ()
    """What a `Literal` allows."""
    is_many: bool = False
    """A tuple or list of values of `type`."""
    default: Any = None
    """Where it is written as a plain value; None otherwise."""


@dataclass(frozen=True)
class _Place:
    """A node of the syntax tree, and the module in which its names are known."""

    module: str
    node: ast.AST


def read_field(config: str, path: str) -> FieldFacts:
    """The facts of a field.

    Args:
        config: `module:Class`, a config of this package.
        path: name of the field; a field of a sub-config as `pictures.model`.

    Raises:
        LookupError: no such class or field.
    """
    module, _, name = config.partition(":")
    found = _find(module, name)
    *parents, last = path.split(".")
    given: ast.expr | None = None
    for parent in parents:
        field, _ = _field(found, parent)
        given = _keyword(field.node.value, parent=given, name=parent)
        found = _class_of(_Place(field.module, field.node.annotation))
    field, docs = _field(found, last)
    default = _keyword(field.node.value, parent=given, name=last)
    facts = _type_of(_Place(field.module, field.node.annotation))
    return replace(facts, help=docs, default=_value(field.module, default))


@dataclass(frozen=True)
class _FieldPlace:
    module: str
    node: ast.AnnAssign


@functools.cache
def _tree(module: str) -> ast.Module:
    package, *parts = module.split(".")
    source = resources.files(package).joinpath(*parts)
    file = source / "__init__.py" if source.is_dir() else source.with_name(f"{source.name}.py")  # type: ignore[attr-defined]
    return ast.parse(file.read_bytes())


def _find(module: str, name: str) -> _Place:
    """Where a name of a module is defined, through the imports that lead there."""
    if not module.startswith("scisynth"):
        raise LookupError(f"{name} of {module} is not a name of this package")
    for node in _tree(module).body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            return _Place(module, node)
        if isinstance(node, ast.Assign | ast.AnnAssign) and name in _targets(node):
            return _Place(module, node)
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    return _find(node.module, alias.name)
    raise LookupError(f"{module} has no {name}")


def _targets(node: ast.Assign | ast.AnnAssign) -> Iterator[str]:
    for place in node.targets if isinstance(node, ast.Assign) else [node.target]:
        if isinstance(place, ast.Name):
            yield place.id
        elif isinstance(place, ast.Tuple):
            yield from (item.id for item in place.elts if isinstance(item, ast.Name))


def _field(found: _Place, name: str) -> tuple[_FieldPlace, str]:
    """A field of a class or of its bases, and its docstring."""
    cls = found.node
    assert isinstance(cls, ast.ClassDef), found
    for node, after in zip(cls.body, [*cls.body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
            is_text = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            text = after.value.value if is_text else ""  # type: ignore[union-attr]
            return _FieldPlace(found.module, node), " ".join(str(text).split())
    for base in cls.bases:
        if isinstance(base, ast.Name) and base.id not in ("BaseModel", "Config"):
            try:
                return _field(_find(found.module, base.id), name)
            except LookupError:
                continue
    raise LookupError(f"{cls.name} has no field {name!r}")


def _class_of(place: _Place) -> _Place:
    """The config class that an annotation names, `X | None` and `Annotated[X, ...]` included."""
    node = place.node
    if isinstance(node, ast.BinOp):
        sides = [side for side in (node.left, node.right) if not _is_none(side)]
        return _class_of(_Place(place.module, sides[0]))
    if isinstance(node, ast.Subscript):
        first = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
        return _class_of(_Place(place.module, first))
    if not isinstance(node, ast.Name):
        raise LookupError(f"{place.module}: {ast.unparse(node)} names no config")
    found = _find(place.module, node.id)
    if isinstance(found.node, ast.ClassDef):
        return found
    return _class_of(_Place(found.module, found.node.value))  # type: ignore[attr-defined]


def _type_of(place: _Place) -> FieldFacts:
    node = place.node
    if isinstance(node, ast.BinOp):
        sides = [_type_of(_Place(place.module, side)) for side in (node.left, node.right) if not _is_none(side)]
        return sides[0] if len(sides) == 1 else FieldFacts(help="")
    if isinstance(node, ast.Name):
        if known := PLAIN.get(node.id) or NUMBERS.get(node.id):
            return FieldFacts(help="", type=known)
        try:
            found = _find(place.module, node.id)
        except LookupError:
            return FieldFacts(help="")
        inner = getattr(found.node, "value", None)
        return FieldFacts(help="") if inner is None else _type_of(_Place(found.module, inner))
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        return _subscript(place.module, node.value.id, node.slice)
    return FieldFacts(help="")


def _subscript(module: str, name: str, inside: ast.expr) -> FieldFacts:
    parts = inside.elts if isinstance(inside, ast.Tuple) else [inside]
    if name == "Literal":
        return FieldFacts(help="", choices=tuple(str(part.value) for part in parts if isinstance(part, ast.Constant)))
    inner = _type_of(_Place(module, parts[0]))
    return replace(inner, is_many=True) if name in ("tuple", "list") else inner


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _keyword(own: ast.expr | None, *, parent: ast.expr | None, name: str) -> ast.expr | None:
    """A field's default: what its owner is made with, as in `pictures = ImageSettings(images_per_prompt=2)`, else its own."""
    if isinstance(parent, ast.Call):
        for keyword in parent.keywords:
            if keyword.arg == name:
                return keyword.value
    return own


def _value(module: str, node: ast.expr | None) -> Any:
    """A plain value, named constants and the default of `Field(...)` included; None for all else."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Field":
        named = [keyword.value for keyword in node.keywords if keyword.arg == "default"]
        node = next(iter([*node.args, *named]), None)
    if isinstance(node, ast.Name):
        return _constant(module, node.id)
    try:
        return None if node is None else ast.literal_eval(node)
    except ValueError:
        return None


def _constant(module: str, name: str) -> Any:
    try:
        found = _find(module, name)
    except LookupError:
        return None
    value = getattr(found.node, "value", None)
    if (
        isinstance(found.node, ast.Assign)
        and isinstance(found.node.targets[0], ast.Tuple)
        and isinstance(value, ast.Tuple)
    ):
        names = [getattr(item, "id", "") for item in found.node.targets[0].elts]
        value = value.elts[names.index(name)]
    return _value(found.module, value)
