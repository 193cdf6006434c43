"""`.eval_results`: what the hub's own reader makes of it, and when none is written."""

import json
from pathlib import Path

import pytest
import yaml

from scisynth.clients.account import RunCost, Usage
from scisynth.core.problems import Answer, FigureProblem
from scisynth.core.records import Metric
from scisynth.pipelines.providers.access import bill
from scisynth.pipelines.science_t2i.hub_export import write_evaluation_entry
from scisynth.pipelines.science_t2i.results import BenchResult, JudgeResult
from scisynth.pipelines.scigenbench.hub_export import write_evaluation_entry as write_figure_entry
from scisynth.reports.figures.results import FigureBenchResult, FigureOutcomes, QuizNumbers
from scisynth.stats.scores import Breakdown, Score

COMMIT = "5503434ddd753f426f4b38109466949a1217c2bb"


def run(tmp_path, **config):
    values = {
        "command": "bench",
        "config": {"tiers": ["implicit"], **config},
        "config_digest": "",
        "seed": 0,
        "created": "2026-11-28T12:00:00+00:00",
    }
    (tmp_path / "manifest.json").write_text(json.dumps(values))
    return tmp_path


def entry(tmp_path, name):
    hub = pytest.importorskip("huggingface_hub")
    stored = yaml.safe_load((tmp_path / ".eval_results" / f"{name}.yaml").read_text())
    (found,) = hub.parse_eval_result_entries(stored)
    assert hub.eval_result_entries_to_yaml([found]) == stored, "no field but those of the format, each in its place"
    return found


def t2i(value=46.123, judge="api:gpt-4o"):
    overall = Score(value=value, low=None, high=None, n=227, coverage=0.98, with_failures_as_zero=value)
    tiers = {"implicit": Breakdown(overall=overall, by_field={}, by_law={})}
    numbers = JudgeResult(unit="points of 100", tiers=tiers, splits={}, outcomes={}, failures=())
    sizes = {"num_situations": 227, "num_pictures": 454, "num_laws": 16}
    return BenchResult(generator="g", is_lab=False, judges={judge: numbers}, detectable="", bill=bill(Usage()), **sizes)


@pytest.mark.parametrize(("revision", "kept"), [(COMMIT, COMMIT), ("", None), ("main", None)])
def test_science_t2i(tmp_path, revision, kept):
    write_evaluation_entry(t2i(), run(tmp_path, data="Jialuo21/Science-T2I-S", revision=revision))
    found = entry(tmp_path, "science-t2i")
    assert (found.dataset_id, found.task_id, found.value) == ("Jialuo21/Science-T2I-S", "science-t2i", 46.12)
    assert found.dataset_revision == kept and found.date == "2026-11-28"
    assert found.notes == "points of 100 by api:gpt-4o, n=227, coverage 0.980; made with scisynth"


def problems(**sizes):
    return [
        FigureProblem(id=f"{source}-{number}", source=source, question="", image_type="", answer=Answer(text=""))
        for source, size in sizes.items()
        for number in range(size)
    ]


def figures(value=0.5):
    nothing = Metric(value=None, low=None, high=None, n=0)
    return FigureBenchResult(
        out=Path("out"),
        generator="api:m",
        judge="api:gpt-5",
        paper_compat=False,
        quizzes=QuizNumbers(r_inv=value and Metric(value=value, low=None, high=None, n=330)),
        structural=nothing,
        outcomes=FigureOutcomes(pictures={}),
        cost=RunCost(usd_this_session=0.0, replayed=0),
    )


@pytest.mark.parametrize(
    ("sizes", "task"),
    [({"scigen": 1057}, "scigen"), ({"scigen": 1053}, "scigen"), ({"seephys": 330}, "seephys"), ({"scigen": 1053, "seephys": 330}, "scigenbench")],
)  # fmt: skip
def test_scigenbench(tmp_path, sizes, task):
    write_figure_entry(figures(), problems(**sizes), run(tmp_path, num=None))
    found = entry(tmp_path, "scigenbench")
    assert (found.dataset_id, found.task_id, found.value) == ("J017athan/SciGenBench", task, 50.0)
    assert "R_inv in percent by api:gpt-5" in found.notes


@pytest.mark.parametrize(
    ("value", "sizes"), [(None, {"scigen": 1057}), (0.5, {"scigen": 20}), (0.5, {"families": 100}), (0.5, {"scigen": 1057, "mine": 3})]
)  # fmt: skip
def test_what_is_no_result_of_the_benchmark_is_not_written(tmp_path, value, sizes):
    write_figure_entry(figures(value), problems(**sizes), run(tmp_path, num=None))
    write_evaluation_entry(t2i(), run(tmp_path, data="lab", revision=""))
    write_evaluation_entry(t2i(value=None), run(tmp_path, data="org/data", revision=""))
    write_evaluation_entry(t2i(), run(tmp_path, data=str(tmp_path), revision=""))
    write_evaluation_entry(t2i(), run(tmp_path, data="org/data", revision="", tiers=["explicit", "implicit"]))
    assert not (tmp_path / ".eval_results").exists()
