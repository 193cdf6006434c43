"""When half precision pays: hardware that multiplies it, and a model large enough to be bound by products."""

import os
from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

LARGE_PARAMETERS = 20_000_000
BFLOAT16_ISAS = ("ALL", "DEFAULT", "BF16", "FP16", "AMX", "AVX10")
"""Parts of the names that oneDNN gives to instruction sets with bfloat16 products."""


def choose_dtype(model: "torch.nn.Module", device: "torch.device") -> "torch.dtype":
    """bfloat16 where it is faster and safe, otherwise float32."""
    import torch

    large = sum(parameter.numel() for parameter in model.parameters()) >= LARGE_PARAMETERS
    return torch.bfloat16 if large and has_fast_bfloat16(device.type) else torch.float32


def wants_bfloat16(setting: bool | None, device_type: str = "") -> bool:
    """What a `bf16` setting means: as told, or where that is faster."""
    return has_fast_bfloat16(device_type) if setting is None else setting


def has_fast_bfloat16(device_type: str = "") -> bool:
    """Whether `cuda` or `cpu` (the best present when left out) multiplies bfloat16 faster than float32.

    That is Ampere and later; on x86 AMX, and AVX512-BF16 where a product that is timed once says so: by processor it takes a
    third of float32's time or twice as long (`benchmarks/half_precision.py`). Not if `ATEN_CPU_CAPABILITY` or
    `ONEDNN_MAX_CPU_ISA` keeps the libraries from using them: bfloat16 is then computed step by step, many times slower.
    """
    import torch

    device_type = device_type or ("cuda" if torch.cuda.is_available() else "cpu")
    if device_type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    if device_type == "cpu":
        # Older torch cannot tell; float32 is the safe answer there.
        capabilities: dict[str, bool] = getattr(torch.cpu, "get_capabilities", dict)()
        kernels = torch.backends.cpu.get_cpu_capability()
        allowed = os.environ.get("ONEDNN_MAX_CPU_ISA", "ALL").upper()
        if "AVX512" not in kernels or not any(name in allowed for name in BFLOAT16_ISAS):
            return False
        return bool(capabilities.get("amx_bf16") or (capabilities.get("avx512_bf16") and _is_faster_in_bfloat16()))
    return False


@cache
def _is_faster_in_bfloat16() -> bool:
    """Whether a product of two matrices takes less than two thirds of its time in float32; a tenth of a second, once a process."""
    import torch

    return 1.5 * product_seconds(torch.bfloat16) < product_seconds(torch.float32)


def product_seconds(
    dtype: "torch.dtype", *, rows: int = 512, inputs: int = 1024, outputs: int = 1024, repeats: int = 4
) -> float:
    """Seconds of a product of `rows` x `inputs` and `inputs` x `outputs` numbers on the CPU, the best of some."""
    import torch

    values, weight = torch.ones(rows, inputs, dtype=dtype), torch.ones(outputs, inputs, dtype=dtype)
    seconds = []
    for _ in range(repeats):
        start = perf_counter()
        torch.nn.functional.linear(values, weight)
        seconds.append(perf_counter() - start)
    return min(seconds)
