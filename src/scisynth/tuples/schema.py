"""The columns of a tuple data set, for Parquet and for `datasets`.

The first seven are the published ones and the only ones a file must have. Prompts and images are written as lists,
as Science-T2I's training split has them; `bytes` hold the encoded image, `path` its name.
"""

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

PROMPT_COLUMNS = ("implicit_prompt", "explicit_prompt", "superficial_prompt")
IMAGE_COLUMNS = ("explicit_image", "superficial_image")
REQUIRED_COLUMNS = (*PROMPT_COLUMNS, *IMAGE_COLUMNS, "category", "law")
TEXT_COLUMNS = ("id", "subject", "type", "setting", "split", "derivation", "status", "reason")
"""Further text that a `ContrastTuple` keeps."""
SCENE_COLUMNS = ("condition", "outcome", "superficial_outcome", "place", "entity")
"""Text that only drawn tuples have."""
RUBRIC_COLUMNS = ("scene_scoring", "real_scoring")
"""What a judge looks for; columns of the published test sets, and of curated data."""

_IMAGE = pa.struct([("bytes", pa.binary()), ("path", pa.string())])


def _fields() -> dict[str, tuple[pa.DataType, Any]]:
    """Column name to its Arrow type and its `datasets` feature."""
    text = (pa.string(), {"dtype": "string", "_type": "Value"})
    return {
        # A feature in brackets is a list of it; every version of `datasets` reads that.
        **{name: (pa.list_(text[0]), [text[1]]) for name in PROMPT_COLUMNS},
        **{name: (pa.list_(_IMAGE), [{"_type": "Image"}]) for name in IMAGE_COLUMNS},
        **dict.fromkeys(("category", "law", *TEXT_COLUMNS, *SCENE_COLUMNS), text),
        "paraphrase": (pa.int64(), {"dtype": "int64", "_type": "Value"}),
        "subject_seen": (pa.bool_(), {"dtype": "bool", "_type": "Value"}),
    }


def _schema(*, rubrics: bool = False) -> pa.Schema:
    text = (pa.string(), {"dtype": "string", "_type": "Value"})
    fields = {**_fields(), **(dict.fromkeys(RUBRIC_COLUMNS, text) if rubrics else {})}
    features = {name: feature for name, (_, feature) in fields.items()}
    metadata = {"huggingface": json.dumps({"info": {"features": features}})}
    return pa.schema([(name, kind) for name, (kind, _) in fields.items()], metadata=metadata)


SCHEMA = _schema()
GENERATOR_KEY = b"scisynth.generator"
"""Of a file's metadata: the name of what drew its images."""


def schema_of(generator: str, *, rubrics: bool = False) -> pa.Schema:
    """The schema of a file whose images one generator drew; readers ask `tuples.parquet.generators_of`.

    Args:
        generator: its name.
        rubrics: whether rows have `RUBRIC_COLUMNS`.
    """
    schema = _schema(rubrics=True) if rubrics else SCHEMA
    return schema.with_metadata({**schema.metadata, GENERATOR_KEY: generator.encode()})


def read_seen(value: Any) -> bool | None:
    """What a cell of `subject_seen` says; a text, as CSV and exports have it, counts as it reads, and None is not known."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold()
    return True if word in ("true", "seen", "1", "yes") else False if word in ("false", "unseen", "0", "no") else None


TUPLES_TEXT = (
    "Each row states a scientific situation three times and shows it twice: `implicit_prompt` names the situation, "
    "`explicit_prompt` and `explicit_image` show what is true, `superficial_prompt` and `superficial_image` what a "
    "careless eye expects.\n\n"
)


def data_card(title: str, splits: Mapping[str, int], files_of_split: str, text: str = TUPLES_TEXT) -> str:
    """A README.md whose front matter tells `datasets` and the hub viewer which files are which split.

    Without it `datasets` guesses from names, and guesses test_S and test_C to be one split.
    """
    files = "".join(f"      - split: {split}\n        path: {split}{files_of_split}\n" for split in splits)
    rows = "".join(f"| {split} | {num} |\n" for split, num in splits.items())
    return (
        f"---\nconfigs:\n  - config_name: default\n    data_files:\n{files}"
        "task_categories:\n  - text-to-image\n---\n\n"
        f"# {title}\n\n"
        f"{text}"
        "```python\nfrom datasets import load_dataset\n\ndata = load_dataset(FOLDER)\n```\n\n"
        f"| split | rows |\n| --- | --- |\n{rows}"
    )
