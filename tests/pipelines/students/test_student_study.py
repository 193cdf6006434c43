"""A study on tiny weights from its file to its report, stopped and resumed; and what it says of scores whose truth is known."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
import yaml
from PIL import Image
from typer.testing import CliRunner

pytest.importorskip("trl")

from support.tiny_vlm import tiny_llava

from scisynth.cli.main import app
from scisynth.core.errors import ConfigError, DataError, DivergedError, HubError
from scisynth.core.images import content_hash, png_bytes
from scisynth.core.problems import Answer
from scisynth.pipelines.students.study import run as study_run
from scisynth.pipelines.students.study.cells import cells_of, cells_of_shard
from scisynth.pipelines.students.study.config import StudyConfig
from scisynth.pipelines.students.study.summarize import BASE_GROUP, Answers, compare_groups
from scisynth.students.items import TrainingItem, write_items

TRAINING = {
    "batch_size": 2, "gradient_accumulation_steps": 1, "save_every": 1, "eval_every": 0, "log_every": 1, "bf16": False, "max_steps": 1,
    "lora_rank": 2, "lora_alpha": 4, "warmup_steps": 0, "learning_rate": 1e-3,
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    tiny_llava(folder / "llava")
    (folder / "items" / "images").mkdir(parents=True)
    items = []
    for number in range(12):
        for defect in ("", "unit-changed"):
            data = png_bytes(Image.new("RGB", (48, 40), (20 * number, 90 + 50 * bool(defect), 200)))
            name = content_hash(data)
            (folder / "items" / "images" / f"{name}.png").write_bytes(data)
            stem = f"fig-{number}-{defect}" if defect else f"fig-{number}"
            items.append(
                TrainingItem(
                    id=f"{stem}#problem", image=f"images/{name}.png", question=f"How large is F in figure {number}?",
                    answer=Answer(text=f"{number + 2} N", value=number + 2, unit="N"), wrong=("1 N",), solution="F = m a",
                    source="families", group=f"g{number % 3}", split="train" if number < 8 else "test", defect=defect,
                    verification="failed" if defect else "verified", content=str(number), image_hash=name,
                )
            )  # fmt: skip
    write_items(folder / "items", items)
    study = {
        "model": str(folder / "llava"),
        "data": str(folder / "items"),
        "arms": {"verified": {"sizes": [2, 4, 8]}, "half-flawed": {"flawed": 0.5}, "grey": {"blind": True}},
        "sizes": [8],
        "seeds": [0, 1],
        "methods": ["sft"],
        "sft": TRAINING,
        "tests": [{"protocol": "families", "samples": 1, "max_tokens": 4, "batch_size": 8}],
    }
    (folder / "study.yaml").write_text(yaml.safe_dump(study, sort_keys=False))
    return folder


def invoke(home, out, *words):
    return CliRunner().invoke(app, ["student", "study", str(home / "study.yaml"), "--out", str(out), *words])


def test_a_study_runs_from_its_file_and_goes_on_where_it_stopped(home, tmp_path, monkeypatch):
    plan = invoke(home, tmp_path / "out", "--plan")
    assert plan.exit_code == 0, plan.output
    assert "10 trainings of" in plan.output and not (tmp_path / "out").exists()
    plain, trained = study_run.run_student_sft, []

    def stopped(config, data, folder, *, seed):
        if len(trained) == 3:
            raise KeyboardInterrupt
        trained.append(folder)
        return plain(config, data, folder, seed=seed)

    with monkeypatch.context() as patch:
        patch.setattr(study_run, "run_student_sft", stopped)
        assert invoke(home, tmp_path / "out").exit_code == 130
    ran = invoke(home, tmp_path / "out", "--json")
    assert ran.exit_code == 0, ran.output
    found = json.loads(ran.stdout)
    assert (found["num_done"], found["num_cells"], found["tests"]) == (10, 10, {"families": 4})
    assert {(item["first"], item["second"]) for item in found["comparisons"] if item["question"] == "arms"} == {
        ("verified (sft, 8 items)", "half-flawed (sft, 8 items)"),
        ("verified (sft, 8 items)", "grey (sft, 8 items)"),
    }
    assert found["scaling"][0]["fit"]["sizes"] == [2, 4, 8]
    folder = tmp_path / "out/runs/half-flawed/n8/seed1/sft"
    assert json.loads((folder / "results.json").read_text())["flawed"] == 4
    assert json.loads((folder / "eval/families/results.json").read_text())["num_items"] == 4
    page = (tmp_path / "out/report/report.html").read_text()
    assert all(item["sentence"].split("'")[0][:40] in page for item in found["comparisons"])
    assert page.count("<svg") == 2
    monkeypatch.setattr(study_run, "run_student_eval", None)
    assert json.loads(invoke(home, tmp_path / "out", "--json").stdout) == found


def test_a_training_that_diverges_is_kept_as_failed_and_any_other_error_stops_the_study(home, tmp_path, monkeypatch):
    config = StudyConfig.load(home / "study.yaml").replace({"seeds": [0], "arms": {"verified": {"sizes": [8]}}})
    error = HubError("the hub is away")

    def train(*_, **__):
        raise error

    monkeypatch.setattr(study_run, "run_student_sft", train)
    monkeypatch.setattr(study_run, "run_student_eval", lambda *_, **__: None)
    with pytest.raises(HubError, match="away"):
        study_run.run_student_study(config, tmp_path / "out", seed=0)
    assert not list(tmp_path.rglob("failed.json"))
    error = DivergedError("a loss is not finite")
    (failure,) = study_run.run_student_study(config, tmp_path / "out", seed=0).failures
    assert failure.reason == "a loss is not finite"


@pytest.mark.parametrize(
    ("words", "said"), [("acelerate launch", "found no 'acelerate'"), ("a 'b", "check its quotes")]
)
def test_words_that_launch_nothing_are_one_line(home, tmp_path, words, said):
    ran = invoke(home, tmp_path / "out", "--launch", words)
    assert ran.exit_code == 2 and said in ran.output and not (tmp_path / "out").exists()


def test_what_goes_on_from_a_training_is_in_its_shard():
    config = StudyConfig.parse({"arms": {"a": {}, "b": {"sizes": [2, 4]}}, "methods": ["sft", "sft+grpo"], "data": "d"})
    cells = cells_of(config)
    shards = [cells_of_shard(cells, part, 2) for part in range(2)]
    assert sorted(map(str, cells)) == sorted(str(cell) for shard in shards for cell in shard)
    assert all({cell.first_stage for cell in shard} <= set(shard) for shard in shards) and all(shards)


def test_sizes_for_the_curve_are_trained_by_the_first_method_alone():
    config = StudyConfig.parse(
        {
            "arms": {"a": {"curve": [2, 4]}, "b": {}, "c": {"methods": ["sft"]}},
            "sizes": [8],
            "seeds": [0],
            "methods": ["sft", "sft+grpo"],
        }
    )
    assert config.sizes_of("a") == (2, 4, 8) and config.sizes_of("b") == (8,)
    assert [(cell.arm, cell.size, cell.method) for cell in cells_of(config)] == [
        ("a", 2, "sft"), ("a", 4, "sft"), ("a", 8, "sft"), ("a", 8, "sft+grpo"), ("b", 8, "sft"), ("b", 8, "sft+grpo"),
        ("c", 8, "sft"),
    ]  # fmt: skip


def test_an_arm_is_trained_by_methods_of_the_study_alone():
    with pytest.raises(ConfigError, match=r"arm 'a': expected methods of the study \(sft\), got grpo"):
        StudyConfig.parse({"arms": {"a": {"methods": ["grpo"]}}, "methods": ["sft"]})


def test_what_cannot_run_is_one_line_before_any_training(home, tmp_path):
    given = yaml.safe_load((home / "study.yaml").read_text())
    for changes, words in (
        ({"arms": {"verified": {}, "level-3": {"level": 3}}}, "arm 'level-3' with 8 items: expected items"),
        ({"sizes": [9], "arms": {"verified": {}}}, "arm 'verified' with 9 items: expected 9 items, found 8"),
        ({"arms": {"base": {}}}, "arm 'base': expected"),
        ({"arms": {}}, "arms"),
        ({"data": ""}, "setting 'data': expected a folder"),
        ({"sft": {"start": "out/sft"}}, "a study trains new adapters"),
    ):
        (tmp_path / "bad.yaml").write_text(yaml.safe_dump({**given, **changes}))
        ran = CliRunner().invoke(app, ["student", "study", str(tmp_path / "bad.yaml"), "--out", str(tmp_path / "bad")])
        assert ran.exit_code == 2 and words in ran.output, (ran.output, words)
        assert not (tmp_path / "bad").exists()


SEEDS, ITEMS = 3, 400


def answers(*, better=0.0, image=0.0, seed_sd=0.0):
    """Right and wrong answers of a reference arm that is `better` than the other, and of a base 20 points below it."""
    rng = np.random.default_rng(1)
    hard = rng.uniform(0.45, 0.6, ITEMS)
    names = [f"item-{number}" for number in range(ITEMS)]

    def drawn(shift):
        by_seed = {}
        for seed in range(SEEDS):
            chance = np.clip(hard + shift + seed_sd * rng.standard_normal(), 0, 1)
            by_seed[seed] = dict(zip(names, (rng.random(ITEMS) < chance).astype(float).tolist(), strict=True))
        return by_seed

    reference, other = ("verified", "sft", 8), ("grey", "sft", 8)
    seen = {BASE_GROUP: {0: drawn(-0.2)[0]}, reference: drawn(better), other: drawn(0.0)}
    blind = {BASE_GROUP: {0: drawn(-0.3)[0]}, reference: drawn(better - 0.1 - image), other: drawn(-0.1)}
    return Answers(seen, blind, names, [f"g{number % 40}" for number in range(ITEMS)])


CONFIG = StudyConfig(data="items", arms={"verified": {}, "grey": {}}, sizes=(8,), methods=("sft",))


def of(found, question, first="verified"):
    return next(item for item in found if item.question == question and item.first.startswith(first))


def test_a_difference_is_told_and_none_is_not():
    told = of(compare_groups(CONFIG, answers(better=0.1), "t"), "arms")
    assert told.is_told and told.difference.low > 0 and "above grey" in told.sentence
    assert "other seeds" in told.sentence
    equal = of(compare_groups(CONFIG, answers(), "t"), "arms")
    assert not equal.is_told and equal.sentence.startswith("The data cannot tell the scores of verified")
    assert "no proof that they are equal" in equal.sentence


def test_seeds_that_differ_widen_the_interval_beyond_what_items_alone_say():
    shaky = of(compare_groups(CONFIG, answers(better=0.08, seed_sd=0.15), "t"), "arms")
    assert shaky.difference.error_seeds > 2 * shaky.difference.error_items and not shaky.is_told


def test_a_gain_that_stays_without_the_image_is_not_called_the_images():
    found = compare_groups(CONFIG, answers(better=0.0), "t")
    assert of(found, "training").is_told and not of(found, "image").is_told
    seeing = of(compare_groups(CONFIG, answers(image=0.25), "t"), "image")
    assert seeing.is_told and seeing.sentence.startswith("The image is worth")


def test_one_seed_says_what_it_cannot_tell():
    full = answers(better=0.3)
    one = Answers(
        *({group: {0: by_seed[0]} for group, by_seed in part.items()} for part in (full.seen, full.blind)),
        full.items,
        None,
    )
    assert "of other trainings one seed tells nothing" in of(compare_groups(CONFIG, one, "t"), "arms").sentence


def test_arms_are_named(tmp_path):
    assert [*CONFIG.named_tests()] == ["families"] and CONFIG.reference == "verified"
    twice = StudyConfig.parse({"tests": [{"protocol": "seephys", "data": "a"}, {"protocol": "seephys", "data": "b"}]})
    assert [*twice.named_tests()] == ["seephys", "seephys.2"]
    with pytest.raises(ConfigError, match="no arm"):
        CONFIG.sizes_of("verifed")
    assert Path("out") / "runs/verified/n8/seed0/sft" == study_run.cells_of(CONFIG)[0].folder(Path("out"))


@pytest.mark.thorough
def test_a_training_is_launched_with_words_of_ones_own(home, tmp_path, monkeypatch):
    """The words stand before `-m scisynth`; a launch that fails stops the study, and the same command goes on."""
    config = StudyConfig.load(home / "study.yaml").replace({"seeds": [0], "arms": {"verified": {"sizes": [8]}}})
    with pytest.raises(DataError, match="ended with exit code 3"):
        study_run.run_student_study(
            config, tmp_path / "out", seed=0, launch=f"{sys.executable} -c 'raise SystemExit(3)'"
        )
    found = study_run.run_student_study(config, tmp_path / "out", seed=0, launch=sys.executable)
    assert (found.num_done, found.failures) == (1, ())
    assert (tmp_path / "out/runs/verified/n8/seed0/sft/adapter/adapter_model.safetensors").is_file()
