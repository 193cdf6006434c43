"""Prompt sets to a tuple data set on disk, resumable at any row.

    prompts/prompts.jsonl         the prompt sets, written once; a run never mixes two lists of them
    tuples/rows.jsonl             one row per finished tuple, in the order of the prompts
    tuples/images/<hash>.png      images; on disk before their row is
    tuples/<split>.parquet        the data set, images inside
    tuples/README.md              names the splits; written last, so that its presence means finished

An image depends on the seed and the id of its prompt set, not on what was drawn before it: a run that was killed and
resumed ends with the same bytes as one that was not, whatever the number of workers.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import Field

from scisynth.core.config import Config
from scisynth.core.engine.choice import LOCAL_ENGINE, Engine, by_row
from scisynth.core.errors import (
    ConfigError,
    DataError,
    MissingExtraError,
    ModelError,
    ScisynthError,
    StorageError,
    one_line,
)
from scisynth.core.images import content_hash, png_bytes, to_rgb
from scisynth.core.progress import track
from scisynth.core.protocols import SceneRenderer
from scisynth.core.records import SPLITS, ContrastTuple, ImageSource, PromptSet, Tier
from scisynth.core.seeds import derive_seed
from scisynth.core.store import RunFolder, storage_errors, write_atomic, write_atomic_with
from scisynth.tuples.schema import PROMPT_COLUMNS, data_card, schema_of

STAGE = "tuples"
ROWS_PER_GROUP = 100
"""The hub viewer reads a row group at a time."""


class TuplesConfig(Config):
    """How the images are drawn."""

    size_px: Annotated[int, Field(ge=8, le=8192)] = 64
    """Width and height of an image in pixels."""
    workers: Annotated[int, Field(ge=0, le=256)] = 0
    """Processes that draw; 0: in this process. Changes the time, never the result."""


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """Both images of a prompt set as PNG, or the reason why there are none."""

    explicit: bytes = b""
    superficial: bytes = b""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What the journal adds to a prompt set: names of its images, relative to the stage."""

    explicit_image: str
    superficial_image: str
    reason: str

    @property
    def pictures(self) -> tuple[str, ...]:
        """Names of the files the row stands on."""
        return tuple(name for name in (self.explicit_image, self.superficial_image) if name)


def build_tuples(
    config: TuplesConfig,
    prompt_sets: Sequence[PromptSet],
    generator: SceneRenderer,
    run: RunFolder,
    seed: int,
    *,
    engine: Engine = LOCAL_ENGINE,
) -> Path:
    """Draws what is not drawn yet and writes one Parquet file a split; returns their folder.

    A prompt set that the generator cannot draw becomes a row with status `broken`.
    The engine changes the time, never the result.

    Raises:
        ConfigError: the folder holds tuples of other prompt sets.
        StorageError: the disk refused a write; the same call resumes.
    """
    if len({prompt_set.id for prompt_set in prompt_sets}) != len(prompt_sets) or not prompt_sets:
        raise DataError(
            f"expected prompt sets with an id of their own each, got {len(prompt_sets)} with doubles or none"
        )
    folder = run.stage(STAGE)
    by_split = {split: [p for p in prompt_sets if p.split == split] for split in SPLITS}
    by_split = {split: chosen for split, chosen in by_split.items() if chosen}
    with run.exclusive(STAGE):
        _write_prompts(run, prompt_sets)
        if is_built(folder) and all((folder / f"{split}.parquet").is_file() for split in by_split):
            return folder
        _sweep(folder)
        rows = _draw_missing(config, prompt_sets, generator, run, seed, engine)
        for split, chosen in by_split.items():
            _write_split(folder, split, chosen, rows, schema_of(generator.name))
        counts: dict[str, int] = {split: len(chosen) for split, chosen in by_split.items()}
        card = data_card("Contrast tuples", counts, ".parquet")
        write_atomic(folder / "README.md", card.encode())
    return folder


def is_built(folder: Path) -> bool:
    """Whether a stage folder holds a finished data set."""
    return (folder / "README.md").is_file()


def to_contrast_tuple(prompt_set: PromptSet, explicit: ImageSource, superficial: ImageSource) -> ContrastTuple:
    """A prompt set with its two images, in memory."""
    return ContrastTuple(
        id=prompt_set.id,
        law=prompt_set.law,
        category=prompt_set.field,
        implicit_prompt=(prompt_set.implicit_prompt,),
        explicit_prompt=(prompt_set.explicit_prompt,),
        superficial_prompt=(prompt_set.superficial_prompt,),
        explicit_image=(explicit,),
        superficial_image=(superficial,),
        subject=prompt_set.subject,
        entity=prompt_set.entity,
        type=prompt_set.type,
        setting=prompt_set.setting,
        split=prompt_set.split,
        subject_seen=prompt_set.subject_seen,
        derivation=prompt_set.derivation,
        scene_rubric=prompt_set.scene_rubric,
        reality_rubric=prompt_set.reality_rubric,
    )


