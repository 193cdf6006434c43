"""Generating many pictures into a run folder: resumable, sharded, one row a picture."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar

from PIL import Image

from scisynth.core.errors import ConfigError
from scisynth.core.images import png_bytes
from scisynth.core.progress import progress_bar
from scisynth.core.records import ImageRecord
from scisynth.core.store import RunFolder
from scisynth.generators.flow import picture_seed

STAGE = "images"
T = TypeVar("T")


class BatchGenerator(Protocol):
    """What `generate_pictures` asks of a generator."""

    name: str

    def draw(self, prompts: Sequence[str], seeds: Sequence[int], *, size_px: int) -> list[Image.Image]:
        """N prompts and N seeds to N pictures."""
        ...


@dataclass(frozen=True, kw_only=True)
class PictureRequest:
    """A prompt and how it is known elsewhere."""

    prompt_id: str
    prompt: str


def generate_pictures(
    generator: BatchGenerator,
    requests: Sequence[PictureRequest],
    run: RunFolder,
    *,
    images_per_prompt: int,
    size_px: int,
    seed: int,
    shard: tuple[int, int] = (0, 1),
    batch_size: int = 8,
) -> list[ImageRecord]:
    """Draws what is missing and returns all records of the shard, in the order asked for.

    Raises:
        ConfigError: two requests share an id.
    """
    wanted = _wanted(requests, images_per_prompt, shard)
    with run.exclusive(STAGE):
        journal = run.journal(STAGE, "images")
        done = {row["id"]: ImageRecord.from_dict(row) for row in journal}
        missing = [(name, request, index) for name, request, index in wanted if name not in done]
        with progress_bar("pictures", total=len(wanted), done=len(wanted) - len(missing)) as advance:
            for batch in _batches(missing, batch_size):
                seeds = [picture_seed(seed, request.prompt, index) for _, request, index in batch]
                images = generator.draw([request.prompt for _, request, _ in batch], seeds, size_px=size_px)
                for (name, request, index), own_seed, image in zip(batch, seeds, images, strict=True):
                    record = ImageRecord(
                        id=name,
                        prompt_id=request.prompt_id,
                        prompt=request.prompt,
                        index=index,
                        seed=own_seed,
                        model=generator.name,
                        file=run.save_image(STAGE, png_bytes(image)),
                    )
                    journal.append(record.to_dict())
                    done[name] = record
                advance(len(batch))
    return [done[name] for name, _, _ in wanted]


def _wanted(
    requests: Sequence[PictureRequest], images_per_prompt: int, shard: tuple[int, int]
) -> list[tuple[str, PictureRequest, int]]:
    number, count = shard
    if not 0 <= number < count:
        raise ConfigError(f"--shard {number}/{count}: expected I/N with I from 0 to N - 1")
    ids = [request.prompt_id for request in requests]
    if len(set(ids)) < len(ids):
        twice = next(name for name in ids if ids.count(name) > 1)
        raise ConfigError(f"two prompts have the id {twice!r}; ids must differ")
    return [
        (f"{request.prompt_id}/{index}", request, index)
        for request in requests[number::count]
        for index in range(images_per_prompt)
    ]


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def records_folder(run: RunFolder) -> Path:
    """The folder that `ImageRecord.file` is relative to."""
    return run.stage(STAGE)
