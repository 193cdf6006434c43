import schemdraw
import schemdraw.elements as elm
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(10, 5))

with schemdraw.Drawing(canvas=ax, show=False) as d:
    d.config(unit=3, fontsize=14)
    src = elm.SourceSin().up().label('Amplifier', loc='top')
    elm.Line().right(2.5)
    elm.Dot()
    d.push()
    r1 = elm.Resistor().down().label('14 Ω', loc='bottom')
    elm.Dot()
    d.pop()
    elm.Line().right(2.5)
    elm.Dot()
    d.push()
    r2 = elm.Resistor().down().label('9.0 Ω', loc='bottom')
    elm.Dot()
    d.pop()
    elm.Line().right(2.5)
    r3 = elm.Resistor().down().label('3.2 Ω', loc='bottom')
    elm.Line().left().tox(src.start)

d.draw(show=False)
for k, zigzag in enumerate([line for line in ax.lines if len(line.get_xdata()) == 10], 1):
    zigzag.set_gid(f'resistor:R{k}')
ax.lines[0].set_gid('source:V1')
ax.set_aspect('equal')
ax.axis('off')
plt.show()
