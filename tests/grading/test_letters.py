"""Letters are read where a reply commits to one option, and nowhere else."""

import json

import pytest

from scisynth.grading import read_letter

LENSES = {"A": "a plane mirror", "B": "the convex lens", "C": "a prism", "D": "None of the above"}
NUMBERS = {"A": "2 N", "B": "4 N", "C": "6 N", "D": "8 N"}

COMMITTED = [
    # Alone, in every dress.
    ("B", "B"), ("b", "B"), ("(b)", "B"), ("B.", "B"), ("B)", "B"), ("[B]", "B"), ("[[B]]", "B"), ("**B**", "B"), ("__B__", "B"), ("*B*", "B"),
    ("`B`", "B"), ("'B'", "B"), ("“B”", "B"), ("$B$", "B"), ("\\(B\\)", "B"), ("\\text{B}", "B"), ("$\\mathbf{B}$", "B"), ("Ｂ", "B"), ("Ⓑ", "B"),
    ("B\n", "B"), ("\n\nB", "B"), ("> B", "B"), ("- B", "B"), ("# B", "B"), ("```\nB\n```", "B"), ("```text\nB\n```", "B"), ("B ✅", "B"), ("✅ B", "B"), ("B!", "B"),
    ("<b>B</b>", "B"), ("\u200bB", "B"), ("Option B", "B"), ("option b.", "B"), ("Choice: B", "B"), ("Letter: B", "B"), ("a", "A"), ("A", "A"), ("A.", "A"),
    # With the option's text.
    ("b. 4", "B"), ("B. 4", "B"), ("B) 4 N", "B"), ("B: the lens", "B"), ("B - the lens", "B"), ("B — the lens", "B"), ("B, the lens", "B"), ("(B) 12", "B"), ("B; the lens", "B"),
    ("**B. the lens**", "B"), ("A. a mirror", "A"), ("Option B: the lens", "B"),
    # Announced.
    ("The answer is B", "B"), ("The answer is B.", "B"), ("The answer is (B).", "B"), ("The answer is **B**.", "B"), ("The answer is: B", "B"), ("The answer is option B.", "B"),
    ("The answer is b.", "B"), ("the answer is (b)", "B"), ("The answer is A.", "A"), ("The answer is A", "A"), ("The answer is A because it floats", "A"), ("The answer is a.", "A"),
    ("The answer is I guess B", "B"), ("The answer is probably B", "B"), ("The answer is clearly B, the lens.", "B"), ("The correct answer is B", "B"), ("The correct option is B.", "B"),
    ("The correct choice is (B).", "B"), ("The best choice is C.", "C"), ("The right answer would be B.", "B"), ("The answer must be B.", "B"), ("The answer should be B", "B"),
    ("Answer: B", "B"), ("Answer:B", "B"), ("ANSWER: B", "B"), ("Answer - B", "B"), ("Answer — B", "B"), ("Answer → B", "B"), ("Answer = B", "B"), ("Answer B", "B"), ("Answer: (B)", "B"),
    ("Answer: \\text{B}", "B"), ("Answer: $\\boxed{\\text{B}}$", "B"), ("**Answer: B**", "B"), ("**Answer:** B", "B"), ("**Answer**: B", "B"), ("### Answer\nB", "B"), ("Answer:\n\nB", "B"),
    ("Answer:\n**B**", "B"), ("Final answer: B", "B"), ("**Final Answer:** B", "B"), ("Final Answer: B. 4 N", "B"), ("Ans: B", "B"), ("Ans. B", "B"), ("Answer is B", "B"), ("My answer is B.", "B"),
    ("Correct answer: B", "B"), ("Correct option: B", "B"), ("So the final answer is (C).", "C"), ("The answer to the question is B.", "B"), ("Answer: \"B\"", "B"), ("(Answer: B)", "B"),
    ("The answer is B) the lens", "B"), ("The answer is B because A is too small.", "B"), ("The answer is \"B\".", "B"), ("the answer is letter B", "B"), ("The option that fits is B.", "B"),
    # Chosen.
    ("I choose B.", "B"), ("I would choose B", "B"), ("I'd go with (c)", "C"), ("I'll go with B.", "B"), ("I pick option B", "B"), ("I select B.", "B"), ("Let's go with B.", "B"),
    ("I would say B.", "B"), ("I think it's B.", "B"), ("I believe the answer is B.", "B"), ("My guess is B.", "B"), ("My choice: B", "B"), ("It must be B.", "B"), ("It is B.", "B"), ("It's B", "B"),
    ("This leaves B.", "B"), ("That leaves only C.", "C"), ("This corresponds to option B.", "B"), ("I am going for D.", "D"),
    # Called right.
    ("B is correct.", "B"), ("B is right", "B"), ("B is the correct answer.", "B"), ("Option B is correct.", "B"), ("(B) is the right choice.", "B"), ("B) is correct", "B"), ("B is the best answer", "B"),
    ("A is the correct answer.", "A"), ("Only B is correct.", "B"), ("Choice B seems to be correct.", "B"), ("Statement B is true.", "B"), ("Option b is correct", "B"), ("B is the answer.", "B"),
    # Explained first, or after.
    ("B\n\nOption A is wrong because it is small.", "B"), ("B\n\nA, C and D are wrong.", "B"), ("B) because A is too small", "B"), ("B because A is too small", "B"), ("B. A is too small, and C too large.", "B"),
    ("The lens bends light.\n\nB", "B"), ("The lens bends light.\nTherefore B.", "B"), ("The answer is a parabola, so C", "C"), ("It is a parabola, so C.", "C"), ("It is a parabola, hence (C).", "C"),
    ("It is a parabola → C", "C"), ("Therefore, the answer is B.", "B"), ("Thus, option D.", "D"), ("A is wrong, C is wrong, D is wrong, so B.", "B"), ("Not A. The answer is B", "B"),
    ("Option A is wrong, the answer is B", "B"), ("It is not option A; it is B", "B"), ("Not A but B", "B"), ("It is not A, but B.", "B"), ("The answer is not A but B.", "B"), ("The answer is B, not A.", "B"), ("B, not A", "B"), ("B rather than A", "B"),
    ("The correct answer is B. Here is why: option C is wrong because it is longer.", "B"), ("A is too small. B is correct. C is too large.", "B"),
    ("Let's check each.\nA. 2: too small\nB. 4: fits\nC. 6: too large\nD. 8: no\n\nAnswer: B", "B"), ("A) no\nB) yes\nC) no\nD) no\n\nThe answer is B.", "B"),
    ("The answer is B.\n\nExplanation:\nA. too small\nB. fits\nC. too large", "B"), ("Since F = ma, with A = 3 m², the answer is D.", "D"), ("A current of 2 A flows through C. Answer: D", "D"),
    ("We use \\boxed{H \\ll \\Delta E}. Answer: D", "D"), ("Vitamin C is needed, so the answer is B.", "B"), ("If friction is ignored, the answer is B.", "B"), ("I am not sure, but I'd say B.", "B"),
    ("The graph suggests that the answer is B.", "B"), ("The object in figure A sinks. Answer: C", "C"), ("The answer is B. Let me know if A is unclear!", "B"), ("Hope this helps! Answer: B", "B"),
    # Corrected.
    ("A. No wait, B", "B"), ("A. Wait, no: B.", "B"), ("First I thought A, but the correct answer is C", "C"), ("The answer is A. No, the answer is B.", "B"), ("The answer is A. Wait, I misread. The answer is B.", "B"),
    ("Answer: A\n\nCorrection: the answer is B.", "B"), ("B: no, actually C", "C"), ("Initially I thought the answer was A. The answer is B.", "B"), ("~~A~~ B", "B"), ("Answer: A. Hmm, actually B is correct.", "B"),
    ("I think the answer is A ... on second thought, the answer is D.", "D"), ("The answer seems A at first.\n\nFinal answer: B", "B"), ("The answer is A. So the final answer is B.", "B"),
    # Marked by form.
    ("\\boxed{B}", "B"), ("\\boxed{(B) 12}", "B"), ("\\boxed{\\text{B}}", "B"), ("\\boxed{\\textbf{(B)}\\ 12}", "B"), ("so $\\boxed{\\mathrm{C}}$.", "C"), ("A is wrong. \\boxed{b}", "B"), ("\\boxed{\\text{B. 4 N}}", "B"), ("\\fbox{B}", "B"),
    ("<answer>B</answer>", "B"), ("<answer> (B) </answer>", "B"), ("<answer>B. the lens</answer>", "B"), ("<ANSWER>B</ANSWER>", "B"), ("<answer>The answer is B</answer>", "B"),
    ('{"answer": "B"}', "B"), ('```json\n{"answer": "B"}\n```', "B"), ('{"reasoning": "A is wrong", "answer": "(B)"}', "B"), ("{'choice': 'b'}", "B"), ('{"answer": {"letter": "B"}}', "B"), ('{"Final Answer": "B. 4 N"}', "B"), ('{"answer": ["B"]}', "B"),
    ("\\boxed{A}\n\nWait, no.\n\n\\boxed{B}", "B"),
    # Thinking.
    ("<think>The answer could be C.</think>\n\nB", "B"), ("<think>The answer is A. Option A ...</think>\n\nB", "B"), ("The answer is A?\n</think>\nB", "B"), ("<think>\\boxed{A}</think> The answer is B", "B"),
    # Other languages.
    ("答案：B", "B"), ("答案是B", "B"), ("答案是 B。", "B"), ("正确答案是B", "B"), ("选B", "B"), ("故选B。", "B"), ("应选择 B", "B"), ("因此，答案为B", "B"), ("B正确", "B"), ("B是正确的", "B"), ("答え：B", "B"), ("答えはBです。", "B"), ("正解はBです", "B"), ("정답은 B입니다.", "B"), ("정답: B", "B"),
    ("Réponse : B", "B"), ("La réponse est B.", "B"), ("La bonne réponse est la B.", "B"), ("Antwort: C", "C"), ("Die richtige Antwort ist B.", "B"), ("Die Antwort lautet B.", "B"), ("B ist richtig.", "B"), ("Respuesta: B", "B"), ("La respuesta correcta es la B.", "B"), ("La respuesta es (b).", "B"),
    ("Risposta: B", "B"), ("A resposta correta é B.", "B"), ("Resposta: B", "B"), ("Ответ: B", "B"), ("Правильный ответ: B", "B"), ("الإجابة: B", "B"), ("Đáp án: B", "B"), ("Jawaban: B", "B"), ("उत्तर: B", "B"), ("Cevap: B", "B"), ("Antwoord: B", "B"), ("Odpowiedź: B", "B"),
]  # fmt: skip
NONE = [
    "", " ", "E", "X", "42", "I cannot see a figure.", "I don't know.", "?", "N/A", "none", "neither", "Neither A nor B", "None of them", "All of them",
    # Several.
    "A or B", "A and B", "A, B", "A/B", "A & B", "AB", "BD", "A, B, C, D", "Both A and B", "either A or B", "A or possibly B", "Answer: A or B", "Answer: A, B, C, D", "Answer: A and C", "Answer: AC", "The answer is A or B.",
    "The answer is either A or B.", "The answer is both A and B.", "The answers are A and C.", "A and B are correct.", "Both A and B are correct", "A, B and C are all correct.", "\\boxed{A, C}", "\\boxed{A} and \\boxed{B}", "\\boxed{A} or \\boxed{B}", "<answer>A or B</answer>", '{"answer": "A or B"}',
    '{"answer": ["A", "B"]}', "The answer is B or C, I can't tell.", "It is A or B", "I would choose A or C.", "Answer: A/C", "A\n\nB\n\nC\n\nD", "A. 2\nB. 4\nC. 6\nD. 8", "B (or C)", "Answer: B, or maybe C", "The answer is B. The answer is C.", "答案：A或B", "选A和B", "Answer: (A) and (B)", "A is correct. B is also correct.",
    # Denied.
    "answer != B", "The answer is not B", "The answer isn't B.", "It can't be B", "It cannot be B.", "Not B", "B is wrong", "B is not correct.", "B isn't right", "Option B is incorrect", "A is wrong, C is wrong, D is wrong", "I don't think the answer is B.", "I would not choose B.", "I'm not sure the answer is B.",
    "We can rule out A.", "The answer is never A.", "It is not A.", "B is false.", "答案不是B", "排除A", "Neither A nor B is correct.",
    # Asked, possible, conditional, somebody else's.
    "Is the answer B?", "B?", "Could it be C?", "The answer could be C.", "The answer may be B", "It might be B.", "Perhaps the answer is B", "If the answer were B, the ball would sink.", "If the ball sinks the answer is B.", "The student says B", "The student says the answer is B.", "The answer a student gives is B",
    "Many people think the answer is B.", "The text in the figure claims the answer is B.", "I thought the answer was B.", "A student might choose B.", "Maybe B", "Whether B is correct is unclear.",
    # Letters that are no options.
    "The answer is a circle", "The answer is a parabola.", "The best choice is a bit unclear.", "The answer is A circle", "A ball floats.", "A circle is shown.", "I think so.", "I am unsure.", "The current is 5 A", "The charge is 3 C.", "The point B lies on the line AC.", "Vitamin C", "The answer is F = ma", "The answer is B = 3 T.",
    "The answer is A-level.", "The answer is C = 5 F", "Answer: 5 A", "The angle at B is right.", "So a ball floats.", "Therefore a force acts.", "It is a lens", "It's a prism.", "I choose a lens.", "Point A is the highest.", "The answer is d orbital", "The answer is AC power.", "The answer is B's field.", "R = A + B", "f(A) = B",
    "<think>The answer is B</think>", "<think>The answer is B", "Ответ: В", '{"answer": "E"}', '{"answer": null}', '{"answer": true}', "\\boxed{5}", "<answer></answer>",
]  # fmt: skip


