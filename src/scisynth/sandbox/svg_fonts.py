"""Gives every text of an SVG a font that is here: a browser falls back to another font, the program that draws SVG leaves the text out.

`Arial`, `sans` or no font at all are the commonest ways to write a text, and few machines without a screen have any of them.
"""

import re
from xml.etree import ElementTree

FALLBACK = "DejaVu Sans, sans-serif"
"""The first comes with Matplotlib."""
NARROW = re.compile(r"\b(sans|arial|helvetica)\b(?!-)", re.IGNORECASE)
LIKE_ARIAL = "Liberation Sans, Arimo"
"""As wide as Arial, for pages that were laid out for it."""
SVG = "http://www.w3.org/2000/svg"
FAMILY = re.compile(r"(font-family\s*:[^;}]*|(?<![\w-])font\s*:[^;}]*\d(?:px|pt|em|rem|%)[^;}]*)")
MAX_CHARS = 8 << 20


def with_fonts(svg: str) -> str:
    """The same page with a font to fall back on for every text; what is no SVG comes back as it is."""
    if len(svg) > MAX_CHARS or "text" not in svg:
        return svg
    try:
        root = ElementTree.fromstring(svg)
    except (ElementTree.ParseError, RecursionError, ValueError):
        return svg
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    if "font-family" not in root.attrib:
        root.set("font-family", FALLBACK)
    for element in root.iter():
        if family := element.get("font-family"):
            element.set("font-family", _longer(family))
        if "font" in element.get("style", ""):
            element.set("style", FAMILY.sub(lambda found: _longer(found[0]), element.get("style", "")))
        if str(element.tag).endswith("style") and element.text and "font" in element.text:
            element.text = FAMILY.sub(lambda found: _longer(found[0]), element.text)
    return ElementTree.tostring(root, encoding="unicode")


def _longer(families: str) -> str:
    if families.rstrip().endswith(FALLBACK):
        return families
    like = f"{LIKE_ARIAL}, " if NARROW.search(families) else ""
    return f"{families.rstrip(' ,')}, {like}{FALLBACK}"
