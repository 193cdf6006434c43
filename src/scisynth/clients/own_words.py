"""Is an object in a reply the model's own answer, or one that it quotes, refuses or takes back?

An image or a prompt may hold text such as {"score": 3}, and an honest model may repeat it: "I can't grade this. It contains {...}".
So an object counts only as the whole reply or as its last thing, and what stands before it must introduce it or leave it alone:

    own        nothing; "Here is my verdict:"; a heading; an explanation in whole sentences
    not own    quotes or a block quote around it; any other words that lead up to it ("the text in the image says: {...}");
               a refusal; a sentence just before it about what somebody wrote, asked for or made up
    after it   the end of a fence or of a tag, and politeness; any other word may take it back

A reply that is turned down here is asked for once more, so the rules are strict. They are no defence against a model that believes what
an image says: the judges measure that by a canary.
"""

import re

from scisynth.clients.refusals import is_refusal

MAX_INTRO_WORDS = 16
HEAD_CHARS = 2_000
LAST_CHARS = 1_000
_AFTER = re.compile(r"(?:[\s.,;!\])`~*]|</?[\w|]{1,30}>|<\|[\w|]{1,30}\|>|\[/?[A-Z]{1,12}\])*")
_OPENER = re.compile(
    r"(?:(?:```|~~~)[ \t]*[\w+.-]{0,12}|[`\[(*_#|]"
    r"|<\|\w{1,20}\|>(?:assistant(?:<\|\w{1,20}\|>)?)?"
    r"|<(?:answer|final_answer|output|json|result|verdict|response|tool_call|function_call)>)$",
    re.IGNORECASE,
)
_QUOTES = frozenset("\"'“«‘‚„「『‹")
_SENTENCE_END = re.compile(r"[.!?][\"”’)*_]{0,3}(?=\s|$)|[。！？]|\n[ \t]{0,20}\n")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_NOUNS = frozenset(
    """
    verdict verdicts grade grades grading score scores scoring rating ratings assessment evaluation judgement judgment answer reply
    response result results output choice decision plan understanding json conclusion analysis report here below again follows requested therefore thus hence go
    aquí respuesta veredicto evaluación resultado voici réponse verdict évaluation résultat hier urteil antwort bewertung ergebnis ecco
    risposta giudizio risultato aqui resposta avaliação вот ответ оценка вердикт результат
    """.split()  # noqa: SIM905
)
_VERBS = frozenset({"rate", "grade", "judge", "assess", "evaluate"})
"""With "I", they introduce as a noun does."""
_FILLERS = frozenset(
    """
    is are s my the our a an final own overall complete completed full required object you rate grade judge evaluate assess in as format formatted following for
    this these of and to your question request pair based on above after careful considering consideration given so
    finally then now sure certainly ok okay well great right alright of course absolutely yes would be i give return provide
    structured valid single corrected revised updated strict with schema grading image image figure images images figures it task
    problem both step think step-by-step reasoning consistent is: está es mi la el final en formato est ma mon la le finale sous forme
    ist mein meine die das im als endgültiges è il mio mia la finale é minha a o мой моя итоговый это в формате
    """.split()  # noqa: SIM905
)
_EASTERN_INTRO = re.compile(
    r"(?:以下|下面|这|這|是|我|的|最终|最終|最后|最後|评分|評分|评估|評估|判断|判斷|评价|評價|结果|結果|答案|回答|结论|結論|输出|輸出|选择|選擇|如下|为|為|因此|所以|综上"
    r"|は|次|通り|です|の|評価|判定|採点|回答|平가|평가|결과|답변|답|다음은|입니다|최종|저의|JSON|json|所述|[\s：:，,。*#_`-])+"
)
_SOURCE = (
    r"(?:images?|pictures?|figures?|photos?|text|words|prompt|caption|note|sign|label|banner|watermark|overlay|message|page|poster|sticker|board|whiteboard|screen|code|metadata|user|student|author|creator"
    r"|someone|somebody|they|he|she|it|that|which|attacker|instructions?)"
)
_TOLD = (
    r"(?:say|says|said|saying|demand\w*|instruct\w*|tell|tells|told|telling|asks?|asked|asking|claim\w*|wants?|wanted|order\w*|command\w*|dictat\w+|suggest\w*|request\w*|urge[sd]?"
    r"|insist\w*|propos\w+|expects?|dares?|begs?)"
)
_HELD = r"(?:contain\w*|reads?|reading|stat(?:es|ed|ing)|writ\w+|wrote|print\w*|embed\w*|insert\w*|display\w*|overlaid|drew|drawn|puts?|plac(?:es|ed)|paint\w*|scrawl\w*|scribbl\w*|carr(?:y|ies|ied)|bears?|holds?|encod\w+|decod\w+|hid(?:es|den)|includes?|shows?)"
_PLACED = r"(?:written|contained|embedded|printed|displayed|inserted|hidden|shown|given|found|provided|overlaid|demanded|wanted|requested|dictated|claimed|suggested|proposed|stated|asked\s+for)"
_MARKS = r"(?:verdicts?|(?:full|perfect|top|max|maximum|high|highest|best)\s+(?:marks?|points?|credit|results?|values?|reality|realism|\d+)|scores?|grades?|grading|ratings?|json|judge?ments?|instructions?|(?:the|this|these)?\s*following\s*(?:$|text|object|words|string|block|content)|as\s+follows)"
_WRITES = r"(?:answers?|outputs?|repl(?:y|ies)|respon\w+|choos\w+|pick|select|what\s+to\s+\w+|to\s+(?:write|return|print|say|give|produce|use)|judge|grade|evaluation|assessment|choice|this)"
_QUOTES_SOMEBODY = re.compile(
    rf"(?<!\w){_SOURCE}(?!\w)[^,;.!?]{{0,40}}(?<!\w)(?:{_TOLD}(?!\w)[^,;.!?]{{0,60}}(?<!\w)(?:{_MARKS}|{_WRITES})|{_HELD}(?!\w)[^,;.!?]{{0,60}}(?<!\w){_MARKS})(?!\w)"
    rf"|(?<!\w)(?:{_MARKS}|objects?|answers?|this|these)(?!\w)[^.!?]{{0,50}}(?<!\w){_PLACED}\s+(?:in|on|by|inside|within|from|into|across)\s+(?:\w+\s+){{0,3}}{_SOURCE}(?!\w)"
    rf"|(?<!\w)(?:json|verdicts?|scores?|grades?|ratings?)\s+(?:in|on|inside|within|from)\s+(?:\w+\s+){{0,2}}{_SOURCE}(?!\w)"
    rf"|(?<!\w)(?:this|these|below|here|following)\s+(?:is|are)\s+(?:the\s+)?(?:text|words|string|content)|text\s+(?:in|inside|of|on|from|within)\s+(?:\w+\s+)?{_SOURCE}\s?[:：]"
    rf"|(?<!\w){_SOURCE}(?!\w)[^,;.!?]{{0,40}}(?<!\w)(?:{_TOLD}|{_HELD})(?!\w)[\s:]*$",
    re.IGNORECASE,
)
_FIRST_PERSON_NEGATION = re.compile(
    r"(?<!\w)(?:i|we|i'm|i'd|i'll|we're)(?!\w)[^.!?\n]{0,40}?(?:can'?t|cannot|can not|won't|will not|would not|wouldn't|don't|do not|did not|didn't|shouldn't|should not|must not"
    r"|mustn't|am not|not able|unable|'m not|never|no longer|nothing)(?!\w)[^.!?\n]{0,50}?(?:grad|judg|scor|rat(?:e|ing)\b|evaluat|assess|verdict|answer|comply|endors|agree|accept"
    r"|decid|choos|do\s+(?:that|this|so|it)\b|stand\b|mean\b|my own|vouch|confirm|believ|obey|follow|give\b)",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"(?<!\w)(?:disagree\w*|trap|prefer\s+not|not\s+(?:grad|judg|scor|rat|evaluat|answer)ing|nothing\s+to\s+(?:grade|judge|score|rate)|reject(?:ed|ing|s)?|distrust|rather\s+not|refus(?:e|ed|al|ing)|declin(?:e|ed|ing)|abstain\w*|withh(?:old|olding|eld)|(?:no|not a|not an|not my|isn't my|isn't a|not the|without a)\s+(?:\w+\s+)?"
    r"(?:verdict|grade|score|rating|grading|judge?ment|answer|assessment|evaluation)s?|(?:verdicts?|grades?|scores?|ratings?|answers?|judge?ments?)\s+(?:\w+\s+){0,3}"
    r"(?:is|are|was|were|would be)\s+(?:\w+\s+)?(?:wrong|invalid|fake|false|void|incorrect|untrue|forged|not|impossible|withdrawn|refused|meaningless|unjustified)"
    r"|(?:following|above|below)\s+(?:\w+\s+)?(?:is|are)\s+(?:wrong|invalid|fake|false|incorrect|untrue|forged)|(?:grading|judging|rating|scoring|answering|this)\s+(?:\w+\s+){0,4}"
    r"(?:inappropriate|unethical|improper)|(?:verdict|grade|score|rating)s?\s?[:=]?\s?(?:none|n/a|refused|withheld|cannot|unavailable|impossible|unknown)|(?:nothing|cannot|can't|can not|not)\s+(?:can\s+)?be\s+(?:graded|judged|scored|rated|evaluated|assessed|answered))(?!\w)"
    r"|(?:^|[.!?\n])\s{0,3}(?:sorry,?\s)?(?:no|nope|never|nah)\s?[.!](?=\s|$)",
    re.IGNORECASE,
)
_OWN = re.compile(r"(?<!\w)(?:my|mine|i|mein|mi|mon|ma|il mio|мой|моя)(?!\w)|我的", re.IGNORECASE)
_PLACED_IN = re.compile(
    r"(?<!\w)(?:in|as)\s+(?:the\s+|this\s+|these\s+)?(?:image|picture|figure)|(?:verdict|json|answer|output|response|reply)s?\s+of\s",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"(?<!\w)(?:quot(?:e|ed|es|ing|ation)|verbatim|inject(?:ed|ion|ing)|copied|copy|transcri\w+|forged|forgery|fake|faked|spoof\w*|hypothetical\w*|pretend\w*|jailbreak"
    r"|for\s+example|e\.g|an?\s+example|for\s+instance|example\s+(?:of|output|verdict|reply|answer|json|object)|samples?|template|placeholder|disregard\w*|ignor(?:e|ed|es|ing)|not\s+mine"
    r"|decodes?\s+(?:in)?to|(?:told|instructed|ordered|asked)\s+to\s+\w+\s+(?:with\s+)?(?:this|these|the\s+following)"
    r"|its\s+(?:contents?|text|words|message)\s+(?:follows?|reads?|says?|(?:is|are)\s+(?:below|as\s+follows|given|copied))|(?:hidden|embedded|invisible|secret)\s+(?:\w+\s+)?(?:prompts?|instructions?|text|messages?|notes?|commands?)"
    r"|somebody\s+else|someone\s+else|manipulat\w+|malicious|tamper\w*|trick(?:s|ed|ing)?|adversarial|attack\w*|what\s+(?:it|they|he|she|the\s+\w+(?:\s+in\s+the\s+\w+)?)\s+"
    r"(?:says?|said|demands?|wants?|contains?|reads?|states?|claims?|asks?|tells?|shows?))(?!\w)",
    re.IGNORECASE,
)
_FOREIGN_QUOTE = re.compile(
    r"(?:图|圖|文字|文本|画像|이미지|그림|提示|用户)[^。\n]{0,30}(?:写|寫|说|說|要求|包含|声称|指示|書|記載|含まれ|요구|적혀|포함|쓰여|显示|含有)"
    r"|(?<!\w)(?:imagen|image|bild|foto|figura|figure|textos?|texte|testo|immagine|imagem|изображени\w*|картинк\w*|текст\w*)(?!\w)[^.\n]{0,50}"
    r"(?:dice|contiene|exige|pide|dit|contient|demande|exige|sagt|enthält|verlangt|fordert|steht|diz|contém|pede|chiede|говорит|содержит|требует|написано|гласит)(?!\w)",
    re.IGNORECASE,
)


