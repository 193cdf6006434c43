"""`lab-judge`: an independent grade of a lab image, 0 to 3 points, for what a generator drew.

    law      1 point    the image shows the kind of scene the law is about, and is an image at all
    subject  1 point    it shows the subject asked for (law given)
    state    1 point    it shows the outcome that science derives, whatever the prompt says of it (law given)
    score    points / 3 where the state is right, else 0

The gate is what makes it a grade of truth: a fresh rose where science says withered is the illusion itself, however well it
is drawn, as an image that misses the scene gets no realism points in the published judge (arXiv 2504.13129, version 2).

A small convolutional network (`transformers.ResNetModel`) with a linear head for each, and one that tells an image from
junk, trained on rendered scenes, clean and degraded, of a data seed of its own; SciScore and lab-clip are transformers trained on
captions. It reads no prompt: it says what is there, and `grade` compares. The state is chosen among the outcomes of the law
asked, and an image of another law gets no point at all: a melted candle is no proof of a sunken stone. Of the right law, a
wrong subject in the right state keeps the point for the state.

Some subjects are drawn alike: what the trained network takes for each other on fresh scenes is one *look*, listed in the
config, and counts as each other. The classes of the heads stand in the config too, in the order in which they were trained, so
that laws may gain subjects and outcomes, or list them in another order, without changing what the weights say. A situation
whose law, subject or outcome is no class is `not covered`: a state with its reason, never a score.
Not covered by any weights: anything but the lab's drawings.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional as F
from transformers import ResNetConfig, ResNetModel

from scisynth.core.errors import DataError, ImageError, ModelError, one_line
from scisynth.core.records import ImageSource, Judgement, PromptSet
from scisynth.core.weights import LAB_SIZE_PX, resolve_weights
from scisynth.science.laws import load_laws
from scisynth.training.pixels import image_to_pixels

MIN_IMAGE, MIN_STATE = 0.6, 0.8
"""Least probability of being an image, and of the state: half-right images seldom get the point."""
BATCH_SIZE = 128
WEIGHTS, CONFIG = "model.safetensors", "config.json"


@dataclass(frozen=True, kw_only=True)
class JudgeClasses:
    """What each head tells apart, in the order of its logits."""

    laws: tuple[str, ...]
    subjects: tuple[tuple[str, str], ...]
    """(law, subject)."""
    outcomes: tuple[tuple[str, str], ...]
    """(law, outcome)."""

    @classmethod
    def of_todays_laws(cls) -> Self:
        """Every law, subject and outcome of `science`, as a new judge learns them."""
        laws = load_laws().values()
        return cls(
            laws=tuple(law.name for law in laws),
            subjects=tuple((law.name, subject) for law in laws for subject in law.subjects),
            outcomes=tuple((law.name, outcome) for law in laws for outcome in law.outcomes),
        )

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Self:
        """Inverse of `to_dict`."""
        return cls(
            laws=tuple(row["laws"]),
            subjects=tuple((law, name) for law in row["laws"] for name in row["subjects"][law]),
            outcomes=tuple((law, name) for law in row["laws"] for name in row["outcomes"][law]),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values: laws in order, subjects and outcomes in order by law."""
        return {
            "laws": list(self.laws),
            "subjects": {law: names for law, (names, _) in _by_law(self.subjects).items()},
            "outcomes": {law: names for law, (names, _) in _by_law(self.outcomes).items()},
        }

    def why_not_covered(self, asked: PromptSet) -> str:
        """Which of its law, subject and outcome the judge was not trained on; empty when it knows all three."""
        if asked.law not in self.laws:
            return f"law {asked.law!r}"
        for kind, name, known in (
            ("subject", asked.subject, self.subjects),
            ("outcome", asked.outcome, self.outcomes),
        ):
            if (asked.law, name) not in known:
                return f"{kind} {name!r} of law {asked.law!r}"
        return ""


def grade_of(points: Mapping[str, float]) -> float:
    """Score in [0, 1] of the three points."""
    return points["state"] * sum(points.values()) / 3


class JudgeNet(nn.Module):
    """A ResNet and four linear heads; [B, 3, 64, 64] in [0, 1] to logits by head.

    Images are enlarged to `input_px` first: a ResNet's stem divides by four, and droplets are two pixels wide.
    """

    def __init__(self, backbone: Mapping[str, Any], input_px: int, classes: JudgeClasses) -> None:
        super().__init__()
        self.settings = {"backbone": dict(backbone), "input_px": input_px}
        self.backbone = ResNetModel(ResNetConfig(**backbone))
        width = backbone["hidden_sizes"][-1]
        sizes = {"law": len(classes.laws), "subject": len(classes.subjects), "state": len(classes.outcomes), "junk": 1}
        self.heads = nn.ModuleDict({name: nn.Linear(width, size) for name, size in sizes.items()})
        self._input_px = input_px

    def forward(self, pixels_B3HW: torch.Tensor) -> dict[str, torch.Tensor]:
        """Logits: law [B, laws], subject [B, subjects], state [B, outcomes], junk [B]."""
        enlarged = F.interpolate(2 * pixels_B3HW - 1, size=self._input_px, mode="bilinear", align_corners=False)
        features = self.backbone(enlarged).pooler_output.flatten(1)
        logits = {name: head(features) for name, head in self.heads.items()}
        return {**logits, "junk": logits["junk"][:, 0]}


