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


def which_agrees(prompt: str) -> str:
    """Which of two images side by side is true, as a question."""
    return f"Two images were made for: {prompt}. Which one agrees with science, the left one or the right one?"


THING = "What is the main thing in this image?"
LAW = "Which law of nature is this image about?"
STATE = "In which state is the main thing in this image?"
"""What is seen, without any judgement."""


def shows(description: str) -> str:
    """Whether an image shows what is described, as a question."""
    return f"Does this image show the following: {description} Answer yes or no."


def will_happen(prompt: str) -> str:
    """What comes of a situation, as a question."""
    return f"An image is made for: {prompt}. What will be seen in it?"
