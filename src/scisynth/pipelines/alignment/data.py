"""What alignment trains on: true images under implicit prompts, and prompts with the thing to look for."""

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from scisynth.alignment.rollout import TrainingPrompt
from scisynth.alignment.sft import TrainingImage
from scisynth.core.errors import DataError
from scisynth.core.hub import is_hub_id
from scisynth.core.progress import track
from scisynth.core.records import ContrastTuple, ImageSource, PromptSet
from scisynth.core.seeds import derive_seed
from scisynth.lab.render import LabGenerator
from scisynth.pipelines.alignment.config import LAB
from scisynth.pipelines.alignment.subjects import choose_subjects, trained_subjects
from scisynth.pipelines.providers.hub_data import fetch_dataset
from scisynth.prompts import files
from scisynth.prompts.read import read_prompts
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.tuples.parquet import read_tuples


def find_data(data: str, revision: str = "") -> Path:
    """A path as it is, or the folder of a data set of the hub, fetched on first use; `DataError` where there is neither."""
    path = Path(data)
    return path if path.exists() or not is_hub_id(data) else fetch_dataset(data, revision)


def is_tuples(path: Path) -> bool:
    """Whether a path is read as a tuple data set, and not as a file of prompts."""
    return path.suffix.lower() == ".parquet" or path.is_dir()


def load_examples(
    data: str, *, num: int, size_px: int, seed: int, revision: str = "", subject_share: float = 1.0
) -> list[TrainingImage]:
    """(implicit prompt, true image) of the train split: drawn by the lab, or of a tuple data set.

    With a `subject_share` below 1 only of that fraction of each law's subjects (`subjects.choose_subjects`).

    Raises:
        DataError: no such data, or a tuple whose prompts and images do not pair.
    """
    if data == LAB:
        generator = LabGenerator()
        prompt_sets = _lab_prompts(num, seed, subject_share)
        return [
            TrainingImage(
                prompt=prompt_set.implicit_prompt,
                image=generator.generate(
                    prompt_set, "explicit", seed=derive_seed(seed, prompt_set.id), size_px=size_px
                ),
            )
            for prompt_set in track(prompt_sets, total=num, label="true images")
        ]
    items = [item for item in read_tuples(find_data(data, revision), "train") if item.status == "ok"]
    kept = choose_subjects(((item.law, item.subject) for item in items), subject_share)
    return [
        TrainingImage(prompt=prompt, image=image)
        for item in items
        if (item.law, item.subject) in kept
        for prompt, image in _pairs(item)
    ]


def _pairs(item: ContrastTuple) -> list[tuple[str, ImageSource]]:
    """Prompt by prompt with its image; one prompt stands for all images, and one image for all wordings."""
    prompts, images = item.implicit_prompt, item.explicit_image
    if len(prompts) == 1 or len(images) == 1:
        return list(product(prompts, images))
    if len(prompts) != len(images):
        raise DataError(
            f"{item.id}: expected as many explicit images as implicit prompts, or one, got {len(images)} and {len(prompts)}; "
            "correct the row"
        )
    return list(zip(prompts, images, strict=True))


def _lab_prompts(num: int, seed: int, subject_share: float) -> list[PromptSet]:
    if subject_share == 1:
        return write_prompts(PromptsConfig.parse({"num": num, "split": "train"}), seed)
    kept, written = trained_subjects(subject_share), num
    found: list[PromptSet] = []
    while len(found) < num:
        written *= 2
        asked = write_prompts(PromptsConfig.parse({"num": written, "split": "train"}), seed)
        found = [item for item in asked if (item.law, item.subject) in kept]
    return found[:num]


def load_prompts(data: str, *, num: int, seed: int, revision: str = "") -> list[TrainingPrompt]:
    """Prompts to train on: written by the lab, prompt sets of a file, or free prompts whose subject can be read."""
    if data == LAB:
        return _of_prompt_sets(write_prompts(PromptsConfig.parse({"num": num, "split": "train"}), seed))
    path = find_data(data, revision)
    if is_tuples(path):
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
