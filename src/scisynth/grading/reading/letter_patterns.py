"""The forms in which replies name an option of a multiple-choice question; `letters` says which of them commit to it."""

import re

DROPPED = re.compile(
    r"~~[^~\n]{1,200}~~|\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|`{1,3}(?:\w{1,12}\n)?|\$|\\[()\[\]]|\\(?:quad|,|;|:|!| )|[\u200b-\u200f\u2060\ufeff\ufe0f]"
    r"|</?(?:b|strong|i|em|u|p|br|span|code|mark|div|center)(?:\s[^<>]{0,60})?/?>",
    re.IGNORECASE,
)
UNWRAPPED = re.compile(
    r"\\(?:text|textbf|textit|textrm|textsf|mathrm|mathbf|mathsf|mathit|rm|bf|operatorname|boxed|fbox|underline|emph)\s?\{([^{}]{0,300})\}"
)
_BE = r"(?:(?:is|are|was|were|must\s+be|has\s+to\s+be|should\s+be|would\s+be|will\s+be|seems\s+to\s+be|appears\s+to\s+be|ist|est|es|è|é|это|[:=：]|->|→|⇒|=>|–|—)\s{0,3}){1,2}"
ANNOUNCED = re.compile(
    r"(?<!\w)(?:(?:the|my|so|final|correct|right|best|only|most|appropriate|valid|true|suitable|likely|likeliest|matching|chosen|selected|proper|accurate|closest|plausible|logical)\s{1,2}){1,4}"
    r"(?:option|choice|one|statement|letter|alternative|response|selection|pick|guess|vote|figure|diagram|graph|match|fit|description|pair|set|combination)"
    rf"(?:\s(?:here|then|thus|therefore|among\s+(?:them|these)|in\s+this\s+case|(?:that|which)\s(?![^.,;\n]{{0,30}}(?:wrong|incorrect|false|not))[^.,;\n]{{1,30}}?))?\s{{0,3}}{_BE}"
    r"|^\W{0,6}(?:the\s)?(?:final\s)?(?:answer|ans\.?)\s{1,3}(?=[(\[\"']?\w{1,3}[)\]\"']?\W{0,8}$)"
    r"|(?<!\w)correct\s?[:=]|(?<!\w)(?:choice|letter|selection|selected|pick|guess|option\s+chosen|chosen\s+option|selected\s+option|opci[oó]n\s+correcta|bonne\s+r[ée]ponse|richtige\s+antwort"
    rf"|правильный\s+(?:ответ|вариант)|正确选项|正確選項)\s{{0,3}}{_BE}",
    re.IGNORECASE | re.MULTILINE,
)
CHOSEN = re.compile(
    r"(?<!\w)(?:choose|chose|choosing|pick|picking|select|selecting|go(?:ing)?\s+(?:with|for)|went\s+with|opt(?:ing)?\s+for|settle\s+on|vote\s+for|lean(?:ing)?\s+towards?|bet\s+on"
    r"|(?:would|will)\s+(?:say|answer|guess)|i\s+(?:say|answer|guess|think|believe)(?:\s+that)?(?:\s+it(?:'s|\s+is|\s+must\s+be))?|conclude(?:\s+that)?(?:\s+it(?:'s|\s+is))?|it(?:'s|\s+is|\s+must\s+be|\s+has\s+to\s+be)"
    r"|that(?:'s|\s+is)|(?:this|that|which)\s+(?:is|leaves|gives|means|corresponds\s+to|matches|points\s+to)|leaves\s+(?:us\s+with\s+|only\s+)?|leaving|(?:indicates?|matches|consistent\s+with|correspond(?:s|ing)?\s+to|supports?|suggests?)(?=\s+(?:option|choice|answer|\())|elijo|je\s+choisis|ich\s+w[äa]hle|scelgo|escolho|выбираю)\s+"
    r"(?:only\s+|the\s+|letter\s+){0,2}|(?:'d|'ll)\s+(?:say|answer|guess)\s+|(?:故|应|應|就)?(?:选择|選擇|选|選)(?:项|項)?[:：\s]{0,3}|答案?(?:就)?(?:选|選)",
    re.IGNORECASE,
)
CONCLUDED = re.compile(
    r"(?<!\w)(?:so|thus|hence|therefore|consequently|i\.e\.|namely|then|actually|rather|instead|correction|wait|no|sorry|oops|nope|but|final|conclusion|donc|luego|quindi|значит|итак)"
    r"(?:\s(?:wait|no|sorry|it's|it\s+is|its|that's|must\s+be|the\s+answer))?[\s,:.!—–-]{1,4}(?:(?:no|wait|it's|it\s+is|must\s+be|actually|rather)[\s,:]{1,2}){0,2}|(?:→|⇒|=>|->|∴)\s{0,2}|(?:因此|所以|故|よって|따라서)[，,、\s]{0,2}",
    re.IGNORECASE,
)
CALLED_RIGHT = re.compile(
    r"(?<![\w.])(?:is|was|seems|appears|looks|must\s+be|has\s+to\s+be|should\s+be|would\s+be)\s+(?:to\s+be\s+)?(?:also\s+|clearly\s+|definitely\s+|indeed\s+|probably\s+|therefore\s+|thus\s+|then\s+|obviously\s+)?"
    r"(?:the\s+|my\s+|our\s+)?(?:only\s+|single\s+|one\s+that\s+is\s+|most\s+\w{3,14}\s+|final\s+)?(?:correct|right|answer|best|true|choice|appropriate|accurate|valid|likeliest|likely|plausible|(?:only\s+)?(?:option|choice|one)\s+that\s+(?:fits|matches|works))(?!\w)"
    r"|(?<!\w)(?:best\s+(?:fits|describes|matches|represents)|(?:fits|matches)\s+best|(?:fits|holds|works|applies|remains)(?=\s?(?:[.,;!\n]|$)))(?!\w)"
    r"|(?<!\w)(?:ist|est|es|è|é)\s+(?:la\s+|die\s+|das\s+|der\s+)?(?:richtig\w*|korrekt\w*|correct\w*|juste|bonne|giusta|corretta|certa)(?!\w)|(?<!\w)(?:правильн\w*|верн\w*)|\s?(?:是|为|為)?(?:正确|正確|对的|對的)(?!吗)|\s?(?:が|は)(?:正解|正しい)|(?:이|가|은|는)?\s?(?:정답|맞)",
    re.IGNORECASE,
)
ALL_RIGHT = re.compile(
    r"(?<!\w)(?:are|is|both|seem|look|could|can)\s+(?:all\s|both\s|each\s|be\s|equally\s)?(?:correct|right|true|valid|possible|plausible|answers)(?!\w)"
)
SUBJECT = re.compile(
    r"(?:^|[.,;:!?\n(—。，>-]|(?<!\w)(?:only|that|so|thus|hence|therefore|and|but|think|believe|say|conclude|because|since|as|then|while|clearly|here|means|is|are))\s{0,4}$",
    re.IGNORECASE,
)
"""What stands before an option that is the subject of its clause."""
UNSURE = re.compile(
    r"(?<!\w)(?:not\s+sure|unsure|don't\s+know|do\s+not\s+know|unclear|no\s+idea|hard\s+to\s+say)(?!\w)", re.IGNORECASE
)
DENIAL = re.compile(
    r"(?<!\w)(?:not|never|cannot|neither|nor|no\s+longer|hardly|except|rul(?:e|es|ed|ing)\s+out|eliminat\w+|exclud\w+|reject\w*|discard\w*|instead\s+of|rather\s+than|nicht|kein\w*|no\s+es|pas|ne)(?!\w)|n't(?!\w)"
    r"|(?:不是|不选|不應|不应|并非|排除|не\s)",
    re.IGNORECASE,
)
SOMEBODY = re.compile(
    r"(?<!\w)(?:students?|someone|somebody|people|others|friend|teacher|textbook|classmate|author|he|she|they|many|most\s+people|users?|images?|pictures?|text|caption|signs?|labels?|notes?|banner|poster|watermark|overlay|prompt|instructions?)(?!\w)[^.!?\n]{0,60}?"
    r"(?<!\w)(?:says?|said|claims?|claimed|thinks?|thought|believes?|believed|argues?|argued|writes?|wrote|chose|chooses?|picks?|picked|answers?|answered|gives?|gave|states?|insists?|reads|would|saying|claiming|stating|insisting|arguing|thinking|(?:asks?|asked|tells?|told|instructs?|instructed|orders?|ordered|wants?|wanted)\s+(?:(?:me|us|you)\s+)?to)(?!\w)"
    r"|(?<!\w)(?:thought|assumed|initially|at\s+first|guessed|was\s+tempted|tempting|might|may|could|perhaps|maybe|possibly|unless|whether|if)(?!\w)",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"(?:while|although|though|even\s+though|if|suppose|supposing|assuming|assume|were|had|unless|in\s+case|when)(?!\w)",
    re.IGNORECASE,
)
_WORD_BEFORE = r"(?i:(?:option|choice|letter|answer|alternative|variant|statement|figure|graph|diagram|picture|image|plot|panel|opci[oó]n|letra|lettre|buchstabe|antwort|r[ée]ponse|вариант|选项|選項|選択肢)s?\s?[:#]?\s?)"
_CONNECTING = (
    r"(?:\s{0,3}(?:$|[.,;:!?)\]—–\n\"'])|\s-{1,2}\s|\s{1,3}(?:because|since|as|is|was|and|or|but|for|with|due|which|that|it|seems|must|would|fits|matches|has|shows|says|describes|only|not|are|weil|porque|car|parce)(?!\w)"
    r"|\s?[^\x00-\x7f\w]|\s?[です입니다는은是正对])"
)


