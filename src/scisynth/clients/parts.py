"""An image of a record as a part of a request to a chat model."""

from pathlib import Path

from PIL import Image

from scisynth.core.records import ImageSource


def image_part(image: ImageSource) -> Path | bytes | Image.Image:
    """An image as part of a request, where bare text would be words."""
    return Path(image) if isinstance(image, str) else image
