"""How many requests may be under way at once: found by the answers, not set by hand.

Additive increase, multiplicative decrease, as TCP does it (Chiu and Jain 1989; Jacobson 1988). With level L:

    answered                     L += 1                until the server first refuses: doubles in each round of requests
                                 L += min(1, L) / 20   from then on: a twentieth more in each round
    refused (429, 503)           L *= 0.5 the first time (doubling overshot), later 0.85, and always one place less
    other trouble (5xx, cut)     L stays, and does not grow for a while

One burst of refusals counts once: only a request sent after the last cut may cut again. When cuts follow each other without
any answer between, the server is shut, and nobody is let in before the wait it asked for (or a doubling one) is over. L grows
only while it is what holds requests back.

Rates are met in the same way as numbers of connections: at latency T a level L sends L / T requests a second. Below 1 there is
one request at a time, sent T / L after the one before.
"""

import asyncio
from collections import deque

FIRST_CUT = 0.5
CUT = 0.85
GAIN = 0.05
LOWEST = 0.01
MAX_SHUT_S = 60.0


class Level:
    """The arithmetic of the limiter; has no clock and no loop of its own."""

    def __init__(self, *, start: int, highest: int) -> None:
        self.level = float(start)
        self.highest = highest
        self.epoch = 0
        """Number of cuts so far; a request carries the number it was sent under."""
        self.shut_until = 0.0
        self.latency_s = 0.0
        self._still_until = 0.0
        self._cuts_unanswered = 0

    @property
    def limit(self) -> int:
        """Requests that may be under way."""
        return max(1, int(self.level))

    @property
    def spacing_s(self) -> float:
        """Least time between two requests; 0 from level 1 on."""
        return self.latency_s / self.level if self.level < 1 else 0.0

    def answered(self, now: float, *, latency_s: float, busy: bool) -> None:
        """An answer came after `latency_s`; `busy` when the limit was all used."""
        self._cuts_unanswered = 0
        self.latency_s = 0.8 * self.latency_s + 0.2 * latency_s if self.latency_s else latency_s
        if busy and now >= self._still_until:
            step = GAIN * min(1.0, self.level) if self.epoch else 1.0
            self.level = min(self.level + step, self.highest)

    def throttled(self, now: float, *, epoch: int, asked_s: float | None, backoff_s: float) -> None:
        """A request sent under `epoch` was refused; the server asked to wait `asked_s`, or said nothing."""
        if epoch != self.epoch:
            return
        level = self.level * (CUT if self.epoch else FIRST_CUT)
        if self.limit > 1:
            level = min(level, self.limit - 0.01)
        self.level = max(LOWEST, level)
        self.epoch += 1
        if self._cuts_unanswered:
            wait_s = min(backoff_s * 2 ** (self._cuts_unanswered - 1), MAX_SHUT_S) if asked_s is None else asked_s
            self.shut_until = max(self.shut_until, now + wait_s)
        self._cuts_unanswered += 1

    def stumbled(self, now: float, *, wait_s: float) -> None:
        """The server failed in a way that says nothing about how much it can take."""
        self._still_until = max(self._still_until, now + wait_s)


class Gate:
    """Lets requests of one event loop through as the level allows; those that come again go first."""

    def __init__(self, level: Level) -> None:
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
        self.level.answered(asyncio.get_running_loop().time(), latency_s=latency_s, busy=busy)

    def throttled(self, epoch: int, *, asked_s: float | None, backoff_s: float) -> None:
        """Tells the level; to be called before `leave`."""
        now = asyncio.get_running_loop().time()
        self.level.throttled(now, epoch=epoch, asked_s=asked_s, backoff_s=backoff_s)

    def stumbled(self, wait_s: float) -> None:
        """Tells the level; to be called before `leave`."""
        self.level.stumbled(asyncio.get_running_loop().time(), wait_s=wait_s)

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
