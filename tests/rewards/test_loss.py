"""The loss: parity with the published one, closed forms, and independence of rows."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch

from scisynth.rewards.loss import sciscore_loss, unit

PARITY = Path(__file__).parents[3] / "shared" / "parity" / "sciscore_loss.npz"
FEATURES = ("implicit_text", "explicit_text", "superficial_text", "explicit_image", "superficial_image")


@pytest.mark.parametrize("case", [0, 1])
def test_sum_equals_the_published_loss(case):
    if not PARITY.exists():
        pytest.skip("parity numbers lie beside the checkout (../shared/parity) and are absent here")
    stored = np.load(PARITY)
    features = {name: torch.from_numpy(stored[f"case{case}_{name}"]) for name in FEATURES}
    loss_B = sciscore_loss(
        **features,
        logit_scale=float(stored[f"case{case}_logit_scale"]),
        iee_weight=float(stored[f"case{case}_lam"]),
    )
    assert loss_B.shape == (len(features["implicit_text"]),)
    assert float(loss_B.sum()) == pytest.approx(float(stored[f"case{case}_loss_sum"]), rel=1e-5)


def random_features(batch: int = 6, seed: int = 0) -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return {name: unit(torch.randn(batch, 12, generator=generator)) for name in FEATURES}


def test_indifferent_features_cost_log_2_per_choice():
    same = unit(torch.ones(3, 4))
    loss_B = sciscore_loss(same, same, same, same, same, logit_scale=50.0, iee_weight=0.25)
    # One IPA choice and two IEE choices, each between equal scores: log 2 * (1 + 0.25 * 2).
    assert loss_B.tolist() == pytest.approx([1.5 * math.log(2)] * 3)


def test_worked_example():
    x, y = torch.tensor([[1.0, 0.0]]), torch.tensor([[0.0, 1.0]])
    # ip = ep = i+ = x, sp = i- = y: every wanted cosine is 1, every other 0, so each choice costs log(1 + e^-s).
    loss_B = sciscore_loss(x, x, y, x, y, logit_scale=2.0, iee_weight=0.5)
    assert float(loss_B) == pytest.approx((1 + 2 * 0.5) * math.log(1 + math.exp(-2.0)))


def test_rows_do_not_see_each_other():
    features = random_features()
    together = sciscore_loss(**features, logit_scale=20.0)
    alone = torch.cat(
        [sciscore_loss(**{k: v[row : row + 1] for k, v in features.items()}, logit_scale=20.0) for row in range(6)]
    )
    assert torch.equal(together, alone)


def test_swapping_the_images_flips_the_alignment_gradient():
    features = random_features()
    features["implicit_text"].requires_grad_(True)
    sciscore_loss(**features, logit_scale=5.0, iee_weight=0.0).sum().backward()
    step = features["implicit_text"].grad
    towards_truth = features["explicit_image"] - features["superficial_image"]
    # Gradient descent moves the implicit text towards the true image and away from the wrong one.
    assert ((-step * towards_truth).sum(dim=-1) > 0).all()


def test_extreme_scores_stay_finite():
    x = unit(torch.tensor([[1.0, 0.0]]))
    loss_B = sciscore_loss(x, x, -x, -x, x, logit_scale=1000.0)
    assert torch.isfinite(loss_B).all() and float(loss_B) > 1000
