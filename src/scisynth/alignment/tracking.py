"""The curve of a run at a tracker: `tensorboard`, `wandb` or `trackio`, through `accelerate`, which carries rows and pictures there.

TensorBoard's files lie in the run folder, in `tensorboard/`; the other two find their account as they always do. A tracker decides nothing of a
run, so it is no setting: a run may be resumed with another, or with none.
"""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import numpy as np
from accelerate import Accelerator
from PIL import Image

from scisynth.core.errors import ConfigError
from scisynth.training.processes import new_accelerator

Tracker = Literal["none", "tensorboard", "wandb", "trackio"]
PACKAGES: Mapping[str, tuple[str, ...]] = {
    "tensorboard": ("tensorboard", "tensorboardX"),
    "wandb": ("wandb",),
    "trackio": ("trackio",),
}
"""Of which one is needed."""
PROJECT = "scisynth"


def check_tracker(track: Tracker) -> None:
    """Says before any work that a tracker cannot be reached; `accelerate` would leave it out in silence.

    Raises:
        ConfigError: its package is not installed.
    """
    if track != "none" and not any(find_spec(package) for package in PACKAGES[track]):
        raise ConfigError(f"--track {track}: needs the package {track}; run: pip install {track}")


def open_accelerator(track: Tracker, out: Path) -> Accelerator:
    """The processes of a run, with its tracker ready to be started by `start_tracker`."""
    check_tracker(track)
    if track == "none":
        return new_accelerator()
    return new_accelerator(log_with=track, project_dir=out / track)


def start_tracker(accelerator: Accelerator, config: Mapping[str, Any], name: str) -> None:
    """Opens the run at the tracker, with its settings in one level; nothing without a tracker."""
    if accelerator.log_with:
        accelerator.init_trackers(
            PROJECT, config=flat(config), init_kwargs={"wandb": {"name": name}, "trackio": {"name": name}}
        )


def track_picture(accelerator: Accelerator, name: str, picture: Image.Image, step: int) -> None:
    """Shows a picture at trackers that take one."""
    for tracker in accelerator.trackers:
        if hasattr(tracker, "log_images"):
            options = {"dataformats": "NHWC"} if tracker.name == "tensorboard" else {}
            tracker.log_images({name: np.asarray(picture)[None]}, step=step, **options)


def flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, int | float | str | bool]:
    """Nested settings as `a.b: value`, with words for what is no number, as every tracker takes them."""
    found: dict[str, int | float | str | bool] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{prefix}{name}.")
        else:
            found[prefix + name] = value if isinstance(value, int | float | str | bool) else str(value)
    return found
