"""The gallery of a benchmark as data: one JSON block from which the page builds the few sheets in view, and no others.

An image is `right` when every judge that scored it found nothing wrong, `wrong` when each found something, and `split`
when they disagree. An image that no judge scored is none of these; a failure is marked next to, never turned into `wrong`.
"""

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from markupsafe import Markup

from scisynth.reports.alignment.sentences import is_right
from scisynth.reports.benchmark import sentences as words
from scisynth.reports.benchmark.input import BenchImage, BenchItem, BenchReport
from scisynth.reports.parts.filters import count_laws
from scisynth.reports.parts.links import find_from, link_from
from scisynth.reports.parts.thumbnails import Shown, show_image

THUMBNAIL_SIDE_PX = 192
LINKED_SUFFIXES = {".png", ".jpg", ".jpeg", ".webp"}
"""What a browser opens as an image, whatever is inside."""
NOT_DRAWN = "not drawn"
State = Literal["right", "wrong", "split", ""]


@dataclass(frozen=True, kw_only=True)
class Gallery:
    """The data of the page's gallery, and what its filters offer."""

    data: Markup
    """JSON that can stand in a script element."""
    laws: Sequence[tuple[str, int]]
    tiers: Sequence[str]
    num: int


def show_images(results: BenchReport, run_folder: Path) -> list[Shown]:
    """Every image as a thumbnail, or why there is none, in the order of items and images."""
    images = [image for item in results.items for image in item.pictures]

    def show(image: BenchImage) -> Shown:
        if image.picture is None:
            return Shown(reason=_why_not_drawn(image))
        return show_image(image.picture, run_folder, THUMBNAIL_SIDE_PX)

    # Decoding and shrinking let other threads run.
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return list(pool.map(show, images))


def unshown_images(results: BenchReport, shown: Sequence[Shown]) -> list[str]:
    """One line for each file that cannot be shown; images that were never drawn are failures of their judgements."""
    places = [(item, image) for item in results.items for image in item.pictures]
    return [
        f"{item.id}, {image.generator}, {image.tier} {image.index + 1}: {thumbnail.reason}"
        for (item, image), thumbnail in zip(places, shown, strict=True)
        if image.picture is not None and thumbnail.reason
    ]


def build_gallery(results: BenchReport, shown: Sequence[Shown], run_folder: Path) -> Gallery:
    """Data and filters of the gallery; `shown` is of `show_images`."""
    names = list(dict.fromkeys(v.judge for item in results.items for p in item.pictures for v in p.verdicts))
    thumbnails = iter(shown)
    data = {
        "generators": words.generators(results),
        "judges": names,
        "items": [_item(item, names, thumbnails, run_folder) for item in results.items],
    }
    return Gallery(
        data=script_json(data),
        laws=count_laws([(item.law, item.field) for item in results.items]),
        tiers=words.drawn_tiers(results),
        num=len(results.items),
    )


def script_json(value: Any) -> Markup:
    """JSON for a script element: no `<` in it, so no tag can begin or end there."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("<", "\\u003c"))


def state_of(image: BenchImage) -> State:
    """What the judges that scored an image make of it; empty when none did."""
    verdicts = {is_right(verdict.score) for verdict in image.verdicts} - {None}
    if len(verdicts) == 2:
        return "split"
    return "" if not verdicts else "right" if verdicts == {True} else "wrong"


def has_failed(image: BenchImage) -> bool:
    """Whether it was not drawn, or a judge gave no score."""
    return image.picture is None or any(verdict.status != "ok" for verdict in image.verdicts)


def link_of(image: BenchImage, run_folder: Path) -> str:
    """Address of the full image, from the report's folder; empty when it is not a file of the run folder."""
    if not isinstance(image.picture, str | Path):
        return ""
    path = find_from(run_folder, image.picture)
    if not path.is_relative_to(run_folder.resolve()) or path.suffix not in LINKED_SUFFIXES or not path.is_file():
        return ""
    return link_from(run_folder / "report", path)


def _item(item: BenchItem, judges: Sequence[str], thumbnails: Iterator[Shown], run_folder: Path) -> dict[str, Any]:
    prompts = {
        "implicit": item.implicit_prompt, "explicit": item.explicit_prompt, "superficial": item.superficial_prompt,
    }  # fmt: skip
    return {
        "id": item.id,
        "law": item.law,
        "field": item.field,
        "setting": item.setting,
        "prompts": {tier: text for tier, text in prompts.items() if text},
        "why": item.derivation,
        "pictures": [_image(image, judges, next(thumbnails), run_folder) for image in item.pictures],
    }


def _image(image: BenchImage, judges: Sequence[str], shown: Shown, run_folder: Path) -> dict[str, Any]:
    return {
        "by": image.generator,
        "tier": image.tier,
        "index": image.index,
        "src": shown.uri,
        "reason": shown.reason,
        "link": link_of(image, run_folder),
        "state": state_of(image),
        "failed": has_failed(image),
        # A row a judge, short, since there are many.
        "verdicts": [
            [
                judges.index(verdict.judge),
                verdict.status,
                verdict.score,
                is_right(verdict.score),
                verdict.reward,
                verdict.reason,
                verdict.raw,
            ]
            for verdict in image.verdicts
        ],
    }


def _why_not_drawn(image: BenchImage) -> str:
    reasons = dict.fromkeys(verdict.reason for verdict in image.verdicts if verdict.reason)
    return "; ".join(reasons) or NOT_DRAWN
