"""Drawing parts that several families share, by topic."""
