"""`.eval_results/<benchmark>.yaml`: a result as model repositories of the hub show it (huggingface.co/docs/hub/eval-results).

    dataset: id, task_id, revision (a commit)    value    date (when the run began)    notes

Copy the folder into a model's repository, or propose it there. The hub shows it when the owner of the data set has registered it as a
benchmark with this task id. Fields that a run cannot know (`source`, `verifyToken`, `evaluation_framework`) are left out. Only results
on published data are written: numbers on the lab, on the families, on a part or on files of one's own belong to no benchmark.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from scisynth.core.store import read_manifest, write_atomic

SCIENCE_T2I, SCIGENBENCH = "science-t2i", "scigenbench"
_COMMIT = re.compile(r"[0-9a-f]{40}")


def write_entry(root: Path, name: str, *, dataset: Mapping[str, str], value: float, notes: str) -> None:
    """Writes the record of one result of a run.

    Args:
        root: the run folder.
        name: of the benchmark.
        dataset: `id`, `task_id` and, where it is known, `revision`, which is kept if it is a commit.
        value: the result, in the unit that the notes name.
        notes: one line for readers.
    """
    known = {key: text for key, text in dataset.items() if key != "revision" or _COMMIT.fullmatch(text)}
    day = read_manifest(root)["created"][:10]
    entry = {"dataset": known, "value": round(value, 2), "date": day, "notes": f"{notes}; made with scisynth"}
    write_atomic(root / ".eval_results" / f"{name}.yaml", yaml.safe_dump([entry], sort_keys=False).encode())
