"""Families of Physics - Circuit."""
