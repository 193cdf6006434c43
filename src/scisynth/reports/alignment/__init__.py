"""The report of an alignment."""
