"""Everyday things, drawn once and used by any scene."""
