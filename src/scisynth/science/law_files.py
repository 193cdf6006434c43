"""Law files as they are written: what one must hold, checked before anything is derived from it.

A slip in a file would otherwise surface far away: a second `iron block` would replace the first without a word, a density in
quotes would end as a TypeError of a rule, a colour left empty as one of the renderer. Here each is one line that names the file,
the place in it, what was expected and what came. The look of a subject is checked by the renderer, which knows its shapes.

Laws are found, not listed: every YAML file of `science/data` but `NO_LAWS` is one, and so is every YAML file of a folder that an
installed package registers (entry points `scisynth.laws`) or that a user names (`add_laws`).
"""

import string
from collections.abc import Callable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StringConstraints, ValidationError

from scisynth.core.errors import DataError, nearest
from scisynth.core.plugins.references import load_registered, registered
from scisynth.core.yaml_loader import UniqueKeyLoader
from scisynth.science.simple_rules import read_simple_rule

DATA: Traversable = files("scisynth.science") / "data"
NO_LAWS = ("places.yaml", "image_types.yaml")
"""Files of `DATA` that are no laws."""
_ADDED: dict[str, Path] = {}
_ADDED_TEXTS: dict[str, bytes] = {}
"""Laws that this process was told of: name to file."""
_CACHES: list[Callable[[], None]] = []

Text = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1)]
Number = StrictInt | Annotated[StrictFloat, Field(allow_inf_nan=False)]
Names = Annotated[list[Text], Field(min_length=1)]
FieldName = Literal[
    "physics",
    "chemistry",
    "biology",
    "astronomy",
    "engineering",
    "food",
    "geology",
    "materials",
    "medicine",
    "pharmacy",
]
"""Fields of science; the sixteen laws of the paper belong to the first three."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FactKind(_Part):
    """A kind of fact that every subject of the law carries."""

    unit: Text
    source: Text
    uncertainty: Number | str = ""
    """Of its values: a number in the unit, or words; a value this near to a limit is a border case."""
    values: Literal["number", "text", "yes or no"] | Names = "number"
    """What a value may be; a list names the only values allowed."""


class Constant(_Part):
    """A fact of the surroundings."""

    value: Number
    unit: Text
    source: Text
    uncertainty: Number | str = ""


class Cues(_Part):
    """Words by which a free prompt gives the law away; groups and placeholders are those of `prompts/cues.yaml`."""

    sure: list[Text] = []
    hint: list[Text] = []
    things: list[Text] = []
    not_things: list[Text] = []
    never: list[Text] = []


class Rubrics(_Part):
    """What a judge and a reviewer look for; words of the law's templates are filled in, and `{outcome}`, `{superficial}`."""

    scene: Text
    """What an image must show at all."""
    reality: Text
    """What science says: which image deserves which grade, 0 to 3."""


