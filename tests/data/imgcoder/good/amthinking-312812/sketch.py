from math import cos, radians, sin

from scisynth.imgcoder.sketch import Sketch

sketch = Sketch()
cats, dogs = (4.4, 3.4), (7.4, 3.4)
r_cats, r_dogs = 2.17, 2.8  # areas about as 120 to 200

sketch.rectangle("universe:U", 0, 0, 12, 7.5, width=2)
sketch.text("label:total", "500 students", (0.2, 7.0), toward=(1, 0), size=13)
sketch.circle("set:cats", cats, r_cats, color="saddlebrown", width=2)
sketch.circle("set:dogs", dogs, r_dogs, color="navy", width=2)


def on_circle(center, radius, degrees):
    return center[0] + radius * cos(radians(degrees)), center[1] + radius * sin(radians(degrees))


sketch.text("label:cats", "Cats: 120", on_circle(cats, r_cats, 110), of="set:cats", toward=(-0.3, 1), color="saddlebrown", size=13)
sketch.text("label:dogs", "Dogs: 200", on_circle(dogs, r_dogs, 70), of="set:dogs", toward=(0.3, 1), color="navy", size=13)

# the overlap runs from the left edge of the dogs to the right edge of the cats
sketch.text("label:both", "40", ((dogs[0] - r_dogs + cats[0] + r_cats) / 2, 3.4), size=15)
figure = sketch.figure()
