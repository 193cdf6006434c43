"""How many requests may be under way at once: found by the answers, not set by hand.

With level L, and the fraction S of refusals among the last requests:

    answered                     L += 1                       while the search goes on: doubles in each round of requests
                                 L += 0.07 min(1, L)          from then on: a fourteenth more in each round
    refused (429, 503)           L stays                      while the search goes on and refusals are few
                                 L *= 0.5                     once, when S passes 0.15: the search overshot and is over
                                 L -= 0.25 min(4, L) S / 0.1  from then on, at most twice 0.25 min(4, L); L halves at most in a latency
    other trouble (5xx, cut)     a quarter of what an answer adds is taken away

After a refusal nobody else is let in until an answer comes. When the next one is refused without that, the server is shut: one request
at a time asks again, after the wait the server asked for (or a doubling one), L stays, and the first answer starts a new search.

Growth and loss balance where about a tenth of the requests is refused, close to the limit without hammering it. Single refusals that say
nothing of the load cost less than the answers around them bring, which the usual cut by a factor (TCP: Chiu and Jain 1989; scaled
by the fraction: Alizadeh et al. 2010) does not give: with one stray 429 in twenty-five requests and some 5xx it ended at a seventh of
the limit. L grows only while it is what holds requests back.

Rates are met in the same way as numbers of connections: at latency T a level L sends L / T requests a second. Below 1 there is
one request at a time, sent T / L after the one before. `benchmarks/api_throughput.py` measures all this on a real server.
"""

import asyncio
from collections import deque

OVERSHOT = 0.5
GAIN = 0.07
LOSS, LOSS_UP_TO = 0.25, 4.0
BEARABLE = 0.1
"""Fraction of refusals at which the loss is `LOSS`."""
MANY = 0.15
"""Fraction of refusals that ends the search."""
STUMBLE = 0.25
MEMORY = 50
"""Requests over which the fraction of refusals is averaged."""
LOWEST = 0.01
MAX_SHUT_S = 60.0


class AdaptiveLimit:
    """The arithmetic of the limiter; has no clock and no loop of its own."""

    def __init__(self, *, start: int, highest: int) -> None:
        self.level = float(start)
        self.highest = highest
        self.epoch = 0
        """Number of bursts of refusals so far; a request carries the number it was sent under."""
        self.shut_until = 0.0
        self.latency_s = 0.0
        self._is_searching = True
        self._refused_share = 0.0
        self._floor, self._floor_since = 0.0, float("-inf")
        self._bursts_unanswered = 0

    @property
    def limit(self) -> int:
        """Requests that may be under way; one while the last thing heard was a refusal."""
        return 1 if self._bursts_unanswered else max(1, int(self.level))

    @property
    def spacing_s(self) -> float:
        """Least time between two requests; 0 from level 1 on."""
        return min(self.latency_s / self.level, MAX_SHUT_S) if self.level < 1 else 0.0

    def answered(self, *, latency_s: float, busy: bool) -> None:
        """An answer came after `latency_s`; `busy` when the limit was all used."""
        if self._bursts_unanswered > 1:
            self._is_searching, self._refused_share = True, 0.0
        self._bursts_unanswered = 0
        self._refused_share -= self._refused_share / MEMORY
        self.latency_s = 0.8 * self.latency_s + 0.2 * latency_s if self.latency_s else latency_s
        if busy:
            self.level = min(self.level + self._gain, self.highest)

    def throttled(self, now: float, *, epoch: int, asked_s: float | None, backoff_s: float) -> None:
        """A request sent under `epoch` was refused; the server asked to wait `asked_s`, or said nothing."""
        fraction = self._refused_share
        self._refused_share += (1 - fraction) / MEMORY
        if self._is_searching:
            if self._refused_share < MANY:
                return
            self._is_searching, epoch = False, self.epoch
            self._lower_to(OVERSHOT * self.level)
            self._floor = self.level
        elif epoch == self.epoch and now >= self._floor_since + self.latency_s:
            self._floor, self._floor_since = self.level / 2, now
        if epoch == self.epoch:
            self._begin_burst(now, asked_s, backoff_s)
        loss = LOSS * min(LOSS_UP_TO, self.level) * min(2.0, fraction / BEARABLE)
        self._lower_to(max(self._floor, self.level - loss))

    def stumbled(self) -> None:
        """The server failed in a way that says nothing about how much it can take."""
        self._lower_to(max(min(1.0, self.level), self.level - STUMBLE * self._gain))

    def _begin_burst(self, now: float, asked_s: float | None, backoff_s: float) -> None:
        self.epoch += 1
        if self._bursts_unanswered:
            # A server that is shut says nothing of how much it takes when it is open.
            self._floor = self.level
            wait_s = min(backoff_s * 2 ** (self._bursts_unanswered - 1), MAX_SHUT_S) if asked_s is None else asked_s
            self.shut_until = max(self.shut_until, now + wait_s)
        self._bursts_unanswered += 1

    @property
    def _gain(self) -> float:
        return 1.0 if self._is_searching else GAIN * min(1.0, self.level)

    def _lower_to(self, level: float) -> None:
        self.level = min(self.level, max(LOWEST, level))


class ConcurrencyLimiter:
    """Lets requests of one event loop through as the level allows; those that come again go first."""

    def __init__(self, level: AdaptiveLimit) -> None:
        self.level = level
        self.in_flight = 0
        self._waiting: deque[asyncio.Future[int]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._last_entry = float("-inf")

    async def enter(self, *, again: bool = False) -> int:
        """Waits for a place; returns the level's epoch. Every entry needs one `leave`."""
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        (self._waiting.appendleft if again else self._waiting.append)(future)
        self._admit()
        try:
            return await future
        except asyncio.CancelledError:
            if future.cancelled():
                self._waiting = deque(other for other in self._waiting if other is not future)
            else:
                self.leave()
            raise

    def leave(self) -> None:
        """Gives the place back, after the level was told how it went."""
        self.in_flight -= 1
        self._admit()

    def answered(self, latency_s: float) -> None:
        """Tells the level; to be called before `leave`."""
        busy = bool(self._waiting) or self.in_flight >= self.level.limit
        self.level.answered(latency_s=latency_s, busy=busy)

    def throttled(self, epoch: int, *, asked_s: float | None, backoff_s: float) -> None:
        """Tells the level; to be called before `leave`."""
        now = asyncio.get_running_loop().time()
        self.level.throttled(now, epoch=epoch, asked_s=asked_s, backoff_s=backoff_s)

    def stumbled(self) -> None:
        """Tells the level; to be called before `leave`."""
        self.level.stumbled()

    def _admit(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting and self.in_flight < self.level.limit:
            opens = max(self.level.shut_until, self._last_entry + self.level.spacing_s)
            if loop.time() < opens:
                if self._timer is None:
                    self._timer = loop.call_at(opens, self._reopen)
                return
            future = self._waiting.popleft()
            if not future.done():
                self.in_flight += 1
                self._last_entry = loop.time()
                future.set_result(self.level.epoch)

    def _reopen(self) -> None:
        self._timer = None
        self._admit()