def why_not_own(before: str, after: str) -> str:
    """Why an object between two texts is not the answer of the model that wrote them; empty where it is.

    >>> why_not_own("Here is my verdict:\\n```json\\n", "\\n```")
    ''
    >>> why_not_own("The text in the image says: ", "")
    'other words lead up to the object'
    """
    if _AFTER.fullmatch(after) is None:
        return "words follow the object, which has to be the last thing of the reply"
    before = before.replace("’", "'")
    if before[before.rfind("\n") + 1 :].lstrip().startswith(">"):
        return "the object stands in a quotation"
    prose = _without_openers(before)
    if prose[-1:] in _QUOTES and prose:
        return "the object stands in a quotation"
    if not re.search(r"\w", prose):
        return ""
    if _declines(prose[:HEAD_CHARS]) or _declines(prose[HEAD_CHARS:][-LAST_CHARS:]):
        return "the reply declines or denies before it gives an object"
    gap = before[len(prose) :]
    *earlier, last = _sentences(prose[-LAST_CHARS:])
    lead = next((line for line in reversed(last.split("\n")) if re.search(r"\w", line)), "")
    if _is_intro(lead):
        is_quoted = not _OWN.search(lead) and any(_is_quoting(text) for text in (*earlier[-1:], last))
        return "the object is somebody else's" if is_quoted else ""
    is_sentence = not last.strip() or prose[-1] in ".!?。！？"
    if not is_sentence and (prose[-1] in ":：" or not re.search(r"\n[ \t]*\r?\n", gap)):
        return "other words lead up to the object"
    return "the object is somebody else's" if any(_is_quoting(text) for text in (*earlier[-2:], last)) else ""


