import schemdraw
import schemdraw.elements as elm

with schemdraw.Drawing(show=False) as d:
    d.config(unit=3, fontsize=13)
    bat = d.add(elm.BatteryCell().up().label("12 V").reverse())
    d.add(elm.Resistor().right().label("$R_1$ = 2 Ω"))
    d.add(elm.Dot())
    d.push()
    d.add(elm.Resistor().down().label("$R_2$ = 6 Ω", loc="top"))
    d.pop()
    d.add(elm.Line().right().length(3))
    d.add(elm.Resistor().down().label("$R_3$ = 3 Ω", loc="top"))
    d.add(elm.Line().left().length(3).dot())
    d.add(elm.Line().left().tox(bat.start))
d.draw()
