"""The same seed gives the same atoms whatever kernels the machine multiplies matrices with: last digits decide nothing."""

import json
import os
import subprocess
import sys

import pytest
from support.thorough import some

PROGRAM = """
import json, sys
import numpy as np
from scisynth.instruments.registry import named_instrument

instrument = named_instrument(sys.argv[1])
found = {}
for seed in (*range(12), 500006):
    exposure = instrument.expose(instrument.sample(seed), 64, np.random.default_rng(seed))
    found[seed] = [(row["kind"], round(row["x"], 3), round(row["y"], 3)) for row in exposure.objects]
print(json.dumps(found))
"""


def _atoms(instrument, **settings):
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, instrument],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | settings,
    )
    return json.loads(run.stdout)


@pytest.mark.parametrize("instrument", some(["stm", "hrtem", "electron_diffraction"], 1))
def test_kernels_of_another_processor_give_the_same_atoms(instrument):
    """Nehalem's run on every x86 processor; elsewhere the setting is ignored."""
    own, other = _atoms(instrument), _atoms(instrument, OPENBLAS_CORETYPE="Nehalem")
    assert [seed for seed, atoms in own.items() if atoms != other[seed]] == []
