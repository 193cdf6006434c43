"""Families of Physics - Astronomical."""