class LabJudge:
    """Grades images of the lab's world (`core.protocols.Judge`)."""

    name = "lab-judge"

    def __init__(self, net: JudgeNet, looks: Mapping[str, Mapping[str, int]], classes: JudgeClasses) -> None:
        self._net = net.eval()
        self._looks = looks
        self.classes = classes
        self._subjects, self._outcomes = _by_law(classes.subjects), _by_law(classes.outcomes)

    @classmethod
    def from_pretrained(cls, name: str | Path = "lab-judge") -> Self:
        """The packaged judge, or a folder that `scisynth lab build lab-judge` wrote.

        Raises:
            ModelError: no such folder, or its files do not belong together.
        """
        folder = Path(resolve_weights(name))
        try:
            config = json.loads((folder / CONFIG).read_text())
            classes = JudgeClasses.from_dict(config["classes"])
            net = JudgeNet(config["backbone"], config["input_px"], classes)
            net.load_state_dict(load_file(folder / WEIGHTS))
            unlisted = [(law, name) for law, name in classes.subjects if name not in config["looks"][law]]
            if unlisted:
                raise ValueError(f"subjects without a look: {unlisted}")
            return cls(net, config["looks"], classes)
        except (OSError, KeyError, ValueError, RuntimeError, TypeError, SafetensorError) as error:
            raise ModelError(
                f"{name}: expected a lab judge ({one_line(error)}); build one with `scisynth lab build lab-judge`"
            ) from None

    def save(self, folder: Path) -> None:
        """Writes weights and config."""
        folder.mkdir(parents=True, exist_ok=True)
        save_file(self._net.state_dict(), folder / WEIGHTS)
        config = {
            "architectures": ["JudgeNet"],
            **self._net.settings,
            "classes": self.classes.to_dict(),
            "looks": self._looks,
        }
        (folder / CONFIG).write_text(json.dumps(config, indent=1) + "\n")

    def are_alike(self, law: str, first: str, second: str) -> bool:
        """Whether two subjects of a law are one look: the judge takes either for the other."""
        return self._looks[law][first] == self._looks[law][second]

    def grade(self, prompt_sets: Sequence[PromptSet], images: Sequence[ImageSource]) -> list[Judgement]:
        """N situations and N images to N judgements; what the judge was not trained on, and an image that cannot be
        opened, is a state with its reason.

        Raises:
            DataError: another number of images than of situations.
        """
        if len(prompt_sets) != len(images):
            raise DataError(f"expected an image for each prompt set, got {len(images)} for {len(prompt_sets)}")
        judgements: list[Judgement] = []
        for first in range(0, len(images), BATCH_SIZE):
            batch = slice(first, first + BATCH_SIZE)
            judgements += self._grade_batch(prompt_sets[batch], images[batch])
        return judgements

    def _grade_batch(self, prompt_sets: Sequence[PromptSet], images: Sequence[ImageSource]) -> list[Judgement]:
        pixels = torch.zeros(len(images), 3, LAB_SIZE_PX, LAB_SIZE_PX)
        failed: dict[int, Judgement] = {}
        for number, (asked, image) in enumerate(zip(prompt_sets, images, strict=True)):
            if unknown := self.classes.why_not_covered(asked):
                reason = f"{asked.id}: {self.name} was not trained on {unknown}; build it again, or use another judge"
                failed[number] = Judgement(judge=self.name, status="not covered", score=None, reason=reason)
                continue
            try:
                pixels[number] = image_to_pixels(image, LAB_SIZE_PX)
            except ImageError as error:
                failed[number] = Judgement(judge=self.name, status="missing", score=None, reason=one_line(error))
        sound = [number for number in range(len(images)) if number not in failed]
        points = dict(zip(sound, self.points(pixels[sound], [prompt_sets[number] for number in sound]), strict=True))
        return [
            failed.get(number)
            or Judgement(judge=self.name, status="ok", score=grade_of(points[number]), points=points[number])
            for number in range(len(images))
        ]

    @torch.no_grad()
    def points(self, pixels_B3HW: torch.Tensor, prompt_sets: Sequence[PromptSet]) -> list[dict[str, float]]:
        """Law, subject and state, 0 or 1 each, of images [B, 3, 64, 64] in [0, 1] of situations that are covered."""
        if not len(prompt_sets):
            return []
        logits = self._net(pixels_B3HW)
        is_image_B = torch.sigmoid(-logits["junk"]) >= MIN_IMAGE
        found_B = logits["law"].argmax(1)
        rows = []
        for row, asked in enumerate(prompt_sets):
            law = bool(is_image_B[row]) and self.classes.laws[int(found_B[row])] == asked.law
            look = self._best_look(logits["subject"][row], asked.law)
            states, classes = self._outcomes[asked.law]
            probability = F.softmax(logits["state"][row][classes], dim=0)[states.index(asked.outcome)]
            rows.append(
                {
                    "law": float(law),
                    "subject": float(law and look == self._looks[asked.law][asked.subject]),
                    "state": float(law and float(probability) >= MIN_STATE),
                }
            )
        return rows

    def _best_look(self, logits: torch.Tensor, law: str) -> int:
        """The look of a law whose subjects are together the most probable."""
        names, classes = self._subjects[law]
        total: dict[int, float] = defaultdict(float)
        for name, probability in zip(names, F.softmax(logits[classes], dim=0).tolist(), strict=True):
            total[self._looks[law][name]] += probability
        return max(total, key=lambda look: total[look])


def _by_law(names: Sequence[tuple[str, str]]) -> dict[str, tuple[list[str], list[int]]]:
    """Names of a head's classes and their numbers, by law."""
    grouped: dict[str, tuple[list[str], list[int]]] = {}
    for number, (law, name) in enumerate(names):
        own, numbers = grouped.setdefault(law, ([], []))
        own.append(name)
        numbers.append(number)
    return grouped
