"""Images as instruments take them: simulated from declared parameters with exact truth, and measured from pixels alone.

instrument.py   what an instrument is: parameters, exposure, claims, texts, violations
detector.py     what an instrument adds: blur, photons, read noise, saturation
frame.py        an image to measure, anybody's: pixels as numbers, and the size of one
pixels.py       what validators of all worlds do with pixels: robust noise, peaks, squares of pixels as one
findings.py     what a validator says of a claim: pass, fail or cannot tell, with the value and its uncertainty
marks.py        what was measured as circles, lines, polygons and words over the image; overlays/ makes them, a module a world
materials/, biomedicine/, astronomy/   the three worlds, each with simulators and validators
"""
