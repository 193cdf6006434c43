"""The sixteen laws and the facts behind them. Data and rules only."""
