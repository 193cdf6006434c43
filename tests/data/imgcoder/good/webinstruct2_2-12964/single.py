import matplotlib.pyplot as plt
import schemdraw
import schemdraw.elements as elm

with schemdraw.Drawing() as d:
    d.config(fontsize=14, unit=3.5)
    src = elm.SourceSin().up().label('9.60 V\n50.0 Hz', loc='top')
    elm.Resistor().right().label('R = 10.00 Ω')
    elm.Inductor2().right().label('L = 13.0 mH')
    elm.Capacitor().down().label('C = 0.200 mF', loc='bottom')
    elm.Line().left().tox(src.start)

plt.show()
