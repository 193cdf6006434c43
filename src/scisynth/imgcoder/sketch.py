"""`Sketch` under the name by which scripts recorded before 0.2 import it; new scripts write `from scisynth.figures import Sketch`."""

from scisynth.figures.scene.sketch import Sketch

__all__ = ["Sketch"]
