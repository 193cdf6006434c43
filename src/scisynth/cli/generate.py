"""`scisynth generate`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from scisynth.cli.options import API, IMAGE_API, ApiOptions, RunOptions, Setting, ShardOption
from scisynth.cli.shared import emit, finish, shard_of
from scisynth.cli.verb import configured

if TYPE_CHECKING:
    from scisynth.pipelines.providers.generate import GenerateConfig


@configured(
    "scisynth.pipelines.providers.generate:GenerateConfig",
    Setting(option="--prompt", path="prompts"),
    Setting(option="--data", path="data"),
    Setting(option="--model", path="model"),
    Setting(option="--policy", path="policy"),
    Setting(option="--split", path="split"),
    Setting(option="--tier", path="tier"),
    Setting(option="--num", path="num"),
    Setting(option="--images", path="images_per_prompt"),
    *API,
    *IMAGE_API,
)
def generate(
    config: "GenerateConfig",
    run: RunOptions,
    api: ApiOptions,
    shard: ShardOption = None,
    batch_size: Annotated[int, typer.Option(min=1, help="Images per batch. Changes speed and memory only.")] = 8,
) -> None:
    """Generate images with a model or a trained policy.

    The same prompt, index and seed give the same image in any batch.

    Examples:

    scisynth generate --prompt "an unripe tomato" --images 4 --out out/tomato
    scisynth generate --data lab --split test_S --policy out/oft --out out/images
    scisynth generate --data prompts.txt --model api:gpt-image-1 --usd-per-image 0.04 --max-usd 2 --out out/api
    """
    from scisynth.pipelines.providers.generate import run_generate

    result = run_generate(
        config,
        run.out,
        seed=run.seed,
        shard=shard_of(shard) if shard else (0, 1),
        batch_size=batch_size,
        spending=api.spending(),
    ).to_dict()
    emit(result, as_json=run.as_json, text=_text(result))
    finish(result["outcomes"])


def _text(result: dict[str, Any]) -> str:
    counts = ", ".join(f"{name} {count}" for name, count in result["outcomes"].items() if count and name != "ok")
    cost = result["cost"]
    spent = f"; {cost['requests']} requests" if cost["requests"] else ""
    spent += f", {cost['usd']:.2f} USD" if cost["usd"] else ""
    failed = f"; {counts}" if counts else ""
    return f"{result['outcomes']['ok']} images{failed}{spent}; open {result['sheet']}"
