"""Circuits for tests: what a script draws with schemdraw (`d` a drawing, `elm` its elements), the netlist, and netlists of others."""

SCHEMDRAW = {
    "series": (
        """
d += elm.SourceV().up().label('9 V')
d += elm.Resistor().right().label('$R_1$ = 4 Ω')
d += elm.Resistor().down().label('$R_2$ = 2 Ω')
d += elm.Line().left()
""",
        "V1 a c 9 V; R1 a b 4 Ω; R2 b c 2 Ω",
    ),
    "parallel": (
        """
V = d.add(elm.Battery().up().reverse().label('V = 12 V'))
d += elm.Line().right().dot()
d.push()
d += elm.Resistor().down().label('R1').dot()
d.pop()
d += elm.Line().right()
d += elm.Resistor().down().label('R2')
d += elm.Line().left()
d += elm.Line().left()
""",
        "battery:V a b; resistor:R1 a b; resistor:R2 a b",
    ),
    "bridge": (
        """
d += (A := elm.Dot().at((0,0)))
d += elm.Resistor().at((0,0)).to((3,2)).label('R1')
d += elm.Resistor().at((3,2)).to((6,0)).label('R2')
d += elm.Resistor().at((0,0)).to((3,-2)).label('R3')
d += elm.Resistor().at((3,-2)).to((6,0)).label('R4')
d += elm.MeterV().endpoints((3,2),(3,-2)).label('G')
d += elm.Line().at((0,0)).to((0,-4))
d += elm.SourceV().endpoints((6,-4),(0,-4)).label('V')
d += elm.Line().at((6,-4)).to((6,0))
""",
        "V a c; R1 a t; R2 t c; R3 a u; R4 u c; voltmeter t u",
    ),
    "rlc": (
        """
d += elm.SourceSin().up().label('$V_s$')
d += elm.Resistor().right().label('R')
d += elm.Inductor().right().label('L = 2 mH')
d += elm.Capacitor().down().label('C = 10 µF')
d += elm.Line().left().length(6)
""",
        "ac source Vs a 0; R a b; L b c 2 mH; C c 0 10 µF",
    ),
    "lamp switch": (
        """
d += elm.BatteryCell().up().reverse()
d += elm.Switch().right().label('S')
d += elm.Lamp().down().label('L')
d += elm.Line().left()
""",
        "battery p n; switch S p q; lamp L q n",
    ),
    "closed switch": (
        """
d += elm.BatteryCell().up().reverse().label('6 V')
d += elm.Switch(nc=True).right().label('S1')
d += elm.Lamp().down()
d += elm.Line().left()
""",
        "battery B p n; switch-closed S1 p q; lamp q n",
    ),
    "ammeter voltmeter": (
        """
d += elm.SourceV().up().label('E')
d += elm.MeterA().right()
d += elm.Line().right().length(1).dot()
d.push()
d += elm.Resistor().down().label('R\\n10 Ω').dot()
d.pop()
d += elm.Line().right().length(2)
d += elm.MeterV().down()
d += elm.Line().left().length(2)
d += elm.Line().left().tox(0)
""",
        "E a 0; ammeter a b; R b 0 10; voltmeter b 0",
    ),
    "diode": (
        """
d += elm.SourceV().up().label('5 V')
d += elm.Resistor().right().label('R = 220 Ω')
d += elm.LED().down().label('D')
d += elm.Line().left()
""",
        "V 1 0; R 1 2; LED D 2 0",
    ),
    "ground": (
        """
d += elm.SourceV().up().label('V')
d += elm.Resistor().right().label('R1').dot()
d.push()
d += elm.Capacitor().down().label('C1')
d += elm.Ground()
d.pop()
d += elm.Resistor().right().label('R2')
d += elm.Ground()
d += elm.Ground().at((0,0))
""",
        "V a gnd; R1 a b; C1 b gnd; R2 b gnd",
    ),
    "mixed": (
        """
d += elm.SourceV().up().label('24 V')
d += elm.Resistor().right().label('$R_1$')
d += elm.Dot()
d.push()
d += elm.Resistor().down().label('$R_2$')
d += elm.Dot()
d.pop()
d += elm.Resistor().right().label('$R_3$')
d += elm.Resistor().down().label('$R_4$')
d += elm.Line().left().tox(0)
""",
        "V a 0 24V; R1 a b; R2 b 0; R3 b c; R4 c 0",
    ),
    "two loops": (
        """
d += elm.Battery().up().reverse().label(r'$\\varepsilon_1$')
d += elm.Resistor().right().label('R1')
d.push()
d += elm.Resistor().down().label('R3')
d.pop()
d += elm.Resistor().right().label('R2')
d += elm.Battery().down().label('ε2')
d += elm.Line().left().length(6)
""",
        "battery ε1 a 0; R1 a b; R3 b 0; R2 b c; battery ε2 c 0",
    ),
    "ladder": (
        """
d += elm.SourceV().up()
for i in range(1,4):
    d += elm.Resistor().right().label(f'R{2*i-1}')
    d.push()
    d += elm.Resistor().down().label(f'R{2*i}')
    d.pop()
d += elm.Line().at((0,0)).to((9,0))
""",
        "V a 0; R1 a b; R2 b 0; R3 b c; R4 c 0; R5 c d; R6 d 0",
    ),
    "three parallel": (
        """
with d.hold():
    d += elm.Resistor().right().at((0,2)).label('2 Ω')
with d.hold():
    d += elm.Resistor().right().at((0,0)).label('3 Ω')
with d.hold():
    d += elm.Resistor().right().at((0,-2)).label('6 Ω')
d += elm.Line().at((0,2)).to((0,-2))
d += elm.Line().at((3,2)).to((3,-2))
d += elm.Line().at((0,0)).left().length(1)
d += elm.Line().at((3,0)).right().length(1)
""",
        "R1 a b 2 Ω; R2 a b 3 Ω; R3 a b 6 Ω",
    ),
    "wire": (
        """
b = d.add(elm.BatteryCell().up().reverse().label('1.5 V'))
r = d.add(elm.Resistor().right().at((1,4)).label('R'))
d += elm.Wire('|-').at(b.end).to(r.start)
d += elm.Wire('-|').at(r.end).to((6,0))
d += elm.Wire('-').at((6,0)).to(b.start)
""",
        "battery a b; R a b",
    ),
    "iec": (
        """
d += elm.SourceV().up().label('U')
d += elm.ResistorIEC().right().label('R1')
d += elm.RBox().right().label('R2')
d += elm.Fuse().down().label('F1')
d += elm.Line().left().length(6)
""",
        "U a 0; R1 a b; R2 b c; fuse F1 c 0",
    ),
    "motor": (
        """
d += elm.Battery().up().reverse()
d += elm.Rheostat().right().label('R') if hasattr(elm,'Rheostat') else elm.ResistorVar().right().label('R')
d += elm.Motor().down().label('M')
d += elm.Line().left()
""",
        "battery a 0; R a b; motor M b 0",
    ),
    "current source": (
        """
d += elm.SourceI().up().label('2 A')
d += elm.Line().right().dot()
d.push()
d += elm.Resistor().down().label('4 Ω').dot()
d.pop()
d += elm.Line().right()
d += elm.Inductor2().down().label('3 H')
d += elm.Line().left()
d += elm.Line().left()
""",
        "current source I1 t 0 2 A; R1 t 0 4 Ω; L1 t 0 3 H",
    ),
    "cap series parallel": (
        """
d += elm.Battery().up().reverse().label('V')
d += elm.Capacitor().right().label('$C_1$ = 3 µF')
d += elm.Dot()
d.push()
d += elm.Capacitor().down().label('$C_2$')
d.pop()
d += elm.Line().right()
d += elm.Capacitor2().down().label('$C_3$')
d += elm.Line().left().length(6)
""",
        "battery V a 0; C1 a b 3 µF; C2 b 0; C3 b 0",
    ),
    "diode bridge": (
        """
d += elm.Diode().at((0,0)).to((2,2)).label('D1')
d += elm.Diode().at((2,-2)).to((0,0)).label('D2')
d += elm.Diode().at((4,0)).to((2,2)).label('D3')
d += elm.Diode().at((2,-2)).to((4,0)).label('D4')
d += elm.SourceSin().endpoints((0,0),(4,0)).label('V')
d += elm.Resistor().at((2,2)).to((2,-2)).label('R') if False else elm.Line().at((2,2)).to((6,2))
d += elm.Resistor().at((6,2)).to((6,-2)).label('R')
d += elm.Line().at((6,-2)).to((2,-2))
""",
        "D1 a p; D2 n a; D3 b p; D4 n b; ac V a b; R p n",
    ),
    "internal": (
        """
d += elm.BatteryCell().right().label('ε = 12 V')
d += elm.Resistor().right().label('r = 0.5 Ω')
d += elm.Line().down()
d += elm.Resistor().left().label('R = 5.5 Ω').length(6)
d += elm.Line().up()
""",
        "battery ε p q 12 V; r q s 0.5 Ω; R s p 5.5 Ω",
    ),
    "two lamps": (
        """
d += elm.BatteryCell().up().reverse()
d += elm.Line().right()
d += elm.Lamp().down().label('A')
d += elm.Line().left()
d += elm.Line().right().at((3,3))
d += elm.Lamp().down().label('B')
d += elm.Line().left()
""",
        "battery p n; lamp A p n; lamp B p n",
    ),
    "kirchhoff values": (
        """
d += elm.SourceV().up().label(('-','10 V','+'))
d += elm.Resistor().right().label('1 kΩ')
d += elm.Resistor().down().label('2 kΩ').dot()
d += elm.Line().left().idot()
""",
        "V1 a c 10 V; R1 a b 1 kΩ; R2 b c 2 kΩ",
    ),
}
OTHERS = {
    "series": "V1 a c; R2 a b 4 Ω; R1 b c 2 Ω",
    "parallel": "battery:V a b; R1 a c; R2 c b",
    "bridge": "V a c; R1 a t; R2 t c; R3 a u; R4 u c; voltmeter a u",
    "diode": "V 1 0; R 1 2; LED D 0 2",
    "lamp switch": "battery p n; switch-closed S p q; lamp L q n",
    "internal": "battery ε q p; r q s 0.5 Ω; R s p",
    "two loops": "battery ε1 a 0; R1 a b; R3 b 0; R2 b c; battery ε2 0 c",
    "rlc": "ac Vs a 0; R a b; C b c; L c 0; R2 c 0",
    "three parallel": "R1 a b 2 Ω; R2 a b 3 Ω; R3 a b 5 Ω",
    "ground": "V a 0; R1 a b; C1 b 0; R2 b c",
    "ladder": "V a 0; R1 a b; R2 b 0; R3 b c; R4 c 0; R5 c d; R6 c 0",
}
