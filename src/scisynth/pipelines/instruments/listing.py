"""What instruments there are: what each takes, what can be claimed of its images, and how its twins are wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from scisynth.core.errors import DataError
from scisynth.core.results import Result
from scisynth.instruments.registry import instrument_names, named_instrument


@dataclass(frozen=True, kw_only=True)
class ListedClaim(Result):
    """One thing that can be claimed of an image."""

    quantity: str
    unit: str
    example: float | str
    given: tuple[str, ...]
    """What it has to be said under, such as `zero_point`."""


@dataclass(frozen=True, kw_only=True)
class ListedInstrument(Result):
    """One instrument."""

    name: str
    world: str
    takes: str
    channels: tuple[str, ...]
    parameters: Mapping[str, str]
    """Name to range, in words."""
    claims: tuple[ListedClaim, ...]
    violations: Mapping[str, str]
    """Name to what a careful reader would say."""


def list_instruments(name: str = "") -> list[ListedInstrument]:
    """All instruments, or one; `ConfigError` for one that does not exist."""
    return [_listed(item) for item in ([name] if name else instrument_names())]


def _listed(name: str) -> ListedInstrument:
    instrument = named_instrument(name)
    words = " ".join((type(instrument).__doc__ or "").partition("\n\n")[0].split())
    if not words:
        raise DataError(f"{name}: expected a docstring that says what it takes; write one")
    return ListedInstrument(
        name=name,
        world=instrument.world,
        takes=words,
        channels=instrument.channels,
        parameters={key: spec.words for key, spec in instrument.parameters.specs().items()},
        claims=tuple(
            ListedClaim(quantity=claim.quantity, unit=claim.unit, example=claim.value, given=tuple(sorted(claim.given)))
            for claim in instrument.example_claims.values()
        ),
        violations={kind.name: kind.sentence for kind in instrument.violations.values()},
    )
