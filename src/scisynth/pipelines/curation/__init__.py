"""Curation, step by step: laws, prompts, images, review and publishing, in one folder."""