class LawFile(_Part):
    """Everything in a law file, as `science.laws` explains it."""

    name: Text
    aliases: list[Text] = []
    field: FieldName
    type: Literal["ST", "CT"]
    entity: Text
    statement: str = ""
    """The law in words."""
    rule: Text | dict[str, Any]
    """A rule without code (`simple_rules`); or `package.module:function` or, next to the file, `file.py:function`: (law, subject,
    condition) to a `Verdict`."""
    scene: Text = ""
    """The same for (canvas, view) to nothing: draws an outcome in the lab. Empty: the lab cannot draw the law."""
    cues: Cues = Cues()
    held_out_below: Annotated[Number, Field(ge=0, lt=1)] = 0.2
    facts: dict[Text, FactKind]
    constants: dict[Text, Constant] = {}
    outcomes: Annotated[dict[Text, Text], Field(min_length=2)]
    superficial: Annotated[dict[Text, Text], Field(min_length=1)]
    conditions: Annotated[dict[Text, dict[Text, Any]], Field(min_length=1)]
    rubrics: Rubrics | None = None
    places: Names
    implicit: Names
    shows: dict[Text, Names]
    subjects: Annotated[dict[Text, dict[Text, Any]], Field(min_length=1)]
    anchors: Any = None
    """Values that the subjects share, for YAML's `&` and `*`; read by nobody."""


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

    Adding the same file again changes nothing, unless the file was edited: then it is read again.

    Raises:
        DataError: no such file, a folder without laws, or a law whose name is taken.
    """
    found = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not found or not all(file.is_file() for file in found):
        raise DataError(f"{path}: expected a law's YAML file, or a folder of them, found none; check the path")
    known = law_sources()
    for file in found:
        name, source = _name_of(file.name), file.resolve()
        if name in known and str(known[name]) != str(source):
            raise DataError(f"{file}: a law is called {name!r} already; give the file, and `name` in it, another name")
        text = source.read_bytes()
        if name not in _ADDED or _ADDED_TEXTS[name] != text:
            _ADDED[name], _ADDED_TEXTS[name] = source, text
            forget_laws()
    return tuple(_name_of(file.name) for file in found)


def packaged_laws() -> dict[str, Traversable]:
    """Files of the laws that come with scisynth, by name."""
    files_found = sorted(DATA.iterdir(), key=lambda item: item.name)
    return {
        _name_of(item.name): item for item in files_found if item.name.endswith(".yaml") and item.name not in NO_LAWS
    }


def law_sources() -> dict[str, Traversable]:
    """Files of all known laws, by name: the package's, those of installed packages, those added."""
    found = packaged_laws()
    for point in registered("scisynth.laws").values():
        folder = load_registered(point)
        folder = folder() if callable(folder) else folder
        place = Path(next(iter(folder.__path__))) if hasattr(folder, "__path__") else Path(folder)
        for file in sorted(place.glob("*.yaml")):
            if found.setdefault(_name_of(file.name), file) is not file:
                raise DataError(f"{point.name}: {file}: a law is called {_name_of(file.name)!r} already")
    return {**found, **_ADDED}


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
    parts: dict[str, type[_Part]] = {"facts": FactKind, "constants": Constant, "cues": Cues, "rubrics": Rubrics}
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
    conditions = {key for values in law.conditions.values() for key in values}
    for what, names, known in (
        ("fact", rule.names, {*law.facts, *law.constants, *conditions} - {"phrase"}),
        ("outcome", rule.named_outcomes, {*law.outcomes}),
    ):
        for name in names:
            if name not in known:
                raise DataError(f"{file}: rule: unknown {what} {name!r}; {nearest(name, known)}")


def _check_conditions(file: str, law: LawFile) -> None:
    first, *_ = law.conditions
    expected = {key: _kind(value) for key, value in law.conditions[first].items()}
    for name, values in law.conditions.items():
        found = {key: _kind(value) for key, value in values.items()}
        if found != expected:
            raise DataError(
                f"{file}: conditions, {name!r}: expected the keys and types of {first!r}, {expected}, got {found}; "
                "write every condition alike"
            )
        if not isinstance(values.get("phrase"), str) or not values["phrase"].strip():
            raise DataError(
                f"{file}: conditions, {name!r}: expected a phrase for the prompts, got {values.get('phrase')!r}"
            )
        for key, value in values.items():
            if _kind(value) not in ("number", "text") or value == "":
                raise DataError(f"{file}: conditions, {name!r}, {key}: expected a number or a text, got {value!r}")


def _check_places(file: str, law: LawFile) -> None:
    known = read_yaml("places.yaml")
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
    known = [*law.facts, "article", "look"]
    for key in values:
        if key not in known:
            raise DataError(f"{where}: unknown key {key!r}; {nearest(key, known)}")
    if not isinstance(values.get("article", ""), str):
        raise DataError(f"{where}, article: expected `a`, `an` or an empty text, got {values['article']!r}")
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
            raise DataError(f"{where}, {key}: expected a {allowed} ({kind.unit}), got {value!r}; {_advice(value)}")


def _advice(value: object) -> str:
    return "write it without quotes" if isinstance(value, str) and value else "correct it"


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, int | float) and value == value and abs(value) != float("inf"):
        return "number"
    return "text" if isinstance(value, str) else type(value).__name__
