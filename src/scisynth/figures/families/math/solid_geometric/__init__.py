"""Families of Math - Solid Geometric."""
