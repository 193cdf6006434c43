"""Instrument images with exact truth, each measured by its validator as it is made.

images/<id>.png      as it is looked at
counts/<id>.tif      recorded quanta, 16 bits
masks/<id>.png       16 bits: 0 is background, other numbers are in truth/<id>.json
truth/<id>.json      labels of the mask, and the objects with their places and quantities
images.jsonl         a row an image, twins included, with claims and findings; what is in it is not made again
problems.jsonl       as `bench scigenbench --data` and `student data --sources` read them
prompts.jsonl        implicit, explicit and superficial prompts, where a law is at stake
metadata.jsonl       file_name and the columns with which `datasets.load_dataset` opens the folder
gallery.html
"""

import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any, get_args

import numpy as np
from PIL import Image

from scisynth.core.engine.choice import LOCAL_ENGINE, Engine, by_row
from scisynth.core.errors import ConfigError, nearest
from scisynth.core.extras import require
from scisynth.core.images import png_bytes
from scisynth.core.problems import FigureProblem
from scisynth.core.progress import track
from scisynth.core.records import Tier
from scisynth.core.store import Journal, RunFolder, write_atomic, write_lines
from scisynth.instruments.findings import overall
from scisynth.instruments.frame_files import counts_bytes
from scisynth.instruments.instrument import WORLDS, World
from scisynth.instruments.registry import instrument_names, named_instrument
from scisynth.instruments.take import InstrumentImage, take, take_twins
from scisynth.pipelines.instruments.config import ALL, MAKE_COMMAND, MakeConfig
from scisynth.pipelines.instruments.page import write_images_page
from scisynth.pipelines.instruments.results import ImageRow, InstrumentCount, MakeResult

ROWS, PROBLEMS, PROMPTS, METADATA, GALLERY = (
    "images.jsonl", "problems.jsonl", "prompts.jsonl", "metadata.jsonl", "gallery.html",
)  # fmt: skip
FOLDERS = {"image": "images", "counts": "counts", "mask": "masks", "truth": "truth"}
SEEDS_APART = 1_000_000
"""Images of one seed before those of the next begin."""


@dataclass(frozen=True)
class Order:
    """One image to make, with its twins."""

    instrument: str
    seed: int


def run_make(config: MakeConfig, out: Path, *, seed: int, engine: Engine = LOCAL_ENGINE) -> MakeResult:
    """Makes, measures and stores; an interrupted run goes on after its last whole image.

    Raises:
        ConfigError: an unknown world or instrument, or one of another world.
    """
    require("instruments", "instruments make")
    names = settle_instruments(config)
    run = RunFolder(out, config, command=MAKE_COMMAND, seed=seed)
    journal = Journal(run.root / ROWS)
    journal.repair()
    made = {row["id"] for row in journal}
    orders = [Order(name, SEEDS_APART * seed + number) for name in names for number in range(config.num)]
    todo = [order for order in orders if f"{order.instrument}-{order.seed}" not in made]
    began = time.perf_counter()
    new = 0
    workers = min(config.workers, len(todo))
    with closing(engine.map(by_row(partial(_make, config)), todo, workers=workers)) as found:
        for images in track(found, total=len(todo), label="make"):
            # The true image comes last: once it is in the journal, its twins are, too.
            for row, files in images:
                for file, data in files.items():
                    write_atomic(run.root / file, data, fsync=False)
                journal.append(row.to_dict())
                new += 1
    seconds = time.perf_counter() - began
    rows = read_image_rows(run.root)
    _write_tables(rows, run.root)
    write_images_page(rows, run.root / GALLERY, title="Instrument images", note=f"Seed {seed}, {config.size_px} px.")
    counts = [_count(name, rows) for name in names]
    return MakeResult(
        out=out,
        gallery=out / GALLERY,
        by_instrument=tuple(counts),
        images=sum(item.images for item in counts),
        twins=sum(item.twins for item in counts),
        images_per_second=round(new / seconds, 2) if new else None,
        outcomes={"ok": len(rows)},
    )


def read_image_rows(root: Path) -> list[ImageRow]:
    """The images of a run, in the order of instrument and number, each after its twins; one row for each id."""
    rows = {row["id"]: row for row in Journal(root / ROWS)}
    return [ImageRow.from_dict(row) for row in rows.values()]


def common_instrument(asked: str, first: Iterable[str], second: Iterable[str]) -> str:
    """The instrument that is asked for, else the only one that two sets of images have in common.

    Args:
        asked: empty where nobody asks for one.
        first: instruments of the images of a set.
        second: those of the other set.

    Raises:
        ConfigError: it is not in both, or several or none are.
    """
    names = [sorted(set(found)) for found in (first, second)]
    common = [name for name in names[0] if name in names[1]]
    said = "; ".join(", ".join(found) or "none" for found in names)
    if asked and asked not in common:
        known = nearest(asked, common) if common else f"they hold {said}"
        raise ConfigError(f"--instrument {asked}: expected one of both sets; {known}")
    if not asked and len(common) != 1:
        raise ConfigError(f"expected one instrument in both sets, found {said}; name one by --instrument")
    return asked or common[0]


