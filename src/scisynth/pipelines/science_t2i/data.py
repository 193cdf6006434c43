"""The prompt sets of a benchmark: the published test sets, somebody's own, or the lab's."""

from collections import Counter
from dataclasses import MISSING, fields
from pathlib import Path

from scisynth.core.errors import ConfigError, DataError, one_line
from scisynth.core.hub import is_hub_id
from scisynth.core.records import PromptSet
from scisynth.core.tables import LINES_SUFFIXES, read_rows
from scisynth.pipelines.providers.hub_data import fetch_dataset
from scisynth.pipelines.providers.provenance import LAB
from scisynth.pipelines.science_t2i.config import BenchData
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.tuples.prompt_sets import read_prompt_sets


def load_prompt_sets(config: BenchData, *, seed: int) -> list[PromptSet]:
    """The prompt sets, in the order in which they are asked.

    Raises:
        ConfigError: laws are chosen, but the prompts are not the lab's.
        DataError: no such data or law, or not what a benchmark needs.
    """
    if config.laws and config.data != LAB:
        raise ConfigError("setting 'laws' chooses among the prompts that the lab writes; leave --laws or --data out")
    if config.data == LAB:
        settings = ("test_S", "test_C")
        parsed = [PromptsConfig.parse({"num": config.num, "split": split, "laws": config.laws}) for split in settings]
        return [item for chosen in parsed for item in write_prompts(chosen, seed)]
    path = resolve_data(config.data, config.revision)
    found = _read_prompt_sets(path) if path.suffix.lower() in LINES_SUFFIXES else None
    return found or read_prompt_sets(path)


def _read_prompt_sets(path: Path) -> list[PromptSet] | None:
    """Rows of `scisynth prompts write`; None for rows with other columns, which are read as any table."""
    rows = read_rows(path)
    if not rows:
        raise DataError(f"{path}: expected prompt sets, found none; write them with `scisynth prompts write`")
    needed = {item.name for item in fields(PromptSet) if item.default is MISSING}
    if any(not needed <= set(row.values) for row in rows):
        return None
    try:
        found = [PromptSet.from_dict(row.values) for row in rows]
    except TypeError as error:
        raise DataError(
            f"{path}: not prompt sets ({one_line(error)}); write them with `scisynth prompts write`"
        ) from None
    name, count = Counter(item.id for item in found).most_common(1)[0]
    if count > 1:
        raise DataError(f"{path}: {count} rows have the id {name!r}; ids must differ")
    return found


def resolve_data(data: str, revision: str = "") -> Path:
    """A path as it is, or the Parquet files of a hub data set, fetched on first use."""
    path = Path(data)
    if path.exists():
        return path
    if not is_hub_id(data):
        raise DataError(f"{data}: expected `lab`, a tuple data set, prompt sets, or a hub id ORG/NAME; check the path")
    return fetch_dataset(data, revision)
