"""Marks over images, a module a world: what its validators found, as circles, lines, polygons and words (`instruments.marks`)."""
