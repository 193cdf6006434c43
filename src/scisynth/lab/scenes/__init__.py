"""One function a law: `(canvas, view) -> None`, drawing whatever outcome the view names, true or wrong.

A law's file names its function under `scene`; `lab.render` looks it up.
"""
