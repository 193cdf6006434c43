"""The limiter against simulated servers, in virtual time: it must find what they can take, by itself."""

import asyncio
import random

import pytest
from support.virtual_time import run_virtual

from scisynth.clients.limiter import AdaptiveLimit, ConcurrencyLimiter


class ConcurrencyServer:
    """Takes `most` requests at once for about `latency_s` each and refuses more at once."""

    def __init__(self, most, latency_s, seed=0):
        self.most, self.latency_s, self.draw = most, latency_s, random.Random(seed)
        self.in_flight = self.answered = self.refused = 0

    async def ask(self):
        if self.in_flight >= self.most:
            self.refused += 1
            await asyncio.sleep(0.001)
            return False
        self.in_flight += 1
        await asyncio.sleep(self.latency_s * self.draw.uniform(0.7, 1.3))
        self.in_flight -= 1
        self.answered += 1
        return True


class FaultyServer(ConcurrencyServer):
    """Now and then says 429 without being full, and loses an answer it has worked for."""

    def __init__(self, most, latency_s, stray, lost, seed=0):
        super().__init__(most, latency_s, seed)
        self.stray, self.lost = stray, lost

    async def ask(self):
        if self.draw.random() < self.stray:
            return False
        answered = await super().ask()
        return None if answered and self.draw.random() < self.lost else answered


class ClosingServer(ConcurrencyServer):
    """Refuses everybody between two moments."""

    def __init__(self, most, latency_s, closed):
        super().__init__(most, latency_s)
        self.closed = closed

    async def ask(self):
        if self.closed[0] <= asyncio.get_running_loop().time() < self.closed[1]:
            self.refused += 1
            await asyncio.sleep(0.1)
            return False
        return await super().ask()


