"""The book of answers and what is made of it: order, resuming, undo, and numbers worked out by hand."""

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from scisynth.core.errors import DataError
from scisynth.core.store import Journal
from scisynth.judges.people.answers import AnswerBook, Click, read_clicks, score_people
from scisynth.web.page import clean_rater


@pytest.fixture
def journal(tmp_path):
    return tmp_path / "answers.jsonl"


def answer_all(book, rater, choose):
    while found := book.questions(rater):
        assert book.answer(rater, found[0].item.id, choose(found[0]), 1.5)


def truth(question):
    return "left" if question.left == "explicit" else "right"


def order_of(book, rater):
    return [(question.item.id, question.left) for question in book.questions(rater, 1000)]


def write(journal, *rows):
    """Rows (rater, item, chosen image or None)."""
    book = Journal(journal)
    for rater, item, chosen in rows:
        answer = "cannot_tell" if chosen is None else "left" if chosen == "explicit" else "right"
        click = Click(
            rater=rater,
            item=item,
            left="explicit",
            answer=answer,
            seconds=2.0,
            time="2025-01-01T00:00:00+00:00",
            seed=0,
        )
        book.append(asdict(click))


def test_order_and_sides_are_each_raters_own(color_tuples, journal):
    tuples = color_tuples(200)
    book = AnswerBook(tuples, journal, seed=1)
    anna, bob = order_of(book, "anna"), order_of(book, "bob")
    assert sorted(name for name, _ in anna) == sorted(item.id for item in tuples)
    assert [name for name, _ in anna] != [name for name, _ in bob] != [item.id for item in tuples]
    # Fair coins, thrown for each rater anew: 100 of 200 give or take 4 standard deviations of 7.
    assert abs(sum(left == "explicit" for _, left in anna) - 100) < 28
    assert abs(sum(dict(anna)[name] == left for name, left in bob) - 100) < 28
    assert order_of(AnswerBook(tuples, journal, seed=1), "anna") == anna
    assert order_of(AnswerBook(tuples, journal, seed=2), "anna") != anna


def test_a_later_session_goes_on_where_the_first_stopped(color_tuples, journal):
    tuples = color_tuples(6)
    book = AnswerBook(tuples, journal, seed=1)
    whole = order_of(book, "anna")
    for name, _ in whole[:2]:
        book.answer("anna", name, "left", 3.0)
    with journal.open("ab") as file:
        file.write(b'{"rater": "anna", "item": "torn')
    again = AnswerBook(tuples, journal, seed=1)
    assert order_of(again, "anna") == whole[2:]
    assert again.progress("anna") == (2, 6) and again.progress("bob") == (0, 6)
    again.answer("anna", whole[2][0], "right", 3.0)
    assert [row["item"] for row in Journal(journal)] == [name for name, _ in whole[:3]]


def test_every_click_is_a_row_before_it_counts(color_tuples, journal):
    book = AnswerBook(color_tuples(2), journal, seed=1)
    (question,) = book.questions("anna")
    book.answer("anna", question.item.id, "cannot_tell", 4.25)
    (row,) = Journal(journal)
    assert {key: row[key] for key in ("rater", "item", "left", "answer", "seconds", "seed")} == {
        "rater": "anna", "item": question.item.id, "left": question.left, "answer": "cannot_tell", "seconds": 4.25, "seed": 1,
    }  # fmt: skip
    assert row["time"].endswith("+00:00")


def test_only_the_current_question_takes_an_answer(color_tuples, journal):
    book = AnswerBook(color_tuples(3), journal, seed=1)
    first, second = book.questions("anna", 2)
    assert not book.answer("anna", second.item.id, "left", 1.0)
    assert not book.answer("anna", "no such item", "left", 1.0)
    assert book.answer("anna", first.item.id, "left", 1.0)
    assert not book.answer("anna", first.item.id, "right", 1.0), "the same click, sent twice"
    assert len(Journal(journal).read()) == 1


