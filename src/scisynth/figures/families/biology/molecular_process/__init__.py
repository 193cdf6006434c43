"""Biology - Molecular Process: from DNA to protein, copies of DNA, enzymes and signals."""
