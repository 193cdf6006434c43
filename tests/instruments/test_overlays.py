"""Marks over images lie where the truth is, on one image of each instrument; and where nothing is measured, nothing is marked."""

from random import Random
from xml.etree import ElementTree

import numpy as np
import pytest

from scisynth.instruments.frame import Frame
from scisynth.instruments.marks import Line, Polygon, Text, arrow, circles
from scisynth.instruments.registry import instrument_names, named_instrument
from scisynth.instruments.take import take
from scisynth.pipelines.instruments.overlay import draw_marks

draw = pytest.importorskip("skimage.draw")


def marked(name, seed):
    """An image of 128 pixels and its marks."""
    instrument = named_instrument(name)
    image = take(instrument, seed, size=128)
    return image, instrument.marks(image.exposure.frame, image.claims)


def named(marks, name, kind=object):
    return [mark for mark in marks if mark.name == name and isinstance(mark, kind)]


def centres(marks):
    return np.array([(mark.x, mark.y) for mark in marks])


def truth(image, *kinds, inside=0.0):
    """Places of objects, at least so far from the edge."""
    places = np.array([(row["x"], row["y"]) for row in image.exposure.objects if row["kind"] in kinds])
    return places[((places > inside) & (places < 127 - inside)).all(axis=1)]


def away(places, others):
    """From each place to the nearest of the others."""
    return np.linalg.norm(places[:, None] - others[None], axis=2).min(axis=1)


def filled(polygons):
    """The pixels inside of any."""
    out = np.zeros((128, 128), bool)
    for polygon in polygons:
        x, y = np.array(polygon.points).T
        out[draw.polygon(y, x, out.shape)] = True
    return out


def overlap(one, other):
    """Of two sets of pixels: what is in both, over what is in any."""
    return (one & other).sum() / (one | other).sum()


def labelled(image, word):
    """The pixels whose label in the mask starts with a word."""
    numbers = [number for number, label in image.exposure.mask_labels.items() if label.startswith(word)]
    return np.isin(image.exposure.mask, numbers)


def test_missing_columns_are_circled_and_vectors_are_those_of_the_crystal():
    image, marks = marked("hrtem", 6)
    gaps = centres(named(marks, "missing atom"))
    assert len(gaps) == 5
    assert away(truth(image, "vacancy"), gaps).max() < 2
    for word in ("a", "b"):
        (line,) = named(marks, f"lattice vector {word}", Line)
        length = np.linalg.norm(np.subtract(*line.points)) * image.parameters.pixel
        assert length == pytest.approx(3.2094, rel=0.01)  # magnesium along [001]: a


def test_the_core_of_a_dislocation_lies_inside_its_circuit():
    image, marks = marked("hrtem", 19)
    (core,) = named(marks, "core of the dislocation")
    assert away(truth(image, "dislocation"), centres([core])).max() < core.radius
    (circuit,) = named(marks, "circuit that does not close")
    assert filled([circuit])[round(core.y), round(core.x)]


def test_a_second_grain_has_vectors_turned_by_the_misorientation():
    image, marks = marked("hrtem", 5)
    (words,) = named(marks, "misorientation", Text)
    assert float(words.words.rstrip("°")) == pytest.approx(image.parameters.misorientation, abs=1)
    (label,) = named(marks, "lattice vector a", Text)
    assert float(label.words.split()[1]) == pytest.approx(2.8665 / np.sqrt(2), rel=0.02)  # iron along [001]
    second = [np.subtract(*line.points[::-1]) for line in named(marks, "vector of the second lattice", Line)]
    first = [np.subtract(*named(marks, f"lattice vector {word}", Line)[0].points[::-1]) for word in "ab"]
    turns = np.degrees([np.arctan2(*vector[::-1]) for vector in (first[0], second[0])])
    assert (turns[1] - turns[0]) % 90 == pytest.approx(14, abs=1) or (turns[0] - turns[1]) % 90 == pytest.approx(
        14, abs=1
    )


def test_atoms_of_a_surface_are_circled_and_missing_ones_too():
    image, marks = marked("stm", 8)
    atoms = centres(named(marks, "spot of the averaged cell"))
    # Drift bends the lattice by up to half a pixel at the rim, the lag of the tip moves it by half a pixel.
    assert np.median(away(truth(image, "atom", inside=6), atoms)) < 1.2
    gaps = centres(named(marks, "missing atom"))
    assert away(truth(image, "vacancy"), gaps).max() < 2


