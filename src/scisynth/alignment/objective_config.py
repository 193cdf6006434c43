"""The objectives of stage 2: one config each, with its own strength and clip in its own units (`oft.objective.kind`).

Symbols: v the policy's velocity, v_old that of the policy which drew the images, v_ref the frozen reference's, u = noise -
clean, w the region as weights, A the reward's z-score in its group, R a reduction of `flow.mask`. `step_dpo` and `grpo` learn from
the stochastic steps of a rollout, as they were taken. The others learn from its clean images at fresh levels of noise
(*forward-process* objectives): their rollouts follow the ODE, so the reward is read where the model draws.

    d = sqrt(mean over the region of (v - v_old)^2)     the unit of grpo's clip: how far the velocity moved, RMS
"""

from typing import Annotated, Literal

from pydantic import Field, NonNegativeFloat, PositiveFloat, PositiveInt

from scisynth.core.config import Config
from scisynth.flow.mask import Reduction

RatioClip = Annotated[float, Field(gt=0, lt=1)]


class StepDpo(Config):
    """-log sigmoid(beta (l_best - l_worst)), l = R(w (log p(x' | x) - log p_ref(x' | x))), at each trained step.

    Science-T2I (arXiv 2504.13129, eq. 6): a D3PO loss (arXiv 2311.13231) of the best and the worst image of a prompt. Not
    covered: how much better the best is, and the images between the two.
    """

    kind: Literal["step_dpo"] = "step_dpo"
    """Objective."""
    beta: PositiveFloat = 0.05
    """Strength of the preference, in the units of `reduction`: the published 10 acts on a mean over all latent elements, so
    it is 10 / (elements) on `sum`. The reference holds the policy back only where beta * margin is near 1."""
    clip: RatioClip | None = None
    """Clamp of each ratio to 1 - clip .. 1 + clip, as published (0.1); no gradient beyond. None: no clamp."""
    reduction: Reduction = "sum"
    """How log-ratios are reduced over the region: `sum` is its log-probability, `root` is the same at any size of the region,
    `all` is published."""
    equal_steps: bool = False
    """Weigh each step's log-ratio by std / |d mean / d v|, so that a change of the velocity counts the same at all of them."""


class VelocityDpo(Config):
    """-log sigmoid(beta (l_best - l_worst)), l = R(w (|v_ref - u|^2 - |v - u|^2)) / 2, one noise and level for both images.

    Diffusion-DPO (arXiv 2311.12908) for flows, online. Not covered: how much better the best is, and the images between the two.
    """

    kind: Literal["velocity_dpo"] = "velocity_dpo"
    """Objective."""
    beta: PositiveFloat = 0.05
    """Strength of the preference, in the units of `reduction`; not comparable with that of `step_dpo`. The published 100 to
    5000 act on means."""
    reduction: Reduction = "sum"
    """How squared errors are reduced over the region."""
    draws: PositiveInt = 4
    """Levels of noise at which each pair is trained, a round."""


class Grpo(Config):
    """-min(r A, clip(r) A), r = exp(l), l = sum(w z (v - v_old)) / sqrt(C sum(w^2)), z the noise that the step drew.

    Flow-GRPO (arXiv 2505.05470) with the log-ratio of GRPO-Guard (arXiv 2510.22319): without its bias, and divided by what a
    step makes of a velocity. l then spreads as N(0, d^2) at every step and at any size of the region. Not covered:
    the published mean over all elements, whose clips (1e-5 to 1e-3) mean something else at each size.
    """

    kind: Literal["grpo"] = "grpo"
    """Objective."""
    clip: RatioClip = 0.05
    """Range of r, in units of d: where the velocity has moved by about this much, RMS, an image teaches no more this round."""
    kl_weight: NonNegativeFloat = 0.0
    """Weight of sum(w (v - v_ref)^2) / 2 / sqrt(C sum(w^2)). It holds the velocity at a distance |v - v_ref| over the region of
    q / kl_weight, with q the correlation of the reward and the drawn noise along the best direction. 0: no reference pass at all."""
    equal_steps: bool = True
    """False: l is the step's exact log-ratio over sqrt(C sum(w^2)), in which late steps weigh many times as much."""


class Awm(Config):
    """-min(r A, clip(r) A), r = exp(R(w (|v_old - u|^2 - |v - u|^2)) / 2), R the mean over the region.

    Advantage-weighted matching (arXiv 2509.25050): images pull or push the velocity as in pretraining, by their advantage.
    With a KL the optimum is the reference tilted by exp(A / kl_weight), to first order. Not covered: other weights of the levels
    of noise than uniform.
    """

    kind: Literal["awm"] = "awm"
    """Objective."""
    clip: RatioClip = 1e-3
    """Range of r, in units of half a mean squared velocity: 1e-3 is a move by about 0.045 RMS."""
    kl_weight: NonNegativeFloat = 0.0
    """Weight of the mean of (v - v_ref)^2 / 2 over the region; 1 balances an advantage of 1. 0: no reference pass at all."""
    draws: PositiveInt = 4
    """Levels of noise at which each image is trained, a round."""


class Nft(Config):
    """r E(v_old + beta (v - v_old)) + (1 - r) E(v_old - beta (v - v_old)), E the error against u over the region.

    DiffusionNFT (arXiv 2509.16117), r = 1/2 + clamp(A / clip, -1, 1) / 2. Its optimum is v_old + E[(2 r - 1)(u - v_old) | x] /
    beta. Not covered: the slower old policy that draws the images in the paper; here each round's policy draws them.
    """

    kind: Literal["nft"] = "nft"
    """Objective."""
    beta: PositiveFloat = 1.0
    """Fraction of the policy in the mixture; smaller ones ask for larger moves."""
    clip: PositiveFloat = 5.0
    """Advantage at which an image counts as wholly good or bad."""
    adaptive: bool = True
    """Divide each error by its mean absolute value, as published."""
    kl_weight: NonNegativeFloat = 0.0
    """Weight of the mean of (v - v_ref)^2 / 2 over the region (published 1e-4). 0: no reference pass at all."""
    draws: PositiveInt = 4
    """Levels of noise at which each image is trained, a round."""


Preference = StepDpo | VelocityDpo
"""Objectives of pairs; the others take every image of a group."""
ForwardProcess = VelocityDpo | Awm | Nft
"""Objectives of clean images."""
EARLIER_FIELDS = ("beta", "clip", "kl_weight", "reduction")
"""Settings that once stood next to the objective's name, for all objectives at once."""
