"""Messages stay short whatever they are about: suggestions, reasons, cuts."""

import pytest

from scisynth.core.errors import MOST_NAMES, DataError, nearest
from scisynth.grading.problems import read_problems


def test_a_near_name_is_suggested_in_any_case():
    assert nearest("physics - circuit", ["Physics - Circuit", "Math"]) == "did you mean 'Physics - Circuit'?"
    assert nearest("BUOYANCI", ["buoyancy", "Melting"]) == "did you mean 'buoyancy'?"


def test_a_short_list_is_shown_whole():
    assert nearest("zzz", ["b", "a"]) == "known: a, b"


@pytest.mark.parametrize("beyond", [0, 1, 154])
def test_a_long_list_is_cut_and_the_rest_counted(beyond):
    names = [f"family_{number:03d}" for number in range(MOST_NAMES + beyond)]
    text = nearest("?", names)
    assert text.count("family_") == MOST_NAMES
    assert text.endswith(f" and {beyond} more" if beyond else names[-1])


def test_a_file_of_problems_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(DataError, match="found none; check the path"):
        read_problems(tmp_path / "nope.json")
    with pytest.raises(DataError, match="found a folder; check the path"):
        read_problems(tmp_path)
