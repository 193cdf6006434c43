import matplotlib.pyplot as plt
import schemdraw
import schemdraw.elements as elm

fig, ax = plt.subplots(figsize=(10, 6))

d = schemdraw.Drawing(canvas=ax)
d.config(unit=3, fontsize=14)

V = d.add(elm.Battery().up().reverse().label('40.0 V', loc='top'))
R1 = d.add(elm.Resistor().right().label('5.00 Ω'))
R2 = d.add(elm.Resistor().right().label('4.00 Ω'))
d.add(elm.Line().right().length(1))
d.add(elm.Dot())
left = d.here

d.push()
d.add(elm.Line().up().length(1))
R3 = d.add(elm.Resistor().right().label('3.00 Ω'))
d.add(elm.CurrentLabelInline(direction='in').at(R3).label('$I_1$'))
d.add(elm.Line().down().length(1))
d.add(elm.Dot())
right = d.here
d.pop()

d.add(elm.Line().down().length(1).at(left))
R4 = d.add(elm.Resistor().right().label('6.00 Ω', loc='bottom'))
d.add(elm.Line().up().length(1))

d.add(elm.Line().right().length(1).at(right))
d.add(elm.Line().down().toy(V.start))
d.add(elm.Line().left().tox(V.start))

d.draw(show=False)
for k, zigzag in enumerate([line for line in ax.lines if len(line.get_xdata()) == 10], 1):
    zigzag.set_gid(f'resistor:R{k}')
ax.lines[0].set_gid('battery:E')
for head in ax.patches:
    if type(head).__name__ == 'Polygon':
        head.set_gid('current:I1')
ax.set_aspect('equal')
ax.axis('off')
plt.show()
