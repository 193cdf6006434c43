"""Settings of the instrument verbs; each default is stated once, here."""

from typing import Annotated

from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt

from scisynth.core.config import Config
from scisynth.instruments.frame import MIN_SIDE
from scisynth.instruments.take import SIZE_PX

MAKE_COMMAND, VALIDATE_COMMAND = "instruments make", "instruments validate"
COMPARE_COMMAND, UTILITY_COMMAND = "instruments compare", "instruments utility"
ALL = "all"
MAX_SIZE_PX = 4096


class MakeConfig(Config):
    """Everything that decides the images of `instruments make`."""

    world: str = ALL
    """`materials`, `biomedicine`, `astronomy`, or `all`."""
    instruments: tuple[str, ...] = ()
    """Instruments, comma-separated, such as hrtem,moon_phase. Empty: all of the world."""
    num: PositiveInt = 8
    """Number of images per instrument."""
    twins: NonNegativeInt = 0
    """Number of twins per image, at most: the same image with one thing wrong."""
    level: Annotated[int, Field(ge=0, le=3)] = 0
    """Difficulty, 1 to 3. 0: the levels in turn."""
    size_px: Annotated[int, Field(ge=2 * MIN_SIDE, le=MAX_SIZE_PX)] = SIZE_PX
    """Side of the images."""
    counts: bool = True
    """Whether the recorded quanta are kept, as 16-bit TIFF next to the images."""
    workers: NonNegativeInt = 2
    """Images made in parallel. 0: in this process."""


class ValidateConfig(Config):
    """Everything that decides the findings of `instruments validate`."""

    data: str = ""
    """A run of `instruments make`, a folder of images, one image, or a table (CSV, JSON Lines, Parquet) with a column `file_name`."""
    instrument: str = ""
    """What took the images, such as hrtem. Empty: what the rows say."""
    claims: tuple[str, ...] = ()
    """What is said of every image, as quantity=value, quantity="value unit" or quantity="value unit ± tolerance"; rows may say more."""
    given: tuple[str, ...] = ()
    """What claims hold under, as name=value, such as zero_point=25."""
    pixel_size: PositiveFloat | None = None
    """Of one pixel, in `unit`. None: what the rows say."""
    unit: str = ""
    """Of the pixel size: Å, nm, µm, 1/nm, ° or arcsec."""
    channels: tuple[str, ...] = ()
    """Names of the channels, comma-separated."""
    num: NonNegativeInt = 0
    """Number of images, from the first. 0: all."""
    workers: NonNegativeInt = 2
    """Images measured in parallel. 0: in this process."""


class CompareConfig(Config):
    """Everything that decides the distances of `instruments compare`."""

    reference: str = ""
    """The set to compare with: a run of `instruments make` or `instruments validate`."""
    data: str = ""
    """The set in question: another such run."""
    wrong: str = ""
    """A set from a wrong source, as a baseline: another such run. Empty: none."""
    instrument: str = ""
    """Images of this instrument only. Empty: the one that the sets have in common."""
    twins: bool = False
    """Whether twins of a run of `instruments make` are part of its set."""
    num: NonNegativeInt = 0
    """Number of images per set, from the first. 0: all."""


class UtilityConfig(Config):
    """Everything that decides the curves of `instruments utility`."""

    task: str = ""
    """What is learned: mask:LABEL (segmentation), count:KIND or claim:QUANTITY (classification), such as mask:nucleus."""
    real: str = ""
    """The images that count, of which few are for training: a run of `instruments make`, of other settings than the synthetic ones."""
    synthetic: str = ""
    """Images to add: a run of `instruments make`. Its twins, if there are any, are the invalid arm."""
    instrument: str = ""
    """Images of this instrument only. Empty: the only one that the runs have."""
    num_real: PositiveInt = 8
    """Number of real images for training."""
    num_test: Annotated[int, Field(ge=2)] = 40
    """Number of real images for the test, none of which is trained on."""
    ratios: Annotated[tuple[NonNegativeInt, ...], Field(min_length=1)] = (0, 1, 4, 16)
    """Synthetic images per real one, comma-separated; 0 is the baseline."""
    seeds: Annotated[int, Field(ge=2)] = 5
    """Number of trainings of each point, each with other real and synthetic images."""
