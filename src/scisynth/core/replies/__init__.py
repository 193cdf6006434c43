"""Replies of language models as text: their JSON, their reasoning, their polite words."""
