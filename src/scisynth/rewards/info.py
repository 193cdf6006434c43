"""What the number of a reward means: its unit, and whether numbers of two prompts may be compared.

Every reward ranks images of ONE prompt. A reward whose network was trained to judge a lone pair as "fits" or "does not
fit" (a sigmoid or a two-way classifier) also says something absolute; one trained by comparison (a softmax over a batch,
a ranking of images of one prompt) does not: some texts lie nearer to every image. No number is comparable between two
models, and none of them is a probability that the image is true to nature.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class RewardInfo:
    """What a reader of a score has to know."""

    kind: str
    """The name before the colon in `KIND:MODEL`."""
    unit: str
    """What one score is, as a formula or in words."""
    comparable_across_prompts: bool
    """Whether the score is an absolute statement about one pair; False: only the order within one prompt counts."""
    is_preference: bool
    """Whether a softmax over images of one prompt gives the probability that the model prefers each, as in training."""
    note: str
    """How to read it, and what it is known to get wrong."""
    source: str
    """Where the definition comes from."""
    is_logit: bool = False
    """Whether a sigmoid of the score is the probability that the pair fits."""


NOT_STATED = RewardInfo(
    kind="outside",
    unit="in the reward's own units",
    comparable_across_prompts=False,
    is_preference=False,
    note="The reward does not say what its number means: only the order of images of one prompt counts.",
    source="outside of scisynth",
)
"""Of a reward from outside without `info`."""


def info_of(reward: object) -> RewardInfo:
    """What the number of a reward means; `NOT_STATED` where the reward has no `info`."""
    info = getattr(reward, "info", None)
    return info if isinstance(info, RewardInfo) else NOT_STATED


VALIDATOR = "validator"
"""Kind of the rewards that measure an instrument's image; it stands before the instrument's name, not a model's."""
_COSINE_LOGIT = "logit_scale * cosine(text, image), a raw logit"

INFO: Mapping[str, RewardInfo] = {
    info.kind: info
    for info in (
        RewardInfo(
            kind="sciscore",
            unit=_COSINE_LOGIT,
            comparable_across_prompts=False,
            is_preference=True,
            note="About 15 to 40 for CLIP-H sizes; a softmax over images of one prompt gives the preferred one.",
            source="Science-T2I, arXiv 2504.13129",
        ),
        RewardInfo(
            kind="clip",
            unit=_COSINE_LOGIT,
            comparable_across_prompts=False,
            is_preference=True,
            note="Trained on captions of the web: it rewards what usually accompanies such a caption, true or not.",
            source="CLIP, arXiv 2103.00020",
        ),
        RewardInfo(
            kind="pickscore",
            unit=_COSINE_LOGIT,
            comparable_across_prompts=False,
            is_preference=True,
            note="Preference of people between two images of one prompt; about 18 to 24. Some trainers divide it by 26.",
            source="Pick-a-Pic, arXiv 2305.01569",
        ),
        RewardInfo(
            kind="hps",
            unit=_COSINE_LOGIT,
            comparable_across_prompts=False,
            is_preference=True,
            note=(
                "Preference of people; about 100 times the cosine that the published package prints, which is the scale"
                " of its leaderboard (20 to 35). Images are padded to a square, not cropped."
            ),
            source="Human Preference Score v2, arXiv 2306.09341",
        ),
        RewardInfo(
            kind="siglip",
            unit="exp(t) * cosine(text, image) + b, a raw logit; its sigmoid is the model's probability of a match",
            comparable_across_prompts=True,
            is_preference=False,
            note="Mostly negative: the bias b makes a match rare, as in training. Prompts beyond 64 tokens are cut off.",
            source="SigLIP, arXiv 2303.15343; SigLIP 2, arXiv 2502.14786",
            is_logit=True,
        ),
        RewardInfo(
            kind="blip",
            unit="logit(match) - logit(no match) of the matching head; its sigmoid is the probability of a match",
            comparable_across_prompts=True,
            is_preference=False,
            note="Saturates on easy pairs. Prompts beyond 35 tokens are cut off, as in training.",
            source="BLIP, arXiv 2201.12086 (image-text matching)",
            is_logit=True,
        ),
        RewardInfo(
            kind="blip-itc",
            unit="cosine(text, image) of the contrastive projections, -1 to 1",
            comparable_across_prompts=False,
            is_preference=False,
            note="What the ImageReward package calls BLIPScore. Prompts beyond 35 tokens are cut off.",
            source="BLIP, arXiv 2201.12086 (image-text contrast)",
        ),
        RewardInfo(
            kind="image-reward",
            unit="standard deviations from the mean reward that the authors measured",
            comparable_across_prompts=False,
            is_preference=False,
            note="About -2 to 2, trained on rankings within one prompt. Prompts beyond 35 tokens are cut off.",
            source="ImageReward, arXiv 2304.05977",
        ),
        RewardInfo(
            kind=VALIDATOR,
            unit="fraction of the prompt's claims that the pixels support, near misses in part, in [0, 1]",
            comparable_across_prompts=True,
            is_preference=False,
            note="Reads claims from the prompt: a named crystal, or `quantity = value`; lengths need the size of a pixel.",
            source="scisynth.instruments",
        ),
    )
}
"""Every reward of this package by the kind before its colon."""


def model_of(name: str) -> str:
    """The model of a reward or judge, however it is named; what has none, as a validator or an API, stays as it is.

    >>> model_of("reward:hps:models/hps"), model_of("sciscore:lab-sciscore"), model_of("models/hps")
    ('models/hps', 'lab-sciscore', 'models/hps')
    >>> model_of("validator:hrtem"), model_of("http://127.0.0.1:8000"), model_of("mine.py:Mine")
    ('validator:hrtem', 'http://127.0.0.1:8000', 'mine.py:Mine')
    """
    name = name.removeprefix("reward:")
    kind, separator, model = name.partition(":")
    return model if separator and kind in INFO and kind != VALIDATOR else name
