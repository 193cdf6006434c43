import matplotlib.pyplot as plt

years = [0, 1, 2, 3]
cash = [-500, 350, -150, 380]
colors = ['tab:red' if c < 0 else 'tab:green' for c in cash]

fig, ax = plt.subplots(figsize=(8, 6))
bars = ax.bar(years, cash, width=0.5, color=colors, edgecolor='black')

for i, (b, c) in enumerate(zip(bars, cash)):
    b.set_gid(f'bar:{i}')
    off = 15 if c > 0 else -15
    t = ax.text(b.get_x() + b.get_width() / 2, c + off, f'{c:+d}', ha='center',
                va='bottom' if c > 0 else 'top', fontsize=13)
    t.set_gid(f'label:{i}')

ax.axhline(0, color='black', lw=1.2)
ax.lines[-1].set_gid('line:zero')
ax.set_xticks(years)
ax.set_xlabel('Year', fontsize=13)
ax.set_ylabel('Cash flow', fontsize=13)
ax.spines['bottom'].set_gid('axis:x')
ax.spines['left'].set_gid('axis:y')
ax.set_title('Cash flow of the investment')
ax.set_ylim(-600, 480)
ax.grid(axis='y', ls=':', alpha=0.6)
plt.tight_layout()
plt.show()
