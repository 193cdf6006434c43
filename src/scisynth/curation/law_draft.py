"""A law as a language model drafts it, and the law file that it becomes.

A model answers with lists, since servers that force a schema know no free keys; the law file of `science.laws` has mappings. The file
is what counts: it is written once, people edit it, and every later step reads it through `--laws`.
"""

from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from scisynth.core.errors import DataError
from scisynth.science.law_schema import FieldName
from scisynth.science.laws import load_places

SYSTEM = (
    "You are a scientist who prepares a data set of image pairs that test whether a text-to-image model knows a law of science. "
    "You draft one law: what decides its outcome, with measured facts and their sources, and how a prompt states the situation without "
    "telling the outcome. Answer with one JSON object and nothing else."
)
GUIDE = """Draft the law behind this sentence: {sentence}

What the draft needs:
* name: two or three words in lower case. field: one of the schema. type: ST where the truth depends on the subject, CT where one condition
  acts alike on many subjects.
* outcomes: two to four, each with a short key, a phrase that says what is seen, and `superficial`, the key of the wrong outcome a careless
  eye expects where this one is true.
* facts: the measurable properties that decide the outcome, each with unit, source (a handbook, a standard, a paper) and uncertainty.
  Every subject has a value for each. constants: limits and properties of the surroundings, with unit and source.
* conditions: what the prompt states of the surroundings, each with a phrase, and facts of its own with the unit in their name, such as
  temperature_c. Every condition has the same facts.
* rule: `threshold` where a fact is compared with a limit, `ranges` where one fact has several limits, `table` where words are looked
  up, `order` where the highest or lowest of several facts decides. Use `function` only where none of them fits.
* subjects: at least ten that differ, so that every outcome occurs; the article is `a`, `an` or empty.
* implicit: four to six templates with {{a_subject}} and {{condition}} that state the situation and do not tell the outcome.
* shows: for each outcome two or three templates that say what is seen.
* scene_rubric: what an image must show at all. reality_rubric: what earns 3, 2, 1 and 0 points; {{outcome}} and {{superficial}} stand for the
  phrases of the true and the wrong outcome.
* entity: the phrase a detector looks for, usually {{subject}}.
* places: those of the list where the situation is plausible: {places}.

These laws exist already; do not draft them again: {known}.
"""


MAX_LINE = 120


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class NamedValue(_Part):
    """A value under its name."""

    name: str
    value: float | bool | str


class DraftOutcome(_Part):
    """What can be seen."""

    name: str
    phrase: str
    superficial: str = Field(description="Key of the wrong outcome where this one is true.")


class DraftFact(_Part):
    """A kind of fact that every subject has."""

    name: str
    unit: str
    source: str
    uncertainty: str = ""


class DraftConstant(DraftFact):
    """A fact of the surroundings."""

    value: float


class DraftCondition(_Part):
    """What a prompt states."""

    name: str
    phrase: str
    facts: list[NamedValue] = []


class DraftSubject(_Part):
    """One thing the law is shown on."""

    name: str
    article: str = "a"
    facts: list[NamedValue]


class DraftRow(_Part):
    """A row of a table: words in the order of the facts."""

    words: list[str]
    outcome: str


class DraftRule(_Part):
    """How the facts decide; what a kind does not need stays empty."""

    kind: Literal["threshold", "ranges", "table", "order", "function"]
    facts: list[str] = Field(description="Names of the deciding facts; one for threshold and ranges.")
    limits: list[str] = Field(default=[], description="Names of constants or numbers; rising for ranges.")
    outcomes: list[str] = Field(
        default=[],
        description="threshold: above, then not above. ranges: from the lowest. order: one a fact.",
    )
    rows: list[DraftRow] = Field(default=[], description="Of a table.")
    wins: Literal["highest", "lowest"] = "highest"


class DraftShows(_Part):
    """Templates of an outcome."""

    outcome: str
    prompts: list[str]


class LawDraft(_Part):
    """What a model has to answer."""

    name: str
    field: FieldName
    type: Literal["ST", "CT"]
    statement: str = Field(description="The law in words.")
    entity: str
    outcomes: list[DraftOutcome]
    facts: list[DraftFact]
    constants: list[DraftConstant] = []
    conditions: list[DraftCondition]
    rule: DraftRule
    scene_rubric: str
    reality_rubric: str
    places: list[str]
    implicit: list[str]
    shows: list[DraftShows]
    subjects: list[DraftSubject]


def law_prompt(sentence: str, known: list[str]) -> str:
    """The question to a model."""
    return GUIDE.format(sentence=sentence, places=", ".join(load_places()), known=", ".join(known))


def to_law_file(draft: LawDraft) -> dict[str, Any]:
    """The draft as a law file's mapping; `law_files` checks it when it is read.

    Raises:
        DataError: the rule does not have what its kind needs.
    """
    name = " ".join(draft.name.lower().replace("_", " ").replace("-", " ").split())
    return {
        "name": name,
        "field": draft.field,
        "type": draft.type,
        "statement": draft.statement,
        "entity": draft.entity,
        "rule": _rule(draft.rule, name),
        "facts": {fact.name: {**_sourced(fact), **_kind_of(fact.name, draft.subjects)} for fact in draft.facts},
        "constants": {fact.name: {"value": fact.value, **_sourced(fact)} for fact in draft.constants},
        "outcomes": {outcome.name: outcome.phrase for outcome in draft.outcomes},
        "superficial": {outcome.name: outcome.superficial for outcome in draft.outcomes},
        "conditions": {item.name: {"phrase": item.phrase, **_values(item.facts)} for item in draft.conditions},
        "rubrics": {"scene": draft.scene_rubric, "reality": draft.reality_rubric},
        "places": [place for place in draft.places if place in load_places()] or list(load_places()),
        "implicit": draft.implicit,
        "shows": {item.outcome: item.prompts for item in draft.shows},
        "subjects": {item.name: {"article": item.article, **_values(item.facts)} for item in draft.subjects},
    }


