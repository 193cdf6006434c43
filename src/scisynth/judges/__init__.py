"""Judges: language models with eyes, reward models, and people, asked which image science is on the side of."""
