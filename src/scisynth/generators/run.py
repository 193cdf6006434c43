"""Generating many images into a run folder: resumable, sharded, one row an image, also for one that failed."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial

from PIL import Image

from scisynth.core.cuts import cuts_of, describe_cuts
from scisynth.core.engine.choice import LOCAL_ENGINE, Engine, Load, by_model, by_row
from scisynth.core.errors import ConfigError
from scisynth.core.images import png_bytes
from scisynth.core.progress import progress_bar, say
from scisynth.core.protocols import Generator
from scisynth.core.records import RETRIED, DrawnImage, ImageRecord
from scisynth.core.store import RunFolder
from scisynth.generators.folder import FolderImages
from scisynth.generators.seeds import image_seed

STAGE = "images"
Drawn = Sequence[Image.Image | DrawnImage]


@dataclass(frozen=True, kw_only=True)
class ImageRequest:
    """A prompt and how it is known elsewhere."""

    prompt_id: str
    prompt: str
    owner: str = ""
    """Whom the images belong to, where two owners of equal prompts must have different images; empty: the prompt alone decides."""


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    id: str
    request: ImageRequest
    index: int
    seed: int
    note: str = ""


def generate_images(
    generator: Generator,
    requests: Sequence[ImageRequest],
    run: RunFolder,
    *,
    images_per_prompt: int,
    size_px: int,
    seed: int,
    shard: tuple[int, int] = (0, 1),
    batch_size: int = 8,
    engine: Engine = LOCAL_ENGINE,
    load: Callable[[], Generator] | None = None,
    on_card: bool = True,
) -> list[ImageRecord]:
    """Draws what is missing, or failed for a passing reason; returns all records of the shard, in the order asked for.

    Args:
        engine: where batches are drawn.
        load: makes the same generator elsewhere, once a worker; None: it draws in this process whatever the engine.
        on_card: as in `by_model`.

    Raises:
        ConfigError: two requests share an id.
    """
    wanted = _wanted(requests, images_per_prompt, shard, seed)
    cuts = cuts_of(generator, [item.request.prompt for item in wanted])
    if cuts:
        say(describe_cuts(cuts, generator.name))
    notes: dict[str, str] = {}
    for cut in cuts:
        notes[cut.prompt] = "; ".join(filter(None, (notes.get(cut.prompt), cut.note)))
    wanted = [replace(item, note=notes.get(item.request.prompt, "")) for item in wanted]
    draw = partial(_draw, size_px)
    if load is None:
        return _complete(wanted, run, by_row(partial(draw, generator)), generator.name, batch_size)
    work = by_model(draw, generator, load, engine, on_card=on_card)
    return _complete(wanted, run, work, generator.name, batch_size, engine)


def import_images(
    folder: FolderImages,
    requests: Sequence[ImageRequest],
    run: RunFolder,
    *,
    images_per_prompt: int,
    shard: tuple[int, int] = (0, 1),
) -> list[ImageRecord]:
    """Takes images made elsewhere into the run, as `generate_images` would have made them; their seed is unknown, -1."""

    def pick(batch: Sequence[_Wanted]) -> Drawn:
        return [folder.picture(item.request.prompt, item.index, item.request.prompt_id) for item in batch]

    wanted = [replace(item, seed=-1) for item in _wanted(requests, images_per_prompt, shard, 0)]
    folder.check_ids(request.prompt_id for request in requests)
    return _complete(wanted, run, by_row(pick), folder.name, batch_size=32)


def _complete(
    wanted: Sequence[_Wanted],
    run: RunFolder,
    draw: "Load[Sequence[_Wanted], Drawn]",
    name: str,
    batch_size: int,
    engine: Engine = LOCAL_ENGINE,
) -> list[ImageRecord]:
    """An image is on disk before its record is, and a record before the next batch: what is stored is never drawn again."""
    with run.exclusive(STAGE):
        journal = run.journal(STAGE, "images")
        done = {record.id: record for record in journal.parsed(ImageRecord.from_dict)}
        missing = [item for item in wanted if item.id not in done or done[item.id].status in RETRIED]
        batches = [missing[first : first + batch_size] for first in range(0, len(missing), batch_size)]
        with (
            progress_bar("images", total=len(wanted), done=len(wanted) - len(missing)) as advance,
            closing(engine.map(draw, batches, workers=0)) as found,
        ):
            for batch, results in zip(batches, found, strict=True):
                for item, result in zip(batch, results, strict=True):
                    done[item.id] = _record(item, result, name, run)
                    journal.append(done[item.id].to_dict())
                advance(len(batch))
    return [done[item.id] for item in wanted]


def _draw(size_px: int, generator: Generator, batch: Sequence[_Wanted]) -> Drawn:
    prompts = [item.request.prompt for item in batch]
    return generator.draw(prompts, [item.seed for item in batch], size_px=size_px)


def _record(item: _Wanted, result: Image.Image | DrawnImage, model: str, run: RunFolder) -> ImageRecord:
    drawn = result if isinstance(result, DrawnImage) else DrawnImage(image=result)
    record = ImageRecord(
        id=item.id,
        prompt_id=item.request.prompt_id,
        prompt=item.request.prompt,
        index=item.index,
        seed=item.seed,
        model=model,
        file="",
        status=drawn.status,
        reason=drawn.reason,
        note="; ".join(filter(None, (item.note, drawn.note))),
        cost=drawn.cost,
        generation_prompt=drawn.generation_prompt,
        derivation=drawn.derivation,
    )
    if drawn.image is None:
        return record
    return replace(record, file=run.save_image(STAGE, png_bytes(drawn.image, _texts(record))))


def _texts(record: ImageRecord) -> dict[str, str]:
    """What the file of an image tells of it; nothing where the model was given the prompt itself."""
    if not record.generation_prompt:
        return {}
    told = {
        "Description": record.alt,
        "prompt": record.prompt,
        "generation_prompt": record.generation_prompt,
        "derivation": record.derivation,
        "model": record.model,
    }
    return {keyword: text for keyword, text in told.items() if text}


def _wanted(
    requests: Sequence[ImageRequest], images_per_prompt: int, shard: tuple[int, int], seed: int
) -> list[_Wanted]:
    number, count = shard
    if not 0 <= number < count:
        raise ConfigError(f"--shard {number}/{count}: expected I/N with I from 0 to N - 1")
    ids = [request.prompt_id for request in requests]
    if len(set(ids)) < len(ids):
        twice = next(name for name in ids if ids.count(name) > 1)
        raise ConfigError(f"two prompts have the id {twice!r}; ids must differ")
    return [
        _Wanted(
            id=f"{request.prompt_id}/{index}",
            request=request,
            index=index,
            seed=image_seed(seed, f"{request.owner}\n{request.prompt}" if request.owner else request.prompt, index),
        )
        for request in requests[number::count]
        for index in range(images_per_prompt)
    ]
