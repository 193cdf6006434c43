import numpy as np
import matplotlib.pyplot as plt
from scipy.stats import norm

x = np.linspace(142, 198, 400)
fig, ax = plt.subplots(figsize=(7.5, 4.2))
ax.plot(x, norm.pdf(x, 170, 8), color="navy", lw=2)
t = x[x >= 178]
ax.fill_between(t, norm.pdf(t, 170, 8), color="orange", alpha=0.6)
ax.vlines([170], 0, norm.pdf(170, 170, 8), color="gray", ls="--")
ax.vlines([178], 0, norm.pdf(178, 170, 8), color="orange")
ax.annotate("P(X > 178) = ?", xy=(181, 0.008), xytext=(184, 0.034), fontsize=12, arrowprops=dict(arrowstyle="->"))
ax.text(169.2, 0.004, "μ = 170", ha="right", fontsize=12)
ax.annotate("", xy=(170, 0.0303), xytext=(178, 0.0303), arrowprops=dict(arrowstyle="<->", shrinkA=0, shrinkB=0))
ax.text(174, 0.0311, "σ = 8", ha="center", fontsize=12, va="bottom")
ax.set_ylim(0, 0.056)
ax.set_yticks([])
ax.set_xticks([146, 154, 162, 170, 178, 186, 194])
ax.set_xlabel("height (cm)")
for s in ("left", "right", "top"):
    ax.spines[s].set_visible(False)
plt.tight_layout()
plt.show()
