"""What the sandbox costs: one and the same figures drawn three ways, in turn, in this run.

* in process: the code run here and its figure saved as a PNG, with everything warm; the drawing itself;
* confined: `Sandbox.render`, a fork of the warm server with Landlock and seccomp, the image read back and looked at; once with
  and once without the reading of marks, which draws the figure a second time;
* cold: a fresh `python -I` a figure, as a plain subprocess would have it, confined by nothing.

Prints one JSON object: median milliseconds, overhead over the drawing, and the ratios.

    python benchmarks/sandbox_overhead.py [--figures 8] [--repeats 3]
"""

import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import matplotlib

matplotlib.use("agg")

from matplotlib import pyplot
from PIL import Image

from scisynth.core.store import describe_machine, tracked_versions
from scisynth.sandbox import Sandbox, probe

FIGURE = """
import numpy as np
import matplotlib.pyplot as plt
t = np.linspace(0, {n}, 200)
fig, ax = plt.subplots(figsize=(6, 4))
ax.plot(t, np.exp(-t / {n}) * np.cos({n} * t), label="$x_{n}(t)$")
ax.annotate("A", (t[20], 0.5), (t[60], 0.9), arrowprops=dict(arrowstyle="->"))
ax.set(title="Damped oscillation {n}", xlabel="time (s)", ylabel="$x$ (m)")
ax.legend()
"""
SAVE = "\nplt.savefig('figure.png', bbox_inches='tight')\n"


def in_process(code: str) -> None:
    """The drawing itself."""
    exec(compile(code, "figure", "exec"), {"__name__": "__main__"})
    buffer = io.BytesIO()
    pyplot.savefig(buffer, format="png", bbox_inches="tight")
    pyplot.close("all")
    Image.open(buffer).convert("RGB")


def cold(code: str) -> None:
    """A subprocess a figure."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"MPLBACKEND": "agg", "HOME": os.environ.get("HOME", folder), "OMP_NUM_THREADS": "1"}
        subprocess.run([sys.executable, "-I", "-c", code + SAVE], cwd=folder, env=environment, check=True)


def main() -> None:
    """Measures the sides in turn, so that a busy machine slows all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", type=int, default=8)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    codes = [FIGURE.format(n=number + 1) for number in range(arguments.figures)]
    with Sandbox(workers=1, marks=False) as plain, Sandbox(workers=1) as reading:

        def confined(sandbox: Sandbox) -> Callable[[str], None]:
            def draw(code: str) -> None:
                result = sandbox.render(code)
                assert result.ok and result.tier == "landlock", result.reason

            return draw

        sides = {
            "in_process": in_process,
            "confined": confined(plain),
            "confined_with_marks": confined(reading),
            "cold": cold,
        }
        seconds: dict[str, list[float]] = {side: [] for side in sides}
        for repeat in range(arguments.repeats + 1):
            for code in codes:
                for side, draw in sides.items():
                    started = time.perf_counter()
                    draw(code)
                    if repeat:  # the first pass warms up
                        seconds[side].append(time.perf_counter() - started)
    median = {side: statistics.median(values) for side, values in seconds.items()}
    drawing = median["in_process"]
    # Differences of neighbours in time: what slows one slows the other.
    overhead = {
        side: statistics.median(mine - own for mine, own in zip(seconds[side], seconds["in_process"], strict=True))
        for side in sides
        if side != "in_process"
    }
    result = {
        "milliseconds": {side: round(1000 * value, 1) for side, value in median.items()},
        "overhead_ms": {side: round(1000 * value, 1) for side, value in overhead.items()},
        "ratio_to_drawing": {side: round(value / drawing, 2) for side, value in median.items()},
        "cold_over_confined": round(median["cold"] / median["confined"], 2),
        "overhead_target_ms": 100,
        "sandbox": probe().found,
        "machine": describe_machine(),
        "versions": tracked_versions(),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
