"""The demo: the whole chain, and how much of it a machine does in ten minutes."""
