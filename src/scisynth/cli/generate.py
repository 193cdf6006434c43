"""`scisynth generate`."""

from typing import Annotated, Any

import typer

from scisynth.cli.api_options import IMAGES, NONE_GIVEN, ApiOptions, with_api_options
from scisynth.cli.shared import (
    ConfigOption,
    JsonOption,
    OutOption,
    SeedOption,
    SetOption,
    ShardOption,
    emit,
    finish,
    guarded,
    shard_of,
)


@guarded
@with_api_options(*IMAGES)
def generate(
    out: OutOption,
    prompt: Annotated[list[str] | None, typer.Option("--prompt", help="What to draw. Repeatable.")] = None,
    data: Annotated[
        str | None, typer.Option("--data", help="`lab`, prompt sets, or a file of prompts, one a line.")
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", help="lab-flux, a flow model, diffusers:ID, api:MODEL, or folder:PATH.")
    ] = None,
    policy: Annotated[str | None, typer.Option("--policy", help="An `align` run or a LoRA to apply.")] = None,
    split: Annotated[str | None, typer.Option(help="Of the lab: train, val, test_S or test_C.")] = None,
    tier: Annotated[str | None, typer.Option(help="implicit, explicit or superficial.")] = None,
    num: Annotated[int | None, typer.Option(min=1, help="How many prompts the lab writes.")] = None,
    images: Annotated[int | None, typer.Option("--images", min=1, help="Images a prompt.")] = None,
    shard: ShardOption = None,
    batch_size: Annotated[int, typer.Option(min=1, help="Images at a time; changes the speed only.")] = 8,
    api: ApiOptions = NONE_GIVEN,
    seed: SeedOption = 0,
    config: ConfigOption = None,
    settings: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw images with a model or a policy; the same prompt, index and seed give the same image in any batch.

    scisynth generate --prompt "an unripe tomato" --images 4 --out out/tomato
    scisynth generate --data lab --split test_S --policy out/oft --out out/images
    scisynth generate --data prompts.txt --model api:gpt-image-1 --usd-per-image 0.04 --max-usd 2 --out out/api
    """
    from scisynth.pipelines.providers.generate import GenerateConfig, run_generate

    start = GenerateConfig.load(config) if config else GenerateConfig()
    given = {
        "prompts": list(prompt) if prompt else None,
        "data": data,
        "model": model,
        "policy": policy,
        "split": split,
        "tier": tier,
        "num": num,
        "images_per_prompt": images,
        **api.settings(start),
    }
    chosen = start.replace(given).override(settings or ())
    result = run_generate(
        chosen,
        out,
        seed=seed,
        shard=shard_of(shard) if shard else (0, 1),
        batch_size=batch_size,
        spending=api.spending(),
    ).to_dict()
    emit(result, as_json=as_json, text=_text(result))
    finish(result["outcomes"])


def _text(result: dict[str, Any]) -> str:
    counts = ", ".join(f"{name} {count}" for name, count in result["outcomes"].items() if count and name != "ok")
    cost = result["cost"]
    spent = f"; {cost['requests']} requests" if cost["requests"] else ""
    spent += f", {cost['usd']:.2f} USD" if cost["usd"] else ""
    failed = f"; {counts}" if counts else ""
    return f"{result['outcomes']['ok']} images{failed}{spent}; look at {result['sheet']}"
