"""Does the client find a server's limit by itself? A real server on loopback that serves so many requests at once and refuses the rest.

A fifth of the questions meet a fault at first: a 500, a cut connection, a 429 with Retry-After, garbage, a refusal. Two sides in one run:
a client that is told nothing, and one that is told the limit (its ceiling); both against what the server could serve at most. Prints
one JSON object.

    python benchmarks/api_throughput.py [--requests 1500] [--most 20] [--latency 0.4]
"""

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

from pydantic import BaseModel

from scisynth.clients.chat import ChatClient
from scisynth.clients.records import ChatRequest
from scisynth.clients.settings import ApiSettings
from scisynth.core.store import describe_machine, tracked_versions

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from support.fake_openai import FakeOpenAI, cut, raw, refusal, status

FAULTS = (
    lambda: status(500),
    cut,
    lambda: status(429, retry_after=1),
    lambda: raw(b"<html>"),
    refusal,
)
EVERY = 5
"""One question in so many meets a fault."""


class Grade(BaseModel):
    """What is asked for."""

    score: int


def behave(call):
    """A fault at the first attempt of every fifth question; refusals stay."""
    number = int(call.text.split()[1])
    fault = FAULTS[number // EVERY % len(FAULTS)]
    if number % EVERY == 0 and (call.nth == 1 or fault is refusal):
        return fault()
    return '{"score": 1}'


def measure(num: int, most: int, latency_s: float, **settings: int) -> dict[str, object]:
    """One client, one fresh server."""
    with FakeOpenAI() as server:
        server.behave, server.most_at_once, server.delay_s = behave, most, latency_s
        client = ChatClient(
            ApiSettings.parse({"model": "fake", "base_url": server.base_url, "backoff_s": 0.5, **settings})
        )
        requests = [ChatRequest(content=(f"question {number}",), schema=Grade) for number in range(num)]
        began = time.perf_counter()
        replies = [reply for _, reply in client.run(requests)]
        seconds = time.perf_counter() - began
        served = len(server.calls) - server.refused
        arrived = sorted(call.at for call in server.calls)
    # Without the loading of libraries at the start and the last retries at the end.
    tenth = len(arrived) // 10
    middle_s = arrived[-tenth] - arrived[tenth]
    steady = served * (len(arrived) - 2 * tenth) / len(arrived) / middle_s
    return {
        "seconds": round(seconds, 1),
        "share_of_limit": round(served / seconds / (most / latency_s), 3),
        "share_of_limit_middle_80_percent": round(steady / (most / latency_s), 3),
        "refused_for_being_too_many": server.refused,
        "outcomes": dict(Counter(reply.status for reply in replies)),
    }


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=1500)
    parser.add_argument("--most", type=int, default=20)
    parser.add_argument("--latency", type=float, default=0.4)
    options = parser.parse_args()
    shape = (options.requests, options.most, options.latency)
    result = {
        "limit_per_s": options.most / options.latency,
        "told_nothing": measure(*shape),
        "told_the_limit": measure(*shape, start_concurrency=options.most, max_concurrency=options.most),
        "machine": describe_machine(),
        "versions": tracked_versions(),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
