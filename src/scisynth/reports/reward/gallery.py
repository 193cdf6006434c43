"""The gallery: each pair with its images, and by what a reader may filter."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scisynth.reports.parts.filters import FilterChoices, count_choices
from scisynth.reports.parts.input import Pair, ReportInput
from scisynth.reports.parts.summary import NOT_SCORED, VERDICTS_OF_TWO, pair_verdict
from scisynth.reports.parts.thumbnails import Shown, show_image

VERDICT_ORDER = (*VERDICTS_OF_TWO.values(), "right", "wrong", NOT_SCORED)


@dataclass(frozen=True, kw_only=True)
class Card:
    """A pair as the gallery shows it."""

    pair: Pair
    true_picture: Shown
    wrong_picture: Shown
    verdict: str


def build_cards(results: ReportInput, run_folder: Path) -> list[Card]:
    """One card a pair, in the order of the results."""
    return [
        Card(
            pair=pair,
            true_picture=show_image(pair.explicit_image, run_folder),
            wrong_picture=show_image(pair.superficial_image, run_folder),
            verdict=pair_verdict(pair, results),
        )
        for pair in results.pairs
    ]


def unshown_images(cards: Sequence[Card]) -> list[str]:
    """One line for each image that has a placeholder."""
    return [
        f"{card.pair.id}, {side} image: {image.reason}"
        for card in cards
        for side, image in (("true", card.true_picture), ("wrong", card.wrong_picture))
        if image.reason
    ]


def filter_choices(cards: Sequence[Card]) -> FilterChoices:
    """What the pairs can be filtered by."""
    return count_choices(
        [(card.pair.law, card.pair.field, card.pair.setting, card.verdict) for card in cards], VERDICT_ORDER
    )
