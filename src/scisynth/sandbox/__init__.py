"""Runs drawing code that a model wrote, in a forked and confined process, and looks at what it drew.

    with Sandbox(workers=2) as sandbox:
        result = sandbox.render(code)        # RenderResult: status, reason, tier, image, ...

A warm server (`server`) forks one child a figure; the child gives up descriptors, resources, capabilities, files and system
calls (`confine`, `landlock`, `seccomp`) before the code begins (`harness`); the parent kills it at the wall limit (`watch`)
and reads the results as hostile data (`private`, `collect`, `verdict`). What this does not cover is in SECURITY.md.
"""

from scisynth.sandbox.pool import Sandbox
from scisynth.sandbox.probe import Probe, probe
from scisynth.sandbox.records import Limits, RenderResult

__all__ = ["Limits", "Probe", "RenderResult", "Sandbox", "probe"]
