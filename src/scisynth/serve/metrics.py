"""What a server counts, in the text format of Prometheus: requests, items, batches, queues, refusals, and the process itself."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest
from prometheus_client.process_collector import ProcessCollector

disable_created_metrics()
BATCHES = (1, 2, 4, 8, 16, 32, 64, 128)


class Metrics:
    """The numbers of one server; two servers in one process have their own."""

    def __init__(self) -> None:
        own = self._registry = CollectorRegistry()
        ProcessCollector(registry=own)
        self._requests = Counter("scisynth_requests", "Requests by route and status", ["route", "status"], registry=own)
        self._seconds = Histogram("scisynth_request_seconds", "Seconds of a request", ["route"], registry=own)
        self._items = Counter(
            "scisynth_items", "Items by reward or check, and outcome", ["name", "outcome"], registry=own
        )
        self._batches = Histogram(
            "scisynth_batch_size", "Pairs scored at once", ["name"], buckets=BATCHES, registry=own
        )
        self._scoring = Counter("scisynth_scoring_seconds", "Seconds in which a reward scored", ["name"], registry=own)
        self._waiting = Gauge("scisynth_waiting_items", "Items that wait", ["name"], registry=own)
        self._canary = Gauge(
            "scisynth_canary_passed", "1: false images score lower than true ones", ["name"], registry=own
        )

    def request(self, route: str, status: int, seconds: float) -> None:
        """A request was answered."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def item(self, name: str, *, is_error: bool) -> None:
        """An item of a reward or a check has its outcome."""
        self._items.labels(name, "error" if is_error else "ok").inc()

    def items(self) -> tuple[int, int]:
        """(items with a result, items with an error) so far."""
        counts = {"ok": 0, "error": 0}
        for metric in self._items.collect():
            for sample in metric.samples:
                if sample.name.endswith("_total"):
                    counts[sample.labels["outcome"]] += int(sample.value)
        return counts["ok"], counts["error"]

    def scored(self, name: str, num: int, seconds: float) -> None:
        """A reward scored a batch."""
        self._batches.labels(name).observe(num)
        self._scoring.labels(name).inc(seconds)

    def watch(self, name: str, num_waiting: Callable[[], float]) -> None:
        """How many items wait is asked whenever the numbers are read."""
        self._waiting.labels(name).set_function(num_waiting)

    def canary(self, name: str, passed: bool) -> None:
        """What the last canary said."""
        self._canary.labels(name).set(passed)

    def text(self) -> bytes:
        """The whole page."""
        return generate_latest(self._registry)
