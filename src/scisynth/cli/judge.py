"""`scisynth judge two-choice|people`."""

from pathlib import Path
from typing import Annotated

import typer

from scisynth.cli.api_options import NONE_GIVEN, ApiOptions, with_api_options
from scisynth.cli.shared import (
    ConfigOption,
    FailUnderOption,
    JsonOption,
    OutOption,
    SeedOption,
    SetOption,
    emit,
    finish,
    guarded,
    percent,
    table,
)

app = typer.Typer(help="Ask a judge: a reward, a chat model with eyes, or people.", no_args_is_help=True)
DATA_HELP = "`lab`, a tuple data set (Parquet file, folder, run folder), or a hub id."


@app.command("two-choice")
@guarded
@with_api_options()
def two_choice(
    judge: Annotated[str | None, typer.Option("--judge", help="sciscore:ID, reward:NAME or api:MODEL.")] = None,
    data: Annotated[str | None, typer.Option("--data", help=DATA_HELP)] = None,
    split: Annotated[str | None, typer.Option(help="Of the data; by default all of it.")] = None,
    num: Annotated[int | None, typer.Option(min=1, help="Tuples of each split that the lab draws.")] = None,
    blind: Annotated[bool, typer.Option("--blind", help="Ask a chat model without the images.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Run folder.", show_default="out/two-choice-DIGEST")] = None,
    api: ApiOptions = NONE_GIVEN,
    fail_under: FailUnderOption = None,
    seed: SeedOption = 0,
    config: ConfigOption = None,
    settings: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Which of two images fits the implicit prompt? Chat models are asked in both orders.

    scisynth judge two-choice --data tuples.parquet --judge sciscore:Jialuo21/SciScore
    scisynth judge two-choice --data tuples.parquet --judge api:gpt-4o-mini --price 0.15 0.6 --max-usd 2
    """
    from scisynth.pipelines.science_t2i.two_choice import ChoosingConfig, run_two_choice
    from scisynth.stats.gates import Gate, accuracy_headline, check_floor, gate_words

    start = ChoosingConfig.load(config) if config else ChoosingConfig()
    given = {"judge": judge, "data": data, "split": split, "num": num, "blind": blind or None}
    chosen = start.replace(given | api.settings(start)).override(settings or ())
    folder = out or Path("out") / f"two-choice-{chosen.digest()}-{seed}"
    spending = api.spending()
    check_floor(fail_under)
    result = run_two_choice(chosen, folder, seed=seed, spending=spending).to_dict()
    gated = Gate(fail_under=fail_under).check(accuracy_headline(result["accuracy"]))
    rows = [("", "share right"), ("all", percent(result["accuracy"]))]
    rows += [(order.replace("_", " "), percent(score)) for order, score in result["accuracy_by_order"].items()]
    rows += [("right in both orders", percent(result["right_in_both_orders"]))]
    rows += [("same choice in both", percent(result["consistency"]))]
    rows += [(name, percent(score)) for name, score in result["by_field"].items()]
    counts = ", ".join(f"{name} {count}" for name, count in result["outcomes"].items() if count)
    text = f"{table(rows)}\noutcomes: {counts}\nrows in {folder}{gate_words(gated)}"
    emit(result | ({"gate": gated} if gated else {}), as_json=as_json, text=text)
    finish(result["outcomes"], gated)


@app.command("people")
@guarded
def people(
    out: OutOption,
    data: Annotated[str, typer.Option("--data", help=DATA_HELP)] = "lab",
    num: Annotated[int, typer.Option(min=1, help="Pairs to ask about.")] = 60,
    host: Annotated[str, typer.Option(help="0.0.0.0 lets phones of the same network in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 0,
    count: Annotated[bool, typer.Option("--count", help="Do not ask; print what the answers say so far.")] = False,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """A page that asks people the same question, blind and shuffled; every click is kept at once. Ctrl-C ends it.

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
    rows = [("", "share right"), ("all raters", percent(result["accuracy"]))]
    rows += [(name, percent(part["accuracy"])) for name, part in result["by_rater"].items()]
    where = f"answers in {answers}" if result["num_answers"] else "nobody has answered yet"
    emit(result, as_json=as_json, text=f"{table(rows)}\n{where}")
