r"""One plain form of a text, whether it was written in TeX, Markdown, Unicode or on a keyboard.

    $12\,\mathrm{m\,s^{-1}}$   12 m s⁻¹   １２ m s^-1    ->   12 m s^{-1}
    \frac{\pi}{4}   \dfrac{π}{4}   <pi>/4              ->   \frac{π}{4}, π/4

What is left of TeX afterwards: `\frac`, `\sqrt`, `\binom`, names of functions, `_`, `^`, braces and environments. Greek letters, signs
and arrows are single characters, a unit vector is `@x`, and a dollar is money. Every step is linear in the length of the text.
"""

import re
import unicodedata

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾ⁿᵗ", "0123456789-+()nt")
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₋₊ₐₑₓₙₘₜₖₚₛᵢⱼᵣ", "0123456789-+aexnmtkpsijr")
_SUPER = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾ⁿᵗ]+")
_SUB = re.compile("[₀₁₂₃₄₅₆₇₈₉₋₊ₐₑₓₙₘₜₖₚₛᵢⱼᵣ]+")
VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5",
          "⅙": "1/6", "⅚": "5/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8"}  # fmt: skip
_VULGAR = re.compile(rf"(\d?)\s*([{''.join(VULGAR)}])")
_GREEK_TEXT = (
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta θ iota ι kappa κ lambda λ mu "
    "μ nu ν xi ξ pi π varpi π rho ρ varrho ρ sigma σ varsigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω "
    "Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω"
)
GREEK = _GREEK_TEXT.split()
GREEK_LETTERS = dict(zip(GREEK[::2], GREEK[1::2], strict=True))
_SIGNS_TEXT = (
    "cdot · ast * times × div ÷ pm ± mp ∓ to → rightarrow → longrightarrow → Longrightarrow ⇒ Rightarrow ⇒ implies ⇒ "
    "iff ⇔ rightleftharpoons ⇌ leftrightharpoons ⇌ leftrightarrow ⇌ longleftrightarrow ⇌ leftarrow ← le ≤ leq ≤ "
    "leqslant ≤ ge ≥ geq ≥ geqslant ≥ lt < gt > ne ≠ neq ≠ approx ≈ simeq ≈ cong ≈ sim ≈ thickapprox ≈ doteq ≈ equiv "
    "≡ in ∈ cup ∪ cap ∩ infty ∞ propto ∝ langle ⟨ rangle ⟩ vert | lvert | rvert | mid | degree ° circ ° emptyset ∅ "
    "varnothing ∅ angle ∠ prime ' hbar ħ ell ℓ uparrow ↑ downarrow ↓ ldots … dots … cdots … therefore ∴ bullet · "
    "lbrace { rbrace } partial ∂ nabla ∇ setminus ∖ AA Å euro €"
)
_SIGNS = _SIGNS_TEXT.split()
NAMED = GREEK_LETTERS | dict(zip(_SIGNS[::2], _SIGNS[1::2], strict=True))
_NAMED = re.compile(r"\\(" + "|".join(sorted(NAMED, key=len, reverse=True)) + r")(?![A-Za-z])\s?")
_BRACES = re.compile(
    r"\\(?P<wrap>mathrm|text|textrm|textbf|textit|textsf|mathbf|boldsymbol|mathit|mathsf|mathcal|rm|bf|operatorname\*?|mbox|emph|vec"
    r"|overline|overrightarrow|bm|ce|underline|boxed|fbox|framebox|unit|mathop|tilde|textnormal|pu|pmb)\s*\{|\\[{}]|[{}]"
)
_BARE_WRAP = re.compile(r"\\(?:rm|bf|it|displaystyle|textstyle|mathrm|mathbf|vec|bm|boxed|fbox)(?![A-Za-z])")
_SPACING = re.compile(
    r"(?<!\\)\\[,;:!> ]|\\(?:quad|qquad|left|right|[bB]igg?[lrm]?|limits|nonumber|label)(?![A-Za-z])|~|[\u00a0\u2000-\u200a\u202f\u3000]"
)
_NOTHING = re.compile(
    "[\u200b-\u200f\u2060\ufeff\u00ad]|(?<![_^])(?<!\\\\mathrm)(?<!\\\\text)\\{eq\\}|\\{/eq\\}|</?(?:b|i|p|em|strong|span|div|answer)>"
)
_SPOKEN_HATS = re.compile(r"(?<![A-Za-z])([ijkxyz])[- ]hat\b")
_INFINITY = re.compile(r"\b(?:(negative|minus)\s+|positive\s+|plus\s+)?infinity\b", re.IGNORECASE)
_HATS = re.compile(r"\\hat\s*\{?\s*\\?(?:mathbf|boldsymbol|bm|vec|imath|jmath)?\s*\{?\s*([a-zA-Zθφρ])\s*\}?\s*\}?")
_BOLD_AXES = re.compile(
    r"\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*([ijk])\s*\}|(?<![A-Za-z0-9])([xyzijk])\^(?=[\s+\-),;]|$)"
)
_BASIS = re.compile(r"\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*e\s*\}\s*_\s*\{?\s*\\?([xyzrθφρ])\s*\}?")
COMPOSED = {"î": "@i", "ĵ": "@j", "ŷ": "@y", "ẑ": "@z", "x\u0302": "@x", "k\u0302": "@k", "i\u0302": "@i", "j\u0302": "@j",
            "y\u0302": "@y", "z\u0302": "@z", "r\u0302": "@r"}  # fmt: skip
