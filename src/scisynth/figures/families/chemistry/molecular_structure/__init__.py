"""Families of molecular structure: Lewis formulas, shapes, skeletal formulas, names, functional groups and stereochemistry."""
