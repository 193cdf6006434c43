"""One reward behind a queue: pairs of many requests become batches, and an error costs one pair, never its batch.

    requests -> waiting -> [gather: take up to max_batch, decode in threads] -> [score: one batch at a time] -> tickets

While one batch is scored the next one is decoded, and those behind it wait and grow. The first pair of a batch waits `max_wait_ms` for
others. Decoded images are many times larger than their files, so a batch also ends at `MAX_BATCH_PIXELS`. When a reward raises on a
batch it is asked again for its halves, down to the pair at fault.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from PIL.Image import Image

from scisynth.core.cuts import cuts_of
from scisynth.core.errors import ImageError, ScisynthError, one_line
from scisynth.core.images import examine_image, open_image
from scisynth.core.plugins.references import IMPORT_FAILURES
from scisynth.core.protocols import Reward, score_each
from scisynth.core.records import ItemScore
from scisynth.serve.config import QueueConfig
from scisynth.serve.metrics import Metrics

MAX_BATCH_PIXELS = 64_000_000
"""Of all images of a batch, 192 MB decoded; a batch has one image at least."""
RATE_MEMORY = 0.2
"""Weight of the last batch in the mean rate."""
FAILURES = (*IMPORT_FAILURES, MemoryError)
"""What a reward may raise on a pair."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One prompt and one encoded image."""

    prompt: str
    image: bytes


@dataclass(kw_only=True)
class Ticket:
    """The pairs of one request at one reward, and what became of them."""

    pairs: Sequence[Pair]
    on_done: Callable[[], object]
    """Called once, from another thread, when each pair has its outcome."""
    scores: list[ItemScore] = field(default_factory=list)
    """In the order of the pairs, whole when `on_done` is called."""
    is_abandoned: bool = False
    """The client is gone: what has not been scored yet is left out."""
    _num_open: int = 0

    def __post_init__(self) -> None:
        self.scores = [ItemScore(reason="not scored")] * len(self.pairs)
        self._num_open = len(self.pairs)

    def settle(self, row: int, score: ItemScore) -> None:
        """The outcome of one pair; called by the scoring thread alone."""
        self.scores[row] = score
        self._num_open -= 1
        if not self._num_open:
            self.on_done()


@dataclass(frozen=True)
class _Waiting:
    ticket: Ticket
    row: int

    @property
    def pair(self) -> Pair:
        return self.ticket.pairs[self.row]


@dataclass(frozen=True)
class _Decoded:
    waiting: _Waiting
    image: Image | None
    reason: str


