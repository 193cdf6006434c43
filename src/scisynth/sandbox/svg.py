"""An SVG as a drawing and nothing else: parsed by expat, held against a list of what is allowed, and written again.

A browser runs what it finds in an SVG: scripts, handlers, style sheets, animations, pages inside of it, addresses to fetch. So nothing is
looked for; every element, attribute, style property and function of a value must be on a list. What is harmless but of no use is left
out (comments, metadata, a DOCTYPE, attributes of editors); anything else makes the whole file None. The file that is kept is written
from what was read, so that nothing hides in how it was spelled (entities, CDATA, escapes, encodings).

References (`use`, `clip-path`, gradients) stay inside the file, and their number is bounded as if each were drawn: ten of ten of ten
would otherwise let a small file draw without end. Images inside are PNG, JPEG or WEBP as `data:`.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

MAX_SVG_BYTES = 8 << 20
MAX_ELEMENTS, MAX_DEPTH, MAX_DRAWN = 200_000, 100, 1_000_000
SVG, XLINK, XML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _words("""
    svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc style image clipPath
    linearGradient radialGradient stop pattern marker switch
""")
STYLES = _words("""
    alignment-baseline baseline-shift clip-path clip-rule color color-interpolation cursor direction display dominant-baseline fill
    fill-opacity fill-rule font font-family font-size font-size-adjust font-stretch font-style font-variant font-weight
    image-rendering isolation letter-spacing line-height marker marker-end marker-mid marker-start mix-blend-mode opacity overflow
    paint-order pointer-events shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap
    stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-align text-anchor text-decoration text-indent
    text-rendering transform transform-origin vector-effect visibility white-space word-spacing writing-mode
    -inkscape-font-specification
""")
ATTRIBUTES = STYLES | _words("""
    id class style type role lang tabindex version baseProfile
    d x y x1 y1 x2 y2 cx cy r rx ry dx dy fx fy fr points width height pathLength offset rotate viewBox preserveAspectRatio
    gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform clipPathUnits
    markerWidth markerHeight markerUnits refX refY orient lengthAdjust textLength startOffset method spacing
