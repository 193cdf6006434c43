"""Evaluation of multimodal models: protocols, the questions with their controls, who answers them, and how replies are graded."""