_COMPOSED = re.compile("|".join(COMPOSED))
_ASCII_SIGNS = (("<=>", "⇌"), ("<->", "⇌"), ("⇄", "⇌"), ("⇋", "⇌"), ("-->", "→"), ("->", "→"), ("⟶", "→"), ("==>", "⇒"), ("=>", "⇒"),
                ("⟹", "⇒"), ("<=", "≤"), (">=", "≥"), ("⩽", "≤"), ("⩾", "≥"), ("!=", "≠"), ("≃", "≈"), ("≅", "≈"), ("∼", "≈"),
                ("+/-", "±"), ("+-", "±"), ("~=", "≈"), ("⋅", "·"), ("∙", "·"), ("•", "·"), ("∗", "*"), ("〈", "⟨"), ("〉", "⟩"),
                ("ϵ", "ε"), ("ϕ", "φ"), ("ϑ", "θ"), ("µ", "μ"), ("−", "-"), ("–", "-"), ("‐", "-"), ("‑", "-"), ("⁄", "/"),
                ("∕", "/"), ("’", "'"), ("′", "'"), ("″", "''"), ("\u2019", "'"), ("。", "."), ("、", ","), ("º", "°"),
                ("\\%", "%"), ("\\#", "#"), ("\\&", "&"))  # fmt: skip
_ANGLES = re.compile(r"<([^<>=≤≥]{1,300},[^<>=≤≥]{1,300})>")
_GLUED_TEN = re.compile(r"(?<![\w.])(\d\.\d{1,8})\s?[x×X]\s?10(-\d{1,2})(?![\d.])")
_TICKS = re.compile(r"(?<=\w)\s*[✅✔✓☑🎉]\ufe0f?\s*$")
_STARS = re.compile(r"\*\*|`+")
_POWER = re.compile(
    r"(?:[\d)\]}]|(?<![A-Za-z\\])[A-Za-zα-ω])(?P<space> ?)(?P<stars>\*\*)(?P=space)(?=[-+−]?(?:\.?\d|[({\\]|[A-Za-zα-ω](?![A-Za-z])))"
)
"""`10**3`, `x ** 2`: between what can be a base and an exponent."""
_OVER = re.compile(r"\{([^{}]*)\\over(?![a-z])([^{}]*)\}")
_DEGREES = re.compile(r"\^\s*\{?\s*°\s*\}?|\^\s*\{?\s*o\s*\}?(?=\s*[CF]\b)")
_RECURRING = re.compile(r"(?<![\w.])(\d*\.\d{0,9})\\(?:overline|bar|dot)\s*\{?\s*(\d{1,9})(?!\d)\s*\}?")
"""`0.1\\overline{6}`, whose digits are written out."""
_ROOTS = re.compile(r"\\cbrt(?![a-z])|∛")


_BEFORE_MONEY = re.compile(r"(?:[,;/~≈±+]|\b(?:US|CA|AU|NZ|HK|[ACSR]))$")
"""Right before a dollar of money."""
_BOND_KINDS = re.compile(r"(?<=\d)\s+([πσ])[\s-]+(electrons?|bonds?|orbitals?)\b")
"""`8 π electrons`: no multiple of π."""


