"""`curate images`: candidates for both images of every item, drawn or photographed, checked and ranked.

    FOLDER/images/DIGEST/                  settings, images and replies of one command; the same command resumes, another one adds candidates
    FOLDER/images/DIGEST/images/images/    drawn images, named by content
    FOLDER/images/DIGEST/photographs/      photographs, their bytes as they were
    FOLDER/items/items.jsonl               an event an item: its candidates with what was found in each, and the best of each side
    FOLDER/sheet.png                       the best pairs, to look at

Only items whose prompts passed their checks are drawn. A candidate of an earlier command stays, and what a reviewer chose stays chosen.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PIL import Image

from scisynth.core.engine.choice import LOCAL_ENGINE, Engine
from scisynth.core.errors import ConfigError, DataError, one_line
from scisynth.core.images import content_hash, examine_image, png_bytes
from scisynth.core.records import DrawnImage, ImageRecord, Outcome, PromptSet
from scisynth.core.results import INLINE, Result
from scisynth.core.store import RunFolder, exclusive_folder, write_atomic
from scisynth.curation.photographs import Photograph, read_photographs
from scisynth.curation.records import IMAGES, ITEMS, SIDES, Candidate, CurationItem, CurationLog, Side, read_items
from scisynth.generators.run import STAGE, ImageRequest
from scisynth.judges.reality import RealityJudge
from scisynth.pipelines.curation.config import LAB, CurateImagesConfig, deciding
from scisynth.pipelines.curation.examine import examine_candidates
from scisynth.pipelines.curation.law import CostPlan, know_laws
from scisynth.pipelines.providers.access import Bill, Spending, bill, check_access
from scisynth.pipelines.providers.estimates import CostEstimate, cost_estimate, cost_sentences
from scisynth.pipelines.providers.generators import HUB_SIZE_PX, draw_images, estimate_images, load_source
from scisynth.pipelines.providers.judges import load_judge
from scisynth.stats.scores import count_outcomes
from scisynth.tuples.build import to_contrast_tuple

COMMAND = "curate images"
SHEET = "sheet.png"
MAX_SHEET = 24


@dataclass(frozen=True, kw_only=True)
class ImagesResult(Result):
    """What was drawn and found."""

    out: Path
    items: int
    """Items with sound prompts, for which images are made."""
    not_drawn: int
    """Items whose prompts have a failed check; they wait to be edited."""
    ready: int
    """Items with a sound image on both sides."""
    candidates: int
    findings: Mapping[str, int]
    """Candidates by the name of a check that failed."""
    outcomes: Mapping[Outcome, int]
    """Of the images asked for, by state; all 0 for photographs."""
    left_out: tuple[tuple[str, str], ...]
    """(place, reason) of photographs that cannot be used."""
    sheet: Path | None
    """Contact sheet of the best pairs; None where no item has two images."""
    bill: Bill = field(metadata=INLINE)


def run_curate_images(
    config: CurateImagesConfig,
    out: Path,
    *,
    seed: int,
    batch_size: int = 8,
    spending: Spending | None = None,
    engine: Engine = LOCAL_ENGINE,
) -> ImagesResult:
    """Draws or takes over what is missing, checks and ranks it.

    `engine` is where models draw and images are looked at; models behind an API are asked from this process.

    Raises:
        ConfigError: neither a generator nor photographs are named, or both.
        DataError: no items to draw, or no photographs.
    """
    spending = (spending or Spending()).renewed()
    every, items = waiting_items(config, out)
    root = _run_root(config, out)
    check_access([(config.model, config.access), (config.judge, config.judging)], root, spending)
    log = CurationLog(out)
    log.repair()
    records: list[ImageRecord] = []
    left_out: list[tuple[str, str]] = []
    if config.photographs:
        found, left_out = read_photographs(Path(config.photographs), items)
        run = RunFolder(root, deciding(config), command=COMMAND, seed=seed)
        fresh = _taken(found, run, out)
    else:
        scenes = partial(_load_scenes, out, tuple(items.values())) if config.model == LAB else None
        source = scenes() if scenes else load_source(config, root, config, spending)
        run = RunFolder(root, deciding(config), command=COMMAND, seed=seed)
        requests = _requests(items.values())
        records = draw_images(
            config, source, requests, run, seed=seed, batch_size=batch_size, engine=engine, load=scenes
        )
        fresh = _drawn(items, records, run, out)
    with exclusive_folder(out / ITEMS):
        examine_candidates(config, fresh, log, run, spending, engine)
    items = {name: item for name, item in log.items().items() if name in items}
    candidates = [candidate for item in items.values() for candidate in item.candidates]
    return ImagesResult(
        out=out,
        items=len(items),
        not_drawn=len(every) - len(items),
        ready=sum(item.is_reviewable for item in items.values()),
        candidates=len(candidates),
        findings=_count_findings(candidates),
        outcomes=count_outcomes([record.status for record in records]),
        left_out=tuple(left_out),
        sheet=_write_sheet(items.values(), out),
        bill=bill(spending.usage()),
    )


def plan_curate_images(config: CurateImagesConfig, out: Path, *, spending: Spending | None = None) -> CostPlan:
    """What drawing and judging would cost at most; what is kept already costs nothing."""
    spending = spending or Spending()
    _, items = waiting_items(config, out)
    root = _run_root(config, out)
    num = 0 if config.photographs else config.images_per_prompt * len(items) * len(SIDES)
    prompts = [item.prompts.prompt(side) for item in items.values() for side in SIDES]
    estimates: dict[str, CostEstimate | None] = {}
    if config.model:
        estimates[config.model] = _estimate_drawing(config, prompts, root, spending)
    if config.judge.startswith("api:") and num:
        judge = load_judge(config.judge, config, spending, root / "judge-replies.jsonl")
        assert isinstance(judge, RealityJudge)
        # Images do not exist yet: a blank one of their size.
        blank = Image.new("RGB", (HUB_SIZE_PX, HUB_SIZE_PX))
        each = judge.estimate([item.prompts for item in items.values()], [blank] * len(items))
        estimates[config.judge] = cost_estimate(each, times=config.images_per_prompt * len(SIDES))
    sentences = (f"{len(items):,} items, {num:,} images.", *cost_sentences(estimates))
    return CostPlan(sentences=sentences, estimates=estimates)


def _estimate_drawing(
    config: CurateImagesConfig, prompts: Sequence[str], root: Path, spending: Spending
) -> CostEstimate | None:
    """Of all images; equal prompts of several items are drawn for each of them."""
    by_count: dict[int, list[str]] = {}
    for prompt, num in Counter(prompts).items():
        by_count.setdefault(num, []).append(prompt)
    found = [
        estimate_images(
            config.model_copy(update={"images_per_prompt": num * config.images_per_prompt}),
            config,
            group,
            root,
            spending,
        )
        for num, group in by_count.items()
    ]
    known = [estimate for estimate in found if estimate]
    if not known:
        return None
    prices = [estimate.usd for estimate in known if estimate.usd is not None]
    return CostEstimate(
        calls=sum(estimate.calls for estimate in known),
        prompt_tokens=sum(estimate.prompt_tokens for estimate in known),
        completion_tokens=sum(estimate.completion_tokens for estimate in known),
        usd=sum(prices) if prices else None,
    )


def _run_root(config: CurateImagesConfig, out: Path) -> Path:
    return out / IMAGES / deciding(config).digest()


def waiting_items(config: CurateImagesConfig, out: Path) -> tuple[dict[str, CurationItem], dict[str, CurationItem]]:
    """(undecided items, those of them with sound prompts) of a folder.

    Raises:
        ConfigError: neither a generator nor photographs, or both.
        DataError: no item is sound.
    """
    if bool(config.model) == bool(config.photographs):
        got = "both" if config.model else "neither"
        raise ConfigError(f"expected --model, which draws, or --photographs FOLDER, got {got}")
    know_laws(out)
    every = {name: item for name, item in read_items(out).items() if item.status == "draft"}
    items = {name: item for name, item in every.items() if item.is_sound}
    if not items:
        raise DataError(
            f"{out}: expected items to draw, found {len(every)} undecided ones, none with sound prompts; see `scisynth curate status`"
        )
    return every, items


def _requests(items: Iterable[CurationItem]) -> list[ImageRequest]:
    """Both prompts of each item; an id tells the words, so that an edited prompt is drawn again.

    Items may share an explicit prompt across splits; they must not share its images.
    """
    return [
        ImageRequest(prompt_id=_prompt_id(item, side), prompt=item.prompts.prompt(side), owner=item.id)
        for item in items
        for side in SIDES
    ]


def _prompt_id(item: CurationItem, side: Side) -> str:
    return f"{item.id}/{side}/{content_hash(item.prompts.prompt(side).encode())[:8]}"


class _Scenes:
    """The lab as a generator of prompts: it draws the scene that a prompt of an item stands for."""

    name = LAB

    def __init__(self, items: Iterable[CurationItem]) -> None:
        self._scenes = {item.prompts.prompt(side): (item.prompts, side) for item in items for side in SIDES}

    def draw(self, prompts: Sequence[str], seeds: Sequence[int], *, size_px: int) -> Sequence[Image.Image | DrawnImage]:
        """One image a prompt; a law that the lab has no scene for gives a reason instead."""
        return [self._draw(*self._scenes[prompt], seed, size_px) for prompt, seed in zip(prompts, seeds, strict=True)]

    def _draw(self, item: PromptSet, side: Side, seed: int, size_px: int) -> Image.Image | DrawnImage:
        from scisynth.lab.render import LabGenerator

        try:
            return LabGenerator().generate(item, side, seed=seed, size_px=size_px)
        except DataError as error:
            return DrawnImage(status="error", reason=one_line(error))


def _load_scenes(out: Path, items: Iterable[CurationItem]) -> _Scenes:
    """With the laws of the folder, which another process does not know yet."""
    know_laws(out)
    return _Scenes(items)


def _drawn(
    items: Mapping[str, CurationItem], records: Sequence[ImageRecord], run: RunFolder, out: Path
) -> dict[str, list[Candidate]]:
    """The candidates of each item, in the order in which they were asked for."""
    of = {_prompt_id(item, side): (name, side) for name, item in items.items() for side in SIDES}
    found: dict[str, list[Candidate]] = {}
    for record in records:
        if record.status == "ok":
            name, side = of[record.prompt_id]
            path = run.root / STAGE / record.file
            candidate = Candidate(
                id=f"{side}-{path.stem[:16]}-{record.index}",
                side=side,
                file=path.relative_to(out).as_posix(),
                model=record.model,
                prompt=record.prompt,
                seed=record.seed,
            )
            found.setdefault(name, []).append(candidate)
    return found


def _taken(photographs: Sequence[Photograph], run: RunFolder, out: Path) -> dict[str, list[Candidate]]:
    """Photographs as candidates, copied into the folder with their bytes as they were."""
    found: dict[str, list[Candidate]] = {}
    for photo in photographs:
        digest = content_hash(photo.data)
        path = run.stage("photographs") / f"{digest}.{examine_image(photo.data)[0].lower()}"
        if not path.exists():
            write_atomic(path, photo.data)
        candidate = Candidate(
            id=f"{photo.side}-{digest[:16]}",
            side=photo.side,
            file=path.relative_to(out).as_posix(),
            model="photograph",
            license=photo.license,
            origin=photo.origin,
        )
        for name in photo.items:
            found.setdefault(name, []).append(candidate)
    return found


def _count_findings(candidates: Iterable[Candidate]) -> dict[str, int]:
    names = [{check.name for check in found.checks if check.status == "failed"} for found in candidates]
    return dict(sorted(Counter(name for found in names for name in found).items()))


def _write_sheet(items: Iterable[CurationItem], out: Path) -> Path | None:
    """The best pairs, true images green and false ones red."""
    from scisynth.tuples.show import contact_sheet_of

    pairs = [(item, item.image("explicit"), item.image("superficial")) for item in items]
    tuples = [
        to_contrast_tuple(item.prompts, out / true.file, out / false.file)
        for item, true, false in pairs
        if true and false
    ]
    if not tuples:
        return None
    write_atomic(out / SHEET, png_bytes(contact_sheet_of(tuples[:: max(1, len(tuples) // MAX_SHEET)][:MAX_SHEET])))
    return out / SHEET
