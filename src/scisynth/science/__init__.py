"""Layer 1: the sixteen laws and the facts behind them. Data and rules only."""
