import numpy as np
import matplotlib.pyplot as plt

t = np.linspace(0, 2 * np.pi, 800)
fig = plt.figure(figsize=(5.5, 5.5))
ax = fig.add_subplot(projection="polar")
r = np.abs(3 * np.cos(2 * t))
ax.plot(t, r, color="mediumvioletred", lw=2)
ax.set_rticks([1, 2, 3])
ax.set_rlabel_position(45)
ax.set_rmax(3.4)
ax.set_title("$r = 3\\cos 2\\theta$", fontsize=14, pad=14)
plt.tight_layout()
plt.show()
