"""The curve at a tracker, as TensorBoard reads it back."""

import numpy as np
import pytest
from PIL import Image
from tensorboardX.proto.event_pb2 import Event

from scisynth.alignment.loop import TrainingLog
from scisynth.alignment.tracking import check_tracker, flat, open_accelerator, start_tracker, track_picture
from scisynth.core.errors import ConfigError


def events(folder):
    """Every record: 8 bytes of length, 4 of checksum, the event, 4 of checksum."""
    for path in sorted(folder.rglob("events.out.tfevents.*")):
        data = path.read_bytes()
        while data:
            length = int.from_bytes(data[:8], "little")
            yield Event.FromString(data[12 : 12 + length])
            data = data[16 + length :]


def test_rows_and_pictures_reach_tensorboard(tmp_path):
    accelerator = open_accelerator("tensorboard", tmp_path)
    start_tracker(accelerator, {"model": "m", "sft": {"lora": {"targets": ["a"]}}}, "run")
    log = TrainingLog(tmp_path, label="sft", total=2, resumed_step=0, accelerator=accelerator)
    log.append({"step": 1, "sft/loss": 0.5})
    log.append({"step": 2, "sft/loss": 0.25, "eval/reward": 3.0})
    track_picture(accelerator, "samples", Image.fromarray(np.zeros((4, 6, 3), np.uint8)), 2)
    for tracker in accelerator.trackers:
        tracker.finish()
    found = [(value.tag, event.step, value) for event in events(tmp_path) for value in event.summary.value]
    losses = {step: value.simple_value for tag, step, value in found if tag == "sft/loss"}
    assert losses == {1: 0.5, 2: 0.25}
    assert {tag for tag, _, _ in found} >= {"sft/loss", "eval/reward", "samples"}


def test_without_a_tracker_nothing_is_written(tmp_path):
    accelerator = open_accelerator("none", tmp_path)
    start_tracker(accelerator, {}, "run")
    TrainingLog(tmp_path, label="sft", total=2, resumed_step=0, accelerator=accelerator).append(
        {"step": 1, "sft/loss": 0.5}
    )
    assert [path.name for path in tmp_path.iterdir()] == ["log.jsonl"]


def test_a_tracker_that_is_not_there_is_said_at_once(monkeypatch):
    monkeypatch.setattr("scisynth.alignment.tracking.find_spec", lambda name: None)
    with pytest.raises(ConfigError, match="--track wandb: needs the package wandb; run: pip install wandb"):
        check_tracker("wandb")


def test_settings_of_a_tracker_are_flat():
    assert flat({"a": {"b": 1, "c": [2, 3]}, "d": None}) == {"a.b": 1, "a.c": "[2, 3]", "d": "None"}
