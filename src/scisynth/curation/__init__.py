"""Curation: from a law in words to prompts, images and a reviewed, published data set."""
