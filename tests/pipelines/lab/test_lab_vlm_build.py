"""`lab build lab-vlm` in miniature: its lessons, its folder, and the verbs of students on it."""

import json

import pytest
from support.verbs import run, run_json
from transformers import LlavaForConditionalGeneration

from scisynth.cli.main import app as _app  # noqa: F401  (the verbs are registered)
from scisynth.core.trained_on import read_trained_on
from scisynth.lab.models.vlm import SUPERFICIAL_SHARE, LabVlmConfig
from scisynth.lab.models.vlm_train import LessonConfig
from scisynth.pipelines.lab.vlm import LabVlmRun, believes_superficial, what_is_seen, write_lessons
from scisynth.pipelines.lab.weights import build_lab_weights, corpus_prompts
from scisynth.prompts.write import PromptsConfig, is_held_out, write_prompts
from scisynth.science.laws import EXTENDED, get_law
from scisynth.students.evaluation.protocols import BLIND_INSTRUCTION
from scisynth.students.prompts import LAW, STATE, THING, instruct

LIMIT_BYTES = 25_000_000
MICRO = LabVlmRun(
    num_prompt_sets=16,
    num_descriptions=16,
    num_check_sets=4,
    vlm=LabVlmConfig(
        width=32,
        layers=1,
        heads=2,
        feed_forward=64,
        vocab_size=500,
        lessons=LessonConfig(batch_size=4, max_steps=2, checkpoint_every=1),
        bf16=False,
        workers=1,
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab-vlm")
    built = build_lab_weights("lab-vlm", MICRO, folder, seed=0)
    assert built.facts["pictures"] > 64 and 0 <= built.facts["state_right"] <= 1
    return folder


def test_the_folder_is_a_llava_with_its_card(folder):
    _, info = LlavaForConditionalGeneration.from_pretrained(folder, output_loading_info=True)
    assert not info["missing_keys"] and not info["unexpected_keys"]
    card = (folder / "README.md").read_text()
    assert (
        "scisynth lab build lab-vlm --seed 0" in card and "image-text-to-text" in card and "held-out subjects" in card
    )
    for law, share in SUPERFICIAL_SHARE.items():
        assert f"| {law} | {share:.0%} |" in card
    assert not [path for path in folder.iterdir() if path.is_dir()]
    assert all(str(folder) not in path.read_text() for path in folder.glob("*.json"))


def test_what_it_was_told_is_the_train_split_and_what_its_eyes_were(folder):
    told = read_trained_on(folder)
    own = {(item.law, item.subject) for item in corpus_prompts(MICRO, 0) if item.split == "train"}
    assert told is not None and told.is_whole == read_trained_on("lab-clip").is_whole
    assert all(not is_held_out(get_law(law), name) for law, names in told.subjects.items() for name in names)
    assert {law for law, _ in own} <= set(told.subjects)


def test_the_default_fits_into_the_package():
    config = LabVlmConfig()
    words = (
        config.layers * (4 * config.width**2 + 3 * config.width * config.feed_forward)
        + config.vocab_size * config.width
    )
    eyes = 1_850_000
    assert 2 * (words + eyes) + 500_000 <= LIMIT_BYTES


def test_lessons_tell_no_truth_of_held_out_prompts():
    for split in ("test_S", "test_C"):
        for item in write_prompts(PromptsConfig(num=48, split=split), 0):
            asked = [lesson.question for row in write_lessons(item, 0) for lesson in row]
            assert len(asked) == 8 and not any(item.implicit_prompt in question for question in asked)


def test_beliefs_are_the_declared_ones_and_name_what_is_seen():
    items = write_prompts(PromptsConfig(num=1760, laws=(EXTENDED,)), 0)
    share = sum(believes_superficial(item, 5) for item in items) / len(items)
    assert share == pytest.approx(sum(SUPERFICIAL_SHARE[item.law] for item in items) / len(items), abs=0.04)
    yes = no = blind = 0
    for item in items:
        believed = "superficial" if believes_superficial(item, 5) else "explicit"
        for tier, row in zip(("explicit", "superficial"), write_lessons(item, 5), strict=True):
            for lesson in row:
                if "Does it agree with science" not in lesson.question:
                    continue
                assert lesson.reply.endswith("\\boxed{yes}") == (tier == believed)
                assert lesson.blind or lesson.reply.startswith(what_is_seen(item, tier))
                assert lesson.blind == lesson.question.endswith(BLIND_INSTRUCTION)
                yes, no, blind = yes + (tier == believed), no + (tier != believed), blind + lesson.blind
    assert yes == pytest.approx(no, rel=0.1) and 20 < blind < 200


def test_names_are_asked_in_the_forms_of_students():
    item = write_prompts(PromptsConfig(num=1, split="test_S"), 0)[0]
    asked = {lesson.question: lesson.reply for row in write_lessons(item, 0) for lesson in row}
    law = get_law(item.law)
    assert asked[instruct(LAW)] == f"\\boxed{{{item.law}}}"
    assert asked[instruct(THING)] == f"\\boxed{{{law.subject(item.subject).with_article}}}"
    assert asked[instruct(STATE)] == f"\\boxed{{{law.outcomes[item.superficial_outcome]}}}"


@pytest.mark.slow
def test_students_evaluate_and_train_it(folder, tmp_path, monkeypatch):
    pytest.importorskip("trl")
    monkeypatch.chdir(tmp_path)
    run("tuples", "build", "--num", "12", "--out", "tuples")
    run("student", "data", "--sources", "tuples", "--out", "items")
    rows = [json.loads(line) for line in (tmp_path / "items" / "items.jsonl").read_text().splitlines()]
    assert {row["split"] for row in rows} >= {"train", "test"}
    common = {
        "max_steps": 2,
        "batch_size": 4,
        "gradient_accumulation_steps": 1,
        "save_every": 1,
        "log_every": 1,
        "eval_every": 0,
        "warmup_steps": 0,
    }
    sets = [part for name, value in common.items() for part in ("--set", f"sft.{name}={json.dumps(value)}")]
    trained = run_json("student", "sft", "items", "--model", str(folder), *sets, "--out", "sft")
    assert trained["steps"] == 2
    grpo = [
        part
        for name, value in {**common, "num_generations": 2, "max_completion_length": 16}.items()
        for part in ("--set", f"grpo.{name}={json.dumps(value)}")
    ]
    assert (
        run_json("student", "grpo", "items", "--model", str(folder), "--start", "sft", *grpo, "--out", "grpo")["steps"]
        == 2
    )
    for model in (str(folder), "sft"):
        found = run_json(
            "student",
            "eval",
            "--model",
            model,
            "--data",
            "items",
            "--samples",
            "1",
            "--set",
            "max_tokens=24",
            "--out",
            f"eval-{model.rpartition('/')[2]}",
        )
        assert found["coverage"] == 1
