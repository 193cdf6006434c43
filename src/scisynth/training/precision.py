"""When half precision pays: hardware that multiplies it, and a model large enough to be bound by products."""

import os
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
    """What a `bf16` setting means: as told, or where the hardware multiplies it."""
    return has_fast_bfloat16(device_type) if setting is None else setting


def has_fast_bfloat16(device_type: str = "") -> bool:
    """Whether `cuda` or `cpu` (the best present when left out) multiplies bfloat16 in hardware.

    That is Ampere and later, and AVX512-BF16 or AMX on x86, unless `ATEN_CPU_CAPABILITY` or `ONEDNN_MAX_CPU_ISA` keeps the
    libraries from using them: bfloat16 is then computed step by step, many times slower than float32.
    """
    import torch

    device_type = device_type or ("cuda" if torch.cuda.is_available() else "cpu")
    if device_type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    if device_type == "cpu":
        # Older torch cannot tell; float32 is the safe answer there.
        capabilities: dict[str, bool] = getattr(torch.cpu, "get_capabilities", dict)()
        in_hardware = bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))
        kernels = torch.backends.cpu.get_cpu_capability()
        allowed = os.environ.get("ONEDNN_MAX_CPU_ISA", "ALL").upper()
        return in_hardware and "AVX512" in kernels and any(name in allowed for name in BFLOAT16_ISAS)
    return False
