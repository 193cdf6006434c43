import matplotlib.pyplot as plt

plt.figure(figsize=(8, 2.4))
plt.text(0.05, 0.5, r"$\mathrm{CH_3CH(OH)CH_3}$", fontsize=18, va="center")
plt.annotate("", xy=(0.66, 0.5), xytext=(0.42, 0.5), arrowprops=dict(arrowstyle="->", lw=2))
plt.text(0.54, 0.58, r"$\mathrm{K_2Cr_2O_7,\ H^+}$", fontsize=12, ha="center")
plt.text(0.54, 0.36, "reflux", fontsize=12, ha="center")
plt.text(0.7, 0.5, r"$\mathrm{CH_3COCH_3}$", fontsize=18, va="center")
plt.axis("off")
plt.show()
