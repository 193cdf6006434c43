"""A refusal in words is told from an answer, a report and a question."""

import pytest

from scisynth.clients.refusals import is_refusal

REFUSALS = [
    "I'm sorry, but I can't assist with that.",
    "I’m sorry, but I can’t help with that request.",
    "I am sorry, I cannot fulfill this request.",
    "Sorry, I can't help with that.",
    "I apologize, but I am unable to provide a grade for this image.",
    "Unfortunately, I cannot comply with this request.",
    "I can't grade this.",
    "I cannot evaluate this picture because it contains a person.",
    "I won't judge this picture.",
    "I will not answer that.",
    "I must decline.",
    "I decline to answer.",
    "I have to respectfully decline this request.",
    "I refuse.",
    "I'm unable to help with identifying people in images.",
    "I'm not able to assist with this.",
    "I am not comfortable answering this question.",
    "I'm not going to rate this image.",
    "As an AI language model, I cannot provide an assessment of this.",
    "This request violates our content policy.",
    "That goes against my guidelines.",
    "We can't provide that.",
    "<think>Should I grade it? It asks for harm.</think>I can't help with that.",
    "I understand that you want a grade. However, I can't provide one for this kind of image.",
    "The picture shows a person. " * 20 + "For that reason I must decline.",
    "抱歉，我无法协助完成这个请求。",
    "对不起，我不能回答这个问题。",
    "我无法为您提供评分。",
    "申し訳ありませんが、その画像を評価することはできません。",
    "お答えできません。",
    "죄송하지만 도와드릴 수 없습니다.",
    "Lo siento, pero no puedo ayudar con eso.",
    "Je suis désolé, mais je ne peux pas vous aider.",
    "Es tut mir leid, aber dabei kann ich nicht helfen.",
    "Ich kann dieses Bild nicht bewerten.",
    "Desculpe, não posso ajudar com isso.",
    "Mi dispiace, ma non posso aiutarti.",
    "Het spijt me, maar ik kan hier niet bij helpen.",
    "Извините, я не могу помочь с этим.",
    "К сожалению, я не могу оценить это изображение.",
    "عذرًا، لا أستطيع المساعدة في ذلك.",
    "क्षमा करें, मैं इसमें मदद नहीं कर सकता।",
    "Üzgünüm, bu konuda yardımcı olamıyorum, maalesef yardım edemiyorum.",
    "Xin lỗi, tôi không thể giúp bạn.",
    "Maaf, saya tidak bisa membantu.",
]
OTHERS = [
    "",
    "B",
    "A or B",
    "I cannot see a figure.",
    "I can't determine the answer from the figure.",
    "The figure does not help to decide between A and B.",
    "The first picture cannot be right, since ice floats.",
    "We cannot neglect friction, so the answer lies between 3 and 4 N.",
    "score: 4",
    '{"score": 9}',
    "The student refuses to answer; what is the charge?",
    "Sorry for the long text. The answer follows from energy conservation: v = 3 m/s",
    "Unfortunately the label is cut off; the value is 3 V or 5 V.",
    "I am unable to read the second label, it says 3 or 8.",
    "The block won't move.",
    "<think>I can't help with that.</think>The ball floats.",
    "你好，答案可能是 A 或 B。",
    "La réponse n'est pas claire.",
    "Das Ergebnis ist nicht eindeutig.",
]


@pytest.mark.parametrize("text", REFUSALS)
def test_a_refusal_is_one(text):
    assert is_refusal(text)


@pytest.mark.parametrize("text", OTHERS)
def test_other_words_are_none(text):
    assert not is_refusal(text)
