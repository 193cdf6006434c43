import numpy as np
import matplotlib.pyplot as plt

rng = np.random.default_rng(3)
x = np.linspace(0, 10, 30)
data = {"A": 0.8 * x + 1 + rng.normal(0, 0.5, 30), "B": 9 - 0.7 * x + rng.normal(0, 0.6, 30), "C": 5 + rng.normal(0, 2, 30), "D": 0.1 * x**2 + rng.normal(0, 0.3, 30)}
fig, axes = plt.subplots(2, 2, figsize=(8, 6), sharex=True, sharey=True)
for ax, (name, y) in zip(axes.flat, data.items()):
    ax.scatter(x, y, s=18, color="teal")
    ax.set_title(f"data set {name}", fontsize=11)
    ax.grid(alpha=0.3)
for ax in axes[1]:
    ax.set_xlabel("x")
for ax in axes[:, 0]:
    ax.set_ylabel("y")
fig.suptitle("Four data sets")
fig.tight_layout()
plt.show()
