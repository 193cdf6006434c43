import sys

import matplotlib.pyplot as plt

fig, ax = plt.subplots()
if not hasattr(ax, "normal_curve"):
    sys.exit("no normal curve in this version")
plt.show()
