"""What can be read from an image alone, by optical character recognition (OCR) that never saw the program or the problem.

The reader may confirm a label of several characters and report an answer that is visible. It never fails a figure for a label
that it missed, since it misses single italic letters, and an image in which it reads nothing is unknown, not empty.
"""
