r"""A problem's text without its markup, for a prompt and for a page: TeX, HTML and Markdown to plain Unicode.

readable("a wire of {eq}\\displaystyle \\rm 10 \\ \\Omega\n\n{/eq}")    a wire of 10 Ω
readable(r"lifts $2.5\times10^{3}\,\mathrm{kg}$ at 30$^\circ$")          lifts 2.5×10³ kg at 30°

What has no plain form (an unknown macro) stays as it is. Values never change: this is about how a text looks, not what it says, and
data, ids and keys keep the text as it was published. Work grows with the length of the text, and long texts are left as they are.
"""

import html
import re
from functools import lru_cache

from scisynth.grading.values.plain import NAMED, SUBSCRIPTS, SUPERSCRIPTS

MAX_CHARS = 50_000
"""Longer texts are shown as they are."""
DEPTH = 8
"""Braces inside braces that are resolved."""
TAGS = "p|br|b|i|em|strong|span|div|u|font|a|ul|ol|li|table|tbody|thead|tr|td|th|img|image|h[1-6]|hr|center|blockquote|pre|code|small|big|tt"
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,24}\d{0,2});")
_RAISED_TAG = re.compile(r"<(su[bp])>([^<>]{0,200})</\1>", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<br\s?/?>|</(?:p|div|li|tr|h[1-6])>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{TAGS})(?:\s[^<>]{{0,300}})?/?>", re.IGNORECASE)
_SEGMENTS = re.compile(
    r"\{eq\}(.{0,4000}?)\{/eq\}|\$\$(.{1,4000}?)\$\$|(?<!\\)\$(?![\s,;:)]|\.(?!\d))([^$]{0,1000}?[^\s$\\])\$(?!\d)|\\\((.{1,4000}?)\\\)"
    r"|\\\[(.{1,4000}?)\\\]",
    re.DOTALL,
)
_LONE_TAG = re.compile(r"\{/?eq\}")
_SPACE = re.compile(
    r"(?<!\\)\\[,;:> \n]|\\(?:q?quad|space|enspace|thinspace|displaystyle|textstyle|nonumber)(?![A-Za-z])"
    r"|\\[hv]space\*?\s?\{[^{}]{0,20}\}"
)
_NOTHING = re.compile(
    r"(?<!\\)\\!|\\(?:left|right|[bB]igg?[lrm]?|limits|nolimits|rm|bf|it|sf|tt|cal|hline|(?:LARGE|Large|large|small))(?![A-Za-z])"
    r"(?:\s?\.(?=\s|$))?|\\phantom\s?\{[^{}]{0,40}\}"
)
_WRAP = re.compile(
    r"\\(?:math[a-z]{2,4}|text(?:bf|it|rm|sf|tt|normal)?|operatorname\*?|boldsymbol|bm|pmb|mbox|emph|ce|pu|unit|underline|boxed|fbox"
    r"|overline|overrightarrow|widehat|vec|hat|bar|dot|tilde)\s?(?:\{([^{}]*)\}|\s([A-Za-z])(?![A-Za-z]))"
)
_FRACTION = re.compile(
    r"\\[dtc]?frac\s*(?:\{([^{}]*)\}|(\w|\\[A-Za-z]+))\s*(?:\{([^{}]*)\}|(\w|\\[A-Za-z]+))(?P<next>(?=\s?[\w\\√]))?"
)
_ROOT = re.compile(r"\\sqrt\s*(?:\[([^\[\]]{1,5})\])?\s*(?:\{([^{}]*)\}|(\w))")
_RAISE = re.compile(r"([\^_])(?:\{([^{}]*)\}|([^\W_]|[+*'′°-]))")
_NUMBER_RAISED = re.compile(r"(?:(?<=[\w)\]}])\s?)?\^\s?([-+−–]?\d+(?:\.\d+)?)|(?<=[^\W\d_])_(\d{2,})")
"""`10^24`, `10 ^ -19`, `C_12`: without braces, too, a writer means the whole number."""
_DONE = {"^": "\x02", "_": "\x03"}
"""Of what stays raised or lowered, so that `x^{2a}` is not read a second time as x²a."""
_MACRO = re.compile(r"\\([A-Za-z]+)(?:\s(?=[A-Za-z(]))?")
_BEGIN = re.compile(
    r"\\begin\s?\{[A-Za-z]*(?:matrix|array|cases)\*?\}\s?(?:\{[^{}]{0,40}\})?|\\end\s?\{[A-Za-z]*(?:matrix|array|cases)\*?\}"
)
_BOLD = re.compile(r"\*\*(?=\S)([^*\n]{1,300}?)(?<=\S)\*\*(?![\w(])")
_HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)
_FUNCTION_NAMES = "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh ln log exp lim max min det deg gcd Pr inf sup dim ker arg mod"
FUNCTIONS = frozenset(_FUNCTION_NAMES.split())
_FURTHER_TEXT = (
    "int ∫ iint ∬ iiint ∭ oint ∮ sum ∑ prod ∏ vdots ⋮ ddots ⋱ star ⋆ downarrow ↓ perp ⊥ parallel ∥ forall ∀ exists ∃ subset ⊂ "
    "subseteq ⊆ wedge ∧ vee ∨ neg ¬ land ∧ lor ∨ oplus ⊕ triangle △ square □ searrow ↘ nearrow ↗ notin ∉ lfloor ⌊ rfloor ⌋ "
    "lceil ⌈ rceil ⌉ prime ′ lnot ¬ supset ⊃ ominus ⊖ otimes ⊗ odot ⊙ dagger † updownarrow ↕ Leftarrow ⇐ Leftrightarrow ⇔ "
    "longleftarrow ← circlearrowleft ↺ circlearrowright ↻ ohm Ω micro μ celsius °C percent % lbrack [ rbrack ] colon : ll ≪ gg ≫ triangleright ▷ triangleleft ◁"
)
_FURTHER = _FURTHER_TEXT.split()
ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
SIGNS = NAMED | dict(zip(_FURTHER[::2], _FURTHER[1::2], strict=True))
RAISED = {chr(plain): chr(sign) for sign, plain in SUPERSCRIPTS.items() if chr(plain) in "0123456789+-n"}
LOWERED = {chr(plain): chr(sign) for sign, plain in SUBSCRIPTS.items() if chr(plain) in "0123456789+-"}
"""Of the small letters most fonts lack most."""


