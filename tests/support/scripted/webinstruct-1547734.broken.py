"""
The tree has nine nodes. The script:

```python
import matplotlib.pyplot as plt

fig, ax = plt.subplots()
words = {"root": "-", "divide": "/", "times": "*",
"""
