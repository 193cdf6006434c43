import matplotlib.pyplot as plt

header = ["train", "Aville", "Beeton", "Ceeham", "Deeford"]
times = [["slow", "08:00", "08:25", "08:55", "09:40"], ["express", "08:30", "—", "08:58", "09:20"], ["night", "23:10", "23:40", "00:15", "01:02"]]
fig = plt.figure(figsize=(6, 3))
y = 0.8
for r, row in enumerate([header] + times):
    for c, s in enumerate(row):
        fig.text(0.06 + 0.225 * c, y - 0.18 * r, s, fontsize=13, weight="bold" if r == 0 else "normal")
plt.show()
