"""Families of physics, a folder for each image type."""
