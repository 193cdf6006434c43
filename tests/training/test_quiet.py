"""Loading a packaged model says nothing that helps nobody, also outside of the command line."""

import subprocess
import sys

import pytest
from transformers.utils import logging

from scisynth.training.quiet import quiet_libraries

LOADS = {
    "lab-flux": "from scisynth.backbones.registry import load_backbone; load_backbone('lab-flux')",
    "lab-sciscore": "from scisynth import SciScore; SciScore.from_pretrained('lab-sciscore')",
    "lab-localizer": "from scisynth.localizers.lab import LabLocalizer; LabLocalizer.from_pretrained('lab-localizer')",
}


@pytest.mark.parametrize("name", LOADS)
def test_no_advice_and_no_bars_in_a_log(name):
    done = subprocess.run([sys.executable, "-c", LOADS[name]], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "torchvision" not in done.stderr and "%|" not in done.stderr and done.stdout == ""


def test_the_library_is_as_it_was_after_the_block_also_after_an_error():
    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    with pytest.raises(ValueError, match="torn"), quiet_libraries("transformers"):
        assert logging.get_verbosity() == logging.ERROR and not logging.is_progress_bar_enabled()
        raise ValueError("torn")
    assert (logging.get_verbosity(), logging.is_progress_bar_enabled()) == (level, bars)
