"""Chat, vision and image-making models behind OpenAI-compatible servers: typed replies, limits, budgets, a cache."""
