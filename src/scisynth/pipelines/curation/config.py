"""Settings of the steps of curation."""

from pydantic import NonNegativeInt

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
