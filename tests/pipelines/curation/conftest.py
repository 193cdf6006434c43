"""Laws that a test adds are known to it alone."""

import pytest

from scisynth.science import law_files


@pytest.fixture(autouse=True)
def own_laws():
    yield
    law_files._ADDED.clear()
    law_files._ADDED_TEXTS.clear()
    law_files.forget_laws()
