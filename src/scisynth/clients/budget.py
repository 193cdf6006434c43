"""Money, requests and time that a run may spend, and never passes.

Before a request goes out, the most it can cost is reserved:

    usd = (prompt_tokens * input price + max_tokens * output price) / 1e6 + price of an image

(an answer with an image, a price by the piece and no count of tokens costs that price and nothing else),

and settled to what the server reports afterwards. A request whose fate is unknown (cut, timed out) stays booked at its worst
case. Prompt tokens are bounded by the number of UTF-8 bytes (a byte-level token holds at least one) plus a bound for each
image; where a server counts more than a bound, later reservations grow by the same factor.
"""

import asyncio
import threading
import time
from collections.abc import Mapping
from typing import Any

from scisynth.clients.settings import ApiSettings, Price
from scisynth.core.errors import ConfigError

POLL_S = 0.02


class Budget:
    """What may be spent, and what has been. One budget may serve several clients and threads; None is no limit."""

    def __init__(
        self, *, max_usd: float | None = None, max_requests: int | None = None, max_seconds: float | None = None
    ) -> None:
        for name, value in (("max_usd", max_usd), ("max_requests", max_requests), ("max_seconds", max_seconds)):
            if value is not None and not value >= 0:
                raise ConfigError(f"{name}: expected 0 or more, got {value}")
        self.max_usd = max_usd
        self.max_requests = max_requests
        self.max_seconds = max_seconds
        self.usd = 0.0
        self.requests = 0
        self._reserved_usd = 0.0
        self._num_open = 0
        self._ends: float | None = None
        self._lock = threading.Lock()

    def check_price(self, settings: ApiSettings) -> None:
        """Raises `ConfigError` where money is limited and nobody knows what a request costs."""
        if self.max_usd is not None and settings.price is None:
            raise ConfigError(
                f"max_usd: expected the price of {settings.model}, got none; set price (--price IN OUT), or drop the limit"
            )

    def start(self) -> None:
        """Starts the clock; only the first call counts."""
        if self._ends is None and self.max_seconds is not None:
            self._ends = time.monotonic() + self.max_seconds

    def remaining_s(self) -> float | None:
        """Seconds left, at least 0; None without a limit or before the start."""
        return None if self._ends is None else max(0.0, self._ends - time.monotonic())

    async def reserve(self, usd: float) -> str:
        """Books one request of at most `usd`; returns why it may not go out, or an empty string.

        Waits while requests under way might turn out cheaper than booked.
        """
        while True:
            with self._lock:
                if self.remaining_s() == 0:
                    return self.out_of_time()
                if self.max_requests is not None and self.requests >= self.max_requests:
                    return f"the budget of {self.max_requests} requests is spent; {_way_on('requests', self.max_requests > 0)}"
                if self.max_usd is None or self.usd + self._reserved_usd + usd <= self.max_usd:
                    self.requests += 1
                    self._num_open += 1
                    self._reserved_usd += usd
                    return ""
                if not self._num_open:
                    return (
                        f"{self.usd:.4f} of {self.max_usd:g} USD are spent and the next request may cost {usd:.4f}; "
                        f"{_way_on('usd', usd <= self.max_usd)}"
                    )
            await asyncio.sleep(POLL_S)

    def settle(self, reserved_usd: float, spent_usd: float) -> None:
        """Replaces a reservation by what was spent."""
        with self._lock:
            self._num_open -= 1
            self._reserved_usd = self._reserved_usd - reserved_usd if self._num_open else 0.0
            self.usd += spent_usd

    def out_of_time(self) -> str:
        """The reason kept with requests that came too late."""
        return f"the budget of {self.max_seconds:g} s is spent; {_way_on('seconds', bool(self.max_seconds))}"


def _way_on(limit: str, is_enough: bool) -> str:
    """What to do about a limit; a run that goes on starts a new count of it."""
    return f"{'repeat the command, or ' if is_enough else ''}raise --max-{limit} to continue"


class Meter:
    """Tokens to money, with bounds that learn from the server's own counts."""

    def __init__(self, price: Price | None) -> None:
        self.price = price
        self._prompt_factor = 1.0
        self._completion_factor = 1.0

    def worst_usd(self, prompt_tokens: int, max_tokens: int, *, images: int = 0) -> float:
        """The most a request can cost; 0 without a price."""
        return self._usd(prompt_tokens * self._prompt_factor, max_tokens * self._completion_factor, images)

    def spent_usd(self, prompt_tokens: int, max_tokens: int, payload: Mapping[str, Any], *, images: int = 0) -> float:
        """What an answer cost by the server's counts, which the bounds learn; the worst case where it gives none.

        Images with a price by the piece and no counts cost their price: who counts no tokens charges none.
        """
        used = read_usage(payload)
        if used is None:
            return self.by_piece_usd(images) or self.worst_usd(prompt_tokens, max_tokens, images=images)
        self._prompt_factor = max(self._prompt_factor, used[0] / max(1, prompt_tokens))
        self._completion_factor = max(self._completion_factor, used[1] / max(1, max_tokens))
        return self._usd(*used, images)

    def by_piece_usd(self, images: int) -> float:
        """What so many images cost where they are charged by the piece; 0 where they are not."""
        return images * self.price.usd_per_image if self.price else 0.0

    def _usd(self, prompt_tokens: float, completion_tokens: float, images: int) -> float:
        if self.price is None:
            return 0.0
        tokens_usd = (
            prompt_tokens * self.price.usd_per_million_input + completion_tokens * self.price.usd_per_million_output
        )
        return tokens_usd / 1e6 + images * self.price.usd_per_image


def read_usage(payload: Mapping[str, Any]) -> tuple[int, int] | None:
    """(prompt, completion) tokens as the server counted them, or None where it does not say."""
    usage = payload.get("usage")
    if not isinstance(usage, Mapping):
        return None
    prompt = usage.get("prompt_tokens", usage.get("input_tokens"))
    completion = usage.get("completion_tokens", usage.get("output_tokens"))
    if not isinstance(prompt, int) or not isinstance(completion, int) or min(prompt, completion) < 0:
        return None
    # Some servers count hidden thinking in the total only.
    total = usage.get("total_tokens")
    if isinstance(total, int) and total > prompt + completion:
        completion = total - prompt
    return prompt, completion
