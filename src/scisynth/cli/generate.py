"""`scisynth generate`."""

from typing import Annotated

import typer

from scisynth.cli.shared import ConfigOption, JsonOption, OutOption, SeedOption, SetOption, emit, fail, finish, guarded


@guarded
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
    images: Annotated[int | None, typer.Option("--images", min=1, help="Pictures a prompt.")] = None,
    shard: Annotated[str, typer.Option(help="I/N: every N-th prompt, starting at I, for N machines.")] = "0/1",
    batch_size: Annotated[int, typer.Option(min=1, help="Pictures at a time; changes the speed only.")] = 8,
    seed: SeedOption = 0,
    config: ConfigOption = None,
    settings: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw pictures with a model or a policy; the same prompt, index and seed give the same picture in any batch.

    scisynth generate --prompt "an unripe tomato" --images 4 --out out/tomato
    scisynth generate --data lab --split test_S --policy out/oft --out out/pictures
    """
    from scisynth.core.errors import ConfigError
    from scisynth.recipes.generating import GenerateConfig, run_generate

    given = {
        "prompts": list(prompt) if prompt else None,
        "data": data,
        "model": model,
        "policy": policy,
        "split": split,
        "tier": tier,
        "num": num,
        "images_per_prompt": images,
    }
    chosen = (GenerateConfig.load(config) if config else GenerateConfig()).replace(given).override(settings or ())
    number, separator, count = shard.partition("/")
    if not (separator and number.isdigit() and count.isdigit()):
        fail(ConfigError(f"--shard {shard}: expected I/N, for example 0/4"))
    result = run_generate(chosen, out, seed=seed, shard=(int(number), int(count)), batch_size=batch_size)
    emit(result, as_json=as_json, text=f"{result['outcomes']['ok']} pictures; look at {result['sheet']}")
    finish(result["outcomes"])
