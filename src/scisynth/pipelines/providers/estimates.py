"""What asking models behind an API would take at most, before anything is sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from scisynth.clients.records import CallEstimate
from scisynth.core.results import Result


@dataclass(frozen=True, kw_only=True)
class CostEstimate(Result):
    """Of one model: every request sent once, every answer as long as allowed."""

    calls: int
    prompt_tokens: int
    completion_tokens: int
    usd: float | None
    """None without a price."""


def cost_estimate(estimate: CallEstimate, *, times: int = 1) -> CostEstimate:
    """What a client estimates, `times` over."""
    return CostEstimate(
        calls=estimate.calls * times,
        prompt_tokens=estimate.prompt_tokens * times,
        completion_tokens=estimate.completion_tokens * times,
        usd=None if estimate.usd is None else estimate.usd * times,
    )


def cost_sentences(estimates: Mapping[str, CostEstimate | None]) -> list[str]:
    """One sentence for everyone behind an API, and the sum where there are several with a price."""
    asked = {name: estimate for name, estimate in estimates.items() if estimate}
    prices = [estimate.usd for estimate in asked.values() if estimate.usd is not None]
    total = [f"Together at most {sum(prices):.2f} USD."] if len(prices) > 1 else []
    return [*(estimate_sentence(name, estimate) for name, estimate in asked.items()), *total]


def estimate_sentence(name: str, estimate: CostEstimate) -> str:
    """`api:m: 12 calls, at most 3,400 tokens in and 900 out, at most 0.02 USD.`"""
    usd = "no price given" if estimate.usd is None else f"at most {estimate.usd:.2f} USD"
    return (
        f"{name}: {estimate.calls:,} calls, at most {estimate.prompt_tokens:,} tokens in and "
        f"{estimate.completion_tokens:,} out, {usd}."
    )
