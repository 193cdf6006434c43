"""One result of a run: computed once, stored once, and what the page, the board and the hub are made of."""

import json
import shutil

import pytest

from scisynth.core.errors import DataError
from scisynth.core.store import read_manifest
from scisynth.generators.folder import METADATA
from scisynth.lab.render import LabGenerator
from scisynth.pipelines.reports import rebuild_report
from scisynth.pipelines.science_t2i.config import BenchConfig
from scisynth.pipelines.science_t2i.leaderboard import build_leaderboard
from scisynth.pipelines.science_t2i.report import REPORT, describe_runs
from scisynth.pipelines.science_t2i.results import RESULTS, BenchResult
from scisynth.pipelines.science_t2i.rows import read_run
from scisynth.pipelines.science_t2i.run import run_bench
from scisynth.pipelines.science_t2i.summarize import bench_headline, open_result, read_stored_result, summarize
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.reports.benchmark.write import write_bench_report

NUM = 6
TIERS = ("implicit", "explicit", "superficial")
FIRST_FORMAT = {
    "generator", "is_lab", "unit", "reality_score", "outcomes", "judges", "num_situations", "num_pictures", "cost",
    "judge_checks",
}  # fmt: skip
OF_A_JUDGE = {"unit", "tiers", "by_setting", "outcomes", "failures", "gap", "nd_percent"}
"""Keys that users of earlier versions read."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Two finished runs on all prompts; implicit ones are drawn right by turns, and one image of each run is missing."""
    root = tmp_path_factory.mktemp("runs")
    items = [item for split in ("test_S", "test_C") for item in write_prompts(PromptsConfig(num=NUM, split=split), 0)]
    for name in ("first", "second"):
        folder, rows = root / f"{name}-images", []
        folder.mkdir()
        for number, item in enumerate(items):
            is_right = (number % 3 == 0) == (name == "first")
            for tier in TIERS if number else TIERS[1:]:
                shown = ("explicit" if is_right else "superficial") if tier == "implicit" else tier
                file = f"{number}-{tier}.png"
                LabGenerator().generate(item, shown, seed=number, size_px=64).save(folder / file)
                rows.append(json.dumps({"file_name": file, "prompt": item.prompt(tier)}))
        (folder / METADATA).write_text("\n".join(rows) + "\n")
        run_bench(config(folder), root / name, seed=0)
    return root


def config(folder):
    pictures = {"model": f"folder:{folder}", "images_per_prompt": 1}
    return BenchConfig.parse({"num": NUM, "pictures": pictures, "tiers": TIERS})


def stored(root):
    return json.loads((root / RESULTS).read_text())


def test_there_is_one_results_file_with_all_keys_of_earlier_versions(runs):
    assert [path.relative_to(runs / "first") for path in (runs / "first").rglob(RESULTS)] == [
        (runs / "first" / RESULTS).relative_to(runs / "first")
    ]
    values = stored(runs / "first")
    assert values.keys() >= FIRST_FORMAT and not {"out", "report"} & values.keys(), "a folder may be moved"
    judge = values["judges"]["lab-judge"]
    assert judge.keys() >= OF_A_JUDGE and judge["tiers"].keys() == set(TIERS)
    assert values["reality_score"] == judge["tiers"]["implicit"] and values["outcomes"] == judge["outcomes"]
    for setting in ("S", "C"):
        assert judge["by_setting"][setting] == {tier: judge["splits"][setting][tier]["overall"] for tier in TIERS}
        assert judge["nd_percent"][setting] == judge["nd"][setting]["value"]
    assert [row["id"].split("/")[1:] for row in judge["failures"]] == [["implicit", "0"]]


def test_a_result_is_read_as_it_was_made(runs):
    run = read_run(runs / "first")
    made = summarize(run)
    assert read_stored_result(run.root) == made == open_result(run)
    assert BenchResult.from_dict(json.loads(json.dumps(made.to_dict()))).judges == made.judges
    score = made.reality_score.overall
    assert score.n == 2 * NUM - 1 and score.coverage == pytest.approx(1 - 1 / (2 * NUM))
    # Every third one is right, and the first one is missing: 3 of 11.
    assert score.value == pytest.approx(100 * 3 / 11, abs=9)
    headline = bench_headline(run.root)
    assert (
        headline.value.value == score.value
        and headline.coverage == score.coverage
        and len(headline.scores) == 2 * NUM - 1
    )


