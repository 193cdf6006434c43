"""Verification of a drawing: claims, required texts, layout and leaks. No model is asked."""