def plain_text(text: str) -> str:
    r"""The text without the wrapping, spacing and typographic signs of TeX, Markdown and Unicode.

    >>> plain_text(r"$12\;\mathrm{m\,s}^{-1}$"), plain_text("１２ m s⁻¹."), plain_text(r"\dfrac{\pi}{4}")
    ('12 m s ^{-1}', '12 m s^{-1}', '\\frac{π}{4}')
    """
    text = with_carets(text)
    text = _VULGAR.sub(lambda found: f"{found[1]} {VULGAR[found[2]]}" if found[1] else VULGAR[found[2]], text)
    text = _SUPER.sub(lambda found: "^{" + found[0].translate(SUPERSCRIPTS) + "}", text)
    text = _SUB.sub(lambda found: "_{" + found[0].translate(SUBSCRIPTS) + "}", text)
    text = text.replace("℃", "°C").replace("℉", "°F").replace("<pi>", "π").replace("<br>", "\n")
    text = re.sub(
        r"<(su[bp])>([^<>]*)</\1>", lambda found: ("_{" if found[1] == "sub" else "^{") + found[2] + "}", text
    )
    text = _ascii_digits(unicodedata.normalize("NFKC", _COMPOSED.sub(lambda found: COMPOSED[found[0]], text)))
    text = _NOTHING.sub("", _COMPOSED.sub(lambda found: COMPOSED[found[0]], text))
    text = _ANGLES.sub(r"⟨\1⟩", text)
    for written, sign in _ASCII_SIGNS:
        text = text.replace(written, sign)
    text = _BOND_KINDS.sub(lambda found: f" {'pi' if found[1] == 'π' else 'sigma'}-{found[2]}", _SPACING.sub(" ", text))
    text = _without_fences(text)
    text = text.replace("\\imath", "i").replace("\\jmath", "j").replace("\\lfloor", "floor(").replace("\\rfloor", ")")
    text = text.replace("\\lceil", "ceil(").replace("\\rceil", ")")
    text = _SPOKEN_HATS.sub(r" @\1 ", _INFINITY.sub(lambda found: "-∞" if found[1] else "∞", text))
    text = _HATS.sub(r" @\1 ", text)
    text = _BASIS.sub(r" @\1 ", text)
    text = _BOLD_AXES.sub(lambda found: f" @{found[1] or found[2]} ", text)
    text = text.replace("\\dfrac", "\\frac").replace("\\tfrac", "\\frac").replace("\\cfrac", "\\frac")
    text = text.replace("\\dbinom", "\\binom").replace("\\tbinom", "\\binom")
    text = _unwrapped(_RECURRING.sub(lambda found: found[1] + (found[2] * 12)[:12], text))
    text = _BARE_WRAP.sub(" ", text)
    text = _OVER.sub(r"\\frac{\1}{\2}", text)
    text = _NAMED.sub(lambda found: NAMED[found[1]], text)
    text = _DEGREES.sub("°", text).replace("^{'}", "'").replace("\\{", "{").replace("\\}", "}").replace("\\|", "|")
    text = _ROOTS.sub(r"\\sqrt[3]", text).replace("∜", "\\sqrt[4]").replace("√", "\\sqrt ")
    text = _TICKS.sub("", _GLUED_TEN.sub(r"\1 × 10^{\2}", text))
    text = _STARS.sub("", text).replace("{}", "").replace("∴", "")
    lines = [" ".join(line.split()).lstrip("# ") for line in text.split("\n")]
    text = "\n".join(line for line in lines if line)
    return text.rstrip(" .,;:\n").lstrip(" :;,\n")


def with_carets(text: str) -> str:
    """The text with the stars of powers as `^`; those of bold text stay.

    >>> with_carets("**10**3** N, x**2"), with_carets("**5**N")
    ('**10^3** N, x^2', '**5**N')
    """
    if "**" not in text:
        return text
    return "\n".join(_line_with_carets(line) if "**" in line else line for line in text.split("\n"))


def _line_with_carets(line: str) -> str:
    could_be = {found.start("stars") for found in _POWER.finditer(line)}
    powers: list[int] = []
    inside: list[int] = []
    is_bold = False
    for found in re.finditer(r"\*\*", line):
        place = found.start()
        opens = line[place - 1 : place].isspace() and place not in could_be
        if not is_bold and place in could_be:
            powers.append(place)
        elif not is_bold or opens:
            # Where bold text was not closed before, the first stars that could be a power closed it.
            powers += inside[1:]
            inside, is_bold = [], True
        elif place in could_be:
            inside.append(place)
        else:
            powers += inside
            inside, is_bold = [], False
    pieces, start = [], 0
    for place in [*powers, *inside[1:]]:
        pieces += [line[start:place], "^"]
        start = place + 2
    return "".join([*pieces, line[start:]])


def _unwrapped(text: str) -> str:
    r"""`\mathrm{...}` and its like as what is inside, however deep."""
    pieces, position, is_wrap = [], 0, []
    for found in _BRACES.finditer(text):
        mark = found[0]
        dropped = False
        if found["wrap"]:
            is_wrap.append(True)
            dropped = True
        elif mark == "{":
            is_wrap.append(False)
        elif mark == "}":
            dropped = bool(is_wrap) and is_wrap.pop()
        if dropped:
            pieces += [text[position : found.start()], " "]
            position = found.end()
    return "".join([*pieces, text[position:]])


def _opens(before: str, after: str) -> bool:
    """Whether the dollar between two pieces of a text does not end a formula."""
    return bool(re.search(r"[\s(-]$", before) or (after[:1].isdigit() and _BEFORE_MONEY.search(before)))


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() and not c.isascii() else c for c in text)


def _without_fences(text: str) -> str:
    r"""Without `\( \) \[ \] $$` and the dollars of formulas; a dollar of money stays.

    Money stands before a digit, and no dollar that ends a formula follows it: the next one opens a formula or is money, too.
    """
    text = re.sub(r"\\\(|\\\)|\\\[|\\\]|\$\$", " ", text)
    if "$" not in text:
        return text
    text = text.replace("\\$", "\x00")
    pieces = text.split("$")
    found, is_inside = [pieces[0]], False
    for place, piece in enumerate(pieces[1:], start=1):
        is_last = place == len(pieces) - 1
        is_money = not is_inside and (
            re.match(r"\s?[-+]?[\d.]", piece)
            if is_last
            else re.match(r"\s?[\d.]", piece) and _opens(piece, pieces[place + 1])
        )
        if not is_money:
            is_inside = not is_inside
        found += ["\x00" if is_money else " ", piece]
    return "".join(found).replace("\x00", "$")
