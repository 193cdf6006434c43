"""Prompts on which a policy is measured while it is trained, and never trained on.

    lab                 the lab's own validation prompts
    tuples              their split `val`; without one, a part of the training prompts is kept back. Test splits are never read
    a file of prompts   a part is kept back

A part is a tenth, chosen by the words of the prompts, so that a file that grows moves none of the others. Of fewer than `FEW`
prompts none is kept back: they are measured as they are, and the run says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from scisynth.core.errors import DataError
from scisynth.core.progress import say
from scisynth.core.records import PromptSet
from scisynth.core.seeds import derive_seed
from scisynth.pipelines.alignment.config import LAB, EvaluationSettings
from scisynth.pipelines.alignment.data import find_data, is_tuples
from scisynth.prompts import files
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.science.laws import find_law
from scisynth.tuples.parquet import iter_tuples
from scisynth.tuples.prompt_sets import read_prompt_sets

FEW = 20
ONE_IN = 10


@dataclass(frozen=True, kw_only=True)
class HeldOut:
    """What is measured, and which words are therefore not trained on."""

    prompt_sets: tuple[PromptSet, ...]
    kept_back: frozenset[str] = frozenset()


def choose_held_out(
    settings: EvaluationSettings, data: str, revision: str, trained: Mapping[str, str], *, seed: int
) -> HeldOut:
    """The evaluation's prompts, at most `settings.num_prompts`.

    Args:
        settings: of the evaluation.
        data: what the run trains on.
        revision: of a data set of the hub.
        trained: its prompts, each with the thing to look for.
        seed: of the run.

    Raises:
        DataError: no such data, or no prompts in it.
    """
    source = settings.data or data
    if source == LAB:
        prompts = PromptsConfig.parse({"num": settings.num_prompts, "split": "val"})
        return HeldOut(prompt_sets=tuple(write_prompts(prompts, derive_seed(seed, "evaluation"))))
    path = find_data(source, "" if settings.data else revision)
    if is_tuples(path):
        if found := _of_validation(path):
            return HeldOut(prompt_sets=_some(found, settings.num_prompts))
        if settings.data:
            raise DataError(
                f"{source}: expected a split `val` to evaluate on, found none; name a file of prompts instead"
            )
    elif settings.data:
        items = files.load_prompts(path, column="implicit_prompt")
        found = [_prompt_set(item.prompt, "", item.values) for item in items]
        return HeldOut(prompt_sets=_some(found, settings.num_prompts))
    return _part_of(trained, settings.num_prompts)


def _part_of(trained: Mapping[str, str], num: int) -> HeldOut:
    if len(trained) < FEW:
        say(f"evaluation: fewer than {FEW} prompts, so none is held out; name others with --set evaluation.data=FILE")
        return HeldOut(prompt_sets=_some([_prompt_set(*item, {}) for item in trained.items()], num))
    order = _by_words(trained)
    words = order[: min(num, len(order) // ONE_IN)]
    say(
        f"evaluation: {len(words)} of {len(order)} prompts are held out of training; name others with --set evaluation.data=FILE"
    )
    return HeldOut(
        prompt_sets=tuple(_prompt_set(word, trained[word], {}) for word in words), kept_back=frozenset(words)
    )


def _of_validation(path: Path) -> list[PromptSet]:
    """The prompts of the split `val`; none where the data set has no such split of its own."""
    try:
        # A lone file without splits answers to every name: its rows are those that are trained on.
        items = [item for item in iter_tuples(path, "val") if item.status == "ok" and item.split]
    except DataError:
        return []
    try:
        # With outcome and condition, where the file has them: `lab-judge` grades nothing without.
        whole = {item.id: replace(item, split="val") for item in read_prompt_sets(path)} if items else {}
    except DataError:
        whole = {}
    return [
        whole.get(item.id) or _prompt_set(item.implicit_prompt[0], item.entity or item.subject, vars(item))
        for item in items
    ]


def _some(found: Sequence[PromptSet], num: int) -> tuple[PromptSet, ...]:
    """The first `num` in an order of their words alone, each once."""
    by_words = {item.implicit_prompt: item for item in found}
    return tuple(by_words[words] for words in _by_words(by_words)[:num])


def _by_words(prompts: Iterable[str]) -> list[str]:
    return sorted(prompts, key=lambda words: derive_seed("held-out", words))


def _prompt_set(prompt: str, entity: str, values: Mapping[str, Any]) -> PromptSet:
    """A prompt of which little more is known than its words."""
    names = {item.name for item in fields(PromptSet)} - {"paraphrase", "subject_seen"}
    text: dict[str, Any] = {name: _words(values.get(name)) for name in names}
    law = find_law(text["law"])
    known = {
        "id": f"prompt-{derive_seed('held-out', prompt):016x}",
        "law": law.name if law else text["law"],
        "field": law.field if law else text["field"] or _words(values.get("category")),
        "type": law.type if law else "CT",
        "setting": "C" if text["setting"] == "C" else "S",
        "entity": entity or text["entity"] or text["subject"],
        "implicit_prompt": prompt,
        "split": "val",
    }
    return PromptSet(**{**text, **known}, paraphrase=0, subject_seen=False)


def _words(value: Any) -> str:
    """The first of several wordings."""
    if isinstance(value, list | tuple):
        return _words(value[0]) if value else ""
    return "" if value is None else str(value).strip()
