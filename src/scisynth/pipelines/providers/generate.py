"""Images from prompts, with a base model or a policy, into a run folder with a contact sheet to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import get_args

from PIL import Image, ImageDraw
from pydantic import PositiveInt

from scisynth.core.engine.choice import LOCAL_ENGINE, Engine
from scisynth.core.errors import ConfigError
from scisynth.core.images import open_image, png_bytes
from scisynth.core.progress import say
from scisynth.core.records import ImageRecord, Outcome, Tier
from scisynth.core.results import INLINE, OPTIONAL, Result
from scisynth.core.splits import plain_split
from scisynth.core.store import RunFolder, write_atomic
from scisynth.generators.run import STAGE, ImageRequest
from scisynth.pipelines.assist.candidates_page import write_page
from scisynth.pipelines.providers.access import AskingConfig, Bill, Spending, bill, check_access
from scisynth.pipelines.providers.generators import ImageSettings, draw_images, load_source
from scisynth.prompts.files import load_prompts
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.stats.scores import count_outcomes

TIERS: tuple[Tier, ...] = get_args(Tier)
SHEET, RESULTS = "sheet.png", "results.json"
MAX_SHEET = 64
"""Images on a contact sheet."""


class GenerateConfig(ImageSettings, AskingConfig):
    """Everything that decides the images."""

    prompts: tuple[str, ...] = ()
    """Prompt to generate from."""
    data: str = ""
    """Prompts: `lab`, a file of prompt sets, or a text file with one prompt per line."""
    split: str = "test_S"
    """Split of the lab's prompts: train, val, test_S or test_C."""
    tier: str = "implicit"
    """Which prompt of a prompt set: implicit, explicit or superficial."""
    num: PositiveInt = 16
    """Number of prompts that the lab writes (with data=lab)."""


@dataclass(frozen=True, kw_only=True)
class GenerateResult(Result):
    """What became of the images; `results.json` has all of it but their records, which are in the run folder."""

    out: Path
    sheet: Path
    """The contact sheet, a PNG."""
    outcomes: Mapping[Outcome, int]
    notes: tuple[str, ...]
    """What a reader of an image must know, e.g. that the model read its prompt in part."""
    bill: Bill = field(metadata=INLINE)
    candidates: Path | None = field(default=None, metadata=OPTIONAL)
    """The page of all candidates, where images were assisted."""
    images: tuple[ImageRecord, ...] | None = field(default=None, metadata=OPTIONAL)
    """A record of each image asked for, in their order."""


def run_generate(
    config: GenerateConfig,
    out: Path,
    *,
    seed: int,
    shard: tuple[int, int] = (0, 1),
    batch_size: int = 8,
    spending: Spending | None = None,
    engine: Engine = LOCAL_ENGINE,
) -> GenerateResult:
    """Draws what is missing in the run folder; returns the records, their states and the contact sheet's path.

    `engine` is where a model draws; an API is asked, and images are assisted, from this process.
    """
    requests = _requests(config, seed)
    spending = (spending or Spending()).renewed()
    check_access([(config.model, config.access), *config.assist.sides(config)], out, spending)
    source = load_source(config, out, config, spending, batch_size=batch_size)
    run = RunFolder(out, config, command="generate", seed=seed)
    records = draw_images(config, source, requests, run, seed=seed, shard=shard, batch_size=batch_size, engine=engine)
    sheet = out / SHEET
    write_atomic(sheet, png_bytes(draw_sheet(records[:MAX_SHEET], run.stage(STAGE), config.images_per_prompt)))
    result = GenerateResult(
        out=out,
        sheet=sheet,
        outcomes=count_outcomes([record.status for record in records]),
        notes=tuple(sorted({f"{record.prompt_id}: {record.note}" for record in records if record.note})),
        bill=bill(spending.usage()),
        candidates=write_page(out) if config.assist.is_on else None,
    )
    if shard == (0, 1):
        # Of shards the last one to end would speak for all.
        result.save(out / RESULTS)
    return replace(result, images=tuple(records))


def _requests(config: GenerateConfig, seed: int) -> list[ImageRequest]:
    if bool(config.prompts) == bool(config.data):
        got = "both" if config.data else "neither"
        raise ConfigError(f"expected either --prompt or --data (lab, or a file of prompts), got {got}")
    if config.prompts:
        return _numbered(config.prompts)
    if config.data == "lab":
        parsed = PromptsConfig.parse({"num": config.num, "split": plain_split(config.split)})
        tier = _tier_of(config.tier)
        return [ImageRequest(prompt_id=item.id, prompt=item.prompt(tier)) for item in write_prompts(parsed, seed)]
    return _of_file(Path(config.data), config.tier)


def _tier_of(name: str) -> Tier:
    for tier in TIERS:
        if tier == name:
            return tier
    raise ConfigError(f"unknown tier {name!r}; expected implicit, explicit or superficial")


def _of_file(path: Path, tier: str) -> list[ImageRequest]:
    """Prompts of a file under their own ids; of prompt sets, those of one tier."""
    items = load_prompts(path, column=f"{_tier_of(tier)}_prompt")
    if all(item.id for item in items):
        return [ImageRequest(prompt_id=item.id, prompt=item.prompt) for item in items]
    return _numbered([item.prompt for item in items])


def _numbered(prompts: Sequence[str]) -> list[ImageRequest]:
    words = dict.fromkeys(prompts)
    if repeated := len(prompts) - len(words):
        say(f"{repeated} repeated prompts are drawn once; for more images of a prompt use --images")
    return [ImageRequest(prompt_id=f"prompt-{number:05d}", prompt=prompt) for number, prompt in enumerate(words)]


def draw_sheet(records: Sequence[ImageRecord], folder: Path, columns: int, *, cell_px: int = 192) -> Image.Image:
    """Images in a grid, a prompt's side by side, under the beginning of the prompt."""
    header, columns = 16, max(columns, 4) if columns == 1 else columns
    rows = -(-len(records) // columns)
    sheet = Image.new("RGB", (columns * cell_px, rows * (cell_px + header)), "white")
    pen = ImageDraw.Draw(sheet)
    for number, record in enumerate(records):
        x, y = number % columns * cell_px, number // columns * (cell_px + header)
        pen.text((x + 2, y + 2), record.prompt[: cell_px // 6], fill="black")
        if record.status != "ok":
            pen.text((x + 6, y + header + 6), record.status, fill="firebrick")
            continue
        image = open_image(folder / record.file)
        image = image.resize(
            (cell_px - 4, cell_px - 4), Image.Resampling.NEAREST if image.width < cell_px else Image.Resampling.LANCZOS
        )
        sheet.paste(image, (x + 2, y + header))
    return sheet