_UNLIKE = re.compile(r"(?<!\w)(?:not|rather|unlike|instead|than|nicht|pas)(?!\w)")
_LETTER = r"[0-9A-Za-z_\u00c0-\u024f\u0370-\u052f]"
"""Of alphabets that put spaces between words."""


class KeyPatterns:
    """The patterns for one set of keys, in upper case."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        ordered = sorted(keys, key=len, reverse=True)
        key = "(?:" + "|".join(re.escape(item) for item in ordered) + ")"
        cased = (
            "(?:" + "|".join(re.escape(form) for item in ordered for form in dict.fromkeys((item, item.lower()))) + ")"
        )
        # Where only capital letters are meant.
        capital = rf"(?<!{_LETTER})(?<![\\'.])(?:{_WORD_BEFORE}[(\[]?\s?(?P<labelled>(?i:{key}))|[(\[]\s?(?P<bracketed>{cased})\s?[)\]]|(?P<bare>{key}))(?!{_LETTER})"
        joint = r"\s?(?:,\s?(?:and|or|&)?|/|&|\+|、|;|and|or|and/or|oder|und|ou|et|y|o|e|和|或者?|及|与|與|と|또는|и|или)\s?"
        another = rf"(?:also\s|possibly\s|maybe\s|perhaps\s|even\s|both\s|{_WORD_BEFORE})?[(\[]?\s?(?P<other>{cased})\s?[)\]]?"
        self._mention = re.compile(
            rf"(?P<word>{_WORD_BEFORE})?(?P<open>[(\[{{<\"']{{0,2}})\s?(?P<key>{cased})\s?(?P<close>[)\]}}>\"']{{0,2}})(?!{_LETTER})(?!'\w)(?!-\w)(?!\s?[=^_°%≠<>×·*√])(?!\s?\+\s?\w)(?!\.\d)(?!\()",
        )
        self._after_other = re.compile(
            r"\s{0,3}(?:[.,;:!?)\]/&+]|$|\n|(?:and|or|are|as|together|both|could|might|may|seem|look|depending|would|y|et|und|oder|ou|o)(?!\w)|[^\x00-\x7f])"
        )
        self._joined = re.compile(joint + another, re.IGNORECASE)
        self._or_later = re.compile(
            rf"[^.!?\n]{{0,60}}?(?<!\w)(?:or|oder|ou)\s(?:maybe\s|perhaps\s|possibly\s|even\s)?{_WORD_BEFORE}?[(\[]?(?P<other>{key})[)\]]?(?!\w)(?=\s{{0,2}}(?:[.,;!?)]|$))"
        )
        self._free = re.compile(_CONNECTING)
        self.run = (
            re.compile(rf"(?:{key}){{2,8}}(?=[\s.,;!)]|$)")
            if all(len(item) == 1 for item in keys)
            else re.compile(r"(?!)")
        )
        self.ends_clause = re.compile(
            r"\s{0,3}[)\]]?(?:[.,;!?)\n\"']|$|\s(?:because|since|as|is|not)(?!\w)|\s?[^\x00-\x7f\w])"
        )
        self.not_but = re.compile(
            rf"(?<!\w)(?i:not|nicht|pas)\s+{_WORD_BEFORE}?[(\[]?(?:{cased})[)\]]?\s?[,;]?\s?(?:but|rather|sondern|mais|sino)\s(?:rather\s|it\s+is\s|it's\s)?{capital}"
        )
        self.last_mention = re.compile(
            rf"{capital}[.)\]]?(?:选项|選項|项|項)?\s{{0,3}}(?:[,(][^\n,()]{{1,16}}[,)]\s?)?$"
        )
        self.listed_before = re.compile(
            rf"(?<!\w)(?i:{key})[)\]]?{joint}{_WORD_BEFORE}?[(\[]?$|(?<!\w)(?:neither|nor|both|either)\s$",
            re.IGNORECASE,
        )
        self.two_before = re.compile(rf"(?<!\w){key}[)\]]?{joint}{_WORD_BEFORE}?[(\[]?{key}[)\]]?\s{{0,3}}$")
        number = r"(?:\W{0,3}(?:q(?:uestion)?\s?)?\d{1,3}\s?[.):]\s?)?" if all(item.isalpha() for item in keys) else ""
        self.bare = re.compile(
            rf"(?i:{number})\W{{0,8}}(?i:(?:definitely|certainly|clearly|obviously|probably|most\s+likely|likely)\s)?{_WORD_BEFORE}?[(\[{{\"']{{0,2}}\s?(?P<labelled>{cased})\s?[)\]}}\"']{{0,2}}\W{{0,8}}(?i:i\s+(?:think|guess|believe)\W{{0,3}})?",
            re.DOTALL,
        )
        self.list_item = re.compile(rf"\s{{0,8}}(?:[-*•>#]\s)?{_WORD_BEFORE}?[(\[]?(?P<labelled>{cased})\s?[).\]:]\s")
        self.opens = re.compile(
            rf"\s{{0,8}}(?:[-*•>#]\s)?{_WORD_BEFORE}?[(\[]?(?:{cased})\s?(?:[).\]:,;!]|\s[-–—]\s|\s\(|\s(?:because|since|as|rather|instead|not)(?!\w))"
        )

    def mention(self, text: str) -> tuple[str, int] | None:
        """(key, end) of the option that a text begins with; articles, pronouns and letters of formulas are none."""
        found = self._mention.match(text)
        if found is None:
            return None
        key = found["key"]
        is_marked = bool(found["word"]) or bool(found["open"] and found["close"])
        is_word = key.upper() in ("A", "I", "O", "E", "Y", "U") or not key.isalpha() or key != key.upper()
        if is_word and not is_marked and not found["close"] and not self._free.match(text, found.end()):
            return None
        return key.upper(), found.end()

    def names_another(self, text: str, end: int, key: str) -> bool:
        """Whether the words after an option name another one next to it."""
        joined = self._joined.match(text, end)
        if joined and joined["other"].upper() != key and self._after_other.match(text, joined.end()):
            return True
        # "B, not A or C" names B alone.
        later = self._or_later.match(_UNLIKE.split(text[end:], maxsplit=1)[0])
        return later is not None and later["other"].upper() != key

    @staticmethod
    def key_of(match: re.Match[str]) -> str:
        """The key in a match of one of these patterns."""
        groups = match.groupdict()
        return next(value for name in ("labelled", "bracketed", "bare") if (value := groups.get(name))).upper()