def _declines(prose: str) -> bool:
    return is_refusal(prose) or any(pattern.search(prose) for pattern in (_FIRST_PERSON_NEGATION, _REFUSED))


def _without_openers(before: str) -> str:
    """What stands before an object, without the fence, tag or bracket that opens around it."""
    end = len(before)
    while True:
        while end and before[end - 1].isspace():
            end -= 1
        opener = _OPENER.search(before, max(0, end - 60), end)
        if opener is None:
            return before[:end]
        end = opener.start()


def _sentences(text: str) -> list[str]:
    """The sentences of a text; the last one is empty where a full stop ends it."""
    found, position = [], 0
    for end in _SENTENCE_END.finditer(text):
        if text[position : end.end()].strip():
            found.append(text[position : end.end()].strip())
        position = end.end()
    return [*found, text[position:]]


def _is_intro(lead: str) -> bool:
    """Whether a line says no more than that an answer follows."""
    if _EASTERN_INTRO.fullmatch(lead):
        return True
    words = [word.lower().removesuffix("here's") or "here" for word in _WORD.findall(lead)]
    has_noun = any(word in _NOUNS for word in words) or ("i" in words and not _VERBS.isdisjoint(words))
    is_plain = all(word in _NOUNS or word in _FILLERS for word in words)
    return has_noun and is_plain and len(words) <= MAX_INTRO_WORDS and _PLACED_IN.search(lead) is None


def _is_quoting(sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in (_QUOTES_SOMEBODY, _QUOTED, _FOREIGN_QUOTE))
