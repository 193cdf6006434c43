"""Analysis tasks that instrument images are meant to help: segmentation, counting, classification. Small models that train in seconds.

    mask:nucleus     which pixels are of that label: a forest over multi-scale pixel features, scored by Dice
    count:star       how many objects of that kind: a forest over image features, scored by R^2
    claim:phase      which word is claimed: a forest over image features, scored by balanced accuracy

The models are the usual ones of such laboratories (a pixel forest is that of ilastik, Berg et al. 2019, doi 10.1038/s41592-019-0582-9);
they are measuring devices for the value of the images, not the best segmenters there are.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from scisynth.core.errors import ConfigError, DataError, nearest
from scisynth.instruments.congruence import Values, image_features
from scisynth.instruments.findings import Claim
from scisynth.instruments.frame import Frame
from scisynth.instruments.pixels import robust_sigma

Kind = Literal["mask", "count", "claim"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TREES = 100
PIXELS_AN_IMAGE = 400
"""Drawn of each image for training, half of them of the label."""
HOG_PX = 64
PEAK_SCALES = (1.0, 2.0, 4.0)
"""Widths in pixels at which bright spots are counted."""


@dataclass(frozen=True, kw_only=True)
class Example:
    """One image with its truth."""

    frame: Frame
    mask: np.ndarray
    """[H, W]: labels."""
    mask_labels: Mapping[int, str]
    objects: Sequence[Mapping[str, Any]]
    claims: Sequence[Claim]


class Task(ABC):
    """What is learned of images, and how well it is done on others."""

    metric: str

    @abstractmethod
    def prepare(self, example: Example, draw: np.random.Generator) -> tuple[Values, Values]:
        """What a model learns of one image: rows of features [n, D], and their targets [n]."""

    @abstractmethod
    def fit(self, features_ND: Values, targets_N: Values, seed: int) -> Any:
        """A trained model."""

    @abstractmethod
    def score(self, model: Any, examples: Sequence[Example]) -> float:
        """On images that it has not seen; 1 is perfect."""


@dataclass
class SegmentLabel(Task):
    """Pixels of one label of the mask."""

    label: str
    metric: str = "Dice"

    def prepare(self, example: Example, draw: np.random.Generator) -> tuple[Values, Values]:
        """Rows of pixels, drawn half from the label and half from outside."""
        features, is_label = self._features(example), self._truth(example).ravel()
        chosen: list[np.ndarray] = []
        for side in (np.flatnonzero(is_label), np.flatnonzero(~is_label)):
            if len(side):
                chosen.append(draw.choice(side, size=min(len(side), PIXELS_AN_IMAGE // 2), replace=False))
        rows = np.concatenate(chosen)
        return features[rows], is_label[rows].astype(np.float64)

    def fit(self, features_ND: Values, targets_N: Values, seed: int) -> Any:
        """A forest over pixels."""
        from sklearn.ensemble import ExtraTreesClassifier

        return ExtraTreesClassifier(TREES, min_samples_leaf=3, random_state=seed).fit(features_ND, targets_N)

    def score(self, model: Any, examples: Sequence[Example]) -> float:
        """Mean Dice over the images."""
        return float(np.mean([self._dice(model, item) for item in examples]))

    def _dice(self, model: Any, example: Example) -> float:
        found, truth = model.predict(self._features(example)) > 0.5, self._truth(example).ravel()
        both = found.sum() + truth.sum()
        return 1.0 if both == 0 else float(2 * (found & truth).sum() / both)

    def _truth(self, example: Example) -> np.ndarray:
        numbers = [number for number, name in example.mask_labels.items() if name == self.label]
        if not numbers:
            known = sorted(set(example.mask_labels.values()))
            raise DataError(f"mask:{self.label}: no mask has this label; {nearest(self.label, known)}")
        return np.isin(example.mask, numbers)

    def _features(self, example: Example) -> Values:
        """[H * W, D]: smoothed values, edges and textures from 1 to 8 pixels, of every channel."""
        from skimage.feature import multiscale_basic_features

        pixels = np.sqrt(np.atleast_3d(example.frame.pixels))
        scale = max(float(np.percentile(pixels, 99)), 1e-9)
        found: Values = multiscale_basic_features(pixels / scale, sigma_min=1, sigma_max=8, channel_axis=2)
        return found.reshape(-1, found.shape[2])


@dataclass
class CountObjects(Task):
    """How many objects of a kind the truth lists."""

    kind: str
    metric: str = "R^2"

    def prepare(self, example: Example, draw: np.random.Generator) -> tuple[Values, Values]:
        """One row: the image, and how many."""
        return whole_image_features(example.frame)[None], np.array([self._count(example)])

    def fit(self, features_ND: Values, targets_N: Values, seed: int) -> Any:
        """A forest over images, for log(1 + count)."""
        from sklearn.ensemble import ExtraTreesRegressor

        return ExtraTreesRegressor(TREES, random_state=seed).fit(features_ND, np.log1p(targets_N))

    def score(self, model: Any, examples: Sequence[Example]) -> float:
        """R^2 of log(1 + count)."""
        from sklearn.metrics import r2_score

        features = np.stack([whole_image_features(item.frame) for item in examples])
        return float(r2_score([np.log1p(self._count(item)) for item in examples], model.predict(features)))

    def _count(self, example: Example) -> float:
        return float(sum(item.get("kind") == self.kind for item in example.objects))


@dataclass
class ClassifyClaim(Task):
    """A claim whose value is a word, such as the phase of a cell."""

    quantity: str
    metric: str = "balanced accuracy"

    def prepare(self, example: Example, draw: np.random.Generator) -> tuple[Values, Values]:
        """One row: the image, and its word."""
        return whole_image_features(example.frame)[None], np.array([self._word(example)])

    def fit(self, features_ND: Values, targets_N: Values, seed: int) -> Any:
        """A forest over images, the words weighed alike."""
        from sklearn.ensemble import ExtraTreesClassifier

        return ExtraTreesClassifier(TREES, class_weight="balanced", random_state=seed).fit(features_ND, targets_N)

    def score(self, model: Any, examples: Sequence[Example]) -> float:
        """Balanced accuracy over the images."""
        from sklearn.metrics import balanced_accuracy_score

        features = np.stack([whole_image_features(item.frame) for item in examples])
        return float(balanced_accuracy_score([self._word(item) for item in examples], model.predict(features)))

    def _word(self, example: Example) -> str:
        found = [claim.value for claim in example.claims if claim.quantity == self.quantity]
        if not found or not isinstance(found[0], str):
            known = [claim.quantity for claim in example.claims if isinstance(claim.value, str)]
            raise DataError(f"claim:{self.quantity}: expected a claim that is a word; {nearest(self.quantity, known)}")
        return found[0]


def read_task(text: str) -> Task:
    """`mask:nucleus`, `count:star` or `claim:phase`.

    Raises:
        ConfigError: anything else.
    """
    kind, colon, name = text.partition(":")
    if not colon or not name.strip() or kind not in KINDS:
        raise ConfigError(f"--task {text}: expected mask:LABEL, count:KIND or claim:QUANTITY, such as mask:nucleus")
    makers: dict[str, type[SegmentLabel] | type[CountObjects] | type[ClassifyClaim]] = {
        "mask": SegmentLabel,
        "count": CountObjects,
        "claim": ClassifyClaim,
    }
    return makers[kind](name.strip())


def whole_image_features(frame: Frame) -> Values:
    """[D]: spectrum and histogram, gradients by place (HOG), and the number of bright spots at several widths."""
    from scipy.ndimage import gaussian_laplace
    from skimage.feature import hog, peak_local_max
    from skimage.transform import resize

    gray = frame.gray.astype(np.float64)
    scaled = (gray - gray.mean()) / max(gray.std(), 1e-9)
    small = resize(scaled, (HOG_PX, HOG_PX), anti_aliasing=True)
    places = hog(small, orientations=8, pixels_per_cell=(16, 16), cells_per_block=(1, 1))
    spots = []
    for width in PEAK_SCALES:
        response = -gaussian_laplace(scaled, width)
        noise = robust_sigma(response)
        spots.append(np.log1p(len(peak_local_max(response, min_distance=2, threshold_abs=5 * noise))))
    return np.concatenate([image_features(frame), places, spots])
