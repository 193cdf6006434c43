"""Twenty-two laws, sixteen of them those of the paper, and the facts behind them. Data and rules only."""
