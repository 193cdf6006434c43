"""A Ray of this machine for the tests that need one."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    """Started as `--engine ray` starts it, and ended with the tests of the file."""
    ray = pytest.importorskip("ray", reason="needs the extra [ray]")
    from scisynth.core.engine.ray_data import connect

    connect()
    yield
    ray.shutdown()
