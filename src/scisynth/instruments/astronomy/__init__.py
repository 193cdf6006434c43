"""The sky: stars, galaxies, the Moon and planets as cameras take them, and what their pixels tell.

star_field.py    stars through g, r and i: magnitudes, temperatures, seeing, sky, saturation, cosmic rays
constellation.py   constellations of the Hipparcos catalogue, as a small camera takes them
galaxy.py        ellipticals with Sérsic profiles, and inclined spirals with arms
moon_phase.py, planet_phase.py   the Moon, Mercury, Venus and Mars on a date: lit share, side, size
star_frames.py   exposures of stars
star_catalogue.py, constellation_figures.py, sky_camera.py   the catalogue, figures of named stars, the gnomonic projection
profiles.py, bands.py, camera.py     Moffat and Sérsic profiles, colours of black bodies, electrons
ephemeris.py     phases of the Moon and the planets on a date
galaxy_light.py     profiles and arms, blurred by the seeing
lit_bodies.py, lit_frames.py     spheres in sunlight, and their exposures
measure/         from pixels: sky, point spread function, stars, figures among them, a sphere in sunlight, a galaxy
findings/        the verdicts on what was measured
"""