def test_spots_of_a_pattern_are_reflections_around_the_beam():
    image, marks = marked("electron_diffraction", 2)
    spots = centres(named(marks, "spot"))
    assert len(spots) > 6
    assert away(spots, truth(image, "reflection")).max() < 1
    (beam,) = [row for row in image.exposure.objects if row["h"] == row["k"] == 0]
    assert away(centres(named(marks, "beam")), np.array([[beam["x"], beam["y"]]])).max() < 1


def test_rings_have_the_radii_of_the_powder():
    image, marks = marked("powder_diffraction", 2)
    rings = [mark for mark in marks if mark.name == "ring"]
    radii = np.array([row["radius"] for row in image.exposure.objects if row["power"] > 0.02])
    assert len(rings) >= 3
    assert all(np.abs(radii - ring.radius).min() < 1 for ring in rings)
    assert away(centres(rings), truth(image, "ring")).max() < 0.5


def test_outlines_of_cells_and_nuclei_are_those_of_the_mask():
    image, marks = marked("fluorescence", 2)
    nuclei, cells = named(marks, "nucleus"), named(marks, "cell")
    assert len(nuclei) == len(cells) == image.parameters.num
    assert overlap(filled(nuclei), labelled(image, "nucleus")) > 0.9
    assert overlap(filled(cells), image.exposure.mask > 0) > 0.9
    assert away(truth(image, "vesicle"), centres(named(marks, "vesicle"))).max() < 1.5


def test_the_plate_and_the_poles_of_a_spindle_are_where_they_are_drawn():
    image, marks = marked("cell_cycle", 4)
    assert overlap(filled(named(marks, "mass of DNA")), labelled(image, "chromosomes")) > 0.8
    pixel = image.exposure.frame.pixel_size
    poles = np.array([(pole.real, pole.imag) for pole in image.parameters.division.poles]) / pixel + 63.5
    assert away(poles, centres(named(marks, "pole of the spindle"))).max() < 1.5


def test_nuclei_of_four_fields_are_outlined_and_counted():
    image, marks = marked("confluence", 2)
    assert overlap(filled(named(marks, "nucleus")), labelled(image, "nucleus")) > 0.85
    words = [named(marks, f"nuclei in field {field}", Text)[0].words for field in (1, 2, 3, 4)]
    assert tuple(map(int, words)) == image.parameters.counts


def test_stars_to_the_limit_are_circled():
    image, marks = marked("star_field", 1)
    rows = [row for row in image.exposure.objects if row["is_counted"]]
    counted = np.array([(row["x"], row["y"]) for row in rows])
    stars = centres(named(marks, "star"))
    assert len(stars) == image.parameters.num_stars
    assert away(counted, stars).max() < 1
    (first,) = named(marks, "brightest star", Text)
    assert np.hypot(first.x - counted[0][0], first.y - counted[0][1]) < 20


def sky_marks(violation="", dose=0.0):
    """Parameters, exposure and marks of Orion, as a violation leaves it."""
    sky = named_instrument("constellation")
    p = next(p for p in map(sky.sample, range(1000)) if p.constellation == "orion")
    claims = sky.claims(p)
    p = getattr(sky, violation)(p, dose, Random(2)) if violation else p
    exposure = sky.expose(p, 128, np.random.default_rng(1))
    return p, exposure, sky.marks(exposure.frame, claims)


def test_stars_of_a_constellation_are_circled_named_and_tied_to_their_places():
    _, exposure, marks = sky_marks()
    rows = {row["name"]: (row["x"], row["y"]) for row in exposure.objects if row["name"]}
    found = named(marks, "star of the figure")
    words = [text.words for text in named(marks, "name")]
    assert set(words) == set(rows)
    # Names come in the order of the circles.
    apart = centres(found) - np.array([rows[word] for word in words])
    assert np.hypot(*apart.T).max() < 1
    ways = [np.linalg.norm(np.subtract(*way.points)) for way in named(marks, "way to its place")]
    assert len(ways) == len(rows)
    assert max(ways) < 1
    assert not [mark for mark in marks if mark.tone == "odd"]


def test_a_star_that_was_moved_is_tied_to_where_the_catalogue_puts_it():
    p, exposure, marks = sky_marks("moved_star", 0.05)
    (moved,) = named(marks, "star that was moved")
    (row,) = [row for row in exposure.objects if row["hip"] == p.moved[0]]
    assert np.hypot(moved.x - row["x"], moved.y - row["y"]) < 1
    _, whole, _ = sky_marks()
    (own,) = [(other["x"], other["y"]) for other in whole.objects if other["hip"] == p.moved[0]]
    (way,) = [
        way
        for way in named(marks, "way to its place")
        if np.hypot(*np.subtract(way.points[0], (row["x"], row["y"]))) < 1
    ]
    assert np.hypot(*np.subtract(way.points[1], own)) < 1
    assert np.linalg.norm(np.subtract(*way.points)) > 2


