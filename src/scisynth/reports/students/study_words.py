"""One sentence for each comparison of a study: what the data tells, with its interval, and what it cannot tell."""

from scisynth.stats.crossed import CrossedMean
from scisynth.stats.scaling import ScalingFit

VERB = {
    "arms": "{first} scores {amount} {way} {second}",
    "training": "{first} scores {amount} {way} {second}",
    "method": "{first} scores {amount} {way} {second}",
    "image": "The image is worth {amount} {way} to {first} than to {second}",
}
WAYS = {"image": ("more", "less")}


def points(value: float) -> str:
    """`4.2 points` of 100."""
    return f"{abs(100 * value):.1f} points"


def interval(mean: CrossedMean, *, scale: float = 100) -> str:
    """`[1.1, 7.3]`, or nothing where there is none."""
    return "" if mean.low is None or mean.high is None else f" [{scale * mean.low:+.1f}, {scale * mean.high:+.1f}]"


def of_seeds(mean: CrossedMean) -> str:
    """`3 seeds: +3.1, +4.0, +5.5`."""
    if mean.num_seeds == 1:
        return "1 seed"
    return f"{mean.num_seeds} seeds: {', '.join(f'{100 * value:+.1f}' for value in mean.by_seed)}"


def compare_sentence(question: str, first: str, second: str, difference: CrossedMean, p_holm: float | None) -> str:
    """What one comparison tells."""
    facts = f"{interval(difference).strip()}, {difference.num_items:,} test items, {of_seeds(difference)}".lstrip(", ")
    if difference.low is None or p_holm is None:
        return f"{first} and {second}: a difference of {100 * difference.value:+.1f} points without spread, so no interval can be told ({facts})."
    p = f"p {p_holm:.2g} after Holm"
    if difference.leaves_zero_out and p_holm < 0.05:
        more, less = WAYS.get(question, ("above", "below"))
        way = more if difference.value > 0 else less
        told = VERB[question].format(first=first, second=second, amount=points(difference.value), way=way)
        return f"{told} ({facts}; {p}). {_scope(difference)}"
    detectable = (
        ""
        if difference.detectable is None
        else f"; four of five such studies would find {points(difference.detectable)}"
    )
    what = "worth of the image to" if question == "image" else "scores of"
    return (
        f"The data cannot tell the {what} {first} and {second} apart: {100 * difference.value:+.1f} points ({facts}; {p}){detectable}. "
        "That is no proof that they are equal."
    )


def _scope(difference: CrossedMean) -> str:
    if difference.num_seeds == 1:
        return "It holds for other items of this test; of other trainings one seed tells nothing."
    return "It holds for other items of this test and for other seeds; of other tests and models it tells nothing."


def scaling_sentence(label: str, fit: ScalingFit) -> str:
    """How scores grow with the number of items, and which curve fits better."""
    gain = fit.gain_per_tenfold
    facts = f"{interval(gain).strip()}, {fit.sizes[0]:,} to {fit.sizes[-1]:,} items, {of_seeds(gain)}".lstrip(", ")
    if gain.leaves_zero_out:
        grown = "adds" if gain.value > 0 else "takes"
        first = f"{label}: every tenfold of training items {grown} {points(gain.value)} ({facts})."
    else:
        first = f"{label}: the data cannot tell whether more training items help: {100 * gain.value:+.1f} points per tenfold ({facts})."
    return f"{first} {_form(fit)}"


def _form(fit: ScalingFit) -> str:
    if fit.delta_aicc is None:
        return "Too few points to compare a straight line with a curve that has a limit."
    amount = abs(fit.delta_aicc)
    if not fit.better:
        return f"A straight line in log n and a curve with a limit fit alike (AICc {amount:.1f} apart)."
    strength = "clearly " if amount > 10 else ""
    if fit.better == "log-linear":
        return (
            f"A straight line in log n fits {strength}better than a curve with a limit (AICc {amount:.1f} lower): no limit is seen up to "
            f"{fit.sizes[-1]:,} items."
        )
    limit = 100 * fit.saturating.parameters["limit"]
    return f"A curve with a limit at {limit:.1f} fits {strength}better than a straight line in log n (AICc {amount:.1f} lower)."
