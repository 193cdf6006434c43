"""Families of reactions: equations with amounts, schemes and curves."""
