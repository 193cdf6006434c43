import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle, Polygon, Ellipse, Circle

fig, ax = plt.subplots(figsize=(8, 10))

# stand
ax.add_patch(Rectangle((0.5, 0), 6, 0.3, facecolor='dimgray', edgecolor='black'))
ax.patches[-1].set_gid('stand:base')
rod, = ax.plot([1.2, 1.2], [0.3, 12], color='gray', lw=6)
rod.set_gid('stand:rod')
ax.plot([1.2, 3.75], [9, 9], color='gray', lw=5)
ax.lines[-1].set_gid('stand:clamp')

# burette
body = Rectangle((3.75, 6), 0.5, 5.6, facecolor='white', edgecolor='black', lw=2)
body.set_gid('burette:body')
ax.add_patch(body)
naoh = Rectangle((3.78, 6.03), 0.44, 2.6, facecolor='lightskyblue', edgecolor='none')
naoh.set_gid('liquid:NaOH')
ax.add_patch(naoh)
axis, = ax.plot([4, 4], [6, 11.6], color='none')
axis.set_gid('burette:axis')
for i in range(11):
    y = 6.4 + i * 0.48
    ax.plot([3.75, 3.9 if i % 5 else 4.0], [y, y], 'k', lw=1)
ax.add_patch(Rectangle((3.6, 5.75), 0.8, 0.25, facecolor='tan', edgecolor='black'))
ax.add_patch(Polygon([(3.92, 5.75), (4.08, 5.75), (4.03, 5.0), (3.97, 5.0)], facecolor='white', edgecolor='black'))
ax.patches[-1].set_gid('burette:tip')
for y in (4.75, 4.4):
    ax.add_patch(Ellipse((4, y), 0.1, 0.18, facecolor='deepskyblue', edgecolor='none'))
    ax.patches[-1].set_gid('drop:' + ('1' if y > 4.5 else '2'))

# flask
flask = Polygon([(3.6, 4.2), (3.6, 3.1), (2.4, 0.35), (5.6, 0.35), (4.4, 3.1), (4.4, 4.2)], closed=False, facecolor='none', edgecolor='black', lw=2.5)
flask.set_gid('flask:erlenmeyer')
ax.add_patch(flask)
hf = Polygon([(2.83, 1.4), (2.42, 0.38), (5.58, 0.38), (5.17, 1.4)], closed=True, facecolor='lightpink', edgecolor='none')
hf.set_gid('liquid:HF')
ax.add_patch(hf)

# labels
t = ax.annotate('0.100 M NaOH', xy=(4.2, 7.5), xytext=(5.4, 8.2), fontsize=13, arrowprops=dict(arrowstyle='->'))
t.set_gid('label:base')
t = ax.text(5.4, 7.5, '34.5 mL added', fontsize=13)
t.set_gid('label:added')
t = ax.annotate('25.0 mL of\n0.100 M HF', xy=(5.1, 0.9), xytext=(6.3, 2.0), fontsize=13, arrowprops=dict(arrowstyle='->'))
t.set_gid('label:acid')
ax.text(6.3, 1.2, r'$K_a = 7.2 \times 10^{-4}$', fontsize=12)

ax.set_xlim(0, 9.2)
ax.set_ylim(-0.3, 12.5)
ax.set_aspect('equal')
ax.axis('off')
plt.show()
