"""`export questions`: the multimodal questions of a protocol of `student eval`, as files that other frameworks evaluate.

    lmms-eval     NAME.yaml, utils.py, data/test.parquet    `lmms_eval --include_path FOLDER --tasks NAME`
    vlmevalkit    NAME.tsv, grade.py                        `run.py --data NAME --mode infer` with LMUData=FOLDER, then `python grade.py FILE`

Both ask the words of `student eval` and grade with its checker, so that numbers are near to ours. They are not the same: a framework sets
temperature and length itself and has no controls without the image. VLMEvalKit has no grader for open answers, so `grade.py` reads its
prediction file. Written from lmms-eval 0.7 and VLMEvalKit's TSV reader; neither is needed here.
"""

import base64
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from csv import QUOTE_MINIMAL, writer
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import PositiveInt

from scisynth.core.config import Config
from scisynth.core.errors import ConfigError, DataError, nearest
from scisynth.core.images import open_image, png_bytes
from scisynth.core.results import Result
from scisynth.core.store import check_new_folder, whole_folder
from scisynth.pipelines.students.evaluation.config import EvalConfig
from scisynth.pipelines.students.evaluation.load import check_data, load_items
from scisynth.students.evaluation.grading import key_of
from scisynth.students.evaluation.items import EvalItem
from scisynth.students.evaluation.protocols import MAX_TOKENS, TEMPERATURE, ProtocolName, question_words

MAX_CELL_CHARS = 64
"""VLMEvalKit takes a shorter cell of an image for the index of another row."""
TASK = """# Written by `scisynth export questions`. Run: lmms_eval --include_path FOLDER --tasks {name}
task: {name}
dataset_path: parquet
dataset_kwargs:
  data_files:
    test: {parquet}
test_split: test
output_type: generate_until
doc_to_visual: !function utils.doc_to_visual
doc_to_text: !function utils.doc_to_text
doc_to_target: !function utils.doc_to_target
process_results: !function utils.process_results
generation_kwargs:
  max_new_tokens: {max_tokens}
  temperature: {temperature}
  do_sample: true
metric_list:
  - metric: scisynth_accuracy
    aggregation: mean
    higher_is_better: true
  - metric: scisynth_readable
    aggregation: mean
    higher_is_better: true
metadata:
  - version: 1.0
"""
UTILS = '''"""How lmms-eval shows, asks and grades these questions; written by `scisynth export questions`, and wants scisynth installed."""

import io

from PIL import Image

from scisynth.students.evaluation.grading import grade_with_key


def doc_to_visual(doc):
    return [Image.open(io.BytesIO(data)).convert("RGB") for data in doc["images"]]


def doc_to_text(doc, lmms_eval_specific_kwargs=None):
    return doc["question"]


def doc_to_target(doc):
    return doc["answer"]


def process_results(doc, results):
    """Right is 1, all else 0; `scisynth_readable` tells what part of the answers could be graded at all."""
    correct = grade_with_key(results[0], doc["key"])
    return {"scisynth_accuracy": float(correct is True), "scisynth_readable": float(correct is not None)}
'''
GRADE = '''"""Grades a prediction file of VLMEvalKit: python grade.py MODEL_DATASET.xlsx (or .tsv); wants scisynth and pandas installed."""

import sys

import pandas as pd

from scisynth.students.evaluation.grading import grade_with_key

path = sys.argv[1]
table = pd.read_excel(path) if path.endswith(".xlsx") else pd.read_csv(path, sep="\\t")
table["correct"] = [grade_with_key(str(text), key) for text, key in zip(table["prediction"], table["key"])]
table.drop(columns=["image"], errors="ignore").to_csv(path.rsplit(".", 1)[0] + "_graded.csv", index=False)
right, unread = sum(found is True for found in table["correct"]), sum(found is None for found in table["correct"])
print(f"{right} of {len(table)} right ({100 * right / len(table):.1f} %), {unread} without an answer that can be read")
'''


