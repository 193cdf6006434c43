"""Localizer folders with random weights."""

from pathlib import Path

import pytest
from support.tiny_dino import save_tiny_dino


@pytest.fixture(scope="session")
def tiny_dino(tmp_path_factory) -> Path:
    return save_tiny_dino(tmp_path_factory.mktemp("tiny-dino"))
