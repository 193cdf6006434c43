"""When half precision pays: hardware that multiplies it, and a model large enough to be bound by products."""

import torch

LARGE_PARAMETERS = 20_000_000


def choose_dtype(model: torch.nn.Module, device: torch.device) -> torch.dtype:
    """bfloat16 where it is faster and safe, otherwise float32."""
    large = sum(parameter.numel() for parameter in model.parameters()) >= LARGE_PARAMETERS
    return torch.bfloat16 if large and has_fast_bfloat16(device) else torch.float32


def has_fast_bfloat16(device: torch.device) -> bool:
    """Whether the device multiplies bfloat16 in hardware (Ampere and later; AVX512-BF16 or AMX on x86)."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    if device.type == "cpu":
        # Older torch cannot tell; float32 is the safe answer there.
        capabilities = getattr(torch.cpu, "get_capabilities", dict)()
        return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))
    return False
