"""Settings of the student verbs; each default is stated once, here."""

from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from scisynth.core.config import Config
from scisynth.students.selection import Filter
from scisynth.students.settings import GrpoTraining, SftTraining

ALL = "all"
FAMILIES = "families"
Questions = Literal["problem", "reading", "all"]


class StudentDataConfig(Config):
    """Everything that decides the training items of `student data`."""

    sources: tuple[str, ...] = (FAMILIES,)
    """Where items come from, comma-separated: `families`, a folder of `imgcoder draw` or `imgcoder families`, a run of `bench scigenbench`,
    `bench science-t2i` or `instruments make`, or tuples."""
    problems: str = ""
    """Problems with their answers, for folders of `imgcoder draw`, whose rows have none."""
    num: PositiveInt = 1400
    """Number of figures of the families, all splits together."""
    image_type: str = ALL
    """One of the image types, for example "Physics - Optical Ray", or `all`."""
    families: tuple[str, ...] = ()
    """Families that draw, comma-separated. Empty: all."""
    level: Annotated[int, Field(ge=0, le=3)] = 0
    """Difficulty, 1 to 3. 0: the levels in turn."""
    style: str = "mixed"
    """Look of the figures, as in `imgcoder families`."""
    language: str = "en"
    """Language of questions and answers."""
    corrupted: NonNegativeInt = 1
    """Corrupted figures per figure, for `--flawed` and for wrong-image tests."""
    questions: Questions = "all"
    """`problem`: the problem alone; `reading`: what the figure shows; `all`: both."""
    val_fraction: Annotated[float, Field(ge=0, lt=0.5)] = 0.1
    """Fraction of the figures in val."""
    test_fraction: Annotated[float, Field(ge=0, lt=0.5)] = 0.1
    """Fraction of the figures in test, which also has the families that are held out."""
    against: tuple[str, ...] = ()
    """Test sets that items must not overlap: files of problems, or folders of images, comma-separated."""
    licence: str = "apache-2.0"
    """Of images and texts."""
    workers: PositiveInt = 2
    """Figures drawn in parallel."""


class SelectionConfig(Config):
    """Which items of a folder are used."""

    filter: Filter = "verified"
    """`verified`: every check holds; `judged`: also those without a fault by a judge; `none`: all."""
    flawed: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Fraction of the items whose figure is a corrupted one with its original answer."""
    level: Annotated[int, Field(ge=0, le=3)] = 0
    """Only items of this difficulty. 0: all."""
    num: NonNegativeInt = 0
    """Number of training items. 0: all."""
    blind: bool = False
    """Replace every image by a grey one of its size: what is then learned comes from the words alone."""


class StudentSftConfig(Config):
    """`student sft`: which items, and how they train."""

    selection: SelectionConfig = SelectionConfig()
    sft: SftTraining = SftTraining()


class StudentGrpoConfig(Config):
    """`student grpo`: which items, and how they train."""

    selection: SelectionConfig = SelectionConfig()
    grpo: GrpoTraining = GrpoTraining()
