"""Marks over lattice images, zone-axis patterns and powder rings.

On a lattice image stand the vectors of the reduced cell and the spots of the averaged cell, repeated over the field. They are atoms in a
tunnelling micrograph; whether columns of atoms are bright or dark in a transmission micrograph depends on thickness and defocus, and there
they are the sharper of both. Over two grains, or around a dislocation, one lattice does not fit everywhere, and no spots are drawn.
"""

import numpy as np

from scisynth.instruments.marks import Circle, Mark, Polygon, arrow, circles, points_of, said
from scisynth.instruments.materials.crystals import turn_vectors
from scisynth.instruments.materials.measure_claims import LatticeReader, cell_spots
from scisynth.instruments.materials.measure_defects import find_vacancies, trace_core
from scisynth.instruments.materials.measure_lattice import Lattice
from scisynth.instruments.materials.measure_pattern import SpotReader
from scisynth.instruments.materials.measure_rings import RingReader
from scisynth.instruments.materials.spectrum import Array, Spectrum

MOST_SPOTS = 500
"""Around the middle of a lattice image; more would hide it."""
SPOT = 0.3
"""Radius of a circle around a spot, of the shortest distance between spots."""
DEEP = 0.6
"""Of the deepest gap: shallower ones are not drawn where noise makes gaps."""
STRONG = 5.0
"""Times its noise from which a spot of a pattern is marked."""
BEYOND = 0.06
"""Of the image's side: from the head of an arrow to its words."""


def lattice_marks(reader: LatticeReader) -> list[Mark]:
    """Vectors and spots of the lattice, missing atoms, a dislocation or a second lattice; none where there is no lattice."""
    spectrum, lattice = reader.spectrum, reader.lattice
    if lattice is None:
        return []
    # Atoms stand out of a scanned surface; in transmission columns may be bright or dark.
    cell, spots = cell_spots(spectrum, lattice, are_bright=True if spectrum.has_lines else None)
    places, radius = _repeated(spectrum, cell, spots)
    side = min(spectrum.width, spectrum.height)
    origin = places[0] if len(places) else _middle(spectrum)
    found: list[Mark] = []
    # Two lattices are drawn at twice the length, so that the angle between them shows.
    times = 2 if reader.second_grain.misorientation else 1
    if reader.second_grain.misorientation:
        for vector in turn_vectors(cell, reader.second_grain.turn):
            found += arrow(origin, times * vector, "vector of the second lattice", tone="second")
        found.append(said(origin - cell.sum(axis=0), "misorientation", f"{reader.second_grain.misorientation:.1f}°"))
    elif reader.dislocations:
        found += _core(spectrum, lattice)
    else:
        found += _spots(spectrum, lattice, places, radius)
    for name, vector in zip("ab", cell, strict=True):
        length = np.linalg.norm(vector)
        words = f"{name} {length:.3g} px" if reader.pixel is None else f"{name} {length * reader.pixel:.3g} Å"
        found += arrow(origin, times * vector, f"lattice vector {name}", words, beyond=BEYOND * side)
    return found


def _middle(spectrum: Spectrum) -> Array:
    return np.array([spectrum.width - 1, spectrum.height - 1]) / 2


def _repeated(spectrum: Spectrum, cell: Array, spots: Array) -> tuple[Array, float]:
    """Places of the spots in the field, those around the middle first, and the radius of a circle that leaves room between them."""
    middle = _middle(spectrum)
    corners = np.array([(x, y) for x in (-1, 1) for y in (-1, 1)]) * middle
    reach = int(np.ceil(np.abs(corners @ np.linalg.inv(cell)).max())) + 1
    steps = np.stack(np.meshgrid(*2 * [np.arange(-reach, reach + 1)]), axis=-1).reshape(-1, 1, 2)
    places = ((steps + spots).reshape(-1, 2) @ cell) + middle
    inside = ((places >= 0) & (places <= 2 * middle)).all(axis=1)
    places = places[inside]
    places = places[np.argsort(np.linalg.norm(places - middle, axis=1), kind="stable")][:MOST_SPOTS]
    shortest = float(np.linalg.norm(cell[0]))
    if len(places) > 1:
        shortest = min(shortest, *np.linalg.norm(places[1:] - places[0], axis=1))
    return places, SPOT * shortest


