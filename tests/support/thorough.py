"""What `make test` tries on some cases and `make test-all` on all of them."""

from collections.abc import Iterable
from itertools import islice

import pytest


def some(cases: Iterable, num: int) -> list:
    """Values of `parametrize`, or tuples of them: the first `num` are always tried, the others by `make test-all` alone."""
    cases = iter(cases)
    others = (case if isinstance(case, tuple) else (case,) for case in cases)
    return [*islice(cases, num), *(pytest.param(*case, marks=pytest.mark.thorough) for case in others)]


def kill_counts(few: int, many: int) -> pytest.MarkDecorator:
    """The parameter `num_kills` of a test that ends a run that often."""
    return pytest.mark.parametrize("num_kills", some([few, many], 1))
