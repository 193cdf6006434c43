"""Families of Universal - Exp. Setup."""
