"""Does a model decline in words? Asked only of a reply from which nothing could be read.

Most servers have no field for a refusal: the model just says so. A refusal speaks of the model itself and stands at the start of the
reply, or is its last sentence. "I cannot see a label" and "I cannot determine the answer" are no refusals but reports, and leave the
reply unparsed. The phrases are those of common models in a dozen languages; others are not recognised, and are unparsed as well.
"""

import re

from scisynth.core.replies.thinking import split_thinking

HEAD_CHARS = 400
TAIL_CHARS = 250
_TASK = (
    r"(?:assist|help|comply|fulfil|provide|produce|generate|create|draw|grade|judge|score|rate|rank|evaluate|assess|answer|respond|reply"
    r"|analy[sz]e|describe|discuss|identify|continue|proceed|engage|process|complete|do\s+(?:that|this|so|it)|carry\s+out|take\s+part"
    r"|participate|support|share|offer|give|choose|pick|select|make\s+(?:a|this|that|any)|follow|fulfill|accommodate|write|work\s+(?:on|with))"
)
_ADVERBS = r"(?:(?:really|also|just|simply|therefore|either|even|ethically|currently|in\s+good\s+conscience|in\s+any\s+way|be\s+able\s+to)\s+){0,2}"
# Spaces are written out: the pattern below is verbose, where a plain one stands for nothing.
_ENGLISH = re.compile(
    rf"""
    \b(?:i|we)(?:\s*'m|\s+am|\s*'re|\s+are)\s+(?:really\s+|very\s+|so\s+)?sorry\b .{{0,60}}?
        \b(?:can(?:no|')?t|can\s+not|won't|will\s+not|unable|not\s+able|must|have\s+to)\b
    | \b(?:sorry|apologi[sz]e|apologies|unfortunately|regret) .{{0,60}}? \b(?:can(?:no|')?t|can\s+not|won't|will\s+not|unable\s+to|not\s+able\s+to)
        \s+{_ADVERBS}{_TASK}\b
    | \b(?:i|we)\s+(?:can(?:no|')?t|can\s+not|won't|will\s+not|would\s+not|wouldn't|must\s+not|mustn't|shall\s+not|should\s+not
        |may\s+not|do\s+not|don't|could\s+not|couldn't)\s+{_ADVERBS}{_TASK}\b
    | \b(?:i|we)(?:\s*'m|\s+am|\s*'re|\s+are)\s+(?:unable|not\s+able|not\s+allowed|not\s+permitted|not\s+going|not\s+comfortable|not\s+willing
        |unwilling|prohibited|forbidden)\s+(?:to\s+|from\s+|with\s+)?{_ADVERBS}(?:{_TASK}|(?:provid|assist|help|grad|judg|answer|evaluat|rat)ing)\b
    | \b(?:i|we)\s+(?:(?:must|have\s+to|need\s+to|will|would|respectfully|politely|therefore|'ll)\s+){{0,3}}(?:decline|refuse|abstain|pass\s+on)\b
    | \bi(?:'d|\s+would)\s+(?:rather|prefer)\s+not\b | \bi\s+(?:do\s+not|don't)\s+feel\s+comfortable\b
    | \b(?:request|prompt|content|input|message|query|response)\s+(?:\w+\s+){{0,3}}(?:flagged|blocked|rejected)\s+(?:by|as|for|due\s+to)\s+.{{0,40}}
        \b(?:safety|polic|moderation|content\s+filter|guideline)
    | \b(?:this|that|the|your)\s+(?:\w+\s+){{0,3}}(?:violates|goes\s+against|is\s+against|conflicts\s+with)\s+.{{0,40}}
        \b(?:polic|guideline|terms|principles|rules)
    | \b(?:against|violat\w+|outside)\s+(?:my|our|the)\s+(?:\w+\s+){{0,3}}(?:polic|guideline|principles|programming)
    | (?:^|[.!?\n]\s{{0,3}})(?:request\s+(?:denied|refused|declined)|no\s+comment|declined?|refused|(?:can(?:no|')?t|can\s+not|unable\s+to|won't|will\s+not
        |not\s+able\s+to)\s+{_ADVERBS}{_TASK})\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?:抱歉|对不起|對不起|不好意思)[^。\n]{0,20}(?:无法|無法|不能|不可以|没办法|没有办法|不便)"
    r"|我(?:无法|無法|不能|不便)(?:为您|帮您|帮助|協助|协助|提供|回答|满足|完成|评判|评分|评估|继续|处理|生成|讨论|执行|参与)|无法(?:协助|满足您|为您提供)"
    r"|申し訳(?:ありません|ございません)[^\n]{0,60}(?:できません|できかね|いたしかね|出来ません)|すみませんが[^\n]{0,60}(?:できません|出来ません)"
    r"|(?:お答え|お手伝い|お応え|ご協力|対応|提供|採点|評価)(?:は|が|を|する(?:こと)?は|することが)?(?:できません|できかねます|いたしかねます)"
    r"|(?:죄송|미안)[^\n]{0,60}(?:수\s?없|어렵|못)|(?:도와드릴|제공할|답변(?:해\s?드릴|할)|평가할|응할)\s?수\s?없"
    r"|(?:lo siento|disculp\w*|perd[oó]n\w*|lamento)[^.\n]{0,60}\bno (?:puedo|podemos|me es posible|podr[eé])"
    r"|\bno puedo (?:ayudar|asistir|proporcionar|cumplir|responder|evaluar|calificar|realizar|continuar|hacer eso|participar)"
    r"|(?:d[ée]sol[ée]\w*|excus\w*|regrette)[^.\n]{0,60}\bne (?:peux|puis|pourrai|suis)\b|\bje ne (?:peux|puis) pas "
    r"(?:vous aider|aider|r[ée]pondre|fournir|[ée]valuer|noter|faire|continuer|traiter|participer)"
    r"|(?:tut mir leid|entschuldig\w*|bedau[e]?re|leider)[^.\n]{0,80}\b(?:nicht|keine?n?)\b[^.\n]{0,40}"
    r"(?:helfen|beantworten|bewerten|unterst[üu]tzen|nachkommen|erf[üu]llen|bereitstellen|weiterhelfen|erstellen|beurteilen|benoten)"
    r"|\bich (?:kann|darf|werde|m[öo]chte)\b[^.\n]{0,60}\bnicht (?:helfen|beantworten|bewerten|unterst[üu]tzen|nachkommen|erf[üu]llen|beurteilen|benoten|tun)"
    r"|(?:desculp\w*|lamento|sinto muito)[^.\n]{0,60}\bn[ãa]o (?:posso|podemos|consigo|poderei)"
    r"|\bn[ãa]o posso (?:ajudar|auxiliar|fornecer|responder|avaliar|atender|cumprir|fazer isso)"
    r"|(?:mi dispiace|spiacente|scusa\w*)[^.\n]{0,60}\bnon (?:posso|possiamo|sono in grado)"
    r"|\bnon posso (?:aiutar\w*|fornire|rispondere|valutare|soddisfare|assister\w*|farlo)"
    r"|(?:het spijt me|sorry|helaas)[^.\n]{0,60}\bkan ik\b[^.\n]{0,60}\bniet|het spijt me[^.\n]{0,20}ik kan\b[^.\n]{0,60}\bniet"
    r"|(?:извин\w*|прости\w*|к сожалению|сожалею)[^.\n]{0,60}\bне (?:могу|можем|смогу|в состоянии)"
    r"|\bя не (?:могу|буду|смогу) (?:помочь|ответить|предоставить|выполнить|оцен\w*|обсуждать|продолжить|помогать|отвечать)"
    r"|(?:вибачте|на жаль|перепрошую)[^.\n]{0,60}\bне мож"
    r"|(?:przykro mi|przepraszam|niestety)[^.\n]{0,60}\bnie mog"
    r"|(?:عذر|آسف|نأسف|أعتذر|للأسف)[^.\n]{0,60}(?:لا (?:أستطيع|يمكنني|أقدر|نستطيع)|لن)|لا (?:أستطيع|يمكنني) (?:مساعد|المساعدة|تقديم|الإجابة|تقييم)"
    r"|(?:क्षमा|माफ़|माफ|खेद)[^।\n]{0,80}नहीं"
    r"|(?:üzgünüm|maalesef|özür dilerim)[^.\n]{0,80}(?:em[ei]yorum|am[ıa]yorum|emem|amam)"
    r"|(?:xin lỗi|rất tiếc)[^.\n]{0,60}không thể|(?:maaf|mohon maaf)[^.\n]{0,60}\btidak (?:bisa|dapat)"
    r"|(?:tyvärr|ledsen|beklager)[^.\n]{0,60}\b(?:inte|ikke|ikkje)\b",
    re.IGNORECASE,
)  # fmt: skip
_APOSTROPHES = str.maketrans("’‘ʼ＇", "''''")


def is_refusal(text: str) -> bool:
    """Whether the reply, its thinking left aside, declines the task in words. Never ask it of a reply that was read.

    >>> is_refusal("I'm sorry, but I can't assist with that."), is_refusal("I cannot see a label.")
    (True, False)
    """
    answer = split_thinking(text)[1].strip().translate(_APOSTROPHES)
    head, tail = answer[:HEAD_CHARS], answer[HEAD_CHARS:][-TAIL_CHARS:]
    return any(pattern.search(part) for pattern in (_ENGLISH, _OTHERS) for part in (head, tail))
