"""The report of a reward."""
