"""A drawing read back: which marks it has, where they are, and what of them is visible."""
