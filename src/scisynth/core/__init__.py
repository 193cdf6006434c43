"""Layer 0: the vocabulary. Records, protocols, config, run folder, images, errors. No torch at import."""
