"""Materials: lattices as microscopes and diffractometers show them, and what can be measured of them.

crystals.py      named crystals and zone axes: projected cells, columns of atoms, structure factors
scattering.py    factors of atoms, the electron's wavelength and interaction
groups.py        the 17 plane groups: operations, cells, and motifs that have each of them
patches.py       a lattice without end cut to a field of view, with vacancies, a dislocation, a grain boundary or strain
optics.py        lattice images of thin crystals in the transmission electron microscope
tunnelling.py    heights at constant current over a surface
powder.py        rings of a cubic powder
lattice_facts.py claims that all lattice images share, names of planes, words for rotations

hrtem.py, stm.py, electron_diffraction.py, powder_diffraction.py     the instruments, each with its texts

The validators, functions of pixels for anybody's images: spectrum.py (sharp peaks), measure_lattice.py, measure_symmetry.py (plane
group), measure_defects.py, measure_claims.py (findings of lattice images); measure_spots.py and measure_pattern.py (zone-axis
patterns); measure_rings.py (powders).
"""
