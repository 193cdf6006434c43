"""`scisynth curate law|prompts|images|review|publish|status`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scisynth.cli.options import (
    API,
    IMAGE_API,
    JUDGE_API,
    LAWS,
    ApiOptions,
    ConfigOptions,
    EngineOption,
    JsonOption,
    PlanOption,
    RunOptions,
    Setting,
)
from scisynth.cli.shared import EXIT_FAILED_ITEMS, count_words, emit, finish, guarded
from scisynth.cli.verb import Verb, configured

if TYPE_CHECKING:
    from scisynth.pipelines.curation.config import (
        CurateImagesConfig,
        CurateLawConfig,
        CuratePromptsConfig,
        CuratePublishConfig,
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


app = typer.Typer(
    help="Make a reviewed data set from a law in words: law, prompts, images, review, publishing, in one folder.",
    no_args_is_help=True,
)


@app.command("law", cls=Verb)
@configured(
    "scisynth.pipelines.curation.config:CurateLawConfig",
    Setting(option="sentence", path="sentence"),
    Setting(option="--model", path="model"),
    Setting(option="--name", path="name"),
    Setting(option="--file", path="file"),
    *API,
)
def law(config: "CurateLawConfig", run: RunOptions, api: ApiOptions, plan: PlanOption = False) -> None:
    """Draft a law from a sentence, by a model or by hand, and check its facts, units, sources and templates.

    Without a sentence it checks the laws of the folder, so edit the file and run it again.

    Examples:

    scisynth curate law "capillary rise in tubes of different width" --model api:gpt-4o --out out/capillary
    scisynth curate law --file my_laws/friction.yaml --out out/friction
    scisynth curate law --out out/capillary
    """
    from scisynth.pipelines.curation.law import plan_curate_law, run_curate_law

    if plan:
        planned = plan_curate_law(config, run.out, api.spending())
        return emit(planned.to_dict(), as_json=run.as_json, text="\n".join(planned.sentences))
    result = run_curate_law(config, run.out, seed=run.seed, spending=api.spending())
    lines = [f"{result.written}: written to {result.out}"] if result.written else []
    for item in result.laws:
        lines.append(f"{item.file}: {'sound' if item.is_sound else 'to be corrected'}")
        lines += [f"  {check.status}, {check.name}: {check.message}" for check in item.checks if check.message]
    emit(result.to_dict(), as_json=run.as_json, text="\n".join(lines))
    if not all(item.is_sound for item in result.laws):
        raise typer.Exit(EXIT_FAILED_ITEMS)


@app.command("prompts", cls=Verb)
@configured(
    "scisynth.pipelines.curation.config:CuratePromptsConfig",
    LAWS,
    Setting(option="--num", path="num"),
    Setting(option="--model", path="model"),
    *API,
)
def prompts(config: "CuratePromptsConfig", run: RunOptions, api: ApiOptions, plan: PlanOption = False) -> None:
    """Write prompt triples of the folder's laws, and check them: does the implicit prompt tell the outcome?

    Examples:

    scisynth curate prompts --num 200 --out out/capillary
    scisynth curate prompts --num 200 --model api:gpt-4o --price 2.5 10 --plan --out out/capillary
    scisynth curate prompts --law buoyancy --num 50 --out out/buoyancy
    """
    from scisynth.pipelines.curation.prompts import plan_curate_prompts, run_curate_prompts

    if plan:
        planned = plan_curate_prompts(config, run.out, seed=run.seed, spending=api.spending())
        return emit(planned.to_dict(), as_json=run.as_json, text="\n".join(planned.sentences))
    result = run_curate_prompts(config, run.out, seed=run.seed, spending=api.spending())
    lines = [
        f"{result.written} prompt triples written, {result.items} in {result.out}, {result.sound} without a finding"
    ]
    lines += [f"  {name}: {num} failed" for name, num in result.findings.items()]
    lines += [
        f"  {reading.law}: words alone tell the outcome ({', '.join(reading.words)})"
        for reading in result.blind_readers
        if reading.tells
    ]
    emit(result.to_dict(), as_json=run.as_json, text="\n".join(lines))
    finish(result.to_dict()["outcomes"])


@app.command("images", cls=Verb)
@configured(
    "scisynth.pipelines.curation.config:CurateImagesConfig",
    Setting(option="--model", path="model"),
    Setting(option="--photographs", path="photographs"),
    Setting(option="--images", path="images_per_prompt"),
    Setting(option="--size", path="size_px"),
    Setting(option="--policy", path="policy"),
    Setting(option="--judge", path="judge"),
    Setting(option="--reward", path="reward"),
    Setting(option="--localizer", path="localizer"),
    *API,
    *IMAGE_API,
    *JUDGE_API,
)
def images(
    config: "CurateImagesConfig",
    run: RunOptions,
    api: ApiOptions,
    engine: EngineOption = "local",
    plan: PlanOption = False,
    batch_size: Annotated[int, typer.Option(min=1, help="Images per batch. Changes speed and memory only.")] = 8,
) -> None:
    """Draw candidates for both images of every item, or take photographs over; check and rank them.

    With --engine ray, models that draw and look are loaded by each worker of a Ray cluster.

    Examples:

    scisynth curate images --model api:gpt-image-1 --usd-per-image 0.04 --images 4 --judge api:gpt-4o --plan --out out/capillary
    scisynth curate images --model black-forest-labs/FLUX.1-dev --localizer grounding-dino --out out/capillary
    scisynth curate images --photographs photos --out out/capillary
    """
    from scisynth.core.engine.choice import engine_of
    from scisynth.pipelines.curation.images import plan_curate_images, run_curate_images

    if plan:
        planned = plan_curate_images(config, run.out, spending=api.spending())
        return emit(planned.to_dict(), as_json=run.as_json, text="\n".join(planned.sentences))
    result = run_curate_images(
        config, run.out, seed=run.seed, batch_size=batch_size, spending=api.spending(), engine=engine_of(engine)
    )
    lines = [f"{result.candidates} candidates for {result.items} items in {run.out}, {result.ready} ready for review"]
    lines += [f"  {result.not_drawn} items wait for their prompts to be corrected"] if result.not_drawn else []
    lines += [f"  {name}: {num} failed" for name, num in result.findings.items()]
    lines += [f"  {place}: {reason}" for place, reason in result.left_out]
    lines += [f"look at {result.sheet}"] if result.sheet else []
    emit(result.to_dict(), as_json=run.as_json, text="\n".join(lines))
    if result.left_out:
        raise typer.Exit(EXIT_FAILED_ITEMS)
    finish(result.to_dict()["outcomes"])


@app.command("publish", cls=Verb)
@configured(
    "scisynth.pipelines.curation.config:CuratePublishConfig",
    Setting(option="--name", path="name"),
    Setting(option="--license", path="license"),
    Setting(option="--formats", path="formats", is_one_word=True, read=_words),
    Setting(option="--version", path="version"),
    Setting(option="--push-to-hub", path="push_to_hub", metavar="ORG/NAME"),
    Setting(option="--public", path="public"),
)
def publish(
    config: "CuratePublishConfig",
    options: ConfigOptions,
    out: Annotated[Path, typer.Option("--out", help="The curation folder.")],
) -> None:
    """Write the accepted items as a data set, with card, answers, hashes and the difference from the version before.

    Examples:

    scisynth curate publish --license CC-BY-4.0 --out out/capillary
    scisynth curate publish --formats imagefolder,webdataset --push-to-hub me/capillary --out out/capillary
    """
    from scisynth.pipelines.curation.publish import run_curate_publish

    result = run_curate_publish(config, out)
    what = "written" if result.is_new else "is there already with these items"
    lines = [f"{result.version} {what}: {result.items} items in {result.folder}"]
    found = result.difference
    if found.before:
        lines += [
            f"  since {found.before}: {len(found.added)} added, {len(found.changed)} changed, {len(found.removed)} removed"
        ]
    lines += [f"  left out, {name}: {reason}" for name, reason in result.left_out.items()]
    lines += [f"  accepted with a finding, {name}: {words}" for name, words in result.findings.items()]
    lines += [f"pushed to {result.pushed_to}"] if result.pushed_to else []
    emit(result.to_dict(), as_json=options.as_json, text="\n".join(lines))
    if result.left_out:
        raise typer.Exit(EXIT_FAILED_ITEMS)


@app.command("status")
@guarded
def status(
    out: Annotated[Path, typer.Option("--out", help="The curation folder.")],
    item: Annotated[str, typer.Option("--item", help="Item whose history is shown.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Show what a curation folder holds, what it waits for and what it has cost, or the history of an item.

    Example:

    scisynth curate status --out out/capillary
    """
    from scisynth.pipelines.curation.status import read_status

    result = read_status(out, item)
    lines = [f"law {law.name}: {'sound' if law.is_sound else 'to be corrected'}" for law in result.laws]
    lines += [f"{result.items} items: {count_words(result.by_status)}"]
    lines += [f"  {name}: {num} failed" for name, num in result.findings.items()]
    lines += [f"  rejected, {reason or 'no reason given'}: {num}" for reason, num in result.reasons.items()]
    lines += [f"published: {', '.join(result.versions) or 'nothing'}"]
    lines += [f"cost: {result.cost.requests} requests, {result.cost.usd:.2f} USD"]
    if result.item:
        lines += [f"{event.time}  {event.by}  {event.action}  {event.reason}".rstrip() for event in result.item.history]
    emit(result.to_dict(), as_json=as_json, text="\n".join(lines))
