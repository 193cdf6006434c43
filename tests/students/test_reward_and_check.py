"""The reward is the evaluation's own checker in every trainer's signature, and its self-test finds what would mislead a training."""

from dataclasses import replace

import pytest

from scisynth.core.errors import DataError
from scisynth.core.problems import Answer
from scisynth.students import reward
from scisynth.students.check import check_reward, spellings
from scisynth.students.items import TrainingItem

ITEM = TrainingItem(
    id="lever-1#problem",
    image="images/a.png",
    question="How large is F?",
    answer=Answer(text="12 N", value=12, unit="N", tolerance=0.02),
    wrong=("6 N", "24 N"),
    source="families",
    group="lever",
    verification="verified",
    content="c",
    image_hash="",
)


@pytest.mark.parametrize("reply", [*spellings(ITEM.answer), "F = 0.012 kN", "\\boxed{1.2\\times 10^1\\,\\text{N}}"])
def test_right_replies_earn_one(reply):
    assert reward.reward_of(reply, ITEM.answer) == 1.0


@pytest.mark.parametrize("reply", ["", "   ", "12 kg", "\\boxed{12 N} or \\boxed{24 N}", "a lever", "\\boxed{}"])
def test_other_replies_earn_nothing(reply):
    assert reward.reward_of(reply, ITEM.answer) == 0.0


def test_an_empty_key_is_an_error_and_no_zero():
    with pytest.raises(DataError, match="leave the item out"):
        reward.reward_of("12 N", Answer(text=" "))


def test_every_trainer_calls_the_same_checker():
    key = reward.encode_answer(ITEM.answer)
    replies = ["\\boxed{12 N}", "\\boxed{13 N}", ""]
    messages = [[{"role": "assistant", "content": text}] for text in replies]
    parts = [[{"role": "assistant", "content": [{"type": "text", "text": text}]}] for text in replies]
    for completions in (replies, messages, parts):
        assert reward.trl_reward([], completions, solution=[key] * 3, id=["a"] * 3) == [1.0, 0.0, 0.0]
    rows = [{"response": text, "ground_truth": key} for text in replies]
    assert [row["overall"] for row in reward.easyr1_reward(rows)] == [1.0, 0.0, 0.0]
    assert [reward.verl_reward("scisynth/families", text, key, {}) for text in replies] == [1.0, 0.0, 0.0]
    assert reward.SwiftReward()(replies, [key] * 3) == [1.0, 0.0, 0.0]


@pytest.mark.parametrize("text", ["12 N", '{"text": 3}', '{"odd": "x"}', "{1, 2}", "x = {3}"])
def test_a_plain_answer_is_read_as_it_is(text):
    assert isinstance(reward.decode_answer(text).text, str | int)
    assert reward.decode_answer(reward.encode_answer(Answer(text=text))) == Answer(text=text)


def test_the_self_test_passes_a_sound_item():
    found = check_reward([ITEM], reward.reward_of)
    assert found.passed and found.items == 1


def always_wrong(reply, answer):
    return 0.0


def always_right(reply, answer):
    return 1.0


def raises(reply, answer):
    raise ValueError("no such unit")


@pytest.mark.parametrize(
    ("paid", "fault"), [(always_wrong, "gold refused"), (always_right, "wrong paid"), (raises, "raised")]
)
def test_the_self_test_finds_a_reward_that_misleads(paid, fault):
    (found,) = check_reward([ITEM], paid).faults
    assert found.fault == fault and found.id == ITEM.id and found.detail


@pytest.mark.parametrize("paid", [always_wrong, always_right])
def test_rewards_that_are_all_equal_are_the_rewards_fault(paid):
    items = [replace(ITEM, id=f"fig-{number}#problem") for number in range(3)]
    assert "on every item, so that all rewards would be" in check_reward(items, paid).verdict
    assert check_reward(items, reward.reward_of).verdict == ""
    assert check_reward([*items, replace(ITEM, id="bad", wrong=("12.0 N",))], reward.reward_of).verdict == ""


def test_the_self_test_finds_pay_for_an_empty_reply():
    def generous(reply, answer):
        return 1.0 if not reply.strip() else reward.reward_of(reply, answer)

    assert check_reward([ITEM], generous).faults[0].fault == "empty paid"


@pytest.mark.parametrize(
    ("item", "fault"),
    [
        (replace(ITEM, answer=Answer(text="B"), wrong=("A", "C")), "letter gold"),
        (replace(ITEM, answer=Answer(text="B"), wrong=()), "letter gold"),
        (replace(ITEM, wrong=("12.0 N",)), "wrong paid"),
        (replace(ITEM, answer=Answer(text="")), "raised"),
    ],
)
def test_the_self_test_finds_items_that_mislead(item, fault):
    assert [found.fault for found in check_reward([item], reward.reward_of).faults] == [fault]


def test_a_letter_that_a_figure_shows_is_an_answer():
    assert check_reward(
        [replace(ITEM, kind="reading", answer=Answer(text="B"), wrong=("A", "C"))], reward.reward_of
    ).passed


@pytest.mark.parametrize("wrong", [(), ("A", "B")])
def test_a_letter_that_the_question_names_is_an_answer(wrong):
    asked = "Which labelled point of the circuit, A, B or C, has the highest potential?"
    item = replace(ITEM, question=asked, answer=Answer(text="C"), wrong=wrong)
    assert check_reward([item], reward.reward_of).passed


def test_the_usual_answer_is_counted():
    items = [replace(ITEM, id=f"{n}#problem", answer=Answer(text="12 N" if n < 3 else f"{n} N")) for n in range(6)]
    assert check_reward(items, reward.reward_of).top_answer == 0.5
