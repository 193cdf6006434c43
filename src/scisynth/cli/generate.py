"""`scisynth generate`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from scisynth.cli.options import (
    API,
    IMAGE_API,
    PRICE,
    SERVER,
    ApiOptions,
    EngineOption,
    RunOptions,
    Setting,
    ShardOption,
)
from scisynth.cli.shared import emit, finish, shard_of
from scisynth.cli.verb import configured

if TYPE_CHECKING:
    from scisynth.pipelines.providers.generate import GenerateConfig

ASSIST = "Right images without training"
PAGE = "The page"
"""Headings of the help."""


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
    Setting(option="--guide", path="guide", metavar="lattice", panel=ASSIST),
    Setting(option="--rewrite", path="assist.rewrite", metavar="facts|api:MODEL", panel=ASSIST),
    Setting(option="--best-of", path="assist.best_of", metavar="N", panel=ASSIST),
    Setting(option="--critique", path="assist.critique", metavar="K", panel=ASSIST),
    Setting(option="--reward", path="assist.rewards", panel=ASSIST),
    Setting(option="--critic", path="assist.critic", panel=ASSIST),
    *API,
    *IMAGE_API,
    Setting(option="--judge-base-url", path="assist.access.base_url", panel=SERVER),
    Setting(option="--judge-api-key-env", path="assist.access.api_key_env", panel=SERVER),
    Setting(option="--judge-price", path="assist.access.price", parts=PRICE, metavar="IN OUT", panel=SERVER),
)
def generate(
    config: "GenerateConfig",
    run: RunOptions,
    api: ApiOptions,
    engine: EngineOption = "local",
    shard: ShardOption = None,
    batch_size: Annotated[int, typer.Option(min=1, help="Images per batch. Changes speed and memory only.")] = 8,
    page: Annotated[
        bool,
        typer.Option(
            "--page",
            help="Serve a page: a prompt goes in; direct, rewritten and best image come out.",
            rich_help_panel=PAGE,
        ),
    ] = False,
    host: Annotated[str, typer.Option(help="Address of the page to listen on.", rich_help_panel=PAGE)] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port of the page. 0 takes a free one.", rich_help_panel=PAGE)
    ] = 0,
) -> None:
    """Generate images with a model or a trained policy.

    The same prompt, index and seed give the same image in any batch.
    With --engine ray, a model is loaded by each worker of a Ray cluster, one a card where there are cards; no --shard is needed.

    --rewrite tells the model what science says must be seen; --best-of keeps the best of N images by a reward or a judge;
    --critique lets a judge say what is wrong, and draws again. Scores are taken on the prompt as you wrote it, and every
    candidate is kept in OUT/candidates. --guide lattice holds HRTEM images to the crystal that the prompt names. In benches, write the same behind the generator's name: lab-flux+rewrite+best8.

    Examples:

    scisynth generate --prompt "an unripe tomato" --images 4 --out out/tomato
    scisynth generate --data lab --split test_S --policy out/oft --out out/images
    scisynth generate --prompt "an unripe tomato" --rewrite facts --best-of 4 --reward lab-judge --out out/helped
    scisynth generate --model lab-crystal --prompt "HRTEM micrograph of gold [110], 0.4 Å a pixel" --guide lattice --out out/gold
    scisynth generate --page --out out/page
    scisynth generate --data prompts.txt --model api:gpt-image-1 --usd-per-image 0.04 --max-usd 2 --out out/api
    """
    if page:
        return _serve(config, run, api, engine, host, port)
    from scisynth.core.engine.choice import engine_of
    from scisynth.pipelines.providers.generate import run_generate

    result = run_generate(
        config,
        run.out,
        seed=run.seed,
        shard=shard_of(shard) if shard else (0, 1),
        batch_size=batch_size,
        spending=api.spending(),
        engine=engine_of(engine),
    ).to_dict()
    emit(result, as_json=run.as_json, text=_text(result))
    finish(result["outcomes"])


def _serve(config: "GenerateConfig", run: RunOptions, api: ApiOptions, engine: str, host: str, port: int) -> None:
    """The page, until Ctrl-C."""
    from scisynth.core.errors import ConfigError
    from scisynth.core.extras import require
    from scisynth.core.progress import say
    from scisynth.pipelines.assist.front import open_front, serve_front

    if config.prompts or config.data:
        raise ConfigError(
            "--page: expected no --prompt and no --data, since prompts are typed into the page; leave them out"
        )
    if engine != "local":
        raise ConfigError(
            f"--page: expected no --engine, since images are drawn by this process, got {engine}; leave it out"
        )
    require("people", "the page")
    front = open_front(config, run.out, seed=run.seed, spending=api.spending())
    serve_front(front, host=host, port=port, on_ready=lambda url: say(f"open {url}"))


def _text(result: dict[str, Any]) -> str:
    counts = ", ".join(f"{name} {count}" for name, count in result["outcomes"].items() if count and name != "ok")
    cost = result["cost"]
    spent = f"; {cost['requests']} requests" if cost["requests"] else ""
    spent += f", {cost['usd']:.2f} USD" if cost["usd"] else ""
    failed = f"; {counts}" if counts else ""
    page = result.get("candidates") or result["sheet"]
    return f"{result['outcomes']['ok']} images{failed}{spent}; open {page}"
