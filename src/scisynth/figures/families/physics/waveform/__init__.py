"""Families of Physics - Waveform."""
