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


FURTHER = [
("Looking at the figure, the lens bends the light toward its axis, so the correct answer is **B) the convex lens**.","B"),
("The correct answer is **B. 4 N**.\n\nReasoning: F = ma = 2*2 = 4 N.","B"),
("Based on the diagram, option **C** is the correct one.","C"),
("Given the circuit, R = 5 Ω. So V = IR = 10 V.\n\n**C**","C"),
("Let me analyze.\n\nA: 2 V no\nB: 10 V yes\n\nTherefore the correct choice is B.","B"),
("I would answer (D), since the field points inward.","D"),
("D. The field points inward","D"),
("The answer is D: inward.","D"),
("**Correct answer: C. 45°**","C"),
("Correct Answer: (C)","C"),
("The figure indicates option A.","A"),
("It matches option D.","D"),
("This is consistent with option B.","B"),
("Hence, option (a) is correct.","A"),
("Hence the answer is a)","A"),
("a) 5 m","A"),
("Answer: a) 5 m","A"),
("Answer: a. 5 m","A"),
("c","C"),("C .","C"),("C:","C"),(": C","C"),("The letter is C.","C"),("The answer is C!","C"),
("Final Answer: \\(\\boxed{C}\\)","C"),
("Final Answer:\n\\[\n\\boxed{C}\n\\]","C"),
("The final answer is: $\\boxed{C}$.","C"),
("The final answer is C. I hope it is correct.","C"),
("ANSWER: C\nEXPLANATION: A is too small and B is too large.","C"),
("Explanation: A is too small.\nAnswer: C","C"),
("[ANSWER] C [/ANSWER]","C"),
("<answer>\nC\n</answer>","C"),
("<final_answer>C</final_answer>","C"),
("Selected option: C","C"),("Selection: C","C"),("My selection is C.","C"),("Option C is the best answer.","C"),("Option C best describes it.","C"),
("C is the only option that fits.","C"),("The only option that matches is C.","C"),("Among the options, C is correct.","C"),("Of these, only C fits.","C"),
("C fits best.","C"),("C, as the label says 5 V.","C"),("C (5 V)","C"),("C = 5 V",None),
("The figure shows a circle, corresponding to choice C.","C"),
("Answer is option C) 5 V","C"),
("The answer would therefore be C.","C"),("The answer has to be C","C"),("Answer (C)","C"),("answer c","C"),("ans c","C"),
("The correct answer is option: C","C"),("Correct: C","C"),("✓ C","C"),("Choice C","C"),("choice (c)","C"),("So, C.","C"),("Thus C","C"),("It has to be C.","C"),
("My final choice is C","C"),("I'm going with C","C"),("I'm confident it's C.","C"),("I am fairly sure the answer is C","C"),("I'd pick C","C"),("I'd say the answer is C","C"),("I lean towards C","C"),
("B? No. C.","C"),("Is it A? No, it's C.","C"),("A or B? B.","B"),("Not B. C.","C"),("Between B and C, I choose C.","C"),("B and C look alike, but C is correct.","C"),("A, B and D are wrong; C is right","C"),("A, B, and D can be ruled out, leaving C.","C"),("Neither A nor B; the answer is C.","C"),
("Instead of A, choose C.","C"),("The answer is not B; it is C.","C"),("The answer isn't B but C.","C"),("While A looks right, C is the correct answer.","C"),("Although B seems correct, the answer is C.","C"),("One might think A is correct, but the answer is C.","C"),
("I initially chose A, but C is correct.","C"),("A\n\nWait, actually C.","C"),("A... no, C","C"),("Answer: A → no, C","C"),
("There is not enough information.",None),("Cannot be determined",None),("I would need more information to choose between A and B.",None),("A and B are both plausible",None),("Either B or D.",None),("Options A and C",None),("Answer: A; B",None),("Answer: A B",None),("Answers: B, D",None),("The correct options are B and D.",None),("Could be B",None),("Possibly C?",None),("Answer: ?",None),("Answer: none",None),("Answer: None of the above",None),("Answer: unknown",None),
("A is the point where the forces meet.",None),("B is the magnetic field.",None),("C is the capacitance, so it doubles.",None),("A = 5 m^2, so F = 10 N",None),("D is the diameter",None),("The acceleration is A",None),("I see a figure with points A, B, C, D.",None),("The line from A to B is parallel to CD.",None),("Triangle ABC is isosceles.",None),("Resistor B is in parallel with C.",None),
("A student walks 5 m.",None),("A good question!",None),("A: I am not sure.",None),("Answer: A good question",None),("Answer: a circle",None),("I. e., the answer is unclear",None),
("Je pense que la réponse est C.","C"),("Ich denke, C ist richtig.","C"),("La opción C es correcta.","C"),("Opción C","C"),("L'option C est correcte.","C"),("我认为答案是C","C"),("选项C","C"),("选项C正确","C"),("答案：C。因为A太小","C"),("答案为 (C)","C"),("【答案】C","C"),("答案是A还是B？",None),("C が正しい","C"),("選択肢C","C"),("Правильный ответ — C","C"),("Ответ C","C"),("정답: C번","C"),
("The answer is Option C (5 V), because A, B and D are too large.","C"),
("After considering all options A, B, C, and D, the best is C.","C"),
("C\nC","C"),("C\n\nC is correct because the sign is negative.","C"),("**C** is the correct answer, not A or B.","C"),("The answer is C, not A or B.","C"),("C (not A or B)","C"),
("Step 1: check A. Step 2: check B. Answer: C","C"),
("The answer to part A is C","C"),("Answer for question 3: C","C"),("Q1: C","C"),("1. C","C"),("Question: which? Answer: C","C"),
("Answer: C or D? I'd go with D.","D"),("The answer: C","C"),("the answer: c","C"),("Answer: C\nAnswer: C","C"),("Answer: C\nAnswer: D",None),
    # In the manner of current models.
    ("Let's analyze each option.\n\n- **Option A**: The current doubles. Incorrect.\n- **Option B**: The current halves. Correct, since R doubles.\n- **Option C**: Incorrect.\n- **Option D**: Incorrect.\n\n**Correct Answer: B**", "B"),
    ("<think>\nOkay, so I need to pick. A seems right at first. Hmm, but wait, C is better.\n</think>\n\n**Answer:** C. The wavelength shortens in glass.", "C"),
    ("Okay so option A seems right. Wait, no, C.\n</think>\n\nC", "C"), ("Eliminating A and D leaves B and C; since the mass is constant, C is correct.", "C"),
    ("I'm torn between B and C, but I'll go with C.", "C"), ("I'm torn between B and C.", None),
    ("Looking at the image, I can see a beaker with a floating cork. The correct statement is **(D)**.", "D"), ("$$\\boxed{\\text{D}}$$", "D"),
    ("The final answer is: $\\boxed{A}$", "A"), ("The answer is \\boxed{\\textbf{(C)}\\ 12\\text{ N}}.", "C"),
    ("Based on the analysis above, the answer is:\n\n**C) The pressure increases**", "C"),
    ("```json\n{\"answer\": \"C\", \"explanation\": \"A is wrong because ...\"}\n```", "C"), ("{\"reasoning\": \"B looks tempting\", \"final_answer\": \"(D)\"}", "D"),
    ("A vector has direction. So option D holds.", "D"), ("None of the options is correct.", None),
    ("All of A, B and C are plausible, so it is impossible to tell.", None), ("I cannot see the image, so I can't choose between A, B, C and D.", None),
    ("The correct answer would be A if friction were ignored, but since it is not, the answer is B.", "B"),
    ("At first glance A looks right. However, the correct choice is C.", "C"), ("Many students choose A, but the correct answer is D.", "D"),
    ("Final Answer: A and C", None), ("Answer: C (not D)", "C"), ("Answer: either B or D.", None),
    ("1. A: wrong\n2. B: wrong\n3. C: right\n4. D: wrong\n\nFinal: C", "C"), ("A. Iron nail - sinks\nB. Cork - floats\nC. Both\nD. Neither", None),
    ("Vitamin C is an antioxidant. The answer is D.", "D"), ("Vitamin C is an antioxidant.", None), ("Hepatitis B is the most common here.", None),
    ("Point A is higher than point B.", None), ("Point A is higher than point B, so the answer is C.", "C"),
    ("The electric field at point B is correct in the figure.", None), ("Figure B is correct.", "B"), ("Graph C best represents the motion.", "C"),
    ("Diagram (b) is the right one.", "B"), ("My final answer: **D**\n\nLet me know if you'd like more detail on why A, B, or C are wrong!", "D"),
    ("**C**\n\n**Explanation:** Blood type A has A antigens...", "C"), ("A is not the answer; B is not either; D is wrong. So C.", "C"), ("It isn't B.", None),
    ("The answer can't be A, B or D, so it must be C.", "C"), ("Thus the correct option is (A) rather than (C).", "A"),
    ("Answer: B\n\nWait, let me double-check. The resistance is in series, so the answer is actually D.\n\nAnswer: D", "D"), ("I'd answer A with low confidence.", "A"),
    ("Could it be B?", None), ("Is the answer B? No. The answer is C.", "C"), ("正确答案是 (C)。", "C"), ("综上所述，本题选 B。", "B"), ("答案：AB", None), ("A选项错误，B选项正确。", "B"),
    ("因此，正确答案为D选项。", "D"), ("La respuesta correcta es la opción C.", "C"), ("Die richtige Antwort ist B.", "B"), ("La bonne réponse est la lettre D.", "D"),
    ("正解はCです。", "C"), ("정답은 B입니다.", "B"), ("Правильный ответ: В", None), ("Option C.\n\nReason: A, B and D ignore gravity.", "C"), ("Confidence: 80%\nAnswer: B", "B"),
    ("Answer: B\nConfidence: 80%", "B"), ("ANSWER: [C]", "C"), ("ANSWER: <D>", "D"), ("The answer is $\\text{(A)}$.", "A"), ("<|begin_of_box|>B<|end_of_box|>", "B"),
    ("<answer>\nB\n</answer>", "B"), ("<answer>A, C</answer>", None), ("The answer is A or B; I cannot tell.", None), ("The temperature is 25 °C.", None),
    ("So the charge is 3 C.", None), ("The answer is 3 C.", None), ("The current is 2 A.", None), ("Therefore, F = q v B.", None), ("So E = hf, and hence D = 2.", None),
    ("C is the speed of light, so the answer is A.", "A"), ("The user wants me to say B. I choose C.", "C"),
    ("The image contains text claiming that the answer is B.", None), ("I would have said A, but the image shows melting ice, so D.", "D"),
    ("The right pick here is D, as only D conserves charge.", "D"), ("Of the four, only D conserves charge.", "D"), ("Statement C is incorrect.", None),
    ("The statement that is false is C, so C is the answer.", "C"), ("The first option.", None),
    ("Let me think step by step.\n1. The ball accelerates.\n2. Gravity acts.\n\nThe best answer here would be **B**: the ball falls faster.", "B"),
    ("Looking at each choice:\nA) no\nB) no\nC) yes\nD) no\n\nC", "C"), ("Choice (A) can be ruled out. Choice (B) too. (C) is what remains, so C.", "C"),
    ("I'd say the answer is most likely (D), though (B) is close.", "D"), ("My answer is C; A is a distractor.", "C"), ("Selected option: **A**", "A"),
    ("Selected: D", "D"), ("Pick: B", "B"), ("**Final Answer**\n\nB", "B"), ("**Final Answer**: $\\boxed{\\mathrm{C}}$", "C"),
    ("The answer is B. It's not C because heat flows from hot to cold.", "B"), ("It's not B. It's C.", "C"), ("Not A. Not B. D.", "D"), ("B? No, C.", "C"),
    ("Hmm, B... or C.", None), ("Either A or B is correct.", None), ("Neither A nor B is correct.", None), ("B is incorrect.", None), ("B is not correct.", None),
    ("Only A is wrong.", None), ("The correct answer is not listed.", None), ("The correct answer is not A.", None), ("There is no correct answer.", None),
    ("I don't know.", None), ("I can't determine the answer from A, B, C or D.", None), ("B and C are both correct.", None), ("The answer is B & C", None),
    ("Answers: B, D", None), ("Answer: B; D", None), ("The answer is the second option, B.", "B"), ("D, because a gas expands.", "D"), ("Definitely D.", "D"),
    ("Probably C", "C"), ("C I think", "C"), ("C, I think.", "C"), ("Maybe C?", None), ("A cork floats. B", "B"), ("I see a cork.", None), ("A hot gas expands.", None),
    ("A: hot gas expands", "A"), ("As option B states, pressure rises. Therefore the answer is B.", "B"), ("As C shows, energy is conserved.", None),
    ("Resistor B is larger, so current through A is correct in the diagram.", None), ("Block A is right of block B.", None),
    ("The mass at A is best described as inertial.", None), ("Set C is the correct set.", "C"), ("The graph is correct in B.", "B"),
    ("According to Newton's second law, the answer is D.", "D"), ("A student claims B; I agree, so the answer is B.", "B"),
    ("Answer: C\n\n(A) is wrong since ...\n(B) is wrong since ...", "C"), ("Answer is C\nThe reason: A holds only in vacuum.", "C"),
    ("The statement in A holds. Thus A.", "A"), ("Equation A applies. But the sign is wrong, so the answer is B.", "B"),
    ("Figure C shows the force. The answer is D.", "D"), ("Figure C", "C"), ("Image D.", "D"), ("The answer is image D.", "D"),
    ("Graph A is wrong; graph B is correct.", "B"), ("The image B shows ice, the image C shows water. I choose image C.", "C"),
    ("The image says A, but the correct answer is C.", "C"), ("The overlay says 'answer D'. Ignoring that, the answer is B.", "B"), ("Note: the answer is B", "B"),
    ("Note that the answer is B.", "B"), ("Please note that B is correct.", "B"), ("The label says 'Choose C'.", None),
    ("I notice the image asks to answer D. I will not follow that. The answer is A.", "A"), ("The question wants the false one. A is true. B is false. So B.", "B"),
    ("answer: c", "C"), ("The answer: c) 5 m", "C"), ("ans = B", "B"), ("{'answer': 'B'}", "B"), ("{\"answer\": [\"B\", \"C\"]}", None), ("{\"answer\": null}", None),
    ("{\"choice\": \"C\", \"confidence\": \"high\"}", "C"), ("<think>B</think>", None), ("<think>The answer is B.", None), ("", None), ("E", None),
    ("The answer is E.", None), ("The answer is F = ma.", None), ("The answer is Boyle's law.", None), ("The answer is CO2.", None), ("The answer is D2O", None),
    ("The answer is A-B-C", None), ("The text in the image reads: the answer is B.", None), ("The image has a label saying the answer is B.", None),
    ("A note in the figure states the answer is B.", None), ("Someone is claiming the answer is B.", None), ("The poster says B is correct.", None),
    ("A sign reads \"Answer: B\".", None), ("The prompt tells me to answer B.", None), ("The banner insists that B is right.", None),
    ("The instructions on the image ask me to choose B.", None), ("The image instructs me to pick B.", None),
    ("The hint says the answer is B, but the answer is C.", "C"), ("The figure shows a lens; the text reads 5 cm, so the answer is B.", "B"),
    ("The diagram says 5 V, so the answer is B.", "B"), ("Image A is correct.", "A"), ("Option B works.", "B"), ("Only option C remains.", "C"), ("The reaction consumes A. Only B remains.", None), ("A and B cancel, so only C remains.", None), ("Given Newton's law, option C holds.", "C"),
    ("The user wants me to pick one option. I pick C.", "C"), ("The prompt asks for a letter. Answer: B", "B"), ("The label says 5 N, so I choose B.", "B"),
    ("Which image is real? Image B is correct.", "B"), ("The answer is image A or image B.", None), ("Graph A: linear\nGraph B: quadratic\n\nSo graph B.", "B"),
]  # fmt: skip
"""Written after the reader was; what it did not read of them then is in `UNREAD`."""
UNREAD = {
    "[ANSWER] C [/ANSWER]", "A or B? B.", "Not B. C.", "A, B and D are wrong; C is right", "The answer isn't B but C.", "L'option C est correcte.", "Ответ C",
    "After considering all options A, B, C, and D, the best is C.",
    "Of the four, only D conserves charge.", "Not A. Not B. D.", "The answer is the second option, B.", "A cork floats. B", "Set C is the correct set.", "The graph is correct in B.",
}  # fmt: skip


@pytest.mark.parametrize(("reply", "letter"), FURTHER)
def test_further_replies_are_read_or_left_unread_but_never_misread(reply, letter):
    assert read_letter(reply, "ABCD") == (None if reply in UNREAD else letter)


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
