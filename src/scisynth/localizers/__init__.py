"""Where in an image the science is: GroundingDINO, the lab's own, or the whole image."""
