"""Labels that say the same are equal however they are written, and labels that nearly do are not."""

from pathlib import Path

import pytest

from scisynth.figures.labels.text import contains_label, equal_labels, numbers

FOLDER = Path(__file__).with_name("labels")
FAULTS = Path(__file__).parents[3] / "shared/data/faults/imgcoder/label_pairs.txt"


def pairs_of(path):
    return [tuple(line.split("\t")) for line in path.read_text(encoding="utf-8").splitlines()]


EQUAL, DIFFERENT = pairs_of(FOLDER / "equal.txt"), pairs_of(FOLDER / "different.txt")


@pytest.mark.parametrize(("one", "two"), EQUAL)
def test_labels_that_read_alike_are_equal(one, two):
    assert equal_labels(one, two) and equal_labels(two, one)
    assert contains_label(one, two) and contains_label(two, one)


@pytest.mark.parametrize(("one", "two"), DIFFERENT)
def test_labels_that_differ_in_what_they_say_are_not_equal(one, two):
    assert not equal_labels(one, two) and not equal_labels(two, one)


def test_there_are_enough_pairs_of_either_sort():
    assert len(set(EQUAL)) >= 150 and len(set(DIFFERENT)) >= 150


@pytest.mark.skipif(not FAULTS.is_file(), reason="the shared data are not here")
def test_the_pairs_that_were_once_taken_as_different_are_equal():
    assert [pair for pair in pairs_of(FAULTS) if not equal_labels(*pair)] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ice at -10.0 °C", [-10]), ("ice at −10.0 °C", [-10]), ("from -5 to -3", [-5, -3]), ("net -3 C", [-3]), ("charge –2 e", [-2]),
        ("carbon-14", [14]), ("5 -3", [5, 3]), ("x -3", [3]), ("range 5-10", [5, 10]), ("2 m -3 m", [2, 3]),
    ],
)  # fmt: skip
def test_a_hyphen_after_a_word_and_a_space_is_the_sign_of_its_number(text, shown):
    assert numbers(text) == shown
