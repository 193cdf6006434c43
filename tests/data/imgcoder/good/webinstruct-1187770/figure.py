import matplotlib.pyplot as plt

payoffs = [['3, 1', '0, 0', '2, -1'],
           ['0, 0', '1, 3', '4, 2'],
           ['-1, 2', '0, 2', '6, 2']]

fig, ax = plt.subplots(figsize=(8, 5))
ax.axis('off')

table = ax.table(cellText=payoffs,
                 rowLabels=['R1', 'R2', 'R3'],
                 colLabels=['C1', 'C2', 'C3'],
                 cellLoc='center',
                 loc='center')
table.auto_set_font_size(False)
table.set_fontsize(16)
table.scale(1, 2.8)
table.set_gid('table:payoff')

for (r, c), cell in table.get_celld().items():
    if r == 0 or c == -1:
        cell.set_facecolor('#dde6f3')
        cell.get_text().set_fontweight('bold')
    if r > 0 and c >= 0:
        cell.set_gid(f'cell:{r}{c + 1}')
for k in range(3):
    table[0, k].set_gid(f'header:C{k + 1}')
    table[k + 1, -1].set_gid(f'header:R{k + 1}')

ax.text(0.5, 0.93, 'Player 2', transform=ax.transAxes, ha='center', fontsize=15)
ax.text(-0.12, 0.45, 'Player 1', transform=ax.transAxes, ha='center', va='center', rotation=90, fontsize=15)

plt.show()