""")
IGNORED_ATTRIBUTES = re.compile(r"(aria|data)-[\w-]+")
LEFT_OUT = frozenset({"metadata"})
FUNCTIONS = _words(
    "rgb rgba hsl hsla translate translatex translatey scale scalex scaley rotate skewx skewy matrix url calc"
)
FUNCTION = re.compile(r"([\w-]*)\s*\(")
REFERENCE = re.compile(r"""url\(\s*(["']?)#([\w.:-]+)\1\s*\)""", re.IGNORECASE)
INLINE = re.compile(r"data:image/(png|jpeg|webp);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
RULE = re.compile(r"([^{}@\\<]*)\{([^{}@\\<>]*)\}")


class _HostileError(ValueError):
    """Something that no drawing needs."""


def clean_svg(data: bytes) -> bytes | None:
    """The SVG written again from what is allowed in it, UTF-8; None for one with anything else in it, and for what is no SVG."""
    if len(data) > MAX_SVG_BYTES:
        return None
    try:
        reader = _Reader()
        reader.read(data.decode("utf-8-sig"))
        reader.check_references()
    except (_HostileError, expat.ExpatError, UnicodeDecodeError):
        return None
    return "".join(reader.written).encode()


def is_plain_svg(data: bytes) -> bool:
    """Whether `clean_svg` keeps it."""
    return clean_svg(data) is not None


class _Reader:
    """Handlers of one parse; `written` is the new file in pieces."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self._open: list[str] = []
        self._parts = [""]
        self._skipped = 0
        self._num = 0
        self._style: list[str] = []
        self._size: dict[str, int] = defaultdict(int)
        """Elements in each part of the file that has an id, those of inner parts not counted; the file itself is ''."""
        self._draws: dict[str, list[str]] = defaultdict(list)
        """Part to the parts that are drawn with it: those that lie in it, and those it refers to."""

    def read(self, text: str) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = _refuse
        parser.ProcessingInstructionHandler = _refuse
        parser.SkippedEntityHandler = _refuse
        parser.Parse(text.encode(), True)

    def check_references(self) -> None:
        """That all references together draw a bounded number of elements."""
        drawn: dict[str, int] = {}

        def count(name: str, above: tuple[str, ...]) -> int:
            if name in above or len(above) > MAX_DEPTH:
                raise _HostileError("a reference that leads back to itself")
            if name not in drawn:
                inner = (count(other, (*above, name)) for other in self._draws.get(name, ()))
                drawn[name] = self._size[name] + sum(inner)
                if drawn[name] > MAX_DRAWN:
                    raise _HostileError("too many references")
            return drawn[name]

        count("", ())

    def _doctype(self, _name: str, _system: str | None, _public: str | None, has_internal_subset: int) -> None:
        if has_internal_subset:
            raise _HostileError("a DOCTYPE with declarations")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._num += 1
        if self._num > MAX_ELEMENTS or len(self._open) + self._skipped > MAX_DEPTH:
            raise _HostileError("too many elements")
        space, _, tag = name.rpartition(" ")
        if self._skipped or (space == SVG and tag in LEFT_OUT):
            self._skipped += 1
            return
        if space != SVG or tag not in ELEMENTS or (not self._open and tag != "svg"):
            raise _HostileError(tag)
        if self._open and self._open[-1] == "style":
            raise _HostileError("an element in a style sheet")
        kept = {key: value for key, value in map(_attribute, attributes.items()) if key}
        outer = self._parts[-1]
        part = kept.get("id", outer)
        if part != outer:
            self._draws[outer].append(part)
        self._size[part] += 1
        self._draws[part] += _references(tag, kept)
        self._open.append(tag)
        self._parts.append(part)
        head = f' xmlns="{SVG}" xmlns:xlink="{XLINK}"' if len(self._open) == 1 else ""
        self.written.append(f"<{tag}{head}{''.join(f' {key}={quoteattr(value)}' for key, value in kept.items())}>")

    def _end(self, _name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        tag = self._open.pop()
        self._parts.pop()
        if tag == "style":
            self.written.append(escape(_style_sheet("".join(self._style))))
            self._style.clear()
        self.written.append(f"</{tag}>")

    def _text(self, text: str) -> None:
        if self._skipped or not self._open:
            return
        if self._open[-1] == "style":
            self._style.append(text)
        else:
            self.written.append(escape(text))


def _refuse(*_arguments: Any) -> None:
    raise _HostileError("a declaration or an instruction")


def _attribute(item: tuple[str, str]) -> tuple[str, str]:
    """(name, value) as they are written; an empty name for one that is left out."""
    space, _, name = item[0].rpartition(" ")
    value = item[1]
    if name == "href" and space in ("", XLINK):
        if not re.fullmatch(r"#[\w.:-]+", value) and not INLINE.fullmatch(value):
            raise _HostileError("an address")
        return "xlink:href", value
    if space == XML and name in ("space", "lang"):
        return f"xml:{name}", value
    if space or IGNORED_ATTRIBUTES.fullmatch(name):
        # Of an editor; browsers know none of them, but for `xml:base` and those of XLink.
        if space == XML or (space == XLINK and name not in ("type", "title", "show", "actuate", "role", "arcrole")):
            raise _HostileError(name)
        return "", ""
    if name == "style":
        return name, _declarations(value)
    if name not in ATTRIBUTES or (name == "type" and value != "text/css"):
        raise _HostileError(name)
    return name, _value(value)


def _value(text: str) -> str:
    """A value in which nothing is fetched: no escapes, no rules, and of functions only those of the list."""
    if re.search(r"[\\@<>{}]|/\*|javascript:|expression", text, re.IGNORECASE):
        raise _HostileError("a value with more in it")
    rest = REFERENCE.sub("none", text)
    for function in FUNCTION.findall(rest):
        if function.lower() not in FUNCTIONS or function.lower() == "url":
            raise _HostileError(function)
    return text


def _declarations(text: str) -> str:
    for part in filter(str.strip, text.split(";")):
        name, colon, value = part.partition(":")
        if not colon or name.strip().lower() not in STYLES:
            raise _HostileError("a style")
        _value(value)
    return text


def _style_sheet(text: str) -> str:
    """Rules of plain selectors and declarations; comments are left out."""
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.DOTALL)
    if RULE.sub("", text).strip():
        raise _HostileError("a style sheet with more in it")
    rules = RULE.findall(text)
    if any(not re.fullmatch(r"[\w\s.#*,>+~:-]*", selector) for selector, _ in rules):
        raise _HostileError("a selector")
    return "\n".join(f"{selector.strip()} {{{_declarations(inner)}}}" for selector, inner in rules)


def _references(tag: str, attributes: Mapping[str, str]) -> list[str]:
    """Ids of the elements that this one draws again."""
    found = [
        match[2] for value in attributes.values() if "url(" in value.lower() for match in REFERENCE.finditer(value)
    ]
    if tag != "image" and attributes.get("xlink:href", "").startswith("#"):
        found.append(attributes["xlink:href"][1:])
    return found
