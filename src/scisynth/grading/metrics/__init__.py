"""Image metrics of figures: pixel metrics against a reference, and distances in the features of a network."""
