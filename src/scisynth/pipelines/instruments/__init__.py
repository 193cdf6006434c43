"""Instrument images as runs: make (`make`), validate anybody's (`validate`), compare sets (`compare`), utility for a task (`utility`)."""
