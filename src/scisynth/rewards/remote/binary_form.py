"""A JSON object and images in one body, without base64: what rewards over HTTP send (`rewards.remote.reward`) and read (`serve.bodies`).

4 bytes     length of the header, big-endian
header      the JSON object, UTF-8, with the size of each image in bytes as `images`
images      one after the other, as they are
"""

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any

from scisynth.core.strict_json import parse_json

MEDIA_TYPE = "application/x-scisynth"
MAX_HEADER_BYTES = 16 << 20
_LENGTH = struct.Struct(">I")


def pack(values: Mapping[str, Any], images: Sequence[bytes]) -> bytes:
    """The body.

    >>> unpack(pack({"prompts": ["a"]}, [b"png"]))
    {'prompts': ['a'], 'images': [b'png']}
    """
    header = json.dumps({**values, "images": [len(image) for image in images]}).encode()
    return b"".join([_LENGTH.pack(len(header)), header, *images])


def unpack(body: bytes) -> dict[str, Any]:
    """The JSON object, its `images` as bytes.

    Raises:
        ValueError: anything else; the message says what was expected.
    """
    start = _LENGTH.size
    if len(body) < start:
        raise ValueError("expected 4 bytes with the length of the header, got fewer")
    (length,) = _LENGTH.unpack_from(body)
    if length > min(MAX_HEADER_BYTES, len(body) - start):
        raise ValueError(f"expected a header of {length:,} bytes, got {len(body) - start:,} bytes in all")
    values = parse_json(body[start : start + length].decode())
    sizes, start = values.get("images") if isinstance(values, dict) else None, start + length
    if not isinstance(sizes, list) or not all(isinstance(size, int) and size >= 0 for size in sizes):
        raise ValueError("expected `images` in the header: the size of each image in bytes")
    if sum(sizes) != len(body) - start:
        raise ValueError(f"expected {sum(sizes):,} bytes of images, got {len(body) - start:,}")
    images = []
    for size in sizes:
        images.append(body[start : start + size])
        start += size
    return {**values, "images": images}
