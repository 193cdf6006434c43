"""Is bfloat16 faster than float32 on this machine's CPU? Products of three sizes in both types, and what `has_fast_bfloat16` says of it.

    python benchmarks/half_precision.py

Prints one JSON object.
"""

import json

import torch

from scisynth.core.store import describe_measurement
from scisynth.training.precision import has_fast_bfloat16, product_seconds

SIZES = ((6000, 256, 768), (512, 1024, 1024), (2000, 2048, 2048))
"""Rows, inputs and outputs: a layer of the lab's models, the product that decides, and a layer of a larger model."""
REPEATS = 10
GIGA = 1e9


def main() -> None:
    """Measures, prints."""
    torch.set_num_threads(1)
    measured = {
        f"{rows} x {inputs} x {outputs}": {
            name: round(2 * rows * inputs * outputs / GIGA / seconds)
            for name, dtype in (("float32", torch.float32), ("bfloat16", torch.bfloat16))
            if (seconds := product_seconds(dtype, rows=rows, inputs=inputs, outputs=outputs, repeats=REPEATS))
        }
        for rows, inputs, outputs in SIZES
    }
    found = {"GFLOP/s of one core": measured, "has_fast_bfloat16": has_fast_bfloat16("cpu")}
    print(json.dumps({**found, **describe_measurement({"repeats": REPEATS})}, indent=1))


if __name__ == "__main__":
    main()
