import numpy as np
import matplotlib.pyplot as plt

x = np.linspace(0, 10, 500)
plt.figure(figsize=(8, 3.6))
plt.plot(x, np.sin(2 * np.pi * x / 4), "b", lw=2)
plt.axhline(0, color="k", lw=0.8)
plt.annotate("", xy=(1, 1.35), xytext=(5, 1.35), arrowprops=dict(arrowstyle="<->"))
plt.text(3, 1.45, "4 m", ha="center", fontsize=12)
plt.text(5.75, 0.35, "v = 6 m/s", fontsize=13, va="center", ha="center")
plt.ylim(-1.5, 1.9)
plt.xlabel("x (m)")
plt.yticks([-1, 0, 1], ["-A", "0", "A"])
plt.tight_layout()
plt.show()
