"""`scisynth curate law|prompts|images|review|publish|status`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scisynth.cli.options import API, ApiOptions, PlanOption, RunOptions, Setting
from scisynth.cli.shared import EXIT_FAILED_ITEMS, emit
from scisynth.cli.verb import Verb, configured

if TYPE_CHECKING:
    from scisynth.core.config import Config
    from scisynth.curation.review.settings import ReviewConfig
    from scisynth.pipelines.curation.config import CurateLawConfig

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
    scisynth curate law --file my_laws/magnetism.yaml --out out/magnetism
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


def _start_review(out: Path | None) -> "Config":
    from scisynth.curation.review.settings import ReviewConfig
    from scisynth.pipelines.curation.review import kept_settings

    return kept_settings(out) if out else ReviewConfig()


@app.command("review", cls=Verb)
@configured(
    "scisynth.curation.review.settings:ReviewConfig",
    Setting(option="--overlap", path="overlap"),
    Setting(option="--confidence", path="confidence"),
    start=_start_review,
)
def review(
    config: "ReviewConfig",
    run: RunOptions,
    known: Annotated[
        Path | None, typer.Option("--known", help="Table of items with known truth: item, expected, use, why, flaw.")
    ] = None,
    count: Annotated[
        bool, typer.Option("--count", help="Start no server; settle and count the answers so far.")
    ] = False,
    host: Annotated[
        str, typer.Option(help="Address to listen on. Use 0.0.0.0 to accept devices on the local network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port. 0 takes a free one.")] = 0,
) -> None:
    """Serve a page on which experts keep, correct or reject items, and one on which conflicts are decided.

    Every click is saved at once. Stop with Ctrl-C; what is decided is then accepted or rejected in the folder, and the same
    command goes on with the same settings. An option changes one from then on.

    Examples:

    scisynth curate review --out out/capillary --known known.csv
    scisynth curate review --out out/capillary --host 0.0.0.0 --port 8080
    scisynth curate review --out out/capillary --count
    """
    from scisynth.cli.review_words import review_words
    from scisynth.core.extras import require
    from scisynth.core.progress import say
    from scisynth.pipelines.curation.review import run_review, settle_review, take_known

    if known:
        say(f"{take_known(run.out, known)} tasks of known truth from {known}")
    if count:
        result = settle_review(config, run.out, seed=run.seed)
    else:
        require("people", "the review page")
        result = run_review(
            config, run.out, seed=run.seed, host=host, port=port,
            on_ready=lambda links: say("\n".join(f"{role}s open {link}" for role, link in links.items())),
        )  # fmt: skip
    emit(result.to_dict(), as_json=run.as_json, text=review_words(result))
