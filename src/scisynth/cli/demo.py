"""`scisynth demo`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scisynth.cli.options import RUN, RunOptions
from scisynth.cli.shared import emit, percent, table
from scisynth.cli.verb import configured

if TYPE_CHECKING:
    from scisynth.core.config import Config
    from scisynth.pipelines.demo.plan import DemoConfig


def _start(out: Path, config: Path | None, settings: list[str] | None, print_config: bool) -> "Config":
    from scisynth.pipelines.demo.run import demo_config
    from scisynth.pipelines.demo.timing import fitted_demo

    return demo_config() if config or settings or print_config else fitted_demo(out)


@configured("scisynth.pipelines.demo.plan:DemoConfig", start=_start)
def demo(
    config: "DemoConfig",
    run: RunOptions,
    out: Annotated[Path, typer.Option("--out", help="Run folder.", rich_help_panel=RUN)] = Path("out/demo"),
) -> None:
    """Train a reward and align a generator with it in the lab, and report the results, in about ten minutes.

    The demo draws tuples and trains SciScore from lab-clip. It aligns lab-flux in two stages, measures all of it on
    held-out tuples and prompts, and writes report.html.
    A few timed steps first decide how much of it this machine can do in ten minutes. --set and --config turn that off.

    Example:

    scisynth demo --out out/demo
    """
    from scisynth.pipelines.demo.run import run_demo

    result = run_demo(config, out, seed=run.seed).to_dict()
    rows = [("model", "split", "two-choice accuracy")]
    rows += [(row["model"], row["split"], percent(row["accuracy"])) for row in result["accuracies"]]
    closed = [("stage", "split", "scorer", "fraction of the implicit-explicit gap closed")]
    closed += [(row["stage"], row["split"], row["scorer"], percent(row["metric"])) for row in result["improvements"]]
    opened = f"open {result['report']}, and {result['leaderboard']} for the benchmark of the three stages"
    emit(result, as_json=run.as_json, text=f"{table(rows)}\n\n{table(closed)}\n{opened}")