class RewardQueue:
    """The two threads of one reward."""

    def __init__(self, name: str, reward: Reward, config: QueueConfig, max_pixels: int, metrics: Metrics) -> None:
        self.name, self.reward = name, reward
        self._config, self._max_pixels, self._metrics = config, max_pixels, metrics
        self._rate = 0.0
        self._waiting: deque[_Waiting] = deque()
        self._changed = threading.Condition()
        self._next: list[_Decoded] | None = None
        self._is_closed = False
        self._decoders = ThreadPoolExecutor(config.num_threads, thread_name_prefix=f"decode-{name}")
        self._threads = [threading.Thread(target=run, daemon=True) for run in (self._gather, self._score)]
        for thread in self._threads:
            thread.start()

    def count_waiting(self) -> int:
        """Pairs that nobody has started with."""
        return len(self._waiting)

    @property
    def wait_s(self) -> float:
        """Seconds until what waits now is scored, as far as the last batches tell; 1 where none has been."""
        return self.count_waiting() / self._rate if self._rate else 1.0

    @property
    def is_alive(self) -> bool:
        """Whether both threads run."""
        return all(thread.is_alive() for thread in self._threads)

    def submit(self, ticket: Ticket) -> None:
        """Lines the pairs up; an empty ticket is done at once."""
        if not ticket.pairs:
            ticket.on_done()
            return
        with self._changed:
            self._waiting.extend(_Waiting(ticket, row) for row in range(len(ticket.pairs)))
            self._changed.notify_all()

    def close(self) -> None:
        """Ends the threads after the batches they have started."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(timeout=30)
        self._decoders.shutdown(cancel_futures=True)

    def _gather(self) -> None:
        while (taken := self._take()) is not None:
            decoded = self._decode(taken)
            with self._changed:
                self._next = decoded
                self._changed.notify_all()

    def _take(self) -> list[_Waiting] | None:
        """The next batch, once the one before is with the model; None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or (self._waiting and self._next is None))
            deadline = time.monotonic() + self._config.max_wait_ms / 1000
            while not self._is_closed and len(self._waiting) < self._config.max_batch:
                left = deadline - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    break
            if self._is_closed:
                return None
            num = min(len(self._waiting), self._config.max_batch)
            return [self._waiting.popleft() for _ in range(num)]

    def _decode(self, taken: Sequence[_Waiting]) -> list[_Decoded]:
        """Images of the pairs that fit into one batch; the others go back to the front of the line."""
        images: set[bytes] = set()
        pixels, kept = 0, 0
        for waiting in taken:
            if not waiting.ticket.is_abandoned and waiting.pair.image not in images:
                size = _num_pixels(waiting.pair.image, self._max_pixels)
                if kept and pixels + size > MAX_BATCH_PIXELS:
                    break
                pixels += size
                images.add(waiting.pair.image)
            kept += 1
        if kept < len(taken):
            with self._changed:
                self._waiting.extendleft(reversed(taken[kept:]))
        futures = {image: self._decoders.submit(self._open, image) for image in images}
        opened = {image: future.result() for image, future in futures.items()}
        return [_Decoded(waiting, *opened.get(waiting.pair.image, (None, ""))) for waiting in taken[:kept]]

    def _open(self, data: bytes) -> tuple[Image | None, str]:
        try:
            return open_image(data, max_pixels=self._max_pixels), ""
        except ImageError as error:
            return None, one_line(error)
        except MemoryError:
            return None, "the server has too little memory for this image; send a smaller one"

    def _score(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_closed or self._next is not None)
                batch, self._next = self._next, None
                self._changed.notify_all()
            if batch is None:
                return
            self._score_batch(batch)

    def _score_batch(self, batch: Sequence[_Decoded]) -> None:
        sound = [item for item in batch if item.image is not None and not item.waiting.ticket.is_abandoned]
        prompts = [item.waiting.pair.prompt for item in sound]
        started = time.monotonic()
        scores = score_or_explain(self.reward, prompts, [item.image for item in sound if item.image])
        seconds = time.monotonic() - started
        if sound:
            rate = len(sound) / max(seconds, 1e-6)
            self._rate += RATE_MEMORY * (rate - self._rate) if self._rate else rate
            self._metrics.scored(self.name, len(sound), seconds)
        # In this thread, since a tokenizer is not safe to share.
        notes = _notes_of(self.reward, prompts)
        found = {
            id(item): replace(score, note=score.note or notes.get(prompt, ""))
            for item, prompt, score in zip(sound, prompts, scores, strict=True)
        }
        for item in batch:
            score = found.get(id(item)) or ItemScore(reason=item.reason or "the client went away")
            self._metrics.item(self.name, is_error=score.value is None)
            item.waiting.ticket.settle(item.waiting.row, score)


def score_or_explain(reward: Reward, prompts: Sequence[str], images: Sequence[Image]) -> list[ItemScore]:
    """N pairs to N scores or reasons, whatever the reward raises."""
    if not prompts:
        return []
    try:
        return score_each(reward, prompts, images)
    except FAILURES as error:
        if len(prompts) == 1:
            kind = "" if isinstance(error, ScisynthError) else f"{type(error).__name__}: "
            return [ItemScore(reason=f"the reward failed: {kind}{one_line(error)}")]
    half = len(prompts) // 2
    parts = (slice(None, half), slice(half, None))
    return [score for part in parts for score in score_or_explain(reward, prompts[part], images[part])]


def _notes_of(reward: Reward, prompts: Sequence[str]) -> dict[str, str]:
    """What the reward says of prompts that it reads in part; a reward of one's own that fails at this loses the notes, no score."""
    try:
        return {cut.prompt: cut.note for cut in cuts_of(reward, prompts)}
    except FAILURES:
        return {}


def _num_pixels(data: bytes, max_pixels: int) -> int:
    """Width x height as the header says it; 0 for what will not be opened."""
    try:
        _, width, height = examine_image(data, max_pixels=max_pixels)
    except ImageError:
        return 0
    return width * height
