"""lab-judge: how points follow from logits, what is refused, a minute version of the build, and the packaged one's worth."""

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from scisynth.core.errors import DataError, ModelError
from scisynth.core.protocols import Judge
from scisynth.core.weights import PACKAGED
from scisynth.lab.models.judge import CONFIG, JudgeClasses, LabJudge
from scisynth.lab.models.judge_check import EXPECTED, POINTS, check_judge, checks_as_table
from scisynth.lab.models.judge_train import LabJudgeConfig, build_lab_judge, draw_labelled
from scisynth.lab.render import render
from scisynth.prompts.write import PromptsConfig, write_prompts

MICRO = LabJudgeConfig(
    embedding_size=8, hidden_sizes=(8, 8), depths=(1, 1), input_px=32, batch_size=8, max_steps=2, bf16=False, workers=0
)
SURE = 9.0
CLASSES = JudgeClasses.of_todays_laws()


class Planted(nn.Module):
    """Answers every image with the logits it was given."""

    settings = SimpleNamespace()

    def __init__(self, law, subject, states, junk=-SURE):
        super().__init__()
        self.answer = {
            "law": torch.zeros(len(CLASSES.laws)),
            "subject": torch.zeros(len(CLASSES.subjects)),
            "state": torch.zeros(len(CLASSES.outcomes)),
            "junk": torch.tensor(junk),
        }
        self.answer["law"][CLASSES.laws.index(law)] = SURE
        self.answer["subject"][CLASSES.subjects.index(subject)] = SURE
        for state, logit in states.items():
            self.answer["state"][CLASSES.outcomes.index(state)] = logit

    def forward(self, pixels):
        return {name: value.expand(len(pixels), *value.shape) for name, value in self.answer.items()}


@pytest.fixture(scope="module")
def asked():
    """A cork stopper, asked to float."""
    prompt_sets = write_prompts(PromptsConfig(num=60, split="test_S", laws=("buoyancy",)), 0)
    return next(item for item in prompt_sets if item.outcome == "floats" and item.subject == "cork stopper")


def looks(*alike):
    numbers = {law: {} for law in CLASSES.laws}
    for number, (law, subject) in enumerate(CLASSES.subjects):
        numbers[law][subject] = alike[0] if subject in alike[1:] else number
    return numbers


def points(asked, *, law="buoyancy", subject="cork stopper", floats=SURE, junk=-SURE, alike=(-1,)):
    states = {("buoyancy", "floats"): floats, ("gravity", "floats"): SURE}
    net = Planted(law, ("buoyancy", subject), states, junk)
    judgement = LabJudge(net, looks(*alike), CLASSES).grade([asked], [Image.new("RGB", (64, 64))])[0]
    assert judgement.status == "ok" and judgement.judge == "lab-judge"
    # The wrong state is worth nothing, whatever else is right.
    assert judgement.score == pytest.approx(judgement.points["state"] * sum(judgement.points.values()) / 3)
    return tuple(judgement.points[name] for name in ("law", "subject", "state"))


def test_all_right_is_three_points(asked):
    assert points(asked) == (1, 1, 1)


def test_the_wrong_state_loses_exactly_its_point(asked):
    assert points(asked, floats=-SURE) == (1, 1, 0)


def test_half_right_is_not_right(asked):
    # Two outcomes of the law, so sigmoid(logit): 0.79 is not enough, 0.81 is. What other laws call `floats` is not asked.
    assert points(asked, floats=torch.tensor(0.79).logit()) == (1, 1, 0)
    assert points(asked, floats=torch.tensor(0.81).logit()) == (1, 1, 1)


def test_another_subject_loses_exactly_its_point(asked):
    assert points(asked, subject="iron nail") == (1, 0, 1)


def test_subjects_drawn_alike_count_as_each_other(asked):
    assert points(asked, subject="apple", alike=(7, "apple", "cork stopper")) == (1, 1, 1)


