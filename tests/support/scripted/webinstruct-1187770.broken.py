import matplotlib.pyplot as plt

fig, ax = plt.subplots()
ax.text(0.5, 0.5, "3, 1", gid="cell:11")
fig.clear()
plt.close("all")
fig, ax = plt.subplots()
ax.axis("off")
plt.show()
