"""Law files as they are written: what one must hold, checked before anything is derived from it.

A slip in a file would otherwise surface far away: a second `iron block` would replace the first without a word, a density in
quotes would end as a TypeError of a rule, a colour left empty as one of the renderer. Here each is one line that names the file,
the place in it, what was expected and what came. The look of a subject is checked by the renderer, which knows its shapes.

Laws are found, not listed: every YAML file of `science/data` but `NO_LAWS` is one, every YAML file of its folder `extended`, and
every YAML file of a folder that an installed package registers (entry points `scisynth.laws`) or that a user names (`add_laws`).
The names of `science/data` are taken. An extended law gives way to somebody's own of its name: extended laws came later, and a law
that worked before they came works on.
"""

import string
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Protocol, TypeVar

import yaml
from pydantic import ValidationError

from scisynth.core.errors import DataError, nearest
from scisynth.core.plugins.references import load_registered, registered
from scisynth.core.yaml_loader import UniqueKeyLoader
from scisynth.science.law_schema import Constant, Cues, FactKind, LawFile, Part, Rubrics
from scisynth.science.places import NEEDS, NOT_UNDER, Place, check_needs, parse_places
from scisynth.science.simple_rules import read_simple_rule

DATA: Traversable = files("scisynth.science") / "data"
NO_LAWS = ("places.yaml", "image_types.yaml")
"""Files of `DATA` that are no laws."""
TEMPLATE_WORDS = ("subject", "a_subject", "condition")
"""Words that every template may hold."""
EXTENDED = "extended"
"""Folder of `DATA` with the laws that come with scisynth and are used where they are asked for; the word that asks for them."""
_ADDED: dict[str, Path] = {}
_ADDED_TEXTS: dict[str, bytes] = {}
"""Laws that this process was told of: name to file."""
_CACHES: list[Callable[[], None]] = []


class _Cached(Protocol):
    def cache_clear(self) -> None: ...


C = TypeVar("C", bound=_Cached)


def reads_laws(cached: C) -> C:
    """Marks an `lru_cache` whose values follow from the law files: it is emptied when laws are added."""
    _CACHES.append(cached.cache_clear)
    return cached


def forget_laws() -> None:
    """Empties everything that was read from the law files."""
    for clear in _CACHES:
        clear()


def add_laws(path: Path) -> tuple[str, ...]:
    """Lets this process know the law of a YAML file, or those of every YAML file in a folder; returns their names.

    Adding the same file again changes nothing, unless the file was edited: then it is read again. Where one file is not as it should
    be, none is added; a file that is removed later takes its law along.

    Raises:
        DataError: no such file, a folder without laws, a law whose name is taken, or a file that is not as it should be.
    """
    found = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not found or not all(file.is_file() for file in found):
        raise DataError(f"{path}: expected a law's YAML file, or a folder of them, found none; check the path")
    known, gives_way = law_sources(), {str(file) for file in extended_laws().values()}
    changed: dict[str, tuple[Path, bytes]] = {}
    for file in found:
        name, source = _name_of(file.name), file.resolve()
        if name in known and str(known[name]) not in {str(source), *gives_way}:
            raise DataError(f"{file}: a law is called {name!r} already; give the file, and `name` in it, another name")
        text = source.read_bytes()
        if _ADDED.get(name) != source or _ADDED_TEXTS[name] != text:
            _ADDED.pop(name, None)
            read_law_file(name, source)
            changed[name] = (source, text)
    for name, (source, text) in changed.items():
        _ADDED[name], _ADDED_TEXTS[name] = source, text
    if changed:
        forget_laws()
    return tuple(_name_of(file.name) for file in found)


def packaged_laws() -> dict[str, Traversable]:
    """Files of the laws that are used unless others are named, by name."""
    return _laws_in(DATA)


def extended_laws() -> dict[str, Traversable]:
    """Files of the further laws that come with scisynth, by name."""
    taken = packaged_laws()
    return {name: file for name, file in _laws_in(DATA / EXTENDED).items() if name not in taken}


def _laws_in(folder: Traversable) -> dict[str, Traversable]:
    files_found = sorted(folder.iterdir(), key=lambda item: item.name)
    return {
        _name_of(item.name): item for item in files_found if item.name.endswith(".yaml") and item.name not in NO_LAWS
    }