class QuestionsConfig(Config):
    """Which questions are exported."""

    protocol: ProtocolName = "scigenbench"
    """Test set and its layout, as in `student eval`."""
    data: str = ""
    """Test set in its published layout: a file, a folder of Parquet files, or a hub id. For `families`: a folder of
    `student data` or `imgcoder families`. Empty: the hub id of the protocol."""
    data_revision: str = ""
    """Revision of the data's hub id. Empty: its main branch."""
    images: str = ""
    """Folder of images, `<id>.png`, for test sets whose rows have none."""
    num: PositiveInt | None = None
    """Only the first N items."""


@dataclass(frozen=True, kw_only=True)
class ExportedQuestions(Result):
    """What `export questions` wrote."""

    out: Path
    framework: str
    task: str
    """Name of the task or data set in the framework."""
    questions: int
    command: str
    """What evaluates a model with it."""


def export_questions(config: QuestionsConfig, out: Path, *, framework: str) -> ExportedQuestions:
    """Writes the questions of a protocol into the new folder `out`.

    Raises:
        ConfigError: an unknown framework, or no data.
        DataError: data in another layout, a row without an image, or several images where the framework takes one.
    """
    if framework not in WRITERS:
        raise ConfigError(f"--format: unknown framework {framework!r}; {nearest(framework, WRITERS)}")
    asked = EvalConfig.parse(config.model_dump())
    check_data(asked)
    check_new_folder(out)
    items = load_items(asked)
    task = f"scisynth_{config.protocol.replace('-', '_')}"
    with whole_folder(out) as folder:
        WRITERS[framework](items, folder, out, task)
    return ExportedQuestions(
        out=out,
        framework=framework,
        task=task,
        questions=len(items),
        command=COMMANDS[framework].format(out=out, task=task),
    )


def _write_lmms_eval(items: Sequence[EvalItem], folder: Path, out: Path, task: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [
        {
            "id": item.id,
            "question": question_words(item, blind=False),
            "answer": item.answer.text,
            "key": key_of(item),
            "group": item.group,
            "images": [png_bytes(open_image(image)) for image in item.images],
        }
        for item in items
    ]
    (folder / "data").mkdir()
    pq.write_table(pa.Table.from_pylist(rows), folder / "data" / "test.parquet")
    # The framework looks for files from where it is started, so the way is written whole.
    parquet = json.dumps(str((out / "data" / "test.parquet").resolve()))
    words = TASK.format(name=task, parquet=parquet, max_tokens=MAX_TOKENS, temperature=TEMPERATURE)
    (folder / f"{task}.yaml").write_text(words, encoding="utf-8")
    (folder / "utils.py").write_text(UTILS, encoding="utf-8")


def _write_vlmevalkit(items: Sequence[EvalItem], folder: Path, out: Path, task: str) -> None:
    text = io.StringIO(newline="")
    table = writer(text, delimiter="\t", quoting=QUOTE_MINIMAL, lineterminator="\n")
    table.writerow(["index", "id", "image", "question", "answer", "key", "category"])
    table.writerows(_tsv_rows(items))
    (folder / f"{task}.tsv").write_text(text.getvalue(), encoding="utf-8")
    (folder / "grade.py").write_text(GRADE, encoding="utf-8")


def _tsv_rows(items: Sequence[EvalItem]) -> Iterator[list[Any]]:
    for index, item in enumerate(items):
        if len(item.images) != 1:
            raise DataError(
                f"{item.id}: expected one image, found {len(item.images)}; VLMEvalKit's plain TSV holds one, take lmms-eval"
            )
        image = base64.b64encode(png_bytes(open_image(item.images[0]))).decode()
        assert len(image) > MAX_CELL_CHARS
        yield [index, item.id, image, question_words(item, blind=False), item.answer.text, key_of(item), item.group]


WRITERS: Mapping[str, Callable[[Sequence[EvalItem], Path, Path, str], None]] = {
    "lmms-eval": _write_lmms_eval,
    "vlmevalkit": _write_vlmevalkit,
}
COMMANDS: Mapping[str, str] = {
    "lmms-eval": "lmms_eval --include_path {out} --tasks {task} --model MODEL",
    "vlmevalkit": "LMUData={out} python run.py --data {task} --model MODEL --mode infer, then python {out}/grade.py PREDICTIONS",
}
