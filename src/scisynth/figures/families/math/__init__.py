"""Families of mathematics, a folder for each image type."""
