"""What alignment trains on: true pictures under implicit prompts, and prompts with the thing to look for."""

from collections.abc import Sequence
from pathlib import Path

from scisynth.alignment.rollout import TrainingPrompt
from scisynth.alignment.sft import TrainingPicture
from scisynth.core.errors import DataError
from scisynth.core.progress import track
from scisynth.core.records import PromptSet
from scisynth.core.seeds import derive_seed
from scisynth.core.store import Journal
from scisynth.lab.render import LabGenerator
from scisynth.prompts.read import load_prompt_file, read_prompts
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.tuples.parquet import read_tuples


def load_examples(data: str, *, num: int, size_px: int, seed: int) -> list[TrainingPicture]:
    """(implicit prompt, true picture) of the train split: drawn by the lab, or of a tuple data set."""
    if data == "lab":
        generator = LabGenerator()
        prompt_sets = write_prompts(PromptsConfig.parse({"num": num, "split": "train"}), seed)
        return [
            TrainingPicture(
                prompt=prompt_set.implicit_prompt,
                image=generator.generate(
                    prompt_set, "explicit", seed=derive_seed(seed, prompt_set.id), size_px=size_px
                ),
            )
            for prompt_set in track(prompt_sets, total=num, label="true pictures")
        ]
    return [
        TrainingPicture(prompt=prompt, image=image)
        for item in read_tuples(Path(data), "train")
        if item.status == "ok"
        for prompt, image in zip(item.implicit_prompt, item.explicit_image, strict=False)
    ]


def load_prompts(data: str, *, num: int, seed: int) -> list[TrainingPrompt]:
    """Prompts to train on: written by the lab, prompt sets of a file, or free prompts whose subject can be read."""
    if data == "lab":
        return _of_prompt_sets(write_prompts(PromptsConfig.parse({"num": num, "split": "train"}), seed))
    path = Path(data)
    if path.suffix == ".parquet" or path.is_dir():
        words = [item.implicit_prompt[0] for item in read_tuples(path, "train") if item.status == "ok"]
        return _of_free_prompts(words)
    prompt_sets = _read_prompt_sets(path)
    return _of_prompt_sets(prompt_sets) if prompt_sets else _of_free_prompts(load_prompt_file(path))


def _of_prompt_sets(prompt_sets: Sequence[PromptSet]) -> list[TrainingPrompt]:
    return [TrainingPrompt(id=item.id, prompt=item.implicit_prompt, entity=item.entity) for item in prompt_sets]


def _of_free_prompts(words: Sequence[str]) -> list[TrainingPrompt]:
    """The subject is the entity; a prompt whose subject cannot be read keeps none, which training refuses."""
    readings = read_prompts(list(dict.fromkeys(words)))
    return [
        TrainingPrompt(id=f"prompt-{number:05d}", prompt=reading.prompt, entity=reading.subject)
        for number, reading in enumerate(readings)
    ]


def _read_prompt_sets(path: Path) -> list[PromptSet]:
    """Rows of `scisynth prompts write`, or an empty list when the file holds something else."""
    if path.suffix != ".jsonl" or not path.exists():
        return []
    rows = Journal(path).read()
    if not rows or not isinstance(rows[0], dict) or "implicit_prompt" not in rows[0]:
        return []
    try:
        return [PromptSet.from_dict(row) for row in rows]
    except TypeError as error:
        raise DataError(f"{path}: not prompt sets ({error}); write them with `scisynth prompts write`") from None
