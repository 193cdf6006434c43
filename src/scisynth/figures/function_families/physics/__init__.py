"""Families of physics: mechanics, fields, waves, optics, astronomy, circuits and heat."""