def test_the_subjects_of_a_look_add_up(asked):
    net = Planted("buoyancy", ("buoyancy", "apple"), {("buoyancy", "floats"): SURE})
    # Two subjects of the asked look with 1.0 each against one of another look with 1.5: 2 e > e^1.5, since e^0.5 < 2.
    for subject, logit in (("apple", 1.5), ("cork stopper", 1.0), ("foam ball", 1.0)):
        net.answer["subject"][CLASSES.subjects.index(("buoyancy", subject))] = logit
    for law, subject in CLASSES.subjects:
        if law == "buoyancy" and subject not in ("apple", "cork stopper", "foam ball"):
            net.answer["subject"][CLASSES.subjects.index((law, subject))] = -SURE
    image = Image.new("RGB", (64, 64))
    together = LabJudge(net, looks(7, "cork stopper", "foam ball"), CLASSES).grade([asked], [image])[0]
    apart = LabJudge(net, looks(-1), CLASSES).grade([asked], [image])[0]
    assert together.points["subject"] == 1 and apart.points["subject"] == 0


def test_another_law_and_junk_get_nothing(asked):
    assert points(asked, law="gravity") == (0, 0, 0)
    assert points(asked, junk=SURE) == (0, 0, 0)


def test_failures_are_states_and_leave_the_others_alone(asked, tmp_path):
    judge = LabJudge(
        Planted("buoyancy", ("buoyancy", "cork stopper"), {("buoyancy", "floats"): SURE}), looks(-1), CLASSES
    )
    stranger = replace(asked, subject="neutron star")
    good = Image.new("RGB", (30, 50))
    graded = judge.grade([asked, asked, stranger, asked], [good, tmp_path / "gone.png", good, good])
    assert [item.status for item in graded] == ["ok", "missing", "not covered", "ok"]
    assert (
        "gone.png" in graded[1].reason and "not trained on subject 'neutron star' of law 'buoyancy'" in graded[2].reason
    )
    assert [item.score for item in graded] == [1.0, None, None, 1.0]
    assert judge.grade([asked], [tmp_path / "gone.png"])[0].status == "missing"
    assert judge.grade([], []) == []
    with pytest.raises(DataError, match="got 1 for 2"):
        judge.grade([asked, asked], [good])


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab-judge")
    prompt_sets = write_prompts(PromptsConfig(num=16, split="test_S"), 0)
    return folder, build_lab_judge(MICRO, prompt_sets, prompt_sets, prompt_sets, folder, seed=0)


def test_the_build_writes_a_judge_that_grades_the_same_after_loading(built):
    folder, facts = built
    assert {path.name for path in folder.iterdir()} == {"model.safetensors", CONFIG}
    assert facts["pictures"] == 32 and facts["subjects"] == len(CLASSES.subjects)
    assert all(name in facts["table"] for name in EXPECTED)
    judge = LabJudge.from_pretrained(folder)
    assert isinstance(judge, Judge)
    prompt_sets = write_prompts(PromptsConfig(num=8, split="val"), 3)
    images = [render(item.scene("explicit"), size_px=96, seed=1).image for item in prompt_sets]
    again = LabJudge.from_pretrained(folder)
    assert judge.grade(prompt_sets, images) == again.grade(prompt_sets, images)


def test_a_folder_that_does_not_belong_together_is_refused(built, tmp_path):
    folder, _ = built
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    config = json.loads((folder / CONFIG).read_text())
    config["backbone"]["hidden_sizes"] = [8, 16]
    (tmp_path / CONFIG).write_text(json.dumps(config))
    with pytest.raises(ModelError, match="scisynth lab build lab-judge"):
        LabJudge.from_pretrained(tmp_path)


