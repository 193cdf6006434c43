"""Figure families that are one function each: parametric generators of exact scientific figures, by subject."""
