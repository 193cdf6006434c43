"""Universal - Graph & Flow: networks, trees, charts of flow and machines of states; each is run to compute the answer."""
