"""Families of the biological image types: cells, heredity, molecules and living communities."""
