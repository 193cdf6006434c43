"""Checks that need no model of images: answers against keys, figures against their claims, texts read in pixels.

    answers   (reply, key)                         -> right, wrong or unknown, with the reason; 1 or 0 as a reward (`students.reward`)
    figures   (SVG or marks, image, claims, ...)   -> claims, ink and layout, visible answers: `figures.verify`, in a confined process
    texts     (image, expected labels)             -> lines of text; of the labels the fraction that stands there

Each item ends with a result or an error. Every check has a thread of its own, figures also a process with limits on time and memory.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from typing import Any

from scisynth.core.errors import DataError, ScisynthError, one_line
from scisynth.core.images import open_image
from scisynth.core.problems import Answer
from scisynth.grading.answers import check_answer
from scisynth.serve.bodies import read_image
from scisynth.serve.config import Check, ServeConfig
from scisynth.serve.metrics import Metrics
from scisynth.serve.queues import FAILURES
from scisynth.students.reward import decode_answer, reward_of, text_of

Item = Mapping[str, Any]
MAX_REPLY_CHARS = 200_000
MAX_LABELS = 200


class Checks:
    """The checks of one server, by name."""

    def __init__(self, names: Sequence[Check], config: ServeConfig, metrics: Metrics) -> None:
        self.names = tuple(names)
        self._limits, self._metrics = config.limits, metrics
        self._checker: Any = None
        self._num_waiting = dict.fromkeys(names, 0)
        self._threads = {name: ThreadPoolExecutor(1, thread_name_prefix=name) for name in names}
        for name in names:
            metrics.watch(name, partial(self._num_waiting.__getitem__, name))

    @property
    def num_waiting(self) -> int:
        """Items that nobody has started with."""
        return sum(self._num_waiting.values())

    def submit(self, name: Check, items: Sequence[Any]) -> "Future[list[dict[str, Any]]]":
        """Each item to its result, or to `{"error": reason}`; called by one thread, the server's loop."""
        run = {"answers": self._answer, "figures": self._figure, "texts": self._text}[name]
        self._num_waiting[name] += len(items)
        return self._threads[name].submit(self._run, name, run, items)

    def close(self) -> None:
        """Ends threads and processes."""
        for threads in self._threads.values():
            threads.shutdown(cancel_futures=True)
        if self._checker is not None:
            self._checker.close()

    def _run(self, name: Check, check: Callable[[Item], dict[str, Any]], items: Sequence[Any]) -> list[dict[str, Any]]:
        found = []
        for item in items:
            try:
                if not isinstance(item, Mapping):
                    raise DataError(f"expected an item as a JSON object, got {type(item).__name__}")
                found.append(check(item))
            except FAILURES as error:
                kind = "" if isinstance(error, ScisynthError) else f"the check failed: {type(error).__name__}: "
                found.append({"error": f"{kind}{one_line(error)}"})
            self._num_waiting[name] -= 1
            self._metrics.item(name, is_error="error" in found[-1])
        return found

    def _answer(self, item: Item) -> dict[str, Any]:
        reply, answer = item.get("reply"), _read_answer(item.get("answer"))
        reply = text_of(reply) if isinstance(reply, list) else reply
        if not isinstance(reply, str):
            raise DataError(f"expected `reply` as a text or as messages, got {type(reply).__name__}")
        if len(reply) > MAX_REPLY_CHARS:
            raise DataError(f"expected a reply of at most {MAX_REPLY_CHARS:,} characters, got {len(reply):,}")
        # A key that cannot be read is an error here, before anything is paid for it.
        reward = reward_of(reply, answer)
        return {"reward": reward, **asdict(check_answer(reply, answer))}

    def _figure(self, item: Item) -> dict[str, Any]:
        from scisynth.figures.scene.scene import claim_from_dict
        from scisynth.imgcoder.checker import Checker
        from scisynth.imgcoder.planned_claims import read_claims

        svg, marks = item.get("svg"), item.get("marks")
        if (svg is None) == (marks is None) or not isinstance(svg, str | None):
            raise DataError("expected `svg` as a text, or `marks` as `imgcoder render` writes them, one of the two")
        drawn = svg.encode(errors="replace") if svg is not None else json.dumps(marks).encode()
        image = self._image(item["image"]) if item.get("image") is not None else None
        kept, refused = read_claims(_rows(item, "claims"))
        hidden = _rows(item, "hidden")
        if not all(isinstance(text, str) for text in hidden):
            raise DataError("expected `hidden` as texts that must not be shown")
        claims = [claim_from_dict({**row, "tolerance": 0.0}) for row in kept]
        self._checker = self._checker or Checker(reads_svg=True)
        verification = self._checker.check(drawn, image, claims, hidden)
        if verification.status != "checked":
            raise DataError(verification.reason)
        findings = asdict(verification)
        return {
            "score": verification.score,
            "passed": verification.passed and not refused,
            "refused_claims": refused,
            **{kind: findings[kind] for kind in ("claims", "layout", "leaks")},
        }

    def _text(self, item: Item) -> dict[str, Any]:
        from scisynth.figures.pixels.matching import candidates, stands_in
        from scisynth.figures.pixels.reader import read_texts

        labels = _rows(item, "labels")
        if not all(isinstance(label, str) and label.strip() for label in labels):
            raise DataError("expected `labels` as texts that should be printed")
        texts = read_texts(self._image(item.get("image")))
        places = candidates(texts)
        found = {label: stands_in(label, places) for label in labels}
        return {
            "texts": [text.to_dict() for text in texts],
            "labels": found,
            "score": sum(found.values()) / len(found) if found else None,
        }

    def _image(self, given: Any) -> Any:
        data, reason = read_image(given, int(self._limits.max_image_mb * 1e6))
        if reason:
            raise DataError(reason)
        return open_image(data, max_pixels=self._limits.max_pixels)


def _read_answer(given: Any) -> Answer:
    """A key as a text, as the column that `student export` writes, or as the fields of an `Answer`."""
    if isinstance(given, str):
        return decode_answer(given)
    if isinstance(given, Mapping):
        try:
            return Answer(**given)
        except TypeError:
            raise DataError("expected an answer with `text` and perhaps `value`, `unit`, `tolerance`") from None
    raise DataError(f"expected `answer` as a text or an object, got {type(given).__name__}")


def _rows(item: Item, key: str) -> list[Any]:
    found = item.get(key) or []
    if not isinstance(found, list) or len(found) > MAX_LABELS:
        raise DataError(f"expected `{key}` as a list of at most {MAX_LABELS}")
    return found
