import numpy as np
import matplotlib.pyplot as plt

x = np.linspace(4000, 500, 1500)
T = np.full_like(x, 95.0)
for c, w, d in [(2960, 60, 45), (1715, 25, 80), (1365, 20, 40), (1220, 25, 50), (900, 15, 12)]:
    T -= d * np.exp(-((x - c) / w) ** 2)
fig, ax = plt.subplots(figsize=(8, 4))
ax.plot(x, T, color="darkblue", lw=1.3)
ax.invert_xaxis()
ax.set_xlabel("wavenumber / cm$^{-1}$")
ax.set_ylabel("transmittance / %")
ax.set_ylim(0, 105)
for c, y in [(2960, 46), (1715, 11), (1220, 42)]:
    ax.annotate(f"{c}", xy=(c, y + 2), xytext=(c + 330, y - 6 if y > 20 else y + 8), fontsize=11, arrowprops=dict(arrowstyle="->", lw=0.8))
plt.tight_layout()
plt.show()
