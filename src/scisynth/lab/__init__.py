"""The lab: a miniature world in which the truth is known, drawn by code."""
