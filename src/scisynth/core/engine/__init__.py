"""Engines: where the rows of a long work are computed, on this machine or on a Ray cluster, with the same result."""
