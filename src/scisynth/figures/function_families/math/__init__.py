"""Families of mathematics: plane, solid and analytic geometry, sets and probability."""