def law_sources() -> dict[str, Traversable]:
    """Files of all known laws, by name: the package's, those of installed packages, those added."""
    extended = extended_laws()
    found = {**packaged_laws(), **extended}
    for point in registered("scisynth.laws").values():
        folder = load_registered(point)
        folder = folder() if callable(folder) else folder
        place = Path(next(iter(folder.__path__))) if hasattr(folder, "__path__") else Path(folder)
        for file in sorted(place.glob("*.yaml")):
            name = _name_of(file.name)
            if found.get(name) is not extended.get(name):
                raise DataError(f"{point.name}: {file}: a law is called {name!r} already")
            found[name] = file
    return {**found, **{name: file for name, file in _ADDED.items() if file.is_file()}}


def _name_of(file: str) -> str:
    return file.removesuffix(".yaml").replace("_", " ")


def read_law_file(name: str, source: Traversable) -> LawFile:
    """The checked file of a law.

    Raises:
        DataError: one line: the file, the place in it, what was expected, what came, what to do.
    """
    file = source.name
    raw = _read(file, source)
    try:
        law = LawFile.model_validate(raw)
    except ValidationError as error:
        raise DataError(f"{file}: {_explain(error)}") from None
    if law.name != name:
        raise DataError(f"{file}: name: expected {name!r}, as the file is called, got {law.name!r}")
    _check_outcomes(file, law)
    _check_rule(file, law)
    _check_names(file, law)
    _check_conditions(file, law)
    _check_places(file, law)
    rubrics = (law.rubrics.scene, law.rubrics.reality) if law.rubrics else ()
    for template in (law.entity, *rubrics, *law.implicit, *(text for texts in law.shows.values() for text in texts)):
        _check_braces(file, template)
    for subject, values in law.subjects.items():
        _check_subject(f"{file}: subjects, {subject!r}", law, values)
    return law


def read_yaml(file: str) -> dict[str, Any]:
    """A YAML file of the package's data in which no key stands twice; a mapping.

    Raises:
        DataError: no such file, no YAML, a key that stands twice, or something other than a mapping.
    """
    return _read(file, DATA / file)


def _read(file: str, source: Traversable) -> dict[str, Any]:
    try:
        text = source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            f"{file}: expected a YAML file ({type(error).__name__}); write it, or correct its name"
        ) from None
    try:
        raw = yaml.load(text, Loader=UniqueKeyLoader)
    except yaml.YAMLError as error:
        raise DataError(f"{file}: expected YAML, {' '.join(str(error).split())}") from None
    if not isinstance(raw, dict):
        raise DataError(f"{file}: expected a mapping of keys, got {type(raw).__name__}")
    return raw


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    path = [str(part) for part in first["loc"] if not _is_choice(part)]
    where, got = ", ".join(path), first.get("input")
    if first["type"] == "missing":
        return f"{where}: expected this key, found none; write it"
    if first["type"] == "extra_forbidden":
        return f"{where}: unknown key; {nearest(path[-1], _keys_beside(path[:-1]))}"
    expected = first["msg"].removeprefix("Input should be ").removeprefix("String should ")
    return f"{where}: expected {expected}, got {got!r}; correct it"


def _is_choice(part: object) -> bool:
    """Pydantic names the member of a union it tried; no key of the file."""
    return isinstance(part, str) and (
        part in ("int", "float", "constrained-str", "str") or "[" in part or part.startswith("literal")
    )


def _keys_beside(path: list[str]) -> list[str]:
    parts: dict[str, type[Part]] = {"facts": FactKind, "constants": Constant, "cues": Cues, "rubrics": Rubrics}
    return list(parts.get(path[0] if path else "", LawFile).model_fields)


def _check_outcomes(file: str, law: LawFile) -> None:
    for table, names in (
        ("superficial", [*law.superficial, *law.superficial.values()]),
        ("shows", list(law.shows)),
    ):
        for name in names:
            if name not in law.outcomes:
                raise DataError(f"{file}: {table}: unknown outcome {name!r}; {nearest(name, law.outcomes)}")
    for true, wrong in law.superficial.items():
        if true == wrong:
            raise DataError(f"{file}: superficial, {true!r}: expected another outcome than the true one, got the same")
    unshown = [name for name in law.outcomes if name not in law.shows]
    if unshown:
        raise DataError(f"{file}: shows: expected prompts for every outcome, found none for {unshown}; write them")


