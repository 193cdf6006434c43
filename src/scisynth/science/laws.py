"""Laws of nature, read from one YAML file each: the sixteen of Science-T2I (arXiv 2504.13129, figure 2), those of
`science/data/extended`, and any other.

A law file holds *facts* (values with a unit and a source), the *outcomes* an image may show, the *language* of its
prompts, and its *subjects*. The truth is not in the file: `rules` derives it from the facts.

    name: buoyancy                    as the file is called, with spaces for underscores
    aliases: [...]                    other names met in published data
    field: physics                    a name of `law_schema.FieldName`
    type: ST                          ST: truth depends on the subject; CT: one condition, many subjects
    entity: "{subject}"               phrase a localizer looks for
    statement: "..."                  the law in words; may be left out
    rule: scisynth.science.mechanics:buoyancy     derives the truth; `file.py:function` next to a file of your own, or a rule
                                      without code (`simple_rules`)
    scene: scisynth.lab.scenes.water:buoyancy     draws an outcome; left out: the lab cannot draw the law
    cues: {sure: [...], hint: [...]}  how a free prompt is read back, as in `prompts/cues.yaml`; may be left out
    held_out_below: 0.2               a subject is held out where the hash of its name, a number in [0, 1), is below this
    facts: {density: {unit: kg/m3, source: "..."}}                     kinds of fact a subject carries; `values: text`,
                                      `values: yes or no` or `values: [polar, apolar]` where it is no number
    constants: {water_density: {value: 997, unit: kg/m3, source: ..}}  facts of the surroundings
    outcomes: {floats: "...", sinks: "..."}                            what can be seen, one phrase each
    superficial: {floats: sinks, sinks: floats}                        the wrong image for each true outcome
    conditions: {box: {phrase: "...", <fact>: value}}                  what the implicit prompt states; `needs: [oven]` where only
                                      some places may hold it (`places.yaml`)
    rubrics: {scene: "...", reality: "..."}                            what judges and reviewers look for; may be left out
    places: [kitchen, ...]                                             where a complex (C) scene may stand
    implicit: ["{a_subject} placed in {condition}", ...]              prompts that state the situation, not the outcome
    shows: {floats: ["{a_subject} floating in {condition}", ...]}     prompts that say what is seen, by outcome
    subjects: {iron block: {density: 7870, look: {...}}}               `look` is for the renderer only; `needs: [outdoors]`
                                      as for conditions, `not_under: [oven]` where it is impossible or on the border of the rule
    anchors: [...]                    values that subjects share, for YAML's `&` and `*`

`law_files` checks all of it when it is read; `rules` that every subject has a truth; `lab.looks` that it can be drawn.
"""

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal, get_args

from scisynth.core.errors import DataError, nearest
from scisynth.science.law_files import (
    EXTENDED,
    add_laws,
    extended_laws,
    law_sources,
    packaged_laws,
    read_law_file,
    read_places,
    reads_laws,
)
from scisynth.science.law_schema import FactKind, FieldName, Rubrics
from scisynth.science.places import NEEDS, NOT_UNDER
from scisynth.science.simple_rules import SimpleRule, read_simple_rule

