"""The report of a Science-T2I benchmark."""
