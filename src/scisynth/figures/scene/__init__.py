"""A scene: marks and claims, declared once; everything else is derived from it."""
