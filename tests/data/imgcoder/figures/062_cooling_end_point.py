import numpy as np
import matplotlib.pyplot as plt

t = np.linspace(0, 40, 200)
T = 20 + 60 * np.exp(-0.05 * t)
fig, ax = plt.subplots(figsize=(7, 4.5))
ax.plot(t, T, color="orangered", lw=2)
ax.plot([0, 40], [80, T[-1]], "ko")
ax.annotate("(0, 80)", (0, 80), xytext=(8, 0), textcoords="offset points", fontsize=12)
ax.annotate("(40, 28.1)", (40, T[-1]), xytext=(-50, 12), textcoords="offset points", fontsize=12)
ax.axhline(20, color="gray", ls="--")
ax.text(2, 22, "room 20 °C", color="gray", fontsize=11)
ax.set_xlabel("t (min)")
ax.set_ylabel("T (°C)")
ax.set_ylim(0, 90)
ax.set_xlim(-1, 44)
plt.tight_layout()
plt.show()
