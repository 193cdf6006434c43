"""Right images without training: prompts told what must be seen, the best of several images, and a judge's findings drawn in."""
