import matplotlib.pyplot as plt
import matplotlib.patches as mp

fig, ax = plt.subplots(figsize=(6, 4.5))
def wire(*pts):
    xs, ys = zip(*pts)
    ax.plot(xs, ys, color="black", lw=1.8)
wire((0, 1.8), (0, 4), (7, 4), (7, 2.6))
wire((7, 1.4), (7, 0), (0, 0), (0, 1.5))
wire((4, 4), (4, 2.6))
wire((4, 1.4), (4, 0))
for x, s in [(4, "10 Ω"), (7, "15 Ω")]:
    ax.add_patch(mp.Rectangle((x - 0.25, 1.4), 0.5, 1.2, fill=False, lw=1.8))
    ax.text(x - 0.45, 2, s, ha="right", va="center", fontsize=13)
ax.plot([-0.5, 0.5], [1.8, 1.8], "k", lw=2)
ax.plot([-0.25, 0.25], [1.5, 1.5], "k", lw=4)
ax.text(-0.7, 1.65, "12 V", ha="right", va="center", fontsize=13)
ax.plot([4, 4], [0, 4], "ko", ms=5, ls="none")
ax.set_title("Two resistors, equivalent resistance 6 ohm")
ax.set_xlim(-2.2, 8)
ax.set_ylim(-0.8, 4.8)
ax.axis("off")
plt.show()
