"""Runs drawing code that a model wrote, in a forked and confined process, and looks at what it drew.

    with Sandbox(workers=2) as sandbox:
        result = sandbox.render(code)        # RenderResult: status, reason, tier, image, ...

A warm server (`server`) forks one child a figure; the child gives up descriptors, resources, capabilities, files and system
calls (`confine`, `landlock`, `seccomp`) before the code begins (`harness`); the parent kills it at the wall limit (`watch`)
and reads the results as hostile data (`private`, `collect`, `verdict`). What this does not cover is in SECURITY.md.

`Sandbox` is loaded on first use, since it needs the extra `[figures]`; `probe` needs nothing.
"""

from typing import TYPE_CHECKING, Any

from scisynth.sandbox.probe import Probe, probe
from scisynth.sandbox.records import Limits, RenderResult

if TYPE_CHECKING:
    from scisynth.sandbox.pool import Sandbox as Sandbox

__all__ = ["Limits", "Probe", "RenderResult", "Sandbox", "probe"]


def __getattr__(name: str) -> Any:
    if name == "Sandbox":
        from scisynth.sandbox.pool import Sandbox

        return Sandbox
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
