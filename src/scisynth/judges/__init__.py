"""Judges: language models with eyes, reward models, and people, asked which picture science is on the side of."""
