"""What alignment trains on: true images under implicit prompts, and prompts with the thing to look for."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scisynth.alignment.rollout import TrainingPrompt
from scisynth.alignment.sft import TrainingImage
from scisynth.core.progress import track
from scisynth.core.records import PromptSet
from scisynth.core.seeds import derive_seed
from scisynth.lab.render import LabGenerator
from scisynth.prompts import files
from scisynth.prompts.read import read_prompts
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.tuples.parquet import read_tuples


def load_examples(data: str, *, num: int, size_px: int, seed: int) -> list[TrainingImage]:
    """(implicit prompt, true image) of the train split: drawn by the lab, or of a tuple data set."""
    if data == "lab":
        generator = LabGenerator()
        prompt_sets = write_prompts(PromptsConfig.parse({"num": num, "split": "train"}), seed)
        return [
            TrainingImage(
                prompt=prompt_set.implicit_prompt,
                image=generator.generate(
                    prompt_set, "explicit", seed=derive_seed(seed, prompt_set.id), size_px=size_px
                ),
            )
            for prompt_set in track(prompt_sets, total=num, label="true images")
        ]
    return [
        TrainingImage(prompt=prompt, image=image)
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
        tuples = [item for item in read_tuples(path, "train") if item.status == "ok"]
        return _of_free_prompts({item.implicit_prompt[0]: item.entity or item.subject for item in tuples})
    items = files.load_prompts(path, column="implicit_prompt")
    if all(item.id for item in items):
        entities = _entities([item.prompt for item in items], [_entity_in(item.values) for item in items])
        return [
            TrainingPrompt(id=item.id, prompt=item.prompt, entity=entity)
            for item, entity in zip(items, entities, strict=True)
        ]
    return _of_free_prompts({item.prompt: _entity_in(item.values) for item in items})


def _of_prompt_sets(prompt_sets: Sequence[PromptSet]) -> list[TrainingPrompt]:
    return [TrainingPrompt(id=item.id, prompt=item.implicit_prompt, entity=item.entity) for item in prompt_sets]


def _entity_in(values: Mapping[str, Any]) -> str:
    """What the columns `entity` and `subject` of a row say, the first first."""
    return str(values.get("entity") or values.get("subject") or "").strip()


def _of_free_prompts(entity_of: Mapping[str, str]) -> list[TrainingPrompt]:
    entities = _entities(list(entity_of), list(entity_of.values()))
    return [
        TrainingPrompt(id=f"prompt-{number:05d}", prompt=prompt, entity=entity)
        for number, (prompt, entity) in enumerate(zip(entity_of, entities, strict=True))
    ]


def _entities(prompts: Sequence[str], given: Sequence[str]) -> list[str]:
    """What to look for in each image: as given, else the subject that the prompt names; training refuses a prompt without."""
    readings = read_prompts(prompts)
    return [entity or reading.subject for entity, reading in zip(given, readings, strict=True)]
