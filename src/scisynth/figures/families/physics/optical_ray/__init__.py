"""Families of Physics - Optical Ray."""
