"""Turns a private folder and the end of its process into a `RenderResult`. Everything in the folder is hostile.

How the process ended comes from the kernel, through the server; the code's own word (`outcome.json`) counts only where the
process ended by itself, and only for what it may claim: that it failed, or that there is an image, which is then looked at.
"""

import json
import re
import signal
import struct
from dataclasses import replace
from typing import Any

from scisynth.core.errors import ImageError, one_line
from scisynth.core.images import open_image
from scisynth.sandbox.marks import MAX_MARKS_BYTES, clean
from scisynth.sandbox.private import WORK, PrivateFolder
from scisynth.sandbox.records import STATUSES, Ended, Limits, RenderResult, Status, Tier
from scisynth.sandbox.svg import MAX_SVG_BYTES, clean_svg
from scisynth.sandbox.verdict import image_fault, size_fault

MAX_STDOUT = 20_000
MAX_TRACEBACK = 4000
MAX_OUTCOME_BYTES = 64 * 1024
CLAIMS = {"ok", "no_code", "syntax_error", "exception", "memory", "no_picture", "too_large", "broken_output"}
ADDRESS = re.compile(r"\b0x[0-9a-f]{8,16}\b")
PNG = b"\x89PNG\r\n\x1a\n"
MB = 1 << 20


def collect(folder: PrivateFolder, ended: Ended, limits: Limits, tier: Tier) -> RenderResult:
    """The figure's end, with its image re-encoded from pixels."""

    def say(text: str, limit: int) -> str:
        """Without the random name of the folder and places in memory, so that equal failures read equal."""
        return clean(ADDRESS.sub("0x...", text.replace(f"{folder.path}/{WORK}/", "").replace(folder.path, ".")), limit)

    base = RenderResult(
        status="killed",
        reason=ended.reason,
        tier=tier,
        wall_s=round(ended.wall_s, 4),
        stdout=say((folder.read("stdout.txt", MAX_STDOUT) or b"").decode(errors="replace"), MAX_STDOUT),
    )
    if forced := _forced(ended, limits):
        return replace(base, status=forced[0], reason=forced[1])
    outcome = _outcome(folder.read("outcome.json", MAX_OUTCOME_BYTES))
    if outcome is None:
        return replace(base, status="broken_output", reason="what the code's process left of its result cannot be read")
    if not outcome:
        reason = f"the code ended its process (exit code {ended.code}) before the image was saved"
        return replace(base, reason=reason)
    base = replace(
        base,
        status=outcome["status"],
        reason=say(" ".join(outcome["reason"].split()), 300),
        traceback=say(outcome["traceback"], MAX_TRACEBACK),
        num_figures=outcome["num_figures"],
    )
    return base if base.status != "ok" else _with_image(base, folder, limits)


def _forced(ended: Ended, limits: Limits) -> tuple[Status, str] | None:
    """What the kernel or the server decided, over the code's head."""
    if ended.how == "wall":
        return "timeout", ended.reason
    if ended.how == "breach":
        kinds: dict[str, Status] = {"threads": "killed", "of memory": "memory"}
        return next((kinds[word] for word in kinds if word in ended.reason), "too_many_files"), ended.reason
    if ended.how == "unconfined":
        return "refused", ended.reason
    if ended.how == "lost":
        return "killed", ended.reason
    if ended.how == "signal":
        if ended.code == signal.SIGXCPU or ended.cpu_s >= limits.cpu_s:
            return "timeout", f"used more than {limits.cpu_s} s of processor time"
        known = {number.value: number.name for number in signal.Signals}
        return "killed", f"the process was ended by {known.get(ended.code, f'signal {ended.code}')}"
    return None


def _outcome(data: bytes | None) -> dict[str, Any] | None:
    """The child's own report with its types checked; {} when there is none, None when it is not one."""
    if data is None:
        return {}
    try:
        row = json.loads(data) if len(data) <= MAX_OUTCOME_BYTES else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(row, dict) or row.get("status") not in CLAIMS & set(STATUSES):
        return None
    texts = {key: row.get(key, "") for key in ("reason", "traceback")}
    number = row.get("num_figures", 0)
    if not all(isinstance(text, str) for text in texts.values()) or type(number) is not int:
        return None
    return {"status": row["status"], "num_figures": max(0, min(number, 10_000)), **texts}


def _with_image(base: RenderResult, folder: PrivateFolder, limits: Limits) -> RenderResult:
    data = folder.read("picture.png", limits.file_mb * MB)
    if data is None:
        return replace(base, status="broken_output", reason="the image is missing or no regular file")
    # Only PNG goes on to the decoder, which runs unconfined; and Pillow would refuse a giant before telling its size.
    if not data.startswith(PNG) or len(data) < 24:
        return replace(base, status="broken_output", reason="the image is no PNG file")
    width, height = struct.unpack(">II", data[16:24])
    fault = size_fault(width, height, limits)
    try:
        image = None if fault else open_image(data, max_pixels=limits.max_side_px**2)
    except ImageError as error:
        return replace(base, status="broken_output", reason=clean(one_line(error), 300))
    if image is not None:
        fault = image_fault(image)
    marks = folder.read("marks.json", MAX_MARKS_BYTES)
    if fault:
        return replace(base, status=fault[0], reason=fault[1], marks_json=marks)
    svg = folder.read("picture.svg", MAX_SVG_BYTES)
    return replace(
        base,
        image=image,
        svg=clean_svg(svg) if svg else None,
        marks_json=marks,
    )
