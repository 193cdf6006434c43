"""Families of Physics - Field Diagram."""
