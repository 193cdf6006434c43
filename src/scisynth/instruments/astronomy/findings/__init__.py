"""Verdicts: claims about an image of the sky, each compared with what was measured in it."""
