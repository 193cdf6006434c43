import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(8, 5))

ax.add_patch(plt.Rectangle((-5, -3.2), 10, 6.4, fill=False, linewidth=1.5))
ax.add_patch(plt.Circle((-1.2, -0.2), 2.1, color='orange', alpha=0.45))
ax.add_patch(plt.Circle((1.3, -0.2), 2.5, color='skyblue', alpha=0.55))

ax.text(-2.2, 2.1, 'Cats (120)', ha='center', fontsize=13, weight='bold')
ax.text(2.2, 2.5, 'Dogs (200)', ha='center', fontsize=13, weight='bold')
ax.text(-2.2, -0.2, 'only cats\n?', ha='center', va='center', fontsize=12)
ax.text(-0.15, -0.2, '40', ha='center', va='center', fontsize=16)
ax.text(2.4, -0.2, 'only dogs', ha='center', va='center', fontsize=12)
ax.text(-4.8, -3.0, 'Total: 500 students', fontsize=12)

ax.set_xlim(-5.3, 5.3)
ax.set_ylim(-3.5, 3.5)
ax.set_aspect('equal')
ax.axis('off')
plt.title('Pet ownership survey', fontsize=14)
plt.show()
