"""The book of a review: who is asked what, when it is enough, and what stands in the journal."""

from dataclasses import replace

import pytest
from support.curation_folder import click, make_folder, open_book, set_known

from scisynth.core.errors import DataError
from scisynth.core.store import Journal
from scisynth.curation.records import CurationLog, read_answers, read_items
from scisynth.curation.review.book import LEASE_S
from scisynth.curation.review.clicks import CLICKS_FILE, Click
from scisynth.curation.review.settle import settle
from scisynth.curation.review.summary import summarize
from scisynth.curation.review.tasks import Known, check_known, load_tasks, read_known, write_known

ANNA, BEN, CLEO = (("reviewer", name) for name in ("anna", "ben", "cleo"))
HEAD = ("adjudicator", "head")


def rows(root):
    return Journal(root / CLICKS_FILE).read()


def answer_all(book, person, action="keep"):
    seen = []
    while book.next_task(("reviewer", person)):
        seen.append(click(book, person, action(book) if callable(action) else action).id)
    return seen


def test_one_expert_decides_alone_where_one_answer_is_wanted(tmp_path):
    make_folder(tmp_path, 4)
    book = open_book(tmp_path, overlap=1)
    for action in ("keep", "swap", "reject", "keep"):
        click(book, "anna", action)
    assert book.next_task(ANNA) is None
    assert set(book.consensus.states.values()) == {"decided"}
    assert settle(tmp_path, book.standing) == 4 and settle(tmp_path, book.standing) == 0, "settled once"
    items = read_items(tmp_path)
    assert sorted(item.status for item in items.values()) == ["accepted", "accepted", "accepted", "rejected"]
    for row in rows(tmp_path):
        item = items[row["item"]]
        assert item.history[-1].by == "reviewer:reviewer-1" and item.reviews["num_answers"] == 1
        if row["action"] == "swap":
            assert item.chosen["explicit"].startswith("superficial-")
        if row["action"] == "reject":
            assert item.reason == "both wrong"
    # Settled items are asked about as they were: the review may go on, and nothing is counted as changed.
    assert {task.version for task in load_tasks(tmp_path).tasks} == {task.version for task in book.tasks.values()}


def test_a_verdict_taken_back_opens_its_item_again(tmp_path):
    make_folder(tmp_path, 2)
    book = open_book(tmp_path, overlap=1)
    first = click(book, "anna", words={"explicit_prompt": "Water  climbs. "})
    settle(tmp_path, book.standing)
    assert read_items(tmp_path)[first.id].prompts.explicit_prompt == "Water climbs."
    assert book.take_back(ANNA, first.id) and not book.take_back(ANNA, first.id)
    assert settle(tmp_path, book.standing) == 1
    item = read_items(tmp_path)[first.id]
    assert (item.status, item.prompts) == ("draft", first.item.prompts)
    assert [event.action for event in item.history[-2:]] == ["accepted", "reopened"]
    # What was written comes back with the question.
    assert book.next_task(ANNA).id == first.id
    assert book.draft_of(ANNA, first.id).words == {"explicit_prompt": "Water climbs."}


def test_everything_is_there_after_a_restart(tmp_path):
    make_folder(tmp_path, 5, per_side=2)
    book = open_book(tmp_path)
    done = [click(book, "anna").id for _ in range(2)]
    task = book.next_task(ANNA)
    other = next(found.id for found in task.item.candidates if found.id not in task.shown.values())
    side = other.split("-")[0]
    draft = Click(rater="anna", item=task.id, version=task.version, action="draft", **{side: other})
    assert book.draft(draft)
    with (tmp_path / CLICKS_FILE).open("ab") as file:
        file.write(b'{"rater": "anna", "item": "torn')
    again = open_book(tmp_path)
    assert [again.answer_of(ANNA, item).action for item in done] == ["keep", "keep"]
    assert getattr(again.draft_of(ANNA, task.id), side) == other
    assert again.last_answered(ANNA) == done[-1]
    click(again, "anna")
    assert len(rows(tmp_path)) == 4


def test_a_draft_whose_image_is_lost_is_none(tmp_path):
    (item,) = make_folder(tmp_path, 1, per_side=2)
    book = open_book(tmp_path)
    task = book.next_task(ANNA)
    other = next(found for found in task.item.candidates if found.id not in task.shown.values())
    row = Click(rater="anna", item=item, version=task.version, action="draft", **{other.side: other.id})
    assert book.draft(row) and book.draft_of(ANNA, item)
    (tmp_path / other.file).unlink()
    assert open_book(tmp_path).draft_of(ANNA, item) is None
    click(book, "anna", "reject")
    assert book.take_back(ANNA, item) and book.draft_of(ANNA, item) is None, "a rejection has chosen nothing"
    assert book.next_task(ANNA).id == item


