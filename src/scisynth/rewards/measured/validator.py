"""`validator:INSTRUMENT`: how much of what a prompt says of an instrument image its pixels support.

The claims come from the prompt alone (`instruments.said`): "HRTEM micrograph of gold [110], 0.4 Å a pixel". For the claims c of a prompt,

    score = mean over c of a(c),     a = 1 where the validator passes,
                                     a = exp(-excess / (SOFTNESS * tolerance)) where a number misses by excess beyond its tolerance,
                                     a = 0 where a word or a count is another, or nothing can be told: the pixels do not support it

so that an image that is nearly right scores above one that is far off, which a policy can follow without gradients of the validator.
"""

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from scisynth.core.errors import ConfigError, DataError, ImageError, ModelError
from scisynth.core.extras import require
from scisynth.core.images import open_image
from scisynth.core.protocols import KnownPair
from scisynth.core.records import ImageSource, ItemScore
from scisynth.instruments.findings import ANGSTROM, Claim, Finding
from scisynth.instruments.frame import Frame
from scisynth.instruments.frame_files import shown_pixels
from scisynth.instruments.registry import named_instrument
from scisynth.instruments.said import read_said
from scisynth.rewards.info import INFO, VALIDATOR
from scisynth.rewards.measured.known_pairs import claim_words, known_pairs
from scisynth.rewards.pairs import check_prompts, pair_up

SOFTNESS = 5.0
"""Tolerances by which a number may miss its claim beyond the first until 1/e of its point is left."""


class ValidatorReward:
    """Scores by the validator of one instrument; pixels and the prompt, nothing else."""

    revision = ""

    def __init__(self, instrument: str) -> None:
        """Takes the name of an instrument (`scisynth instruments list`).

        Raises:
            ConfigError: no such instrument, one that measures counts and no pictures, or the extra `[instruments]` is not installed.
        """
        require("instruments", f"validator:{instrument}")
        self._instrument = named_instrument(instrument)
        if reason := self._instrument.needs_counts:
            raise ConfigError(
                f"validator:{instrument}: expected an instrument whose pictures can be measured, but {reason};"
                " measure its counts with `scisynth instruments validate`"
            )
        self.name = f"validator:{instrument}"
        self.info = INFO[VALIDATOR]

    def score(self, prompts: Sequence[str], images: Sequence[ImageSource]) -> Tensor:
        """N prompts and N images (PIL, path or bytes) to float32 [N], in [0, 1].

        Raises:
            DataError: lengths differ, or a prompt is empty.
            ModelError: a pair has no score, as where its prompt claims nothing.
        """
        scores = self.score_each(prompts, images)
        for row, score in enumerate(scores):
            if score.value is None:
                raise ModelError(f"{self.name}: pair {row} has no score: {score.reason}")
        return torch.tensor([score.value for score in scores], dtype=torch.float32)

    def score_each(self, prompts: Sequence[str], images: Sequence[ImageSource]) -> list[ItemScore]:
        """N prompts and N images to N scores or reasons."""
        pair_up(prompts, images)
        check_prompts(prompts)
        return [self._score(prompt, image) for prompt, image in zip(prompts, images, strict=True)]

    def findings(self, prompt: str, image: ImageSource) -> tuple[tuple[Claim, ...], list[Finding]]:
        """The claims of a prompt, and what the pixels say of each.

        Raises:
            DataError: the prompt claims nothing of such an image, or a length without the size of a pixel; or the image is too small.
            ImageError: the image cannot be opened.
        """
        said = read_said(self._instrument, prompt)
        if not said.claims:
            raise DataError(
                f"expected a prompt that says something of an image of {self._instrument.name}, such as "
                f"{_example(self._instrument.claims(self._instrument.sample(0)))}; got {prompt!r}"
            )
        if said.pixel is None and any(claim.unit in ANGSTROM for claim in said.claims):
            raise DataError(f"expected the size of a pixel in the prompt, such as `0.4 Å a pixel`; got {prompt!r}")
        pixels = shown_pixels(open_image(image))
        size, unit = (said.pixel.size, said.pixel.unit) if said.pixel else (None, "")
        frame = Frame(pixels=pixels, pixel_size=size, unit=unit, full_scale=255.0)
        return said.claims, self._instrument.measure(frame, said.claims)

    def known_pairs(self, num: int) -> list[KnownPair]:
        """Up to `num` prompts, each with an image of the instrument and a twin that breaks what the prompt says."""
        return known_pairs(self._instrument, num)

    def _score(self, prompt: str, image: ImageSource) -> ItemScore:
        try:
            claims, findings = self.findings(prompt, image)
        except (DataError, ImageError) as error:
            return ItemScore(reason=str(error))
        points = [agreement(claim, finding) for claim, finding in zip(claims, findings, strict=True)]
        return ItemScore.of(sum(points) / len(points))


def agreement(claim: Claim, finding: Finding) -> float:
    """a(c) of the module's head, in [0, 1]."""
    if finding.verdict == "pass":
        return 1.0
    numbers = (claim.value, finding.measured)
    if (
        finding.verdict == "cannot tell"
        or not claim.tolerance
        or any(not isinstance(value, int | float) for value in numbers)
    ):
        return 0.0
    excess = abs(float(numbers[1] or 0.0) - float(numbers[0])) - claim.tolerance
    return math.exp(-max(excess, 0.0) / (SOFTNESS * claim.tolerance))


def _example(claims: Sequence[Claim]) -> str:
    return f"'{claim_words(claims[0])}'"
