"""Families of orbitals and quantum levels: molecules, hydrogen, boxes, shapes and crystal fields."""
