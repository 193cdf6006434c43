"""The result of a benchmark run as model repositories of the hub show it (`.eval_results`, see `providers.hub_results`)."""

from pathlib import Path

from scisynth.core.store import read_manifest
from scisynth.pipelines.providers.hub_results import SCIENCE_T2I, write_entry
from scisynth.pipelines.science_t2i.results import BenchResult


def write_evaluation_entry(result: BenchResult, root: Path) -> None:
    """Of a run on a hub data set that scored anything, with implicit prompts: the others spell out what is asked for."""
    config, score = read_manifest(root)["config"], result.reality_score.overall
    is_published = "/" in config["data"] and not Path(config["data"]).exists() and config["tiers"][0] == "implicit"
    if not is_published or score.value is None:
        return
    judge = next(iter(result.judges))
    write_entry(
        root,
        SCIENCE_T2I,
        dataset={"id": config["data"], "task_id": SCIENCE_T2I, "revision": config["revision"]},
        value=score.value,
        notes=f"{result.unit} by {judge}, n={score.n}, coverage {score.coverage:.3f}",
    )
