"""Parts of cells."""

import math
from itertools import combinations
from random import Random

import pytest

from scisynth.figures.parts.biology import scattered


@pytest.mark.parametrize("seed", range(20))
def test_places_are_found_where_the_first_few_may_leave_no_room(seed) -> None:
    """Six in a strip that holds eight at best: places one by one often end with five."""
    spots = scattered(Random(seed), 6, (3.3, 1.5, 6.3, 1.8), 0.4)
    assert len(spots) == 6
    assert all(math.dist(one, other) > 0.4 for one, other in combinations(spots, 2))


def test_what_cannot_fit_is_a_fault_of_the_family() -> None:
    with pytest.raises(AssertionError, match="no room for 3 places"):
        scattered(Random(0), 3, (0.0, 0.0, 0.1, 0.1), 1.0)
