"""The words that announce an answer, "the final answer is", in the languages in which models reply.

Every pattern has bounded repetition only, so searching a reply costs time linear in its length.
"""

import re

_COPULA = (
    r"(?:[ \t]{0,3}[*_]{0,3}[ \t]{0,2}(?<![!≠<>])(?:is|are|was|were|(?:would|will|should|must|has\s+to|can\s+only)\s+(?:then\s+|therefore\s+|thus\s+)?be"
    r"|comes?\s+out\s+(?:as|to\s+be|to|at)|comes?\s+to|works\s+out\s+(?:as|to)|turns\s+out\s+to\s+be|equals?|becomes|[:：]|==?(?!=)|->|→|⇒|⟹|=>|—|–|-(?=\s))(?!\w)){1,2}"
)
_ENGLISH = (
    r"(?<![\w\\])(?:answers?|ans\b\.?)(?!\w)[*_]{0,3}"
    r"(?:\s?[(\[][^()\[\]\n]{0,30}[)\]])?(?:\s{1,2}(?:here|choice|option|letter|key|therefore|thus|then|now))?"
    r"(?:\s{1,2}(?:to|for|of|in|from)\s[^.:=\n]{1,40}?)?"
)
_EUROPEAN = (
    r"(?<!\w)(?:respuestas?|r[ée]ponses?|antwort(?:en)?|endergebnis|risposta|risposte|respostas?|antwoord|ответы?|відповідь|odpowied[źz]|odpov[ěe][ďd]"
    r"|svar(?:et)?|cevap|cevab[ıi]|yan[ıi]t|jawaban(?:nya)?|đáp\s+[áa]n|răspuns(?:ul)?|vastaus|απάντηση|válasz)(?!\w)[*_]{0,3}(?:\s{1,2}[^\W\d]{2,14}){0,2}?"
    r"(?:\s{0,2}[*_]{0,3}(?:(?:es|est|ist|lautet|betr[äa]gt|sono|è|é|is|to|är|er|on|adalah|là|este|είναι|jest|je)(?!\w)|[:：=]|[—–-](?=\s))){1,2}"
)
_EASTERN = (
    r"(?:答案|答え|解答|正解|最终结果|最終結果)[*_]{0,3}(?:应该|應該|应|應|就|选|選){0,2}(?:是|为|為|は|[:：=】]){1,2}"
    r"|(?:^|(?<=[\s。；，,]))答[:：]"
    r"|(?:정답|해답|답)(?:은|는|이|\s?[:：=]){1,2}"
    r"|(?:الجواب|الإجابة|الاجابة|الجواب|الحل)(?:\s+(?:الصحيحة?|النهائية?|الصحيح|النهائي)){0,2}\s?(?:هو|هي|[:=]){1,2}"
    r"|(?:پاسخ|جواب)(?:\s+(?:نهایی|صحیح))?\s?[:=]|(?:התשובה|תשובה)(?:\s+(?:הסופית|הנכונה))?\s?(?:היא|[:=])"
    r"|(?:उत्तर|जवाब)(?:\s?(?:है|[:=])){1,2}|(?:উত্তর)\s?[:=]|(?:คำตอบ)(?:ที่ถูกต้อง)?\s?(?:คือ|[:=]){1,2}"
)
_LINE = (
    # A line that begins with the word, and a heading that is nothing but the word.
    r"^[ \t>#*_\-]{0,8}(?:the\s+)?(?:final\s+|correct\s+)?(?:answers?|ans\.?|(?:final\s+)?result|final\s+(?:value|solution|result)|ergebnis|resultado"
    r"|r[ée]sultat|risultato|wynik|результат|итог|结果|結果|结论|結論)[ \t*_]{0,4}(?:[:：=]|[—–-](?=\s)|$|(?=[-+−]?\d|[$\\(][^)\n]))"
)
MARKER = re.compile(rf"(?:{_ENGLISH}{_COPULA}|{_EUROPEAN}|{_EASTERN}|{_LINE})", re.IGNORECASE | re.MULTILINE)
"""Matches up to where the answer begins."""

UNREAL = re.compile(
    r"(?<!\w)(?:if|suppose|supposing|imagine|unless|had|were)(?!\w)(?:[^.!?;\n]|\.(?=\d)){0,200}?(?<!\w)would(?!\w)(?!(?:[^.!?;\n]|\.(?=\d)){0,200}(?<!\w)but(?!\w))",
    re.IGNORECASE,
)
"""What would be the answer of another problem: "if it were frictionless, the answer would be"; after "but" speaks the reply itself."""

HEDGE = re.compile(
    r"[\s*_:：=,\"'“`]{0,12}(?:(?:therefore|thus|then|hence|so|simply|just|exactly|indeed|clearly|obviously|probably|most\s+likely|likely|definitely|certainly"
    r"|surely|presumably|perhaps|i\s+(?:think|guess|believe|would\s+say|suppose)|given\s+by|equal\s+to|as\s+follows|option|choice|letter|the\s+following|la|le|die|der|das|el|lo)"
    r"(?!\w)[\s*_:：=,\"'“`]{1,6}){0,3}",
    re.IGNORECASE,
)
"""Words between the marker and the answer."""

CORRECTION = re.compile(
    r"(?<!\w)(?:wait|actually|correction|corrected|rather|oops|my\s+mistake|mistake|sorry|apolog\w+|on\s+second\s+thou?ghts?|scratch\s+that|re-?check\w*|re-?consider\w*"
    r"|re-?comput\w*|re-?calculat\w*|re-?evaluat\w*|instead|however|but|no|hmm+|revis\w+|updat\w+|let\s+me\s+(?:check|redo|think|try|verify|reconsider|correct)|pero|mais"
    r"|aber|doch|sondern|korrektur|error|erreur|fehler)(?!\w)|更正|不对|不，|应该是|等等|実は|訂正|아니|нет|однако",
    re.IGNORECASE,
)
CONCLUSION = re.compile(
    r"(?<!\w)(?:therefore|thus|hence|consequently|so|finally|final|in\s+conclusion|to\s+conclude|conclusion|overall|in\s+summary|altogether|accordingly"
    r"|donc|folglich|somit|daher|por\s+(?:lo\s+)?tanto|portanto|quindi|dunque|итак|следовательно|значит)(?!\w)|因此|所以|综上|故|よって|したがって|따라서",
    re.IGNORECASE,
)