def _sourced(fact: DraftFact) -> dict[str, Any]:
    found = {"unit": fact.unit, "source": fact.source}
    return {**found, "uncertainty": fact.uncertainty} if fact.uncertainty else found


def _kind_of(fact: str, subjects: list[DraftSubject]) -> dict[str, str]:
    """`values` of a fact that is no number; nothing for a number, and for a mixture, which `law_files` refuses."""
    types = {type(item.value) for subject in subjects for item in subject.facts if item.name == fact}
    return {"values": "text"} if types == {str} else {"values": "yes or no"} if types == {bool} else {}


def _values(values: list[NamedValue]) -> dict[str, Any]:
    return {item.name: item.value for item in values}


def _rule(rule: DraftRule, name: str) -> Any:
    """The rule as `science.simple_rules` reads it; a function is named, and left to be written."""
    limits = [_number(limit) for limit in rule.limits]
    try:
        if rule.kind == "threshold":
            above, otherwise = rule.outcomes
            return {"threshold": {"fact": rule.facts[0], "above": limits[0], "then": above, "else": otherwise}}
        if rule.kind == "ranges":
            return {"ranges": {"fact": rule.facts[0], "limits": limits, "outcomes": rule.outcomes}}
        if rule.kind == "order":
            return {"order": {rule.wins: dict(zip(rule.facts, rule.outcomes, strict=True))}}
        if rule.kind == "table":
            return {"table": {"of": rule.facts, "outcomes": _table(rule.rows, len(rule.facts))}}
    except (ValueError, IndexError):
        raise DataError(
            f"{name}: the rule has not what a {rule.kind} needs; draft the law again with --record, or write it by hand"
        ) from None
    return f"{name.replace(' ', '_')}.py:rule"


def _number(limit: str) -> float | str:
    try:
        return float(limit)
    except ValueError:
        return limit


def _table(rows: list[DraftRow], depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        if len(row.words) != depth:
            raise ValueError(row)
        place = found
        for word in row.words[:-1]:
            place = place.setdefault(word, {})
        place[row.words[-1]] = row.outcome
    return found


class _Dumper(yaml.SafeDumper):
    """YAML for people: no anchors, and what fits on a line stands on one."""

    def ignore_aliases(self, data: Any) -> bool:
        """Always."""
        return True

    def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> yaml.SequenceNode:
        """A short list stands on one line."""
        return super().represent_sequence(tag, sequence, flow_style=_fits(sequence))

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:
        """So does a short mapping."""
        return super().represent_mapping(tag, mapping, flow_style=_fits(mapping))


def _fits(values: Any) -> bool:
    is_deep = isinstance(values, dict) and any(isinstance(value, dict) and len(value) > 1 for value in values.values())
    return not is_deep and len(str(values)) <= MAX_LINE


def law_yaml(values: dict[str, Any], *, origin: str) -> str:
    """The text of a law file, for people to edit."""
    text = yaml.dump(values, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=MAX_LINE)
    return f"# {origin}\n{text}"


SKELETON = """\
# {sentence}
# Fill in what stands in capitals; `scisynth curate law` checks it. `scisynth.science.laws` explains every key.
name: {name}
field: physics                  # physics, chemistry, biology, geology, food, ...
type: ST                        # ST: the truth depends on the subject; CT: one condition on many subjects
statement: {sentence}
entity: "{{subject}}"
rule: {{threshold: {{fact: FACT, above: LIMIT, then: high, else: low}}}}   # or ranges, table, order, or file.py:NAME
facts:
  FACT: {{unit: UNIT, source: "A HANDBOOK, A STANDARD, A PAPER"}}
constants:
  LIMIT: {{value: 1, unit: UNIT, source: "A HANDBOOK, A STANDARD, A PAPER"}}
outcomes: {{high: WHAT IS SEEN, low: WHAT IS SEEN}}
superficial: {{high: low, low: high}}
conditions:
  plain: {{phrase: WHAT THE PROMPT STATES OF THE SURROUNDINGS}}
rubrics:
  scene: "The image shows {{a_subject}}."
  reality: "3: {{outcome}}. 2: mostly so. 1: mostly not. 0: {{superficial}}."
places: [kitchen, laboratory]
implicit:
  - "{{a_subject}} in {{condition}}"
shows:
  high: ["{{a_subject}} in {{condition}}, WHAT IS SEEN"]
  low: ["{{a_subject}} in {{condition}}, WHAT IS SEEN"]
subjects:
  FIRST SUBJECT: {{FACT: 2}}
  SECOND SUBJECT: {{FACT: 0.5}}
"""


def skeleton(sentence: str, name: str) -> str:
    """A law file to fill in by hand."""
    return SKELETON.format(sentence=" ".join(sentence.replace(":", ",").replace("#", "").split()), name=name)
