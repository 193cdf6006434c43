"""Rewards that measure what is in an image; no weights."""
