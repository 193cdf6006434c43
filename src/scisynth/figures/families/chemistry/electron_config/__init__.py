"""Families of electron configurations: filling, shells, ionisation energies and photoelectron spectra."""
