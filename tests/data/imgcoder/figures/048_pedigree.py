import matplotlib.pyplot as plt
from matplotlib.patches import Circle, Rectangle

fig, ax = plt.subplots(figsize=(7, 5.5))
def person(x, y, sex, ill=False, name=""):
    fc = "black" if ill else "white"
    if sex == "f":
        ax.add_patch(Circle((x, y), 0.3, fc=fc, ec="black", lw=1.8, zorder=3))
    else:
        ax.add_patch(Rectangle((x - 0.28, y - 0.28), 0.56, 0.56, fc=fc, ec="black", lw=1.8, zorder=3))
    ax.text(x, y - 0.42, name, ha="center", va="top", fontsize=12)
def line(*p):
    ax.plot(*zip(*p), color="black", lw=1.5, zorder=1)
line((0, 4), (2, 4)); line((1, 4), (1, 3.1)); line((0, 3.1), (3, 3.1))
line((0, 3.1), (0, 2.3)); line((3, 3.1), (3, 2.3))
line((3, 2), (5, 2)); line((4, 2), (4, 1.1)); line((3.4, 1.1), (4.6, 1.1)); line((3.4, 1.1), (3.4, 0.3)); line((4.6, 1.1), (4.6, 0.3))
person(0, 4, "m", name="I-1"); person(2, 4, "f", name="I-2")
person(0, 2, "f", True, "II-1"); person(3, 2, "m", name="II-2"); person(5, 2, "f", name="II-3")
person(3.4, 0, "f", name="III-1"); person(4.6, 0, "m", True, "III-2")
ax.set_xlim(-1, 6.2)
ax.set_ylim(-1, 4.7)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
