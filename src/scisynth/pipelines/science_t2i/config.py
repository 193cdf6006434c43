"""What decides a benchmark run: one config, made of the settings of each step. A step is given only its own.

    BenchData        load: which prompt sets
    BenchGeneration  generate: which model draws, from which of the three prompts
    BenchJudging     judge: who grades, and how models behind an API are asked
    BenchChecks      judge: probes of the judges themselves

    part_of(config, BenchJudging)    the settings of one step, as a config of their own

Settings of all steps stand side by side in a config file, in `--set` and in the manifest, as they always have.
"""

from pydantic import Field, NonNegativeInt, PositiveInt

from scisynth.core.config import Config
from scisynth.core.records import Tier
from scisynth.pipelines.providers.access import AccessConfig, JudgingConfig
from scisynth.pipelines.providers.generators import ImageSettings
from scisynth.pipelines.providers.judges import LAB_JUDGE
from scisynth.pipelines.providers.provenance import LAB


class BenchData(Config):
    """Which prompt sets the benchmark asks for."""

    data: str = LAB
    """Prompts: `lab`, a tuple data set (Parquet file or folder), a file of prompt sets, or a hub id."""
    revision: str = ""
    """Revision of a hub id. The published S set had 671 rows once and has 227 now."""
    num: PositiveInt = 120
    """Number of prompt sets for each of S and C that the lab writes (with data=lab)."""
    # Left out of manifests where it is empty, so that runs of versions without it resume.
    laws: tuple[str, ...] = Field((), exclude_if=lambda laws: not laws)
    """Law of the prompts (with data=lab): a name, a YAML file, a folder of them, or `extended` (22 laws). Empty: the sixteen."""


class BenchGeneration(AccessConfig):
    """Which images are generated."""

    pictures: ImageSettings = ImageSettings(images_per_prompt=2)
    """The generator."""
    tiers: tuple[Tier, ...] = Field(("implicit",), min_length=1)
    """Prompts to generate from: implicit, explicit or superficial. Judges always check what the implicit prompt
    implies.
    """


class BenchJudging(JudgingConfig):
    """Who grades the images."""

    judges: tuple[str, ...] = Field((LAB_JUDGE,), min_length=1)
    """Judge: `lab-judge`, `sciscore:ID`, `reward:NAME` or `api:MODEL`. The first one gives the headline score."""
    repeats: PositiveInt = 1
    """Times a chat model is asked about one image."""
    panel: bool = False
    """Add a panel: the mean of all judges, reported only where they agree."""


class BenchChecks(Config):
    """How the judges themselves are checked."""

    canary: NonNegativeInt = 0
    """Images shown to each judge again with a verdict written in them, which must not raise the score."""
    blind: NonNegativeInt = 0
    """Prompt sets about which a chat model is asked without an image."""


class BenchConfig(BenchChecks, BenchJudging, BenchGeneration, BenchData):
    """Everything that decides a benchmark's numbers."""
