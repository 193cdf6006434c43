"""Messages between the program and its warm server: four bytes of length, then JSON. Only these two processes use this channel."""

import json
import os
import select
import struct
import time
from typing import Any

MAX_FRAME = 1 << 20


def write_frame(descriptor: int, message: dict[str, Any]) -> None:
    """Writes one message whole; `OSError` when nobody listens any more."""
    data = json.dumps(message).encode()
    view = memoryview(struct.pack(">I", len(data)) + data)
    while view:
        view = view[os.write(descriptor, view) :]


def read_frame(descriptor: int, timeout_s: float | None = None) -> dict[str, Any] | None:
    """The next message, or None at the end of the line, after `timeout_s`, or for anything that is no message."""
    deadline = None if timeout_s is None else time.monotonic() + timeout_s
    header = _read_exactly(descriptor, 4, deadline)
    if header is None:
        return None
    (length,) = struct.unpack(">I", header)
    data = _read_exactly(descriptor, length, deadline) if length <= MAX_FRAME else None
    if data is None:
        return None
    try:
        message = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None


def _read_exactly(descriptor: int, length: int, deadline: float | None) -> bytes | None:
    data = b""
    while len(data) < length:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0 or not _has_news(descriptor, left):
                return None
        part = os.read(descriptor, length - len(data))
        if not part:
            return None
        data += part
    return data


def _has_news(descriptor: int, timeout_s: float) -> bool:
    """`select` would fail on descriptors above 1023."""
    line = select.poll()
    line.register(descriptor, select.POLLIN)
    return bool(line.poll(timeout_s * 1000))
