"""
```latex
\\begin{tikzpicture}
\\draw (0,0) circle (8); \\draw (4,0) circle (4);
\\end{tikzpicture}
```
"""
