"""`scisynth bench science-t2i`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scisynth.cli.options import (
    API,
    IMAGE_API,
    JUDGE_API,
    LAWS,
    ApiOptions,
    BaselineOption,
    EngineOption,
    FailUnderOption,
    PlanOption,
    RunOptions,
    Setting,
    ShardOption,
)
from scisynth.cli.shared import count_words, emit, finish, number, shard_of, table
from scisynth.cli.verb import configured

if TYPE_CHECKING:
    from scisynth.pipelines.science_t2i.config import BenchConfig
    from scisynth.stats.gates import Gate


@configured(
    "scisynth.pipelines.science_t2i.config:BenchConfig",
    Setting(option="--generator", path="pictures.model"),
    Setting(option="--policy", path="pictures.policy"),
    Setting(option="--judge", path="judges"),
    Setting(option="--data", path="data"),
    Setting(option="--tier", path="tiers"),
    Setting(option="--num", path="num"),
    LAWS,
    Setting(option="--images", path="pictures.images_per_prompt"),
    *API,
    *IMAGE_API,
    *JUDGE_API,
)
def science_t2i(
    config: "BenchConfig",
    run: RunOptions,
    api: ApiOptions,
    engine: EngineOption = "local",
    shard: ShardOption = None,
    plan: PlanOption = False,
    fail_under: FailUnderOption = None,
    baseline: BaselineOption = None,
) -> None:
    """Science-T2I: generate images from the benchmark's prompts, judge them and write a report.

    With --shard 0/3, 1/3 and 2/3, three machines do a third each.
    Then run the same command without --shard to join the results in OUT/shards.
    With --engine ray, models that draw and judges that are no chat models work on all cores and cards of a Ray cluster.

    Examples:

    scisynth bench science-t2i --generator lab-flux --judge lab-judge --out out/base
    scisynth bench science-t2i --data Jialuo21/Science-T2I-S --generator folder:images --judge api:gpt-4o --price 2.5 10 --max-usd 5 --out out/mine
    """
    from scisynth.core.engine.choice import engine_of
    from scisynth.pipelines.science_t2i.plan import plan_bench
    from scisynth.pipelines.science_t2i.run import run_bench, run_bench_shard
    from scisynth.pipelines.science_t2i.summarize import bench_headline
    from scisynth.stats.gates import gate_words

    spending = api.spending()
    if plan:
        planned = plan_bench(config, run.out, seed=run.seed, spending=spending).to_dict()
        return emit(planned, as_json=run.as_json, text="\n".join(planned["sentences"]))
    gate = _gate(config, fail_under, baseline)
    where = engine_of(engine)
    if shard:
        part = run_bench_shard(
            config, run.out, shard_of(shard), seed=run.seed, spending=spending, engine=where
        ).to_dict()
        emit(
            part,
            as_json=run.as_json,
            text=f"shard {part['shard']}: {count_words(part['outcomes'])}\nrun without --shard to join",
        )
        return finish(part["outcomes"])
    result = run_bench(config, run.out, seed=run.seed, spending=spending, engine=where).to_dict()
    gated = gate.check(bench_headline(run.out))
    emit(result | ({"gate": gated} if gated else {}), as_json=run.as_json, text=_text(result) + gate_words(gated))
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


def _text(result: dict[str, Any]) -> str:
    score = result["reality_score"]
    rows = [("", result["unit"]), ("overall", number(score["overall"]))]
    rows += [(name, number(part)) for name, part in (score["by_field"] | score["by_law"]).items()]
    return f"{table(rows)}\noutcomes: {count_words(result['outcomes'])}\nopen {result['report']}"
