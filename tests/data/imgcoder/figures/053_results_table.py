import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(7, 2.8))
ax.axis("off")
table = ax.table(cellText=[["2", "5", "8", "4", "1"]], rowLabels=["pupils"], colLabels=["mark 1", "mark 2", "mark 3", "mark 4", "mark 5"],
                 loc="center", cellLoc="center", colColours=["#e0f2fe"] * 5)
table.auto_set_font_size(False)
table.set_fontsize(13)
table.scale(0.9, 2)
ax.set_title("Marks in class 9b", fontsize=14)
plt.show()
