"""Which formats there are, and the files that each is."""

from dataclasses import dataclass
from typing import Literal

from scisynth.core.errors import ConfigError, nearest
from scisynth.students.formats import rows
from scisynth.students.formats.rows import RowBuilder


@dataclass(frozen=True, kw_only=True)
class Format:
    """One trainer's rows."""

    name: str
    trainer: str
    build: RowBuilder
    files: Literal["parquet", "jsonl"]
    """Images inside of Parquet files, or as files next to JSON Lines."""
    teaches: Literal["replies", "rewards", "both"]
    """Whether a row has a reply to imitate, an answer for a reward, or both."""


FORMATS: dict[str, Format] = {
    item.name: item
    for item in (
        Format(name="trl-sft", trainer="trl.SFTTrainer", build=rows.trl_sft, files="parquet", teaches="replies"),
        Format(name="trl-grpo", trainer="trl.GRPOTrainer", build=rows.trl_grpo, files="parquet", teaches="rewards"),
        Format(name="easyr1", trainer="EasyR1", build=rows.easyr1, files="parquet", teaches="rewards"),
        Format(name="verl", trainer="verl", build=rows.verl, files="parquet", teaches="rewards"),
        Format(name="ms-swift", trainer="ms-swift", build=rows.ms_swift, files="jsonl", teaches="both"),
        Format(name="llamafactory", trainer="LLaMA-Factory", build=rows.llamafactory, files="jsonl", teaches="replies"),
        Format(name="parquet", trainer="any", build=rows.plain, files="parquet", teaches="both"),
    )
}


def get_format(name: str) -> Format:
    """A format by its name; `ConfigError` with the nearest one for an unknown name."""
    if name not in FORMATS:
        raise ConfigError(f"unknown format {name!r}; {nearest(name, FORMATS)}")
    return FORMATS[name]
