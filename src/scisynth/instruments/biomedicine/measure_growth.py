"""Growth of a culture, from pixels alone: nuclei in each of four fields, the doubling time, and whether growth is exponential.

The numbers at equal times are fitted by log₂ N = log₂ N₀ + t / T, each with the uncertainty of a whole number (rounding, and one nucleus
missed where some touch). Growth is called exponential where no number departs from the fit by more than that allows, and where
none is smaller than the one before.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scisynth.core.errors import DataError
from scisynth.instruments.biomedicine.measure_objects import Objects, bright_objects
from scisynth.instruments.findings import COVERAGE, Claim, Finding, answer, cannot_tell, compare, decide, number_of
from scisynth.instruments.frame import MIN_SIDE, Frame, Pixels

SIDE = 2
"""Fields on a side."""
NUM_TIMES = SIDE**2
ROUNDING = 1 / math.sqrt(12)
"""Standard deviation of a number by its rounding to a whole one."""
DEPARTS = 3.0
"""Standard uncertainties by which a number must leave the fit to be no exponential one's."""


def panel(time: int, size: int) -> tuple[slice, slice]:
    """Rows and columns of a field; they are read as a page is."""
    side = size // SIDE
    row, column = divmod(time, SIDE)
    return slice(row * side, (row + 1) * side), slice(column * side, (column + 1) * side)


def objects_in_fields(image: Pixels) -> list[Objects] | None:
    """Nuclei of each field, by time; None where in one of them nothing stands out.

    Args:
        image: [H, W]; the four fields fill its quarters.
    """
    size = min(image.shape)
    if size < SIDE * MIN_SIDE:
        return None
    found = []
    for time in range(NUM_TIMES):
        objects = bright_objects(image[panel(time, size)], min_area=5.0, part=True)
        if objects is None:
            return None
        found.append(objects)
    return found


def count_fields(image: Pixels) -> list[int] | None:
    """How many nuclei each field has, those that its border cuts included; None as `objects_in_fields`."""
    found = objects_in_fields(image)
    return None if found is None else [objects.num + objects.num_cut for objects in found]


def nuclei_layer(frame: Frame) -> Pixels | None:
    """[H, W]: the channel of the nuclei; an unnamed single channel is taken for it, and of others None is."""
    if "nucleus" in frame.channels:
        return frame.channel("nucleus")
    return frame.pixels if frame.pixels.ndim == 2 else None


def fit_growth(counts: Sequence[int]) -> tuple[float, float, NDArray[np.floating]]:
    """(doublings an interval, standard uncertainty, departures of the numbers from the fit in their uncertainties)."""
    numbers = np.array(counts, float)
    at = np.arange(len(numbers), dtype=float)
    doubt = ROUNDING / (numbers * math.log(2))
    weight = 1 / doubt
    matrix = np.stack([np.ones_like(at), at], axis=1) * weight[:, None]
    factors, *_ = np.linalg.lstsq(matrix, np.log2(numbers) * weight, rcond=None)
    spread = np.linalg.inv(matrix.T @ matrix)
    fitted = 2 ** (factors[0] + factors[1] * at)
    return float(factors[1]), float(math.sqrt(spread[1, 1])), (numbers - fitted) / ROUNDING


def findings(frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
    """One finding a claim.

    Raises:
        DataError: a claim of a quantity that is not measured here.
    """
    image = nuclei_layer(frame)
    counts = None if image is None else count_fields(image)
    return answer(claims, {name: partial(measure, counts) for name, measure in MEASURES.items()}, "a growing culture")


Counts = list[int] | None
UNSEEN = "In one of the four fields no nucleus stands out of the noise, or the fields are too small."


def _number(counts: Counts, claim: Claim) -> Finding:
    if counts is None:
        return cannot_tell(claim, UNSEEN)
    at = int(claim.quantity.removeprefix("nuclei_"))
    return compare(claim, float(counts[at]), 0.0, name=f"number of nuclei in field {at + 1}")


def _doubling(counts: Counts, claim: Claim) -> Finding:
    interval = claim.given.get("interval")
    if counts is None:
        return cannot_tell(claim, UNSEEN)
    if not isinstance(interval, int | float):
        return cannot_tell(claim, "The time between two fields is needed: given={'interval': hours}.")
    hours = number_of(claim)
    if hours <= 0:
        raise DataError(f"{claim.quantity}: expected more than 0 hours, got {hours:g}; correct the claim")
    rate, doubt, _ = fit_growth(counts)
    # Held against the claim as doublings an interval, which is a number also where a culture hardly grows.
    expected = float(interval) / hours
    of_rate = replace(claim, value=expected, tolerance=claim.tolerance / hours * expected)
    found = compare(of_rate, rate, doubt)
    said = (
        f"The numbers {_listed(counts)} double {rate:.3g} ± {doubt:.1g} times an interval; {expected:.3g} was claimed."
    )
    time = float(interval) / rate if rate > COVERAGE * doubt else None
    return replace(
        found,
        claimed=claim.value,
        measured=time,
        uncertainty=None if time is None else time * doubt / rate,
        sentence=said if time is None else f"{said} The doubling time is {time:.3g} {claim.unit}.",
    )


def _growth(counts: Counts, claim: Claim) -> Finding:
    if counts is None:
        return cannot_tell(claim, UNSEEN)
    rate, doubt, departures = fit_growth(counts)
    falls = any(later < earlier for earlier, later in pairwise(counts))
    worst = float(np.abs(departures).max())
    if falls or rate < 2 * doubt:
        measured, said = "not growing", f"The numbers {_listed(counts)} do not grow from field to field"
    elif worst > DEPARTS:
        measured, said = "not exponential", f"The numbers {_listed(counts)} depart from a doubling at equal times"
    else:
        measured, said = "exponential", f"The numbers {_listed(counts)} double at equal times"
    return decide(claim, measured == claim.value, measured, f"{said}; {claim.value} growth was claimed.")


def _listed(counts: Sequence[int]) -> str:
    return ", ".join(map(str, counts))


MEASURES: Mapping[str, Callable[[Counts, Claim], Finding]] = {
    **dict.fromkeys(("nuclei_0", "nuclei_1", "nuclei_2", "nuclei_3"), _number),
    "doubling_time": _doubling,
    "growth": _growth,
}
