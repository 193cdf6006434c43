"""The families by name and image type. A family is a class (`families.family`), in the folder of its type.

    @family("Physics - Optical Ray")
    class ThinLens(Family[Lens]): ...

A scene follows from its family's name and its own number alone, so a new family changes no scene of another. Which families
take part is the caller's to say and to keep: a run's manifest lists them, since tomorrow there may be more.

Families are found, not listed: every module in the folder of an image type is one of families. So is what an installed package
registers as an entry point of `scisynth.families` (a module, or a family in it), and, where it is named, `file.py:ThinLens`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import count, islice
from pkgutil import iter_modules
from typing import Any, TypeVar

from scisynth.core.errors import ConfigError, DataError, nearest
from scisynth.core.plugins.references import is_reference, load_reference, load_registered, registered
from scisynth.figures.families.family import Family
from scisynth.figures.families.parameters import Parameters
from scisynth.figures.families.split import is_held_out, split_of
from scisynth.figures.families.stock import content_of
from scisynth.figures.families.texts import ENGLISH
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.style import TEXTBOOK_NAME, settle_style
from scisynth.science.image_types import image_type as get_image_type
from scisynth.science.image_types import load_image_types

_PACKAGE = "scisynth.figures.families"
MAX_PASSED_OVER = 2000
"""Draws in a row without a new figure of the split, after which a family has no more."""
_INSTALLED: set[str] = set()
"""Modules of families that installed packages registered."""


Made = TypeVar("Made", bound=type[Family[Any]])
_FAMILIES: dict[str, Family[Any]] = {}


def family(image_type: str, name: str = "") -> Callable[[Made], Made]:
    """Registers a family: a class of `Family`, whose name in snake case is the family's unless another one is given."""

    def register(made: Made) -> Made:
        get_image_type(image_type)
        if not (isinstance(made, type) and issubclass(made, Family)):
            raise ConfigError(f"{made!r}: expected a class of `Family` to register as a family; write one")
        if missing := sorted(made.__abstractmethods__):
            raise ConfigError(
                f"{made.__name__}: expected the methods solve, draw and questions; write {', '.join(missing)}"
            )
        found = made()
        if hidden := [name for name in found.parameters.specs() if hasattr(Parameters, name)]:
            raise ConfigError(
                f"{made.__name__}: the parameter {hidden[0]!r} hides what every `Parameters` has by that name; rename it"
            )
        found.name, found.image_type = name or _snake_case(made.__name__), image_type
        if found.name in _FAMILIES:
            raise ConfigError(f"two families are called {found.name!r}; give one another name")
        _FAMILIES[found.name] = found
        return made

    return register


def _snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def is_outside(item: Family[Any]) -> bool:
    """Whether it is of a file or a module that only its name in a run leads to; such a family draws where it is named."""
    return not item.module.startswith(f"{_PACKAGE}.") and item.module not in _INSTALLED


def image_types() -> list[str]:
    """All types, in the order of the benchmark."""
    return list(load_image_types())


def families_of(image_type: str) -> list[Family[Any]]:
    """The families of a type, those from outside last; `ConfigError` with the nearest name for an unknown type."""
    get_image_type(image_type)
    subject = image_type.partition(" - ")[0].lower()
    folder = f"{_PACKAGE}.{subject}.{type_folder(image_type)}"
    modules = sorted(item.name for item in iter_modules(import_module(folder).__path__, f"{folder}."))
    for module in modules:
        import_module(module)
    _load_installed()
    # Whoever imported a module before moves no family: the order of the modules is that of the list.
    rank = {module: number for number, module in enumerate(modules)}
    families = [item for item in _FAMILIES.values() if item.image_type == image_type]
    return sorted(families, key=lambda item: rank.get(item.module, len(rank) + is_outside(item)))


def type_folder(image_type: str) -> str:
    """The folder of a type's families inside that of its subject: `physics/optical_ray` of Physics - Optical Ray."""
    return "_".join(re.findall(r"[a-z]+", image_type.partition(" - ")[2].lower()))


def _load_installed() -> None:
    for point in registered("scisynth.families").values():
        _INSTALLED.add(point.module)
        load_registered(point)


def is_registered(name: str) -> bool:
    """Whether this process has met a family of that name, in the package or outside."""
    return name in _FAMILIES


