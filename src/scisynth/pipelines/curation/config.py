"""Settings of the steps of curation."""

from typing import Annotated, Literal, TypeVar

from pydantic import Field, NonNegativeInt, PositiveInt

from scisynth.core.config import Config
from scisynth.pipelines.providers.access import AskingConfig, JudgingConfig
from scisynth.pipelines.providers.generators import ImageSettings

C = TypeVar("C", bound=Config)
UNDECISIVE = (
    "access",
    "judge_access",
    "label",
    "images_per_prompt",
    "judge",
    "reward",
    "localizer",
    "check_text",
)
"""Settings that change no word and no image: where models are, what they cost, how many images there are and who looks at them."""
LAB = "lab"
"""The generator that draws the scenes themselves."""


def deciding(config: C) -> C:
    """The settings that decide what a model is asked; a folder of replies belongs to these, so another price asks nothing again."""
    defaults = type(config)()
    return config.model_copy(
        update={name: getattr(defaults, name) for name in UNDECISIVE if name in type(config).model_fields}
    )


class CurateLawConfig(AskingConfig):
    """How a law is drafted."""

    sentence: str = ""
    """The law in one sentence. Empty: only check the laws of the folder."""
    model: str = ""
    """Model that drafts the law, `api:MODEL`. Empty: a law file to fill in by hand."""
    name: str = ""
    """Name of the law, and of its file. Empty: the model's, or the first words of the sentence."""
    file: str = ""
    """Law file of your own to take over, instead of a sentence."""
    max_repairs: NonNegativeInt = 1
    """Times that the model may correct what the checks found."""


class CuratePromptsConfig(AskingConfig):
    """Which prompts are written."""

    laws: tuple[str, ...] = ()
    """Law: a name, a law's YAML file, or a folder of them. Empty: the laws of the folder."""
    num: PositiveInt = 100
    """Number of prompt triples, over all splits."""
    model: str = ""
    """Model that words the prompts, `api:MODEL`. Empty: the templates of the law as they are."""
    val_fraction: Annotated[float, Field(ge=0, lt=1)] = 0.1
    """Fraction of prompts for validation."""
    test_fraction: Annotated[float, Field(ge=0, lt=1)] = 0.2
    """Fraction of prompts for the tests, half of it S and half C."""
    complex_fraction: Annotated[float, Field(ge=0, le=1)] = 0.5
    """Fraction of training and validation prompts that name a place (C)."""


class CurateImagesConfig(ImageSettings, JudgingConfig):
    """Which candidates are drawn, and who looks at them."""

    model: str = ""
    """Generator: `lab` (draws the scenes themselves), `lab-flux`, a flow model, `diffusers:ID`, `api:MODEL` or `folder:PATH`."""
    images_per_prompt: PositiveInt = 4
    """Candidates of each prompt."""
    photographs: str = ""
    """Folder of photographs with `metadata.csv`: file_name, side, license, origin, and item or law and subject."""
    judge: str = ""
    """Judge that looks at each image: `lab-judge`, `api:MODEL` or one of your own. Empty: none."""
    reward: str = ""
    """Reward that compares both prompts: `lab-sciscore`, a folder or a hub id. Empty: none."""
    localizer: str = ""
    """Localizer that looks for the entity: `lab`, `grounding-dino` or one of your own. Empty: none."""
    check_text: bool = True
    """Whether words painted into an image are looked for, where the extra [ocr] is installed."""

    @property
    def is_lab(self) -> bool:
        """Whether the lab's images are its world."""
        return self.model == LAB or super().is_lab

    @property
    def examiners(self) -> str:
        """Who looks at the images, in words."""
        return f"judge={self.judge} reward={self.reward} localizer={self.localizer} text={self.check_text}"


class CuratePublishConfig(Config):
    """What a published version is called, and where it goes."""

    name: str = ""
    """Title of the data set. Empty: the name of the folder."""
    license: str = ""
    """Licence of texts and images, for the data card."""
    formats: tuple[Literal["imagefolder", "webdataset"], ...] = ()
    """Formats in addition to Parquet: imagefolder, webdataset. Separate several by commas."""
    version: str = ""
    """Version to write: v1, v2, ... Empty: the next one, if the items have changed."""
    push_to_hub: str = ""
    """Data set repository of the hub to push to, as ORG/NAME. Empty: none."""
    public: bool = False
    """Make a new repository public. Default: private."""
