"""What does not change while an adapter is trained, computed once: text embeddings and the latents of real images.

Both are kept on the CPU and, given a folder, on disk under a digest of what they were made from, so that a resumed
run starts training at once. The transformer comes to the accelerator only afterwards, when the text encoders have left it
(`place_for_training`): a card holds the larger of the two, not their sum.
"""

import hashlib
import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import torch
from PIL import Image
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from scisynth.alignment.sharding import shard
from scisynth.backbones.base import Backbone, TextCondition
from scisynth.core.images import open_image
from scisynth.core.progress import track
from scisynth.core.records import ImageSource
from scisynth.core.store import write_atomic_with
from scisynth.training.pixels import image_to_pixels
from scisynth.training.processes import is_sharded

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


def place_for_training(backbone: Backbone, device: torch.device, *, draws: bool = True) -> None:
    """Once all prompts are encoded: the text encoders leave the accelerator, and the transformer has their room.

    So does the VAE where nothing will be drawn. A prompt that was not cached would still be encoded, slowly, on the CPU.
    """
    if device.type != "cpu":
        for name, part in backbone.pipeline.components.items():
            if part is not None and (name.startswith("text_encoder") or (name == "vae" and not draws)):
                part.to("cpu")
        torch.cuda.empty_cache()
    if is_sharded():
        shard(backbone.transformer, device)
    elif backbone.transformer.device != device:
        backbone.transformer.to(device)


def encode_training_images(
    backbone: Backbone,
    images: Sequence[ImageSource],
    sizes_px: Sequence[tuple[int, int]],
    folder: Path | None = None,
    *,
    batch_size: int = 16,
) -> list[torch.Tensor]:
    """Clean latents of images, float32 [C, H, W] each, on the CPU.

    Each image is resized to cover the (height, width) nearest to its own aspect ratio, then cropped.
    """
    for size_px in sizes_px:
        backbone.latent_shape(*size_px)
    groups: dict[tuple[int, int], list[int]] = {}
    for number, image in enumerate(images):
        groups.setdefault(nearest_size(image, sizes_px), []).append(number)
    found: dict[int, torch.Tensor] = {}
    for size_px, numbers in groups.items():
        latents = _encode_at(size_px, backbone, [images[number] for number in numbers], folder, batch_size)
        found.update(zip(numbers, latents, strict=True))
    return [found[number] for number in range(len(images))]


def nearest_size(image: ImageSource, sizes_px: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The (height, width) whose ratio is nearest to the image's, as a factor."""
    if len(sizes_px) == 1:
        return sizes_px[0]
    width, height = open_image(image).size
    return min(sizes_px, key=lambda size: abs(math.log(width / height * size[0] / size[1])))


def _encode_at(
    size_px: tuple[int, int], backbone: Backbone, images: Sequence[ImageSource], folder: Path | None, batch_size: int
) -> torch.Tensor:
    def encode() -> Tensors:
        parts = []
        for start in track(range(0, len(images), batch_size), label="latents"):
            pixels = torch.stack([image_to_pixels(image, *size_px) for image in images[start : start + batch_size]])
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
