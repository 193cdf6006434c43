"""bfloat16 only where the hardware multiplies it and the libraries may use that."""

import subprocess
import sys

import pytest

PROGRAM = "from scisynth.training.precision import has_fast_bfloat16; print(has_fast_bfloat16('cpu'))"


@pytest.mark.parametrize(
    "limit", [{"ATEN_CPU_CAPABILITY": "avx2"}, {"ONEDNN_MAX_CPU_ISA": "AVX2"}, {"ATEN_CPU_CAPABILITY": "default"}]
)
def test_a_machine_told_to_do_without_it_does(limit, monkeypatch):
    for name, value in limit.items():
        monkeypatch.setenv(name, value)
    said = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "False"
