"""SVG drawings read back, those of RDKit and Graphviz included."""
