"""Families of Math - Set & Probability."""
