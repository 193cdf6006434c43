"""Students: multimodal models that learn from verified images. Training rows, their formats, the reward and its self-test."""