def named_family(name: str) -> Family[Any]:
    """The family that a name, or a reference `file.py:CLASS` to one, stands for.

    Raises:
        ConfigError: there is none, or what is referred to is no family.
    """
    if not is_reference(name):
        return get_family(name)
    made = load_reference(name)
    found = next((item for item in _FAMILIES.values() if type(item) is made), None)
    if found is None:
        raise ConfigError(
            f"{name}: expected a family, got {type(made).__name__}; write `@family(IMAGE_TYPE)` above its class"
        )
    return found


def get_family(name: str) -> Family[Any]:
    """A family by its name; `ConfigError` with the nearest name for an unknown one."""
    if name in _FAMILIES:
        return _FAMILIES[name]
    every = {item.name: item for image_type in image_types() for item in families_of(image_type)}
    if name not in every:
        raise ConfigError(f"unknown family {name!r}; {nearest(name, every)}")
    return every[name]


def family_names(image_type: str = "") -> tuple[str, ...]:
    """The families of a type, or of all of them, in the order in which they take turns."""
    kinds = [image_type] if image_type else image_types()
    return tuple(item.name for kind in kinds for item in families_of(kind) if not is_outside(item))


@dataclass(frozen=True, kw_only=True)
class SceneOptions:
    """Which scenes of the families, and how they look and speak."""

    level: int = 0
    """Of difficulty, 1 to 3; 0 takes them in turn."""
    language: str = ENGLISH
    style: str = TEXTBOOK_NAME
    """A name of `figures.scene.style.STYLES`, or `mixed`."""
    split: str = ""
    """One of `families.split.SPLITS`; empty: all figures."""


def make_scenes(
    image_type: str, num: int, seed: int, names: Sequence[str] = (), options: SceneOptions | None = None
) -> list[FigureScene]:
    """`num` scenes of a type, its families in turn; `names` says which, in which order, and may hold those of other types.

    The k-th scene of a family is the same whatever the others are. With a split, figures of other splits and doubles are
    passed over, and families without any in it take no turn.

    Raises:
        ConfigError: an unknown image type, no family of it among `names`, or none with figures in the split.
        DataError: the families have too few different figures in the split, or one has no texts in the language.
    """
    options = options or SceneOptions()
    known = _chosen(image_type, names)
    if options.split:
        known = [item for item in known if _takes_part(item, options.split)]
        if not known:
            raise ConfigError(
                f"{image_type}: the split {options.split!r} would be empty, since all families asked for are held out or have "
                "few answers; add families"
            )
    scenes = list(islice(_in_turn([_scenes_of(item, seed, options) for item in known]), num))
    if len(scenes) < num:
        raise DataError(
            f"{image_type}: found {len(scenes)} different figures in the split {options.split!r}, asked for {num}; ask for fewer"
        )
    return scenes


def _in_turn(makers: list[Iterator[FigureScene]]) -> Iterator[FigureScene]:
    """One scene of each after the other; one that has no more takes no further turn."""
    while makers:
        for maker in list(makers):
            scene = next(maker, None)
            if scene is None:
                makers.remove(maker)
            else:
                yield scene


def _chosen(image_type: str, names: Sequence[str]) -> list[Family[Any]]:
    known = families_of(image_type)
    if not names:
        return [item for item in known if not is_outside(item)]
    by_name = {item.name: item for item in known}
    chosen = [named_family(name) if is_reference(name) else by_name.get(name) for name in names]
    found = [item for item in chosen if item and item.image_type == image_type]
    if not found:
        raise ConfigError(f"{image_type}: expected one of its families, {', '.join(by_name)}; got {', '.join(names)}")
    return found


def _takes_part(item: Family[Any], split: str) -> bool:
    """Whether a family has figures in a split; one with few answers teaches to guess, so it trains nobody."""
    if is_held_out(item.name):
        return split == "test"
    return not (split == "train" and item.few_answers)


def _scenes_of(item: Family[Any], seed: int, options: SceneOptions) -> Iterator[FigureScene]:
    """The scenes of one family, without end, or until it has no further ones in the split."""
    seen: set[str] = set()
    passed_over = 0
    for number in count(seed * 100_003):
        scene = item.make(number, options.level, options.language)
        if options.split:
            content = content_of(scene)
            if content in seen or split_of(scene) != options.split:
                passed_over += 1
                if passed_over > MAX_PASSED_OVER:
                    return
                continue
            seen.add(content)
            passed_over = 0
        yield replace(scene, style=settle_style(options.style, number))
