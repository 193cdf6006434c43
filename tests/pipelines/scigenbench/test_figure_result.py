"""The result of a figure benchmark: one JSON form, read again as it was written; parts of the config; runs of earlier versions."""

import ast
import json
from dataclasses import replace
from pathlib import Path

import pytest

from scisynth.core.errors import ConfigError, DataError
from scisynth.pipelines import scigenbench
from scisynth.pipelines.providers.access import part_of
from scisynth.pipelines.scigenbench.config import (
    DrawingConfig,
    FigureBenchConfig,
    FigureJudging,
    ImgCoderConfig,
    MetricsConfig,
    ProblemsConfig,
)
from scisynth.pipelines.scigenbench.leaderboard import read_figure_result
from scisynth.pipelines.scigenbench.run import run_figure_bench
from scisynth.reports.figures.results import FigureBenchResult

PARTS = (ProblemsConfig, DrawingConfig, FigureJudging, MetricsConfig)
KEYS = {
    "out", "generator", "judge", "paper_compat", "r_inv", "r_inv_answered", "r_inv_paper", "r_inv_paper_with_question", "per_quiz",
    "blind", "information_gain", "coverage", "quizzes_without_key", "by_type", "by_subject", "questions", "dimensions", "structural",
    "verified", "structure_against_judge", "exam", "data_defects", "outcomes", "cost", "pictures", "pixels", "gallery", "report",
}  # fmt: skip
"""What `results.json` and `--json` had before results were typed."""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("figures") / "run"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scisynth.pipelines.scigenbench.families.image_types", lambda: ["Universal - Table / Grid"])
        result = run_figure_bench(FigureBenchConfig(num=1, ocr="off"), out, seed=0)
    return out, result


def test_the_file_the_object_and_the_printed_json_are_one(run):
    out, result = run
    stored = json.loads((out / "results.json").read_text())
    # The file leaves out where its pages are, since the folder may move.
    assert {**stored, **{key: result.to_dict()[key] for key in ("gallery", "report")}} == result.to_dict()
    assert set(stored) >= KEYS - {"gallery", "report"}
    kept = replace(result, gallery=None, report=None)
    assert read_figure_result(out) == kept and FigureBenchResult.from_dict(stored) == kept


def test_results_of_an_earlier_version_are_read(run, tmp_path):
    out, result = run
    stored = json.loads((out / "results.json").read_text())
    # As a run without a judge wrote them: no keys of quizzes but R_inv, no paths of pages.
    quizzes = [key for key in result.quizzes.to_dict() if key != "r_inv"]
    early = {
        key: value
        for key, value in stored.items()
        if key not in (*quizzes, "data", "num_problems", "gallery", "report")
    }
    (tmp_path / "manifest.json").write_bytes((out / "manifest.json").read_bytes())
    (tmp_path / "results.json").write_text(json.dumps(early))
    found = read_figure_result(tmp_path)
    assert found.structural == result.structural and found.quizzes == result.quizzes and found.gallery is None
    (tmp_path / "results.json").write_text(json.dumps({**early, "structural": "high"}))
    with pytest.raises(DataError, match=r"results\.json: expected the results of a run, got a wrong 'structural"):
        read_figure_result(tmp_path)


def test_every_setting_belongs_to_a_part_and_is_named_without_it():
    fields = set(FigureBenchConfig.model_fields)
    assert fields == {name for part in PARTS for name in part.model_fields}
    changed = FigureBenchConfig().override(["max_repairs=1", "judge=api:m", "ocr=off", "access.timeout_s=5"])
    drawing, judging = part_of(changed, DrawingConfig), part_of(changed, FigureJudging)
    assert type(drawing) is DrawingConfig and drawing.max_repairs == 1 and not hasattr(drawing, "judge")
    assert type(judging) is FigureJudging and judging.judge == "api:m" and not hasattr(judging, "generator")
    assert drawing.access.timeout_s == judging.judging.timeout_s == 5
    # A server that draws is not told how chat models are asked.
    told = part_of(FigureBenchConfig(temperature=0.3), DrawingConfig)
    assert told.image_settings("m").sampling.temperature is None and told.settings("m").sampling.temperature == 0.3


def test_a_manifest_of_before_resumes_and_another_setting_is_one_line(run):
    out, _ = run
    config = json.loads((out / "manifest.json").read_text())["config"]
    # The names and values that manifests had before the config was made of parts.
    assert {"data", "num", "families", "generator", "judge", "blind", "exam", "references", "clip", "ocr"} <= set(
        config
    )
    assert {"paper_compat", "max_repairs", "flow", "access", "judge_access", "temperature"} <= set(config)
    assert FigureBenchConfig.load(out / "manifest.json").families == tuple(config["families"])
    with pytest.raises(ConfigError, match="other settings of 'max_repairs'"):
        run_figure_bench(FigureBenchConfig.parse({**config, "max_repairs": 5}), out, seed=0)


def test_a_default_of_imgcoder_stands_once():
    stated = [
        (path.name, node.target.id)
        for path in (
            *Path(scigenbench.__file__).parent.glob("*.py"),
            *Path(scigenbench.__file__).parents[2].glob("imgcoder/*.py"),
        )
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None
        if node.target.id in {"flow", "max_repairs", "repair_image", "ocr", "paper_compat"}
    ]
    assert sorted(name for _, name in stated) == ["flow", "max_repairs", "ocr", "paper_compat", "repair_image"], stated
    assert ImgCoderConfig().coder_settings.max_repairs == FigureBenchConfig().max_repairs


def test_no_step_returns_an_untyped_dictionary():
    untyped = [
        f"{path.name}: {node.name}"
        for path in Path(scigenbench.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.returns and "dict[str, Any]" in ast.unparse(node.returns)
    ]
    assert untyped == [], untyped


@pytest.mark.thorough
def test_the_config_and_its_parts_travel_through_few_files():
    source = Path(scigenbench.__file__).parents[2]
    names = {part.__name__ for part in (FigureBenchConfig, *PARTS)}
    files = {
        path.name
        for path in source.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        for argument in (*node.args.args, *node.args.kwonlyargs)
        if argument.annotation and ast.unparse(argument.annotation).strip("'\"") in names
    }
    # Besides these: the run folder that compares it, the base class that reads it, and where API access and generators are made.
    assert {"run.py", "load.py", "generate.py", "judge.py"} <= files and len(files) + 4 <= 15, files
