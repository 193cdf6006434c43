"""What the figure families hold (the stock table), and which problems they could draw."""
