"""What the body of an HTTP error says: its human words, the parameters it names, and whether content was blocked.

Servers differ in form. OpenAI and Azure name the parameter (`error.param`), FastAPI servers (vLLM, SGLang, LiteLLM) give a list of
places (`detail[].loc`), OpenRouter wraps the provider's own body as a string (`error.metadata.raw`), others answer in plain
text. Everything here works on all of them and is bounded in depth and length.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

MAX_CHARS = 4_000
"""Of an error's words that are looked at."""
MAX_DEPTH = 8
WORDS = ("error", "message", "detail", "msg", "errors", "error_msg", "raw")
"""Keys under which servers put what a person should read, the usual ones first."""
PLACES = frozenset({"param", "parameter", "params", "field", "loc", "path", "pointer", "property", "argument"})
"""Keys under which servers name the part of the request that they refuse."""
CODES = ("code", "type", "status", "reason", "error_code")

BLOCKED_CODE = re.compile(
    r"content_?filter|content_?policy|moderation_?blocked|responsible_?ai_?policy|data_?inspection|prohibited_?content"
    r"|safety|sensitive|policy_?violation|blocklist|recitation",
    re.IGNORECASE,
)
BLOCKED_WORDS = re.compile(
    r"content (?:management |usage )?(?:policy|policies|filter|filtering)|usage (?:policy|policies|guidelines)"
    r"|safety (?:system|filter|setting|reason|check)|(?:input|prompt|content|request) (?:was|is|has been) flagged"
    r"|inappropriate content|content exists risk|considered high risk|blocked by (?:the )?(?:safety|moderation|content)"
    r"|(?:blocked|rejected|stopped) (?:for|due to|because of) (?:safety|moderation|policy|prohibited)|unsafe or sensitive"
    r"|不安全或敏感|敏感内容",
    re.IGNORECASE,
)
BLOCKED_STATUS = frozenset({400, 403, 422, 451})


def message_of(body: object) -> str:
    """The human words of an error body, the provider's own where a relay wraps them; empty where there are none."""
    found = _words(body, MAX_DEPTH)
    if found or body in (None, "", {}, []):
        return found
    return body if isinstance(body, str) else json.dumps(body, default=str)


def named_places(body: object) -> tuple[str, ...]:
    """Parts of the request that the body points at, e.g. `temperature` or `messages[0].role`; as the server writes them."""
    return tuple(dict.fromkeys(place for place in _places(body, MAX_DEPTH) if place))


def is_blocked(body: object, status: int, codes: str = "") -> bool:
    """Whether the refusal is one of content (a filter, a moderation, a usage policy) and not one of form."""
    if BLOCKED_CODE.search(f"{codes} {' '.join(_codes(body, MAX_DEPTH))}"):
        return True
    return status in BLOCKED_STATUS and bool(BLOCKED_WORDS.search(message_of(body)[:MAX_CHARS]))


def _parsed(value: object) -> object:
    """A string that holds JSON, read; anything else as it is."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _words(body: object, depth: int) -> str:
    body = _parsed(body)
    if depth == 0:
        return ""
    if isinstance(body, list):
        return "; ".join(filter(None, (_item_words(item, depth - 1) for item in body[:3])))
    if not isinstance(body, Mapping):
        return body if isinstance(body, str) else ""
    # A relay's own words ("Provider returned error") say less than what it wraps.
    inner = body.get("metadata")
    if isinstance(inner, Mapping) and (found := _words(inner.get("raw"), depth - 1)):
        return found
    return next((found for key in WORDS if (found := _words(body.get(key), depth - 1))), "")


def _item_words(item: object, depth: int) -> str:
    """The words of one of several errors after the place they are about, as FastAPI gives them: `body.temperature: ...`."""
    words = _words(item, depth)
    where = next(_places(item, 2), "")
    return f"{where}: {words}" if where and words else words


def _places(body: object, depth: int) -> Iterator[str]:
    body = _parsed(body)
    if depth == 0:
        return
    if isinstance(body, list):
        for item in body[:20]:
            yield from _places(item, depth - 1)
    elif isinstance(body, Mapping):
        for key, value in body.items():
            if key in PLACES and isinstance(value, str):
                yield value
            elif key in PLACES and isinstance(value, list) and all(isinstance(item, (str, int)) for item in value):
                yield _join(value)
            elif isinstance(value, (Mapping, list, str)):
                yield from _places(value, depth - 1)


def _codes(body: object, depth: int) -> Iterator[str]:
    body = _parsed(body)
    if depth == 0:
        return
    if isinstance(body, list):
        for item in body[:20]:
            yield from _codes(item, depth - 1)
    elif isinstance(body, Mapping):
        yield from (value for key in CODES if isinstance(value := body.get(key), str))
        for value in body.values():
            yield from _codes(value, depth - 1) if isinstance(value, (Mapping, list, str)) else ()


def _join(parts: list[Any]) -> str:
    return ".".join(map(str, parts))
