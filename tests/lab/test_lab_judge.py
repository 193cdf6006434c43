"""lab-judge: how points follow from logits, what is refused, a minute version of the build, and the packaged one's worth."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
import torch
from PIL import Image
from torch import nn

from scisynth.core.errors import DataError, ModelError
from scisynth.core.protocols import Judge
from scisynth.core.weights import PACKAGED
from scisynth.lab.judge import CONFIG, LabJudge, law_names, outcome_names, subject_names
from scisynth.lab.judge_check import EXPECTED, POINTS, check_judge, checks_as_table
from scisynth.lab.judge_train import LabJudgeConfig, build_lab_judge, draw_labelled
from scisynth.lab.render import render
from scisynth.prompts.write import PromptsConfig, write_prompts

MICRO = LabJudgeConfig(
    embedding_size=8, hidden_sizes=(8, 8), depths=(1, 1), input_px=32, batch_size=8, max_steps=2, bf16=False, workers=0
)
SURE = 9.0


class Planted(nn.Module):
    """Answers every picture with the logits it was given."""

    settings = SimpleNamespace()

    def __init__(self, law, subject, states, junk=-SURE):
        super().__init__()
        self.answer = {
            "law": torch.zeros(len(law_names())),
            "subject": torch.zeros(len(subject_names())),
            "state": torch.zeros(len(outcome_names())),
            "junk": torch.tensor(junk),
        }
        self.answer["law"][law_names().index(law)] = SURE
        self.answer["subject"][subject_names().index(subject)] = SURE
        for state, logit in states.items():
            self.answer["state"][outcome_names().index(state)] = logit

    def forward(self, pixels):
        return {name: value.expand(len(pixels), *value.shape) for name, value in self.answer.items()}


@pytest.fixture(scope="module")
def asked():
    """A cork stopper, asked to float."""
    prompt_sets = write_prompts(PromptsConfig(num=60, split="test_S", laws=("buoyancy",)), 0)
    return next(item for item in prompt_sets if item.outcome == "floats" and item.subject == "cork stopper")


def looks(*alike):
    numbers = {law: {} for law in law_names()}
    for number, (law, subject) in enumerate(subject_names()):
        numbers[law][subject] = alike[0] if subject in alike[1:] else number
    return numbers


def points(asked, *, law="buoyancy", subject="cork stopper", floats=SURE, junk=-SURE, alike=(-1,)):
    states = {("buoyancy", "floats"): floats, ("gravity", "floats"): SURE}
    net = Planted(law, ("buoyancy", subject), states, junk)
    judgement = LabJudge(net, looks(*alike)).grade([asked], [Image.new("RGB", (64, 64))])[0]
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
        net.answer["subject"][subject_names().index(("buoyancy", subject))] = logit
    for law, subject in subject_names():
        if law == "buoyancy" and subject not in ("apple", "cork stopper", "foam ball"):
            net.answer["subject"][subject_names().index((law, subject))] = -SURE
    image = Image.new("RGB", (64, 64))
    together = LabJudge(net, looks(7, "cork stopper", "foam ball")).grade([asked], [image])[0]
    apart = LabJudge(net, looks(-1)).grade([asked], [image])[0]
    assert together.points["subject"] == 1 and apart.points["subject"] == 0


def test_another_law_and_junk_get_nothing(asked):
    assert points(asked, law="gravity") == (0, 0, 0)
    assert points(asked, junk=SURE) == (0, 0, 0)


def test_failures_are_states_and_leave_the_others_alone(asked, tmp_path):
    judge = LabJudge(Planted("buoyancy", ("buoyancy", "cork stopper"), {("buoyancy", "floats"): SURE}), looks(-1))
    stranger = replace(asked, subject="neutron star")
    good = Image.new("RGB", (30, 50))
    graded = judge.grade([asked, asked, stranger, asked], [good, tmp_path / "gone.png", good, good])
    assert [item.status for item in graded] == ["ok", "missing", "missing", "ok"]
    assert "gone.png" in graded[1].reason and "neutron star" in graded[2].reason
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
    assert facts["pictures"] == 32 and facts["subjects"] == len(subject_names())
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


def test_training_pairs_are_the_truth_and_another_outcome_of_the_same_picture():
    prompt_sets = write_prompts(PromptsConfig(num=32, split="test_S"), 0)
    pixels, labels = draw_labelled(prompt_sets, 5)
    assert pixels.shape == (64, 3, 64, 64) and labels.shape == (64, 3)
    for number, item in enumerate(prompt_sets):
        true, other = labels[2 * number], labels[2 * number + 1]
        assert outcome_names()[true[2]] == (item.law, item.outcome)
        assert outcome_names()[other[2]][0] == item.law and other[2] != true[2]
        assert (true[:2] == other[:2]).all() and subject_names()[true[1]] == (item.law, item.subject)
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


def test_the_packaged_judge_is_small_and_carded():
    folder = PACKAGED / "lab-judge"
    if not folder.is_dir():
        pytest.skip("the packaged lab-judge is not built")
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 6_000_000
    assert {path.suffix for path in folder.iterdir()} <= {".json", ".safetensors", ".md"}
    card = (folder / "README.md").read_text()
    assert "scisynth lab build lab-judge --seed" in card and all(f"| {name} |" in card for name in EXPECTED)
