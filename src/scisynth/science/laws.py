"""The sixteen laws of Science-T2I (arXiv 2504.13129, figure 2), read from one YAML file each.

A law file holds *facts* (values with a unit and a source), the *outcomes* a picture may show, the *language* of its
prompts, and its *subjects*. The truth is not in the file: `rules` derives it from the facts.

    name: buoyancy                    one of LAW_NAMES
    aliases: [...]                    other names met in published data
    field: physics                    physics | chemistry | biology
    type: ST                          ST: truth depends on the subject; CT: one condition, many subjects
    entity: "{subject}"               phrase a localizer looks for
    facts: {density: {unit: kg/m3, source: "..."}}                     kinds of fact a subject carries
    constants: {water_density: {value: 997, unit: kg/m3, source: ..}}  facts of the surroundings
    outcomes: {floats: "...", sinks: "..."}                            what can be seen, one phrase each
    superficial: {floats: sinks, sinks: floats}                        the wrong picture for each true outcome
    conditions: {box: {phrase: "...", <fact>: value}}                  what the implicit prompt states
    places: [kitchen, ...]                                             where a complex (C) scene may stand
    implicit: ["{a_subject} placed in {condition}", ...]              prompts that state the situation, not the outcome
    shows: {floats: ["{a_subject} floating in {condition}", ...]}     prompts that say what is seen, by outcome
    subjects: {iron block: {density: 7870, look: {...}}}               `look` is for the renderer only
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from scisynth.core.errors import DataError, nearest

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
    """All sixteen, by name, in the paper's order."""
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


@lru_cache(maxsize=1)
def load_places() -> Mapping[str, str]:
    """Places of complex (C) scenes: name to the phrase a prompt uses, e.g. `kitchen: in the kitchen`."""
    return _read_yaml("places")


def _read_yaml(name: str) -> dict[str, Any]:
    text = files("scisynth.science").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    # The C loader is ten times faster; both are the safe one.
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _read_law(name: str) -> Law:
    raw = _read_yaml(name.replace(" ", "_"))
    kinds = raw.get("facts", {})
    return Law(
        name=raw["name"],
        aliases=tuple(raw.get("aliases", ())),
        field=raw["field"],
        type=raw["type"],
        entity=raw["entity"],
        constants={key: Fact(**value) for key, value in raw.get("constants", {}).items()},
        outcomes=raw["outcomes"],
        superficial=raw["superficial"],
        conditions={key: _read_condition(key, value) for key, value in raw["conditions"].items()},
        places=tuple(raw["places"]),
        implicit_templates=tuple(raw["implicit"]),
        shown_templates={key: tuple(value) for key, value in raw["shows"].items()},
        subjects={key: _read_subject(name, key, value, kinds) for key, value in raw["subjects"].items()},
    )


def _read_condition(name: str, raw: dict[str, Any]) -> Condition:
    values = dict(raw)
    return Condition(name=name, phrase=values.pop("phrase", ""), facts=values)


def _read_subject(law: str, name: str, raw: dict[str, Any], kinds: Mapping[str, dict[str, str]]) -> Subject:
    values = dict(raw)
    look = values.pop("look", {})
    article = values.pop("article", "an" if name[0] in "aeiou" else "a")
    missing = set(kinds) - set(values)
    unknown = set(values) - set(kinds)
    if missing or unknown:
        raise DataError(
            f"{law}, {name}: facts missing {sorted(missing)}, unknown {sorted(unknown)}; see `facts:` of the law"
        )
    facts = {key: Fact(value=value, **kinds[key]) for key, value in values.items()}
    return Subject(name=name, article=article, facts=facts, look=look)
