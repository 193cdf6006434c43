import matplotlib.pyplot as plt

share = [35, 25, 15, 15, 10]
names = ["rent", "food", "travel", "leisure", "savings"]
fig, ax = plt.subplots(figsize=(7, 5))
wedges, texts, autotexts = ax.pie(share, startangle=90, counterclock=False, autopct="%d%%", pctdistance=0.65,
                                  wedgeprops=dict(edgecolor="white", linewidth=2), textprops=dict(color="white", fontsize=13, weight="bold"))
ax.legend(wedges, names, title="spending", loc="center left", bbox_to_anchor=(1, 0.5))
ax.set_title("2400 euro a month")
plt.tight_layout()
plt.show()
