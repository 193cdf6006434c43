"""`student eval`: a protocol's questions with and without their image, graded by code, with intervals and a report."""
