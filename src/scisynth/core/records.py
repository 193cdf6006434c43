"""The nouns of the flow: frozen, keyword-only records that stages exchange. No logic beyond plain conversion."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, Protocol, Self, get_args

from PIL import Image

from scisynth.core.errors import DataError

Tier = Literal["implicit", "explicit", "superficial"]
Setting = Literal["S", "C"]
Split = Literal["train", "val", "test_S", "test_C"]
SPLITS: tuple[Split, ...] = ("train", "val", "test_S", "test_C")

Outcome = Literal[
    "ok",
    "refused",
    "filtered",
    "truncated",
    "unparsed",
    "transport",
    "missing",
    "error",
    "budget",
    "disagreed",
    "not covered",
]
"""How an item ended: what was asked for; the model declined; its provider withheld the reply; the reply was cut off, or
could not be read; the call failed; nothing to work on; the local model failed; not asked, since the budget was spent; the
judges of a panel did not agree; the local judge was not trained on what was asked."""
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
RETRIED: frozenset[Outcome] = frozenset({"transport", "error", "budget", "missing"})
"""States that another run may change; the others are answers."""


class PixelArray(Protocol):
    """A numpy array [H, W, 3] or [H, W], or a tensor [3, H, W]: uint8, or floats in [0, 1]."""

    @property
    def shape(self) -> Any:
        """Sizes of its axes."""
        ...

    @property
    def dtype(self) -> Any:
        """Kind of its numbers."""
        ...


ImageSource = str | Path | bytes | Image.Image
"""Whatever `core.images.open_image` opens: a path, the encoded bytes, or an image already decoded."""
AnyImage = ImageSource | PixelArray
"""What the Python API takes: an image source, or pixels (`core.images.as_source`)."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What an image should show, in the words of `science`."""

    law: str
    subject: str
    condition: str
    """Key of one of the law's conditions, e.g. `winter`."""
    outcome: str
    """Key of one of the law's outcomes, e.g. `floats`; true or wrong, the renderer draws what it is told."""
    place: str = ""
    """Key of a place in `science/data/places.yaml`; empty for a plain background (setting S)."""


@dataclass(frozen=True, kw_only=True)
class PromptSet:
    """The three prompts of one scientific situation, and the truth behind them."""

    id: str
    law: str
    field: str
    type: Literal["ST", "CT"]
    """Subject-oriented (the truth depends on the subject) or condition-oriented (one condition, many subjects)."""
    subject: str
    condition: str
    setting: Setting
    """S: plain background, C: with a place."""
    place: str
    entity: str
    """Phrase a localizer looks for: the thing that carries the science."""
    implicit_prompt: str
    explicit_prompt: str
    superficial_prompt: str
    paraphrase: int
    """Index of the implicit wording. A (subject, paraphrase) pair never stands in both train and test."""
    outcome: str
    superficial_outcome: str
    derivation: str
    """One sentence: why the outcome is true, with the facts it follows from."""
    split: Split
    subject_seen: bool
    """False when the subject is held out of training entirely."""
    scene_rubric: str = ""
    """What must be in the image, where a data set says so for its judges (`scene_scoring` of the published one)."""
    reality_rubric: str = ""
    """What science says of it (`real_scoring`)."""
    benchmark: str = ""
    """Whose prompt it is, where it is not Science-T2I's or the lab's: another benchmark (`tuples.foreign_prompts`), or somebody's file."""

    def prompt(self, tier: Tier) -> str:
        """The words of one of its three prompts.

        Raises:
            DataError: it has no such prompt, as in a benchmark of one's own, which knows one prompt an item.
        """
        prompt = {
            "implicit": self.implicit_prompt,
            "explicit": self.explicit_prompt,
            "superficial": self.superficial_prompt,
        }[tier]
        if not prompt:
            raise DataError(
                f"{self.id}: expected a prompt of the tier {tier}, found none in the data; use the tier implicit only"
            )
        return prompt

    def scene(self, tier: Tier) -> Scene:
        """The scene a prompt of this tier asks for: true for implicit and explicit, wrong for superficial."""
        outcome = self.superficial_outcome if tier == "superficial" else self.outcome
        return Scene(law=self.law, subject=self.subject, condition=self.condition, outcome=outcome, place=self.place)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> "PromptSet":
        """Inverse of `to_dict`."""
        return cls(**row)