def test_undo_goes_back_one_by_one_and_over_a_restart(color_tuples, journal):
    tuples = color_tuples(4)
    book = AnswerBook(tuples, journal, seed=1)
    names = [name for name, _ in order_of(book, "anna")]
    for name in names[:3]:
        book.answer("anna", name, "left", 1.0)
    book = AnswerBook(tuples, journal, seed=1)
    assert not book.take_back("anna", names[0]), "only the last answer"
    assert book.take_back("anna", names[2]) and book.take_back("anna", names[1])
    assert book.last_answered("anna") == names[0] and book.progress("anna") == (1, 4)
    assert [question.item.id for question in book.questions("anna", 4)] == names[1:]
    book.answer("anna", names[1], "right", 1.0)
    assert [(click.item, click.answer) for click in read_clicks(journal)] == [(names[0], "left"), (names[1], "right")]
    assert book.last_answered("bob") is None and not book.take_back("bob", names[0])


def test_left_and_right_find_their_way_back_to_the_images(color_tuples, journal):
    tuples = color_tuples(30)
    book = AnswerBook(tuples, journal, seed=3)
    answer_all(book, "anna", truth)
    answer_all(book, "bob", lambda question: "left")
    result = score_people(tuples, journal)
    assert result.by_rater["anna"].accuracy.value == 1.0
    bob = result.by_rater["bob"]
    assert bob.left_share == 1.0 and bob.num_answers == 30
    shown_left = [row["left"] for row in Journal(journal) if row["rater"] == "bob"]
    assert bob.accuracy.value == pytest.approx(shown_left.count("explicit") / 30)
    assert result.by_rater["anna"].left_share != 1.0 and bob.median_seconds == 1.5


def test_cannot_tell_is_neither_right_nor_wrong(color_tuples, journal):
    names = [item.id for item in color_tuples(4)]
    write(
        journal,
        ("anna", names[0], "explicit"), ("anna", names[1], "explicit"), ("anna", names[2], "superficial"), ("anna", names[3], None),
    )  # fmt: skip
    result = score_people(color_tuples(4), journal)
    assert result.accuracy.value == pytest.approx(2 / 3) and result.accuracy.n == 3
    assert result.right_of_all.value == pytest.approx(2 / 4) and result.right_of_all.n == 4
    assert (result.num_answers, result.num_cannot_tell, result.coverage) == (4, 1, 1.0)
    assert result.by_rater["anna"].num_cannot_tell == 1


def test_agreement_by_hand(color_tuples, journal):
    names = [item.id for item in color_tuples(5)]
    anna = ["explicit", "explicit", "explicit", "superficial", "explicit"]
    bob = ["explicit", "explicit", "explicit", "explicit", None]
    write(journal, *[("anna", *pair) for pair in zip(names, anna, strict=True)])
    write(journal, *[("bob", *pair) for pair in zip(names, bob, strict=True)])
    result = score_people(color_tuples(5), journal)
    # Four items twice each: D_o = 1/4; sixteen answers, eight of each kind: D_e = 2 x 8 x 8 / (16 x 15).
    assert result.agreement.value == pytest.approx(1 - (1 / 4) / (128 / 240))
    assert result.agreement.n == 4 and result.agreement_with_cannot_tell.n == 5
    # The fifth item differs as well: D_o = 2/5; 9.5 of 20 answers each way and one more: 20 = 9 + 9 + 2.
    assert result.agreement_with_cannot_tell.value == pytest.approx(1 - (2 / 5) / ((2 * 81 + 4 * 18) / (20 * 19)))


def test_right_people_agree_though_all_say_true(color_tuples, journal):
    # Both right nearly always. With the names true and false alpha would be near 0 here.
    names = [item.id for item in color_tuples(100)]
    write(journal, *[("anna", name, "superficial" if k == 0 else "explicit") for k, name in enumerate(names)])
    write(journal, *[("bob", name, "superficial" if k == 1 else "explicit") for k, name in enumerate(names)])
    assert score_people(color_tuples(100), journal).agreement.value == pytest.approx(1 - 2 * 0.02, abs=0.002)


def test_coverage_counts_every_rater_and_item(color_tuples, journal):
    tuples = color_tuples(4)
    names = [item.id for item in tuples]
    write(journal, ("anna", names[0], "explicit"), ("anna", names[1], "explicit"), ("bob", names[0], None))
    result = score_people(tuples, journal)
    assert result.coverage == pytest.approx(3 / 8)
    assert (result.num_items, result.num_items_answered) == (4, 2)
    empty = score_people(tuples, _touched(journal.with_name("empty.jsonl")))
    assert empty.coverage is None and empty.accuracy.value is None and empty.agreement.value is None


def _touched(path):
    path.touch()
    return path


