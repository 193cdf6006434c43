import matplotlib.pyplot as plt

template = "TACGGCATT"
coding = "ATGCCGTAA"
color = {"A": "#16a34a", "T": "#dc2626", "G": "#d97706", "C": "#2563eb"}
fig, ax = plt.subplots(figsize=(9, 3.2))
for i, (a, b) in enumerate(zip(coding, template)):
    for y, base in [(1, a), (0, b)]:
        ax.add_patch(plt.Rectangle((i, y), 0.9, 0.8, facecolor=color[base], edgecolor="none"))
        ax.text(i + 0.45, y + 0.4, base, color="white", fontsize=16, family="monospace", ha="center", va="center", weight="bold")
    ax.plot([i + 0.45, i + 0.45], [0.8, 1.0], color="gray", lw=2)
ax.text(-0.25, 1.4, "5′", ha="right", va="center", fontsize=14)
ax.text(9.15, 1.4, "3′", ha="left", va="center", fontsize=14)
ax.text(-0.25, 0.4, "3′", ha="right", va="center", fontsize=14)
ax.text(9.15, 0.4, "5′", ha="left", va="center", fontsize=14)
ax.annotate("template strand", xy=(4.5, 0), xytext=(4.5, -0.7), ha="center", fontsize=13, arrowprops=dict(arrowstyle="->"))
ax.text(4.5, 2.0, "coding strand", ha="center", fontsize=13)
ax.set_xlim(-1, 10)
ax.set_ylim(-1, 2.5)
ax.axis("off")
plt.show()
