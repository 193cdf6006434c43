"""Judges by name, and where a chat model behind an API is found.

lab-judge          the packaged judge of the lab's images
sciscore:MODEL     SciScore against the implicit prompt (version 1 of the paper); a bare model name means the same
KIND:MODEL         any reward of `rewards.registry`, such as `validator:hrtem` or `http://HOST:PORT`; `reward:KIND:MODEL` means the same
api:MODEL          a vision-language model, by the Reality Score (version 2)
file.py:NAME       a judge or a reward of your own, as a file, `package.module:NAME` or the name of an entry point

Chat models need no torch, so it is not imported until a model is loaded.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from scisynth.core.cuts import cuts_of, describe_cuts
from scisynth.core.engine.choice import LOCAL_ENGINE, Engine, by_model
from scisynth.core.errors import ConfigError, ImageError, nearest, one_line
from scisynth.core.images import open_image
from scisynth.core.plugins.references import is_known, load_any
from scisynth.core.progress import say
from scisynth.core.protocols import Judge, Reward, score_each
from scisynth.core.records import ImageSource, ItemScore, Judgement, PromptSet
from scisynth.judges.outside import JUDGE, as_judge
from scisynth.judges.reality import RealityJudge
from scisynth.pipelines.providers.access import JudgingConfig, Spending
from scisynth.rewards.info import INFO
from scisynth.rewards.remote.servers import PREFIXES
from scisynth.stats.gates import POINTS_OF_100

LAB_JUDGE = "lab-judge"
Batch = tuple[Sequence[PromptSet], Sequence[ImageSource]]
"""N prompt sets and N images."""
KINDS = (LAB_JUDGE, "api", "reward", *INFO)
"""What may stand before the colon of a judge's name."""


class RewardJudge:
    """A reward model as a judge: its score of an image against the implicit prompt, in its own units."""

    def __init__(self, reward: Reward) -> None:
        self.name = reward.name
        self._reward = reward
        self._has_told = False

    def grade(self, prompt_sets: Sequence[PromptSet], images: Sequence[ImageSource]) -> list[Judgement]:
        """N prompt sets and N images to N judgements; what cannot be opened or scored is a state."""
        problems = {number: problem for number, image in enumerate(images) if (problem := _problem(image))}
        sound = [number for number in range(len(images)) if number not in problems]
        prompts = [prompt_sets[number].implicit_prompt for number in sound]
        cut_notes = self._note_cuts(prompts)
        scores = score_each(self._reward, prompts, [images[number] for number in sound]) if sound else []
        found = dict(zip(sound, scores, strict=True))
        return [
            Judgement(judge=self.name, status="missing", score=None, reason=problems[number])
            if number in problems
            else self._judgement(found[number], cut_notes.get(prompt_sets[number].implicit_prompt, ""))
            for number in range(len(images))
        ]

    def leave_card(self) -> None:
        """As the reward's, where that is one of ours."""
        if hasattr(self._reward, "leave_card"):
            self._reward.leave_card()

    def _note_cuts(self, prompts: Sequence[str]) -> dict[str, str]:
        """A note for each prompt that the reward reads in part; the first ones are told on stderr too."""
        cuts = cuts_of(self._reward, prompts)
        if cuts and not self._has_told:
            say(describe_cuts(cuts, self.name))
            self._has_told = True
        return {cut.prompt: cut.note for cut in cuts}

    def _judgement(self, score: ItemScore, note: str) -> Judgement:
        if score.value is None:
            return Judgement(judge=self.name, status="error", score=None, reason=score.reason)
        return Judgement(judge=self.name, status="ok", score=score.value, reason=note or score.note)


def load_judge(name: str, config: JudgingConfig, spending: Spending, cache: Path, *, repeats: int = 1) -> Judge:
    """The judge that a name stands for; replies of an API, asked as `config` says, are kept in `cache`.

    Raises:
        ConfigError: no such kind of judge.
    """
    kind, separator, model = name.partition(":")
    if kind == "api" and separator:
        return RealityJudge(spending.chat(config.judge_settings(model), cache), name=name, repeats=repeats)
    return load_local_judge(name)


def load_local_judge(name: str) -> Judge:
    """The judge that a name stands for, if it is no chat model; raises as `load_judge`."""
    kind, separator, model = name.partition(":")
    if name == LAB_JUDGE:
        from scisynth.lab.models.judge import LabJudge

        return LabJudge.from_pretrained()
    if kind not in KINDS and is_known(name, JUDGE.group):
        return _outside(name)
    if separator and kind not in KINDS and not name.startswith(PREFIXES):
        raise ConfigError(f"unknown judge {kind!r} in {name!r}; {nearest(kind, KINDS)}")
    from scisynth.rewards.registry import load_reward

    return RewardJudge(load_reward(model if kind == "reward" and separator else name))


def engine_of_model(name: str, engine: Engine) -> Engine:
    """Where a reward or judge works: one that a server scores is asked from this process, which knows the address and the token."""
    return LOCAL_ENGINE if name.removeprefix("reward:").startswith(PREFIXES) else engine


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
    judge: Judge,
    prompt_sets: Sequence[PromptSet],
    images: Sequence[ImageSource],
    *,
    batch_size: int = 64,
    engine: Engine = LOCAL_ENGINE,
    name: str = "",
) -> Iterator[tuple[int, Judgement]]:
    """(number, judgement) as soon as each is known: one by one from an API, batch by batch from a local model.

    Args:
        judge: who grades.
        prompt_sets: N.
        images: N.
        batch_size: images at once; the same for every engine, so that all compute the same.
        engine: where a local model works; models behind an API are asked from here.
        name: by which another engine loads the judge, once a worker.
    """
    if isinstance(judge, RealityJudge):
        yield from judge.stream(prompt_sets, images)
        return
    starts = range(0, len(images), batch_size)
    batches = ((prompt_sets[first : first + batch_size], images[first : first + batch_size]) for first in starts)
    engine = engine_of_model(name, engine)
    load = by_model(_grade, judge, partial(load_local_judge, name), engine, on_card=name != LAB_JUDGE)
    with closing(engine.map(load, batches, workers=0)) as found:
        for first, judgements in zip(starts, found, strict=True):
            yield from enumerate(judgements, start=first)


def _grade(judge: Judge, batch: Batch) -> list[Judgement]:
    return judge.grade(*batch)


def _problem(image: ImageSource) -> str:
    try:
        open_image(image)
    except ImageError as error:
        return one_line(error)
    return ""
