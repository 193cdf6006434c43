"""Whether an SVG is only a drawing: no scripts, no handlers, no entities, nothing fetched from outside."""

import re
from xml.etree import ElementTree

MAX_SVG_BYTES = 8 << 20
ACTIVE = {"script", "foreignObject", "iframe", "object", "embed", "handler", "set", "animate", "animateTransform"}
OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#|['\"]?data:image/)|@import|javascript:", re.IGNORECASE)
INLINE = re.compile(r"^\s*(#|data:image/(png|jpeg|webp);)", re.IGNORECASE)


def is_plain_svg(data: bytes) -> bool:
    """True for UTF-8 XML whose root is `svg` and in which nothing runs or refers outside."""
    if len(data) > MAX_SVG_BYTES:
        return False
    try:
        text = data.decode("utf-8")
        if "<!ENTITY" in text:
            return False
        root = ElementTree.fromstring(text.encode("utf-8"), parser=ElementTree.XMLParser(encoding="utf-8"))
    except (ElementTree.ParseError, ValueError, RecursionError):
        return False
    return _name(root.tag) == "svg" and all(_is_plain(element) for element in root.iter())


def _is_plain(element: ElementTree.Element) -> bool:
    if _name(element.tag) in ACTIVE or OUTSIDE.search(element.text or ""):
        return False
    for key, value in element.attrib.items():
        name = _name(key)
        if name.lower().startswith("on") or OUTSIDE.search(value):
            return False
        if name in ("href", "src") and not INLINE.match(value):
            return False
    return True


def _name(tag: object) -> str:
    return str(tag).rpartition("}")[2]
