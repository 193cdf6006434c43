"""Judges: vision-language models, reward models and human raters."""
