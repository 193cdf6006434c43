"""Parts from outside the package: rewards, judges, generators, localizers, families and laws of one's own.

Wherever a name of such a part is accepted, three kinds of name are:

    lab-sciscore             a name that scisynth knows, or one that an installed package registered
    my_package.rewards:Mine  an object of a module that can be imported
    my_reward.py:Mine        an object of a Python file

A package registers its parts as entry points, in one of `GROUPS`:

    [project.entry-points."scisynth.rewards"]
    mine = "my_package.rewards:Mine"

The object may be a ready instance, a class, a function that makes an instance, or, where a role is one method, that method
itself as a plain function (`Role`). A file or package named here runs as code with the user's rights: name only what you trust.
"""

import importlib
import importlib.util
import inspect
import keyword
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from scisynth.core.errors import ConfigError, nearest, one_line

GROUPS = tuple(f"scisynth.{name}" for name in ("rewards", "judges", "generators", "localizers", "families", "laws"))
"""Entry-point groups that scisynth reads."""
IMPORT_FAILURES = (
    ArithmeticError, AssertionError, AttributeError, ImportError, LookupError, NameError, OSError, RuntimeError,
    SyntaxError, TypeError, ValueError,
)  # fmt: skip
"""What a user's module may raise while it is imported, or while its object is made."""


@dataclass(frozen=True, kw_only=True)
class Role:
    """What an object of one role must offer, and how a plain function takes the role."""

    noun: str
    """For messages, e.g. `reward`."""
    group: str
    """One of `GROUPS`."""
    method: str
    """The one method of the role's protocol in `core.protocols`."""
    signature: str
    """Its arguments and result, for messages, e.g. `(prompts, images) -> N numbers`."""
    wrap: Callable[[str, Callable[..., Any]], Any]
    """(name, function) to an object of the role whose method is that function."""


def is_reference(name: str) -> bool:
    """Whether a name is `package.module:name` or `file.py:name`, as opposed to `KIND:MODEL`.

    >>> is_reference("my_reward.py:Mine"), is_reference("my_package.rewards:Mine")
    (True, True)
    >>> is_reference("clip:openai/clip-vit-large-patch14"), is_reference("api:gpt-4o"), is_reference("lab-flux")
    (False, False, False)
    """
    source, separator, attribute = name.rpartition(":")
    if not separator or not _is_path_of_names(attribute):
        return False
    if source.endswith(".py"):
        return True
    return _is_path_of_names(source) and ("." in source or _can_import(source))


def load_reference(name: str) -> Any:
    """The object that a reference names.

    Raises:
        ConfigError: no such file, module or object; or the module fails when it is imported.
    """
    source, _, attribute = name.rpartition(":")
    try:
        found: Any = load_file(Path(source)) if source.endswith(".py") else importlib.import_module(source)
    except IMPORT_FAILURES as error:
        if isinstance(error, ConfigError):
            raise
        raise ConfigError(f"{name}: {source} cannot be imported ({type(error).__name__}: {one_line(error)})") from None
    for part in attribute.split("."):
        if not hasattr(found, part):
            known = [key for key in vars(found) if not key.startswith("_")] if hasattr(found, "__dict__") else []
            raise ConfigError(f"{name}: {source} has no {attribute!r}; {nearest(part, known)}")
        found = getattr(found, part)
    return found


def load_file(path: Path) -> ModuleType:
    """A Python file as a module, run once a process.

    Raises:
        ConfigError: no such file.
    """
    if not path.is_file():
        raise ConfigError(f"{path}: expected a Python file, found none; check the path")
    name = f"scisynth_file_{sha256(str(path.resolve()).encode()).hexdigest()[:12]}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None, "a file that ends in .py has a loader"
    module = importlib.util.module_from_spec(spec)
    # Dataclasses and pickled workers look a module up by its name.
    sys.modules[name] = module
    is_whole = False
    try:
        spec.loader.exec_module(module)
        is_whole = True
    finally:
        if not is_whole:
            del sys.modules[name]
    return module


def registered(group: str) -> dict[str, EntryPoint]:
    """The entry points of a group by name, in the order of their names."""
    assert group in GROUPS, group
    return {point.name: point for point in sorted(entry_points(group=group), key=lambda point: point.name)}


def load_registered(point: EntryPoint) -> Any:
    """The object behind an entry point.

    Raises:
        ConfigError: its package cannot be imported, or lacks the object.
    """
    try:
        return point.load()
    except IMPORT_FAILURES as error:
        package = point.dist.name if point.dist else "an installed package"
        raise ConfigError(
            f"{point.name}: {package} registers it as {point.value}, which cannot be loaded "
            f"({type(error).__name__}: {one_line(error)}); update or remove the package"
        ) from None


def find_part(name: str, role: Role, known: Sequence[str] = ()) -> Any:
    """The object of a role that a name from outside stands for: a reference, or an entry point `NAME` or `NAME:MODEL`.

    Args:
        name: as the user wrote it.
        role: what the object must be able to do.
        known: names of the package's own parts, for the message.

    Raises:
        ConfigError: nothing has this name, it cannot be loaded, or it lacks what the role needs.
    """
    if is_reference(name):
        return as_role(load_reference(name), role, name)
    points = registered(role.group)
    kind, _, model = name.partition(":")
    if kind not in points:
        raise ConfigError(f"unknown {role.noun} {name!r}; {nearest(kind, [*known, *points])}")
    return as_role(load_registered(points[kind]), role, name, model)


def as_role(found: Any, role: Role, name: str = "", model: str = "") -> Any:
    """An object of a role from an instance, a class, a function that makes an instance, or the role's method as a function.

    A function that demands two or more arguments is taken for the method. Any other function, and a class, is called:
    with `model` where one was named, else with nothing.

    Raises:
        ConfigError: the object lacks the role's method; the message says which and with which arguments.
    """
    name = name or getattr(found, "name", "") or getattr(found, "__name__", type(found).__name__)
    is_function = not inspect.isclass(found) and _method_of(found, role) is None and callable(found)
    if is_function and _num_needed(found) >= 2:
        return role.wrap(name, found)
    if is_function or inspect.isclass(found):
        try:
            found = found(model) if model else found()
        except IMPORT_FAILURES as error:
            given = f" with {model!r}" if model else " without arguments"
            raise ConfigError(
                f"{name}: cannot be made{given} ({type(error).__name__}: {one_line(error)}); correct it, or name a "
                f"function that returns the {role.noun}"
            ) from None
    if _method_of(found, role) is None:
        raise ConfigError(
            f"{name}: expected a {role.noun} with a method {role.method}{role.signature}, "
            f"got {type(found).__name__} without one; write it"
        )
    if not getattr(found, "name", ""):
        return role.wrap(name, getattr(found, role.method))
    return found


def _method_of(found: Any, role: Role) -> Any:
    method = getattr(found, role.method, None)
    return method if callable(method) else None


def _num_needed(function: Callable[..., Any]) -> int:
    """Arguments without a default."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return 0
    variable = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return sum(item.default is inspect.Parameter.empty and item.kind not in variable for item in parameters)


def _is_path_of_names(text: str) -> bool:
    return all(part.isidentifier() and not keyword.iskeyword(part) for part in text.split("."))


def _can_import(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
