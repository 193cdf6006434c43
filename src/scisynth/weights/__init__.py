"""The lab's weights: one folder a model, safetensors and a card."""
