"""Families of Math - Analytic Geometry."""
