"""Where in a picture the science is: GroundingDINO, the lab's own, or the whole image."""
