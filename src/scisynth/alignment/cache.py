"""What does not change while an adapter is trained, computed once: text embeddings and the latents of real images.

Both are kept on the CPU and, given a folder, on disk under a digest of what they were made from, so that a resumed
run starts training at once. Afterwards the encoders may leave the accelerator.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import torch
from PIL import Image
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from scisynth.backbones.base import Backbone, TextCondition
from scisynth.core.progress import track
from scisynth.core.records import ImageSource
from scisynth.core.store import write_atomic_with
from scisynth.training.pixels import image_to_pixels

Tensors = dict[str, torch.Tensor]


class TextCache:
    """Encoded prompts by their words."""

    def __init__(
        self, backbone: Backbone, prompts: Iterable[str], folder: Path | None = None, *, batch_size: int = 32
    ) -> None:
        words = list(dict.fromkeys(prompts))
        self._index = {prompt: number for number, prompt in enumerate(words)}
        key = digest(_name(backbone), *words)

        def encode() -> Tensors:
            parts = [
                backbone.encode_text(words[start : start + batch_size]).to("cpu")
                for start in track(range(0, len(words), batch_size), label="text")
            ]
            return dict(TextCondition.join(parts).tensors)

        self._all = TextCondition(tensors=_cached(folder and folder / f"text-{key}.safetensors", encode))

    def get(self, prompts: Sequence[str]) -> TextCondition:
        """The embeddings of known prompts, in this order, repeats allowed."""
        return self._all.select([self._index[prompt] for prompt in prompts])


def encode_training_images(
    backbone: Backbone,
    images: Sequence[ImageSource],
    size_px: int,
    folder: Path | None = None,
    *,
    batch_size: int = 16,
) -> torch.Tensor:
    """Clean latents of images, float32 [N, C, H, W] on the CPU; each is resized to cover the square, then cropped."""
    backbone.latent_shape(size_px, size_px)

    def encode() -> Tensors:
        parts = []
        for start in track(range(0, len(images), batch_size), label="latents"):
            pixels = torch.stack([image_to_pixels(image, size_px) for image in images[start : start + batch_size]])
            parts.append(backbone.encode_images(pixels.to(backbone.transformer.device)).cpu())
        return {"latents": torch.cat(parts)}

    key = digest(_name(backbone), size_px, *map(image_identity, images))
    return _cached(folder and folder / f"latents-{key}.safetensors", encode)["latents"]


def digest(*parts: object) -> str:
    """Sixteen hex digits of what a cached tensor was made from."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _name(backbone: Backbone) -> str:
    return f"{backbone.family}:{backbone.pipeline.config.get('_name_or_path', '')}"


def image_identity(image: ImageSource) -> str:
    """What tells an image from another: its content, or the path and time of a file."""
    if isinstance(image, bytes):
        return hashlib.sha256(image).hexdigest()
    if isinstance(image, Image.Image):
        return hashlib.sha256(image.tobytes()).hexdigest()
    path = Path(image)
    return f"{path.resolve()}:{path.stat().st_mtime_ns}"


def _cached(path: Path | None, make: Callable[[], Tensors]) -> Tensors:
    if path and path.exists():
        try:
            return load_file(path)
        except SafetensorError:
            # Torn by a kill of the machine; it is only a cache.
            path.unlink()
    tensors = {name: tensor.contiguous() for name, tensor in make().items()}
    if path:
        write_atomic_with(path, lambda temporary: save_file(tensors, temporary))
    return tensors
