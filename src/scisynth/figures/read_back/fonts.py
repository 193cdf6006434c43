"""Letters that no font here has come out as boxes: which they are, and a font of this machine that has them.

Matplotlib draws each letter with the first font of a text's families that has it. A text whose own fonts lack letters (a script
asks for SimHei and the machine has none) gets one more family behind them, if one has all that is missing.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

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
    return "".join(
        letter for letter in unusual if not any(ord(letter) in _letters(path) for path in paths) or _is_private(letter)
    )


def _is_private(letter: str) -> bool:
    """Of no alphabet: what a font draws for it means nothing."""
    return unicodedata.category(letter) in ("Co", "Cn")


@dataclass(frozen=True)
class FontNote:
    """What was found out about the letters of a page."""

    line: str = ""
    """For people; empty where every letter has a font."""
    is_covered: bool = False
    """Another font was given to the texts, so the page must be drawn again."""


def cover_letters(texts: Iterable[Any]) -> FontNote:
    """Gives texts whose fonts lack letters one more family, where this machine has one with all of them."""
    lacking = {id(text): (text, missing_letters(text)) for text in texts}
    lacking = {key: (text, letters) for key, (text, letters) in lacking.items() if letters}
    if not lacking:
        return FontNote()
    missing = "".join(dict.fromkeys("".join(letters for _, letters in lacking.values())))
    families = dict.fromkeys(_named(name) for text, _ in lacking.values() for name in text.get_fontfamily())
    line = f"the fonts of the texts ({', '.join(families)[:60]}) have no {missing[:12]!r}"
    family = _family_with("".join(letter for letter in missing if not _is_private(letter)))
    if not family:
        return FontNote(f"{line}, nor has any font here; they show as boxes: install one, as Debian's fonts-noto-cjk")
    for text, _ in lacking.values():
        text.set_fontfamily([*text.get_fontfamily(), family])
    return FontNote(f"{line}: drawn with {family}", is_covered=True)


def _named(family: str) -> str:
    """The first font that a generic family stands for."""
    from matplotlib import rcParams

    settings: dict[str, Any] = rcParams  # type: ignore[assignment]
    return str(settings.get(f"font.{family}", [family])[0])


@cache
def _family_with(letters: str) -> str:
    """A family that has all of these letters; empty where there is none."""
    if not letters:
        return ""
    from matplotlib.font_manager import findSystemFonts, fontManager

    # The list of fonts is kept between runs, so one that was installed meanwhile may not be on it.
    known = {font.fname for font in fontManager.ttflist}
    for path in [path for path in findSystemFonts() if path not in known][:MAX_FONTS]:
        fontManager.addfont(path)
    regular = [font for font in fontManager.ttflist if font.style == "normal" and str(font.weight) in ("400", "normal")]
    sans_first = sorted(regular, key=lambda font: ("Sans" not in font.name, font.name))
    needed = {ord(letter) for letter in letters}
    return next((font.name for font in sans_first[:MAX_FONTS] if needed <= _letters(font.fname)), "")


def _paths(families: tuple[str, ...], style: Any, weight: str) -> list[str]:
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
    """What a font file has; a font of last resort has a box for every letter there is, which is none."""
    from matplotlib.ft2font import FT2Font

    if "LastResort" in path:
        return frozenset()
    try:
        return frozenset(FT2Font(path).get_charmap())
    except (OSError, RuntimeError):
        return frozenset()
