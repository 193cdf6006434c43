"""Families of crystals: unit cells, planes, and reflections."""
