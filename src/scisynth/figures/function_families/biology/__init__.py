"""Families of biology: cells, ecology, genetics and molecular processes."""
