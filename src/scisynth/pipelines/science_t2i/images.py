"""The images of a benchmark: which ones are wanted, and what became of them."""

from dataclasses import dataclass

from scisynth.core.records import ImageRecord, PromptSet, Tier


@dataclass(frozen=True, kw_only=True)
class ImageKey:
    """Which image: of which prompt set, from which of its three prompts, and its number among those of the prompt.

    >>> ImageKey(situation="apple-3", tier="implicit", index=1).id
    'apple-3/implicit/1'
    """

    situation: str
    """Id of the prompt set."""
    tier: Tier
    index: int

    @property
    def prompt_id(self) -> str:
        """Id of the prompt, common to all of its images."""
        return f"{self.situation}/{self.tier}"

    @property
    def id(self) -> str:
        """As image records, tables and reports name the image."""
        return f"{self.prompt_id}/{self.index}"


@dataclass(frozen=True, kw_only=True)
class GeneratedImage:
    """An image that was asked for, drawn or failed."""

    generator: str
    """As tables call it."""
    key: ImageKey
    prompt_set: PromptSet
    record: ImageRecord
