"""Pages of figures: gallery, report and leaderboard of SciGenBench."""
