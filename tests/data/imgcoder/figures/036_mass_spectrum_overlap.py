import matplotlib.pyplot as plt

mz = [15, 27, 29, 42, 43, 57, 72]
rel = [18, 15, 24, 92, 100, 8, 17]
fig, ax = plt.subplots(figsize=(8, 4.5))
ax.bar(mz, rel, width=0.6, color="black")
ax.text(42, 102, "m/z = 42", ha="center", fontsize=12)
ax.text(43.6, 104, "m/z = 43", ha="center", fontsize=12)
ax.text(72, 20, "72", ha="center", fontsize=12)
ax.text(57, 11, "57", ha="center", fontsize=12)
ax.text(15, 21, "15", ha="center", fontsize=12)
ax.set_ylim(0, 115)
ax.set_xlim(0, 80)
ax.set_xlabel("m/z")
ax.set_ylabel("relative intensity (%)")
plt.show()
