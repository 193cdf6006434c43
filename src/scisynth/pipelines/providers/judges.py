"""Judges by name, and where a chat model behind an API is found.

lab-judge          the packaged judge of the lab's images
sciscore:MODEL     SciScore against the implicit prompt (version 1 of the paper); a bare model name means the same
reward:NAME        any reward of `rewards.registry`, also `reward:file.py:NAME`
api:MODEL          a vision-language model, by the Reality Score (version 2)
file.py:NAME       a judge or a reward of your own, as a file, `package.module:NAME` or the name of an entry point

Chat models need no torch, so it is not imported until a model is loaded.
"""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from scisynth.core.cuts import cuts_of, describe_cuts
from scisynth.core.errors import ConfigError, ImageError, nearest, one_line
from scisynth.core.images import open_image
from scisynth.core.plugins.references import is_known, load_any
from scisynth.core.progress import say
from scisynth.core.protocols import Judge, Reward
from scisynth.core.records import ImageSource, Judgement, PromptSet
from scisynth.judges.outside import JUDGE, as_judge
from scisynth.judges.reality import RealityJudge
from scisynth.pipelines.providers.access import JudgingConfig, Spending
from scisynth.stats.gates import POINTS_OF_100

LAB_JUDGE = "lab-judge"
KINDS = (LAB_JUDGE, "sciscore", "reward", "api")


class RewardJudge:
    """A reward model as a judge: its score of an image against the implicit prompt, in its own units."""

    def __init__(self, reward: Reward) -> None:
        self.name = reward.name
        self._reward = reward
        self._has_told = False

    def grade(self, prompt_sets: Sequence[PromptSet], images: Sequence[ImageSource]) -> list[Judgement]:
        """N situations and N images to N judgements; what cannot be opened or scored is a state."""
        problems = {number: problem for number, image in enumerate(images) if (problem := _problem(image))}
        sound = [number for number in range(len(images)) if number not in problems]
        prompts = [prompt_sets[number].implicit_prompt for number in sound]
        cut_notes = self._note_cuts(prompts)
        scores = self._reward.score(prompts, [images[number] for number in sound]).tolist() if sound else []
        found = dict(zip(sound, scores, strict=True))
        return [
            Judgement(judge=self.name, status="missing", score=None, reason=problems[number])
            if number in problems
            else self._judgement(found[number], cut_notes.get(prompt_sets[number].implicit_prompt, ""))
            for number in range(len(images))
        ]

    def _note_cuts(self, prompts: Sequence[str]) -> dict[str, str]:
        """A note for each prompt that the reward reads in part; the first ones are told on stderr too."""
        cuts = cuts_of(self._reward, prompts)
        if cuts and not self._has_told:
            say(describe_cuts(cuts, self.name))
            self._has_told = True
        return {cut.prompt: cut.note for cut in cuts}

    def _judgement(self, score: float, note: str) -> Judgement:
        if not math.isfinite(score):
            return Judgement(judge=self.name, status="error", score=None, reason=f"expected a number, got {score}")
        return Judgement(judge=self.name, status="ok", score=score, reason=note)


def load_judge(name: str, config: JudgingConfig, spending: Spending, cache: Path, *, repeats: int = 1) -> Judge:
    """The judge that a name stands for; replies of an API, asked as `config` says, are kept in `cache`.

    Raises:
        ConfigError: no such kind of judge.
    """
    kind, separator, model = name.partition(":")
    if name == LAB_JUDGE:
        from scisynth.lab.models.judge import LabJudge

        return LabJudge.from_pretrained()
    if kind == "api" and separator:
        return RealityJudge(spending.chat(config.judge_settings(model), cache), name=name, repeats=repeats)
    if kind not in KINDS and is_known(name, JUDGE.group):
        return _outside(name)
    if kind in ("sciscore", "reward") or not separator:
        from scisynth.rewards.registry import load_reward

        return RewardJudge(load_reward(model if kind == "reward" and separator else name))
    raise ConfigError(f"unknown judge {kind!r} in {name!r}; {nearest(kind, KINDS)}")


def _outside(name: str) -> Judge:
    """An object with `grade`, or one with `score`, which is a reward."""
    found, model = load_any(name, JUDGE.group)
    if hasattr(found, JUDGE.method) or not hasattr(found, "score"):
        return as_judge(found, name, model)
    from scisynth.rewards.outside import as_reward

    return RewardJudge(as_reward(found))


def headline_unit(name: str) -> str:
    """What numbers of a judge are in, as far as its name tells: those of a reward are in the reward's own units."""
    return POINTS_OF_100 if name == LAB_JUDGE or name.startswith("api:") else ""


def unit_of(judge: Judge) -> tuple[str, float]:
    """What a number of this judge means, and what its scores are multiplied by."""
    if isinstance(judge, RewardJudge):
        return "mean score against the implicit prompt, in the model's own units", 1.0
    return POINTS_OF_100, 100.0


def grade_each(
    judge: Judge, prompt_sets: Sequence[PromptSet], images: Sequence[ImageSource], *, batch_size: int = 64
) -> Iterator[tuple[int, Judgement]]:
    """(number, judgement) as soon as each is known: one by one from an API, batch by batch from a local model."""
    if isinstance(judge, RealityJudge):
        yield from judge.stream(prompt_sets, images)
        return
    for first in range(0, len(images), batch_size):
        batch = slice(first, first + batch_size)
        yield from enumerate(judge.grade(prompt_sets[batch], images[batch]), start=first)


def _problem(image: ImageSource) -> str:
    try:
        open_image(image)
    except ImageError as error:
        return one_line(error)
    return ""
