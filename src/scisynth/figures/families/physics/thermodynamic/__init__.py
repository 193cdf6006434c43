"""Families of Physics - Thermodynamic."""