def test_only_what_is_on_the_screen_takes_an_answer_and_only_once(tmp_path):
    make_folder(tmp_path, 3)
    book = open_book(tmp_path)
    task = book.next_task(ANNA)
    row = Click(rater="anna", item=task.id, version=task.version, action="change")
    elsewhere = next(item for item in book.tasks if item != task.id)
    assert not book.answer(replace(row, item=elsewhere))
    assert book.answer(row) and not book.answer(row)
    assert len(rows(tmp_path)) == 1


def test_what_others_do_meanwhile_costs_nobody_an_answer(tmp_path):
    make_folder(tmp_path, 1)
    book = open_book(tmp_path, overlap=1)
    assert book.next_task(ANNA).id == book.next_task(BEN).id, "there is only one"
    click(book, "ben")
    assert book.next_task(CLEO) is None
    # Anna still has it on her screen.
    task = book.tasks[next(iter(book.tasks))]
    assert book.answer(Click(rater="anna", item=task.id, version=task.version, action="change"))


def test_two_people_at_once_get_different_items_until_one_goes_away(tmp_path):
    make_folder(tmp_path, 2)
    now = [0.0]
    book = open_book(tmp_path, overlap=1, clock=lambda: now[0])
    anna = book.next_task(ANNA).id
    assert book.next_task(BEN).id != anna and book.next_task(ANNA).id == anna, "a reload shows the same"
    click(book, "ben")
    assert book.next_task(CLEO).id == anna, "rather than nothing"
    now[0] = LEASE_S + 1
    assert book.next_task(BEN).id == anna


def test_the_third_answer_is_asked_for_where_two_differ(tmp_path):
    ids = make_folder(tmp_path, 9)
    # Nobody has been checked ten times, so every item gets two answers.
    book = open_book(tmp_path, overlap=3)
    wrong = set(ids[:3])

    def ben(book):
        return "swap" if book.next_task(BEN).id in wrong else "keep"

    assert sorted(answer_all(book, "anna")) == sorted(ids)
    assert sorted(answer_all(book, "ben", ben)) == sorted(ids)
    assert sorted(book.open_for(CLEO)) == sorted(wrong)
    assert sorted(answer_all(book, "cleo")) == sorted(wrong)
    assert all(len(book.consensus.answers[item]) == (3 if item in wrong else 2) for item in ids)


def test_who_has_been_checked_needs_nobody_beside_them(tmp_path):
    ids = make_folder(tmp_path, 72)
    set_known(tmp_path, *[(item, "keep", "canary", "") for item in ids[:12]])
    book = open_book(tmp_path, overlap=3, canary_every=2, second_share=0.2)
    answer_all(book, "anna")
    left = set(book.open_for(BEN))
    assert left == {item for item in ids[12:] if book.standing.is_sampled(item)} and 4 < len(left) < 24
    all_of_it = open_book(tmp_path, overlap=3, adaptive=False)
    assert len(all_of_it.open_for(BEN)) == 60


def test_three_who_differ_are_a_conflict_for_the_adjudicator_only(tmp_path):
    (item,) = make_folder(tmp_path, 1)
    book = open_book(tmp_path, overlap=3)
    for name, action in (("anna", "keep"), ("ben", "swap"), ("cleo", "reject")):
        assert book.open_for(HEAD) == []
        click(book, name, action)
    assert book.consensus.states == {item: "conflict"}
    assert settle(tmp_path, book.standing) == 0 and book.next_task(("reviewer", "dora")) is None
    click(book, HEAD, "swap", note="the tube is upside down")
    assert book.consensus.states == {item: "adjudicated"} and book.next_task(HEAD) is None
    settle(tmp_path, book.standing)
    found = read_items(tmp_path)[item]
    assert found.history[-1].by == "adjudicator:adjudicator-1" and found.history[-1].reason == "the tube is upside down"
    assert found.reviews == {"num_answers": 3, "num_alike": 1, "probability": None, "adjudicated": True}
    assert book.take_back(HEAD, item) and book.consensus.states == {item: "conflict"}


def test_unsafe_goes_to_the_adjudicator_though_two_others_keep_it(tmp_path):
    (item,) = make_folder(tmp_path, 1)
    book = open_book(tmp_path, overlap=3)
    click(book, "anna")
    click(book, "ben", "reject", reason="unsafe")
    click(book, "cleo")
    assert book.consensus.states == {item: "conflict"}


