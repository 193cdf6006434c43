import numpy as np
import matplotlib.pyplot as plt

x = np.linspace(-1, 6, 50)
plt.figure(figsize=(6, 5))
plt.plot(x, 2 * x + 1, label="y = 2x + 1", color="purple")
plt.scatter([1, 4], [3, 9], color="black", zorder=5)
plt.annotate("A(1, 3)", (1, 3), textcoords="offset points", xytext=(10, -12), fontsize=12)
plt.annotate("B(4, 9)", (4, 9), textcoords="offset points", xytext=(10, -12), fontsize=12)
plt.grid(True, alpha=0.4)
plt.xlabel("x")
plt.ylabel("y")
plt.legend(loc="upper left")
plt.show()
