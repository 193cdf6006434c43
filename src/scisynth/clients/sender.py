"""A request on its way: the gate, the budget, the wait between attempts, and when to stop altogether.

Waits are what the server asks for, or backoff * 2^(attempt - 1), each with as much again in jitter at most, so that
requests refused together do not come back together. A wait holds no place and no money.
"""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scisynth.clients.budget import Budget
from scisynth.clients.limiter import ConcurrencyLimiter
from scisynth.clients.transport import Endpoint, Failure, Route
from scisynth.core.errors import ModelError

MAX_BACKOFF_S = 60.0
MAX_RETRY_AFTER_S = 3600.0
FIRST_CONTACT_ATTEMPTS = 3
"""Attempts to connect to a server that has never answered."""
STOP_AFTER = 8
"""Requests that must fail for good, with not one answer yet, before the whole run is called off."""
HOPELESS_CODES = (401, 403, 404)


@dataclass
class RequestCounter:
    """What one request has taken so far."""

    attempts: int = 0
    usd: float = 0.0


class Sender:
    """Sends the requests of one run to one endpoint."""

    def __init__(self, endpoint: Endpoint, gate: ConcurrencyLimiter, budget: Budget) -> None:
        self.endpoint = endpoint
        self.gate = gate
        self.budget = budget
        self._any_answer = False
        self._num_hopeless = 0

    async def send(
        self,
        route: Route,
        build: Callable[[], dict[str, Any]],
        *,
        worst_usd: float,
        spent_usd: Callable[[dict[str, Any]], float],
        tally: RequestCounter,
    ) -> dict[str, Any] | Failure:
        """The server's answer, or the failure that remained; raises `ModelError` when nothing ever answers.

        `build` makes the body once a place is free, with what the requests before have taught.
        """
        # Before the clock of any request: loading the library takes a while.
        self.endpoint.open()
        try:
            async with asyncio.timeout(self.budget.remaining_s()):
                return await self._send(route, build, worst_usd, spent_usd, tally)
        except TimeoutError:
            return Failure(kind="budget", reason=self.budget.out_of_time())

    async def _send(
        self,
        route: Route,
        build: Callable[[], dict[str, Any]],
        worst_usd: float,
        spent_usd: Callable[[dict[str, Any]], float],
        tally: RequestCounter,
    ) -> dict[str, Any] | Failure:
        failure: Failure | None = None
        for attempt in range(1, self.endpoint.settings.max_attempts + 1):
            epoch = await self.gate.enter(again=attempt > 1)
            try:
                refused = await self.budget.reserve(worst_usd)
                if refused:
                    return failure or Failure(kind="budget", reason=refused)
                sent = time.monotonic()
                answer = await self._exchange(route, build, worst_usd, spent_usd, tally)
                wait_s = self._steer(answer, epoch, attempt, time.monotonic() - sent)
            finally:
                self.gate.leave()
            if not isinstance(answer, Failure):
                return answer
            failure = answer
            nobody_there = failure.kind == "unreachable" and not self._any_answer and attempt >= FIRST_CONTACT_ATTEMPTS
            if wait_s is None or nobody_there or attempt == self.endpoint.settings.max_attempts:
                break
            await asyncio.sleep(wait_s)
        assert failure is not None
        self._call_off(failure)
        return failure

    async def _exchange(
        self,
        route: Route,
        build: Callable[[], dict[str, Any]],
        worst_usd: float,
        spent_usd: Callable[[dict[str, Any]], float],
        tally: RequestCounter,
    ) -> dict[str, Any] | Failure:
        """One attempt; however it ends, its reservation is settled."""
        tally.attempts += 1
        cost = worst_usd
        try:
            answer = await self.endpoint.post(route, build())
            if not isinstance(answer, Failure):
                cost = spent_usd(answer)
            elif not answer.charged:
                cost = 0.0
            return answer
        finally:
            tally.usd += cost
            self.budget.settle(worst_usd, cost)

    def _steer(self, answer: dict[str, Any] | Failure, epoch: int, attempt: int, latency_s: float) -> float | None:
        """Tells the gate how it went; returns the wait before another attempt, None when there should be none."""
        if not isinstance(answer, Failure):
            self._any_answer = True
            self.gate.answered(latency_s)
            return None
        if answer.kind in ("rejected", "filtered"):
            return None
        asked_s = answer.retry_after_s
        if asked_s is not None and asked_s > MAX_RETRY_AFTER_S:
            return None
        backoff_s = min(self.endpoint.settings.backoff_s * 2 ** (attempt - 1), MAX_BACKOFF_S)
        wait_s = backoff_s * (1 + random.random()) if asked_s is None else asked_s + backoff_s * random.random()
        if answer.kind == "throttled":
            self.gate.throttled(epoch, asked_s=asked_s, backoff_s=self.endpoint.settings.backoff_s)
        else:
            self.gate.stumbled()
        return wait_s

    def _call_off(self, failure: Failure) -> None:
        hopeless = failure.kind == "unreachable" or failure.code in HOPELESS_CODES
        self._num_hopeless += hopeless
        if not self._any_answer and self._num_hopeless >= STOP_AFTER:
            raise ModelError(
                f"{self.endpoint.settings.base_url}: no answer to any of {self._num_hopeless} requests, the last with: "
                f"{failure.reason}; check base_url, model and key"
            )
