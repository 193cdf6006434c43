"""An object from outside in one of the package's roles: made, checked, and refused with what it lacks."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from scisynth.core.errors import ConfigError, nearest, one_line
from scisynth.core.plugins.references import (
    IMPORT_FAILURES,
    is_known,
    is_reference,
    load_any,
    registered,
)


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


def find_part(name: str, role: Role, known: Sequence[str] = ()) -> Any:
    """The object of a role that a name from outside stands for: a reference, or an entry point `NAME` or `NAME:MODEL`.

    Args:
        name: as the user wrote it.
        role: what the object must be able to do.
        known: names of the package's own parts, for the message.

    Raises:
        ConfigError: nothing has this name, it cannot be loaded, or it lacks what the role needs.
    """
    if not is_known(name, role.group):
        names = [*known, *registered(role.group)]
        raise ConfigError(f"unknown {role.noun} {name!r}; {nearest(name.partition(':')[0], names)}")
    found, model = load_any(name, role.group)
    return as_role(found, role, name, model)


def as_role(found: Any, role: Role, name: str = "", model: str = "") -> Any:
    """An object of a role from an instance, a class, a function that makes an instance, or the role's method as a function.

    A function that demands two or more arguments is taken for the method. Any other function, and a class, is called:
    with `model` where one was named, else with nothing.

    Raises:
        ConfigError: the object lacks the role's method; the message says which and with which arguments.
    """
    # Where a file lies on this machine is no part of a name.
    name = name.replace("\\", "/").rpartition("/")[2] if is_reference(name) else name
    name = name or getattr(found, "name", "") or getattr(found, "__name__", type(found).__name__)
    is_function = not inspect.isclass(found) and _method_of(found, role) is None and callable(found)
    if is_function and _num_needed(found) >= 2:
        return role.wrap(name, found)
    if is_function or inspect.isclass(found):
        try:
            found = found(model) if model else found()
        except IMPORT_FAILURES as error:
            way = f"with {model!r}" if model else "without arguments"
            raise ConfigError(
                f"{name}: cannot be made {way} ({type(error).__name__}: {one_line(error)}); correct it, or name a "
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
