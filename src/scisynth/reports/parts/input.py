"""What a report is made of: records that are validated when built and pass through plain JSON unchanged.

Shares are fractions in [0, 1] with a 95 % interval and the n behind them; the report prints them as percentages.
A value of None says that nothing was measured, which is not zero.
"""

import base64
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from PIL import Image
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError, model_validator

from scisynth.core.errors import DataError, one_line
from scisynth.core.images import png_bytes, to_rgb
from scisynth.core.records import ImageSource, Metric, Tier

DATA_URI = "data:application/octet-stream;base64,"


def _image_to_json(source: ImageSource) -> str:
    """A path stays a path; pixels and encoded bytes become a data URI."""
    if isinstance(source, Image.Image):
        source = png_bytes(to_rgb(source))
    if isinstance(source, bytes):
        return DATA_URI + base64.b64encode(source).decode()
    return Path(source).as_posix()


def _image_from_json(source: Any) -> Any:
    if isinstance(source, str) and source.startswith(DATA_URI):
        return base64.b64decode(source.removeprefix(DATA_URI), validate=True)
    return source


ShownImage = Annotated[ImageSource, BeforeValidator(_image_from_json), PlainSerializer(_image_to_json)]
"""A path (relative to the run folder, or absolute), encoded bytes, or an image already decoded."""


