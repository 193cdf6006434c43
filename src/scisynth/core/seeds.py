"""Seeds that depend on what is drawn, not on the order in which it is drawn.

A row's randomness comes from a hash of the run's seed and the row's own name, so that resuming, sharding and
batching change nothing.
"""

import hashlib


def derive_seed(*parts: str | int) -> int:
    """A 63-bit seed from any words and numbers; the same everywhere and forever."""
    text = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def derive_fraction(*parts: str | int) -> float:
    """A number in [0, 1) from any words and numbers; used to split by name."""
    return derive_seed(*parts) / 2**63
