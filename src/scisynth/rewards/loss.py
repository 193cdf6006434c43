"""The SciScore loss (Science-T2I, arXiv 2504.13129, section 4).

With s(t, i) = logit_scale * cos(t, i), prompts ip / ep / sp (implicit, explicit, superficial) and images i+ / i-
(explicit, superficial), each a row of a [B, D] matrix of unit vectors:

    IPA = -log softmax([s(ip, i+), s(ip, i-)])[0]        implicit-prompt alignment: the implicit prompt prefers the truth
    IEE = -log softmax([s(ep, i+), s(sp, i+)])[0]        image-encoder enhancement: each image prefers the prompt
          -log softmax([s(sp, i-), s(ep, i-)])[0]        that describes it
    L   = IPA + iee_weight * IEE                         the paper's trade-off: 0.25

The loss is purely pairwise: no row looks at another, so nothing is gathered between processes and the batch size
changes only the noise. The published code sums over the batch; here every row is returned and the caller reduces.
"""

import torch
import torch.nn.functional as F
from torch import Tensor


def sciscore_loss(
    implicit_text: Tensor,
    explicit_text: Tensor,
    superficial_text: Tensor,
    explicit_image: Tensor,
    superficial_image: Tensor,
    *,
    logit_scale: Tensor | float,
    iee_weight: float = 0.25,
) -> Tensor:
    """Unit-norm [B, D] features to the loss of each tuple, [B].

    Args:
        implicit_text: features of the implicit prompts.
        explicit_text: features of the explicit prompts.
        superficial_text: features of the superficial prompts.
        explicit_image: features of the true images.
        superficial_image: features of the wrong images.
        logit_scale: exp of CLIP's parameter, about 100 for published models.
        iee_weight: weight of IEE; 0 leaves the implicit-prompt alignment alone.
    """

    def score(text: Tensor, image: Tensor) -> Tensor:
        return logit_scale * (text * image).sum(dim=-1)

    def prefer(wanted: Tensor, other: Tensor) -> Tensor:
        # -log softmax over two = softplus of the difference, stable for any logit scale.
        return F.softplus(other - wanted)

    ipa = prefer(score(implicit_text, explicit_image), score(implicit_text, superficial_image))
    iee_explicit = prefer(score(explicit_text, explicit_image), score(superficial_text, explicit_image))
    iee_superficial = prefer(score(superficial_text, superficial_image), score(explicit_text, superficial_image))
    return ipa + iee_weight * (iee_explicit + iee_superficial)


def unit(features: Tensor) -> Tensor:
    """Rows of length 1, in float32 whatever the model's dtype."""
    return F.normalize(features.to(torch.float32), dim=-1)
