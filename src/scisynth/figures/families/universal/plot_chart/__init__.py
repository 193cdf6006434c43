"""Universal - Plot & Chart: what has to be read off a chart before it can be reckoned with."""
