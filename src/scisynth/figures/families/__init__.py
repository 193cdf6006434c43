"""Figure families: parametric generators of exact scientific figures, for every image type of SciGenBench."""