def _spots(spectrum: Spectrum, lattice: Lattice, places: Array, radius: float) -> list[Mark]:
    """Spots of the averaged cell, and what is missing of them."""
    vacancies = find_vacancies(spectrum, lattice)
    gaps = vacancies.places
    if not vacancies.is_certain and len(gaps):
        gaps = gaps[vacancies.depths > DEEP * vacancies.depths.max()]
    if not len(gaps):
        return [*circles(places, radius, "spot of the averaged cell")]
    away = np.linalg.norm(places[:, None] - gaps[None], axis=2).min(axis=1)
    name = "missing atom" if vacancies.is_certain else "perhaps a missing atom"
    return [
        *circles(places[away > 1.5 * radius], radius, "spot of the averaged cell"),
        *circles(gaps, 2.2 * radius, name, "odd"),
    ]


def _core(spectrum: Spectrum, lattice: Lattice) -> list[Mark]:
    """The circuit on which a phase does not close, and where it turns inside, to about a plane."""
    found = trace_core(spectrum, lattice)
    right, bottom = spectrum.width - 1 - found.rim, spectrum.height - 1 - found.rim
    corners = ((found.rim, found.rim), (right, found.rim), (right, bottom), (found.rim, bottom))
    circuit = Polygon(name="circuit that does not close", tone="guide", points=points_of(np.array(corners)))
    if found.core is None:
        return [circuit]
    return [circuit, *circles(found.core[None], lattice.spacing(0)[0], "core of the dislocation", "odd")]


def pattern_marks(reader: SpotReader) -> list[Mark]:
    """Spots of a zone-axis pattern, the beam, and the two shortest vectors; none where there is no lattice of spots."""
    pattern = reader.pattern
    if pattern is None:
        return []

    def back(place: Array) -> Array:
        """In pixels of the image before squares of pixels were added up."""
        found: Array = place * reader.times + (reader.times - 1) / 2
        return found

    lattice, centre = pattern.lattice, back(pattern.centre)
    places = back(pattern.centre + pattern.indices @ lattice.reciprocal)
    radius = 0.3 * reader.times * float(np.linalg.norm(lattice.reciprocal, axis=1).min())
    seen = (pattern.intensities > STRONG * pattern.noise) & ~pattern.is_shadowed
    found: list[Mark] = [*circles(places[seen], radius, "spot"), *circles(centre[None], radius / 2, "beam", "guide")]
    for number, index in enumerate(lattice.shortest, 1):
        vector = index @ lattice.reciprocal
        words = f"g{number}" if reader.pixel is None else f"d {1 / (np.linalg.norm(vector) * reader.pixel):.3g} Å"
        beyond = radius + BEYOND * min(reader.image.shape) * reader.times
        found += arrow(centre, vector * reader.times, f"vector g{number} of the spots", words, beyond=beyond)
    return found


def ring_marks(reader: RingReader) -> list[Mark]:
    """Rings of a powder with the spacing of each, and their centre; none where there are no rings."""
    rings = reader.rings
    if rings is None:
        return []
    x, y = points_of(rings.centre[None])[0]
    found: list[Mark] = [Circle(name="centre of the rings", tone="guide", x=x, y=y, radius=1.5)]
    # Words in turn at four angles, so that those of neighbours do not lie on each other.
    for number, radius in enumerate(rings.radii):
        angle = np.radians(-45 + 90 * (number % 4))
        at = rings.centre + radius * np.array([np.cos(angle), np.sin(angle)])
        found.append(Circle(name="ring", x=x, y=y, radius=float(radius)))
        if reader.pixel is not None:
            found.append(said(at, "spacing of a ring", f"{1 / (float(radius) * reader.pixel):.3g} Å"))
    return found
