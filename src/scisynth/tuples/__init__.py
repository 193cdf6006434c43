"""Contrast tuples: a prompt set with a true and a false image; built, read, checked, shown and exported."""
