"""What a student is asked and what it should say: one form for training rows and for evaluation."""

from scisynth.students.items import TrainingItem

PLACEHOLDER = "<image>"
"""Where the image stands in formats that mark it in the text."""
INSTRUCTION = "Look at the image. Think step by step, and put the final answer in \\boxed{}."


def question_text(item: TrainingItem) -> str:
    """The question with the instruction; a placeholder inside of a question would be read as a second image."""
    return instruct(item.question.replace(PLACEHOLDER, ""))


def reply_text(item: TrainingItem) -> str:
    """The reply that supervised training shows: the way to the answer where it is known, and the answer in a box."""
    box = boxed(item.answer.text)
    return f"{item.solution.rstrip()}\n\n{box}" if item.solution.strip() else box


def instruct(question: str) -> str:
    """A question and how to answer it."""
    return f"{question}\n{INSTRUCTION}"


def boxed(answer: str) -> str:
    """An answer where the checker looks for it."""
    return f"\\boxed{{{answer}}}"


def agrees(prompt: str) -> str:
    """Whether an image made for a prompt is true, as a question."""
    return f"This image was made for: {prompt}. Does it agree with science? Answer yes or no."
