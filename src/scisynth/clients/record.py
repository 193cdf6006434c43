"""Exchanges with chat models in a folder that can be read, sent, merged and replayed: a row each, as JSON Lines.

    exchanges.jsonl      key, date, step, item, asked, model, request, status, reason, text, thinking, tokens, cost, seconds
    images/<hash>.png    images of the requests; a row names them where the request held them

Where a run's own cache (`cache`) serves that run, a record shows what was said: the request as it was sent, without keys and addresses,
and the end of every exchange, refusals and broken answers too. Records are merged by putting their files into one folder: any
`*.jsonl` in it is read, and of two rows with one key an answer stands before a failure, and a later one before an earlier.

A replay answers a question from the row with its key. A question whose `Topic` has a text is also answered by what was said at the same
step to that text, where its words have changed since: so a record remains a test when a prompt is reworded.
"""

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from scisynth.clients.cache import COLUMNS, append_row
from scisynth.clients.records import ChatRequest, Topic
from scisynth.clients.render import describe
from scisynth.core.errors import DataError
from scisynth.core.images import content_hash
from scisynth.core.store import Journal, write_atomic

EXCHANGES = "exchanges.jsonl"
KEPT = ("asked", "model", "text", "thinking", "prompt_tokens", "completion_tokens", "usd", "attempts", "seconds")
"""Columns that a run's cache and a record share."""
TOPIC = ("step", "item", "item_digest", "repeat")
ENDED = frozenset({"ok", "refused", "filtered", "truncated", "unparsed", "transport"})
"""Ends of an exchange that took place; the other states mean that nobody was asked."""
_DATA_URL = "data:image/png;base64,"


class Record:
    """The exchanges in a folder."""

    def __init__(self, folder: Path, *, must_exist: bool = False) -> None:
        """Reads what is there.

        Raises:
            DataError: no folder of exchanges where one `must_exist`, or a row that is none.
        """
        self.folder = folder
        self._lock = Lock()
        self._rows: dict[tuple[str, ...], dict[str, Any]] = {}
        self._by_topic: dict[tuple[str, ...], dict[str, Any]] = {}
        for row in _read_rows(folder, must_exist):
            self._learn(row)

    def keep(
        self,
        key: str,
        request: ChatRequest,
        sent: Mapping[str, Any],
        row: Mapping[str, Any],
        clean: Callable[[str], str],
    ) -> None:
        """Adds an exchange, unless it is there; threads may call it side by side.

        Args:
            key: of the question (`cache.request_key`).
            sent: the body of the request as it was sent.
            row: how it ended, with the columns `KEPT` and `status`.
            clean: blots out a secret, should a text hold one.
        """
        with self._lock:
            known = self._rows.get((key,))
            if known and known["text"] == row["text"] and known["status"] == row["status"]:
                return
            exchange = {
                "key": key,
                "date": row.get("date") or datetime.now(UTC).isoformat(timespec="seconds"),
                **_topic_columns(request),
                "status": row["status"],
                "reason": row.get("reason", ""),
                "request": {**sent, "messages": [self._without_images(message) for message in sent["messages"]]},
                **{name: row.get(name) for name in KEPT},
            }
            exchange = json.loads(clean(json.dumps(exchange, ensure_ascii=False)))
            append_row(self.folder / EXCHANGES, exchange)
            self._learn(exchange)

    def find(self, key: str, asked: str, request: ChatRequest) -> dict[str, Any] | None:
        """The exchange that answers a question put to the model `asked`, or None."""
        is_known = request.topic is not None and bool(request.topic.text)
        by_topic = self._by_topic.get((asked, *_topic_columns(request).values())) if is_known else None
        return self._rows.get((key,)) or by_topic

    def missing(self, asked: str, absent: Sequence[ChatRequest], num: int) -> DataError:
        """What to raise for questions put to the model `asked` that are not here."""
        first = absent[0]
        about = f"the {first.topic.step} of {first.topic.item}: " if first.topic else ""
        models = sorted({row["asked"] for row in self._rows.values()})
        others = f"it holds those of {', '.join(models)}, not of {asked}; " if asked not in models else ""
        return DataError(
            f"{self.folder}: holds no answer to {len(absent)} of {num} questions, the first being {about}{describe(first)}; {others}"
            "replay what was recorded, with the same settings, or ask live"
        )

    def _learn(self, row: dict[str, Any]) -> None:
        topic = (row["asked"], *(str(row.get(name, "")) for name in TOPIC))
        for rows, key in ((self._rows, (row["key"],)), (self._by_topic, topic)):
            if row["status"] == "ok" or key not in rows or rows[key]["status"] != "ok":
                rows[key] = row

    def _without_images(self, message: Mapping[str, Any]) -> dict[str, Any]:
        content = message["content"]
        return {**message, "content": content if isinstance(content, str) else [self._named(part) for part in content]}

    def _named(self, part: Mapping[str, Any]) -> Mapping[str, Any]:
        """An image in a request by its file."""
        url = part.get("image_url", {}).get("url", "")
        if not url.startswith(_DATA_URL):
            return part
        data = base64.b64decode(url.removeprefix(_DATA_URL))
        name = f"images/{content_hash(data)}.png"
        if not (self.folder / name).exists():
            write_atomic(self.folder / name, data)
        return {"type": "image_url", "image_url": {"url": name}}


def _read_rows(folder: Path, must_exist: bool) -> Iterator[dict[str, Any]]:
    files = sorted(folder.glob("*.jsonl")) if folder.is_dir() else []
    if must_exist and not files:
        raise DataError(f"{folder}: expected a folder of recorded exchanges (*.jsonl), found none; check the path")
    for path in files:
        for row in Journal(path):
            if not isinstance(row, dict) or not row.keys() >= COLUMNS or row.get("status") not in ENDED:
                raise DataError(f"{path}: a row is no recorded exchange; check the path")
            yield row


def _topic_columns(request: ChatRequest) -> dict[str, str]:
    topic = request.topic or Topic()
    return dict(zip(TOPIC, (topic.step, topic.item, topic.digest, str(request.repeat)), strict=True))
