"""`scisynth judge two-choice|people`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scisynth.cli.options import (
    API,
    ApiOptions,
    EngineOption,
    FailUnderOption,
    JsonOption,
    OutOption,
    RunOptions,
    SeedOption,
    Setting,
)
from scisynth.cli.shared import count_words, emit, finish, guarded, percent, table
from scisynth.cli.verb import Verb, configured

if TYPE_CHECKING:
    from scisynth.pipelines.science_t2i.two_choice import ChoosingConfig

app = typer.Typer(
    help="Judge images with a reward model, a vision-language model or human raters.", no_args_is_help=True
)


@app.command("two-choice", cls=Verb)
@configured(
    "scisynth.pipelines.science_t2i.two_choice:ChoosingConfig",
    Setting(option="--judge", path="judge"),
    Setting(option="--data", path="data"),
    Setting(option="--split", path="split"),
    Setting(option="--num", path="num"),
    Setting(option="--blind", path="blind"),
    *API,
)
def two_choice(
    config: "ChoosingConfig",
    run: RunOptions,
    api: ApiOptions,
    out: Annotated[Path | None, typer.Option("--out", help="Run folder. Default: out/two-choice-DIGEST-SEED.")] = None,
    engine: EngineOption = "local",
    fail_under: FailUnderOption = None,
) -> None:
    """Ask which of two images fits the implicit prompt, in both orders for chat models.

    With --engine ray, a reward is loaded by each worker of a Ray cluster.

    Examples:

    scisynth judge two-choice --data tuples.parquet --judge sciscore:Jialuo21/SciScore
    scisynth judge two-choice --data tuples.parquet --judge api:gpt-4o-mini --price 0.15 0.6 --max-usd 2
    """
    from scisynth.core.engine.choice import engine_of
    from scisynth.pipelines.science_t2i.two_choice import run_two_choice
    from scisynth.stats.gates import Gate, accuracy_headline, check_floor, gate_words

    folder = out or Path("out") / f"two-choice-{config.digest()}-{run.seed}"
    spending = api.spending()
    check_floor(fail_under)
    where = engine_of(engine)
    result = run_two_choice(config, folder, seed=run.seed, spending=spending, engine=where).to_dict()
    gated = Gate(fail_under=fail_under).check(accuracy_headline(result["accuracy"]))
    rows = [("", "accuracy"), ("all", percent(result["accuracy"]))]
    rows += [(order.replace("_", " "), percent(score)) for order, score in result["accuracy_by_order"].items()]
    rows += [("right in both orders", percent(result["right_in_both_orders"]))]
    rows += [("same choice in both orders", percent(result["consistency"]))]
    rows += [(name, percent(score)) for name, score in result["by_field"].items()]
    text = f"{table(rows)}\noutcomes: {count_words(result['outcomes'])}\nrows in {folder}{gate_words(gated)}"
    emit(result | ({"gate": gated} if gated else {}), as_json=run.as_json, text=text)
    finish(result["outcomes"], gated)


@app.command("people")
@guarded
def people(
    out: OutOption,
    data: Annotated[
        str, typer.Option("--data", help="`lab`, a tuple data set (Parquet file, folder, run folder), or a hub id.")
    ] = "lab",
    num: Annotated[int, typer.Option(min=1, help="Number of pairs to show.")] = 60,
    host: Annotated[
        str, typer.Option(help="Address to listen on. Use 0.0.0.0 to accept devices on the local network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port. 0 takes a free one.")] = 0,
    count: Annotated[bool, typer.Option("--count", help="Start no server; summarize the answers so far.")] = False,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Serve a web page for human evaluation: the same question, blind and in random order.

    Every answer is saved at once. Stop with Ctrl-C.

    Examples:

    scisynth judge people --data tuples.parquet --out out/people
    scisynth judge people --data tuples.parquet --out out/people --count
    """
    from scisynth.core.extras import require
    from scisynth.core.progress import say
    from scisynth.judges.people.answers import score_people
    from scisynth.judges.people.server import ANSWERS_FILE, serve_people
    from scisynth.pipelines.science_t2i.two_choice import ChoosingConfig, load_pairs

    if not count:
        require("people", "the people page")
    tuples = load_pairs(ChoosingConfig(data=data, num=num), seed)[:num]
    if not count:
        serve_people(tuples, out, seed=seed, host=host, port=port, on_ready=lambda url: say(f"open {url}"))
    answers = out / ANSWERS_FILE
    # A page that nobody answered has no journal, which is a mistake only where answers are to be counted.
    result = score_people(tuples, *([answers] if count or answers.is_file() else [])).to_dict()
    rows = [("", "accuracy"), ("all raters", percent(result["accuracy"]))]
    rows += [(name, percent(part["accuracy"])) for name, part in result["by_rater"].items()]
    where = f"answers in {answers}" if result["num_answers"] else "no answers yet"
    emit(result, as_json=as_json, text=f"{table(rows)}\n{where}")
