"""The 25 types: their names are those of the data and of the figure families, their counts add up as published."""

import json
from collections import Counter

import pytest

from scisynth.core.errors import ConfigError
from scisynth.figures.families.registry import image_types
from scisynth.science.image_types import SUBJECTS, image_type, load_image_types

PUBLISHED = {"Physics": 354, "Math": 246, "Universal": 204, "Chemistry": 186, "Biology": 67}


def test_counts_add_up_to_the_published_totals():
    totals = Counter()
    for kind in load_image_types().values():
        totals[kind.subject] += kind.published
    assert dict(totals) == PUBLISHED and set(totals) == set(SUBJECTS) and totals.total() == 1057


def test_names_are_those_of_the_figure_families():
    assert list(load_image_types()) == image_types()


def test_names_are_those_of_the_data(problem_file):
    counts = Counter(row["image_type"] for row in json.loads(problem_file.read_text(encoding="utf-8")))
    assert set(counts) <= set(load_image_types()) and len(counts) in (11, 25)
    # The rows here are a part of those published.
    assert all(count <= image_type(name).published for name, count in counts.items())


def test_every_type_says_what_it_shows():
    kinds = list(load_image_types().values())
    assert all(kind.shows.endswith(".") and len(kind.elements) >= 4 for kind in kinds)
    assert len({kind.shows for kind in kinds}) == len(kinds)


def test_an_unknown_name_is_answered_with_the_nearest():
    assert image_type("Universal - Exp. Setup").subject == "Universal"
    with pytest.raises(ConfigError, match=r"did you mean 'Physics - Optical Ray'\?"):
        image_type("Physics - Optical Rays")
