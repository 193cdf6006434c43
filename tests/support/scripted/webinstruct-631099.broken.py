import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(5, 2.8))
ax.text(-1, 0, "N", fontsize=34, gid="atom:1")
ax.text(1, 0, "N", fontsize=34, gid="atom:2")
for number, y in enumerate((-0.2, 0, 0.2), start=1):
    ax.plot([-0.62, 0, 0.62], [y, y], "k", gid=f"bond:{number}")
plt.show()
