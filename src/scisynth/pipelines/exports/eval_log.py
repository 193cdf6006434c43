"""The log of an evaluation as inspect_ai stores it (version 2 of its JSON form): what every exported run is written as.

Written from the models in `inspect_ai.log` 0.3.285; nothing of the package is needed. An item without a score keeps inspect's sign for it,
the value NaN with a reason, so that its means leave the item out as ours do; it is never 0. Intervals and coverage stand among the metrics.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scisynth.core.records import Metric, Outcome
from scisynth.core.store import read_manifest, write_atomic

LOG_VERSION = 2
STOPPED: Mapping[str, str] = {
    "ok": "stop",
    "truncated": "max_tokens",
    "refused": "content_filter",
    "filtered": "content_filter",
}
"""How an output ended, in inspect's words; other states are `unknown`."""
REASONS: Mapping[str, str] = {"refused": "refusal", "unparsed": "invalid_response_format"}
"""Inspect's words for two states; the others are named as here."""


@dataclass(frozen=True, kw_only=True)
class LoggedScore:
    """One number of one sample."""

    value: float | None
    """None where there is none, which is not zero."""
    status: Outcome = "ok"
    reason: str = ""
    answer: str = ""
    """What the model committed to."""


@dataclass(frozen=True, kw_only=True)
class LoggedSample:
    """One thing that was asked, and what came."""

    id: str
    epoch: int = 1
    """Number of the repetition, from 1."""
    input: str
    target: str
    output: str
    """Words of the model; for an image model what its image is."""
    image: str = ""
    """Data URI of the image that was drawn or shown; empty without one."""
    is_drawn: bool = False
    """Whether the image is the output, else it is part of the input."""
    status: Outcome = "ok"
    """Of the output."""
    scores: Mapping[str, LoggedScore]
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class LoggedNumber:
    """An aggregate over the samples with a score of this name."""

    name: str
    """The key of the samples' scores."""
    metrics: Mapping[str, Metric]
    """By name, such as `mean`; each is written with the ends of its interval."""
    coverage: float | None = None
    unit: str = ""


def write_log(
    run: Path, out: Path, samples: Sequence[LoggedSample], numbers: Sequence[LoggedNumber], *, model: str, data: str
) -> Path:
    """Writes the log of a run into the folder `out`, under a name that `inspect view` lists.

    Args:
        run: the run folder, whose manifest says when and by what it was made.
        out: a folder of logs.
        samples: everything that was asked.
        numbers: the aggregates, computed by the run.
        model: what was evaluated.
        data: name of the test set.

    Returns:
        The file.
    """
    manifest = read_manifest(run)
    task = manifest["command"].replace(" ", "-")
    digest = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()[:22]
    log = {
        "version": LOG_VERSION,
        "status": "success",
        "eval": {
            "eval_id": digest,
            "run_id": digest,
            "created": manifest["created"],
            "task": f"scisynth/{task}",
            "task_id": digest,
            "task_args": {"seed": manifest["seed"]},
            "dataset": _dataset(data, samples),
            "model": model,
            "config": {"epochs": max((sample.epoch for sample in samples), default=1)},
            "packages": manifest["versions"],
            "metadata": {"command": f"scisynth {manifest['command']}", "config_digest": manifest["config_digest"]},
        },
        "plan": {"name": "plan", "steps": [{"solver": f"scisynth/{task}"}]},
        "results": {
            "total_samples": len(samples),
            "completed_samples": len(samples),
            "scores": [_score_of(number, samples) for number in numbers],
        },
        "stats": {"started_at": manifest["created"], "completed_at": ""},
        "samples": [_sample(sample, model) for sample in samples],
    }
    stamp = manifest["created"].replace(":", "-")
    path = out / f"{stamp}_{task}_{digest}.json"
    write_atomic(path, (json.dumps(log, indent=1, ensure_ascii=False) + "\n").encode(errors="replace"))
    return path


def _dataset(data: str, samples: Sequence[LoggedSample]) -> dict[str, Any]:
    ids = list(dict.fromkeys(sample.id for sample in samples))
    return {"name": data, "samples": len(ids), "sample_ids": ids, "shuffled": False}


def _score_of(number: LoggedNumber, samples: Sequence[LoggedSample]) -> dict[str, Any]:
    found = [sample.scores[number.name] for sample in samples if number.name in sample.scores]
    num_scored = sum(score.value is not None for score in found)
    metrics: dict[str, float] = {}
    for name, metric in number.metrics.items():
        ends = {name: metric.value, f"{name}_ci_low": metric.low, f"{name}_ci_high": metric.high}
        metrics |= {key: value for key, value in ends.items() if value is not None}
    if number.coverage is not None:
        metrics["coverage"] = number.coverage
    return {
        "name": number.name,
        "scorer": number.name,
        "scored_samples": num_scored,
        "unscored_samples": len(found) - num_scored,
        "metrics": {key: {"name": key, "value": value} for key, value in metrics.items()},
        "metadata": {"unit": number.unit} if number.unit else None,
    }


def _sample(sample: LoggedSample, model: str) -> dict[str, Any]:
    image = [{"type": "image", "image": sample.image}] if sample.image else []
    asked: Any = sample.input
    answered: Any = sample.output
    if image and sample.is_drawn:
        answered = [{"type": "text", "text": sample.output}, *image]
    elif image:
        asked = [*image, {"type": "text", "text": sample.input}]
    user, assistant = {"role": "user", "content": asked}, {"role": "assistant", "content": answered, "model": model}
    return {
        "id": sample.id,
        "epoch": sample.epoch,
        "input": [user],
        "target": sample.target,
        "messages": [user, assistant],
        "output": {
            "model": model,
            "choices": [{"message": assistant, "stop_reason": STOPPED.get(sample.status, "unknown")}],
            "completion": sample.output,
        },
        "scores": {name: _value(score) for name, score in sample.scores.items()},
        "metadata": {"status": sample.status, **sample.metadata},
    }


def _value(score: LoggedScore) -> dict[str, Any]:
    return {
        "value": math.nan if score.value is None else score.value,
        "answer": score.answer or None,
        "explanation": score.reason or None,
        "reason": None if score.status == "ok" else REASONS.get(score.status, score.status),
    }
