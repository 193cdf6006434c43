"""Everyday things, flames, plants and vessels, drawn once and used by any scene."""
