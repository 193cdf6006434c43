"""`scisynth bench science-t2i|leaderboard`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scisynth.cli import figures
from scisynth.cli.api_options import IMAGES, JUDGE, NONE_GIVEN, ApiOptions, with_api_options
from scisynth.cli.shared import (
    BaselineOption,
    ConfigOption,
    FailUnderOption,
    JsonOption,
    OutOption,
    SeedOption,
    SetOption,
    ShardOption,
    emit,
    finish,
    guarded,
    number,
    shard_of,
    table,
)

if TYPE_CHECKING:
    from scisynth.pipelines.science_t2i.config import BenchConfig
    from scisynth.stats.gates import Gate

app = typer.Typer(help="Measure generators: how much of what science says is in their images.", no_args_is_help=True)
app.command("scigenbench")(figures.scigenbench)


@app.command("science-t2i")
@guarded
@with_api_options(*IMAGES, *JUDGE)
def science_t2i(
    out: OutOption,
    generator: Annotated[
        str | None,
        typer.Option("--generator", help="lab-flux, a flow model, diffusers:ID, api:MODEL, or folder:PATH."),
    ] = None,
    policy: Annotated[str | None, typer.Option("--policy", help="An `align` run or a LoRA, for flow models.")] = None,
    judge: Annotated[
        list[str] | None, typer.Option("--judge", help="lab-judge, sciscore:ID, reward:NAME or api:MODEL. Repeatable.")
    ] = None,
    data: Annotated[
        str | None, typer.Option("--data", help="`lab`, a tuple data set, prompt sets, or a hub id.")
    ] = None,
    tier: Annotated[
        list[str] | None, typer.Option("--tier", help="implicit, explicit, superficial: what is drawn. Repeatable.")
    ] = None,
    num: Annotated[int | None, typer.Option(min=1, help="Situations of each of S and C that the lab writes.")] = None,
    images: Annotated[int | None, typer.Option("--images", min=1, help="Images a prompt.")] = None,
    shard: ShardOption = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Say what it takes, and the smallest difference it can tell; send nothing.")
    ] = False,
    api: ApiOptions = NONE_GIVEN,
    fail_under: FailUnderOption = None,
    baseline: BaselineOption = None,
    seed: SeedOption = 0,
    config: ConfigOption = None,
    settings: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw the benchmark's prompts, judge the images, write the table and a report.

    scisynth bench science-t2i --generator lab-flux --judge lab-judge --out out/base
    scisynth bench science-t2i --data Jialuo21/Science-T2I-S --generator folder:images --judge api:gpt-4o --price 2.5 10 --max-usd 5 --out out/mine

    With --shard 0/3, 1/3 and 2/3 three machines draw and judge a third each; the same command without it then joins
    what lies in OUT/shards into the table.
    """
    from scisynth.pipelines.science_t2i.config import BenchConfig
    from scisynth.pipelines.science_t2i.plan import plan_bench
    from scisynth.pipelines.science_t2i.run import run_bench, run_bench_shard
    from scisynth.pipelines.science_t2i.summarize import bench_headline
    from scisynth.stats.gates import gate_words

    start = BenchConfig.load(config) if config else BenchConfig()
    pictures = start.pictures.replace({"model": generator, "policy": policy, "images_per_prompt": images})
    given: dict[str, Any] = {
        "data": data,
        "num": num,
        "tiers": tuple(tier) if tier else None,
        "judges": tuple(judge) if judge else None,
        "pictures": pictures,
        **api.settings(start),
    }
    chosen = start.replace(given).override(settings or ())
    spending = api.spending()
    if plan:
        planned = plan_bench(chosen, out, seed=seed, spending=spending).to_dict()
        return emit(planned, as_json=as_json, text="\n".join(planned["sentences"]))
    gate = _gate(chosen, fail_under, baseline)
    if shard:
        part = run_bench_shard(chosen, out, shard_of(shard), seed=seed, spending=spending).to_dict()
        emit(part, as_json=as_json, text=f"shard {part['shard']}: {_counts(part)}\nrun without --shard to join")
        return finish(part["outcomes"])
    result = run_bench(chosen, out, seed=seed, spending=spending).to_dict()
    gated = gate.check(bench_headline(out))
    emit(result | ({"gate": gated} if gated else {}), as_json=as_json, text=_text(result) + gate_words(gated))
    return finish(result["outcomes"], gated)


def _gate(chosen: "BenchConfig", fail_under: float | None, baseline: Path | None) -> "Gate":
    from scisynth.pipelines.providers.judges import headline_unit
    from scisynth.pipelines.science_t2i.rows import COMMAND
    from scisynth.pipelines.science_t2i.summarize import bench_headline
    from scisynth.stats.gates import open_gate

    return open_gate(
        fail_under,
        baseline,
        command=COMMAND,
        read=bench_headline,
        unit=headline_unit(chosen.judges[0]),
        same={"judges": chosen.judges[0], "tiers": chosen.tiers[0]},
    )


@app.command("leaderboard")
@guarded
def leaderboard(
    runs: Annotated[list[Path], typer.Argument(help="Folders of `bench science-t2i`, or of `bench scigenbench` runs.")],
    out: OutOption,
    as_json: JsonOption = False,
) -> None:
    """Join runs into one table with paired tests, beside the published rows.

    scisynth bench leaderboard out/base out/sft out/oft --out out/leaderboard
    """
    from scisynth.core.store import read_manifest
    from scisynth.pipelines.science_t2i.leaderboard import build_leaderboard

    if read_manifest(runs[0])["command"] == "bench scigenbench":
        return figures.leaderboard(runs, out, as_json=as_json)
    result = build_leaderboard(runs, out).to_dict()
    rows = [("generator", "judge", "tier", "score")]
    rows += [(row["generator"], row["judge"], row["tier"], number(row["overall"])) for row in result["rows"]]
    return emit(result, as_json=as_json, text=f"{table(rows)}\nopen {result['report']}")


def _text(result: dict[str, Any]) -> str:
    score = result["reality_score"]
    rows = [("", result["unit"]), ("overall", number(score["overall"]))]
    rows += [(name, number(part)) for name, part in (score["by_field"] | score["by_law"]).items()]
    return f"{table(rows)}\noutcomes: {_counts(result)}\nopen {result['report']}"


def _counts(result: dict[str, Any]) -> str:
    return ", ".join(f"{name} {count}" for name, count in result["outcomes"].items() if count) or "none"
