"""Laws that a test adds are known to it alone."""

import pytest
from support.laws import forget_added_laws


@pytest.fixture(autouse=True)
def own_laws():
    yield
    forget_added_laws()
