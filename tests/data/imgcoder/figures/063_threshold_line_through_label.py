import matplotlib.pyplot as plt

days = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
pm10 = [38, 44, 61, 57, 52, 33, 29]
plt.figure(figsize=(7, 4.2))
plt.bar(days, pm10, color="lightsteelblue", edgecolor="k", width=0.6)
plt.axhline(50, color="red", linestyle="--", linewidth=1.8)
plt.text(6.75, 50, "limit 50", color="black", fontsize=13, va="center", ha="center")
plt.xlim(-0.6, 7.4)
plt.ylim(0, 75)
plt.ylabel("PM10 (µg/m³)")
plt.tight_layout()
plt.show()
