"""`scisynth demo`."""

from pathlib import Path

from scisynth.cli.shared import JsonOption, SeedOption, SetOption, emit, guarded, percent, table


@guarded
def demo(
    out: Path = Path("out/demo"),
    seed: SeedOption = 0,
    settings: SetOption = None,
    as_json: JsonOption = False,
) -> None:
    """Watch a CLIP that is right half the time become a reward, and a generator learn from it.

    Draws tuples in the lab, trains SciScore from lab-clip, aligns lab-flux with it in two stages, measures everything on
    held-out tuples and prompts, writes report.html. A few timed steps tell how much of it this machine manages in ten
    minutes; with --set nothing is timed and everything runs as told.
    """
    from scisynth.pipelines.demo.run import demo_config, run_demo
    from scisynth.pipelines.demo.timing import fitted_demo

    config = demo_config().override(settings) if settings else fitted_demo(out)
    result = run_demo(config, out, seed=seed).to_dict()
    rows = [("model", "split", "two-choice accuracy")]
    rows += [(row["model"], row["split"], percent(row["accuracy"])) for row in result["accuracies"]]
    closed = [("stage", "split", "scorer", "share of the implicit-explicit gap closed")]
    closed += [(row["stage"], row["split"], row["scorer"], percent(row["metric"])) for row in result["improvements"]]
    opened = f"open {result['report']}, and {result['leaderboard']} for the benchmark of the three stages"
    emit(result, as_json=as_json, text=f"{table(rows)}\n\n{table(closed)}\n{opened}")
