"""Micrographs of cells: simulators with exact truth, and validators that measure pixels.

fluorescence.py     cells of a line with membrane, nucleus, mitochondria and vesicles, one channel each
cell_cycle.py       one cell in a phase of the cycle: DNA and microtubules
confluence.py       a culture at four times: nuclei that double
lines.py            the kinds of cell and what they differ in
outlines.py         shapes of cells and nuclei, and how near a point is to their edge
displaced.py        cultures that are wrong in one thing
culture.py          cells in a field: where they lie, which of them touch, what is in them
mitosis.py          DNA and spindle by phase
textures.py         random fields of which stains are made
optics.py           blur of an objective, haze, stains
measure_objects.py  background, noise and bright objects of any image
measure_cells.py    areas, ratio, inside or outside, kind of cell
measure_each.py     a row for each cell of an image
measure_light.py    light above background, points of light
measure_phase.py    phase of the cycle, spindle, fractions of the DNA
measure_growth.py   nuclei at each time, doubling time
"""
