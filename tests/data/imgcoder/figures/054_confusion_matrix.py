import numpy as np
import matplotlib.pyplot as plt

m = np.array([[50, 10], [5, 35]])
fig, ax = plt.subplots(figsize=(5, 4.6))
im = ax.imshow(m, cmap="Blues")
for i in range(2):
    for j in range(2):
        ax.text(j, i, m[i, j], ha="center", va="center", fontsize=20, color="white" if m[i, j] > 25 else "black")
ax.set_xticks([0, 1], labels=["cat", "dog"])
ax.set_yticks([0, 1], labels=["cat", "dog"])
ax.set_xlabel("predicted")
ax.set_ylabel("true")
fig.colorbar(im, ax=ax, shrink=0.8)
plt.tight_layout()
plt.show()
