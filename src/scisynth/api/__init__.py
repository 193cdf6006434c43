"""The Python API: what the command line does, for scripts and notebooks.

    from scisynth import score
    score("an unripe tomato", ["a.png", "b.png"])

Each function builds the config that its command builds and calls the same pipeline, so a run started by one is resumed by the
other. Parts are names, as on the command line, or objects and functions of your own (`core.plugins`).
"""