def draw_pair(prompt_set: PromptSet, generator: SceneRenderer, *, seed: int, size_px: int) -> Drawing:
    """Both images of one prompt set; what this prompt alone cannot have is a reason, not a crash."""
    own_seed = derive_seed(seed, prompt_set.id)

    def draw(tier: Tier) -> bytes:
        return png_bytes(to_rgb(generator.generate(prompt_set, tier, seed=own_seed, size_px=size_px)))

    try:
        return Drawing(explicit=draw("explicit"), superficial=draw("superficial"))
    except (ConfigError, MissingExtraError, ModelError, StorageError):
        # These would befall every prompt.
        raise
    except ScisynthError as error:
        return Drawing(reason=one_line(error))


def _write_prompts(run: RunFolder, prompt_sets: Sequence[PromptSet]) -> None:
    path = run.stage("prompts") / "prompts.jsonl"
    data = "".join(json.dumps(p.to_dict(), ensure_ascii=False) + "\n" for p in prompt_sets).encode()
    if not path.exists():
        write_atomic(path, data)
    elif path.read_bytes() != data:
        raise ConfigError(f"{path}: holds other prompts than this command writes; choose another --out")


def _sweep(folder: Path) -> None:
    """Removes what a killed run left under temporary names; the stage's lock is held."""
    with storage_errors(folder):
        for path in [*folder.glob(".*.tmp"), *folder.glob("images/.*.tmp")]:
            path.unlink()


def _draw_missing(
    config: TuplesConfig,
    prompt_sets: Sequence[PromptSet],
    generator: SceneRenderer,
    run: RunFolder,
    seed: int,
    engine: Engine,
) -> dict[str, Row]:
    """Draws and journals, in order, every prompt set without a row or without the images of its row."""
    journal = run.journal(STAGE, "rows")
    rows = dict(journal.parsed(lambda row: (row["id"], _read_row(row))))
    rows = {name: row for name, row in rows.items() if all(_is_there(run.root / STAGE / p) for p in row.pictures)}
    todo = [prompt_set for prompt_set in prompt_sets if prompt_set.id not in rows]
    draw = partial(draw_pair, generator=generator, seed=seed, size_px=config.size_px)
    workers = min(config.workers, len(todo))
    with closing(engine.map(by_row(draw), todo, workers=workers)) as drawings:
        watched = track(drawings, total=len(prompt_sets), label="tuples", done=len(prompt_sets) - len(todo))
        for prompt_set, drawing in zip(todo, watched, strict=True):
            row = _save(run, drawing)
            status = "broken" if row.reason else "ok"
            journal.append({**prompt_set.to_dict(), **asdict(row), "status": status})
            rows[prompt_set.id] = row
    return rows


def _is_there(image: Path) -> bool:
    """Exists and is not empty; a power cut can leave a name without its bytes."""
    try:
        return image.stat().st_size > 0
    except OSError:
        return False


def _save(run: RunFolder, drawing: Drawing) -> Row:
    if drawing.reason:
        return Row(explicit_image="", superficial_image="", reason=drawing.reason)
    return Row(
        explicit_image=run.save_image(STAGE, drawing.explicit),
        superficial_image=run.save_image(STAGE, drawing.superficial),
        reason="",
    )


def _read_row(row: Mapping[str, Any]) -> Row:
    return Row(explicit_image=row["explicit_image"], superficial_image=row["superficial_image"], reason=row["reason"])


def _write_split(
    folder: Path, split: str, prompt_sets: Sequence[PromptSet], rows: Mapping[str, Row], schema: pa.Schema
) -> None:
    """One Parquet file, a row group at a time, so that memory does not grow with the data."""

    def write(temporary: Path) -> None:
        # A dictionary of images saves nothing and must be held whole by whoever reads it.
        with pq.ParquetWriter(temporary, schema, write_page_index=True, use_dictionary=False) as writer:
            for start in range(0, len(prompt_sets), ROWS_PER_GROUP):
                group = prompt_sets[start : start + ROWS_PER_GROUP]
                columns = [_to_columns(folder, prompt_set, rows[prompt_set.id]) for prompt_set in group]
                writer.write_table(pa.Table.from_pylist(columns, schema=schema))

    write_atomic_with(folder / f"{split}.parquet", write)


def _to_columns(folder: Path, prompt_set: PromptSet, row: Row) -> dict[str, Any]:
    values = prompt_set.to_dict()
    return {
        **values,
        **{name: [values[name]] for name in PROMPT_COLUMNS},
        "explicit_image": _embed(folder, row.explicit_image),
        "superficial_image": _embed(folder, row.superficial_image),
        "category": prompt_set.field,
        "status": "broken" if row.reason else "ok",
        "reason": row.reason,
    }


def _embed(folder: Path, name: str) -> list[dict[str, Any]]:
    """A stored image as Parquet holds it, checked against its name."""
    if not name:
        return []
    path = folder / name
    data = path.read_bytes()
    if content_hash(data) != path.stem:
        path.unlink()
        raise StorageError(f"{path}: was damaged and is removed; run the same command again to draw it again")
    return [{"bytes": data, "path": path.name}]