@pytest.mark.parametrize(("reply", "letter"), COMMITTED)
def test_the_letter_that_a_reply_commits_to(reply, letter):
    assert read_letter(reply, "ABCD") == letter
    assert read_letter(reply, ["A", "B", "C", "D"]) == letter


@pytest.mark.parametrize("reply", NONE)
def test_nothing_is_read_where_nothing_single_is_meant(reply):
    assert read_letter(reply, "ABCD") is None


@pytest.mark.parametrize(
    ("reply", "options", "key"),
    [
        ("the convex lens", LENSES, "B"),
        ("The convex lens.", LENSES, "B"),
        ("convex lens", LENSES, "B"),
        ("The answer is the convex lens.", LENSES, "B"),
        ("Answer: a prism", LENSES, "C"),
        ("It is a prism.", LENSES, "C"),
        ("The answer is a prism because it splits light.", LENSES, "C"),
        ("\\boxed{\\text{convex lens}}", LENSES, "B"),
        ("<answer>A plane mirror</answer>", LENSES, "A"),
        ("None of the above", LENSES, "D"),
        ("B. the convex lens", LENSES, "B"),
        ("B. a prism", LENSES, None),
        ("Answer: B (the convex lens)", LENSES, "B"),
        ("Answer: B, a concave lens", LENSES, "B"),
        ("The answer is a lens", LENSES, None),
        ("a mirror", LENSES, None),
        ("The answer is a circle", LENSES, None),
        ("4 N", NUMBERS, "B"),
        ("The answer is 4 N.", NUMBERS, "B"),
        ("Answer: **4 N**", NUMBERS, "B"),
        ("The force is **4 N**.", NUMBERS, "B"),
        ("B. 6 N", NUMBERS, None),
        ("10 N", NUMBERS, None),
        ("same", {"A": "same", "B": "same"}, None),
        ("B", {"A": "B", "B": "C", "C": "A"}, "B"),
        # Other keys.
        ("The answer is F.", "ABCDEF", "F"),
        ("G", "ABCDEFGH", "G"),
        ("H. none", list("ABCDEFGH"), "H"),
        ("2", "1234", "2"),
        ("The answer is 2.", "1234", "2"),
        ("Option 3", "1234", "3"),
        ("(4)", ["1", "2", "3", "4"], "4"),
        ("2) 5 N", "1234", "2"),
        ("The answer is 2 N", "1234", None),
        ("The answer is 2.5", "1234", None),
        ("Answer: 1 or 2", "1234", None),
        ("The answer is b.", "abcd", "b"),
        ("B", "abcd", "b"),
        ("B", {"a": "x", "b": "y"}, "b"),
        ("II", ["I", "II", "III", "IV"], "II"),
        ("The answer is III.", ["I", "II", "III", "IV"], "III"),
        ("The answer is I.", ["I", "II", "III", "IV"], "I"),
        ("I think it is IV.", ["I", "II", "III", "IV"], "IV"),
        ("I think so", ["I", "II", "III", "IV"], None),
        ("Ответ: Б", "АБВГ", "Б"),
        ("B", [], None),
        ("yes", ["Yes", "No"], "Yes"),
        ("The answer is no.", ["Yes", "No"], "No"),
    ],
)
def test_other_keys_and_the_options_texts(reply, options, key):
    assert read_letter(reply, options) == key


def test_the_faults_of_the_past_are_read(shared_data):
    rows = [json.loads(line) for line in (shared_data / "faults" / "letters.jsonl").read_text().splitlines()]
    assert rows
    for row in rows:
        assert read_letter(row["reply"], row["options"]) == row["expected"], row
