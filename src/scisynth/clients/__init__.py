"""Chat, vision and picture-making models behind OpenAI-compatible servers: typed replies, limits, budgets, a cache."""
