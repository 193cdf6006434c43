"""Images for the page: opened through the one safe door, shrunk, re-encoded, and kept next to the report.

An image that cannot be opened becomes a placeholder that says why; it never stops the report.
"""

import base64
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from scisynth.core.errors import ImageError, one_line
from scisynth.core.images import content_hash, open_image, read_image_bytes
from scisynth.core.records import ImageSource
from scisynth.core.store import write_atomic
from scisynth.reports.parts.input import Alignment, Pair, ReportInput
from scisynth.reports.parts.links import find_from, way_from

MAX_SIDE_PX = 256
QUALITY = 85
EFFORT = 2
"""Of 0 to 6: a third of the time of the usual 4, for 4 % more bytes."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An image ready for the page, or the reason why there is none."""

    uri: str = ""
    reason: str = ""


def store_images(results: ReportInput, folder: Path) -> ReportInput:
    """The same results with every readable image shrunk to a file in `folder/images` and named by its path."""
    alignment = results.alignment and _store_samples(results.alignment, folder)
    pairs = tuple(_store_pair(pair, folder) for pair in results.pairs)
    return results.model_copy(update={"pairs": pairs, "alignment": alignment})


def show_image(source: ImageSource, run_folder: Path, max_side_px: int = MAX_SIDE_PX) -> Shown:
    """The image as a data URI; a relative path is looked up from the run folder."""
    try:
        data = _thumbnail(source, run_folder, max_side_px)
    except ImageError as error:
        return Shown(reason=_reason(error, source, run_folder))
    return Shown(uri="data:image/webp;base64," + base64.b64encode(data).decode())


def _reason(error: ImageError, source: ImageSource, run_folder: Path) -> str:
    """The page may travel: it names a file by the way from the run folder, not by where that folder once stood."""
    if isinstance(source, str | Path):
        path = find_from(run_folder, source)
        return one_line(ImageError(str(error).replace(str(path), way_from(run_folder, path))))
    return one_line(error)


def _store_pair(pair: Pair, folder: Path) -> Pair:
    stored = {tier: store_image(getattr(pair, tier), folder) for tier in ("explicit_image", "superficial_image")}
    return pair.model_copy(update=stored)


def _store_samples(alignment: Alignment, folder: Path) -> Alignment:
    samples = []
    for sample in alignment.samples:
        stages = {
            stage: shown.model_copy(update={"picture": store_image(shown.picture, folder)})
            for stage, shown in sample.stages.items()
        }
        samples.append(sample.model_copy(update={"stages": stages}))
    return alignment.model_copy(update={"samples": tuple(samples)})


def store_image(source: ImageSource, folder: Path) -> ImageSource:
    """The path of a shrunk copy in `folder/images`, relative to the run folder; one that is broken stays as it came."""
    try:
        data = _thumbnail(source, folder.parent, MAX_SIDE_PX)
    except ImageError:
        # The page says what is wrong with it.
        return source
    path = folder / "images" / f"{content_hash(data)}.webp"
    if not path.exists():
        write_atomic(path, data, fsync=False)
    return way_from(folder.parent, path)


def _thumbnail(source: ImageSource, run_folder: Path, max_side_px: int) -> bytes:
    """WebP bytes of at most `max_side_px`; a file this module wrote is taken as it is, so that a rebuilt page is equal."""
    if isinstance(source, str | Path):
        path = find_from(run_folder, source)
        image = open_image(path)
        if path.suffix == ".webp" and max(image.size) <= max_side_px:
            _, data = read_image_bytes(path)
            if path.name == f"{content_hash(data)}.webp":
                return data
    else:
        image = open_image(source)
    image = image.copy()
    image.thumbnail((max_side_px, max_side_px), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, format="WEBP", quality=QUALITY, method=EFFORT)
    return buffer.getvalue()