def test_new_words_need_two_who_write_the_same(tmp_path):
    make_folder(tmp_path, 1)
    book = open_book(tmp_path, overlap=2)
    click(book, "anna", words={"implicit_prompt": "A tube, wet."})
    click(book, "ben", words={"implicit_prompt": "A wet tube."})
    assert list(book.consensus.states.values()) == ["conflict"]
    assert book.take_back(BEN, next(iter(book.tasks)))
    click(book, "ben", words={"implicit_prompt": " A tube,  wet."})
    assert list(book.consensus.states.values()) == ["decided"]


def test_who_is_no_expert_is_not_counted_and_sees_that_field_last(tmp_path):
    ids = make_folder(tmp_path, 9)
    book = open_book(tmp_path, overlap=1)
    strange = click(book, "anna", "abstain").item.prompts.law
    order = []
    while task := book.next_task(ANNA):
        order.append(task.item.prompts.law)
        click(book, "anna")
    assert order == [law for law in order if law != strange] + [strange] * 2
    assert summarize(book.standing, {}).queue.only_abstentions == 1
    assert len(answer_all(book, "ben")) == 1 and sorted(book.consensus.answers) == sorted(ids)


def test_qualification_comes_first_and_canaries_are_spread(tmp_path):
    ids = make_folder(tmp_path, 40)
    known = [(item, "keep", "qualification", "") for item in ids[:3]] + [
        (item, "swap", "canary", "swapped") for item in ids[3:8]
    ]
    set_known(tmp_path, *known)
    book = open_book(tmp_path, overlap=1, canary_every=5)
    seen = []
    while task := book.next_task(ANNA):
        seen.append(task)
        click(book, "anna", task.known.expected if task.known else "keep")
        if len(seen) == 1:
            assert book.last_trial(ANNA).label == "keep" and book.last_answered(ANNA) is None, "no way back"
    uses = [task.known.use if task.known else "" for task in seen]
    assert uses[:3] == ["qualification"] * 3 and "qualification" not in uses[3:]
    places = [place for place, use in enumerate(uses[3:]) if use == "canary"]
    assert len(places) == 5 and [place // 5 for place in places] == [0, 1, 2, 3, 4]
    # A flawed canary shows the images of its item exchanged.
    canary = next(task for task in seen if task.known and task.known.use == "canary")
    assert canary.shown["explicit"].startswith("superficial-")


def test_who_fails_the_qualification_is_not_asked_and_does_not_count(tmp_path):
    ids = make_folder(tmp_path, 6)
    set_known(tmp_path, *[(item, "reject", "qualification", "") for item in ids[:2]])
    book = open_book(tmp_path, overlap=1)
    for _ in range(2):
        click(book, "anna", "keep")
    assert book.next_task(ANNA) is None and book.standing.trust("anna") == "not qualified"
    (anna,) = summarize(book.standing, {}).reviewers
    assert (anna.trust, anna.known_right, anna.known_asked, anna.reliability) == ("not qualified", 0, 2, None)


def test_passing_over_a_trial_does_not_pass_the_qualification(tmp_path):
    ids = make_folder(tmp_path, 6)
    set_known(tmp_path, *[(item, "reject", "qualification", "") for item in ids[:2]])
    book = open_book(tmp_path, overlap=1)
    click(book, "anna", "keep")
    click(book, "anna", "abstain")
    assert book.next_task(ANNA) is None and book.standing.trust("anna") == "not qualified"
    click(book, "ben", "reject")
    click(book, "ben", "abstain")
    assert book.standing.trust("ben") == "trusted"


def test_one_key_for_ever_is_found_and_held_back(tmp_path):
    ids = make_folder(tmp_path, 80)
    set_known(tmp_path, *[(item, "swap" if n % 3 else "keep", "canary", "swapped" if n % 3 else "") for n, item in enumerate(ids[:12])])  # fmt: skip
    book = open_book(tmp_path, overlap=2)
    given = answer_all(book, "spammer")
    assert len(given) < 70 and book.standing.trust("spammer") == "held back"
    assert book.consensus.answers == {} and len(book.open_for(BEN)) == 68, "all of it is asked again"
    (found,) = summarize(book.standing, {}).reviewers
    assert found.remarks[0] == "held back: the answers do not count"
    assert found.remarks[1] == f"answered keep {len(given)} times in a row"


def test_answers_to_another_version_are_kept_and_not_counted(tmp_path):
    first, second = make_folder(tmp_path, 2)
    book = open_book(tmp_path, overlap=1)
    answer_all(book, "anna")
    CurationLog(tmp_path).append(first, "edited", "author", {"prompts": {"implicit_prompt": "Something else."}})
    again = open_book(tmp_path, overlap=1)
    assert again.consensus.states == {first: "open", second: "decided"} and again.next_task(ANNA).id == first
    assert summarize(again.standing, {}).num_stale == 1


def test_items_without_both_images_are_not_asked_about_and_named(tmp_path):
    good, lost, bare = make_folder(tmp_path, 3)
    items = read_items(tmp_path)
    (tmp_path / items[lost].image("explicit").file).unlink()
    CurationLog(tmp_path).append(bare, "drawn", "model:lab", {"candidates": items[bare].candidates[:1]})
    found = load_tasks(tmp_path)
    assert [task.id for task in found.tasks] == [good]
    assert "is lost" in found.not_asked[lost] and found.not_asked[bare] == "it has no superficial image"
    (tmp_path / items[good].image("superficial").file).write_bytes(b"")
    with pytest.raises(DataError, match="image on both sides, found none among 3"):
        load_tasks(tmp_path)


def test_images_outside_of_the_folder_are_not_shown(tmp_path):
    first, second = make_folder(tmp_path / "set", 2)
    item = read_items(tmp_path / "set")[second]
    (tmp_path / "secret.png").write_bytes((tmp_path / "set" / item.candidates[0].file).read_bytes())
    outside = [replace(found, file="../secret.png") if found.side == "explicit" else found for found in item.candidates]
    CurationLog(tmp_path / "set").append(second, "drawn", "model:stranger", {"candidates": outside})
    found = load_tasks(tmp_path / "set")
    assert [task.id for task in found.tasks] == [first] and "../secret.png is lost" in found.not_asked[second]


def test_another_candidate_stands_in_for_a_lost_one(tmp_path):
    (item,) = make_folder(tmp_path, 1, per_side=2)
    first = read_items(tmp_path)[item].image("explicit")
    (tmp_path / first.file).unlink()
    (task,) = load_tasks(tmp_path).tasks
    assert task.candidate(first.id) is None and task.shown["explicit"] != first.id


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"explicit": "explicit-nothing"}, "another"),
        ({"words": {"implicit_prompt": "  "}}, "words for each prompt"),
        ({"words": {"derivation": "x"}}, "words for each prompt"),
    ],
)
def test_clicks_that_do_not_fit_are_refused(tmp_path, changes, words):
    make_folder(tmp_path, 1)
    book = open_book(tmp_path)
    task = book.next_task(ANNA)
    row = Click(rater="anna", item=task.id, version=task.version, action="change", **changes)
    with pytest.raises(DataError, match=words):
        book.answer(row)
    same = replace(row, words={}, explicit=task.shown["superficial"])
    with pytest.raises(DataError, match="two different images"):
        book.answer(same)
    assert not (tmp_path / CLICKS_FILE).exists()


