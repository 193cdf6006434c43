"""Images from prompts, the same for the same seed whatever the batch."""