def test_a_missing_star_is_circled_where_it_belongs_and_a_mirrored_sky_has_no_marks():
    p, _, marks = sky_marks("missing_star", 1.0)
    (gap,) = named(marks, "missing star")
    assert gap.tone == "odd"
    _, whole, _ = sky_marks()
    (row,) = [row for row in whole.objects if row["hip"] == p.missing[0]]
    assert np.hypot(gap.x - row["x"], gap.y - row["y"]) < 1
    assert sky_marks("mirrored")[2] == []


def test_the_ellipse_of_a_spiral_holds_half_its_light_and_its_arms_lie_on_the_crests():
    image, marks = marked("galaxy", 11)
    p, (ellipse,) = image.parameters, named(marks, "ellipse of half the light")
    assert overlap(filled([ellipse]), labelled(image, "spiral")) > 0.85
    crests = named(marks, "crest of an arm")
    assert len(crests) == p.num_arms
    places = np.concatenate([crest.points for crest in crests])
    galaxy = image.exposure.objects[0]
    right, up = places[:, 0] - galaxy["x"], galaxy["y"] - places[:, 1]
    turn, scale = np.radians(p.angle), p.half_light / image.exposure.frame.pixel_size
    along = (-right * np.sin(turn) + up * np.cos(turn)) / scale
    across = (-right * np.cos(turn) - up * np.sin(turn)) / scale / p.axis_ratio
    sense = 1 if p.winding == "counter-clockwise" else -1
    spiral = sense * np.log(np.hypot(along, across)) / np.tan(np.radians(p.pitch))
    assert np.cos(p.num_arms * (np.arctan2(across, along) - spiral)).mean() > 0.7


@pytest.mark.parametrize(("name", "seed"), [("moon_phase", 4), ("planet_phase", 2)])
def test_the_terminator_parts_the_lit_from_the_dark_part(name, seed):
    image, marks = marked(name, seed)
    body, (limb,), (line,) = image.exposure.objects[0], named(marks, "limb"), named(marks, "terminator")
    assert np.hypot(limb.x - body["x"], limb.y - body["y"]) < 1.5
    assert limb.radius == pytest.approx(body["radius"], rel=0.03)
    angle = np.radians(body["bright_limb_angle"])
    to_sun = np.array([-np.sin(angle), -np.cos(angle)])
    inner = np.array(line.points)[10:-10]
    for side, label in ((3.5, 1), (-3.5, 2)):
        columns, rows = np.rint(inner + side * to_sun).astype(int).T
        assert (image.exposure.mask[rows, columns] == label).mean() > 0.9


@pytest.mark.parametrize("name", instrument_names())
def test_noise_has_no_marks(name):
    instrument = named_instrument(name)
    shape = (128, 128, len(instrument.channels)) if instrument.channels else (128, 128)
    noise = np.random.default_rng(0).poisson(50, shape).astype(np.float32)
    frame = Frame(pixels=noise, pixel_size=0.3, unit="arcsec", channels=instrument.channels)
    assert instrument.marks(frame, instrument.claims(instrument.sample(0))) == []


def test_marks_are_drawn_as_svg_with_their_words_escaped_and_a_legend():
    marks = [
        *circles(np.array([[3.0, 4.0], [9.0, 9.0]]), 2.0, "a < b"),
        *arrow(np.zeros(2), np.array([10.0, 0.0]), "vector", "<a>", beyond=2),
        Polygon(name="cell", tone="second", points=((0, 0), (1, 0), (1, 1))),
    ]
    found = draw_marks(marks, (64, 32))
    svg = ElementTree.fromstring(str(found.svg))
    assert svg.get("viewBox") == "-0.5 -0.5 64 32"
    assert [group.find("title").text for group in svg] == ["a < b", "vector", "cell", "vector"]
    assert [group.get("class") for group in svg] == ["thing", "guide", "second", "guide"]
    assert len(svg[1].findall("polyline")) == 2
    assert svg[3].find("text").text == "<a>"
    assert found.legend == (("thing", "a < b: 2"), ("guide", "vector"), ("second", "cell"))
    assert draw_marks([], (64, 32)) is None
