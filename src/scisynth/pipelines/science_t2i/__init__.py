"""The Science-T2I benchmark (arXiv 2504.13129): generators against judges, with plan, shards, report and leaderboard."""
