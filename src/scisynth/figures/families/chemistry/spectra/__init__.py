"""Families of spectra: masses, infrared light, nuclear spins, emission and absorption."""