class Record(BaseModel):
    """Base of the report's records: frozen, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Document(Record):
    """A record that is stored whole, as JSON next to its pages."""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values; what is not finite becomes None."""
        return self._stored()

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`; a wrong value is one line that names its place."""
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "top level"
            got = one_line(ValueError(repr(first["input"])), limit=80)
            raise DataError(f"results of a report, {where}: {first['msg']}, got {got}") from None

    def _stored(self, exclude: set[str] | None = None) -> dict[str, Any]:
        return _storable(self.model_dump(mode="json", exclude=exclude))


class Margins(Record):
    """Histogram of s(true) - s(wrong) over the pairs of a split."""

    edges: tuple[float, ...] = ()
    """One more than there are counts; empty when nothing was scored."""
    counts: tuple[int, ...] = ()


class Outcomes(Record):
    """How many rows of a split were scored, and how many could not be."""

    scored: int
    broken: int = 0


class BrokenRow(Record):
    """A row that could not be scored, and why."""

    id: str
    reason: str = ""


class SplitResult(Record):
    """One model on one split: two-choice accuracy, overall and by group."""

    accuracy: Metric
    by_field: Mapping[str, Metric] = {}
    by_law: Mapping[str, Metric] = {}
    by_subject: Mapping[str, Metric] = {}
    by_type: Mapping[str, Metric] = {}
    """ST and CT."""
    by_subject_seen: Mapping[str, Metric] = {}
    """`seen`, `unseen`, and `unknown` where a model does not say what it was trained on."""
    by_type_and_seen: Mapping[str, Metric] = {}
    """E.g. `ST unseen`."""
    calibration_error: float | None = None
    """Expected calibration error of the probability given to the chosen image."""
    margins: Margins = Margins()
    outcomes: Outcomes
    broken: tuple[BrokenRow, ...] = ()


class ModelResult(Record):
    """One model on every split it was measured on."""

    name: str
    role: str = ""
    """`base` and `trained` are compared in words and in the gallery; any other role is only shown."""
    splits: Mapping[str, SplitResult]


class Choice(Record):
    """What one model made of one pair."""

    explicit: float | None
    """Score of the true image; None when it could not be scored."""
    superficial: float | None
    probability: float | None = None
    """Probability given to the true image."""

    @property
    def is_right(self) -> bool | None:
        """Strictly prefers the true image; None when not scored."""
        if self.explicit is None or self.superficial is None:
            return None
        return self.explicit > self.superficial


class Pair(Record):
    """One pair of the gallery: the prompts, both images, and who chose which."""

    id: str
    law: str
    field: str = ""
    type: str = ""
    setting: str = ""
    subject: str = ""
    subject_seen: bool | None = None
    implicit_prompt: str
    explicit_prompt: str = ""
    superficial_prompt: str = ""
    derivation: str = ""
    explicit_image: ShownImage
    superficial_image: ShownImage
    choices: Mapping[str, Choice] = {}
    """By model name."""


class Published(Record):
    """Accuracies somebody published, in percent as printed there."""

    name: str
    S: float | None = None
    C: float | None = None
    source: str


class StageScore(Record):
    """Mean score that one stage of a generator has from one scorer, on one split and one kind of prompt."""

    stage: str
    """`base`, `SFT`, `SFT+OFT`, ..."""
    split: str
    tier: Tier
    """The prompt the generator was given."""
    scorer: str
    metric: Metric
    """In the scorer's own units, not a fraction."""


class RelativeImprovement(Record):
    """RI = (tuned_IP - base_IP) / (base_EP - base_IP): the fraction of the base's gap that a stage closed."""

    stage: str
    split: str
    scorer: str
    metric: Metric
    """A fraction; below 0 the stage made things worse, above 1 it is better than the base with explicit prompts."""


class StageImage(Record):
    """One image of a stage and what the scorers said of it; None where one said nothing."""

    picture: ShownImage
    reward: float | None = None
    judge: float | None = None
    """In [0, 1]."""


class Sample(Record):
    """One prompt answered by every stage from the same seed."""

    id: str
    law: str
    field: str = ""
    setting: str = ""
    prompt: str
    entity: str = ""
    derivation: str = ""
    stages: Mapping[str, StageImage]
    """By stage name."""
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    """(centre x, centre y, width, height) as fractions of the last stage's image: where the loss was."""


class Curve(Record):
    """What one stage logged while it trained."""

    name: str
    rows: tuple[Mapping[str, int | float | None], ...]
    """Rows with `step` and any of `sft/loss`, `oft/loss`, `oft/reward`, `oft/kl`, `mask/fallback_rate`, `eval/reward`,
    `eval/judge`, `eval/diversity`; None where a value was not finite."""


class PublishedImprovement(Record):
    """Relative improvements somebody published, in percent as printed there."""

    name: str
    S: float | None = None
    C: float | None = None
    source: str


class Alignment(Record):
    """A generator before and after each stage of its alignment."""

    stages: tuple[str, ...] = Field(min_length=1)
    """From the base to the last one."""
    scores: tuple[StageScore, ...]
    """The verdict speaks of the scorer that comes first."""
    improvements: tuple[RelativeImprovement, ...] = ()
    samples: tuple[Sample, ...] = ()
    curves: tuple[Curve, ...] = ()
    units: Mapping[str, str] = {}
    """What a number of a scorer means, e.g. `points of 100`."""
    published: tuple[PublishedImprovement, ...] = ()

    @model_validator(mode="after")
    def _names_its_stages(self) -> Self:
        """A cell of a stage that is not listed would be shown nowhere."""
        named = {score.stage for score in self.scores} | {item.stage for item in self.improvements}
        named.update(*(sample.stages for sample in self.samples))
        if unknown := sorted(named - set(self.stages)):
            raise ValueError(f"expected only the stages {list(self.stages)}, got {unknown}; list every stage")
        return self


class ReportInput(Document):
    """Everything a report shows."""

    title: str
    is_lab: bool
    """Whether the numbers are of the lab world; every report says which."""
    manifest: Mapping[str, Any] = {}
    notes: tuple[str, ...] = ()
    models: tuple[ModelResult, ...] = ()
    training: tuple[Mapping[str, int | float | None], ...] = ()
    """Rows with `step` and any of `loss`, `val_loss`, `val_accuracy`, ...; None where a value was not finite."""
    pairs: tuple[Pair, ...] = ()
    reference: tuple[Published, ...] = ()
    alignment: Alignment | None = None
    field_of_law: Mapping[str, str] = {}
    """Field of science by law; laws that are not named here take the field of their pairs."""
    format: Literal[1] = 1
    """Version of this record, for readers of stored results."""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values; what is not finite becomes None."""
        return self._stored(exclude={"alignment"} if self.alignment is None else None)


def _storable(value: Any) -> Any:
    """Without what JSON and UTF-8 cannot hold: numbers that are not finite become None, half characters `?`."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_storable(item) for item in value]
    return value
