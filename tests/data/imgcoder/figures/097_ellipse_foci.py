import numpy as np
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(8, 5))
X, Y = np.meshgrid(np.linspace(-7, 7, 400), np.linspace(-4.5, 4.5, 300))
ax.contour(X, Y, X**2 / 25 + Y**2 / 9, levels=[1], colors="darkblue", linewidths=2)
ax.axhline(0, color="black", lw=0.9)
ax.axvline(0, color="black", lw=0.9)
ax.plot([-4, 4], [0, 0], "ro", ms=6)
ax.text(-4, 0.25, "$F_1$", ha="center", fontsize=14)
ax.text(4.12, 0.2, "$F_2$", ha="left", fontsize=14)
P = (3, 2.4)
ax.plot([-4, P[0], 4], [0, P[1], 0], color="red", lw=1)
ax.plot(*P, "ko")
ax.text(P[0] + 0.1, P[1] + 0.15, "$P$", fontsize=14)
for x, y, s, ha, va in [(5.1, -0.15, "$(5, 0)$", "left", "top"), (-5.1, -0.15, "$(-5, 0)$", "right", "top"), (0.12, 3.08, "$(0, 3)$", "left", "bottom"), (0.12, -3.1, "$(0, -3)$", "left", "top")]:
    ax.text(x, y, s, ha=ha, va=va, fontsize=12)
ax.text(-6.7, 3.7, r"$\frac{x^2}{25} + \frac{y^2}{9} = 1$", fontsize=16)
ax.text(6.8, 0.12, "$x$", fontsize=13)
ax.text(0.15, 4.15, "$y$", fontsize=13)
ax.set_aspect("equal")
ax.axis("off")
plt.show()