PAPER_LAWS = (
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
"""The sixteen of the paper, in its order: what is drawn from a seed follows it, so laws found next to them come after."""
FIELDS: tuple[FieldName, ...] = get_args(FieldName)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A value with its unit and where it comes from."""

    value: Any
    unit: str
    source: str
    uncertainty: float | str = ""
    """A number in the unit, or words; empty where none is stated."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One thing a law is shown on."""

    name: str
    article: str
    """`a`, `an`, or empty for plurals and substances."""
    facts: Mapping[str, Fact]
    look: Mapping[str, Any]
    """Shape and colours for the renderer; no rule reads it."""
    needs: tuple[str, ...] = ()
    """What a place has to offer."""
    not_under: tuple[str, ...] = ()
    """Conditions under which no scene shows it: impossible, or on the border of the rule."""

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
    needs: tuple[str, ...] = ()
    """What a place has to offer."""


@dataclass(frozen=True, kw_only=True)
class Law:
    """A law with everything but its truth."""

    name: str
    file: str
    """Name of its file, for messages."""
    statement: str
    """The law in words; empty where the file has none."""
    rule: str | SimpleRule
    """Where its rule is, `package.module:function` or `PATH.py:function`; or the rule itself where it needs no code."""
    scene: str
    """Where its scene is; empty where there is none."""
    cues: Mapping[str, Sequence[str]]
    """Patterns by group, for `prompts.read`."""
    aliases: tuple[str, ...]
    field: FieldName
    type: Literal["ST", "CT"]
    entity: str
    held_out_below: float
    """Of the hash of a subject's name, in [0, 1); see `prompts.write`."""
    constants: Mapping[str, Fact]
    outcomes: Mapping[str, str]
    superficial: Mapping[str, str]
    conditions: Mapping[str, Condition]
    rubrics: Rubrics | None
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

    def conditions_of(self, subject: str) -> tuple[str, ...]:
        """The conditions under which a subject is shown."""
        not_under = self.subject(subject).not_under
        return tuple(name for name in self.conditions if name not in not_under)

    def places_of(self, subject: str, condition: str) -> tuple[str, ...]:
        """The places that may hold a subject under a condition; none where the condition is a place of its own."""
        needs = {*self.subject(subject).needs, *self.conditions[condition].needs}
        offers = read_places()
        return tuple(place for place in self.places if needs.issubset(offers[place].offers))


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    found = list(names)
    return (*(name for name in PAPER_LAWS if name in found), *(name for name in found if name not in PAPER_LAWS))


LAW_NAMES = _in_order(packaged_laws())
"""The laws that are used unless others are named."""
EXTENDED_LAW_NAMES = tuple(extended_laws())
"""Further laws that come with scisynth, each used where it is named; the word `extended` names them together with `LAW_NAMES`."""


@reads_laws
@lru_cache(maxsize=1)
def load_laws() -> Mapping[str, Law]:
    """All known laws by name: those of `LAW_NAMES`, `EXTENDED_LAW_NAMES`, installed packages, and those added (`law_files.add_laws`).

    Raises:
        DataError: a law file is not as it should be; `law_files` says what and where.
    """
    sources = law_sources()
    return {name: _read_law(name, sources[name]) for name in _in_order(sources)}


def choose_laws(names: Sequence[str]) -> list[Law]:
    """The laws that names stand for: a name or alias, a law's YAML file, a folder of them, or `extended`; empty: `LAW_NAMES`.

    Raises:
        DataError: an unknown law, or a file that is none.
    """
    chosen: dict[str, Law] = {}
    for name in names or LAW_NAMES:
        for found in _named_by(name):
            law = get_law(found)
            chosen[law.name] = law
    return list(chosen.values())


def _named_by(name: str) -> tuple[str, ...]:
    if name == EXTENDED:
        return (*LAW_NAMES, *EXTENDED_LAW_NAMES)
    if name.endswith(".yaml") or (find_law(name) is None and Path(name).is_dir()):
        return add_laws(Path(name))
    return (name,)


def get_law(name: str) -> Law:
    """The law of that name or alias; an unknown one is an error that names the nearest."""
    laws = load_laws()
    if name in laws:
        return laws[name]
    wanted = name.strip().casefold().replace("_", " ")
    for law in laws.values():
        if wanted in (other.casefold() for other in (law.name, *law.aliases)):
            return law
    raise DataError(f"unknown law {name!r}; {nearest(wanted, laws)}")


@reads_laws
@lru_cache(maxsize=1024)
def find_law(name: str) -> Law | None:
    """Like `get_law` for names in somebody's data; None for one that is no law of ours."""
    try:
        return get_law(name)
    except DataError:
        return None


@reads_laws
@lru_cache(maxsize=1)
def load_places() -> Mapping[str, str]:
    """Places of complex (C) scenes: name to the phrase a prompt uses, e.g. `kitchen: in the kitchen`."""
    return {name: place.phrase for name, place in read_places().items()}


def _read_law(name: str, source: Traversable) -> Law:
    raw = read_law_file(name, source)
    return Law(
        name=raw.name,
        file=source.name,
        statement=raw.statement,
        rule=_beside(source, raw.rule) if isinstance(raw.rule, str) else read_simple_rule(raw.rule),
        scene=_beside(source, raw.scene),
        cues=raw.cues.model_dump(),
        aliases=tuple(raw.aliases),
        field=raw.field,
        type=raw.type,
        entity=raw.entity,
        held_out_below=raw.held_out_below,
        constants={key: Fact(**constant.model_dump()) for key, constant in raw.constants.items()},
        outcomes=raw.outcomes,
        superficial=raw.superficial,
        conditions={key: _condition(key, value) for key, value in raw.conditions.items()},
        rubrics=raw.rubrics,
        places=tuple(raw.places),
        implicit_templates=tuple(raw.implicit),
        shown_templates={key: tuple(value) for key, value in raw.shows.items()},
        subjects={key: _subject(key, value, raw.facts) for key, value in raw.subjects.items()},
    )


def _beside(source: Traversable, reference: str) -> str:
    """A reference with the path of its Python file made that of the law's folder."""
    file, separator, function = reference.rpartition(":")
    return f"{Path(str(source)).parent / file}{separator}{function}" if file.endswith(".py") else reference


def _condition(name: str, raw: Mapping[str, Any]) -> Condition:
    values = dict(raw)
    return Condition(name=name, phrase=values.pop("phrase"), needs=tuple(values.pop(NEEDS, ())), facts=values)


def _subject(name: str, raw: Mapping[str, Any], kinds: Mapping[str, FactKind]) -> Subject:
    return Subject(
        name=name,
        article=raw.get("article", article_of(name)),
        facts={
            key: Fact(value=raw[key], unit=kind.unit, source=kind.source, uncertainty=kind.uncertainty)
            for key, kind in kinds.items()
        },
        look=raw.get("look", {}),
        needs=tuple(raw.get(NEEDS, ())),
        not_under=tuple(raw.get(NOT_UNDER, ())),
    )


def article_of(name: str) -> str:
    """`a` or `an`, by the sound that a name begins with; abbreviations are spelled out."""
    first = name.split()[0]
    if first.isupper() and len(first) > 1:
        return "an" if first[0] in "AEFHILMNORSX" else "a"
    return "an" if re.match(r"(?!(?:uni|use|eu|one|ewe))[aeiou]", first, re.IGNORECASE) else "a"