def test_interval_knows_that_answers_to_one_subject_are_alike(color_tuples, journal):
    # Ten subjects, each known to everybody or to nobody; three raters, six items a subject.
    tuples = [replace(item, subject=f"subject {k % 10}") for k, item in enumerate(color_tuples(60))]
    rows = [
        (rater, item.id, "explicit" if k % 10 < 7 else "superficial")
        for rater in ("a", "b", "c")
        for k, item in enumerate(tuples)
    ]
    write(journal, *rows)
    clustered = score_people(tuples, journal).accuracy
    loose = score_people([replace(item, subject="") for item in tuples], journal).accuracy
    assert clustered.value == loose.value == pytest.approx(0.7) and clustered.n == 180
    # As if ten answers: 1.96 sqrt(0.21 / 10) = 0.284; by item it would be a third of the width (60 items).
    assert (clustered.high - clustered.low) / 2 == pytest.approx(0.284, abs=0.04)
    assert loose.high - loose.low < 0.5 * (clustered.high - clustered.low)


def test_groups_and_json(color_tuples, journal):
    tuples = color_tuples(4)
    tuples[3] = replace(tuples[3], law="rust", category="chemistry")
    write(journal, *[("anna", item.id, "explicit" if k else "superficial") for k, item in enumerate(tuples)])
    result = json.loads(json.dumps(score_people(tuples, journal).to_dict(), allow_nan=False))
    assert result["by_law"]["ripeness"]["value"] == pytest.approx(2 / 3) and result["by_law"]["rust"]["value"] == 1.0
    assert set(result["by_field"]) == {"biology", "chemistry"}
    assert result["by_rater"]["anna"]["accuracy"]["n"] == 4


def test_several_journals_and_answers_to_other_items(color_tuples, journal, tmp_path):
    names = [item.id for item in color_tuples(2)]
    other = tmp_path / "other.jsonl"
    write(journal, ("anna", names[0], "explicit"))
    write(other, ("bob", names[0], "explicit"), ("bob", "from another data set", "explicit"))
    result = score_people(color_tuples(2), journal, other)
    assert result.num_answers == 2 and result.num_other_items == 1 and set(result.by_rater) == {"anna", "bob"}


def test_broken_tuples_are_not_asked(color_tuples, journal):
    tuples = color_tuples(3)
    tuples[1] = replace(tuples[1], status="broken", reason="cut off")
    book = AnswerBook(tuples, journal, seed=0)
    assert {question.item.id for question in book.questions("anna", 9)} == {tuples[0].id, tuples[2].id}
    book.drop(tuples[0].id)
    assert [question.item.id for question in book.questions("anna", 9)] == [tuples[2].id]
    assert book.progress("anna") == (0, 1)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        (" Anna ", "anna"),
        ("A\u00a0 B", "a b"),
        ("../../etc/passwd", "../../etc/passwd"),
        ("<script>", "<script>"),
        ("Änne", "änne"),
    ],
)
def test_names_are_text(name, kept):
    assert clean_rater(name) == kept


@pytest.mark.parametrize("name", ["", "  ", "x" * 41, "a\x00b", "a\u202eb", "\ud800", "\u200b"])
def test_names_nobody_can_see_are_refused(name):
    with pytest.raises(DataError, match="visible"):
        clean_rater(name)


@pytest.mark.parametrize("row", [{"rater": "anna"}, {"x": 1}])
def test_another_journal_is_refused(row, color_tuples, journal):
    Journal(journal).append(row)
    with pytest.raises(DataError, match="answers"):
        score_people(color_tuples(1), journal)


def test_unknown_words_and_absent_files_are_refused(color_tuples, journal):
    with pytest.raises(DataError, match="no file"):
        score_people(color_tuples(1), journal)
    click = asdict(Click(rater="a", item="b", left="explicit", answer="left", seconds=1.0, time="", seed=0))
    Journal(journal).append({**click, "answer": "perhaps"})
    with pytest.raises(DataError, match="perhaps"):
        AnswerBook(color_tuples(1), journal, seed=0)


def test_agreement_of_many_guessing_people_is_nothing(color_tuples, journal):
    rng = np.random.default_rng(0)
    tuples = [replace(item, subject="") for item in color_tuples(150)]
    kinds = np.array(["explicit", "superficial"])
    write(journal, *[(rater, item.id, str(rng.choice(kinds))) for rater in "abc" for item in tuples])
    metric = score_people(tuples, journal).agreement
    assert metric.low < 0 < metric.high and abs(metric.value) < 0.15
