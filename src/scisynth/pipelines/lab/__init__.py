"""The lab: its tuples, the models that travel in the package, and looking at both."""
