"""KID and FID between two sets of figures, and the CLIPScore of a figure and a text.

    KID   unbiased squared maximum mean discrepancy under k(x, y) = (x.y / D + 1)^3 (Binkowski et al. 2018):
          mean of k over pairs inside the first set + the same of the second - 2 mean of k across
    FID   |m1 - m2|^2 + Tr(S1 + S2 - 2 (S1 S2)^1/2) (Heusel et al. 2017), refused below 2,048 images a set, where its bias is
          larger than the gaps between models; the published table has it from at most 330
    CLIP  100 max(cos(text, image), 0) (Hessel et al. 2021, without their factor 2.5)

Images are padded with white to a square, never cropped or stretched. The processor gets uint8: it divides by 255 itself, and the
published script, which hands it numbers in [0, 1], scores almost black images, which is why its CLIP column is 25.0 to 25.2 for
every model. Texts beyond 77 tokens are cut into pieces whose cosines are averaged.
Neither KID nor FID knows which image belongs to which problem: shuffling the images changes nothing. A CLIP score knows nothing
of numbers or geometry; both are printed next to white pages so that one sees how much of them is paper.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from PIL import Image
from transformers import CLIPModel

from scisynth.core.errors import DataError
from scisynth.core.images import open_image
from scisynth.core.records import ImageSource
from scisynth.grading.metrics.kernel import kernel_distance
from scisynth.grading.metrics.records import FrechetDistance, SetComparison, TextFit
from scisynth.stats.intervals import mean_with_interval

Features = Callable[[torch.Tensor], torch.Tensor]
"""uint8 [B, 3, H, W] to [B, D]; any `nn.Module` of that kind will do."""
MIN_FID_IMAGES = 2048
BATCH = 16
WHITE = (255, 255, 255)


def square(image: ImageSource, size_px: int) -> Image.Image:
    """The image in the middle of a white square, which is then scaled."""
    opened = open_image(image)
    side = max(opened.size)
    canvas = Image.new("RGB", (side, side), WHITE)
    canvas.paste(opened, ((side - opened.width) // 2, (side - opened.height) // 2))
    return canvas.resize((size_px, size_px), Image.Resampling.BICUBIC)


@torch.inference_mode()
def extract_features(images: Sequence[ImageSource], features: Features, *, size_px: int) -> np.ndarray:
    """N images, squared, to float64 [N, D]."""
    found = []
    for start in range(0, len(images), BATCH):
        pixels = [np.array(square(image, size_px)) for image in images[start : start + BATCH]]
        batch_BCHW = torch.from_numpy(np.stack(pixels)).permute(0, 3, 1, 2)
        found.append(features(batch_BCHW).detach().double().cpu().numpy())
    return np.concatenate(found)


def frechet_distance(first_ND: np.ndarray, second_MD: np.ndarray) -> FrechetDistance:
    """FID of two sets of features, refused where there are too few images to trust it."""
    n = min(len(first_ND), len(second_MD))
    if n < MIN_FID_IMAGES:
        reason = f"expected at least {MIN_FID_IMAGES:,} images a set, got {n:,}; use KID"
        return FrechetDistance(status="unreliable", value=None, n=n, reason=reason)
    gap_D = first_ND.mean(axis=0) - second_MD.mean(axis=0)
    first_DD, second_DD = np.cov(first_ND, rowvar=False), np.cov(second_MD, rowvar=False)
    values, vectors = np.linalg.eigh(np.atleast_2d(first_DD))
    root_DD = (vectors * np.sqrt(values.clip(min=0))) @ vectors.T
    # The eigenvalues of S1 S2 are those of the symmetric root S1^1/2 S2 S1^1/2, which has no complex square root to go wrong.
    mixed = np.linalg.eigvalsh(root_DD @ np.atleast_2d(second_DD) @ root_DD)
    spread = np.trace(np.atleast_2d(first_DD)) + np.trace(np.atleast_2d(second_DD))
    value = gap_D @ gap_D + spread - 2 * np.sqrt(mixed.clip(min=0)).sum()
    return FrechetDistance(status="ok", value=max(0.0, float(value)), n=n)


def compare_sets(
    images: Sequence[ImageSource], references: Sequence[ImageSource], features: Features, *, size_px: int, seed: int = 0
) -> SetComparison:
    """KID with its baselines, and FID where there are images enough. Both sets need at least four images.

    Raises:
        DataError: too few images. ImageError: one cannot be opened; leave out missing images and say so.
    """
    if min(len(images), len(references)) < 4:
        raise DataError(f"expected at least four images a set, got {len(images)} and {len(references)}; add some")
    drawn_ND = extract_features(images, features, size_px=size_px)
    real_MD = extract_features(references, features, size_px=size_px)
    page_1D = extract_features([Image.new("RGB", (size_px, size_px), WHITE)], features, size_px=size_px)
    order = np.random.default_rng(seed).permutation(len(real_MD))
    half = len(order) // 2
    return SetComparison(
        kid=kernel_distance(drawn_ND, real_MD, seed=seed),
        kid_blank=kernel_distance(np.repeat(page_1D, len(drawn_ND), axis=0), real_MD, seed=seed),
        kid_halves=kernel_distance(real_MD[order[:half]], real_MD[order[half:]], seed=seed),
        fid=frechet_distance(drawn_ND, real_MD),
    )


class ClipScorer:
    """A `transformers.CLIPModel`: scores, and features for KID."""

    def __init__(
        self, model: CLIPModel, tokenizer: Any, *, mean: Sequence[float], std: Sequence[float], name: str
    ) -> None:
        """A loaded checkpoint; `mean` and `std` are those that its processor normalises with."""
        self._model: Any = model.eval()
        self._tokenizer = tokenizer
        self._mean_3, self._std_3 = torch.tensor(mean)[:, None, None], torch.tensor(std)[:, None, None]
        self.name = name
        self.size_px: int = self._model.config.vision_config.image_size
        self._length: int = min(77, self._model.config.text_config.max_position_embeddings)

    @torch.inference_mode()
    def features(self, pixels_BCHW: torch.Tensor) -> torch.Tensor:
        """Normalised embeddings [B, D] of uint8 [B, 3, H, W] in [0, 255] (`Features`).

        Raises:
            DataError: numbers of another kind, which would be divided by 255 once more.
        """
        if pixels_BCHW.dtype != torch.uint8:
            raise DataError(f"expected uint8 pixels in [0, 255], got {pixels_BCHW.dtype}; do not divide by 255")
        normalized_BCHW = (pixels_BCHW.float() / 255 - self._mean_3) / self._std_3
        return _normalized(self._model.get_image_features(pixel_values=normalized_BCHW.to(self._model.device)))

    @torch.inference_mode()
    def score(self, texts: Sequence[str], images: Sequence[ImageSource]) -> list[float]:
        """N texts and N images to N scores in [0, 100]."""
        embedded_ND = torch.from_numpy(extract_features(images, self.features, size_px=self.size_px))
        return [self._fit(text, row_D) for text, row_D in zip(texts, embedded_ND, strict=True)]

    def compare(self, texts: Sequence[str], images: Sequence[ImageSource]) -> TextFit:
        """Scores with what a white page and another text's image get."""
        values = self.score(texts, images)
        pages = [Image.new("RGB", (self.size_px, self.size_px), WHITE)] * len(texts)
        half = len(images) // 2
        others = [*images[half:], *images[:half]] if half else []
        return TextFit(
            score=mean_with_interval(values),
            blank=mean_with_interval(self.score(texts, pages)),
            shuffled=mean_with_interval(self.score(texts, others) if others else []),
            values=tuple(values),
        )

    def _fit(self, text: str, image_D: torch.Tensor) -> float:
        """Mean over the pieces of the text, each of them whole words of the tokenizer."""
        tokens = self._tokenizer(
            text,
            truncation=True,
            max_length=self._length,
            return_overflowing_tokens=True,
            padding=True,
            return_tensors="pt",
        )
        output = self._model.get_text_features(
            input_ids=tokens["input_ids"].to(self._model.device),
            attention_mask=tokens["attention_mask"].to(self._model.device),
        )
        cosines = _normalized(output).double().cpu() @ image_D
        return 100 * max(0.0, float(cosines.mean()))


def _normalized(output: Any) -> torch.Tensor:
    rows_BD: torch.Tensor = output if isinstance(output, torch.Tensor) else output.pooler_output
    return rows_BD / rows_BD.norm(dim=-1, keepdim=True)
