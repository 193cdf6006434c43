"""Images from prompts, with a base model or a policy, into a run folder with a contact sheet to look at."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from PIL import Image, ImageDraw
from pydantic import PositiveInt

from scisynth.core.errors import ConfigError
from scisynth.core.images import open_image, png_bytes
from scisynth.core.progress import say
from scisynth.core.records import ImageRecord, Tier
from scisynth.core.splits import plain_split
from scisynth.core.store import RunFolder, write_atomic, write_json
from scisynth.generators.run import STAGE, ImageRequest
from scisynth.pipelines.providers.access import AskingConfig, Spending, bill, check_access
from scisynth.pipelines.providers.generators import ImageSettings, draw_images, load_source
from scisynth.prompts.files import load_prompts
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.stats.scores import count_outcomes

TIERS = get_args(Tier)
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


def run_generate(
    config: GenerateConfig,
    out: Path,
    *,
    seed: int,
    shard: tuple[int, int] = (0, 1),
    batch_size: int = 8,
    spending: Spending | None = None,
) -> dict[str, Any]:
    """Draws what is missing in the run folder; returns the records, their states and the contact sheet's path."""
    requests = _requests(config, seed)
    spending = (spending or Spending()).renewed()
    check_access([(config.model, config.access)], out, spending)
    source = load_source(config, out, config, spending, batch_size=batch_size)
    run = RunFolder(out, config, command="generate", seed=seed)
    records = draw_images(config, source, requests, run, seed=seed, shard=shard, batch_size=batch_size)
    sheet = out / SHEET
    write_atomic(sheet, png_bytes(draw_sheet(records[:MAX_SHEET], run.stage(STAGE), config.images_per_prompt)))
    result = {
        "out": str(out),
        "sheet": str(sheet),
        "outcomes": count_outcomes([record.status for record in records]),
        "notes": sorted({f"{record.prompt_id}: {record.note}" for record in records if record.note}),
        **bill(spending.usage()),
    }
    if shard == (0, 1):
        # Of shards the last one to end would speak for all.
        write_json(out / RESULTS, result)
    return {**result, "images": [record.to_dict() for record in records]}


def _requests(config: GenerateConfig, seed: int) -> list[ImageRequest]:
    if bool(config.prompts) == bool(config.data):
        raise ConfigError("expected either prompts or --data (lab, or a file of prompts), got both or neither")
    if config.prompts:
        return _numbered(config.prompts)
    if config.data == "lab":
        parsed = PromptsConfig.parse({"num": config.num, "split": plain_split(config.split)})
        return _of_rows([item.to_dict() for item in write_prompts(parsed, seed)], config.tier)
    return _of_file(Path(config.data), config.tier)


def _of_rows(rows: Sequence[Mapping[str, Any]], tier: str) -> list[ImageRequest]:
    _check_tier(tier)
    return [ImageRequest(prompt_id=row["id"], prompt=row[f"{tier}_prompt"]) for row in rows]


def _check_tier(tier: str) -> None:
    if tier not in TIERS:
        raise ConfigError(f"unknown tier {tier!r}; expected implicit, explicit or superficial")


def _of_file(path: Path, tier: str) -> list[ImageRequest]:
    """Prompts of a file under their own ids; of prompt sets, those of one tier."""
    _check_tier(tier)
    items = load_prompts(path, column=f"{tier}_prompt")
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