@lru_cache(maxsize=4096)
def readable(text: str) -> str:
    r"""The text of a problem as a person reads it.

    >>> readable(r"A {eq}\textbf{2.0} \; \rm kg{/eq} block &amp; a <b>spring</b>"), readable(r"$\frac{1}{2}mv^2$, $5 each")
    ('A 2.0 kg block & a spring', '(1/2)mv², $5 each')
    """
    if len(text) > MAX_CHARS or not re.search(r"[\\$&<{*#~^_]", text):
        return text.strip()
    text = _RAISED_TAG.sub(lambda tag: ("_{" if tag[1].lower() == "sub" else "^{") + tag[2] + "}", text)
    text = _TAG.sub("", _BREAK_TAG.sub("\n", text))
    text = _SEGMENTS.sub(lambda found: _formula(next(filter(None, found.groups()), "")), text)
    text = _LONE_TAG.sub("", text)
    if re.search(r"\\|\^|_\{", text):
        text = _without_tex(text)
    text = _HEADING.sub("", _BOLD.sub(r"\1", text)).replace(_DONE["^"], "^").replace(_DONE["_"], "_")
    # Last, so that an entity never becomes a tag or a macro.
    text = _ENTITY.sub(
        lambda entity: html.unescape(entity[0]).replace("\xa0", " "), text.replace("\\$", "$").replace("\\%", "%")
    )
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _formula(text: str) -> str:
    """A formula on one line, without the braces that only group."""
    text = re.sub(r"\s{0,4}([\^_])\s{0,4}", r"\1", text.replace("~", " "))
    text = " ".join(_without_tex(text).split())
    text = text.replace("\\{", "\x00").replace("\\}", "\x01")
    return re.sub(r"[{}]", "", text).replace("\x00", "{").replace("\x01", "}")


def _without_tex(text: str) -> str:
    """Macros with a plain form, from the innermost braces outwards."""
    text = _BEGIN.sub(lambda edge: "[" if "begin" in edge[0] else "]", text)
    if "[" in text:
        text = re.sub(r"\s?\\\\\s?", "; ", text)
    text = _MACRO.sub(_sign, _NOTHING.sub("", _SPACE.sub(" ", text)))
    text = _NUMBER_RAISED.sub(_braced, text)
    text = re.sub(r"\^\s?(?:\{\s?°\s?\}|°)\s?", "°", text)
    for _ in range(DEPTH):
        before = text
        text = _WRAP.sub(lambda wrap: wrap[1] if wrap[1] is not None else wrap[2], text)
        text = _FRACTION.sub(_fraction, text)
        text = _ROOT.sub(_root, text)
        text = _RAISE.sub(_raise, text)
        if text == before:
            break
    return _MACRO.sub(_function, text)


def _fraction(found: re.Match[str]) -> str:
    over, under = found[1] or found[2] or "", found[3] or found[4] or ""
    whole = f"{_grouped(over)}/{_grouped(under)}"
    return whole if found["next"] is None else f"({whole})"


def _root(found: re.Match[str]) -> str:
    body = found[2] if found[2] is not None else found[3]
    sign = ROOTS.get(found[1] or "", f"{found[1]}-th √")
    return f"{sign}{body}" if re.fullmatch(r"\w|[\d.]+", body) else f"{sign}({body})"


def _grouped(part: str) -> str:
    """In parentheses where it is more than one number, name or macro."""
    part = part.strip()
    return part if re.fullmatch(r"[\w.°²³']*|\\[A-Za-z]+|\([^()]*\)", part) else f"({part})"


def _raise(found: re.Match[str]) -> str:
    """An exponent or an index in small signs where Unicode has them."""
    sign, body = found[1], (found[2] if found[2] is not None else found[3]).strip()
    table = RAISED if sign == "^" else LOWERED
    if not body:
        return ""
    if body in ("°", "'", "′"):
        return body
    if all(letter in table for letter in body):
        return "".join(table[letter] for letter in body)
    if "\\" in body or "{" in body:
        return found[0]
    sign = _DONE[sign]
    return f"{sign}{body}" if re.fullmatch(r"\w+(?:\.\d+)?|[*]", body) else f"{sign}({body})"


def _braced(found: re.Match[str]) -> str:
    return f"_{{{found[2]}}}" if found[2] else f"^{{{re.sub('[−–]', '-', found[1])}}}"


def _sign(found: re.Match[str]) -> str:
    return SIGNS.get(found[1], found[0])


def _function(found: re.Match[str]) -> str:
    return f"{found[1]} " if found[1] in FUNCTIONS else found[0]
