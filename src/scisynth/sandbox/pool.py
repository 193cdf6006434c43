"""`Sandbox`: code in, images or reasons out, several at a time."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from queue import LifoQueue
from types import TracebackType

from scisynth.core.errors import ConfigError
from scisynth.sandbox.collect import collect
from scisynth.sandbox.private import PrivateFolder, remove_stale
from scisynth.sandbox.probe import Probe, choose_tier, probe
from scisynth.sandbox.records import Limits, RenderResult, Status, Tier
from scisynth.sandbox.worker import Worker

PRELOAD = (
    "numpy", "matplotlib.pyplot", "PIL.Image", "PIL.ImageDraw", "scipy", "sympy", "networkx", "schemdraw.elements",
    "rdkit.Chem.Draw", "scisynth.figures.scene.draw", "scisynth.figures.scene.sketch",
)  # fmt: skip
"""Loaded once a server where installed; other modules are imported by the code that wants them."""


class Sandbox:
    """Runs model-written drawing code, each in a fresh confined process.

    `ConfigError` at once when the machine cannot confine code and `allow_unsafe` is not given. With it, and only where there is
    no Landlock, code runs in a plain process with resource limits and otherwise all rights of the user: tier `subprocess`.
    Servers start when first needed, one for each of `workers`, and take some 200 MB each. What a killed run has left in the
    temporary folder is removed at the beginning.
    `marks` reads Matplotlib figures back, `svg` saves them as SVG too; each costs another drawing.
    """

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        workers: int = 2,
        allow_unsafe: bool = False,
        preload: Iterable[str] = PRELOAD,
        marks: bool = True,
        svg: bool = False,
        ask: Callable[[], Probe] = probe,
    ) -> None:
        if workers < 1:
            raise ConfigError(f"workers: expected at least 1, got {workers}")
        self.limits = limits or Limits()
        self.workers = workers
        self.tier: Tier = choose_tier(ask(), allow_unsafe=allow_unsafe)
        remove_stale()
        self._workers = [Worker(self.tier, self.limits, tuple(preload), marks=marks, svg=svg) for _ in range(workers)]
        # Last in, first out: a single caller keeps one server warm instead of starting all.
        self._free: LifoQueue[Worker] = LifoQueue()
        for worker in reversed(self._workers):
            self._free.put(worker)

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the servers."""
        for worker in self._workers:
            worker.close()

    def render(self, code: str) -> RenderResult:
        """Draws one figure; whatever the code does, a result. Safe to call from several threads."""
        try:
            data = code.encode("utf-8")
        except UnicodeEncodeError:
            return self._unrun("refused", "the code is not valid Unicode")
        if len(data) > self.limits.code_kb * 1024:
            return self._unrun("refused", f"the code has {len(data):,} bytes, more than {self.limits.code_kb} KiB")
        if not code.strip():
            return self._unrun("no_code", "the text is empty")
        with PrivateFolder(data) as folder:
            with self._worker() as worker:
                ended = worker.draw(folder.path)
            return collect(folder, ended, self.limits, self.tier)

    def render_many(self, codes: Iterable[str]) -> Iterator[RenderResult]:
        """Draws figures `workers` at a time and yields their results in order; reads `codes` as it goes."""
        waiting: deque[Future[RenderResult]] = deque()
        # One more than there are servers: while results are looked at, the next figure is drawn.
        with ThreadPoolExecutor(self.workers + 1) as threads:
            for code in codes:
                waiting.append(threads.submit(self.render, code))
                if len(waiting) >= 2 * self.workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    @contextmanager
    def _worker(self) -> Iterator[Worker]:
        worker = self._free.get()
        try:
            yield worker
        finally:
            self._free.put(worker)

    def _unrun(self, status: Status, reason: str) -> RenderResult:
        return RenderResult(status=status, reason=reason, tier=self.tier)
