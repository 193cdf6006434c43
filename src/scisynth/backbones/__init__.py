"""One small adapter per diffusers family: encode, velocity, latent layout, decode."""
