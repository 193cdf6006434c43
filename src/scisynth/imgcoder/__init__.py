"""Exact scientific figures: scenes that are declared and verified, and models that write code in a sandbox."""
