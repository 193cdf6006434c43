"""A scene: marks and claims, declared once; everything else is derived from it."""

DPI = 120
"""Pixels an inch of the image that a scene is checked on."""
DPI_RANGE = (30, 1200)
WIDTH_RANGE_PX = (100, 10_000)
"""Of an image. Below, no letter can be read, and FreeType may end the process instead of drawing one."""
