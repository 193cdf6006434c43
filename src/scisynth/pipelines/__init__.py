"""Layer 3: complete configs and the wiring. The only place where the chain is assembled."""
