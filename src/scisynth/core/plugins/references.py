"""Names from outside to objects: `package.module:name`, `file.py:name`, entry points, and what this process registered."""

import importlib
import importlib.util
import keyword
import sys
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


_GIVEN: dict[tuple[str, str], Any] = {}
"""(group, name) to an object that this process registered."""


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


def register(group: str, name: str, found: Any) -> str:
    """Lets this process know an object by a name, wherever a name of its group is accepted; returns the name.

    A run folder's manifest holds the name alone, so a process that resumes the run registers an equal object first.
    """
    assert group in GROUPS, group
    _GIVEN[group, name] = found
    return name


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


def is_known(name: str, group: str) -> bool:
    """Whether a name leads outside of the package: registered by this process, an entry point, or a reference."""
    return (group, name) in _GIVEN or name.partition(":")[0] in registered(group) or is_reference(name)


def load_any(name: str, group: str) -> tuple[Any, str]:
    """(object, MODEL) of a name that `is_known`, whatever its role."""
    if (group, name) in _GIVEN:
        return _GIVEN[group, name], ""
    kind, _, model = name.partition(":")
    points = registered(group)
    return (load_registered(points[kind]), model) if kind in points else (load_reference(name), "")


def _is_path_of_names(text: str) -> bool:
    return all(part.isidentifier() and not keyword.iskeyword(part) for part in text.split("."))


def _can_import(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
