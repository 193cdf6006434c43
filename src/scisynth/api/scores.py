"""Images against a prompt: `score` and `compare`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, cast

from PIL import Image

from scisynth.api.parts import name_of
from scisynth.core.errors import ConfigError
from scisynth.core.images import as_source
from scisynth.core.protocols import Reward
from scisynth.core.records import AnyImage, ImageSource
from scisynth.pipelines.reward.results import ImageScore, ScoreResult
from scisynth.pipelines.reward.score import score_images
from scisynth.reports.parts.thumbnails import show_image

FORMATS = {"score": ".3f", "cosine": ".4f", "probability": ".3f", "match": ".3f"}
THUMBNAIL_PX = 128


@dataclass(frozen=True, kw_only=True)
class Scores:
    """N images against one prompt, in the order in which they were given; iterates over the N scores."""

    result: ScoreResult
    """As `scisynth score --json` prints it."""
    images: tuple[ImageSource, ...]

    @property
    def values(self) -> list[float]:
        """N scores in the reward's own unit (`result.unit`); of SciScore logit_scale x cosine, about 15 to 40."""
        return [row.score for row in self.result.scores]

    @property
    def probabilities(self) -> list[float]:
        """N probabilities in [0, 1] that sum to 1: that each image is the true one, among those given.

        Raises:
            ConfigError: the reward was not trained as a preference, so that its scores are no logits.
        """
        found = [row.probability for row in self.result.scores if row.probability is not None]
        if len(found) < len(self.result.scores):
            raise ConfigError(
                f"{self.result.model}: expected a reward trained on preferences, such as lab-sciscore, got one whose scores "
                "are no logits; read `values` instead"
            )
        return found

    @property
    def best(self) -> int:
        """The number of the image with the highest score; the first of equal ones."""
        return max(range(len(self)), key=self.values.__getitem__)

    def to_dict(self) -> dict[str, Any]:
        """The JSON of `scisynth score`."""
        return self.result.to_dict()

    def __len__(self) -> int:
        return len(self.result.scores)

    def __iter__(self) -> Iterator[float]:
        return iter(self.values)

    def __getitem__(self, number: int) -> ImageScore:
        return self.result.scores[number]

    def __str__(self) -> str:
        rows = [
            ", ".join(f"{name} {value:{FORMATS[name]}}" for name, value in _readings(row)) for row in self.result.scores
        ]
        return "\n".join([f"{self.result.prompt!r}, {self.result.model}", *rows, *self.result.notes])

    def _repr_html_(self) -> str:
        """A table of the images with their readings."""
        names = [name for name, _ in _readings(self.result.scores[0])]
        head = "".join(f"<th>{name}</th>" for name in ("image", *names))
        rows = []
        for image, row in zip(self.images, self.result.scores, strict=True):
            shown = show_image(image, Path(), THUMBNAIL_PX)
            cell = f'<img src="{shown.uri}" alt="{escape(str(row.image))}">' if shown.uri else escape(shown.reason)
            rows.append(
                f"<td>{cell}</td>" + "".join(f"<td>{value:{FORMATS[name]}}</td>" for name, value in _readings(row))
            )
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.result.notes)
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        return f"<p>{escape(self.result.prompt)} ({escape(self.result.model)})</p><table><tr>{head}</tr>{body}</table>{notes}"


def score(
    prompt: str,
    images: AnyImage | Sequence[AnyImage],
    *,
    model: "str | Reward | Callable[..., Any]" = "lab-sciscore",
) -> Scores:
    """How true images are to a prompt (SciScore, arXiv 2504.13129, section 4), as `scisynth score` says it.

    Args:
        prompt: what the images should be true to, e.g. "an unripe tomato".
        images: one image or N: a path, encoded bytes, a PIL image, a numpy array (H, W, 3: uint8, or float in [0, 1]), or a
            tensor (3, H, W).
        model: a reward: `lab-sciscore`, a folder, `Jialuo21/SciScore`, `KIND:MODEL`, `file.py:NAME`; an object with `score`;
            or a function (prompts, images) -> N numbers.

    Returns:
        N scores with what may be read out of them. Scores compare images of one prompt by one model, nothing else.

    Raises:
        ImageError: an image cannot be opened.
        ModelError: the model is missing, broken or gives numbers that are not finite.

    >>> from PIL import Image
    >>> found = score("a ripe tomato", [Image.new("RGB", (64, 64), "red"), Image.new("RGB", (64, 64), "green")])
    >>> len(found), found.best
    (2, 0)
    """
    sources = _listed(images)
    result = score_images(prompt, sources, model if isinstance(model, str) else name_of(model, "scisynth.rewards"))
    return Scores(result=result, images=tuple(sources))


def compare(
    prompt: str,
    images: Sequence[AnyImage],
    *,
    model: "str | Reward | Callable[..., Any]" = "lab-sciscore",
) -> list[float]:
    """The probability that each of N images is the true one, in [0, 1]; they sum to 1.

    The softmax of the N scores, as in training; calibrated only as far as the model's reported calibration error says.

    Raises:
        ConfigError: the model was not trained as a preference.
    """
    return score(prompt, images, model=model).probabilities


def _listed(images: AnyImage | Sequence[AnyImage]) -> list[ImageSource]:
    """One image or many; an array or a tensor is one image."""
    if isinstance(images, str | Path | bytes | Image.Image):
        return [images]
    if isinstance(images, list | tuple):
        return [as_source(image) for image in images]
    return [as_source(cast(AnyImage, images))]


def _readings(row: ImageScore) -> list[tuple[str, float]]:
    return [(name, value) for name in FORMATS if (value := getattr(row, name)) is not None]
