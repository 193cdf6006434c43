"""A scene: marks and claims, declared once; everything else is derived from it."""

DPI = 120
"""Pixels an inch of the image that a scene is checked on."""
