import numpy as np

from scisynth.imgcoder.sketch import Sketch

foot, top = np.array([3.0, 0.0]), np.array([0.0, 4.0])  # 5.0 m long
cm = foot + 2.8 / 4.0 * (top - foot)

sketch = Sketch()
sketch.rectangle("hatch:wall", -0.25, 0, 0, 5, hatch="///", color="gray", width=0)
sketch.rectangle("hatch:ground", -0.25, -0.25, 5, 0, hatch="///", color="gray", width=0)
sketch.line("line:wall", (0, 0), (0, 5), width=2)
sketch.line("line:ground", (0, 0), (5, 0), width=2)

sketch.line("beam:ladder", foot, top, color="saddlebrown", width=5)
sketch.text("label:L", "5.0 m", (foot + top) / 2, of="beam:ladder", toward=(4, 3), color="saddlebrown", gap_pt=8)
sketch.dot("point:CM", cm, 0.08)
sketch.text("label:CM", "CM", cm, of="point:CM", toward=(1, 0.6), gap_pt=8)

# forces on the ladder
sketch.arrow("force:weight", cm, cm + np.array([0, -1.4]), color="crimson", width=2.5)
sketch.arrow("force:N_wall", top, top + np.array([1.2, 0]), color="crimson", width=2.5)
sketch.arrow("force:N_ground", foot, foot + np.array([0, 1.6]), color="crimson", width=2.5)
sketch.arrow("force:friction", foot, foot + np.array([-1.0, 0]), color="crimson", width=2.5)
sketch.text("label:mg", "$mg$", cm + np.array([0, -1.2]), of="force:weight", toward=(-1, 0), color="crimson", size=13)
sketch.text("label:N_wall", "$N_{wall}$", top + np.array([1.2, 0]), of="force:N_wall", toward=(1, 0), color="crimson", size=13)
sketch.text("label:N_ground", "$N_{ground}$", foot + np.array([0, 1.4]), of="force:N_ground", toward=(1, 0), color="crimson", size=13)
sketch.text("label:f", "$f$", foot + np.array([-0.8, 0]), of="force:friction", toward=(0, 1), color="crimson", size=13)

# dimensions
sketch.dimension("dim:h", (0, 0), (0, 4.0), "4.0 m", 0.8, color="navy")
sketch.line("guide:CM", cm, (4.2, cm[1]), dash="dotted", width=1)
sketch.dimension("dim:h_cm", (4.2, 0), (4.2, cm[1]), "2.8 m", -0.4, color="navy")
sketch.text("label:m", "m = 12.0 kg", (3.0, 4.5), size=12)
figure = sketch.figure()
