import matplotlib.pyplot as plt

q = ["Q1", "Q2", "Q3", "Q4"]
sales = [120, 135, 180, 165]
fig, ax = plt.subplots(figsize=(6, 4))
bars = ax.bar(q, sales, color=["#4c72b0", "#55a868", "#c44e52", "#8172b2"], edgecolor="black")
ax.bar_label(bars, labels=[str(v) for v in sales], label_type="center", color="white", fontsize=13, weight="bold")
ax.set_ylabel("sales (thousand euro)")
ax.set_title("Sales of a shop in 2023")
ax.set_ylim(0, 210)
ax.yaxis.grid(True, alpha=0.3)
ax.set_axisbelow(True)
plt.tight_layout()
plt.show()
