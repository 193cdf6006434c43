"""The step that generates: several images from each chosen prompt of each prompt set."""

from collections.abc import Sequence
from itertools import product

from scisynth.core.engine.choice import LOCAL_ENGINE, Engine
from scisynth.core.progress import say
from scisynth.core.protocols import Generator
from scisynth.core.records import PromptSet
from scisynth.core.store import RunFolder
from scisynth.generators.folder import FolderImages
from scisynth.generators.run import ImageRequest
from scisynth.pipelines.providers.generators import draw_images
from scisynth.pipelines.science_t2i.config import BenchGeneration
from scisynth.pipelines.science_t2i.images import GeneratedImage, ImageKey


def generate(
    config: BenchGeneration,
    source: Generator | FolderImages,
    prompt_sets: Sequence[PromptSet],
    run: RunFolder,
    *,
    seed: int,
    engine: Engine = LOCAL_ENGINE,
) -> list[GeneratedImage]:
    """Every image asked for, drawn now or before, tier by tier; what failed has a record that says why."""
    name, num = config.pictures.name, config.pictures.images_per_prompt
    places = [
        (item, ImageKey(situation=item.id, tier=tier, index=index))
        for tier, item, index in product(config.tiers, prompt_sets, range(num))
    ]
    requests = [
        ImageRequest(prompt_id=key.prompt_id, prompt=item.prompt(key.tier)) for item, key in places if key.index == 0
    ]
    say(f"1/3 images: {name}, {len(requests)} prompts")
    records = draw_images(config.pictures, source, requests, run, seed=seed, engine=engine)
    return [
        GeneratedImage(generator=name, key=key, prompt_set=item, record=record)
        for (item, key), record in zip(places, records, strict=True)
    ]
