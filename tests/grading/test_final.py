"""The part of a reply that is its answer, in every form in which models give it."""

import pytest

from scisynth.grading import read_final_answer

CASES = [

("First \\boxed{5}. Correction: the final answer is 7.","7"),
("**Answer**: 12.5 N","12.5 N"),("**Answer:** 12.5 N","12.5 N"),("**Final Answer:** 12.5 N","12.5 N"),("**Final Answer**\n\n12.5 N","12.5 N"),
("<answer>12 N</answer>","12 N"),("<think>no 5</think><answer> 12 N </answer>","12 N"),("### Answer\n12","12"),("Answer:\n\n12 N","12 N"),("#### 42","42"),
("We add.\n#### 42","42"),("Therefore, x = 5.","x = 5"),("The resistance comes out as **73 Ω**.","73 Ω"),("答案是 12 m/s","12 m/s"),("答案：B","B"),("Respuesta: 12 N","12 N"),
("La respuesta final es 12 N.","12 N"),("Antwort: 12 N","12 N"),("La réponse est 12 N.","12 N"),("Réponse : B","B"),("Ответ: 12 Н","12 Н"),("الجواب هو 12","12"),("答え：12 m/s です。","12 m/s"),("答えは12です。","12"),("정답은 12입니다.","12"),
("\\boxed{\\frac{1}{2}}","\\frac{1}{2}"),("so \\boxed{ {a}_{b} } done","{a}_{b}"),("\\fbox{5}","5"),
("The answer is 5 N. This is because e.g. 3 is wrong.","5 N"),("The answer is 12.5 N","12.5 N"),("The answer is approx. 5 N. Let me know if you need more.","approx. 5 N"),
("\\boxed{5} or \\boxed{7}","5 or 7"),("x = \\boxed{5} and y = \\boxed{7}","x = 5 and y = 7"),("\\boxed{5}\nNo wait.\n\\boxed{7}","7"),
("The answer is 5. The answer is 7.","5 or 7"),("The answer is 5. Wait, I made a mistake. The answer is 7.","7"),
("We use \\boxed{H \\ll \\Delta E}. Answer: D","D"),("The final answer is $\\boxed{12}$ N.","12 N"),("\\boxed{12}\\,\\text{N}","12 \\text{N}"),
("Final Answer: The final answer is $X$. I hope it is correct.","$X$"),("The speed is 12 m/s.","12 m/s"),("x = 5","x = 5"),("12 m/s to the east","12 m/s to the east"),
("Answer: -5","-5"),("Answer - 5 N","5 N"),("answer = 5","5"),("Answer: x = 5, y = 7","x = 5, y = 7"),("Answer:\n- x = 5\n- y = 7","x = 5; y = 7"),
("The answer is $$x=5$$","x=5"),("Answer:\n\\[\nx = 5\n\\]\nDone","x = 5"),("\\begin{aligned} x &= 5 \\\\ y &= \\boxed{7} \\end{aligned}","7"),
("The answer is not 5.","The answer is not 5"),("\\boxed{5}. The answer is in metres.","5"),("\\boxed{12.5 N}. Hence the answer is reasonable.","12.5 N"),
("Ans: 5 cm","5 cm"),("ANS. 5 cm","5 cm"),("Result: 5 N","5 N"),("The answer to the question is 5 N","5 N"),("The correct answer would be 5 N","5 N"),
("Answer (b): 5","5"),("(a) The answer is 5.\n(b) The answer is 7.","5, 7"),("The force acts upward, so we get F = 3 N","The force acts upward, so we get F = 3 N"),
("The current is 2 A. The resistance is 73 Ω.","73 Ω"),("","") ,("<think>5","") ,("Step 1: 3.\n\nThus the acceleration is $9.8\\ \\text{m/s}^2$.","$9.8\\ \\text{m/s}^2$"),
("The answer is 5 N because F = ma","5 N"),("the answer is I guess 5","5"),("**73 Ω**","73 Ω"),("The answer is: **73 Ω**.","73 Ω"),("Answer: 3.0 × 10^8 m/s","3.0 × 10^8 m/s"),("The answers are 3 and 4.","3 and 4"),
("Answer: No","No"),("The answer is 1,000 kg.","1,000 kg"),("Answer: yes, it floats. Ice is lighter.","yes, it floats"),("故答案为：5","5"),("Odpowiedź: 5","5"),("Svar: 5","5"),("Resposta final: 5","5"),("La risposta è 5 N.","5 N"),("Đáp án: B","B"),("उत्तर: 5","5"),
("**Answer: B**","B"),("Answer: \\text{B}","\\text{B}"),("> **Answer:** 5","5"),("<answer>\\boxed{5}</answer>","5"),("<ANSWER>5</ANSWER>","5"),("<answer>5","5"),("The final answer:\n\n$$\\boxed{5}$$","5"),
("Answer\n======\n5","5"),("Final answer → 5 N","5 N"),("So the final answer is therefore 5 N, which is larger than 3 N.","5 N"),
("Hence the density is about 800 kg/m³.","about 800 kg/m³"),("The answer is (3, 4).","(3, 4)"),("The answer is 5 m.  ","5 m"),("Das Ergebnis ist 5 N.","5 N"),("Answer: 5.","5"),("The answer is 5.0.","5.0"),("Answer: H2O. It is water.","H2O"),
# In the manner of current models.
("So the total is:\n\n$$F = 12\\,\\text{N}$$\n\n**Final answer:** $12\\,\\text{N}$","$12\\,\\text{N}$"),
("Therefore, the final answer is: $\\boxed{\\dfrac{3}{4}}$. I hope it is correct.","\\dfrac{3}{4}"),
("### Final Answer\n\n**12 N**","12 N"),
("<think>maybe \\boxed{3}</think>\nThe result is \\boxed{4}.","4"),
("\\[\n\\boxed{v = 3\\,\\mathrm{m/s}}\n\\]","v = 3\\,\\mathrm{m/s}"),
("Final Answer: $\\boxed{42}$\n\nLet me know if you have questions!","42"),
("Answer: 5 m/s\n\nExplanation: since v = d/t = 10/2.","5 m/s"),
("Thus, the period is approximately 2.0 s.","approximately 2.0 s"),
("✅ **Final Answer:** 7.5 kg","7.5 kg"),
("**Result:** `42`","42"),
("因此答案是：12 N。","12 N"),
("**Answer:** The net force is 12 N.","12 N"),
("**Final Answer:** \\( x = 4 \\)","\\( x = 4 \\)"),
("<|begin_of_box|>12 N<|end_of_box|>","12 N"),
("The force is\n<|begin_of_box|>12 N<|end_of_box|>","12 N"),
("<answer><|begin_of_box|>12 N<|end_of_box|></answer>","12 N"),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "answer"), CASES)
def test_the_final_answer(reply, answer):
    assert read_final_answer(reply) == answer
