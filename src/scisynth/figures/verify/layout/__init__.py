"""Layout as a viewer sees it: rules on a drawing read back, for families, models' figures and the bench alike.

Faults, with which no figure is verified:

    overlap         two texts cover each other, or a text the frame of a legend
    cut_off         a text leaves the page
    tiny_text       a text below 6 pt
    struck_text     a line, curve, arrow or frame runs through a text
    cut_text        the outline of an area runs through a text
    covered_marker  a text and the symbol of a point cover each other
    hidden_end      the tip of an arrow lies behind an area
    behind          an arrow passes behind a box or node with a text in it
    legend_covers   a legend hides data
    degenerate      lines or corners apart in space lie on each other in the view of a 3D axes

Notes, which are told and leave a figure verified:

    uneven_label    labels of one kind at clearly different distances or sizes
    near_foreign    a label nearer to another mark of the same kind than to its own
    coincident      two named lines lie exactly on each other
    at_edge         a text touches the edge of the page

Each message says what to do. What is painted is judged in order: a halo or plate, or an area painted between a stroke and a text,
keeps the stroke from the text. Not covered: lines that an image (`imshow`) contains, and hatches, which are meant to lie under texts.
"""

import numpy as np

from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.verify.claims import Finding
from scisynth.figures.verify.layout.covers import coincident_lines, covered_markers, hidden_marks, legend_faults
from scisynth.figures.verify.layout.labels import label_notes
from scisynth.figures.verify.layout.page import check_ink, text_faults
from scisynth.figures.verify.layout.projection import degenerate_views
from scisynth.figures.verify.layout.strokes import struck_texts

__all__ = ["check_ink", "check_layout"]


def check_layout(drawing: Drawing, *, fitted: bool = False) -> list[Finding]:
    """Every fault and note; empty when a reader has nothing to complain of.

    `fitted`: the image was cut to its contents, so that a text just outside of the page is on the image all the same.
    """
    with np.errstate(all="ignore"):  # a forged page has places at the end of numbers
        return [
            *text_faults(drawing, fitted=fitted),
            *struck_texts(drawing),
            *hidden_marks(drawing),
            *covered_markers(drawing),
            *legend_faults(drawing),
            *coincident_lines(drawing),
            *degenerate_views(drawing),
            *label_notes(drawing, fitted=fitted),
        ]
