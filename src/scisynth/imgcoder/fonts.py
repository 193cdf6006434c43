"""Letters that no font here has come out as boxes: which they are, and a font of this machine that has them.

Matplotlib draws each letter with the first font of a text's families that has it. A text whose own fonts lack letters (a script
asks for SimHei and the machine has none) gets one more family behind them, the one that covers most of what is missing.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ALWAYS_THERE = 0x250
"""Letters below this are in every font that comes with Matplotlib."""
MAX_FONTS = 400
BLANKS = " \n\t\u200b\u200c\u200d\u2060\ufeff\u00ad\u3000"


def missing_letters(text: Any) -> str:
    """The letters of a text that come out as boxes, each once, in order."""
    words = text.get_text()
    unusual = [letter for letter in dict.fromkeys(words) if ord(letter) >= ALWAYS_THERE and letter not in BLANKS]
    if not unusual:
        return ""
    paths = _paths(tuple(text.get_fontfamily()), text.get_fontstyle(), str(text.get_fontweight()))
    if "$" in words:
        paths += _paths(("DejaVu Sans", "STIXGeneral"), "normal", "400")
    return "".join(letter for letter in unusual if not any(ord(letter) in _letters(path) for path in paths))


def cover_letters(figure: "Figure") -> str:
    """Gives texts whose fonts lack letters one more family; returns a note, empty where all is covered."""
    from matplotlib.text import Text

    texts: list[Any] = [text for text in figure.findobj(Text) if missing_letters(text)]
    if not texts:
        return ""
    missing = "".join(dict.fromkeys("".join(map(missing_letters, texts))))
    family = _family_with(missing)
    asked = ", ".join(dict.fromkeys(name for text in texts for name in text.get_fontfamily()))[:60]
    if not family:
        return f"the fonts asked for ({asked}) lack {missing[:12]!r}, and so does every font here; install one, as Debian's fonts-noto-cjk"
    for text in texts:
        text.set_fontfamily([*text.get_fontfamily(), family])
    return f"the fonts asked for ({asked}) lack {missing[:12]!r}: drawn with {family}"


@cache
def _family_with(letters: str) -> str:
    """The family that has most of these letters; empty where none has any."""
    from matplotlib.font_manager import fontManager

    best, family = 0, ""
    regular = [font for font in fontManager.ttflist if font.style == "normal" and str(font.weight) in ("400", "normal")]
    for font in sorted(regular, key=lambda font: "CJK SC" not in font.name)[:MAX_FONTS]:
        found = sum(ord(letter) in _letters(font.fname) for letter in letters)
        if found > best:
            best, family = found, font.name
        if best == len(letters):
            break
    return family


def _paths(families: tuple[str, ...], style: str, weight: str) -> list[str]:
    """Files of the fonts a text is set in, as Matplotlib finds them."""
    from matplotlib.font_manager import FontProperties, fontManager

    found = []
    for family in families:
        try:
            prop = FontProperties(family=[family], style=style, weight=weight)
            found.append(str(fontManager.findfont(prop, fallback_to_default=False)))
        except ValueError:
            continue
    return found or [str(fontManager.findfont(FontProperties()))]


@cache
def _letters(path: str) -> frozenset[int]:
    """What a font file has."""
    from matplotlib.ft2font import FT2Font

    try:
        return frozenset(FT2Font(path).get_charmap())
    except (OSError, RuntimeError):
        return frozenset()
