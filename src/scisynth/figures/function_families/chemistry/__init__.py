"""Families of chemistry: molecules, electrons, reactions, crystals, spectra and orbitals."""
