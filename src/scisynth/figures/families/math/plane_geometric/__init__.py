"""Families of Math - Plane Geometric."""