def settle_instruments(config: MakeConfig) -> tuple[str, ...]:
    """The instruments asked for, else all of the world.

    Raises:
        ConfigError: an unknown world or instrument, one of another world, or one that stands twice.
    """
    if config.world not in (ALL, *WORLDS):
        raise ConfigError(f"unknown world {config.world!r}; {nearest(config.world, (ALL, *WORLDS))}")
    worlds: Sequence[World] = WORLDS if config.world == ALL else (config.world,)  # type: ignore[assignment]
    known = instrument_names(worlds)
    for number, name in enumerate(config.instruments):
        if named_instrument(name).name not in known:
            raise ConfigError(f"{name}: expected an instrument of {config.world}; {nearest(name, known)}")
        if name in config.instruments[:number]:
            raise ConfigError(f"instruments: {name!r} stands twice; name each once")
    return config.instruments or known


Made = list[tuple[ImageRow, dict[str, bytes]]]


def _make(config: MakeConfig, order: Order) -> Made:
    """The twins of an image, and the image: rows and files."""
    from threadpoolctl import threadpool_limits

    instrument = named_instrument(order.instrument)
    # Images are made in parallel; threads of linear algebra on top of that wait for each other.
    with threadpool_limits(1):
        image = take(instrument, order.seed, level=config.level, size=config.size_px)
        return [_encoded(item, config) for item in (*take_twins(instrument, image, config.twins), image)]


def _encoded(image: InstrumentImage, config: MakeConfig) -> tuple[ImageRow, dict[str, bytes]]:
    exposure = image.exposure
    truth = {"mask_labels": dict(exposure.mask_labels), "objects": list(exposure.objects)}
    files = {
        "image": (".png", png_bytes(exposure.picture())),
        "counts": (".tif", counts_bytes(exposure.frame.pixels) if config.counts else b""),
        "mask": (".png", png_bytes(Image.fromarray(exposure.mask.astype(np.uint16)))),
        "truth": (".json", json.dumps(truth, ensure_ascii=False).encode()),
    }
    paths = {name: f"{FOLDERS[name]}/{image.id}{suffix}" for name, (suffix, data) in files.items() if data}
    findings = named_instrument(image.instrument).measure(exposure.frame, image.claims)
    shared: dict[str, Any] = {
        item.name: getattr(image, item.name) for item in fields(ImageRow) if hasattr(image, item.name)
    }
    stored: dict[str, Any] = {name: paths.get(name, "") for name in FOLDERS}
    row = ImageRow(
        **shared
        | stored
        | {
            "level": image.parameters.level,
            "parameters": image.parameters.to_dict(),
            "pixel_size": exposure.frame.pixel_size,
            "unit": exposure.frame.unit,
            "channels": exposure.frame.channels,
            "findings": tuple(findings),
            "verdict": overall(findings),
        }
    )
    return row, {paths[name]: data for name, (_, data) in files.items() if data}


def _count(name: str, rows: Sequence[ImageRow]) -> InstrumentCount:
    own = [row for row in rows if row.instrument == name]
    twins = [row for row in own if row.violation]
    return InstrumentCount(
        instrument=name,
        world=named_instrument(name).world,
        images=len(own) - len(twins),
        verdicts=Counter(row.verdict for row in own if not row.violation),
        twins=len(twins),
        caught=sum(row.is_caught for row in twins),
    )


def _write_tables(rows: Sequence[ImageRow], root: Path) -> None:
    true = [row for row in rows if not row.violation]
    write_lines(root / METADATA, map(_metadata_of, rows))
    write_lines(root / PROBLEMS, map(_problem_of, true))
    write_lines(root / PROMPTS, [_prompts_of(row) for row in true if "implicit" in row.prompts])


def _metadata_of(row: ImageRow) -> dict[str, Any]:
    """All rows have the same keys and types; what differs from instrument to instrument is JSON text."""
    return {
        "file_name": row.image,
        "id": row.id,
        "instrument": row.instrument,
        "world": row.world,
        "prompt": row.prompts.get("prompt", ""),
        **{f"{tier}_prompt": row.prompts.get(tier, "") for tier in get_args(Tier)},
        "question": row.problem,
        "multimodal_question": row.question,
        "answer": asdict(row.answer),
        "quizzes": [
            {"question": quiz.question, "options": list(quiz.options.values()), "correct": quiz.correct}
            for quiz in row.quizzes
        ],
        "level": row.level,
        "split": row.split,
        "alt_text": row.alt_text,
        "counts": row.counts,
        "mask": row.mask,
        "truth": row.truth,
        "pixel_size": row.pixel_size,
        "unit": row.unit,
        "violation": row.violation,
        "dose": row.dose,
        "sentence": row.sentence,
        "verdict": row.verdict,
        "parameters": json.dumps(row.parameters, ensure_ascii=False),
        "claims": json.dumps([claim.to_dict() for claim in row.claims], ensure_ascii=False),
    }


def _problem_of(row: ImageRow) -> dict[str, Any]:
    return FigureProblem(
        id=row.id,
        source="instruments",
        question=row.problem,
        image_type="",
        answer=row.answer,
        elements=tuple(f"{claim.quantity} = {claim.value} {claim.unit}".rstrip() for claim in row.claims),
        quizzes=row.quizzes,
        multimodal_question=row.question,
        image=row.image,
    ).to_dict()


def _prompts_of(row: ImageRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "law": row.instrument,
        "field": row.world,
        "split": row.split,
        **{f"{tier}_prompt": row.prompts.get(tier, "") for tier in get_args(Tier)},
    }
