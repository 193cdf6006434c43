import numpy as np
import matplotlib.pyplot as plt

V = np.linspace(8, 28, 200)
p = 8.314 * 300 / V
fig, ax = plt.subplots(figsize=(6.5, 4.5))
ax.plot(V, p, "b", lw=2)
s = (V >= 10) & (V <= 25)
ax.fill_between(V[s], p[s], color="lightblue", alpha=0.6)
ax.plot([10, 25], [249.4, 99.8], "ko")
ax.text(10.4, 255, "A", fontsize=13)
ax.text(25.3, 106, "B", fontsize=13)
ax.text(16.5, 60, "W ≈ 2.29 kJ", fontsize=14, ha="center")
ax.set_xlabel("V (L)")
ax.set_ylabel("p (kPa)")
ax.set_ylim(0, 330)
ax.set_title("T = 300 K")
plt.tight_layout()
plt.show()
