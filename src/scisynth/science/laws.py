"""The sixteen laws of Science-T2I (arXiv 2504.13129, figure 2), read from one YAML file each.

A law file holds *facts* (values with a unit and a source), the *outcomes* an image may show, the *language* of its
prompts, and its *subjects*. The truth is not in the file: `rules` derives it from the facts.

    name: buoyancy                    one of LAW_NAMES
    aliases: [...]                    other names met in published data
    field: physics                    physics | chemistry | biology
    type: ST                          ST: truth depends on the subject; CT: one condition, many subjects
    entity: "{subject}"               phrase a localizer looks for
    held_out_below: 0.2               a subject is held out where the hash of its name, a number in [0, 1), is below this
    facts: {density: {unit: kg/m3, source: "..."}}                     kinds of fact a subject carries; `values: text`,
                                      `values: yes or no` or `values: [polar, apolar]` where it is no number
    constants: {water_density: {value: 997, unit: kg/m3, source: ..}}  facts of the surroundings
    outcomes: {floats: "...", sinks: "..."}                            what can be seen, one phrase each
    superficial: {floats: sinks, sinks: floats}                        the wrong image for each true outcome
    conditions: {box: {phrase: "...", <fact>: value}}                  what the implicit prompt states
    places: [kitchen, ...]                                             where a complex (C) scene may stand
    implicit: ["{a_subject} placed in {condition}", ...]              prompts that state the situation, not the outcome
    shows: {floats: ["{a_subject} floating in {condition}", ...]}     prompts that say what is seen, by outcome
    subjects: {iron block: {density: 7870, look: {...}}}               `look` is for the renderer only
    anchors: [...]                    values that subjects share, for YAML's `&` and `*`

`law_files` checks all of it when it is read; `rules` that every subject has a truth; `lab.looks` that it can be drawn.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from scisynth.core.errors import DataError, nearest
from scisynth.science.law_files import FactKind, read_law_file, read_yaml

LAW_NAMES = (
    "gravity",
    "solidification",
    "melting",
    "absorption",
    "buoyancy",
    "diffusion",
    "electricity",
    "evaporation",
    "liquidation",
    "rust",
    "immiscibility",
    "flame reaction",
    "light requirement",
    "watering requirement",
    "ripeness",
    "seasonal change",
)
FIELDS = ("physics", "chemistry", "biology")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A value with its unit and where it comes from."""

    value: Any
    unit: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One thing a law is shown on."""

    name: str
    article: str
    """`a`, `an`, or empty for plurals and substances."""
    facts: Mapping[str, Fact]
    look: Mapping[str, Any]
    """Shape and colours for the renderer; no rule reads it."""

    @property
    def with_article(self) -> str:
        """`an iron block`."""
        return f"{self.article} {self.name}".strip()


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What an implicit prompt states about the surroundings."""

    name: str
    phrase: str
    facts: Mapping[str, Any]
    """Plain numbers, in the units named in the key, e.g. `temperature_c`."""


@dataclass(frozen=True, kw_only=True)
class Law:
    """One of the sixteen, with everything but its truth."""

    name: str
    aliases: tuple[str, ...]
    field: Literal["physics", "chemistry", "biology"]
    type: Literal["ST", "CT"]
    entity: str
    held_out_below: float
    """Of the hash of a subject's name, in [0, 1); see `prompts.write`."""
    constants: Mapping[str, Fact]
    outcomes: Mapping[str, str]
    superficial: Mapping[str, str]
    conditions: Mapping[str, Condition]
    places: tuple[str, ...]
    implicit_templates: tuple[str, ...]
    shown_templates: Mapping[str, tuple[str, ...]]
    """By outcome; the explicit prompt shows the true one, the superficial prompt the wrong one."""
    subjects: Mapping[str, Subject] = dataclasses.field(repr=False)

    def subject(self, name: str) -> Subject:
        """The subject of that name."""
        if name not in self.subjects:
            raise DataError(f"unknown subject {name!r} of {self.name}; {nearest(name, self.subjects)}")
        return self.subjects[name]


@lru_cache(maxsize=1)
def load_laws() -> Mapping[str, Law]:
    """All of `LAW_NAMES`, by name, in the paper's order.

    Raises:
        DataError: a law file is not as it should be; `law_files` says what and where.
    """
    return {name: _read_law(name) for name in LAW_NAMES}


def get_law(name: str) -> Law:
    """The law of that name or alias; an unknown one is an error that names the nearest."""
    laws = load_laws()
    if name in laws:
        return laws[name]
    wanted = name.strip().lower().replace("_", " ")
    for law in laws.values():
        if wanted == law.name or wanted in law.aliases:
            return law
    raise DataError(f"unknown law {name!r}; {nearest(wanted, LAW_NAMES)}")


@lru_cache(maxsize=1024)
def find_law(name: str) -> Law | None:
    """Like `get_law` for names in somebody's data; None for one that is no law of ours."""
    try:
        return get_law(name)
    except DataError:
        return None


def check_table(table: str, names: Iterable[str]) -> None:
    """Asserts that a table with an entry for each law has exactly those of `LAW_NAMES`; run where the table stands.

    A name mistyped in one place would otherwise surface as a KeyError somewhere else.
    """
    found = set(names)
    missing = [name for name in LAW_NAMES if name not in found]
    unknown = sorted(found - set(LAW_NAMES))
    guess = f"; {nearest(unknown[0], missing or LAW_NAMES)}" if unknown else ""
    assert not missing and not unknown, (
        f"{table}: expected one entry for each law of LAW_NAMES in science/laws.py, "
        f"missing {missing}, unknown {unknown}{guess}"
    )


@lru_cache(maxsize=1)
def load_places() -> Mapping[str, str]:
    """Places of complex (C) scenes: name to the phrase a prompt uses, e.g. `kitchen: in the kitchen`."""
    return read_yaml("places.yaml")


def _read_law(name: str) -> Law:
    raw = read_law_file(name)
    return Law(
        name=raw.name,
        aliases=tuple(raw.aliases),
        field=raw.field,
        type=raw.type,
        entity=raw.entity,
        held_out_below=raw.held_out_below,
        constants={key: Fact(**constant.model_dump()) for key, constant in raw.constants.items()},
        outcomes=raw.outcomes,
        superficial=raw.superficial,
        conditions={key: _condition(key, value) for key, value in raw.conditions.items()},
        places=tuple(raw.places),
        implicit_templates=tuple(raw.implicit),
        shown_templates={key: tuple(value) for key, value in raw.shows.items()},
        subjects={key: _subject(key, value, raw.facts) for key, value in raw.subjects.items()},
    )


def _condition(name: str, raw: Mapping[str, Any]) -> Condition:
    values = dict(raw)
    return Condition(name=name, phrase=values.pop("phrase"), facts=values)


def _subject(name: str, raw: Mapping[str, Any], kinds: Mapping[str, FactKind]) -> Subject:
    return Subject(
        name=name,
        article=raw.get("article", "an" if name[0] in "aeiou" else "a"),
        facts={key: Fact(value=raw[key], unit=kind.unit, source=kind.source) for key, kind in kinds.items()},
        look=raw["look"],
    )
