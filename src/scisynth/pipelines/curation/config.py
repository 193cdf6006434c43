"""Settings of the steps of curation."""

from typing import Annotated

from pydantic import Field, NonNegativeInt, PositiveInt

from scisynth.pipelines.providers.access import AskingConfig


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