class RateServer(ConcurrencyServer):
    """A token bucket: `rate` requests a second, with a second's worth to spare."""

    def __init__(self, rate, latency_s, seed=0):
        super().__init__(10**9, latency_s, seed)
        self.rate, self.tokens, self.at = rate, max(1.0, rate), 0.0

    async def ask(self):
        now = asyncio.get_running_loop().time()
        self.tokens = min(max(1.0, self.rate), self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens < 1:
            self.refused += 1
            await asyncio.sleep(0.001)
            return False
        self.tokens -= 1
        return await super().ask()


async def drive(server, *, seconds, warm_up_s, retry_after_s=None, highest=256, base_s=1.0):
    """Answers a second after the warm-up, and the most attempts that any request needed."""
    loop, draw = asyncio.get_running_loop(), random.Random(1)
    gate = ConcurrencyLimiter(AdaptiveLimit(start=8, highest=highest))
    worst = 1
    counted_from = 0

    async def worker():
        nonlocal worst
        while loop.time() < seconds:
            attempt = 0
            while True:
                attempt += 1
                epoch = await gate.enter(again=attempt > 1)
                try:
                    sent = loop.time()
                    answered = await server.ask()
                    backoff_s = min(60, base_s * 2 ** (attempt - 1))
                    wait_s = backoff_s * (1 + draw.random())
                    if retry_after_s is not None:
                        wait_s = retry_after_s + backoff_s * draw.random()
                    if answered:
                        gate.answered(loop.time() - sent)
                    elif answered is None:
                        gate.stumbled()
                    else:
                        gate.throttled(epoch, asked_s=retry_after_s, backoff_s=base_s)
                finally:
                    gate.leave()
                if answered:
                    break
                await asyncio.sleep(wait_s)
            worst = max(worst, attempt)

    tasks = [asyncio.create_task(worker()) for _ in range(2 * highest)]
    await asyncio.sleep(warm_up_s)
    counted_from = server.answered
    await asyncio.sleep(seconds - warm_up_s)
    rate = (server.answered - counted_from) / (seconds - warm_up_s)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert gate.in_flight == 0
    return rate, worst


@pytest.mark.parametrize("retry_after_s", [None, 1.0])
@pytest.mark.parametrize(("most", "latency_s"), [(3, 0.5), (20, 2.0), (100, 1.0)])
def test_finds_nine_tenths_of_a_concurrency_limit(most, latency_s, retry_after_s):
    server = ConcurrencyServer(most, latency_s)
    rate, worst = run_virtual(
        drive(server, seconds=200 * latency_s, warm_up_s=60 * latency_s, retry_after_s=retry_after_s)
    )
    assert rate >= 0.9 * most / latency_s
    # And it does not hammer: few refusals, no request near its last attempt.
    assert server.refused <= 0.12 * server.answered
    assert worst <= 6


@pytest.mark.parametrize("retry_after_s", [None, 2.0])
@pytest.mark.parametrize(("per_s", "latency_s"), [(2, 0.2), (10, 0.5), (40, 1.0)])
def test_finds_nine_tenths_of_a_rate_limit(per_s, latency_s, retry_after_s):
    server = RateServer(per_s, latency_s)
    rate, worst = run_virtual(drive(server, seconds=200, warm_up_s=60, retry_after_s=retry_after_s))
    assert rate >= 0.9 * per_s
    assert worst <= 7


@pytest.mark.parametrize(("most", "latency_s", "share"), [(6, 0.5, 0.6), (20, 2.0, 0.9), (100, 1.0, 0.9)])
def test_faults_that_say_nothing_of_the_load_hold_nobody_back(most, latency_s, share):
    server = FaultyServer(most, latency_s, stray=0.04, lost=0.12)
    rate, worst = run_virtual(drive(server, seconds=300 * latency_s, warm_up_s=100 * latency_s, retry_after_s=1.0))
    # What the server has worked for, answers that it lost included.
    assert rate >= share * most / latency_s
    assert server.refused <= 0.1 * server.answered and worst <= 7


@pytest.mark.parametrize("closed", [(0, 30), (60, 65), (60, 180)])
def test_an_outage_costs_little_more_than_itself(closed):
    server = ClosingServer(64, 5.0, closed)
    # From the first doubling wait after the end on: at most twice the outage, then a new search.
    after = 2 * closed[1] - closed[0] + 60
    rate, _ = run_virtual(drive(server, seconds=after + 300, warm_up_s=after, highest=64))
    assert rate >= 0.9 * 64 / 5.0
    assert server.refused <= 3 * 64 + 20, "it knocks, it does not hammer"


def grown(to=10.0):
    level = AdaptiveLimit(start=4, highest=int(to))
    while level.level < to:
        level.answered(latency_s=1.0, busy=True)
    return level


def refuse(level, now=0.0, times=1, **options):
    for _ in range(times):
        level.throttled(now, **{"epoch": level.epoch, "asked_s": None, "backoff_s": 1.0, **options})


def test_the_search_ends_when_refusals_are_many():
    level = grown()
    assert level.limit == 10, "one more an answer, up to the highest"
    refuse(level, times=8)
    assert (level.level, level.epoch, level.limit) == (10, 0, 10), "few refusals say nothing"
    refuse(level)
    assert (level.level, level.epoch, level.shut_until) == (5.0, 1, 0.0), "half"
    refuse(level, epoch=0, times=9)
    assert level.level == 5.0, "those sent during the search have had their effect"
    assert level.limit == 1, "nobody else until an answer comes"
    level.answered(latency_s=1.0, busy=False)
    assert level.limit == 5


def test_the_arithmetic_of_the_level():
    level = grown(20.0)
    refuse(level, times=9)
    level.answered(latency_s=1.0, busy=True)
    level.answered(latency_s=1.0, busy=False)
    assert level.level == pytest.approx(10.07), "a little an answer, and only where the limit held something back"
    share = (1 - 0.98**9) * 0.98**2
    refuse(level, epoch=level.epoch)
    assert level.level == pytest.approx(10.07 - share / 0.1) and level.epoch == 2, (
        "the more, the more refusals there were"
    )
    refuse(level, epoch=1, times=100)
    assert level.level == pytest.approx(10.07 / 2) and level.epoch == 2, "one burst, which halves at most"
    level.stumbled()
    assert level.level == pytest.approx(10.07 / 2 - 0.07 / 4), (
        "other trouble takes back a part of what an answer brings"
    )


def test_a_server_that_only_refuses_is_shut_and_searched_anew():
    level = grown()
    refuse(level, times=9)
    level.answered(latency_s=1.0, busy=True)
    refuse(level, now=10.0)
    before = level.level
    assert level.shut_until == 0.0 and level.limit == 1
    refuse(level, now=20.0, asked_s=7.0)
    assert level.shut_until == 27.0, "two bursts without an answer: shut for as long as asked"
    refuse(level, now=30.0)
    refuse(level, now=40.0)
    assert level.shut_until == 44.0, "or for a doubling wait: 1, 2, 4"
    assert level.level == before, "which says nothing of how much it takes when it is open"
    level.answered(latency_s=1.0, busy=True)
    assert level.level == before + 1, "a new search"


def test_other_trouble_takes_no_place_that_was_there_at_first():
    level = AdaptiveLimit(start=2, highest=10)
    for _ in range(9):
        level.stumbled()
    assert level.level == 1


def test_below_one_request_at_a_time_there_is_time_between():
    level = AdaptiveLimit(start=1, highest=10)
    level.answered(latency_s=0.2, busy=False)
    refuse(level, times=9)
    # Half a request at a latency of 0.2 s: one every 0.4 s.
    assert (level.limit, level.spacing_s) == (1, pytest.approx(0.4))


def test_a_cancelled_wait_gives_its_place_back():
    async def run():
        gate = ConcurrencyLimiter(AdaptiveLimit(start=1, highest=1))
        await gate.enter()
        waiting = [asyncio.create_task(gate.enter()) for _ in range(3)]
        await asyncio.sleep(0.1)
        waiting[0].cancel()
        gate.leave()
        # Granted in this very moment, and cancelled before it noticed.
        waiting[1].cancel()
        await asyncio.gather(*waiting[:2], return_exceptions=True)
        assert await waiting[2] == 0 and gate.in_flight == 1
        gate.leave()
        assert gate.in_flight == 0

    run_virtual(run())
