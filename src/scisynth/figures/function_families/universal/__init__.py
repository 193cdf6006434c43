"""Families of the universal image types: charts, graphs, tables and experimental set-ups."""
