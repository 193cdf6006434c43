"""Molecules read off a drawing: atoms, bonds, charges and electrons."""