def test_a_folder_without_its_classes_or_looks_is_refused(built, tmp_path):
    folder, _ = built
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    config = json.loads((folder / CONFIG).read_text())
    del config["looks"]["buoyancy"]["apple"]
    (tmp_path / CONFIG).write_text(json.dumps(config))
    with pytest.raises(ModelError, match=r"subjects without a look: \[\('buoyancy', 'apple'\)\]"):
        LabJudge.from_pretrained(tmp_path)
    del config["classes"]
    (tmp_path / CONFIG).write_text(json.dumps(config))
    with pytest.raises(ModelError, match=r"classes.*scisynth lab build lab-judge"):
        LabJudge.from_pretrained(tmp_path)


def test_classes_survive_json_in_their_order():
    assert JudgeClasses.from_dict(json.loads(json.dumps(CLASSES.to_dict(), sort_keys=True))) == CLASSES


def test_training_pairs_are_the_truth_and_another_outcome_of_the_same_image():
    prompt_sets = write_prompts(PromptsConfig(num=32, split="test_S"), 0)
    pixels, labels = draw_labelled(prompt_sets, 5)
    assert pixels.shape == (64, 3, 64, 64) and labels.shape == (64, 3)
    for number, item in enumerate(prompt_sets):
        true, other = labels[2 * number], labels[2 * number + 1]
        assert CLASSES.outcomes[true[2]] == (item.law, item.outcome)
        assert CLASSES.outcomes[other[2]][0] == item.law and other[2] != true[2]
        assert (true[:2] == other[:2]).all() and CLASSES.subjects[true[1]] == (item.law, item.subject)
        assert (pixels[2 * number] != pixels[2 * number + 1]).any()


def test_the_table_lists_rows_and_groups():
    row = dict.fromkeys(("law", "subject", "state", "score"), 0.5)
    table = checks_as_table({"true": row}, {"ripeness": {"peach": 1, "apricot": 1, "plum": 2}})
    assert "| true | 1 1 1 | 50.0% | 50.0% | 50.0% | 50.0% |" in table and "* ripeness: peach, apricot\n" in table


@pytest.fixture(scope="module")
def checks():
    if not (PACKAGED / "lab-judge" / CONFIG).is_file():
        pytest.skip("the packaged lab-judge is not built")
    torch.set_num_threads(1)
    prompt_sets = [
        item for split in ("test_S", "test_C") for item in write_prompts(PromptsConfig(num=80, split=split), 9000)
    ]
    return check_judge(LabJudge.from_pretrained("lab-judge"), prompt_sets, seed=9000)


def test_the_packaged_judge_is_right_on_fresh_scenes(checks):
    assert checks["true"]["score"] >= 0.97
    assert checks["superficial"]["state"] <= 0.03 and checks["superficial"]["law"] >= 0.97
    assert checks["another subject of the law"]["subject"] <= 0.05 and checks["another law"]["score"] <= 0.01
    for name in ("true, low-passed to 24 px", "true, JPEG of strength 6", "true, noise of 0.1"):
        assert checks[name]["score"] >= 0.95, name
    assert sum(checks["true, warped and degraded"][point] for point in POINTS) / 3 >= 0.93


def test_the_packaged_judge_gives_no_full_marks_to_half_right_and_nothing_to_junk(checks):
    assert checks["half true, half superficial"]["state"] <= 0.25
    for name in ("true under noise of 0.5", "true, blurred to 5 px", "noise", "plain colour"):
        assert checks[name]["score"] <= 0.03, name


def drawn_and_graded(prompt_sets):
    torch.set_num_threads(1)
    images = [render(item.scene("explicit"), size_px=64, seed=number).image for number, item in enumerate(prompt_sets)]
    return LabJudge.from_pretrained("lab-judge").grade(prompt_sets, images)


@pytest.fixture(scope="module")
def known():
    """Situations of three laws and their grades under the laws as they are."""
    prompt_sets = write_prompts(PromptsConfig(num=90, split="test_S", laws=("buoyancy", "rust", "flame reaction")), 3)
    return prompt_sets, drawn_and_graded(prompt_sets)