def test_the_page_shows_the_numbers_of_the_result(runs):
    result = open_result(read_run(runs / "first"))
    report = describe_runs([result], [read_run(runs / "first")], runs / "first", title="t", manifest={})
    numbers = result.judges["lab-judge"]
    for cell in report.cells:
        found = numbers.tiers[cell.tier] if cell.split == "all" else numbers.splits[cell.split][cell.tier]
        assert cell.overall.model_dump() == found.overall.to_dict()
        assert {law: score.value for law, score in cell.by_law.items()} == {
            law: score.value for law, score in found.by_law.items()
        }
    assert len(report.cells) == 9 and {gap.law: gap.difference for gap in report.gaps} == dict(numbers.gap)
    assert sum(report.outcomes["lab-judge"].values()) == 6 * NUM == sum(len(item.pictures) for item in report.items)


def test_the_report_is_written_again_byte_for_byte_wherever_the_folder_is(runs, tmp_path):
    moved = tmp_path / "moved"
    shutil.copytree(runs / "first", moved)
    before = {path.name: path.read_bytes() for path in (moved / REPORT).iterdir()}
    assert set(before) == {"report.html", "report.md"}
    (moved / REPORT / "report.html").write_text("")
    assert rebuild_report(moved) == moved.resolve() / REPORT / "report.html"
    assert {path.name: path.read_bytes() for path in (moved / REPORT).iterdir()} == before


def test_numbers_are_those_that_were_stored_even_if_the_code_has_changed(runs, tmp_path):
    moved = tmp_path / "moved"
    shutil.copytree(runs / "first", moved)
    values = stored(moved)
    values["judges"]["lab-judge"]["tiers"]["implicit"]["overall"]["value"] = 12.3456
    (moved / RESULTS).write_text(json.dumps(values))
    rebuild_report(moved)
    assert "12.3" in (moved / REPORT / "report.md").read_text()
    assert build_leaderboard([moved], tmp_path / "board").rows[0].overall.value == 12.3456
    assert bench_headline(moved).value.value == 12.3456


def earlier(root):
    """The folder as the first format left it: fewer keys in `results.json`, and the report's numbers in another one."""
    run = read_run(root)
    report = describe_runs([summarize(run)], [run], root, title="An earlier report", manifest=read_manifest(root))
    write_bench_report(report, root / REPORT)
    values = {key: value for key, value in stored(root).items() if key in FIRST_FORMAT}
    for judge in values["judges"].values():
        for key in judge.keys() - OF_A_JUDGE:
            del judge[key]
    (root / RESULTS).write_text(json.dumps(values))


def test_a_folder_of_the_first_format_still_works(runs, tmp_path):
    for name in ("first", "second"):
        shutil.copytree(runs / name, tmp_path / name)
    earlier(tmp_path / "first")
    assert read_stored_result(tmp_path / "first") is None
    (tmp_path / "first" / REPORT / "report.html").unlink()
    assert "An earlier report" in rebuild_report(tmp_path / "first").read_text()
    old = build_leaderboard([tmp_path / "first", tmp_path / "second"], tmp_path / "old").to_dict()
    new = build_leaderboard([runs / "first", runs / "second"], tmp_path / "new").to_dict()
    assert {**old, "out": "", "report": ""} == {**new, "out": "", "report": ""} and len(new["rows"]) == 6
    assert {row["kind"] for row in new["normalized"]} == {"ND", "RI"} and len(new["comparisons"]) == 3
    # The same command again leaves one results.json.
    result = run_bench(config(runs / "first-images"), tmp_path / "first", seed=0)
    assert stored(tmp_path / "first") == stored(runs / "first") and not (tmp_path / "first" / REPORT / RESULTS).exists()
    assert result.report == (tmp_path / "first" / REPORT / "report.html").resolve()


def test_a_run_without_results_has_no_report_to_write_again(runs, tmp_path):
    moved = tmp_path / "moved"
    shutil.copytree(runs / "first", moved)
    (moved / RESULTS).unlink()
    with pytest.raises(DataError, match=r"expected a run with report/results\.json"):
        rebuild_report(moved)
