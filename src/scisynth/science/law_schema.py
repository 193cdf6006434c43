"""What stands in a law file, and of what type; `science.laws` explains the keys, `law_files` reads and checks them."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StringConstraints

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


class Part(BaseModel):
    """A mapping of a law file: no other keys, never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FactKind(Part):
    """A kind of fact that every subject of the law carries."""

    unit: Text
    source: Text
    uncertainty: Number | str = ""
    """Of its values: a number in the unit, or words; a value this near to a limit is a border case."""
    values: Literal["number", "text", "yes or no"] | Names = "number"
    """What a value may be; a list names the only values allowed."""


class Constant(Part):
    """A fact of the surroundings."""

    value: Number
    unit: Text
    source: Text
    uncertainty: Number | str = ""


class Cues(Part):
    """Words by which a free prompt gives the law away; groups and placeholders are those of `prompts/cues.yaml`."""

    sure: list[Text] = []
    hint: list[Text] = []
    things: list[Text] = []
    not_things: list[Text] = []
    never: list[Text] = []


class Rubrics(Part):
    """What a judge and a reviewer look for; words of the law's templates are filled in, and `{outcome}`, `{superficial}`."""

    scene: Text
    """What an image must show at all."""
    reality: Text
    """What science says: which image deserves which grade, 0 to 3."""


class LawFile(Part):
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