@dataclass(frozen=True, kw_only=True)
class ContrastTuple:
    """A prompt triple with the images of both sides, as the published Parquet stores it (lists kept as tuples)."""

    id: str
    law: str
    category: str
    """Field of science: physics, chemistry or biology."""
    implicit_prompt: tuple[str, ...]
    explicit_prompt: tuple[str, ...]
    superficial_prompt: tuple[str, ...]
    explicit_image: tuple[ImageSource, ...]
    superficial_image: tuple[ImageSource, ...]
    subject: str = ""
    entity: str = ""
    """Phrase a localizer looks for; empty: the subject."""
    type: str = ""
    """ST, CT, or empty when the law is not one of the sixteen."""
    setting: str = ""
    split: str = ""
    subject_seen: bool | None = None
    """None where the notion does not apply (real photos)."""
    derivation: str = ""
    scene_rubric: str = ""
    reality_rubric: str = ""
    """What judges look for, where the prompts say so (`PromptSet`)."""
    status: Literal["ok", "broken"] = "ok"
    reason: str = ""
    """Why the tuple cannot be scored, when `status` is `broken`. A failure is a state, never a score."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a call to somebody's API took; all zero for local models."""

    requests: int = 0
    """HTTP requests, retries included; none when the answer was cached."""
    input_tokens: int = 0
    output_tokens: int = 0
    usd: float = 0.0
    """Where a price is known."""

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            requests=self.requests + other.requests,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            usd=self.usd + other.usd,
        )


FREE = Cost()


def with_cost(row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a record from its plain row, its cost as a `Cost`; rows of early versions have none."""
    return {**row, "cost": Cost(**row.get("cost", {}))}


@dataclass(frozen=True, kw_only=True)
class DrawnImage:
    """What a generator that can fail, or costs money, gives for a prompt."""

    image: Image.Image | None = None
    """None unless `status` is `ok`."""
    status: Outcome = "ok"
    reason: str = ""
    note: str = ""
    """What a reader of the image must know."""
    cost: Cost = FREE
    generation_prompt: str = ""
    """What the model was given, where it is not the prompt asked for."""
    derivation: str = ""
    """Why what was added to the prompt is true."""


@dataclass(frozen=True, kw_only=True)
class ImageRecord:
    """One image asked for: of whom, with which seed, and where the file is, or why there is none."""

    id: str
    prompt_id: str
    prompt: str
    index: int
    """Number of the image among those of its prompt."""
    seed: int
    """Of the initial noise; the same seed, prompt and model give the same image in any batch."""
    model: str
    file: str
    """Relative to the folder of the stage; empty unless `status` is `ok`."""
    status: Outcome = "ok"
    reason: str = ""
    note: str = ""
    """What a reader of the image must know, e.g. that the model read the prompt in part."""
    cost: Cost = FREE
    generation_prompt: str = ""
    """What the model was given, where it is not `prompt`; judges are asked about `prompt`."""
    derivation: str = ""
    """Why what was added to the prompt is true; in the metadata of the image, too."""

    @property
    def alt(self) -> str:
        """The image in words, for who cannot see it: what was asked for, and what science says must be seen."""
        return f"{self.prompt} {self.derivation}".strip()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> "ImageRecord":
        """Inverse of `to_dict`."""
        return cls(**with_cost(row))


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What one judge says of one image. A failure is a status with a reason, never a score."""

    judge: str
    status: Outcome
    score: float | None
    """In [0, 1], or in a reward model's own units; None unless `status` is `ok`."""
    points: Mapping[str, float] = field(default_factory=dict)
    """What the score is made of, e.g. law, subject and state."""
    reason: str = ""
    raw: str = ""
    """The judge's own words."""
    thinking: str = ""
    """What it wrote before them, where its server shows it."""
    cost: Cost = FREE

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> "Judgement":
        """Inverse of `to_dict`."""
        return cls(**with_cost(row))


@dataclass(frozen=True, kw_only=True)
class Metric:
    """An aggregate over scores with its 95 % interval and the number of items behind it."""

    value: float | None
    """None when n is 0: nothing was measured, which is not zero."""
    low: float | None
    high: float | None
    n: int
    resampled: Literal["", "clusters", "prompts"] = ""
    """What was drawn again for the interval: whole clusters, such as laws; or single prompts, where there are no clusters or
    too few of them (`stats.intervals`). Empty where nothing was."""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Self:
        """From a mapping that holds at least value, low, high and n, such as a score with more fields."""
        return cls(**{item.name: row[item.name] for item in fields(cls) if item.name in row})


@dataclass(frozen=True, kw_only=True)
class ItemScore:
    """What came of one pair of a prompt and an image at a reward: a number, or the reason why there is none; never a zero in its place."""

    value: float | None = None
    """Finite, in the reward's own units; None where there is no score."""
    reason: str = ""
    """Why there is none, one line; empty for a score."""
    note: str = ""
    """What a reader of the score has to know, e.g. that the prompt was read in part."""

    @classmethod
    def of(cls, value: float, note: str = "") -> Self:
        """A number as it came from a reward; one that is not finite is no score.

        >>> ItemScore.of(0.5).value, ItemScore.of(float("nan")).reason
        (0.5, 'expected a number, got nan')
        """
        return cls(value=value, note=note) if math.isfinite(value) else cls(reason=f"expected a number, got {value}")
