"""What every localizer asks of its input."""

from collections.abc import Sequence

from scisynth.core.errors import DataError
from scisynth.core.records import ImageSource


def check_phrases(phrases: Sequence[str], images: Sequence[ImageSource]) -> None:
    """A phrase for each image, none of them empty.

    Raises:
        DataError: naming the first that is not.
    """
    if len(phrases) != len(images):
        raise DataError(f"expected a phrase for each image, got {len(phrases)} for {len(images)}")
    for number, phrase in enumerate(phrases):
        if not phrase.strip():
            raise DataError(
                f"prompt {number}: expected a prompt with an entity to look for, got a prompt without an entity; "
                "name one, or train without a mask"
            )
