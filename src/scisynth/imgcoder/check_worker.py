"""The process that checks figures: it reads marks and pixels that hostile code made, confined, and can be killed.

It is started by `imgcoder.checker`, confines itself as a figure's process does (no file can be written, no network, no other
process) and answers one job at a time. What no check expects, it does not survive: the error goes to its standard error, the parent
makes a state of it and starts another process for the next figure. So nothing of one figure reaches the next after a fault.

A job on the line: four bytes of length, a JSON header, then as many bytes of marks and of pixels as the header says.
"""

import json
import os
import struct
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, BinaryIO

from scisynth.core.errors import DataError
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.scene import Claim, claim_from_dict
from scisynth.figures.verify.required import Required, required_from_dict
from scisynth.figures.verify.verify import Verification, verify
from scisynth.sandbox.confinement import confine, seccomp
from scisynth.sandbox.frames import read_frame, write_frame
from scisynth.sandbox.marks import parse_marks
from scisynth.sandbox.svg import clean_svg

if TYPE_CHECKING:
    from PIL.Image import Image

SAMPLE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M1 1L8 8"/><text x="1" y="8">a</text></svg>'
)


def main() -> None:
    """Serves until the line is closed."""
    requests, replies = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    settings = read_frame(requests)
    if settings is None:
        return
    if settings["reads_svg"]:
        # Loads what reads one, Matplotlib's fonts among it, which later could not keep its list of them.
        _svg_rows(SAMPLE)
    parent = os.getppid()
    confine.limit_memory(settings["memory_mb"])
    if settings["confined"]:
        confine.die_with_parent(parent)
        confine.confine(settings["readable"], None, seccomp.table())
    write_frame(replies, {"ready": True})
    with os.fdopen(requests, "rb") as line:
        while job := _read_job(line):
            write_frame(replies, asdict(_check(*job)))


def pack_job(
    marks: bytes,
    image: "Image | None",
    claims: Sequence[Claim],
    hidden: Sequence[str],
    places: Iterable[str],
    required: Required,
) -> list[bytes]:
    """A job as it goes over the line."""
    pixels = image.tobytes() if image is not None else b""
    header = {
        "marks": len(marks),
        "pixels": len(pixels),
        "size": image.size if image is not None else None,
        "claims": [asdict(claim) for claim in claims],
        "hidden": list(hidden),
        "places": list(places),
        "required": asdict(required),
    }
    data = json.dumps(header).encode()
    return [struct.pack(">I", len(data)), data, marks, pixels]


def _read_job(line: BinaryIO) -> tuple[bytes, "Image | None", list[Claim], list[str], list[str], Required] | None:
    length = line.read(4)
    if len(length) < 4:
        return None
    header: dict[str, Any] = json.loads(line.read(*struct.unpack(">I", length)))
    marks, pixels = line.read(header["marks"]), line.read(header["pixels"])
    image = None
    if header["size"] is not None:
        from PIL import Image

        image = Image.frombytes("RGB", tuple(header["size"]), pixels)
    claims, required = [claim_from_dict(row) for row in header["claims"]], required_from_dict(header["required"])
    return marks, image, claims, header["hidden"], header["places"], required


def _check(
    marks: bytes,
    image: "Image | None",
    claims: Sequence[Claim],
    hidden: Sequence[str],
    places: Sequence[str],
    required: Required,
) -> Verification:
    try:
        drawing = Drawing.from_rows(_svg_rows(marks) if marks.lstrip().startswith(b"<") else parse_marks(marks))
    except DataError as error:
        return Verification(status="unreadable", reason=str(error))
    # Except for a page of our own, the sandbox saves an image with everything that is drawn on it.
    fitted = not drawing.is_exact
    return verify(drawing, claims, hidden, fitted=fitted, image=image, places=places, required=required)


def _svg_rows(svg: bytes) -> list[dict[str, Any]]:
    """The marks of an SVG that came in the place of marks."""
    # Most figures come with their marks.
    from scisynth.figures.read_back.svg.document import svg_marks

    cleaned = clean_svg(svg)
    if cleaned is None:
        raise DataError("expected an SVG of shapes and texts alone, got one with scripts, addresses or too much in it")
    try:
        return svg_marks(cleaned.decode())
    except ValueError as error:
        raise DataError(str(error)) from None
