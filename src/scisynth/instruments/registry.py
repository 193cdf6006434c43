"""The instruments by world and name; every module in the folder of a world is one of instruments, or of what they share."""

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from scisynth.core.errors import ConfigError, nearest
from scisynth.instruments.instrument import WORLDS, Instrument, World, registered

_PACKAGE = "scisynth.instruments"


def instruments_of(world: World) -> list[Instrument[Any]]:
    """The instruments of a world, by name; `ConfigError` for a world that does not exist."""
    if world not in WORLDS:
        raise ConfigError(f"unknown world {world!r}; {nearest(world, WORLDS)}")
    folder = f"{_PACKAGE}.{world}"
    for module in sorted(item.name for item in iter_modules(import_module(folder).__path__, f"{folder}.")):
        import_module(module)
    return sorted(registered(world), key=lambda item: item.name)


def instrument_names(worlds: Sequence[World] = WORLDS) -> tuple[str, ...]:
    """Names of all instruments of these worlds, in the order of the worlds."""
    return tuple(item.name for world in worlds for item in instruments_of(world))


def named_instrument(name: str) -> Instrument[Any]:
    """An instrument by its name; `ConfigError` with the nearest one otherwise."""
    known = {item.name: item for world in WORLDS for item in instruments_of(world)}
    if name not in known:
        raise ConfigError(f"unknown instrument {name!r}; {nearest(name, known)}")
    return known[name]