def _check_rule(file: str, law: LawFile) -> None:
    """Facts and outcomes that a rule without code names."""
    if isinstance(law.rule, str):
        return
    try:
        rule = read_simple_rule(law.rule)
    except DataError as error:
        raise DataError(f"{file}: {error}") from None
    conditions = {key for values in law.conditions.values() for key in values} - {NEEDS}
    for what, names, known in (
        ("fact", rule.names, {*law.facts, *law.constants, *conditions} - {"phrase"}),
        ("outcome", rule.named_outcomes, {*law.outcomes}),
    ):
        for name in names:
            if name not in known:
                raise DataError(f"{file}: rule: unknown {what} {name!r}; {nearest(name, known)}")


def _check_conditions(file: str, law: LawFile) -> None:
    first, *_ = law.conditions
    expected, places = _kinds(law.conditions[first]), read_places()
    for name, values in law.conditions.items():
        check_needs(f"{file}: conditions, {name!r}", values, places, ())
        found = _kinds(values)
        if found != expected:
            raise DataError(
                f"{file}: conditions, {name!r}: expected the keys and types of {first!r}, {expected}, got {found}; "
                "write every condition alike"
            )
        if not isinstance(values.get("phrase"), str) or not values["phrase"].strip():
            raise DataError(
                f"{file}: conditions, {name!r}: expected a phrase for the prompts, got {values.get('phrase')!r}"
            )
        for key, kind in found.items():
            if kind not in ("number", "text") or values[key] == "":
                raise DataError(
                    f"{file}: conditions, {name!r}, {key}: expected a number or a text, got {values[key]!r}"
                )


def _check_names(file: str, law: LawFile) -> None:
    """A name has one meaning, since a rule reads facts, constants and conditions by name, and templates are filled by name."""
    stated = {key for values in law.conditions.values() for key in values} - {"phrase", NEEDS}
    named = {
        "facts": law.facts.keys(),
        "constants": law.constants.keys(),
        "conditions": stated,
    }
    taken: dict[str, str] = {}
    for place, names in named.items():
        for name in sorted(names):
            if name in TEMPLATE_WORDS:
                raise DataError(f"{file}: {place}: {name!r} is a word of the templates; give it another name")
            if name in taken:
                raise DataError(
                    f"{file}: {name!r} stands in {taken[name]} and in {place}; give one of them another name"
                )
            taken[name] = place


def _kinds(condition: Mapping[str, Any]) -> dict[str, str]:
    return {key: _kind(value) for key, value in condition.items() if key != NEEDS}


@reads_laws
@lru_cache(maxsize=1)
def read_places() -> Mapping[str, Place]:
    """The places of `places.yaml` by name; a `DataError` says what is wrong with one."""
    return parse_places(read_yaml("places.yaml"))


def _check_places(file: str, law: LawFile) -> None:
    known = read_places()
    for place in law.places:
        if place not in known:
            raise DataError(f"{file}: places: unknown place {place!r}; {nearest(place, known)}")


def _check_braces(file: str, template: str) -> None:
    try:
        list(string.Formatter().parse(template))
    except ValueError as error:
        raise DataError(
            f"{file}: {template!r}: expected {{name}} for what is filled in ({error}); close the brace"
        ) from None


def _check_subject(where: str, law: LawFile, values: Mapping[str, Any]) -> None:
    known = [*law.facts, "article", "look", NEEDS, NOT_UNDER]
    for key in values:
        if key not in known:
            raise DataError(f"{where}: unknown key {key!r}; {nearest(key, known)}")
    if not isinstance(values.get("article", ""), str):
        raise DataError(f"{where}, article: expected `a`, `an` or an empty text, got {values['article']!r}")
    check_needs(where, values, read_places(), list(law.conditions))
    look = values.get("look")
    if (law.scene or "look" in values) and (not isinstance(look, dict) or not look):
        raise DataError(
            f"{where}, look: expected shape and colours for the renderer, got {look!r}; write `look: {{...}}`"
        )
    for key, kind in law.facts.items():
        if key not in values:
            raise DataError(f"{where}, {key}: expected this fact ({kind.unit}), found none; write it")
        value = values[key]
        allowed = kind.values
        if isinstance(allowed, list):
            if value not in allowed:
                raise DataError(f"{where}, {key}: expected one of {allowed}, got {value!r}; correct it")
        elif _kind(value) != allowed or value == "":
            advice = "write it without quotes" if isinstance(value, str) and value else "correct it"
            raise DataError(f"{where}, {key}: expected a {allowed} ({kind.unit}), got {value!r}; {advice}")


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, int | float) and value == value and abs(value) != float("inf"):
        return "number"
    return "text" if isinstance(value, str) else type(value).__name__