BRICK = '  brick: {density: 1920, look: {shape: brick, color: "#b5523a", size: 1.1}}\n'
NEW_SUBJECT = '  lead brick: {density: 11340, look: {shape: brick, color: "#5f6368"}}\n'
OUTCOMES = (
    "  floats: floating at the surface of the water\n",
    "  sinks: lying on the bottom under the water\n",
)


def grown(text, how):
    """The text of buoyancy.yaml, changed as a contributor might."""
    if how == "one more subject":
        return text.replace(BRICK, NEW_SUBJECT + BRICK)
    if how == "outcomes in another order":
        return text.replace("".join(OUTCOMES), "".join(OUTCOMES[::-1]))
    if how == "a subject moved to the end":
        return text.replace(BRICK, "").rstrip() + "\n" + BRICK
    assert how == "one more outcome"
    hovers = "  hovers: hovering in the middle of the water\n"
    shows = 'shows:\n  hovers:\n    - "{a_subject} hovering in {condition}"\n'
    return text.replace(OUTCOMES[0], hovers + OUTCOMES[0]).replace("shows:\n", shows)


@pytest.mark.parametrize(
    "how",
    ["one more subject", "outcomes in another order", "a subject moved to the end", "one more outcome"],
)
def test_old_weights_give_the_same_grades_when_the_laws_grow(how, known, law_files):
    path = law_files / "buoyancy.yaml"
    text = path.read_text(encoding="utf-8")
    assert grown(text, how) != text
    path.write_text(grown(text, how), encoding="utf-8")
    assert JudgeClasses.of_todays_laws() != CLASSES
    prompt_sets, before = known
    after = drawn_and_graded(prompt_sets)
    assert after == before and {item.status for item in after} == {"ok"}
    assert np.mean([item.score for item in after]) > 0.9


def test_what_old_weights_do_not_know_is_not_covered_and_never_zero(law_files):
    path = law_files / "buoyancy.yaml"
    path.write_text(grown(path.read_text(encoding="utf-8"), "one more subject"), encoding="utf-8")
    prompt_sets = write_prompts(PromptsConfig(num=124, split="test_S", laws=("buoyancy", "rust")), 0)
    graded = drawn_and_graded(prompt_sets)
    new = [judgement for item, judgement in zip(prompt_sets, graded, strict=True) if item.subject == "lead brick"]
    assert new and {(item.status, item.score) for item in new} == {("not covered", None)}
    assert all("'lead brick' of law 'buoyancy'" in item.reason for item in new)
    assert {judgement.status for judgement in graded} == {"ok", "not covered"}
    table = check_judge(LabJudge.from_pretrained("lab-judge"), prompt_sets, seed=0)
    assert table["true"]["score"] > 0.9, "the card's table leaves out what is not covered"


def test_another_law_and_another_outcome_are_not_covered(asked):
    image = Image.new("RGB", (64, 64))
    judge = LabJudge.from_pretrained("lab-judge")
    for stranger, reason in (
        (replace(asked, law="friction"), "law 'friction'"),
        (replace(asked, outcome="hovers"), "outcome 'hovers' of law 'buoyancy'"),
        (replace(asked, subject="snowman"), "subject 'snowman' of law 'buoyancy'"),
    ):
        (judgement,) = judge.grade([stranger], [image])
        assert (judgement.status, judgement.score) == ("not covered", None) and reason in judgement.reason


def test_the_packaged_judge_is_small_and_carded():
    folder = PACKAGED / "lab-judge"
    if not folder.is_dir():
        pytest.skip("the packaged lab-judge is not built")
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 6_000_000
    assert {path.suffix for path in folder.iterdir()} <= {".json", ".safetensors", ".md"}
    card = (folder / "README.md").read_text()
    assert "scisynth lab build lab-judge --seed" in card and all(f"| {name} |" in card for name in EXPECTED)
