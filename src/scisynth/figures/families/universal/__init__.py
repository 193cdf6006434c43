"""Families of the universal image types: charts, graphs, tables and set-ups."""
