"""First step of `student eval`: the questions of the protocol, from local files or the hub, and the lock of the run.

images/      images that a table holds, each once, so that pages show them and every later run asks with the same
lock.json    digest of the test set and of how it is asked; a run whose data has changed since is refused
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from scisynth.core.errors import ConfigError, DataError
from scisynth.core.hub import is_hub_id
from scisynth.core.images import content_hash, fold_name, images_by_name, open_image, png_bytes
from scisynth.core.progress import say
from scisynth.core.store import Journal, RunFolder, write_atomic, write_json
from scisynth.core.tables import TABLE_SUFFIXES
from scisynth.figures.families.registry import family_names
from scisynth.figures.families.split import is_held_out
from scisynth.pipelines.providers.hub_data import fetch_dataset
from scisynth.pipelines.scigenbench.families import FIGURES, METADATA
from scisynth.pipelines.scigenbench.results import MetadataRow
from scisynth.pipelines.students.config import FAMILIES
from scisynth.pipelines.students.evaluation.config import EvalConfig
from scisynth.students.evaluation.items import EvalItem, StoredImage
from scisynth.students.evaluation.layouts import family_items, read_layout
from scisynth.students.evaluation.protocols import LAYOUTS, protocol_digest
from scisynth.students.items import TrainingItem, read_items
from scisynth.students.selection import Selection, select

LOCK, IMAGES = "lock.json", "images"


def check_eval(config: EvalConfig) -> None:
    """Refuses settings that do not go together; nothing is read.

    Raises:
        ConfigError: no model, or no data where the protocol has no hub id.
    """
    if not config.model or config.model == "api:":
        raise ConfigError("--model: expected api:MODEL, a folder or a hub id of a vision-language model, found none")
    check_data(config)


def check_data(config: EvalConfig) -> None:
    """Refuses a protocol without a hub id for which no data is named.

    Raises:
        ConfigError: no data.
    """
    if config.data:
        return
    if config.protocol == FAMILIES:
        raise ConfigError(
            "--data: expected a folder of `scisynth student data` or of `scisynth imgcoder families --split test`, found none"
        )
    if not LAYOUTS[config.protocol].repo:
        raise ConfigError(f"--data: expected the file or the folder of {config.protocol} with its images, found none")


def load_items(config: EvalConfig) -> list[EvalItem]:
    """The questions, in the order of the data.

    Raises:
        DataError: no such data, or not in the published layout.
    """
    if config.protocol == FAMILIES:
        return _of_families(Path(config.data), config)
    layout = LAYOUTS[config.protocol]
    data = config.data or layout.repo
    path = Path(data)
    if not path.exists():
        if not is_hub_id(data):
            raise DataError(
                f"--data {data}: expected a file, a folder or a hub id ORG/NAME, found none; check the path"
            )
        path = fetch_dataset(data, config.data_revision)
    files = [path] if path.is_file() else split_files(path, layout.split)
    return read_layout(config.protocol, files, _find_image(config.images), num=config.num)


def _of_families(folder: Path, config: EvalConfig) -> list[EvalItem]:
    """The sound items of the split, of `student data` or of `imgcoder families`; a number of them is spread over the families.

    Raises:
        DataError: none of the split, or fewer than asked for.
    """
    found = _drawn_items(folder) if (folder / FIGURES).is_file() else read_items(folder)
    whole = [item for item in found if item.split == config.split and not item.defect]
    sound = [item for item in whole if item.is_sound]
    if len(sound) < len(whole):
        say(f"--data {folder}: {len(whole) - len(sound)} of {len(whole)} items are left out, since their check failed")
    if not sound:
        raise DataError(
            f"--data {folder}: expected items of the split {config.split!r}, found none; draw some with `scisynth imgcoder families "
            f"--split {config.split}`"
        )
    chosen = select(sound, Selection(filter="none", num=config.num)) if config.num else sound
    return family_items(chosen, folder, frozenset(filter(is_held_out, family_names(""))))


def _drawn_items(folder: Path) -> list[TrainingItem]:
    """The problem of each figure that passed its checks."""
    rows = [MetadataRow.from_dict(row) for row in Journal(folder / METADATA)]
    return [
        TrainingItem(
            id=row.id,
            image=row.file_name,
            question=row.multimodal_question,
            answer=row.answer,
            source=FAMILIES,
            group=row.family,
            split=row.split,
            verification="verified",
            content=row.id,
            image_hash="",
        )
        for row in rows
        if row.verified
    ]


def split_files(folder: Path, split: str) -> list[Path]:
    """The Parquet files of a split as the hub lays them out, in a folder or in its `data`; else the only table there.

    Raises:
        DataError: there is none, or which one is meant cannot be told.
    """
    places = [place for place in (folder, folder / "data") if place.is_dir()]
    for place in places:
        found = sorted(place.glob("*.parquet"))
        of_split = [path for path in found if not split or path.stem == split or path.stem.startswith(f"{split}-")]
        if of_split:
            return of_split
    tables = [path for place in places for path in sorted(place.iterdir()) if path.suffix.lower() in TABLE_SUFFIXES]
    if len(tables) == 1:
        return tables
    names = ", ".join(path.name for path in tables[:6]) or "none"
    raise DataError(f"--data {folder}: expected {split or 'the'}-*.parquet, found {names}; name one file")


def _find_image(folder: str) -> Callable[[str], Path | None]:
    """From an id to its image in a folder, whatever the case of its letters; nothing is found where no folder is named."""
    if not folder:
        return lambda name: None
    path = Path(folder)
    if not path.is_dir():
        raise ConfigError(f"--images {folder}: expected a folder of images, one <id>.png an item")
    by_name = images_by_name(path)
    return lambda name: by_name.get(name) or by_name.get(fold_name(name))


def keep_items(items: Sequence[EvalItem], config: EvalConfig, run: RunFolder) -> tuple[list[EvalItem], str]:
    """(the items with every image in a file, the digest of the protocol).

    Raises:
        DataError: the run began with another test set.
    """
    digest = protocol_digest(config.protocol, items, asked_how(config))
    lock = {"protocol": config.protocol, "digest": digest, "items": len(items), **asked_how(config)}
    path = run.root / LOCK
    if not path.exists():
        write_json(path, lock)
    elif json.loads(path.read_text(encoding="utf-8"))["digest"] != digest:
        raise DataError(f"{path}: the test set has changed since this run began; choose another --out")
    return [replace(item, images=tuple(_keep(image, run) for image in item.images)) for item in items], digest


def asked_how(config: EvalConfig) -> dict[str, float | None]:
    """What two comparable runs must share next to the test set."""
    return {"temperature": config.asked_temperature, "max_tokens": config.asked_max_tokens}


def _keep(image: StoredImage, run: RunFolder) -> Path:
    if isinstance(image, Path):
        return image
    path = run.stage(IMAGES) / f"{content_hash(image)}.png"
    if not path.exists():
        write_atomic(path, png_bytes(open_image(image)), fsync=False)
    return path