def test_the_long_table_has_a_row_a_question_under_pseudonyms(tmp_path):
    make_folder(tmp_path, 3)
    book = open_book(tmp_path, overlap=1)
    click(book, "anna", "swap")
    click(book, "anna", "reject", reason="ambiguous", note="which tube?")
    click(book, "anna", "abstain")
    settle(tmp_path, book.standing)
    found = [(row.question, row.answer, row.reason) for row in read_answers(tmp_path)]
    assert found == [
        ("usable", "yes", ""), ("images", "swapped", ""), ("words", "as written", ""),
        ("usable", "no", "which tube?"), ("reason", "ambiguous", "which tube?"), ("usable", "not my field", ""),
    ]  # fmt: skip
    assert {row.annotator for row in read_answers(tmp_path)} == {"reviewer-1"}
    assert "anna" not in (tmp_path / "items" / "items.jsonl").read_text()


def test_known_truths_come_from_a_table_and_bad_rows_are_named(tmp_path):
    ids = make_folder(tmp_path, 3)
    table = tmp_path / "known.csv"
    table.write_text(f"item,expected,use,why,flaw\n{ids[0]},keep,qualification,it rises,\n{ids[1]},swap,,,swapped\n")
    found = check_known(tmp_path, table)
    assert found == [
        Known(item=ids[0], expected="keep", use="qualification", why="it rises"),
        Known(item=ids[1], expected="swap", flaw="swapped"),
    ]
    write_known(tmp_path, found)
    assert read_known(tmp_path) == found
    assert [task.id for task in load_tasks(tmp_path).tasks] == [ids[0], f"{ids[1]}#swapped", ids[2]]
    for text, words in (
        (f"item,expected\n{ids[0]},good\n", "line 2: column expected: expected keep, swap, reject; got 'good'"),
        ("item,expected\nnobody,keep\n", "'nobody' is none of"),
        (f"item,expected\n{ids[0]},keep\n{ids[0]},swap\n", "stands twice"),
        ("name,expected\nx,keep\n", "expected the columns item and expected"),
    ):
        table.write_text(text)
        with pytest.raises(DataError, match=words):
            check_known(tmp_path, table)
