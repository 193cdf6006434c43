"""Judges: vision-language model, reward models, and people, asked which image science is on the side of."""
