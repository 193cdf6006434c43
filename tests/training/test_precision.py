"""bfloat16 only where the hardware multiplies it, faster than float32, and the libraries may use that."""

import subprocess
import sys

import pytest
import torch

from scisynth.training import precision

PROGRAM = "from scisynth.training.precision import has_fast_bfloat16; print(has_fast_bfloat16('cpu'))"


@pytest.mark.parametrize(
    "limit", [{"ATEN_CPU_CAPABILITY": "avx2"}, {"ONEDNN_MAX_CPU_ISA": "AVX2"}, {"ATEN_CPU_CAPABILITY": "default"}]
)
def test_a_machine_told_to_do_without_it_does(limit, monkeypatch):
    for name, value in limit.items():
        monkeypatch.setenv(name, value)
    said = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "False"


@pytest.mark.parametrize(
    ("capabilities", "seconds", "expected"),
    [
        ({"amx_bf16": True, "avx512_bf16": True}, {}, True),
        ({"avx512_bf16": True}, {torch.bfloat16: 0.002, torch.float32: 0.006}, True),
        ({"avx512_bf16": True}, {torch.bfloat16: 0.012, torch.float32: 0.007}, False),
        ({}, {torch.bfloat16: 0.002, torch.float32: 0.006}, False),
    ],
    ids=["AMX", "AVX512-BF16, fast", "AVX512-BF16, slow", "neither"],
)
def test_an_instruction_set_alone_is_not_taken_for_speed(monkeypatch, capabilities, seconds, expected):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities, raising=False)
    monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: "AVX512")
    monkeypatch.delenv("ONEDNN_MAX_CPU_ISA", raising=False)
    monkeypatch.setattr(precision, "product_seconds", seconds.__getitem__)
    precision._is_faster_in_bfloat16.cache_clear()
    try:
        assert precision.has_fast_bfloat16("cpu") is expected
    finally:
        precision._is_faster_in_bfloat16.cache_clear()


def test_a_product_takes_time_in_either_type():
    assert all(precision.product_seconds(dtype, repeats=1) > 0 for dtype in (torch.float32, torch.bfloat16))
