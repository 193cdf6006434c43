"""Resource limits of a figure, and its result.

`Limits` bound one figure; `RenderResult` is its end. A figure that was not drawn is a state with a reason, never an exception:
what untrusted code does cannot stop the program that runs it.
"""

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args

from scisynth.core.errors import ConfigError
from scisynth.sandbox.marks import read_marks

if TYPE_CHECKING:
    from PIL.Image import Image

Status = Literal[
    "ok", "no_code", "syntax_error", "exception", "timeout", "killed", "memory", "no_picture", "blank", "single_colour",
    "cut_off", "too_small", "too_large", "too_many_files", "broken_output", "refused",
]  # fmt: skip
STATUSES: tuple[Status, ...] = get_args(Status)
Tier = Literal["landlock", "subprocess"]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of one figure; each must be positive."""

    wall_s: float = 20
    """Seconds on the clock; then the whole process group is killed."""
    cpu_s: int = 15
    """Seconds of processor time."""
    memory_mb: int = 2048
    """Memory beyond what the warm libraries take."""
    file_mb: int = 32
    """Of one file; four times as much in all."""
    code_kb: int = 512
    """Of source text."""
    max_files: int = 200
    """Files and folders that the code may leave."""
    max_threads: int = 64
    """Alive at the same time."""
    min_side_px: int = 32
    """Images with a shorter side are `too_small`."""
    max_side_px: int = 8192
    """Images with a longer side are `too_large`."""

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name) > 0:
                raise ConfigError(f"limits.{field.name}: expected a positive number, got {getattr(self, field.name)}")


@dataclass(frozen=True, kw_only=True)
class RenderResult:
    """One figure's end."""

    status: Status
    reason: str
    """One line; for `ok` it may carry a note."""
    tier: Tier
    """What confined the code."""
    image: "Image | None" = None
    """RGB; only with `ok`."""
    marks_json: bytes | None = None
    """What the code's own process says is on the page: a claim, unread, for `imgcoder.checker`."""
    svg: bytes | None = None
    """The drawing as the code wrote it, where that was an SVG without scripts or references to the outside."""
    stdout: str = ""
    """What the code printed on either stream, cut at 20,000 characters."""
    traceback: str = ""
    """Frames of the code itself, for a repair loop."""
    wall_s: float = 0.0
    num_figures: int = 0
    """Matplotlib figures that the code opened."""

    @property
    def ok(self) -> bool:
        """Whether there is an image worth looking at."""
        return self.status == "ok"

    @cached_property
    def marks(self) -> list[Any] | None:
        """The marks, read in this process; None where there are none that can be read."""
        return read_marks(self.marks_json)


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How the process of a figure ended, as told by who waited for it and never by the code."""

    how: Literal["exit", "signal", "wall", "breach", "unconfined", "lost"]
    """`breach`: too many files or threads; `unconfined`: no code ran; `lost`: the warm server died."""
    code: int = 0
    """Exit code or signal number."""
    reason: str = ""
    wall_s: float = 0.0
    cpu_s: float = 0.0
