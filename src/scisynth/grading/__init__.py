"""Grading by code: answers against keys, letters of quizzes, and the part of a reply that is its answer."""

from scisynth.core.problems import Answer
from scisynth.grading.answers import AnswerVerdict, check_answer
from scisynth.grading.reading.final import read_final_answer
from scisynth.grading.reading.letters import read_letter

__all__ = ["Answer", "AnswerVerdict", "check_answer", "read_final_answer", "read_letter"]
