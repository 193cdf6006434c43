import matplotlib.pyplot as plt

rows = [["Item", "In", "Out"], ["Opening balance", "900", ""], ["Miscellaneous expenditure", "", "150"], ["Sales", "500", ""], ["Balance", "?", ""]]
widths = [2.6, 1.4, 1.4]
fig, ax = plt.subplots(figsize=(6.5, 4))
for r, row in enumerate(rows):
    x = 0
    for c, (text, w) in enumerate(zip(row, widths)):
        ax.add_patch(plt.Rectangle((x, -r), w, 1, facecolor="#f1f5f9" if r == 0 else "none", edgecolor="black"))
        if c == 0:
            ax.text(x + 0.1, -r + 0.5, text, va="center", fontsize=13)
        else:
            ax.text(x + w - 0.1, -r + 0.5, text, va="center", ha="right", fontsize=13)
        x += w
ax.set_xlim(-0.2, 5.6)
ax.set_ylim(-4.3, 1.3)
ax.axis("off")
plt.show()
