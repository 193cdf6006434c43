"""How a policy stands while it is trained: the same held-out prompts and seeds every time, shared among the processes.

    eval/reward                what training maximises
    eval/judge                 a judge that never enters training; it chooses the policy that is kept
    eval/held_out/NAME         rewards that are only watched
    eval/NAME_gain[_low|_high] paired difference from the first evaluation, prompt by prompt, with its 95 % interval
    eval/diversity             how much the images of one prompt differ

Every prompt is encoded once, every process draws and scores its share, and the main one sums up for all. The scores of each image stay
in `evaluations.jsonl`, the images of some prompts in `samples/`. When the run stops is said in `alignment.watch`.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from accelerate import Accelerator
from accelerate.utils import gather_object
from PIL import Image

from scisynth.alignment.cache import TextCache
from scisynth.alignment.guidance import words_to_encode
from scisynth.alignment.loop import even_share, from_main
from scisynth.alignment.rollout import Locate, Score, combine_rewards
from scisynth.alignment.tracking import track_picture
from scisynth.backbones.base import Backbone
from scisynth.core.errors import ConfigError
from scisynth.core.hub import split_revision
from scisynth.core.images import open_image, png_bytes
from scisynth.core.protocols import Judge, Reward
from scisynth.core.records import PromptSet
from scisynth.core.store import Journal, write_lines
from scisynth.generators.flow import FlowGenerator, image_seed
from scisynth.pipelines.alignment.config import EvaluationSettings
from scisynth.pipelines.alignment.samples import SampleRow, draw_curve, draw_samples
from scisynth.pipelines.providers.access import Spending
from scisynth.pipelines.providers.judges import load_judge
from scisynth.rewards.info import model_of
from scisynth.rewards.registry import load_reward
from scisynth.stats.paired import compare_paired
from scisynth.training.processes import new_accelerator

Scorer = Callable[[Sequence[PromptSet], Sequence[Image.Image]], Sequence[float | None]]
"""N prompt sets and N images to N scores; None where there is none."""
JOURNAL = "evaluations.jsonl"
SAMPLES = "samples"
CURVE = "curve.png"


class PolicyEvaluation:
    """Measures the backbone as it stands when called.

    Args:
        generator: draws with it.
        prompt_sets: what is drawn.
        scorers: `reward`, and any of `judge` and `held_out/NAME`.
        images_per_prompt: K of each.
        size_px: of an image.
        seed: of the noise.
        accelerator: the processes; None: this one alone.
        folder: where scores and pictures are kept; None: nowhere.
        num_samples: prompts of a picture.
        locate: the region that is trained, for the picture.
    """

    def __init__(
        self,
        generator: FlowGenerator,
        prompt_sets: Sequence[PromptSet],
        scorers: Mapping[str, Scorer],
        *,
        images_per_prompt: int,
        size_px: int,
        seed: int,
        accelerator: Accelerator | None = None,
        folder: Path | None = None,
        num_samples: int = 0,
        locate: Locate | None = None,
    ) -> None:
        self._generator, self._prompt_sets, self._scorers = generator, tuple(prompt_sets), scorers
        self._num, self._size_px, self._seed = images_per_prompt, size_px, seed
        self._accelerator, self._folder, self._locate = accelerator or new_accelerator(), folder, locate
        self._num_samples = num_samples if folder else 0

    @classmethod
    def build(
        cls,
        settings: EvaluationSettings,
        backbone: Backbone,
        prompt_sets: Sequence[PromptSet],
        *,
        size_px: int,
        guidance: float | None,
        seed: int,
        folder: Path,
        accelerator: Accelerator,
        score: Score | None = None,
        trained: Sequence[str] = (),
        locate: Locate | None = None,
    ) -> Self:
        """The evaluation that settings describe.

        Args:
            settings: what is drawn and who grades it.
            backbone: the policy's.
            prompt_sets: the held-out prompts.
            size_px: of an image.
            guidance: of training, which holds here where the settings say nothing.
            seed: of the run.
            folder: of the stage.
            accelerator: the processes.
            score: what training maximises; None: the reward of the settings.
            trained: names of the rewards that training maximises.
            locate: the region that is trained.

        Raises:
            ConfigError: the judge or a held-out reward is one that is trained on.
        """
        _check_held_out(settings, trained)
        words = words_to_encode(backbone, [item.implicit_prompt for item in prompt_sets])
        with accelerator.main_process_first():
            cache = TextCache(backbone, words, folder / "cache")
        scorers = {"reward": _by_score(score or combine_rewards([(load_reward(settings.reward), 1.0)]))}
        if settings.judge != "none":
            scorers["judge"] = _by_judge(
                load_judge(settings.judge, settings.judging, Spending(), folder / "judge-replies.jsonl")
            )
        scorers |= {f"held_out/{name}": _by_reward(load_reward(name)) for name in settings.held_out}
        generator = FlowGenerator(
            backbone,
            name="policy",
            num_steps=settings.num_steps,
            guidance=guidance if settings.guidance is None else settings.guidance,
            batch_size=settings.batch_size,
            encode=cache.get,
        )
        return cls(
            generator,
            prompt_sets,
            scorers,
            images_per_prompt=settings.images_per_prompt,
            size_px=size_px,
            seed=seed,
            accelerator=accelerator,
            folder=folder,
            num_samples=settings.num_samples,
            locate=locate,
        )

    def __call__(self, step: int) -> dict[str, float]:
        """Numbers of one evaluation, for the training log."""
        own = self._measure(even_share(range(len(self._prompt_sets)), self._accelerator))
        by_prompt = {item["prompt"]: item for item in gather_object(own)}
        found = [by_prompt[number] for number in sorted(by_prompt)]
        return from_main(self._summarize(step, found) if self._accelerator.is_main_process else {})

    def _measure(self, numbers: Sequence[int]) -> list[dict[str, Any]]:
        """Draws and scores these prompts: a row each, with lists of one value an image."""
        if not numbers:
            return []
        K = self._num
        sets = [self._prompt_sets[number] for number in numbers for _ in range(K)]
        words = [item.implicit_prompt for item in sets]
        seeds = [image_seed(self._seed, word, index % K) for index, word in enumerate(words)]
        images = self._generator.draw(words, seeds, size_px=self._size_px)
        scores = {name: list(scorer(sets, images)) for name, scorer in self._scorers.items()}
        return [
            {
                "prompt": number,
                "scores": {name: values[place * K : (place + 1) * K] for name, values in scores.items()},
                "diversity": diversity(images[place * K : (place + 1) * K], K),
                "images": [png_bytes(image) for image in images[place * K : (place + 1) * K]]
                if number < self._num_samples
                else [],
            }
            for place, number in enumerate(numbers)
        ]

    def _summarize(self, step: int, found: Sequence[dict[str, Any]]) -> dict[str, float]:
        scores = {name: [item["scores"][name] for item in found] for name in self._scorers}
        row: dict[str, float] = {}
        for name, values_PK in scores.items():
            known = [value for values in values_PK for value in values if value is not None]
            if known:
                row[f"eval/{name}"] = float(np.mean(known))
            if name == "judge":
                row["eval/judge_coverage"] = len(known) / (len(found) * self._num)
        row["eval/diversity"] = float(np.mean([item["diversity"] for item in found]))
        earlier = self._read_journal(step)
        if earlier:
            row |= self._gains(earlier[0]["scores"], scores)
        self._keep(step, earlier, scores, row, found)
        return row

    def _gains(self, first: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, float]:
        """Paired differences from the first evaluation; nothing where no interval can be told."""
        row: dict[str, float] = {}
        for name in now:
            pairs = zip(_means(first.get(name, [])), _means(now[name]), self._prompt_sets, strict=False)
            known = [(a, b, asked) for a, b, asked in pairs if a is not None and b is not None]
            gain = compare_paired(
                [after for _, after, _ in known],
                [before for before, _, _ in known],
                clusters=[(asked.law, asked.subject) for *_, asked in known],
            ).difference
            values = {"": gain.value, "_low": gain.low, "_high": gain.high}
            row |= {f"eval/{name}_gain{key}": value for key, value in values.items() if value is not None}
        return row

    def _read_journal(self, step: int) -> list[dict[str, Any]]:
        """Earlier evaluations; those after the checkpoint that a run resumes from are left out."""
        if not self._folder:
            return []
        return [row for row in Journal(self._folder / JOURNAL) if row["step"] < step]

    def _keep(
        self,
        step: int,
        earlier: Sequence[dict[str, Any]],
        scores: Mapping[str, Any],
        row: Mapping[str, float],
        found: Sequence[dict[str, Any]],
    ) -> None:
        if not self._folder:
            return
        rows = [*earlier, {"step": step, "scores": scores, **row}]
        write_lines(self._folder / JOURNAL, rows)
        draw_curve(rows, self._folder / CURVE)
        shown = found[: self._num_samples]
        if shown:
            folder = self._folder / SAMPLES
            folder.mkdir(exist_ok=True)
            picture = draw_samples([self._sample(item) for item in shown], folder / f"step-{step:06d}.png")
            track_picture(self._accelerator, SAMPLES, picture, step)

    def _sample(self, item: Mapping[str, Any]) -> SampleRow:
        asked = self._prompt_sets[item["prompt"]]
        images = tuple(open_image(data) for data in item["images"])
        masks: tuple[np.ndarray, ...] = ()
        if self._locate and asked.entity:
            _, height, width = self._generator.backbone.latent_shape(self._size_px, self._size_px)
            found, _ = self._locate([asked.entity] * len(images), images, height, width)
            masks = tuple(found.cpu().numpy())
        first = {name: values[0] for name, values in item["scores"].items()}
        return SampleRow(words=asked.implicit_prompt, scores=first, images=images, masks=masks)


def diversity(images: Sequence[Image.Image], images_per_prompt: int) -> float:
    """Mean absolute difference between two images of one prompt, as a fraction of the range; 0 means all alike."""
    pixels = np.stack([np.asarray(image, dtype=np.float32) / 255 for image in images])
    groups_PGHWC = pixels.reshape(-1, images_per_prompt, *pixels.shape[1:])
    apart = [
        np.abs(groups_PGHWC[:, one] - groups_PGHWC[:, other]).mean()
        for one in range(images_per_prompt)
        for other in range(one)
    ]
    return float(np.mean(apart))


def _check_held_out(settings: EvaluationSettings, trained: Sequence[str]) -> None:
    """A judge that is trained on judges nothing."""
    own = {split_revision(model_of(name))[0] for name in trained}
    for name in (settings.judge, *settings.held_out):
        if split_revision(model_of(name))[0] in own:
            raise ConfigError(
                f"setting 'evaluation': {name} is trained on, so it cannot judge; name another judge or held-out reward"
            )


def _means(values_PK: Sequence[Sequence[float | None]]) -> list[float | None]:
    """Of each prompt; None where an image has no score."""
    return [None if None in values else float(np.mean(values)) for values in values_PK]  # type: ignore[arg-type]


def _by_score(score: Score) -> Scorer:
    return lambda sets, images: score([item.implicit_prompt for item in sets], images).double().tolist()


def _by_reward(reward: Reward) -> Scorer:
    return _by_score(combine_rewards([(reward, 1.0)]))


def _by_judge(judge: Judge) -> Scorer:
    return lambda sets, images: [item.score for item in judge.grade(sets, images)]
